//! Cases: what follows a result may depend on the answers, the client, the place and the hour.
//!
//! A transition asks its cases in order; the first whose conditions all hold decides, and when none does the transition's own continuation follows.
//! So whatever is true, exactly one continuation wins. What decided is kept with the completion as a [`Because`], in the words of that moment.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::{Continuation, Transition};
use crate::calendar::hhmm;
use crate::chains::Filled;
use crate::clients::Stage;
use crate::collation::sort_key;
use crate::fields::{FieldType, FieldValue};
use crate::ids::{BranchId, ValueId};
use crate::time::{Timestamp, Zone};

/// Most cases of one transition.
pub const MAX_CASES: usize = 9;
/// Most conditions of one case.
pub const MAX_CONDITIONS: usize = 9;
/// Most values, stages, tags or branches that one condition names.
pub const MAX_NAMED: usize = 50;

/// Another continuation, for when something holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// All of them must hold; never empty in a published version.
    #[cfg_attr(feature = "openapi", schema(max_items = 9))]
    pub when: Vec<Condition>,
    pub then: Continuation,
}

/// Something that holds or does not at the moment of a completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// The answer to a field of the result.
    Field {
        #[cfg_attr(feature = "openapi", schema(pattern = "^[a-z][a-z0-9_]{0,39}$"))]
        field: String,
        is: Test,
    },
    /// The step has been tried so often in a row, this time included.
    Attempt { at_least: u32 },
    /// The client's stage, before the completion changes it.
    Stage {
        #[cfg_attr(feature = "openapi", schema(max_items = 3))]
        one_of: Vec<Stage>,
    },
    /// The client has at least one of these tags. Upper and lower case are the same.
    Tagged {
        #[cfg_attr(feature = "openapi", schema(max_items = 50))]
        any_of: Vec<String>,
    },
    /// The client has none of these tags.
    Untagged {
        #[cfg_attr(feature = "openapi", schema(max_items = 50))]
        none_of: Vec<String>,
    },
    /// The branch of the task.
    Branch {
        #[cfg_attr(feature = "openapi", schema(max_items = 50))]
        one_of: Vec<BranchId>,
    },
    /// The time of day on the branch's wall, `until` not included. What begins later than it ends goes over midnight.
    Hour {
        #[serde(with = "hhmm")]
        #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "18:00"))]
        from: NaiveTime,
        #[serde(with = "hhmm")]
        #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "21:00"))]
        until: NaiveTime,
    },
}

/// What is asked of an answer. An answer that is missing passes only `empty` and `none_of`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Test {
    Filled,
    Empty,
    /// A `boolean` that was answered so.
    Yes,
    No,
    /// A chosen value of the dictionary is among these.
    OneOf {
        #[cfg_attr(feature = "openapi", schema(max_items = 50))]
        values: Vec<ValueId>,
    },
    /// Of several values all of these are chosen.
    AllOf {
        #[cfg_attr(feature = "openapi", schema(max_items = 50))]
        values: Vec<ValueId>,
    },
    /// None of these is chosen.
    NoneOf {
        #[cfg_attr(feature = "openapi", schema(max_items = 50))]
        values: Vec<ValueId>,
    },
    /// `integer` and `decimal`.
    AtLeast {
        number: i64,
    },
    AtMost {
        number: i64,
    },
    /// `money`, in minor units.
    SumAtLeast {
        amount: i64,
    },
    SumAtMost {
        amount: i64,
    },
    /// `date` and `date_time`: so many days from the day of the completion, or later; a negative number lies in the past.
    DaysAtLeast {
        days: i32,
    },
    DaysAtMost {
        days: i32,
    },
    /// `date` and `date_time`: a day before this one.
    Before {
        date: NaiveDate,
    },
    /// A day after this one.
    After {
        date: NaiveDate,
    },
}

