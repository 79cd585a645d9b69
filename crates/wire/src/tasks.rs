//! Tasks and their completion: the heart of the product.

use std::collections::BTreeMap;

use domain::chains::{Adjustment, AssigneeReason, ChainState, Context, DueReason, TaskFacts, Told};
use domain::fields::{FieldType, Raw};
use domain::ids::{
    BranchId, ChainId, ClientId, CompletionId, EmployeeId, ProcessId, ResultId, RoleId, TaskId,
    TemplateId, VersionId,
};
use domain::results::Outcome;
use domain::tasks::{Direction, Priority, TaskState, TaskType};
use domain::time::{Due, Timestamp};
use serde::{Deserialize, Serialize};

use crate::clients::{Client, Entry, PersonName};
use crate::list::{Listed, Person};
use crate::operation::{Access, Permission, operations};
use crate::page::{Page, paged};

operations! {
    "tasks";
    /// Tasks within reach, by filters.
    ListTasks = Get "/tasks" () ?TasksQuery => 200: Page<TaskView>, Access::Needs(Permission::TaskRead);
    /// Makes a task from a template, or a free one with a title.
    CreateTask = Post "/tasks" (), NewTask => 201: TaskView, Access::Needs(Permission::TaskCreate);
    /// One task.
    GetTask = Get "/tasks/{id}" (TaskId) => 200: TaskView, Access::Needs(Permission::TaskRead);
    /// Changes due date, assignee, priority, title or note. `reason` goes into the timeline.
    UpdateTask = Patch "/tasks/{id}" (TaskId), TaskPatch => 200: TaskView, Access::Needs(Permission::TaskEdit), if_match Required, refuses [TaskAlreadyDone, TaskCancelled];
    /// Cancels a task with a reason. A chain's task can only be cancelled with its chain.
    CancelTask = Post "/tasks/{id}/cancel" (TaskId), CancelTaskRequest => 200: TaskView, Access::Needs(Permission::TaskEdit), refuses [TaskAlreadyDone, TaskCancelled, WrongState];
    /// Takes a task out of its role's pool: it becomes the caller's own.
    TakeTask = Post "/tasks/{id}/take" (TaskId) => 200: TaskView, Access::Needs(Permission::TaskComplete), refuses [WrongState, TaskAlreadyDone, TaskCancelled];
    /// Everything that is needed to work on a task: the card, the script, the results with their fields, and the facts a preview is computed from.
    GetWorkplace = Get "/tasks/{id}/workplace" (TaskId) => 200: Workplace, Access::Needs(Permission::TaskRead);
    /// Completes a task with a result; answers with everything it made.
    CompleteTask = Post "/tasks/{id}/completion" (TaskId), CompleteRequest => 201: Completed, Access::Needs(Permission::TaskComplete), idempotency Required, refuses [TaskAlreadyDone, TaskCancelled, ResultNotAllowed];
    /// How a task was completed.
    GetCompletion = Get "/tasks/{id}/completion" (TaskId) => 200: CompletionView, Access::Needs(Permission::TaskRead);
    /// Takes a completion back within ten minutes, while nobody has worked on the next task.
    TakeBack = Delete "/tasks/{id}/completion" (TaskId) => 204, Access::Needs(Permission::TaskComplete), refuses [UndoExpired, NextTaskStarted, WrongState];
    /// What completing would do; stores nothing.
    PreviewCompletion = Post "/tasks/{id}/completion/preview" (TaskId), CompleteRequest => 200: Preview, Access::Needs(Permission::TaskComplete), idempotency None, refuses [TaskAlreadyDone, TaskCancelled, ResultNotAllowed];
    /// Why this task is here, for this person, on this date.
    ExplainTask = Get "/tasks/{id}/why" (TaskId) => 200: Why, Access::Needs(Permission::TaskRead);
}

