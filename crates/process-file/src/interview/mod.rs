//! The set-up interview: six questions whose answers are a process.
//!
//! Which tasks are there, what can each end with, what follows each result, what is written down then, what of it comes from a list, and
//! there is the process. The wizard changes [`Answers`] by [`Edit`]s and nothing else. After each
//! edit everything that nobody has decided by hand is decided anew, so that whoever only confirms gets a process that works.
//! [`Answers::lacks`] says what keeps a question from being done, [`Answers::file`] is the process file that is taken in at the end.
//!
//! What is offered and stored is in the club's language; the questions themselves are texts of the screen.

mod club;
mod edit;
mod file;
mod guess;
mod lacks;
mod settle;
mod words;

#[cfg(all(test, feature = "read"))]
mod tests;

use domain::fields::FieldType;
use domain::language::Language;
use domain::plain_words;
use domain::results::Outcome;
use serde::{Deserialize, Serialize};

pub use club::{Club, KnownList};
pub use edit::Edit;
pub use lacks::{Lack, question_of};
pub use words::{offered_results, offered_tasks};

/// What an answer is known by as long as the interview lasts.
pub type Key = u32;

/// Most tasks of an interview; a larger process is drawn.
pub const MAX_TASKS: usize = 20;
/// Most questions that one result asks of its own.
pub const MAX_ASKS: usize = 12;
/// Most values that are typed for one list.
pub const MAX_VALUES: usize = 200;

/// Everything that was answered so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    pub language: Language,
    /// Of the process.
    pub name: String,
    /// In order; a client begins with the first.
    pub tasks: Vec<TaskAnswer>,
    /// Also those that no task ends with any more: they come back as they were.
    pub results: Vec<ResultAnswer>,
    /// Also those that nothing asks for any more.
    pub lists: Vec<ListAnswer>,
    last: Key,
}

plain_words! {
    /// What kind of work a task is: by it results are offered and sorted.
    TaskKind {
        Call = "call",
        /// The client comes: a lesson, a tour.
        Visit = "visit",
        /// Somebody looks whether something happened.
        Check = "check",
        /// Something is sent or prepared.
        Send = "send",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskAnswer {
    pub key: Key,
    pub name: String,
    pub kind: TaskKind,
    /// What it can end with, in the order of the digit keys.
    pub ways: Vec<Way>,
    /// Its results or what follows them were changed by hand: nothing is offered into it any more.
    pub own: bool,
}

/// A result of a task and what follows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    pub result: Key,
    pub next: Next,
    pub by_hand: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Next {
    Task {
        task: Key,
        when: When,
    },
    /// The same task again, so many times in all; then `lost`.
    Again {
        times: u32,
        when: Delay,
        lost: Lost,
    },
    Goal,
    Refusal,
    /// Nothing to do for so many days, or until a date that the result asks; then the task.
    Sleep {
        days: u32,
        task: Key,
    },
}

/// When a task is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    After(Delay),
    /// At the date that the client names: the result asks it.
    Named,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delay {
    /// At least 1: no client comes back at once, for ever.
    pub amount: u32,
    pub unit: Unit,
}

plain_words! {
    Unit { WorkingHours = "working_hours", WorkingDays = "working_days", Days = "days" }
}

/// What follows the last attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lost {
    Refusal,
    /// The process ends without a verdict.
    End,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultAnswer {
    pub key: Key,
    pub name: String,
    /// Guessed from its words until it is changed.
    pub outcome: Outcome,
    /// What it asks, besides what a result of this name asks already.
    pub asks: Vec<Ask>,
    asks_by_hand: bool,
}

/// A piece of data that is written down with a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    pub key: Key,
    pub label: String,
    pub kind: AskKind,
    pub required: bool,
    /// For what is chosen from one.
    pub list: Option<Key>,
}

plain_words! {
    AskKind {
        Text = "text",
        Note = "note",
        Number = "number",
        Money = "money",
        Date = "date",
        DateTime = "date_time",
        YesNo = "yes_no",
        /// One value of a list.
        One = "one",
        /// Several values of a list.
        Several = "several",
    }
}

impl AskKind {
    /// What can be chosen when something is asked; lists are a question of their own.
    pub fn plain() -> impl Iterator<Item = Self> {
        let all = Self::ALL.iter().copied();
        all.filter(|kind| !kind.is_listed())
    }

    pub const fn is_listed(self) -> bool {
        matches!(self, Self::One | Self::Several)
    }

    /// What may come from a list instead of being typed.
    pub const fn may_be_listed(self) -> bool {
        self.is_listed() || matches!(self, Self::Text | Self::Note)
    }

    pub const fn is_date(self) -> bool {
        matches!(self, Self::Date | Self::DateTime)
    }

    const fn field(self) -> FieldType {
        match self {
            Self::Text => FieldType::Text,
            Self::Note => FieldType::LongText,
            Self::Number => FieldType::Integer,
            Self::Money => FieldType::Money,
            Self::Date => FieldType::Date,
            Self::DateTime => FieldType::DateTime,
            Self::YesNo => FieldType::Boolean,
            Self::One => FieldType::Dictionary,
            Self::Several => FieldType::DictionaryMulti,
        }
    }
}

/// A list of values; of one that the club has, only what is added to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListAnswer {
    pub key: Key,
    pub name: String,
    pub values: Vec<String>,
}

impl Answers {
    /// What the interview begins with: the tasks that nearly every club has.
    pub fn new(language: Language, club: &Club) -> Self {
        let mut answers = Self {
            language,
            name: club.free_process_name(words::process_name(language)),
            tasks: Vec::new(),
            results: Vec::new(),
            lists: Vec::new(),
            last: 0,
        };
        for name in words::first_tasks(language) {
            answers.add_task(name, club);
        }
        answers.settle(club);
        answers
    }

    pub fn task(&self, key: Key) -> Option<&TaskAnswer> {
        self.tasks.iter().find(|task| task.key == key)
    }

    pub fn result(&self, key: Key) -> Option<&ResultAnswer> {
        self.results.iter().find(|result| result.key == key)
    }

    pub fn list(&self, key: Key) -> Option<&ListAnswer> {
        self.lists.iter().find(|list| list.key == key)
    }

    /// Those that a task ends with, in the order of the tasks.
    pub fn used_results(&self) -> Vec<&ResultAnswer> {
        let mut seen = Vec::new();
        let ways = self.tasks.iter().flat_map(|task| &task.ways);
        for way in ways {
            if !seen.contains(&way.result) {
                seen.push(way.result);
            }
        }
        seen.into_iter()
            .filter_map(|key| self.result(key))
            .collect()
    }

    /// Those that a used result asks for.
    pub fn used_lists(&self) -> Vec<&ListAnswer> {
        let asks = self.used_results().into_iter().flat_map(|one| &one.asks);
        let mut used: Vec<&ListAnswer> = Vec::new();
        for list in asks.filter_map(|ask| self.list(ask.list?)) {
            if used.iter().all(|known| known.key != list.key) {
                used.push(list);
            }
        }
        used
    }

    fn fresh(&mut self) -> Key {
        self.last += 1;
        self.last
    }
}
