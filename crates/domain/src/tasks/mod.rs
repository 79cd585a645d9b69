//! Tasks: every piece of work.

mod change;
mod queue;

use serde::{Deserialize, Serialize};

use crate::ids::{EmployeeId, RoleId};
use crate::words::words;

pub use change::LastChange;
pub use queue::{Band, Marks, QueueGroup, Rank, RankReason, SOON, Waiting, due_instant, rank};

words! {
    TaskType {
        ClientCall = "client_call",
        ClientTask = "client_task",
        CampaignCall = "campaign_call",
        Internal = "internal",
    }
}

words! {
    Direction { Outgoing = "outgoing", Incoming = "incoming" }
}

words! {
    TaskState { Open = "open", InProgress = "in_progress", Done = "done", Cancelled = "cancelled" }
}

words! {
    /// In ascending order of importance.
    Priority { Low = "low", Normal = "normal", High = "high" }
}

/// Who does a task: a person, or whoever of a role in the task's branch takes it first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Assignee {
    Employee(EmployeeId),
    Pool(RoleId),
}
