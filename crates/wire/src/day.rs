//! My day: one queue in one order.

use domain::ids::BranchId;
use domain::tasks::TaskType;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::auth::Me;
use crate::list::{Listed, Person};
use crate::operation::{Access, Permission, operations};
use crate::tasks::TaskView;

operations! {
    "day";
    /// The caller's queue, or a colleague's within reach, in the order of work.
    GetMyDay = Get "/my-day" () ?DayQuery => 200: MyDay, Access::Needs(Permission::TaskRead);
    /// What the SPA needs to paint its first screen, in one answer.
    Boot = Get "/boot" () => 200: BootReply, Access::SignedIn;
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DayTab {
    #[default]
    Todo,
    Planned,
    Done,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DayQuery {
    pub tab: DayTab,
    /// Absent: the caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee_id: Option<Person>,
    /// `true`: everybody within reach instead of one person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch_id: Option<BranchId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<TaskType>>))]
    pub task_type: Option<Listed<TaskType>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::SoughtText>))]
    pub q: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 200))]
    pub limit: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
    pub cursor: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyDay {
    pub items: Vec<QueueItem>,
    pub next_cursor: Option<String>,
    pub counts: DayCounts,
    /// What was done today.
    pub numbers: DayNumbers,
    /// The nearest planned task, for an empty queue.
    pub nearest: Option<TaskView>,
    /// The instant the order was computed for.
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueItem {
    pub task: TaskView,
    pub group: QueueGroup,
    /// In the reader's language: why it stands here.
    pub rank_reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum QueueGroup {
    Now,
    Overdue,
    Today,
    Planned,
    Done,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DayCounts {
    pub now: u32,
    pub overdue: u32,
    pub today: u32,
    pub planned: u32,
    pub done: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DayNumbers {
    pub done: u32,
    /// Completions that reached a human.
    pub reached: u32,
    /// Completions with the outcome `progress`.
    pub progress: u32,
    pub goals: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BootReply {
    pub me: Me,
    /// The first forty tasks.
    pub day: MyDay,
    pub unread_notices: u32,
    /// Active clients without a next step within reach; must be 0, shown when it is not.
    pub broken_chains: u32,
    /// Version of the server; the SPA offers an update when it changes.
    pub server_version: String,
}