paged! {
    pub struct TasksQuery {
        /// `open` and `in_progress` when absent.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<TaskState>>))]
        pub status: Option<Listed<TaskState>>,
        pub assignee_id: Option<Person>,
        pub branch_id: Option<BranchId>,
        pub client_id: Option<ClientId>,
        pub chain_id: Option<ChainId>,
        pub template_id: Option<TemplateId>,
        /// Of chains of this process.
        pub process_id: Option<ProcessId>,
        /// Of chains that run on this version.
        pub version_id: Option<VersionId>,
        /// Key of a step; say the process too.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::StepKey>))]
        pub step: Option<String>,
        /// Done with this result.
        pub result_id: Option<ResultId>,
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<TaskType>>))]
        pub task_type: Option<Listed<TaskType>>,
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<Priority>>))]
        pub priority: Option<Listed<Priority>>,
        pub created_by: Option<Person>,
        /// `true`: those that wait in a pool.
        pub unassigned: Option<bool>,
        pub due_before: Option<Timestamp>,
        pub due_after: Option<Timestamp>,
        /// Done or cancelled before.
        pub closed_before: Option<Timestamp>,
        /// Done or cancelled then or later.
        pub closed_after: Option<Timestamp>,
        /// Beginnings of words of the title or the client's name.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::SoughtText>))]
        pub q: Option<String>,
        /// `due_at` (default), `-due_at`, `-created_at`, `-closed_at`.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::TaskOrder>))]
        pub sort: Option<String>,
        pub include_total: Option<bool>,
    }
}

/// A task as every list and card shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaskView {
    pub id: TaskId,
    /// The template's name, or the title of a free task.
    pub title: String,
    pub template_id: Option<TemplateId>,
    pub task_type: TaskType,
    pub direction: Option<Direction>,
    pub chain_id: Option<ChainId>,
    /// Key of the step in the chain's process.
    pub step: Option<String>,
    /// Of an errand: the chain beside which it is done. Such a task is no step of a chain.
    #[serde(default)]
    pub errand_of: Option<ChainId>,
    pub client: Option<ClientBrief>,
    pub branch_id: BranchId,
    pub assignee: AssigneeName,
    /// Absent when the system made it.
    pub created_by: Option<PersonName>,
    pub due: Due,
    /// For a promised moment: the wall time it was promised for.
    pub promised: Option<Promise>,
    pub priority: Priority,
    pub state: TaskState,
    pub attempt: u32,
    pub attempt_limit: Option<u32>,
    /// How often its date was moved by hand.
    pub postponed: u32,
    pub planned_minutes: Option<u32>,
    pub note: Option<String>,
    /// The last result before it and the beginning of its comment: what the row shows as context.
    pub context: Option<String>,
    /// For a done task.
    pub completion: Option<CompletionBrief>,
    /// For a cancelled task.
    pub cancel_reason: Option<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub closed_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClientBrief {
    pub id: ClientId,
    pub name: String,
    /// The first phone that may be called; absent for a reader without `client.contacts`.
    pub phone: Option<String>,
    /// Without that permission, most digits are dots.
    pub phone_display: Option<String>,
}

