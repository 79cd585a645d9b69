//! A filter, checked and resolved: every value of its kind, every relative day a day.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime};
use serde::Serialize;

use super::asked::Asked;
use super::discounts::Granted;
use super::fields::{ColumnType, Field};
use super::segments::Segments;
use super::{Filter, MAX_DEPTH, MAX_LEAVES, MAX_VALUES, Operator};
use crate::fields::FieldDef;
use crate::ids::{ClientId, EmployeeId, ProcessId, SegmentId, ValueId};
use crate::search::folded;
use crate::text::{TITLE, is_forbidden};
use crate::time::{Timestamp, Zone};

/// What a filter is read against.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    pub now: Timestamp,
    /// The club's: where its days begin.
    pub zone: &'a Zone,
    /// Who `me` is; nobody, for the system.
    pub me: Option<EmployeeId>,
    pub own: &'a [FieldDef],
    /// Whether who asks may see contacts; otherwise he cannot ask about them either.
    pub contacts: bool,
    /// Which value counts for each one that was merged.
    pub merged: &'a BTreeMap<ValueId, ValueId>,
    pub segments: &'a Segments,
    /// The segment that this is the filter of: it cannot ask about itself.
    pub of: Option<SegmentId>,
}

/// A checked filter. `Serialize` binds the cursors of a list to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Sieve<F = Field> {
    All(Vec<Self>),
    /// Never empty.
    Any(Vec<Self>),
    Not(Box<Self>),
    Leaf(Leaf<F>),
}

impl<F> Default for Sieve<F> {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl<F> Sieve<F> {
    /// Whether there is a question in it.
    pub fn asks(&self) -> bool {
        match self {
            Self::All(of) | Self::Any(of) => of.iter().any(Self::asks),
            Self::Not(one) => one.asks(),
            Self::Leaf(_) => true,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Leaf<F = Field> {
    pub field: F,
    pub test: Test,
}

/// What is asked of the field. Ends of ranges are included, unless they are called `until`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Test {
    Filled,
    Empty,
    /// Folded; of a phone, its digits.
    Has(String),
    Lacks(String),
    Begins(String),
    Equals(String),
    Differs(String),
    OneOf(Vec<Choice>),
    NoneOf(Vec<Choice>),
    Numbers(Option<i64>, Option<i64>),
    Days(Option<NaiveDate>, Option<NaiveDate>),
    Moments {
        from: Option<Timestamp>,
        until: Option<Timestamp>,
    },
    /// A next step of a day is kept as the midnight that ends it.
    Steps {
        after: Option<Timestamp>,
        until: Option<Timestamp>,
    },
    /// `HH:MM`.
    Times(Option<String>, Option<String>),
    /// The instant is of the one who asks: the next page of a list is asked later, and is of the same list.
    Overdue(#[serde(skip_serializing)] Timestamp),
    /// `MM-DD`, as ranges within a year.
    Birthdays(Vec<(String, String)>),
    Yes(bool),
    /// Of discounts.
    Granted(Granted),
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Choice {
    Id(i64),
    /// A word of the product, or the folded key of a tag.
    Word(String),
    /// A step of a process; of any one when it is not said.
    Step(Option<ProcessId>, String),
}

/// What is wrong with a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilterFault {
    TooDeep {
        max: usize,
    },
    TooMany {
        max: usize,
    },
    /// A group of nothing.
    Hollow,
    UnknownField,
    /// The field is not asked so.
    Operator {
        allowed: &'static [Operator],
    },
    /// Another number of values.
    Values {
        wanted: usize,
    },
    /// Not a word, number or day that the field has.
    Malformed,
    /// An id of another kind.
    WrongId {
        wanted: &'static str,
    },
    TooLong {
        max: u32,
    },
    UnknownSegment,
    /// A segment that asks about the one that asks about it.
    Circle,
    /// A segment whose own filter asks what cannot be asked: a field that is gone, or contacts that the asker may not see.
    Unusable,
}

/// Where in the filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    Group,
    Field,
    Operator,
    Values,
    Value(usize),
}

/// A fault and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Which one of each group, from the root.
    pub path: Vec<usize>,
    pub at: At,
    pub why: FilterFault,
}

impl Placed {
    /// RFC 6901, below the filter.
    pub fn pointer(&self) -> String {
        let mut pointer = String::new();
        for place in &self.path {
            pointer += &format!("/of/{place}");
        }
        match self.at {
            At::Group => pointer += "/of",
            At::Field => pointer += "/field",
            At::Operator => pointer += "/is",
            At::Values => pointer += "/values",
            At::Value(place) => pointer += &format!("/values/{place}"),
        }
        pointer
    }
}

/// Checks a filter: what it asks, or all that is wrong with it.
pub fn sieve<F: Asked>(filter: &Filter, around: Around<'_>) -> Result<Sieve<F>, Vec<Placed>> {
    let mut reading = Reading::new(around, around.of.into_iter().collect());
    let read = reading.node(filter, 1);
    match reading.faults.is_empty() {
        true => Ok(read),
        false => Err(reading.faults),
    }
}

pub(super) struct Reading<'a> {
    pub(super) around: Around<'a>,
    pub(super) today: NaiveDate,
    path: Vec<usize>,
    pub(super) leaves: usize,
    pub(super) faults: Vec<Placed>,
    /// The segments whose filter is being read, from the outermost on.
    pub(super) within: Vec<SegmentId>,
    /// Questions of the segments that were named so far.
    pub(super) read_beside: usize,
}

impl<'a> Reading<'a> {
    pub(super) fn new(around: Around<'a>, within: Vec<SegmentId>) -> Self {
        Self {
            around,
            today: around.zone.day(around.now),
            path: Vec::new(),
            leaves: 0,
            faults: Vec::new(),
            within,
            read_beside: 0,
        }
    }

