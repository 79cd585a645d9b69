use diesel::prelude::*;
use domain::fields::{FieldDef, FieldType, Limits};
use domain::ids::{DictionaryId, FieldId, ResultId};
use domain::results::{Outcome, ResultDef};
use domain::time::Timestamp;
use serde::Serialize;

use crate::engine::columns::Json;
use crate::schema::{result_fields, results};

/// A result with its fields. `Serialize` is for the audit log only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResultRecord {
    pub def: ResultDef,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

/// A result as it is to be: new, or instead of the present one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultDraft {
    pub name: String,
    pub outcome: Outcome,
    pub reached_human: bool,
    pub do_not_contact: bool,
    pub instant: bool,
    /// In the order in which they are asked.
    pub fields: Vec<FieldDraft>,
}

/// A field as it is to be; a new one has no id yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDraft {
    pub id: Option<FieldId>,
    pub key: String,
    pub label: String,
    pub kind: FieldType,
    pub required: bool,
    pub help: Option<String>,
    pub limits: Limits,
    pub dictionary_id: Option<DictionaryId>,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = results)]
pub(super) struct ResultRow {
    pub(super) id: ResultId,
    name: String,
    outcome: Outcome,
    reached_human: bool,
    do_not_contact: bool,
    instant: bool,
    version: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    archived_at: Option<Timestamp>,
}

impl ResultRow {
    pub(super) fn with(self, fields: Vec<FieldDef>) -> ResultRecord {
        ResultRecord {
            def: ResultDef {
                id: self.id,
                name: self.name,
                outcome: self.outcome,
                reached_human: self.reached_human,
                do_not_contact: self.do_not_contact,
                instant: self.instant,
                fields,
            },
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
            archived_at: self.archived_at,
        }
    }
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = result_fields)]
pub(super) struct FieldRow {
    id: FieldId,
    pub(super) result_id: ResultId,
    key: String,
    label: String,
    kind: FieldType,
    required: bool,
    help: Option<String>,
    limits: Json<Limits>,
    dictionary_id: Option<DictionaryId>,
}

impl From<FieldRow> for FieldDef {
    fn from(row: FieldRow) -> Self {
        Self {
            id: row.id,
            key: row.key,
            label: row.label,
            kind: row.kind,
            required: row.required,
            help: row.help,
            limits: row.limits.0,
            dictionary_id: row.dictionary_id,
        }
    }
}
