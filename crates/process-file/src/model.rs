//! What a file says, each thing with the place where it says it.

use std::fmt;

use domain::clients::Stage;
use domain::fields::{FieldDef, FieldType, Limits};
use domain::language::Language;
use domain::processes::{
    Condition, DueRule, Freedom, MessageBy, Pick, Position, Problem, SleepUntil,
};
use domain::results::Outcome;
use domain::tasks::{Priority, TaskType};

/// Line and column in the file, both counted from 1; 0 for what was not read from a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub line: u32,
    pub column: u32,
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A name or key, and where it stands.
#[derive(Debug, Clone, Default)]
pub struct Named {
    pub text: String,
    pub at: Spot,
}

/// In a file that is being made it stands nowhere yet.
pub(crate) fn named(text: impl Into<String>) -> Named {
    Named {
        text: text.into(),
        at: Spot::default(),
    }
}

#[derive(Debug, Clone, Default)]
pub struct File {
    /// Of the texts; for people and lists, nothing depends on it.
    pub language: Option<Language>,
    pub processes: Vec<Process>,
    pub templates: Vec<Template>,
    pub results: Vec<ResultEntry>,
    pub dictionaries: Vec<Dictionary>,
}

#[derive(Debug, Clone)]
pub struct Process {
    pub key: Named,
    pub name: String,
    pub description: Option<String>,
    /// Absent in an unfinished draft.
    pub start: Option<Target>,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone)]
pub struct Step {
    pub key: Named,
    /// Key of a template.
    pub template: Named,
    pub position: Option<Position>,
    /// In hotkey order.
    pub results: Vec<Outgoing>,
}

/// A result of a step and what follows it.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Key of a result.
    pub result: Named,
    /// In the order in which they are asked; none while it is not decided what usually follows.
    pub cases: Vec<Case>,
    /// What usually follows. Absent while it is not decided.
    pub then: Option<Then>,
    /// What happens besides.
    pub also: Vec<Also>,
}

/// What a result also does, and when.
#[derive(Debug, Clone)]
pub struct Also {
    pub at: Spot,
    /// All must hold; without any it always happens.
    pub when: Vec<Asked>,
    pub act: Act,
}

#[derive(Debug, Clone)]
pub enum Act {
    Errand {
        /// Key of a template.
        template: Named,
        due: Option<DueRule>,
        assignee: Assignee,
        text: Option<String>,
    },
    Stage(Stage),
    Tags {
        add: Vec<String>,
        remove: Vec<String>,
    },
    Responsible(Assignee),
    Message {
        by: MessageBy,
        to: Reader,
        subject: String,
        text: String,
    },
    /// Name of a hook.
    Hook(Named),
    /// Key of a process of the file, or the name of one that the club has.
    Process(Named),
}

/// What follows when something holds.
#[derive(Debug, Clone)]
pub struct Case {
    pub at: Spot,
    pub when: Vec<Asked>,
    pub then: Then,
}

/// A condition, and where it stands.
#[derive(Debug, Clone)]
pub struct Asked {
    pub at: Spot,
    pub what: Question,
}

/// What a condition asks.
#[derive(Debug, Clone)]
pub enum Question {
    /// It names nothing but fields, words and numbers.
    Plain(Condition),
    /// Values of the dictionary of a field, by their names.
    Values {
        field: String,
        pick: Choose,
        values: Vec<Named>,
    },
    /// Branches by their names.
    Branches(Vec<Named>),
}

/// How many of the named values have to be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choose {
    OneOf,
    AllOf,
    NoneOf,
}

impl Outgoing {
    /// Everything that may follow.
    pub fn ways(&self) -> impl Iterator<Item = &Then> {
        let cases = self.cases.iter().map(|case| &case.then);
        cases.chain(&self.then)
    }
}

#[derive(Debug, Clone)]
pub enum Then {
    Step(Target),
    Retry {
        limit: u32,
        due: Vec<DueRule>,
        assignee: Assignee,
        freedom: Freedom,
        /// Never another retry.
        exhausted: Box<Then>,
    },
    Goal,
    Refusal,
    End,
    Sleep {
        /// Without its call: the file names processes in its own way.
        until: SleepUntil,
        call: Option<Box<Call>>,
        target: Target,
    },
    /// Key of a process of the file, or the name of one that the club has.
    Process(Named),
}

/// A process that runs meanwhile, and where its end leads.
#[derive(Debug, Clone)]
pub struct Call {
    pub process: Named,
    pub goal: Back,
    pub refusal: Back,
    pub end: Back,
}

impl Call {
    /// The steps that it may lead to.
    pub fn steps(&self) -> impl Iterator<Item = &Named> {
        let ways = [&self.goal, &self.refusal, &self.end].into_iter();
        ways.filter_map(|way| match way {
            Back::Step(step) => Some(step),
            Back::Goal | Back::Refusal | Back::End => None,
        })
    }
}

#[derive(Debug, Clone)]
pub enum Back {
    /// Key of a step.
    Step(Named),
    Goal,
    Refusal,
    End,
}

#[derive(Debug, Clone)]
pub struct Target {
    /// Key of a step.
    pub step: Named,
    pub due: Option<DueRule>,
    pub assignee: Assignee,
    pub freedom: Freedom,
}