    fn fault(&mut self, at: At, why: FilterFault) {
        let path = self.path.clone();
        self.faults.push(Placed { path, at, why });
    }

    pub(super) fn node<F: Asked>(&mut self, filter: &Filter, depth: usize) -> Sieve<F> {
        match filter {
            Filter::All { of } => Sieve::All(self.group(of, depth, depth == 1)),
            Filter::Any { of } => Sieve::Any(self.group(of, depth, false)),
            Filter::Test { field, is, values } => {
                self.leaves += 1;
                if self.leaves == MAX_LEAVES + 1 {
                    self.fault(At::Field, FilterFault::TooMany { max: MAX_LEAVES });
                }
                match self.question(field, *is, values) {
                    Ok(read) => read,
                    Err((at, why)) => {
                        self.fault(at, why);
                        Sieve::default()
                    }
                }
            }
        }
    }

    fn group<F: Asked>(
        &mut self,
        of: &[Filter],
        depth: usize,
        may_be_empty: bool,
    ) -> Vec<Sieve<F>> {
        if depth > MAX_DEPTH {
            self.fault(At::Group, FilterFault::TooDeep { max: MAX_DEPTH });
            return Vec::new();
        }
        if of.is_empty() && !may_be_empty {
            self.fault(At::Group, FilterFault::Hollow);
        }
        let mut read = Vec::with_capacity(of.len());
        for (place, one) in of.iter().enumerate() {
            self.path.push(place);
            read.push(self.node(one, depth + 1));
            self.path.pop();
        }
        read
    }

    fn question<F: Asked>(
        &mut self,
        key: &str,
        is: Operator,
        values: &[String],
    ) -> Result<Sieve<F>, (At, FilterFault)> {
        let field: F = self.asked(key, is, values)?;
        if F::SEGMENT == Some(field) {
            return self.segments(field, is, values);
        }
        if F::DISCOUNTS.contains(&field) {
            return self.discounts(field, is, values);
        }
        let test = self.test(field, is, values)?;
        Ok(Sieve::Leaf(Leaf { field, test }))
    }

    /// The field, when it can be asked so, with so many values.
    fn asked<F: Asked>(
        &self,
        key: &str,
        is: Operator,
        values: &[String],
    ) -> Result<F, (At, FilterFault)> {
        let field: F = self
            .field(key)
            .filter(|field: &F| self.around.contacts || !field.is_contact())
            .filter(|field| !field.operators().is_empty())
            .ok_or((At::Field, FilterFault::UnknownField))?;
        let allowed = field.operators();
        if !allowed.contains(&is) {
            return Err((At::Operator, FilterFault::Operator { allowed }));
        }
        let several = matches!(is, Operator::Is | Operator::Not) && field.column().is_chosen();
        let wanted = match is {
            Operator::Empty | Operator::Filled | Operator::Overdue => 0,
            Operator::Between => 2,
            _ => 1,
        };
        let fits = match several {
            true => (1..=MAX_VALUES).contains(&values.len()),
            false => values.len() == wanted,
        };
        if values.len() > MAX_VALUES {
            return Err((At::Values, FilterFault::TooMany { max: MAX_VALUES }));
        }
        if !fits {
            return Err((At::Values, FilterFault::Values { wanted }));
        }
        Ok(field)
    }

