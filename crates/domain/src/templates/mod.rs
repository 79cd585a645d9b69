//! Task templates: what kind of work there is.

use serde::{Deserialize, Serialize};

use crate::ids::{ResultId, TemplateId};
use crate::processes::DueRule;
use crate::tasks::{Priority, TaskType};

/// At most this many results: one hotkey each.
pub const MAX_RESULTS: usize = 9;

/// A template as the engine needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateDef {
    pub id: TemplateId,
    pub name: String,
    pub task_type: TaskType,
    pub priority: Priority,
    pub planned_minutes: Option<u32>,
    pub default_due: DueRule,
    /// In the order of their hotkeys.
    pub results: Vec<ResultId>,
}