#[derive(Debug, Clone)]
pub enum Assignee {
    Same,
    Responsible,
    /// E-mail address.
    Employee(Named),
    /// Word of a built-in role, or name of another.
    Role(Named, Pick),
    /// Key of a field.
    Field(String),
}

/// Who gets a message.
#[derive(Debug, Clone)]
pub enum Reader {
    Client,
    Responsible,
    Same,
    /// E-mail address.
    Employee(Named),
    /// Word of a built-in role, or name of another.
    Role(Named),
}

#[derive(Debug, Clone)]
pub struct Template {
    pub key: Named,
    pub name: String,
    pub task_type: TaskType,
    pub priority: Priority,
    pub planned_minutes: Option<u32>,
    pub due: DueRule,
    pub script: Option<String>,
    /// Keys of results, in hotkey order.
    pub results: Vec<Named>,
}

#[derive(Debug, Clone)]
pub struct ResultEntry {
    pub key: Named,
    pub name: String,
    pub outcome: Outcome,
    pub reached_human: bool,
    pub do_not_contact: bool,
    pub instant: bool,
    pub fields: Vec<Field>,
}

#[derive(Debug, Clone)]
pub struct Field {
    /// Permanent: what the club stores too.
    pub key: Named,
    pub label: String,
    pub kind: FieldType,
    pub required: bool,
    pub help: Option<String>,
    pub limits: Limits,
    /// Key of a dictionary.
    pub dictionary: Option<Named>,
}

impl Field {
    /// What a club's field is in a file that knows its dictionary by this key.
    pub fn of(def: &FieldDef, dictionary: Option<Named>) -> Self {
        Self {
            key: named(&def.key),
            label: def.label.clone(),
            kind: def.kind,
            required: def.required,
            help: def.help.clone(),
            limits: def.limits.clone(),
            dictionary,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Dictionary {
    pub key: Named,
    pub name: String,
    /// In order.
    pub values: Vec<Named>,
}

impl File {
    pub fn process(&self, key: &str) -> Option<&Process> {
        self.processes.iter().find(|one| one.key.text == key)
    }

    pub fn template(&self, key: &str) -> Option<&Template> {
        self.templates.iter().find(|one| one.key.text == key)
    }

    pub fn result(&self, key: &str) -> Option<&ResultEntry> {
        self.results.iter().find(|one| one.key.text == key)
    }

    pub fn dictionary(&self, key: &str) -> Option<&Dictionary> {
        self.dictionaries.iter().find(|one| one.key.text == key)
    }
}

impl Process {
    /// The addresses of the employees whom it names.
    pub fn employees(&self) -> Vec<&str> {
        let start = self.start.iter().map(|start| &start.assignee);
        let outgoing = self.steps.iter().flat_map(|step| &step.results);
        let thens = outgoing.clone().flat_map(Outgoing::ways);
        let also = outgoing.flat_map(|one| &one.also);
        let all = start
            .chain(thens.flat_map(Then::assignees))
            .chain(also.filter_map(|also| also.act.assignee()));
        let named = all.filter_map(|assignee| match assignee {
            Assignee::Employee(email) => Some(email.text.as_str()),
            _ => None,
        });
        let outgoing = self.steps.iter().flat_map(|step| &step.results);
        let also = outgoing.flat_map(|one| &one.also);
        let told = also.filter_map(|also| match &also.act {
            Act::Message {
                to: Reader::Employee(email),
                ..
            } => Some(email.text.as_str()),
            _ => None,
        });
        named.chain(told).collect()
    }

    /// Where what a problem is about is said: a step, what follows a result of it, a case of that, or what it also does; `result` is
    /// its key. Where the process is for everything else.
    pub fn spot(&self, problem: &Problem, result: Option<&str>) -> Spot {
        let step = problem.step.as_deref();
        let Some(step) = step.and_then(|key| self.steps.iter().find(|one| one.key.text == key))
        else {
            return self.key.at;
        };
        let of_result = |key: &str| step.results.iter().find(|one| one.result.text == key);
        let Some(outgoing) = result.and_then(of_result) else {
            return step.key.at;
        };
        let place = |number: Option<u32>| usize::try_from(number?).ok()?.checked_sub(1);
        let case = place(problem.case).and_then(|place| outgoing.cases.get(place));
        let also = place(problem.also).and_then(|place| outgoing.also.get(place));
        case.map(|case| case.at)
            .or(also.map(|also| also.at))
            .unwrap_or(outgoing.result.at)
    }
}

impl Act {
    const fn assignee(&self) -> Option<&Assignee> {
        match self {
            Self::Errand { assignee, .. } | Self::Responsible(assignee) => Some(assignee),
            Self::Stage(_)
            | Self::Tags { .. }
            | Self::Message { .. }
            | Self::Hook(_)
            | Self::Process(_) => None,
        }
    }
}

impl Then {
    fn assignees(&self) -> Vec<&Assignee> {
        match self {
            Self::Step(target) | Self::Sleep { target, .. } => vec![&target.assignee],
            Self::Retry {
                assignee,
                exhausted,
                ..
            } => {
                let mut all = exhausted.assignees();
                all.push(assignee);
                all
            }
            Self::Goal | Self::Refusal | Self::End | Self::Process(_) => Vec::new(),
        }
    }
}
