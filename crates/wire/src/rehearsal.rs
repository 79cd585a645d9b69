//! Rehearsal: the last 90 days of real results led through a draft, beside what the published version makes of them.

use chrono::NaiveDate;
use domain::ids::{EmployeeId, ProcessId, ResultId, RoleId};
use domain::processes::Graph;
pub use domain::rehearsal::{DeadEndReason, Ends};
use serde::{Deserialize, Serialize};

use crate::operation::{Access, Permission, operations};
use crate::processes::VersionName;

operations! {
    "processes";
    /// Replays the last 90 days of real results through the draft, or through the graph of the request, and through the published version. Nothing is stored. The asker hears of the branches whose tasks he may read.
    RehearseProcess = Post "/processes/{id}/rehearsal" (ProcessId), RehearsalRequest => 200: Rehearsal, Access::Needs(Permission::ProcessEdit), refuses [WrongState];
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RehearsalRequest {
    /// A draft that is not saved yet; absent: the saved one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub graph: Option<Graph>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rehearsal {
    /// The first day of the replay: 90 days ago, or the day of the first result since then. Of more than 200,000 results the newest are replayed.
    pub from: NaiveDate,
    /// Today.
    pub to: NaiveDate,
    /// Days between them on which the first branch was open.
    pub working_days: u32,
    /// Clients of this process whose tasks were completed, and the results that were given.
    pub chains: u32,
    pub results: u32,
    pub draft: Replay,
    /// The same past through the published version; absent before the first publishing.
    pub present: Option<Replay>,
    pub published: Option<VersionName>,
}

/// What a graph would have made of the past.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Replay {
    /// Results that the graph took up, and those for which it had no place. Together they are all.
    pub used: u32,
    pub left_over: u32,
    /// Tasks that fall into the period, and the planned minutes of their templates.
    pub tasks: u32,
    pub minutes: u64,
    /// Tasks whose template has no planned minutes.
    pub unplanned: u32,
    /// Of these tasks, the errands that results give besides the next step. They belong to no step and count on their due day.
    pub errands: u32,
    pub ends: Ends,
    /// From the beginning to the goal, for the middle one of those who went all the way within the period.
    pub seconds_to_goal: Option<i64>,
    /// Who gets the most first.
    pub load: Vec<ReplayLoad>,
    /// In the order of the graph.
    pub steps: Vec<ReplayStep>,
    /// Where the most clients cannot go on first.
    pub dead_ends: Vec<ReplayDeadEnd>,
    /// Ways from a step back to itself, the most frequent first; at most 20.
    pub rounds: Vec<ReplayRound>,
}

/// The tasks of a person, or of a role whose pool they wait in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReplayLoad {
    pub employee_id: Option<EmployeeId>,
    pub role_id: Option<RoleId>,
    /// Of the person or of the role.
    pub name: String,
    pub tasks: u32,
    pub minutes: u64,
    /// Tasks on each day, from `from` to `to`: on the day when they would be done, or due if nobody did them.
    pub days: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReplayStep {
    /// Key of the step.
    pub step: String,
    pub name: String,
    pub tasks: u32,
    pub minutes: u64,
    /// Every result that the step offers; 0 times: it was never used.
    pub results: Vec<ReplayResult>,
    /// Clients for whom nothing is known from here.
    pub unknown: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReplayResult {
    pub result_id: ResultId,
    pub name: String,
    pub times: u32,
}

/// Where clients cannot go on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReplayDeadEnd {
    pub why: DeadEndReason,
    /// Key of the step.
    pub step: String,
    pub step_name: String,
    /// Absent for a step that is gone.
    pub result_id: Option<ResultId>,
    pub result_name: Option<String>,
    pub clients: u32,
}

/// A way from a step back to itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReplayRound {
    /// Keys of the steps, one after another.
    pub steps: Vec<String>,
    /// What they are called.
    pub names: Vec<String>,
    /// How often it was made, by how many clients, and by the one who made it most often.
    pub times: u32,
    pub clients: u32,
    pub most: u32,
    /// How long it takes on average.
    pub seconds: i64,
}
