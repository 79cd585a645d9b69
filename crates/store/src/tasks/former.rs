//! What the audit log keeps of a task, and a task as its last change found it.
//!
//! A change is undone by sending the former values. They may be what nobody could choose any more, such as a moment that is
//! over, and more was changed than a patch can say: the count of postponements, the reasons, the promise. So whoever made the
//! last change puts all of it back, as [`LastChange`] allows.

use diesel::prelude::*;
use domain::access::Permission;
use domain::chains::{AssigneeReason, DueReason};
use domain::ids::{EmployeeId, TaskId};
use domain::tasks::{Assignee, LastChange, Priority, TaskState};
use domain::time::{Due, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::change::{TaskChange, due_text, split};
use super::read::row;
use super::rows::TaskRow;
use crate::engine::columns::Json;
use crate::engine::errors::StoreError;
use crate::engine::ids::Id;
use crate::engine::unit::Tx;
use crate::engine::written::Written;
use crate::schema::audit;

/// A change that can be undone.
pub(super) const UPDATED: &str = "task.updated";

/// What the audit log keeps of a task. Instants that JSON would round are microseconds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    title: Option<String>,
    due: Due,
    assignee: Option<Assignee>,
    priority: Priority,
    state: TaskState,
    note: Option<String>,
    cancel_reason: Option<String>,
    version: i64,
    due_sort: i64,
    due_reasons: Vec<DueReason>,
    assignee_reason: Option<AssigneeReason>,
    /// The moment on the wall, and the zone.
    promised: Option<(String, String)>,
    postponed: i32,
    touched: Option<i64>,
}

impl Kept {
    pub fn of(task: &TaskRow) -> Result<Self, StoreError> {
        let assignee_reason = task.assignee_reason.as_ref().map(Written::read);
        Ok(Self {
            title: task.title.clone(),
            due: task.due(),
            assignee: task.assignee(),
            priority: task.priority,
            state: task.state,
            note: task.note.clone(),
            cancel_reason: task.cancel_reason.clone(),
            version: task.version,
            due_sort: task.due_sort.as_micros(),
            due_reasons: task.due_reasons.read()?,
            assignee_reason: assignee_reason.transpose()?,
            promised: task.promised_wall.clone().zip(task.promised_zone.clone()),
            postponed: task.postponed,
            touched: task.touched_at.map(Timestamp::as_micros),
        })
    }
}

/// A task as the asker's last change found it.
#[derive(Debug, Clone)]
pub struct Former(Kept);

impl Former {
    pub fn is_due(&self, due: Due) -> bool {
        due_text(self.0.due) == due_text(due)
    }

    /// Whether a change of the task would put it back.
    pub fn is_what(&self, change: &TaskChange, task: &TaskRow) -> bool {
        let Self(former) = self;
        let due = change.due.unwrap_or(task.due());
        let assignee = change.assignee.or(task.assignee());
        let title = change.title.as_ref().or(task.title.as_ref());
        let note = change.note.as_ref().unwrap_or(&task.note);
        self.is_due(due)
            && former.assignee == assignee
            && former.priority == change.priority.unwrap_or(task.priority)
            && former.title.as_ref() == title
            && former.note == *note
    }

    /// Everything that the change has changed, byte for byte.
    pub(super) fn put_back(self, task: &mut TaskRow) -> Result<(), StoreError> {
        let Self(former) = self;
        let due_sort = Timestamp::from_micros(former.due_sort);
        (task.due_day, task.due_at) = match former.due {
            Due::Day(day) => (Some(day), None),
            Due::At(_) => (None, Some(due_sort)),
        };
        task.due_sort = due_sort;
        task.due_reasons = Written::of(&former.due_reasons)?;
        (task.promised_wall, task.promised_zone) = former.promised.unzip();
        task.postponed = former.postponed;
        (task.assignee_id, task.pool_role_id) = match former.assignee {
            Some(assignee) => split(assignee),
            None => (None, None),
        };
        let reason = former.assignee_reason.as_ref().map(Written::of);
        task.assignee_reason = reason.transpose()?;
        task.priority = former.priority;
        task.title = former.title;
        task.note = former.note;
        task.touched_at = former.touched.map(Timestamp::from_micros);
        Ok(())
    }
}

impl Tx<'_> {
    /// A held task as its last change found it, when the asker may undo that change.
    pub fn former_task(&mut self, task: &TaskRow) -> Result<Option<Former>, StoreError> {
        type Line = (
            String,
            Timestamp,
            Option<i64>,
            Option<Json<Value>>,
            Option<Json<Value>>,
        );
        let last: Option<Line> = audit::table
            .filter(audit::subject.eq(task.id.number()))
            .filter(audit::subject_kind.eq(TaskId::KIND))
            .order(audit::id.desc())
            .select((
                audit::action,
                audit::at,
                audit::employee_id,
                audit::before,
                audit::after,
            ))
            .first(self.conn())
            .optional()?;
        let Some((action, at, by, Some(Json(before)), Some(Json(after)))) = last else {
            return Ok(None);
        };
        let change = LastChange {
            by: by.map(EmployeeId::from_i64),
            at,
            version: after["version"].as_i64().unwrap_or_default(),
        };
        let me = self.actor()?.employee;
        if action != UPDATED || !change.may_be_undone(me, task.version, self.now()) {
            return Ok(None);
        }
        former(task, before).map(Some)
    }

    /// A task that the asker has just handed out of his reach and may take back: it would be within the reach of `task.edit`
    /// again.
    pub fn task_given_away(&mut self, id: TaskId) -> Result<Option<(TaskRow, Former)>, StoreError> {
        let task = row(self, id)?;
        let Some(former) = self.former_task(&task)? else {
            return Ok(None);
        };
        let mut again = task.clone();
        former.clone().put_back(&mut again)?;
        let mine = self.may_with_task(Permission::TaskEdit, &again);
        Ok(mine.then_some((task, former)))
    }
}

/// The log keeps only the members that a change has changed.
fn former(task: &TaskRow, before: Value) -> Result<Former, StoreError> {
    let corrupt = |error: serde_json::Error| StoreError::Corrupt(error.to_string());
    let mut kept = serde_json::to_value(Kept::of(task)?).map_err(corrupt)?;
    if let (Value::Object(kept), Value::Object(before)) = (&mut kept, before) {
        kept.extend(before);
    }
    Ok(Former(serde_json::from_value(kept).map_err(corrupt)?))
}