    fn field<F: Asked>(&self, key: &str) -> Option<F> {
        match key.strip_prefix("fields.") {
            Some(own) => {
                let def = self.around.own.iter().find(|def| def.key == own)?;
                Some(F::own(def.id, def.kind))
            }
            None => F::built_in(key),
        }
    }

    fn test<F: Asked>(
        &self,
        field: F,
        is: Operator,
        values: &[String],
    ) -> Result<Test, (At, FilterFault)> {
        let column = field.column();
        let text = || {
            let folded = text(&values[0], column).map_err(|why| (At::Value(0), why))?;
            Ok(match is {
                Operator::Lacks => Test::Lacks(folded),
                Operator::Begins => Test::Begins(folded),
                Operator::Is => Test::Equals(folded),
                Operator::Not => Test::Differs(folded),
                _ => Test::Has(folded),
            })
        };
        match is {
            Operator::Empty => return Ok(Test::Empty),
            Operator::Filled => return Ok(Test::Filled),
            Operator::Overdue => return Ok(Test::Overdue(self.around.now)),
            Operator::Within => {
                let days = values[0].trim().parse::<u32>().ok();
                let days = days
                    .filter(|days| *days <= 366)
                    .ok_or((At::Value(0), FilterFault::Malformed))?;
                return Ok(Test::Birthdays(birthdays(self.today, days)));
            }
            Operator::Has | Operator::Lacks | Operator::Begins => return text(),
            _ => {}
        }
        match column {
            ColumnType::Boolean => match values[0].as_str() {
                "yes" => Ok(Test::Yes(true)),
                "no" => Ok(Test::Yes(false)),
                _ => Err((At::Value(0), FilterFault::Malformed)),
            },
            ColumnType::Integer | ColumnType::Money => {
                let (from, to) = ends(is, values, |value| value.parse::<i64>().ok())?;
                Ok(Test::Numbers(from, to))
            }
            ColumnType::Decimal => {
                let (from, to) = ends(is, values, millionths)?;
                Ok(Test::Numbers(from, to))
            }
            ColumnType::Time => {
                let time = |value: &str| NaiveTime::parse_from_str(value, "%H:%M").ok();
                let (from, to) = ends(is, values, time)?;
                let shown = |time: NaiveTime| time.format("%H:%M").to_string();
                Ok(Test::Times(from.map(shown), to.map(shown)))
            }
            ColumnType::Date | ColumnType::DateTime => {
                let (from, to) = ends(is, values, |value| day(value, self.today))?;
                Ok(self.days(field, from, to))
            }
            _ if column.is_chosen() => {
                let mut chosen = Vec::with_capacity(values.len());
                for (place, value) in values.iter().enumerate() {
                    let choice = self.choice(field, value.trim());
                    chosen.push(choice.map_err(|why| (At::Value(place), why))?);
                }
                Ok(match is {
                    Operator::Not => Test::NoneOf(chosen),
                    _ => Test::OneOf(chosen),
                })
            }
            _ => text(),
        }
    }

