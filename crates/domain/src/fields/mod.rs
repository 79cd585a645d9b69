//! Extra fields: typed questions that a result asks, and their checked answers.

mod check;
mod definition;
mod kind;

#[cfg(test)]
pub(crate) mod tests;

use serde::{Deserialize, Serialize};

use crate::ids::{ClientId, DictionaryId, EmployeeId, FieldId, ValueId};
use crate::money::Money;
use crate::time::Timestamp;
use crate::words::words;

pub use check::{Surroundings, check, check_one};
pub use definition::{DefFault, MAX_FIELDS, definition_faults, is_key};
pub use kind::{email, url};

words! {
    /// On whose cards a club's own fields are.
    Subject {
        Client = "client",
        Company = "company",
    }
}

words! {
    /// What kind of answer a field takes.
    FieldType {
        Text = "text",
        LongText = "long_text",
        Integer = "integer",
        Decimal = "decimal",
        Money = "money",
        Boolean = "boolean",
        Date = "date",
        Time = "time",
        DateTime = "date_time",
        Dictionary = "dictionary",
        DictionaryMulti = "dictionary_multi",
        Employee = "employee",
        Client = "client",
        Phone = "phone",
        Email = "email",
        Url = "url",
    }
}

/// An extra field of a result, as it is defined now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldDef {
    pub id: FieldId,
    /// Permanent within the result; due rules and integrations name the field by it. `[a-z][a-z0-9_]{0,39}`.
    pub key: String,
    pub label: String,
    #[serde(rename = "type")]
    pub kind: FieldType,
    pub required: bool,
    pub help: Option<String>,
    pub limits: Limits,
    /// For the two dictionary types.
    pub dictionary_id: Option<DictionaryId>,
}

/// Bounds of an answer; those that do not fit the type are ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Least number (integer, decimal) or least sum in minor units (money).
    pub min: Option<i64>,
    pub max: Option<i64>,
    /// Longest text in characters; 500 for text and 20,000 for long text when absent.
    pub max_length: Option<u32>,
    /// Dates and moments must not lie in the past.
    pub not_past: bool,
}

/// An answer as it comes in and goes out: the JSON shapes that the types of [`FieldType`] use.
///
/// Text, dates, times, moments, ids, phones, addresses are strings; numbers are numbers; several dictionary values are a list
/// of ids; money is `{"amount", "currency"}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Raw {
    Boolean(bool),
    Integer(i64),
    Decimal(f64),
    Text(String),
    List(Vec<String>),
    Money(Money),
}

/// A checked answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldValue {
    Text(String),
    Integer(i64),
    /// In millionths.
    Decimal(i64),
    Money(Money),
    Boolean(bool),
    Date(chrono::NaiveDate),
    Time(chrono::NaiveTime),
    DateTime(Timestamp),
    Dictionary(ValueId),
    DictionaryMulti(Vec<ValueId>),
    Employee(EmployeeId),
    Client(ClientId),
    /// E.164.
    Phone(String),
    Email(String),
    Url(String),
}

/// What is wrong with one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    pub key: String,
    pub why: FaultKind,
}

/// Reasons an answer is refused; each has its message in every language ([`crate::sentence::fault`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    Required,
    /// No such field in this result.
    Unknown,
    /// Another JSON type, or not of the field's form.
    WrongType {
        wanted: FieldType,
    },
    TooSmall {
        min: i64,
    },
    TooBig {
        max: i64,
    },
    TooLong {
        max: u32,
    },
    /// More chosen values than can be stored.
    TooMany {
        max: u32,
    },
    /// Control characters or marks that reverse the reading direction.
    Characters,
    InPast,
    /// Not a value of the field's dictionary.
    NotInDictionary,
    /// A value that can no longer be chosen.
    Archived,
    /// No such employee or client within reach.
    NotFound,
    /// Not a number that could be called, an address that could be written to, or a link.
    Malformed,
    /// Another currency than the organisation's.
    WrongCurrency {
        wanted: String,
    },
}
