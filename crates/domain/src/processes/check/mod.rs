//! Whether a graph may be published, and what is wrong with it.
//!
//! # Which loops are legal
//!
//! Every step is a task that a person completes, so no loop runs by itself. What remains to be feared is a loop that gives a
//! person the same client again *at once*, without end. A loop is therefore legal when at least one of its transitions lets
//! time pass: a due rule of at least one minute or day, a date that a person names (a field, or asked), or a sleep. A `retry`
//! leads back to its own step and is legal by its attempt limit. The limit does not make a larger loop through `exhausted`
//! legal, because leaving a step clears its count: there the due rule of `exhausted` is what counts. A loop through other
//! processes is judged the same way.

mod also;
mod cases;
mod loops;
mod rules;
mod shape;

#[cfg(test)]
pub(super) mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Graph;
use crate::ids::{
    BranchId, DictionaryId, EmployeeId, HookId, ProcessId, ResultId, RoleId, ValueId,
};
use crate::results::ResultDef;
use crate::templates::TemplateDef;
use crate::words::words;

pub use loops::hands_over_at_once;

/// Most attempts of a retry.
pub const MAX_ATTEMPTS: u32 = 50;
/// Longest delay, in days.
pub const MAX_DAYS: u32 = 3_650;
/// Longest delay, in minutes: a year.
pub const MAX_MINUTES: u32 = 525_600;
/// Most steps of a process.
pub const MAX_STEPS: usize = 100;

words! {
    /// In ascending order of harmlessness.
    Severity {
        /// Keeps from publishing.
        Error = "error",
        Warning = "warning",
        Info = "info",
    }
}

words! {
    /// What is wrong.
    ProblemCode {
        MissingStart = "missing_start",
        NoSteps = "no_steps",
        TooManySteps = "too_many_steps",
        StepKeyForm = "step_key_form",
        StepKeyTaken = "step_key_taken",
        UnknownTemplate = "unknown_template",
        NoResults = "no_results",
        TooManyResults = "too_many_results",
        UnknownResult = "unknown_result",
        /// The step lists a result twice.
        ResultTwice = "result_twice",
        MissingContinuation = "missing_continuation",
        DuplicateContinuation = "duplicate_continuation",
        /// A transition of a step or result that the graph does not have.
        StrayTransition = "stray_transition",
        /// A continuation leads to a step that does not exist.
        UnknownStep = "unknown_step",
        UnreachableStep = "unreachable_step",
        IllegalLoop = "illegal_loop",
        /// No end can be reached from the step.
        NoWayOut = "no_way_out",
        /// A rule reads a field that the result does not have.
        UnknownField = "unknown_field",
        WrongFieldType = "wrong_field_type",
        /// A rule reads a field or asks where there is no form: at the start, or after a sleep.
        NoForm = "no_form",
        /// A due date comes from a field that may stay empty: the employee is then asked.
        OptionalDueField = "optional_due_field",
        /// A result that is saved by its hotkey alone has a required field, or asks for a date.
        InstantAsks = "instant_asks",
        RetryLimit = "retry_limit",
        RetryWithoutDue = "retry_without_due",
        DelayBounds = "delay_bounds",
        UnknownDictionary = "unknown_dictionary",
        /// A required field has nothing to choose from.
        EmptyDictionary = "empty_dictionary",
        UnknownRole = "unknown_role",
        RoleWithoutPeople = "role_without_people",
        UnknownEmployee = "unknown_employee",
        UnknownProcess = "unknown_process",
        UnpublishedProcess = "unpublished_process",
        /// A result that forbids further contact is followed by a task.
        ContactGoesOn = "contact_goes_on",
        /// The template offers other results by now than the step.
        TemplateDiffers = "template_differs",
        /// A case without conditions: it would hold always.
        EmptyCase = "empty_case",
        /// An earlier case holds whenever this one does.
        CaseNeverDecides = "case_never_decides",
        /// More cases, conditions or named things than there may be.
        TooManyCases = "too_many_cases",
        /// A condition that names nothing, or a number out of bounds.
        ConditionBounds = "condition_bounds",
        /// A condition names a value that its dictionary does not have, or has archived.
        UnknownValue = "unknown_value",
        UnknownBranch = "unknown_branch",
        TooManyActions = "too_many_actions",
        /// An errand of a template whose tasks are made with clients.
        ErrandNotInternal = "errand_not_internal",
        /// No tag is named, or one that comes and goes at once.
        TagsUnclear = "tags_unclear",
        /// A pool cannot be responsible for a client.
        ResponsiblePool = "responsible_pool",
        EmptyText = "empty_text",
        /// A client has no bell: he is written to by e-mail.
        ClientNotice = "client_notice",
        UnknownHook = "unknown_hook",
        /// A text has a word in braces that stands for nothing.
        UnknownPlaceholder = "unknown_placeholder",
        /// A step waits for errands, and nothing in the process gives one.
        NothingToWaitFor = "nothing_to_wait_for",
        /// A step waits for errands and for a process.
        WaitsForTwo = "waits_for_two",
        /// A process waits for its own end.
        CallsItself = "calls_itself",
    }
}

