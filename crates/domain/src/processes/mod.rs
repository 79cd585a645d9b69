//! Processes: graphs that bind templates and results into a way of working.
//!
//! A step uses one template; for every result of that template the graph names exactly one continuation. A published
//! graph never changes; step keys are permanent, so that a client keeps his place from version to version.

mod also;
mod case;
mod check;
mod difference;
mod due;
mod editing;
mod merged;
mod phrase;
pub mod transfer;
mod uses;

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use crate::calendar::hhmm_option;
use crate::chains::ChainState;
use crate::ids::{EmployeeId, ProcessId, ResultId, RoleId, TemplateId};
use crate::words::words;

pub use also::{Action, Also, MAX_ALSO, MAX_PHRASE, MAX_SUBJECT, MessageBy, Recipient};
pub use case::{Because, Case, Condition, Held, MAX_CASES, MAX_CONDITIONS, MAX_NAMED, Seen, Test};
pub use check::{
    Catalogue, MAX_ATTEMPTS, MAX_DAYS, MAX_MINUTES, MAX_STEPS, OtherProcess, Problem, ProblemCode,
    Severity, hands_over_at_once, has_no_errors, publishable,
};
pub use difference::{Called, Change, What, difference};
pub use due::{Moment, NoDue, Resolved, propose, resolve};
pub use editing::{Edit, Editing};
pub use phrase::{Placeholder, filled_in, placeholders};
pub use uses::Uses;

words! {
    VersionState { Draft = "draft", Published = "published", Retired = "retired" }
}

/// A version's graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Graph {
    /// Where a new chain begins; absent only in an unfinished draft.
    pub start: Option<Target>,
    #[cfg_attr(feature = "openapi", schema(max_items = 100))]
    pub steps: Vec<Step>,
    #[cfg_attr(feature = "openapi", schema(max_items = 900))]
    pub transitions: Vec<Transition>,
}

impl Graph {
    /// What a new draft begins with.
    pub const fn empty() -> Self {
        Self {
            start: None,
            steps: Vec::new(),
            transitions: Vec::new(),
        }
    }

    pub fn step(&self, key: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.key == key)
    }

    /// What may follow a result of a step. Of several in a damaged graph, the first.
    pub fn transition(&self, step: &str, result: ResultId) -> Option<&Transition> {
        self.transitions
            .iter()
            .find(|transition| transition.step == step && transition.result_id == result)
    }

    /// What follows a result of a step when no case decides otherwise.
    pub fn continuation(&self, step: &str, result: ResultId) -> Option<&Continuation> {
        self.transition(step, result)
            .map(|transition| &transition.then)
    }

    /// The cases of a result of a step, in the order in which they are asked.
    pub fn cases(&self, step: &str, result: ResultId) -> &[Case] {
        self.transition(step, result)
            .map_or(&[][..], |transition| &transition.cases)
    }

    /// What a result of a step also does.
    pub fn also(&self, step: &str, result: ResultId) -> &[Also] {
        self.transition(step, result)
            .map_or(&[][..], |transition| &transition.also)
    }

    /// Whether some result may let its chain wait for errands.
    pub fn waits_for_errands(&self) -> bool {
        let mut ways = self.transitions.iter().flat_map(Transition::ways);
        ways.any(|then| then.sleeps().is_some_and(|until| until.errands))
    }

    /// How often a step is tried: the limit of the first retry among its results, in the order of their hotkeys. What follows
    /// usually comes before what follows in a case.
    pub fn attempt_limit(&self, step: &str) -> Option<u32> {
        let results = self.step(step).map_or(&[][..], |step| &step.results);
        let transitions = results
            .iter()
            .filter_map(|result| self.transition(step, *result));
        let (usual, cases): (Vec<_>, Vec<_>) = transitions
            .map(|transition| (&transition.then, &transition.cases))
            .unzip();
        let cases = cases.into_iter().flatten().map(|case| &case.then);
        usual.into_iter().chain(cases).find_map(|then| match then {
            Continuation::Retry { limit, .. } => Some(*limit),
            _ => None,
        })
    }
}

/// A place in the process: one template, and the results it may end with here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Permanent.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[a-z][a-z0-9_]{0,39}$"))]
    pub key: String,
    pub template_id: TemplateId,
    /// In the order of their hotkeys; at most nine. Taken from the template when the step is added, frozen by publishing.
    #[cfg_attr(feature = "openapi", schema(max_items = 9))]
    pub results: Vec<ResultId>,
    /// Where the editor drew it, if by hand.
    #[serde(default)]
    pub position: Option<Position>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Position {
    pub x: i32,
    pub y: i32,
}

/// What follows when a step ends with a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Transition {
    #[cfg_attr(feature = "openapi", schema(pattern = "^[a-z][a-z0-9_]{0,39}$"))]
    pub step: String,
    pub result_id: ResultId,
    /// Asked in this order; the first that holds decides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 9))]
    pub cases: Vec<Case>,
    /// What follows when no case holds.
    pub then: Continuation,
    /// What happens besides, whatever follows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 9))]
    pub also: Vec<Also>,
}

/// A task to be made: at which step, due when, for whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Key of a step.
    pub step: String,
    /// Absent: the template's own rule.
    #[serde(default)]
    pub due: Option<DueRule>,
    #[serde(default)]
    pub assignee: AssigneeRule,
    /// What the employee may change before confirming.
    #[serde(default)]
    pub freedom: Freedom,
}

words! {
    /// What an employee may change of a next step before he confirms it.
    Freedom { Nothing = "nothing", Due = "due", Assignee = "assignee", Both = "both" }
}

#[expect(clippy::derivable_impls, reason = "`words!` declares the variants")]
impl Default for Freedom {
    fn default() -> Self {
        Self::Both
    }
}