/// A person, or the pool of a role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssigneeName {
    pub employee_id: Option<EmployeeId>,
    pub role_id: Option<RoleId>,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Promise {
    /// `2026-12-05T19:00`, the wall time in `zone`.
    pub wall: String,
    /// IANA name.
    pub zone: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompletionBrief {
    pub result_id: ResultId,
    pub result_name: String,
    pub outcome: Outcome,
    pub by: PersonName,
    pub at: Timestamp,
    /// Absent when it can no longer be taken back.
    pub undo_until: Option<Timestamp>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewTask {
    /// A template, or else a title.
    #[serde(default)]
    pub template_id: Option<TemplateId>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub title: Option<String>,
    /// For a free task; `internal` when there is no client, otherwise `client_task`.
    #[serde(default)]
    pub task_type: Option<TaskType>,
    #[serde(default)]
    pub direction: Option<Direction>,
    #[serde(default)]
    pub client_id: Option<ClientId>,
    /// The client's branch, or the caller's first one when absent.
    #[serde(default)]
    pub branch_id: Option<BranchId>,
    /// The template's rule, or today when absent.
    #[serde(default)]
    pub due: Option<Due>,
    /// The caller when absent.
    #[serde(default)]
    pub assignee_id: Option<EmployeeId>,
    /// Into a role's pool instead.
    #[serde(default)]
    pub pool_role_id: Option<RoleId>,
    #[serde(default)]
    pub priority: Option<Priority>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20000))]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct TaskPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee_id: Option<EmployeeId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pool_role_id: Option<RoleId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// Of a free task.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub title: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 20000))]
    pub note: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CancelTaskRequest {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CompleteRequest {
    pub result_id: ResultId,
    /// Answers by field key.
    #[serde(default)]
    pub fields: BTreeMap<String, Raw>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20000))]
    pub comment: Option<String>,
    /// What the employee changes of the proposed next step.
    #[serde(default)]
    pub next: Adjustment,
}

/// A completion and everything it made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Completed {
    pub completion: CompletionView,
    pub task: TaskView,
    /// Absent for a task outside any process.
    pub chain_state: Option<ChainState>,
    pub next_task: Option<TaskView>,
    pub next: Told,
    /// In the reader's language: "Далее: Пробное занятие, сб 5 декабря 19:00, Анна".
    pub sentence: String,
    pub undo_until: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preview {
    pub next: Told,
    pub sentence: String,
    /// Due moment or day of the next task, and for whom, before any change by hand.
    pub due: Option<Due>,
    pub assignee: Option<AssigneeName>,
}

/// A completion with the words as they were then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompletionView {
    pub id: CompletionId,
    pub task_id: TaskId,
    pub result_id: ResultId,
    pub result_name: String,
    pub outcome: Outcome,
    pub fields: Vec<FilledField>,
    pub comment: Option<String>,
    /// Which case of the process decided what follows, in the reader's language; absent when none did.
    #[serde(default)]
    pub because: Option<String>,
    /// What happened besides, in the reader's language; absent when nothing did.
    #[serde(default)]
    pub also: Option<String>,
    /// The one version of a process that decided what follows. Absent for a task outside any process, and for completions from before this was kept whose
    /// chain went over to another version since.
    #[serde(default)]
    pub decided_by: Option<DecidedBy>,
    pub by: PersonName,
    pub at: Timestamp,
    /// Absent when it can no longer be taken back.
    pub undo_until: Option<Timestamp>,
    pub taken_back_at: Option<Timestamp>,
}

/// A version of a process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecidedBy {
    pub process_id: ProcessId,
    /// As it is called now.
    pub process_name: String,
    pub version_id: VersionId,
    /// 1, 2, 3 …
    pub version_number: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FilledField {
    pub key: String,
    pub label: String,
    #[serde(rename = "type")]
    pub kind: FieldType,
    pub value: Raw,
    /// For dates and names: as a person reads it, in the branch's zone.
    pub display: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Workplace {
    pub task: TaskView,
    pub facts: TaskFacts,
    /// The same facts the server would decide on; the preview in the browser uses them.
    pub context: Context,
    /// Absent for a task without a client.
    pub client: Option<Client>,
    /// The last ten.
    pub timeline: Vec<Entry>,
    /// Sanitised HTML of the instruction with its variables filled in.
    pub script_html: Option<String>,
    pub why: Why,
}

/// Why a task exists, is due then and belongs to him.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Why {
    /// One paragraph in the reader's language.
    pub text: String,
    /// The completion that led here; absent for a first or free task.
    pub after: Option<CompletionView>,
    pub due_reasons: Vec<DueReason>,
    pub assignee_reason: Option<AssigneeReason>,
}
