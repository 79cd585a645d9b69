//! What a decision needs to know and what it says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::chains::{Begun, Beside, ChainState, Planned, Words};
use crate::clients::Stage;
use crate::dictionaries::Choice;
use crate::fields::{FieldType, FieldValue};
use crate::ids::{
    BranchId, ChainId, ClientId, DictionaryId, EmployeeId, HookId, ProcessId, ResultId, RoleId,
    TaskId, TemplateId, VersionId,
};
use crate::processes::{Because, Call, Graph, Target};
use crate::results::{Outcome, ResultDef};
use crate::tasks::{Assignee, Priority, TaskState};
use crate::templates::TemplateDef;
use crate::time::{Due, Timestamp, Zone};

/// Everything outside the task that a decision depends on. Equal contexts give equal decisions.
///
/// It travels to the browser with the task, so that the preview is the same function on the same data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Context {
    pub now: Timestamp,
    pub zone: Zone,
    pub calendar: Calendar,
    /// ISO 4217, for money fields.
    pub currency: String,
    /// ISO 3166 alpha-2 of the organisation, for phones typed without a country code.
    pub country: String,
    /// Absent for a task outside any process.
    pub chain: Option<ChainFacts>,
    pub client: Option<ClientFacts>,
    /// Templates that the graph's steps use, and the task's own.
    pub templates: Vec<TemplateDef>,
    /// Results the task may end with, in hotkey order.
    pub results: Vec<ResultDef>,
    /// Values of the dictionaries that the results' fields use.
    pub dictionaries: BTreeMap<DictionaryId, Vec<Choice>>,
    /// Everybody who could be assigned: the branch's staff, active first. Names are for the sentence.
    pub staff: Vec<StaffFacts>,
    /// Names of the roles that assignee rules mention, for the sentence.
    pub roles: BTreeMap<RoleId, String>,
    /// Names of processes that continuations and actions may start.
    pub processes: BTreeMap<ProcessId, String>,
    /// Names of the branches that conditions mention, for the sentence.
    #[serde(default)]
    pub branches: BTreeMap<BranchId, String>,
    /// For the texts of the process; empty where it has none.
    #[serde(default)]
    pub words: Words,
    /// Names of the hooks that actions call.
    #[serde(default)]
    pub hooks: BTreeMap<HookId, String>,
    /// Present for the last errand that a chain waits for.
    #[serde(default)]
    pub join: Option<JoinFacts>,
    /// The process that waits for the end of this chain.
    #[serde(default)]
    pub caller: Option<CallerFacts>,
}

/// A process that called the chain's own one and waits for its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CallerFacts {
    /// Its name.
    pub process: String,
    pub call: Call,
    /// What its steps are called, by their keys: those that an end may lead to.
    pub steps: BTreeMap<String, String>,
}

/// A chain as it stands before the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChainFacts {
    pub id: ChainId,
    pub version_id: VersionId,
    pub graph: Graph,
    pub state: ChainState,
    /// Attempts made in a row per step; a step without an entry has made none.
    pub attempts: BTreeMap<String, u32>,
    /// Tasks this chain made during the last 24 hours, for the run-time guard.
    pub recent_tasks: u32,
    /// Errands given for this chain that are not done yet. Known where a step may wait for them.
    #[serde(default)]
    pub open_errands: u32,
}

/// A chain that waits for the errand being completed, and for nothing else any more: it goes on with it. The chain itself is in
/// [`Context::chain`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinFacts {
    pub target: Target,
    /// Whoever let the chain wait.
    pub by: EmployeeId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClientFacts {
    pub id: ClientId,
    pub responsible_id: Option<EmployeeId>,
    /// As they are before the completion: conditions and actions read both.
    pub stage: Stage,
    pub tags: Vec<String>,
    /// The chains that run for the client, by their process. Known where the process may start another one beside.
    #[serde(default)]
    pub running: BTreeMap<ProcessId, ChainId>,
    /// Where he may be written to. Known where the process writes to clients; absent too when he does not want letters.
    #[serde(default)]
    pub email: Option<String>,
}