impl ProblemCode {
    pub const fn severity(self) -> Severity {
        match self {
            Self::NoWayOut
            | Self::OptionalDueField
            | Self::RoleWithoutPeople
            | Self::ContactGoesOn
            | Self::NothingToWaitFor => Severity::Warning,
            Self::TemplateDiffers => Severity::Info,
            _ => Severity::Error,
        }
    }
}

/// Something wrong with a graph, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    pub severity: Severity,
    pub code: ProblemCode,
    /// Key of the step; absent for the graph as a whole and for its start.
    pub step: Option<String>,
    pub result_id: Option<ResultId>,
    /// Number of the case of the result, from 1; absent for what follows when none holds.
    #[serde(default)]
    pub case: Option<u32>,
    /// Number of what the result also does, from 1; absent for what follows.
    #[serde(default)]
    pub also: Option<u32>,
    /// Key of the field.
    pub field: Option<String>,
}

impl Problem {
    fn new(code: ProblemCode, place: Place<'_>) -> Self {
        Self {
            severity: code.severity(),
            code,
            step: place.step.map(Into::into),
            result_id: place.result,
            case: place.case,
            also: place.also,
            field: None,
        }
    }

    fn with_field(self, field: &str) -> Self {
        Self {
            field: Some(field.into()),
            ..self
        }
    }
}

/// Where the checker is looking.
#[derive(Debug, Clone, Copy, Default)]
struct Place<'a> {
    step: Option<&'a str>,
    result: Option<ResultId>,
    case: Option<u32>,
    also: Option<u32>,
}

impl<'a> Place<'a> {
    const fn step(step: &'a str) -> Self {
        Self {
            step: Some(step),
            result: None,
            case: None,
            also: None,
        }
    }

    const fn result(step: &'a str, result: ResultId) -> Self {
        Self {
            step: Some(step),
            result: Some(result),
            case: None,
            also: None,
        }
    }

    const fn case(self, number: Option<u32>) -> Self {
        Self {
            case: number,
            ..self
        }
    }

    const fn also(self, number: u32) -> Self {
        Self {
            also: Some(number),
            ..self
        }
    }
}

/// What exists outside the graph. Archived things are left out: a new version must not use them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue {
    pub templates: Vec<TemplateDef>,
    pub results: Vec<ResultDef>,
    /// How many values each has to choose from.
    pub dictionaries: BTreeMap<DictionaryId, u32>,
    /// The values that can be chosen; a dictionary that is not here is not looked into.
    pub values: BTreeMap<DictionaryId, BTreeSet<ValueId>>,
    pub branches: BTreeSet<BranchId>,
    /// Those that can be called.
    pub hooks: BTreeSet<HookId>,
    /// Each role with the number of its active people.
    pub roles: BTreeMap<RoleId, u32>,
    /// Everybody who has not left.
    pub employees: BTreeSet<EmployeeId>,
    /// The process that is checked; absent while it is new.
    pub own: Option<ProcessId>,
    pub processes: BTreeMap<ProcessId, OtherProcess>,
}

/// A process that a continuation or an action may start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OtherProcess {
    pub published: bool,
    /// What [`hands_over_at_once`] says of its published version.
    pub at_once: BTreeSet<ProcessId>,
}

impl Catalogue {
    fn template(&self, id: crate::ids::TemplateId) -> Option<&TemplateDef> {
        self.templates.iter().find(|template| template.id == id)
    }

    fn result(&self, id: ResultId) -> Option<&ResultDef> {
        self.results.iter().find(|result| result.id == id)
    }
}

/// All problems of a graph, errors first, then by place. Without an error the graph may be published: a chain on it always
/// has exactly one next step.
pub fn publishable(graph: &Graph, catalogue: &Catalogue) -> Vec<Problem> {
    let mut problems = shape::problems(graph, catalogue);
    problems.extend(rules::problems(graph, catalogue));
    problems.extend(cases::problems(graph, catalogue));
    problems.extend(also::problems(graph, catalogue));
    problems.extend(loops::problems(graph, catalogue));
    problems.sort();
    problems.dedup();
    problems
}

/// Whether nothing keeps a graph with these problems from being published.
pub fn has_no_errors(problems: &[Problem]) -> bool {
    problems
        .iter()
        .all(|problem| problem.severity != Severity::Error)
}
