//! Chains: running a process for a client.

use domain::chains::ChainState;
use domain::ids::{ChainId, ClientId, EmployeeId, ProcessId, TaskId, VersionId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clients::PersonName;
use crate::operation::{Access, Permission, operations};
use crate::tasks::TaskView;

operations! {
    "chains";
    /// Starts a process for a client: makes the chain and its first task.
    StartChain = Post "/chains" (), NewChain => 201: Chain, Access::Needs(Permission::ChainStart), refuses [ChainRunning, WrongState];
    /// One chain with its tasks in order.
    GetChain = Get "/chains/{id}" (ChainId) => 200: Chain, Access::Needs(Permission::ClientRead);
    /// Cancels a running chain with a reason: its open task and the open errands beside it are cancelled too.
    CancelChain = Post "/chains/{id}/cancel" (ChainId), CancelRequest => 200: Chain, Access::Needs(Permission::ChainCancel), refuses [WrongState];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewChain {
    pub client_id: ClientId,
    pub process_id: ProcessId,
    /// The process's start rule decides when absent.
    #[serde(default)]
    pub assignee_id: Option<EmployeeId>,
    #[serde(default)]
    pub due: Option<domain::time::Due>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CancelRequest {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChainSummary {
    pub id: ChainId,
    pub process_id: ProcessId,
    pub process_name: String,
    pub state: ChainState,
    pub started_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    /// When a sleeping chain wakes.
    pub wake_at: Option<Timestamp>,
    /// Whether it wakes before that, as soon as the errands given for it are done or cancelled.
    pub waits_for_errands: bool,
    /// The chain of a process that it called: it wakes before that when this one is over.
    pub waits_for: Option<ChainId>,
    pub open_task_id: Option<TaskId>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Chain {
    pub id: ChainId,
    pub client_id: ClientId,
    pub process_id: ProcessId,
    pub process_name: String,
    pub version_id: VersionId,
    pub version_number: u32,
    pub state: ChainState,
    pub started_at: Timestamp,
    /// Absent when another process handed over.
    pub started_by: Option<PersonName>,
    /// The chain that handed over to this one.
    pub started_from: Option<ChainId>,
    pub ended_at: Option<Timestamp>,
    pub cancel_reason: Option<String>,
    pub wake_at: Option<Timestamp>,
    /// Whether it wakes before that, as soon as the errands given for it are done or cancelled.
    pub waits_for_errands: bool,
    /// The chain of a process that it called: it wakes before that when this one is over.
    pub waits_for: Option<ChainId>,
    /// Oldest first.
    pub tasks: Vec<TaskView>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}
