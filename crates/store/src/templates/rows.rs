use diesel::prelude::*;
use domain::ids::{ResultId, TemplateId};
use domain::processes::DueRule;
use domain::tasks::{Priority, TaskType};
use domain::templates::TemplateDef;
use domain::time::Timestamp;
use serde::Serialize;

use crate::engine::columns::Json;
use crate::schema::templates;

/// A template with its results. `Serialize` is for the audit log only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TemplateRecord {
    pub def: TemplateDef,
    pub instruction: Option<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

/// A template as it is to be: new, or instead of the present one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateDraft {
    pub name: String,
    pub task_type: TaskType,
    pub instruction: Option<String>,
    pub priority: Priority,
    pub planned_minutes: Option<u32>,
    pub default_due: DueRule,
    /// In hotkey order, at most nine, none twice.
    pub results: Vec<ResultId>,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = templates)]
pub(super) struct TemplateRow {
    pub(super) id: TemplateId,
    name: String,
    task_type: TaskType,
    instruction: Option<String>,
    priority: Priority,
    planned_minutes: Option<i32>,
    default_due: Json<DueRule>,
    version: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    archived_at: Option<Timestamp>,
}

impl TemplateRow {
    pub(super) fn with(self, results: Vec<ResultId>) -> TemplateRecord {
        TemplateRecord {
            def: TemplateDef {
                id: self.id,
                name: self.name,
                task_type: self.task_type,
                priority: self.priority,
                planned_minutes: self.planned_minutes.map(|minutes| minutes as u32),
                default_due: self.default_due.0,
                results,
            },
            instruction: self.instruction,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
            archived_at: self.archived_at,
        }
    }
}