/// What conditions look at.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    pub answers: &'a [Filled],
    /// Of the step, in a row, the one that just ended included.
    pub attempt: u32,
    /// Absent for a task without a client: then neither stage nor tag holds.
    pub client: Option<(Stage, &'a [String])>,
    pub branch: BranchId,
    pub now: Timestamp,
    pub zone: &'a Zone,
}

/// Which case decided, with the words as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Because {
    /// From 1, in the order in which the transition asks.
    pub case: u32,
    pub when: Vec<Held>,
}

/// A condition that held, and what everything it names was called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Held {
    pub condition: Condition,
    /// Of the field.
    #[serde(default)]
    pub label: Option<String>,
    /// Of dictionary values or branches, in the condition's order.
    #[serde(default)]
    pub names: Vec<String>,
}

impl Transition {
    /// A transition that only leads on.
    pub fn plain(step: &str, result_id: crate::ids::ResultId, then: Continuation) -> Self {
        Self {
            step: step.into(),
            result_id,
            cases: Vec::new(),
            then,
            also: Vec::new(),
        }
    }

    /// The continuation that wins, with the place of the case that decided for it; none did when it is the transition's own.
    pub fn decide(&self, seen: Seen<'_>) -> (Option<usize>, &Continuation) {
        match self.cases.iter().position(|case| case.holds(seen)) {
            Some(place) => (Some(place), &self.cases[place].then),
            None => (None, &self.then),
        }
    }

    /// Everything that may follow: the cases in order, then what follows otherwise.
    pub fn ways(&self) -> impl DoubleEndedIterator<Item = &Continuation> {
        let cases = self.cases.iter().map(|case| &case.then);
        cases.chain(std::iter::once(&self.then))
    }

    /// [`Self::ways`], each with the number of its case, from 1.
    pub fn numbered_ways(&self) -> impl Iterator<Item = (Option<u32>, &Continuation)> {
        let cases = self.cases.iter().zip(1..);
        let cases = cases.map(|(case, number)| (Some(number), &case.then));
        cases.chain(std::iter::once((None, &self.then)))
    }
}

impl Case {
    /// A case without conditions holds always.
    pub fn holds(&self, seen: Seen<'_>) -> bool {
        all_hold(&self.when, seen)
    }
}

pub(super) fn all_hold(conditions: &[Condition], seen: Seen<'_>) -> bool {
    conditions.iter().all(|condition| condition.holds(seen))
}

impl Condition {
    pub fn holds(&self, seen: Seen<'_>) -> bool {
        match self {
            Self::Field { field, is } => {
                let mut answers = seen.answers.iter();
                let answer = answers.find(|filled| filled.key == *field);
                is.passes(answer.map(|filled| &filled.value), seen)
            }
            Self::Attempt { at_least } => seen.attempt >= *at_least,
            Self::Stage { one_of } => seen
                .client
                .is_some_and(|(stage, _)| one_of.contains(&stage)),
            Self::Tagged { any_of } => seen.client.is_some_and(|(_, tags)| share(tags, any_of)),
            Self::Untagged { none_of } => {
                seen.client.is_some_and(|(_, tags)| !share(tags, none_of))
            }
            Self::Branch { one_of } => one_of.contains(&seen.branch),
            Self::Hour { from, until } => {
                let time = seen.zone.wall(seen.now).time();
                match from <= until {
                    true => (*from..*until).contains(&time),
                    false => time >= *from || time < *until,
                }
            }
        }
    }

    /// Key of the field that is read.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Field { field, .. } => Some(field),
            _ => None,
        }
    }

    /// Dictionary values that are named.
    pub fn values(&self) -> &[ValueId] {
        match self {
            Self::Field { is, .. } => is.values(),
            _ => &[],
        }
    }

    /// Branches that are named.
    pub fn branches(&self) -> &[BranchId] {
        match self {
            Self::Branch { one_of } => one_of,
            _ => &[],
        }
    }
}