/// Somebody who may get a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StaffFacts {
    pub id: EmployeeId,
    pub name: String,
    pub role_id: RoleId,
    pub branches: Vec<BranchId>,
    /// False for an absent employee: rules pass him over, a named choice is kept and said.
    pub available: bool,
    pub load: Load,
}

/// For the pool rules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Load {
    pub open_tasks: u32,
    /// When a round robin last chose him.
    pub last_assigned: Option<Timestamp>,
}

/// The task that is being completed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaskFacts {
    pub id: TaskId,
    pub template_id: Option<TemplateId>,
    /// Key of the step in the chain's graph.
    pub step: Option<String>,
    pub branch_id: BranchId,
    pub assignee: Assignee,
    pub due: Due,
    pub priority: Priority,
    pub state: TaskState,
    /// From 1.
    pub attempt: u32,
}

/// What the employee changes of the proposed next step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Adjustment {
    pub due: Option<Due>,
    pub assignee_id: Option<EmployeeId>,
}

/// What happens when a task is completed: data, to be applied in one transaction or shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub completed: Completed,
    /// Absent for a task outside any process.
    pub chain: Option<ChainChange>,
    pub next: Next,
    pub client: ClientChange,
    pub sentence: Sentence,
    /// The case that decided; absent when none held.
    pub because: Option<Because>,
    /// What happens besides, in order.
    pub also: Vec<Planned>,
    /// Where the process that waits for this chain goes on.
    pub back: Option<Returning>,
}

impl Decision {
    /// What a person is told of it.
    pub fn told(&self) -> Told {
        Told {
            next: self.sentence.clone(),
            because: self.because.clone(),
            also: self.also.iter().map(|it| it.words.clone()).collect(),
            back: self.back.clone(),
        }
    }
}

/// The completion to store, with the words as they are now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completed {
    pub result_id: ResultId,
    pub result_name: String,
    pub outcome: Outcome,
    pub by: EmployeeId,
    pub at: Timestamp,
    pub comment: Option<String>,
    pub values: Vec<Filled>,
}

/// A checked answer with the field's words as they were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    pub key: String,
    pub label: String,
    pub kind: FieldType,
    pub value: FieldValue,
    /// Names of chosen dictionary values at this moment, in the value's order; empty for other types.
    pub names: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainChange {
    pub state: ChainState,
    pub attempts: BTreeMap<String, u32>,
}

/// What follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// The task was outside any process: nothing follows by itself.
    Nothing,
    Task(NewTask),
    /// Wake at `until`, or before that when the errands are done or the process that is called has ended; then make the task of `target`, or
    /// go where the end of the process leads.
    Sleep {
        until: Timestamp,
        errands: bool,
        call: Option<Call>,
        target: Target,
    },
    /// The task was the last errand that a chain waited for: the chain goes on.
    Join(Begun),
    Goal,
    Refusal,
    End,
    StartProcess {
        process_id: ProcessId,
    },
}

/// A task to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTask {
    pub step: String,
    pub template_id: TemplateId,
    pub template_name: String,
    pub due: Due,
    /// For a promised moment: the wall time and zone it was promised in.
    pub promised: bool,
    pub due_reason: Vec<DueReason>,
    pub assignee: Assignee,
    pub assignee_reason: AssigneeReason,
    pub priority: Priority,
    pub attempt: u32,
    /// Of a retry.
    pub attempt_limit: Option<u32>,
}