    fn days<F: Asked>(&self, field: F, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Test {
        if field.column() == ColumnType::Date {
            return Test::Days(from, to);
        }
        let zone = self.around.zone;
        let begins = from.map(|day| zone.midnight(day));
        let until = to.map(|day| zone.midnight(day.succ_opt().unwrap_or(day)));
        field.moments(begins, until)
    }

    fn choice<F: Asked>(&self, field: F, value: &str) -> Result<Choice, FilterFault> {
        if let Some(choice) = field.choice(value) {
            return choice;
        }
        match field.column() {
            ColumnType::Employee => match (value, self.around.me) {
                ("me", Some(me)) => Ok(Choice::Id(me.as_i64())),
                // Nobody is responsible as "me" where nobody asks.
                ("me", None) => Ok(Choice::Id(0)),
                _ => id::<EmployeeId>(value, "emp", EmployeeId::as_i64),
            },
            ColumnType::Client => id::<ClientId>(value, "cli", ClientId::as_i64),
            _ => {
                let counts = |id: ValueId| *self.around.merged.get(&id).unwrap_or(&id);
                id::<ValueId>(value, "val", |id| counts(id).as_i64())
            }
        }
    }
}

impl ColumnType {
    /// Whether its values are chosen among given ones.
    pub const fn is_chosen(self) -> bool {
        matches!(
            self,
            Self::Dictionary | Self::DictionaryMulti | Self::Employee | Self::Client | Self::Choice
        )
    }
}

pub(super) fn id<T: std::str::FromStr>(
    value: &str,
    wanted: &'static str,
    number: impl Fn(T) -> i64,
) -> Result<Choice, FilterFault> {
    match value.parse::<T>() {
        Ok(id) => Ok(Choice::Id(number(id))),
        Err(_) => Err(FilterFault::WrongId { wanted }),
    }
}

/// What is looked for in a text, folded as the text will be; in a phone, the digits.
fn text(value: &str, column: ColumnType) -> Result<String, FilterFault> {
    let value = value.trim();
    if value.chars().count() > TITLE as usize {
        return Err(FilterFault::TooLong { max: TITLE });
    }
    let looked_for = match column {
        ColumnType::Phone => value.chars().filter(char::is_ascii_digit).collect(),
        _ => folded(value),
    };
    match looked_for.is_empty() || value.chars().any(is_forbidden) {
        true => Err(FilterFault::Malformed),
        false => Ok(looked_for),
    }
}

/// The ends of a range: both the same for one value.
fn ends<T: Clone>(
    is: Operator,
    values: &[String],
    read: impl Fn(&str) -> Option<T>,
) -> Result<(Option<T>, Option<T>), (At, FilterFault)> {
    let value = |place: usize| {
        let read = read(values[place].trim());
        read.ok_or((At::Value(place), FilterFault::Malformed))
    };
    let first = value(0)?;
    Ok(match is {
        Operator::From => (Some(first), None),
        Operator::To => (None, Some(first)),
        Operator::Between => (Some(first), Some(value(1)?)),
        _ => (Some(first.clone()), Some(first)),
    })
}

fn millionths(value: &str) -> Option<i64> {
    const MILLION: f64 = 1_000_000.0;
    let number: f64 = value.replace(',', ".").parse().ok()?;
    let millionths = (number * MILLION).round();
    (millionths.abs() < 9e15).then_some(millionths as i64)
}

/// `2026-12-05`, `today`, `today-30`, `today+2w`.
fn day(value: &str, today: NaiveDate) -> Option<NaiveDate> {
    let Some(rest) = value.strip_prefix("today") else {
        let day = NaiveDate::parse_from_str(value, "%Y-%m-%d").ok()?;
        return (1900..=2200).contains(&day.year()).then_some(day);
    };
    if rest.is_empty() {
        return Some(today);
    }
    let (back, number) = match (rest.strip_prefix('-'), rest.strip_prefix('+')) {
        (Some(number), _) => (true, number),
        (_, Some(number)) => (false, number),
        _ => return None,
    };
    let (number, unit) = match number.strip_suffix(['d', 'w', 'm', 'y']) {
        Some(digits) => (digits, &number[digits.len()..]),
        None => (number, "d"),
    };
    if number.is_empty() || number.len() > 5 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: u32 = number.parse().ok()?;
    let day = match unit {
        "m" | "y" => {
            let months = Months::new(if unit == "y" { number * 12 } else { number });
            match back {
                true => today.checked_sub_months(months),
                false => today.checked_add_months(months),
            }
        }
        _ => {
            let days = Days::new(u64::from(number) * if unit == "w" { 7 } else { 1 });
            match back {
                true => today.checked_sub_days(days),
                false => today.checked_add_days(days),
            }
        }
    };
    day.filter(|day| (1000..=9999).contains(&day.year()))
}

/// The birthdays of the days from today on. Who was born on 29 February has his on the 28th in a year without one.
fn birthdays(today: NaiveDate, days: u32) -> Vec<(String, String)> {
    let last = today
        .checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(today);
    let shown = |day: NaiveDate| format!("{:02}-{:02}", day.month(), day.day());
    let (from, mut to) = (shown(today), shown(last));
    if to == "02-28" && !last.leap_year() {
        to = "02-29".to_owned();
    }
    let (first, end) = ("01-01".to_owned(), "12-31".to_owned());
    match last.year() - today.year() {
        0 => vec![(from, to)],
        1 if to < from => vec![(from, end), (first, to)],
        _ => vec![(first, end)],
    }
}
