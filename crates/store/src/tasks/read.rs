//! One task at a time.

use diesel::prelude::*;
use domain::access::{Permission, RowFacts};
use domain::ids::{CompletionId, TaskId};

use super::cards::{cards, with_values};
use super::rows::{Completion, CompletionRow, TaskCard, TaskRow};
use crate::chains::context_line;
use crate::engine::columns::bind;
use crate::engine::conn::{Backend, each_backend};
use crate::engine::dialect::lock_row;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::{completions, tasks};

impl Tx<'_> {
    /// A task to be used in this way.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is out of the reach of `task.read`, [`StoreError::Forbidden`] when it is visible and the
    /// permission does not reach it.
    pub fn task_for(&mut self, permission: Permission, id: TaskId) -> Result<TaskRow, StoreError> {
        let task = row(self, id)?;
        let facts = facts(&task);
        if !self.reach(Permission::TaskRead).covers(facts) {
            return Err(StoreError::NotFound);
        }
        if !self.reach(permission).covers(facts) {
            return Err(StoreError::Forbidden(permission));
        }
        Ok(task)
    }

    /// Makes whoever else wants to move this task on wait until the unit ends, so that he reads what it wrote. Units that write
    /// call it before they fetch; it says nothing about whether the task exists.
    pub fn hold_task(&mut self, id: TaskId) -> Result<(), StoreError> {
        // SQLite has one writer anyway.
        if self.backend() == Backend::Sqlite {
            return Ok(());
        }
        lock_row(self.conn(), "tasks", id.as_i64())?;
        let client: Option<Option<domain::ids::ClientId>> = tasks::table
            .filter(tasks::id.eq(bind(id)))
            .select(tasks::client_id)
            .first(self.conn())
            .optional()?;
        match client.flatten() {
            Some(client) => self.hold_client(client),
            None => Ok(()),
        }
    }

    /// The same for everything that moves a client on: his chains and what his card shows of them.
    pub fn hold_client(&mut self, id: domain::ids::ClientId) -> Result<(), StoreError> {
        Ok(lock_row(self.conn(), "clients", id.as_i64())?)
    }

    /// Whether a permission reaches a task that is held.
    pub fn may_with_task(&self, permission: Permission, task: &TaskRow) -> bool {
        self.reach(permission).covers(facts(task))
    }

    /// A held task with its names.
    pub fn task_card(&mut self, task: TaskRow) -> Result<TaskCard, StoreError> {
        cards(self, vec![task])?.pop().ok_or(StoreError::NotFound)
    }

    /// A task that this unit has made, with its names. Whoever made it may see it once, also when it is somebody else's now.
    pub fn made_task(&mut self, id: TaskId) -> Result<TaskCard, StoreError> {
        let task = row(self, id)?;
        self.task_card(task)
    }

    /// How a held task was completed: the completion that counts.
    pub fn completion_of(&mut self, task: &TaskRow) -> Result<Option<Completion>, StoreError> {
        let found: Option<CompletionRow> = each_backend!(self.conn(), |c| completions::table
            .filter(completions::task_id.eq(bind(task.id)))
            .filter(completions::taken_back_at.is_null())
            .select(CompletionRow::as_select())
            .first(c)
            .optional())?;
        let Some(found) = found else { return Ok(None) };
        let id = found.id;
        Ok(with_values(self, vec![found])?.remove(&id))
    }

    /// The completion that led to a held task, or made it as an errand.
    pub fn completion_before(&mut self, task: &TaskRow) -> Result<Option<Completion>, StoreError> {
        if let Some(cause) = task.cause_id {
            return Ok(Some(self.completion(cause)?));
        }
        let Some(before) = task.predecessor_id else {
            return Ok(None);
        };
        let before = row(self, before)?;
        self.completion_of(&before)
    }

    /// The name of whoever closed a held task.
    pub fn name_of_closer(&mut self, task: &TaskRow) -> Result<Option<String>, StoreError> {
        match task.closed_by {
            Some(id) => Ok(crate::names::employees(self, [id])?.remove(&id)),
            None => Ok(None),
        }
    }

    /// A completion with its answers. Whoever calls has fetched its task.
    pub fn completion(&mut self, id: CompletionId) -> Result<Completion, StoreError> {
        super::cards::completions_by_id(self, [id])?
            .remove(&id)
            .ok_or(StoreError::NotFound)
    }
}

pub(crate) fn row(tx: &mut Tx<'_>, id: TaskId) -> Result<TaskRow, StoreError> {
    let row = each_backend!(tx.conn(), |c| tasks::table
        .filter(tasks::id.eq(bind(id)))
        .first(c))?;
    Ok(row)
}

/// What the row after this task shows as context.
pub(crate) fn context_after(tx: &mut Tx<'_>, id: TaskId) -> Result<Option<String>, StoreError> {
    let found: Option<(String, Option<String>)> = completions::table
        .filter(completions::task_id.eq(bind(id)))
        .filter(completions::taken_back_at.is_null())
        .select((completions::result_name, completions::comment))
        .first(tx.conn())
        .optional()?;
    Ok(found.map(|(result, comment)| context_line(&result, comment.as_deref())))
}

fn facts(task: &TaskRow) -> RowFacts {
    RowFacts {
        branch: Some(task.branch_id),
        owner: task.assignee_id,
        pool: task.pool_role_id,
        needed: false,
    }
}
