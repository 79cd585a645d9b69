use diesel::prelude::*;
use domain::dictionaries::DictionaryRole;
use domain::ids::{DictionaryId, ValueId};
use domain::time::Timestamp;
use serde::Serialize;

use crate::schema::{dictionaries, dictionary_values};

/// A dictionary without its values. `Serialize` is for the audit log only.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize)]
#[diesel(table_name = dictionaries)]
pub struct Dictionary {
    pub id: DictionaryId,
    pub name: String,
    pub role: Option<DictionaryRole>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

/// A line of the list of dictionaries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DictionarySummary {
    pub dictionary: Dictionary,
    /// Values that can be chosen.
    pub values: u32,
    /// Fields that ask for it.
    pub used_by: u32,
}

/// `Serialize` is for the audit log only.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize)]
#[diesel(table_name = dictionary_values)]
pub struct Value {
    pub id: ValueId,
    pub dictionary_id: DictionaryId,
    pub name: String,
    pub position: i32,
    /// The value that counts for it since they were merged.
    pub merged_into: Option<ValueId>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}
