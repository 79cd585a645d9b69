//! From a decided task to its row.

use domain::chains::{Context, Decision, NewTask};
use domain::ids::{BranchId, ChainId, ClientId, EmployeeId, ProcessId, TaskId, VersionId};
use domain::tasks::{Assignee, Direction, TaskState, TaskType, due_instant};
use domain::time::{Due, Timestamp, Zone};

use crate::clients::ClientRow;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::engine::written::Written;
use crate::tasks::TaskRow;

/// What a new chain begins with.
pub(crate) struct Seed<'a> {
    pub process_id: ProcessId,
    pub process_name: &'a str,
    pub version_id: VersionId,
    pub client: &'a ClientRow,
    pub by: Option<EmployeeId>,
    /// The chain and task that handed over.
    pub from: Option<(ChainId, TaskId)>,
    pub context: Option<String>,
}

/// A task to be made for a chain.
pub(super) struct Making<'a> {
    pub new: &'a NewTask,
    pub cx: &'a Context,
    pub chain: ChainId,
    pub client: ClientId,
    pub branch: BranchId,
    pub predecessor: Option<TaskId>,
    pub created_by: Option<EmployeeId>,
    pub context: Option<String>,
}

impl Making<'_> {
    pub(super) fn row(&self, tx: &mut Tx<'_>) -> Result<TaskRow, StoreError> {
        let (new, now) = (self.new, tx.now());
        let template = self
            .cx
            .templates
            .iter()
            .find(|template| template.id == new.template_id)
            .ok_or_else(|| StoreError::Corrupt("a decision names an unknown template".into()))?;
        let (assignee_id, pool_role_id) = match new.assignee {
            Assignee::Employee(id) => (Some(id), None),
            Assignee::Pool(role) => (None, Some(role)),
        };
        let when = When::of(new.due, new.promised, &self.cx.zone);
        Ok(TaskRow {
            id: tx.new_id(),
            template_id: Some(new.template_id),
            title: None,
            task_type: template.task_type,
            direction: (template.task_type == TaskType::ClientCall).then_some(Direction::Outgoing),
            chain_id: Some(self.chain),
            step: Some(new.step.clone()),
            predecessor_id: self.predecessor,
            client_id: Some(self.client),
            branch_id: self.branch,
            assignee_id,
            pool_role_id,
            created_by: self.created_by,
            due_day: when.day,
            due_at: when.at,
            due_sort: when.sort,
            promised_wall: when.wall,
            promised_zone: when.zone,
            priority: new.priority,
            state: TaskState::Open,
            attempt: i32::try_from(new.attempt).unwrap_or(i32::MAX),
            attempt_limit: new
                .attempt_limit
                .and_then(|limit| i32::try_from(limit).ok()),
            due_reasons: Written::of(&new.due_reason)?,
            assignee_reason: Some(Written::of(&new.assignee_reason)?),
            context: self.context.clone(),
            postponed: 0,
            planned_minutes: template
                .planned_minutes
                .and_then(|minutes| i32::try_from(minutes).ok()),
            note: None,
            touched_at: None,
            present_id: None,
            present_until: None,
            closed_at: None,
            closed_by: None,
            cancel_reason: None,
            version: 1,
            created_at: now,
            updated_at: now,
            side_of_id: None,
            cause_id: None,
        })
    }
}

/// A due date as columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    pub day: Option<chrono::NaiveDate>,
    pub at: Option<Timestamp>,
    /// The last instant at which the task is not late.
    pub sort: Timestamp,
    /// Of a promise.
    pub wall: Option<String>,
    pub zone: Option<String>,
}

impl When {
    pub fn of(due: Due, promised: bool, zone: &Zone) -> Self {
        let sort = due_instant(due, zone);
        match due {
            Due::Day(day) => Self {
                day: Some(day),
                at: None,
                sort,
                wall: None,
                zone: None,
            },
            Due::At(at) => Self {
                day: None,
                at: Some(at),
                sort,
                wall: promised.then(|| zone.wall(at).format("%Y-%m-%dT%H:%M").to_string()),
                zone: promised.then(|| zone.name.clone()),
            },
        }
    }
}

/// The beginning of a comment that still fits into a row of a list.
const CONTEXT: usize = 120;

/// What the next row shows as context: the result, and what was said.
pub(super) fn context_of(decision: &Decision) -> Option<String> {
    let completed = &decision.completed;
    Some(context_line(
        &completed.result_name,
        completed.comment.as_deref(),
    ))
}

pub(crate) fn context_line(result: &str, comment: Option<&str>) -> String {
    let Some(comment) = comment else {
        return result.to_owned();
    };
    let line = comment.lines().next().unwrap_or_default();
    match line.char_indices().nth(CONTEXT) {
        Some((end, _)) => format!("{result}: {}…", line[..end].trim_end()),
        None => format!("{result}: {line}"),
    }
}