impl Freedom {
    pub const fn allows_due(self) -> bool {
        matches!(self, Self::Due | Self::Both)
    }

    pub const fn allows_assignee(self) -> bool {
        matches!(self, Self::Assignee | Self::Both)
    }
}

/// The next step. Exactly one for every step and result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Continuation {
    /// Go to a step.
    Step {
        target: Target,
    },
    /// The same step again, at most `limit` attempts in all; then `exhausted`.
    Retry {
        limit: u32,
        /// For the second attempt, the third …; the last one holds for all further ones. Never empty.
        due: Vec<DueRule>,
        #[serde(default)]
        assignee: AssigneeRule,
        #[serde(default)]
        freedom: Freedom,
        exhausted: Exhausted,
    },
    Goal,
    Refusal,
    End,
    /// Nothing to do until a date; then `target`.
    Sleep {
        until: SleepUntil,
        target: Target,
    },
    /// Another process takes over from its start.
    StartProcess {
        process_id: ProcessId,
    },
}

impl Continuation {
    /// How long the chain sleeps when this happens, at once or after the last attempt.
    pub const fn sleeps(&self) -> Option<&SleepUntil> {
        match self {
            Self::Sleep { until, .. }
            | Self::Retry {
                exhausted: Exhausted::Sleep { until, .. },
                ..
            } => Some(until),
            _ => None,
        }
    }

    /// The process that runs meanwhile.
    pub fn calls(&self) -> Option<&Call> {
        self.sleeps().and_then(|until| until.call.as_ref())
    }
}

/// Where a chain goes when its attempts are used up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Exhausted {
    Step { target: Target },
    Goal,
    Refusal,
    End,
    Sleep { until: SleepUntil, target: Target },
    StartProcess { process_id: ProcessId },
}

/// When a sleeping chain wakes: at the date in a field of the result if it was filled, otherwise after so many days. With `errands` as soon
/// as they are done, and on that day at the latest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SleepUntil {
    /// Key of a `date` or `date_time` field.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(pattern = "^[a-z][a-z0-9_]{0,39}$"))]
    pub field: Option<String>,
    /// 1 to 3,650.
    pub days: u32,
    /// A join: the chain goes on when the errands that were given for it are done or cancelled; the date is how long it waits for them at most.
    /// Where none is open there is nothing to wait for.
    #[serde(default)]
    pub errands: bool,
    /// Another process is run meanwhile, and its end is what wakes; the date is how long it is waited for at most. Not together with `errands`.
    #[serde(default)]
    pub call: Option<Call>,
}

/// A process within a process: it returns to its caller with its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// Begins for the client when the caller falls asleep; one that runs for him already is waited for as it is.
    pub process_id: ProcessId,
    /// Where the caller goes on when the process reached its goal.
    pub goal: Back,
    pub refusal: Back,
    /// When it ended without a verdict, or was cancelled.
    pub end: Back,
}

impl Call {
    /// Where the caller goes on after this end; `None` while the process runs.
    pub const fn back(&self, state: ChainState) -> Option<&Back> {
        match state {
            ChainState::Active | ChainState::Sleeping => None,
            ChainState::Goal => Some(&self.goal),
            ChainState::Refused => Some(&self.refusal),
            ChainState::Ended | ChainState::Cancelled => Some(&self.end),
        }
    }

    /// Keys of the steps that it may lead to.
    pub fn steps(&self) -> impl Iterator<Item = &str> {
        let ways = [&self.goal, &self.refusal, &self.end].into_iter();
        ways.filter_map(|way| match way {
            Back::Step { step } => Some(step.as_str()),
            Back::Goal | Back::Refusal | Back::End => None,
        })
    }
}

/// Where a caller goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Back {
    /// To a step: due as its template says, for whoever let the process run.
    Step {
        #[cfg_attr(feature = "openapi", schema(pattern = "^[a-z][a-z0-9_]{0,39}$"))]
        step: String,
    },
    /// The caller ends so, too.
    Goal,
    Refusal,
    End,
}

/// When the next task is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum DueRule {
    /// After an amount of time. Minutes give a moment; days give a day, or a moment when `at` names a time of day.
    After {
        amount: u32,
        unit: DueUnit,
        #[serde(default, with = "hhmm_option")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "10:00"))]
        at: Option<NaiveTime>,
    },
    /// At the date or moment entered in a field of the result. The offset moves a moment by minutes and a date by whole days.
    Field {
        #[cfg_attr(feature = "openapi", schema(pattern = "^[a-z][a-z0-9_]{0,39}$"))]
        field: String,
        #[serde(default)]
        offset_minutes: i64,
    },
    /// The employee is asked; `amount` and `unit` are what the form offers.
    Ask { amount: u32, unit: DueUnit },
}

words! {
    DueUnit { Minutes = "minutes", WorkingMinutes = "working_minutes", Days = "days", WorkingDays = "working_days" }
}

/// Who gets the next task.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum AssigneeRule {
    /// Whoever completed the task before.
    #[default]
    Same,
    /// The employee responsible for the client.
    Responsible,
    Employee {
        employee_id: EmployeeId,
    },
    /// A role of the chain's branch.
    Role {
        role_id: RoleId,
        pick: Pick,
    },
    /// The one chosen in an `employee` field of the result.
    Field {
        #[cfg_attr(feature = "openapi", schema(pattern = "^[a-z][a-z0-9_]{0,39}$"))]
        field: String,
    },
}

words! {
    /// How one of a role is found.
    Pick {
        /// Nobody in particular: the task waits in the role's pool.
        Pool = "pool",
        RoundRobin = "round_robin",
        LeastLoaded = "least_loaded",
    }
}
