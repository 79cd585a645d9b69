//! Rehearsal: what really happened to the clients of a process, led through another graph.
//!
//! A [`Story`] is what was done with one client: which results were given on which templates, when, by whom. [`Rehearsal::replay`] begins it at the
//! graph's start, and at each step takes the next result that was really given on that step's template; what follows is decided by
//! [`chains`](crate::chains), the same functions that decide for living clients. Nothing is invented: where the graph leads to a step for which the
//! story has no result any more, the replay stops and says so. `docs/adr/0015` says why.
//!
//! Every decision uses up a result, so a replay is never longer than its story, whatever loops the graph has.

mod clock;
mod replay;
mod rounds;
mod tally;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::chains::{ClientFacts, Filled};
use crate::ids::{BranchId, EmployeeId, ResultId, TemplateId};
use crate::tasks::Assignee;
use crate::time::{Due, Timestamp};

pub use replay::Rehearsal;
pub use tally::{Carrier, DeadEnd, DeadEndReason, Ends, Load, PlaceTally, Replayed, Round};

/// So many days back are replayed, today included.
pub const DAYS: u32 = 90;

/// Which part of the past is replayed. What would happen after `until` is not known and not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The day that has place 0 in every series.
    pub first_day: NaiveDate,
    /// At least 1.
    pub days: u32,
    pub until: Timestamp,
}

/// What happened to one client within the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    pub client: ClientFacts,
    pub branch: BranchId,
    pub beginning: Beginning,
    /// In the order in which they were given; those that were taken back are left out.
    pub given: Vec<Given>,
    /// The template of the task that is open now.
    pub waits_at: Option<TemplateId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// The chain was started within the period.
    Started {
        at: Timestamp,
        by: Option<EmployeeId>,
    },
    /// It was on its way before: it enters where its first result of the period was given.
    Before,
}

/// A result that was really given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub template_id: TemplateId,
    /// Key of the step in the version that the chain ran on.
    pub step: String,
    pub result_id: ResultId,
    /// Those that rules read.
    pub answers: Vec<Filled>,
    pub by: EmployeeId,
    pub at: Timestamp,
    /// Of the task it was given on.
    pub due: Due,
    pub assignee: Assignee,
    /// Of the task, from 1.
    pub attempt: u32,
    /// When the task was made.
    pub made: Timestamp,
    /// The due date was named by a person instead of a rule.
    pub chosen: bool,
}