impl Test {
    pub fn values(&self) -> &[ValueId] {
        match self {
            Self::OneOf { values } | Self::AllOf { values } | Self::NoneOf { values } => values,
            _ => &[],
        }
    }

    /// Whether answers of this type can be asked so.
    pub const fn suits(&self, kind: FieldType) -> bool {
        match self {
            Self::Filled | Self::Empty => true,
            Self::Yes | Self::No => matches!(kind, FieldType::Boolean),
            Self::OneOf { .. } | Self::NoneOf { .. } => {
                matches!(kind, FieldType::Dictionary | FieldType::DictionaryMulti)
            }
            Self::AllOf { .. } => matches!(kind, FieldType::DictionaryMulti),
            Self::AtLeast { .. } | Self::AtMost { .. } => {
                matches!(kind, FieldType::Integer | FieldType::Decimal)
            }
            Self::SumAtLeast { .. } | Self::SumAtMost { .. } => matches!(kind, FieldType::Money),
            Self::DaysAtLeast { .. }
            | Self::DaysAtMost { .. }
            | Self::Before { .. }
            | Self::After { .. } => matches!(kind, FieldType::Date | FieldType::DateTime),
        }
    }

    fn passes(&self, answer: Option<&FieldValue>, seen: Seen<'_>) -> bool {
        let Some(answer) = answer else {
            return matches!(self, Self::Empty | Self::NoneOf { .. });
        };
        let day = || match answer {
            FieldValue::Date(date) => Some(*date),
            FieldValue::DateTime(at) => Some(seen.zone.day(*at)),
            _ => None,
        };
        let away = || {
            let today = seen.zone.day(seen.now);
            day().map(|day| day.signed_duration_since(today).num_days())
        };
        match self {
            Self::Filled => true,
            Self::Empty => false,
            Self::Yes => *answer == FieldValue::Boolean(true),
            Self::No => *answer == FieldValue::Boolean(false),
            Self::OneOf { values } => chosen(answer).iter().any(|id| values.contains(id)),
            Self::AllOf { values } => values.iter().all(|id| chosen(answer).contains(id)),
            Self::NoneOf { values } => !chosen(answer).iter().any(|id| values.contains(id)),
            Self::AtLeast { number } => millionths(answer).is_some_and(|is| is >= scaled(*number)),
            Self::AtMost { number } => millionths(answer).is_some_and(|is| is <= scaled(*number)),
            Self::SumAtLeast { amount } => {
                matches!(answer, FieldValue::Money(sum) if sum.amount >= *amount)
            }
            Self::SumAtMost { amount } => {
                matches!(answer, FieldValue::Money(sum) if sum.amount <= *amount)
            }
            Self::DaysAtLeast { days } => away().is_some_and(|away| away >= i64::from(*days)),
            Self::DaysAtMost { days } => away().is_some_and(|away| away <= i64::from(*days)),
            Self::Before { date } => day().is_some_and(|day| day < *date),
            Self::After { date } => day().is_some_and(|day| day > *date),
        }
    }
}

fn chosen(answer: &FieldValue) -> &[ValueId] {
    match answer {
        FieldValue::Dictionary(id) => std::slice::from_ref(id),
        FieldValue::DictionaryMulti(ids) => ids,
        _ => &[],
    }
}

/// Decimals are kept in millionths; wide enough for every whole number.
fn millionths(answer: &FieldValue) -> Option<i128> {
    match answer {
        FieldValue::Integer(number) => Some(scaled(*number)),
        FieldValue::Decimal(millionths) => Some(i128::from(*millionths)),
        _ => None,
    }
}

fn scaled(number: i64) -> i128 {
    i128::from(number) * 1_000_000
}

/// Tags are free words: the same one may be written in capitals.
fn share(tags: &[String], named: &[String]) -> bool {
    let keys = |tag: &String| sort_key(tag);
    let named: Vec<String> = named.iter().map(keys).collect();
    tags.iter().any(|tag| named.contains(&keys(tag)))
}
