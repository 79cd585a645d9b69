use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::chains::ChainState;
use domain::ids::{
    ChainId, ClientId, EmployeeId, ProcessId, TaskId, TemplateId, TransferId, VersionId,
};
use domain::name::PersonName;
use domain::processes::transfer::{Carried, Lot, TransferState};
use domain::processes::{Call, Target};
use domain::tasks::{Direction, TaskState, TaskType};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::chains::{Caller, ChainRow};
use crate::engine::columns::Json;
use crate::tasks::TaskRow;

/// A transfer's own row.
#[derive(Debug, Clone, Queryable)]
pub struct TransferRow {
    pub id: TransferId,
    pub process_id: ProcessId,
    /// Where chains go.
    pub version_id: VersionId,
    pub state: TransferState,
    pub lots: Json<Vec<Lot>>,
    /// How many chains were to be moved or ended when it began.
    pub total: i32,
    pub moved: i32,
    pub ended: i32,
    pub returned: i32,
    pub kept: i32,
    pub(super) behind: Option<ChainId>,
    pub started_by: Option<EmployeeId>,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    pub undone_by: Option<EmployeeId>,
    pub undone_at: Option<Timestamp>,
    pub version: i64,
}

/// What became of one chain.
#[derive(Debug, Clone, Queryable)]
pub(super) struct TransferredRow {
    pub transfer_id: TransferId,
    pub chain_id: ChainId,
    pub client_id: ClientId,
    pub outcome: Carried,
    pub before: Json<Before>,
    pub chain_version: i64,
    pub task_version: Option<i64>,
    pub at: Timestamp,
}

/// Everything of a chain and its open task that a transfer changes, as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Before {
    pub version_id: VersionId,
    pub state: ChainState,
    pub attempts: BTreeMap<String, u32>,
    pub wake_at: Option<Timestamp>,
    pub wake_target: Option<Target>,
    #[serde(default)]
    pub joins: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<ChainId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Call>,
    pub task: Option<TaskBefore>,
    /// Errands that are cancelled with the chain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errands: Vec<ErrandBefore>,
    /// Chains that wait for one that is ended: they go on because of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub callers: Vec<Caller>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ErrandBefore {
    pub id: TaskId,
    pub state: TaskState,
    /// The version that the transfer leaves: whoever has touched it since has made a later one.
    pub left: i64,
}

impl ErrandBefore {
    pub fn of(errand: &TaskRow) -> Self {
        Self {
            id: errand.id,
            state: errand.state,
            left: errand.version + 1,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TaskBefore {
    pub id: TaskId,
    pub template_id: Option<TemplateId>,
    pub task_type: TaskType,
    pub direction: Option<Direction>,
    pub step: Option<String>,
    pub planned_minutes: Option<i32>,
    pub attempt_limit: Option<i32>,
    pub state: TaskState,
}

impl Before {
    pub fn of(chain: &ChainRow, task: Option<&TaskRow>) -> Self {
        Self {
            version_id: chain.version_id,
            state: chain.state,
            attempts: chain.attempts.0.clone(),
            wake_at: chain.wake_at,
            wake_target: chain.wake_target(),
            joins: chain.joins,
            waits_for: chain.waits_for,
            call: chain.call.as_ref().map(|Json(call)| call.clone()),
            task: task.map(|task| TaskBefore {
                id: task.id,
                template_id: task.template_id,
                task_type: task.task_type,
                direction: task.direction,
                step: task.step.clone(),
                planned_minutes: task.planned_minutes,
                attempt_limit: task.attempt_limit,
                state: task.state,
            }),
            errands: Vec::new(),
            callers: Vec::new(),
        }
    }

    /// Key of the step where the chain stood.
    pub fn step(&self) -> Option<&str> {
        let of_task = self.task.as_ref().and_then(|task| task.step.as_deref());
        of_task.or(self.wake_target.as_ref().map(|target| target.step.as_str()))
    }
}

/// How many chains stand at a step of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub version_id: VersionId,
    pub step: String,
    /// With an open task.
    pub active: u32,
    /// Asleep, to wake there.
    pub sleeping: u32,
    /// The first few whom the asker may see.
    pub clients: Vec<(ClientId, PersonName)>,
}

/// A chain of a transfer, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transferred {
    pub chain_id: ChainId,
    pub client_id: ClientId,
    pub client: PersonName,
    pub outcome: Carried,
}