/// Why this date: every rule and shift that led to it, in order. Kept with the task for "why is this here?".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DueReason {
    /// The rule: after so much.
    After {
        amount: u32,
        unit: crate::processes::DueUnit,
    },
    /// The date entered in a field, by its label.
    Field { label: String },
    /// Chosen by the employee.
    Chosen,
    /// Days in a row on which the branch is closed were passed over; `name` when they are one holiday.
    ClosedDays {
        from: chrono::NaiveDate,
        to: chrono::NaiveDate,
        name: Option<String>,
    },
    /// Moved into working hours.
    OutsideHours,
    /// The rule's time had already passed.
    Passed,
    /// The client named a time at which the branch is closed. A promise stays where it is.
    PromisedOutside,
    /// The calendar has no working time within two years: plain time was counted.
    NeverOpen,
    /// Slept until this date.
    Woken,
    /// Waited for errands, and the last of them is done.
    ErrandsDone,
    /// Waited for a process, and it is over.
    Returned { process: String },
}

/// Why this person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AssigneeReason {
    Same,
    Responsible,
    Named,
    Pool,
    RoundRobin,
    LeastLoaded,
    Field {
        label: String,
    },
    Chosen,
    /// The person the rule meant cannot work (or there is none); this is who takes over.
    Substitute {
        instead_of: Option<String>,
    },
}

/// Changes of the client's card that a result brings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClientChange {
    /// Do not contact again, through any channel.
    pub do_not_contact: bool,
    /// A goal makes a lead a client.
    pub becomes_client: bool,
}

/// The next step as data; each language puts it into words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Sentence {
    /// Nothing follows by itself.
    Nothing,
    Task {
        template: String,
        due: Due,
        /// Absent: a role's pool.
        person: Option<String>,
        /// Name of the role whose pool it is.
        pool: Option<String>,
        /// The person was named although absent now.
        away: bool,
        assignee_reason: AssigneeReason,
        attempt: u32,
        attempt_limit: Option<u32>,
        reasons: Vec<DueReason>,
    },
    Sleep {
        until: Timestamp,
        template: String,
        /// Also over when the errands are done.
        #[serde(default)]
        errands: bool,
        /// Name of the process that runs meanwhile: its end is what is waited for.
        #[serde(default)]
        process: Option<String>,
    },
    Goal,
    Refusal,
    End,
    StartProcess {
        process: String,
    },
}

/// The next step, the case that decided for it, and what happens besides. Kept with the completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Told {
    #[serde(flatten)]
    pub next: Sentence,
    /// Absent when no case held: what usually follows did.
    #[serde(default)]
    pub because: Option<Because>,
    /// What happens besides, in order.
    #[serde(default)]
    pub also: Vec<Beside>,
    /// Where the process that called this one goes on; absent while this one goes on itself, and when none called it.
    #[serde(default)]
    pub back: Option<Returning>,
}

/// A process that goes on because the one it called is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Returning {
    /// Name of the process that goes on.
    pub process: String,
    pub then: BackTo,
}

/// Where it goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BackTo {
    Step {
        template: String,
    },
    /// It ends so, too.
    Goal,
    Refusal,
    End,
}

impl Told {
    /// A next step that no case decided and beside which nothing happens.
    pub const fn plain(next: Sentence) -> Self {
        Self {
            next,
            because: None,
            also: Vec::new(),
            back: None,
        }
    }
}

/// Why a completion is refused. Nothing changes then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rejection {
    /// The task is done or cancelled already.
    NotOpen,
    ResultNotAllowed {
        allowed: Vec<ResultId>,
    },
    /// Every faulty field, in the order of the form.
    Fields(Vec<crate::fields::FieldFault>),
    /// Too long, or with characters that a text may not have.
    Comment(crate::fields::FaultKind),
    /// `next.due` was given and the transition fixes it, or it lies in the past.
    DueNotAdjustable,
    DueInPast,
    /// The rule asks the employee for a date and he gave none.
    DueRequired,
    AssigneeNotAdjustable,
    /// The named person does not work in this branch, or has left.
    AssigneeUnknown,
    /// The graph has no continuation for this step and result: only possible for a damaged version.
    NoContinuation,
    /// The chain made too many tasks within a day.
    TooManySteps,
}
