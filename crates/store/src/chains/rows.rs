//! Rows of chains, and the read models of a client's chains.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::chains::ChainState;
use domain::ids::{BranchId, ChainId, ClientId, EmployeeId, ProcessId, TaskId, VersionId};
use domain::processes::{Call, Target};
use domain::time::Timestamp;

use crate::engine::columns::Json;
use crate::schema::chains;
use crate::tasks::TaskCard;

/// A chain's own row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = chains)]
pub struct ChainRow {
    pub id: ChainId,
    pub process_id: ProcessId,
    pub version_id: VersionId,
    pub client_id: ClientId,
    pub branch_id: BranchId,
    pub state: ChainState,
    pub attempts: Json<BTreeMap<String, u32>>,
    pub wake_at: Option<Timestamp>,
    pub wake_target: Option<Json<Target>>,
    /// Asleep until its errands are done, or until its date.
    pub joins: bool,
    /// Asleep until this chain is over, or until its date.
    pub waits_for: Option<ChainId>,
    /// Where the end of that chain leads.
    pub call: Option<Json<Call>>,
    pub started_by: Option<EmployeeId>,
    pub started_from: Option<ChainId>,
    pub ended_at: Option<Timestamp>,
    pub ended_by: Option<EmployeeId>,
    pub cancel_reason: Option<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl ChainRow {
    pub fn is_running(&self) -> bool {
        self.ended_at.is_none()
    }

    /// The step that a sleeping chain wakes at: a column of its own, because lists ask by it.
    pub fn wakes_at(&self) -> Option<String> {
        self.wake_target
            .as_ref()
            .map(|Json(target)| target.step.clone())
    }

    /// It waits for nothing any more.
    pub fn awake(&mut self) {
        self.wake_at = None;
        self.wake_target = None;
        self.joins = false;
        self.waits_for = None;
        self.call = None;
    }

    /// What a sleeping chain wakes to.
    pub fn wake_target(&self) -> Option<Target> {
        self.wake_target.as_ref().map(|Json(target)| target.clone())
    }
}

/// A chain on a client's card.
#[derive(Debug, Clone, Queryable)]
pub struct ChainBrief {
    pub id: ChainId,
    pub process_id: ProcessId,
    pub state: ChainState,
    pub wake_at: Option<Timestamp>,
    pub joins: bool,
    pub waits_for: Option<ChainId>,
    pub started_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub open_task_id: Option<TaskId>,
}

/// A chain with everything that its page shows.
#[derive(Debug, Clone)]
pub struct ChainCard {
    pub row: ChainRow,
    pub process_name: String,
    pub version_number: i32,
    pub started_by_name: Option<String>,
    /// Oldest first.
    pub tasks: Vec<TaskCard>,
}
