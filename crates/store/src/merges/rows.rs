use diesel::prelude::*;
use domain::chains::ChainState;
use domain::clients::merging::CardSide;
use domain::ids::{ChainId, ClientId, EmployeeId, EntryId, MergeId};
use domain::processes::{Call, Target};
use domain::tasks::TaskState;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::chains::ChainRow;
use crate::clients::{ClientData, ClientRow};
use crate::engine::columns::Json;
use crate::engine::written::Written;

/// A merge's own row.
#[derive(Debug, Clone, Queryable)]
pub struct MergeRow {
    pub id: MergeId,
    pub kept_id: ClientId,
    pub other_id: ClientId,
    pub merged_by: Option<EmployeeId>,
    pub merged_at: Timestamp,
    pub(super) before: Written<Then>,
    pub(super) after: Written<Then>,
    pub(super) tally: Json<Tally>,
    pub(super) other_archived_at: Option<Timestamp>,
    pub(super) entry_id: EntryId,
    pub undone_by: Option<EmployeeId>,
    pub undone_at: Option<Timestamp>,
    pub(super) remains: Option<Json<Remains>>,
    pub version: i64,
}

impl MergeRow {
    /// What was done in between, when it was undone.
    pub fn remains(&self) -> Option<Remains> {
        self.remains.as_ref().map(|Json(remains)| remains.clone())
    }

    pub fn tally(&self) -> &Tally {
        &self.tally.0
    }
}

/// The kept card's own members at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Then {
    pub data: ClientData,
    /// Microseconds: JSON would round an instant.
    pub last_contact: i64,
}

impl Then {
    pub fn of(row: &ClientRow, data: &ClientData) -> Self {
        Self {
            data: data.clone(),
            last_contact: row.last_contact_sort.as_micros(),
        }
    }
}

/// How much a merge moved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub tasks: u32,
    /// Of the tasks, those still to be done.
    pub open_tasks: u32,
    pub chains: u32,
    pub completions: u32,
    pub entries: u32,
    /// Whose chains were ended, so that one next contact is left.
    pub ended: Option<CardSide>,
    pub ended_chains: Vec<ChainId>,
}

/// What was done between a merge and its undoing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remains {
    /// Members of the kept card that somebody changed since and that stay as they are.
    pub members: Vec<String>,
    /// Entries that stay on the kept card, the latest first.
    pub stayed: Vec<EntryId>,
    /// Entries that went back with the chain or the task that they are about.
    pub went: Vec<EntryId>,
    /// Chains that the merge had ended and that cannot run again.
    pub still_ended: Vec<ChainId>,
}

/// What ending changes of a chain, as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct EndedChain {
    pub state: ChainState,
    /// Microseconds.
    pub wake_at: Option<i64>,
    pub wake_target: Option<Target>,
    pub joins: bool,
    pub waits_for: Option<ChainId>,
    pub call: Option<Call>,
    pub tasks: Vec<(domain::ids::TaskId, TaskState)>,
}

impl EndedChain {
    pub fn of(chain: &ChainRow) -> Self {
        Self {
            state: chain.state,
            wake_at: chain.wake_at.map(Timestamp::as_micros),
            wake_target: chain.wake_target(),
            joins: chain.joins,
            waits_for: chain.waits_for,
            call: chain.call.as_ref().map(|Json(call)| call.clone()),
            tasks: Vec::new(),
        }
    }

    pub fn put_back(self, chain: &mut ChainRow) {
        chain.state = self.state;
        chain.wake_at = self.wake_at.map(Timestamp::from_micros);
        chain.wake_target = self.wake_target.map(Json);
        chain.joins = self.joins;
        chain.waits_for = self.waits_for;
        chain.call = self.call.map(Json);
        chain.ended_at = None;
        chain.ended_by = None;
        chain.cancel_reason = None;
    }
}

/// A chain that two cards had in the same comparison: of one person the earlier one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counted {
    pub side: domain::comparison::Side,
    /// Microseconds.
    pub began_at: i64,
}
