//! Rows of tasks and completions, and the read model that every list and card of tasks shows.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::chains::{AssigneeReason, Beside, DueReason, Told};
use domain::fields::{FieldType, FieldValue};
use domain::ids::{
    BranchId, ChainId, ClientId, CompletionId, EmployeeId, ProcessId, ResultId, RoleId, TaskId,
    TemplateId, VersionId,
};
use domain::processes::Because;
use domain::results::Outcome;
use domain::tasks::{Assignee, Direction, Priority, TaskState, TaskType};
use domain::time::{Due, Timestamp};

use crate::answers::Stored;
use crate::chains::Before;
use crate::clients::ClientName;
use crate::engine::written::Written;
use crate::schema::completions;

/// A task's own row.
#[derive(Debug, Clone, Queryable)]
pub struct TaskRow {
    pub id: TaskId,
    pub template_id: Option<TemplateId>,
    /// Of a free task.
    pub title: Option<String>,
    pub task_type: TaskType,
    pub direction: Option<Direction>,
    pub chain_id: Option<ChainId>,
    pub step: Option<String>,
    pub predecessor_id: Option<TaskId>,
    pub client_id: Option<ClientId>,
    pub branch_id: BranchId,
    pub assignee_id: Option<EmployeeId>,
    pub pool_role_id: Option<RoleId>,
    pub created_by: Option<EmployeeId>,
    pub due_day: Option<NaiveDate>,
    pub due_at: Option<Timestamp>,
    pub due_sort: Timestamp,
    pub promised_wall: Option<String>,
    pub promised_zone: Option<String>,
    pub priority: Priority,
    pub state: TaskState,
    pub attempt: i32,
    pub attempt_limit: Option<i32>,
    pub due_reasons: Written<Vec<DueReason>>,
    pub assignee_reason: Option<Written<AssigneeReason>>,
    pub context: Option<String>,
    pub postponed: i32,
    pub planned_minutes: Option<i32>,
    pub note: Option<String>,
    pub touched_at: Option<Timestamp>,
    pub present_id: Option<EmployeeId>,
    pub present_until: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    pub closed_by: Option<EmployeeId>,
    pub cancel_reason: Option<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// Of an errand: the chain beside which it is done.
    pub side_of_id: Option<ChainId>,
    /// Of an errand: the completion that made it.
    pub cause_id: Option<CompletionId>,
}

impl TaskRow {
    pub fn due(&self) -> Due {
        match (self.due_day, self.due_at) {
            (Some(day), _) => Due::Day(day),
            (None, Some(at)) => Due::At(at),
            // The table's CHECK forbids both to be absent; the instant that sorts it is the truest answer left.
            (None, None) => Due::At(self.due_sort),
        }
    }

    pub fn assignee(&self) -> Option<Assignee> {
        match (self.assignee_id, self.pool_role_id) {
            (Some(person), _) => Some(Assignee::Employee(person)),
            (None, Some(role)) => Some(Assignee::Pool(role)),
            (None, None) => None,
        }
    }

    pub fn is_open(&self) -> bool {
        self.closed_at.is_none()
    }
}

/// A completion's own row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = completions)]
pub struct CompletionRow {
    pub id: CompletionId,
    pub task_id: TaskId,
    pub chain_id: Option<ChainId>,
    pub client_id: Option<ClientId>,
    pub branch_id: BranchId,
    pub result_id: ResultId,
    pub result_name: String,
    pub outcome: Outcome,
    pub reached_human: bool,
    pub comment: Option<String>,
    pub completed_by: EmployeeId,
    pub completed_at: Timestamp,
    pub next_task_id: Option<TaskId>,
    pub next_chain_id: Option<ChainId>,
    pub sentence: Written<Told>,
    pub(crate) before: Written<Before>,
    pub taken_back_at: Option<Timestamp>,
    pub taken_back_by: Option<EmployeeId>,
    /// The version of the process that decided; absent outside any process.
    pub version_id: Option<VersionId>,
}

/// One stored value of an answer; several when the field takes several.
#[derive(Debug, Clone, Queryable)]
pub struct ValueRow {
    pub completion_id: CompletionId,
    pub position: i32,
    pub item: i32,
    pub key: String,
    pub label: String,
    pub kind: FieldType,
    pub text: Option<String>,
    pub number: Option<i64>,
    pub currency: Option<String>,
    pub date: Option<NaiveDate>,
    pub instant: Option<Timestamp>,
    pub reference: Option<i64>,
    pub name: Option<String>,
}

impl ValueRow {
    /// `None` for a row whose column does not fit its type.
    pub fn value(&self) -> Option<FieldValue> {
        let stored = Stored {
            text: self.text.clone(),
            number: self.number,
            currency: self.currency.clone(),
            date: self.date,
            instant: self.instant,
            reference: self.reference,
        };
        stored.value(self.kind)
    }
}

/// A completion with the words of its moment and the name of its author.
#[derive(Debug, Clone)]
pub struct Completion {
    pub row: CompletionRow,
    pub by_name: String,
    /// In the order of the form.
    pub values: Vec<ValueRow>,
    /// The case that decided what follows.
    pub because: Option<Because>,
    /// What happened besides.
    pub also: Vec<Beside>,
    /// Absent for a task outside any process, and where a transfer hides what is older than this was kept.
    pub decided_by: Option<DecidedBy>,
}

/// The one version of a process that a completion was decided by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedBy {
    pub process_id: ProcessId,
    /// As the process is called now.
    pub process_name: String,
    pub version_id: VersionId,
    /// 1, 2, 3 …
    pub number: u32,
}

/// A task with the names that a list or card shows.
#[derive(Debug, Clone)]
pub struct TaskCard {
    pub row: TaskRow,
    /// The template's name, or the free task's title.
    pub title: String,
    pub client: Option<ClientName>,
    /// Of the person, or of the role whose pool it is.
    pub assignee_name: String,
    /// Absent when the system made it.
    pub created_by_name: Option<String>,
    /// How a done task ended.
    pub completion: Option<CompletionBrief>,
}

#[derive(Debug, Clone)]
pub struct CompletionBrief {
    pub result_id: ResultId,
    pub result_name: String,
    pub outcome: Outcome,
    pub by: EmployeeId,
    pub by_name: String,
    pub at: Timestamp,
}
