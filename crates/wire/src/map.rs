//! The live map of a process: who stands at each step now, and what happened there within a period.

use chrono::NaiveDate;
use domain::ids::{ProcessId, ResultId, VersionId};
use domain::map::Delay;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::operation::{Access, Permission, operations};
use crate::processes::VersionName;

operations! {
    "map";
    /// The numbers of a process, step by step: who stands there now, who is overdue, who sleeps before it, how long they wait, and which results were given in a period. Every number is the length of a list within the caller's reach: open tasks (`GET /tasks?process_id=&step=`), overdue ones (`due_before=at`), done ones (`status=done&closed_after=since&closed_before=until`, with `result_id`), sleeping clients (`GET /clients?process_id=&sleeps_before=`).
    GetMap = Get "/processes/{id}/map" (ProcessId) ?MapQuery => 200: ProcessMap, Access::Needs(Permission::TaskRead), refuses [WrongState];
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct MapQuery {
    /// Only chains that run, or ran, on this version; absent: on any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version_id: Option<VersionId>,
    /// The first day of the period; absent: 29 days before its last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Its last day; absent: today. Days are those of the organisation's first branch; at most 366 of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProcessMap {
    /// Whose graph the steps stand in: the version of the query, or the published one.
    pub version: VersionName,
    /// Versions that chains run on, and the published one, newest first.
    pub in_use: Vec<VersionName>,
    /// Who stands where is of this instant.
    pub at: Timestamp,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// The beginning of the first day and the end of the last.
    pub since: Timestamp,
    pub until: Timestamp,
    /// In the order of the graph; then those of other versions that have numbers.
    pub steps: Vec<MapStep>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MapStep {
    /// Key of the step. Steps of the same key are counted together, whatever their version.
    pub step: String,
    pub name: String,
    /// Whether the graph of `version` has it.
    pub drawn: bool,
    /// Open tasks.
    pub standing: u32,
    /// Of them, those that were due before `at`.
    pub overdue: u32,
    pub delay: Delay,
    /// Clients who sleep and wake up here.
    pub sleeping: u32,
    /// For how many seconds half of the open tasks have been there.
    pub waiting_seconds: Option<i64>,
    /// Results that were given here in the period.
    pub done: u32,
    /// From the making of a task to its result, for the middle one of the period: the newest 500 of each result stand for all of it.
    pub lasting_seconds: Option<i64>,
    /// Those that the step offers, in their order; then others that were given here.
    pub results: Vec<MapResult>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MapResult {
    pub result_id: ResultId,
    pub name: String,
    /// How often it was given; `done` of the step is the sum.
    pub times: u32,
}
