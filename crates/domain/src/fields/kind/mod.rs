//! The kinds of answers: how each is read, checked and written.
//!
//! A new field type is a word in [`super::FieldType`], a variant in [`FieldValue`], and an arm in the two matches here;
//! the compiler names every other place.

mod choice;
mod contact;
mod moment;
mod number;

use super::check::Surroundings;
use super::{FaultKind, FieldDef, FieldType, FieldValue, Raw};
use crate::text::{self, Lines, TextFault};

/// Reads an answer that is not empty.
pub(super) fn read(
    def: &FieldDef,
    raw: &Raw,
    around: Surroundings<'_>,
) -> Result<FieldValue, FaultKind> {
    let limits = &def.limits;
    let wrong = FaultKind::WrongType { wanted: def.kind };
    match (def.kind, raw) {
        (FieldType::Text, Raw::Text(typed)) => {
            let max = limits.max_length.unwrap_or(text::TITLE).min(text::TEXT);
            line(typed, Lines::One, max).map(FieldValue::Text)
        }
        (FieldType::LongText, Raw::Text(typed)) => {
            let max = limits.max_length.unwrap_or(text::TEXT).min(text::TEXT);
            line(typed, Lines::Many, max).map(FieldValue::Text)
        }
        (FieldType::Integer, _) => number::integer(raw, limits, wrong),
        (FieldType::Decimal, _) => number::decimal(raw, limits, wrong),
        (FieldType::Money, Raw::Money(sum)) => number::money(sum, limits, around.currency),
        (FieldType::Boolean, Raw::Boolean(yes)) => Ok(FieldValue::Boolean(*yes)),
        (FieldType::Date, Raw::Text(typed)) => moment::date(typed, limits, around.today, wrong),
        (FieldType::Time, Raw::Text(typed)) => moment::time(typed, wrong),
        (FieldType::DateTime, Raw::Text(typed)) => {
            moment::date_time(typed, limits, around.now, wrong)
        }
        (FieldType::Dictionary, Raw::Text(typed)) => {
            choice::one(typed, around.choices(def), wrong).map(FieldValue::Dictionary)
        }
        (FieldType::DictionaryMulti, Raw::List(typed)) => {
            choice::several(typed, around.choices(def), wrong)
        }
        (FieldType::Employee, Raw::Text(typed)) => choice::employee(typed, around, wrong),
        (FieldType::Client, Raw::Text(typed)) => {
            typed.parse().map(FieldValue::Client).map_err(|_| wrong)
        }
        (FieldType::Phone, Raw::Text(typed)) => contact::phone(typed, around.country),
        (FieldType::Email, Raw::Text(typed)) => contact::email(typed).map(FieldValue::Email),
        (FieldType::Url, Raw::Text(typed)) => contact::url(typed).map(FieldValue::Url),
        _ => Err(wrong),
    }
}

fn line(typed: &str, lines: Lines, max: u32) -> Result<String, FaultKind> {
    text::clean(typed, lines, max).map_err(|fault| match fault {
        TextFault::TooLong { max } => FaultKind::TooLong { max },
        TextFault::Characters => FaultKind::Characters,
    })
}

impl Raw {
    /// Nothing was answered: white space or an empty list. `false` and zero are answers.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::List(list) => list.is_empty(),
            Self::Boolean(_) | Self::Integer(_) | Self::Decimal(_) | Self::Money(_) => false,
        }
    }
}

impl FieldValue {
    /// The answer in the shape in which it came in.
    pub fn to_raw(&self) -> Raw {
        match self {
            Self::Text(text) | Self::Phone(text) | Self::Email(text) | Self::Url(text) => {
                Raw::Text(text.clone())
            }
            Self::Integer(number) => Raw::Integer(*number),
            Self::Decimal(millionths) => Raw::Decimal(number::from_millionths(*millionths)),
            Self::Money(sum) => Raw::Money(sum.clone()),
            Self::Boolean(yes) => Raw::Boolean(*yes),
            Self::Date(date) => Raw::Text(date.to_string()),
            Self::Time(time) => Raw::Text(time.format("%H:%M").to_string()),
            Self::DateTime(at) => Raw::Text(at.to_string()),
            Self::Dictionary(id) => Raw::Text(id.to_string()),
            Self::DictionaryMulti(ids) => Raw::List(ids.iter().map(ToString::to_string).collect()),
            Self::Employee(id) => Raw::Text(id.to_string()),
            Self::Client(id) => Raw::Text(id.to_string()),
        }
    }
}

pub use contact::{email, url};
