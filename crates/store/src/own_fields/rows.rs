use diesel::prelude::*;
use domain::fields::{FieldDef, FieldType, Limits, Subject};
use domain::ids::{DictionaryId, FieldId};
use domain::time::Timestamp;
use serde::Serialize;

use crate::engine::columns::Json;
use crate::schema::own_fields;

/// The fields by whether they are on the card. `Serialize` is for the audit log only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FieldLists {
    /// In the order of the card.
    pub present: Vec<FieldDef>,
    /// The last one taken off first.
    pub removed: Vec<FieldDef>,
}

impl FieldLists {
    /// A field, also one that was taken off the card.
    pub fn get(&self, id: FieldId) -> Option<&FieldDef> {
        let mut all = self.present.iter().chain(&self.removed);
        all.find(|def| def.id == id)
    }

    /// Those that ask for a client.
    pub(crate) fn of_clients(&self) -> Vec<FieldId> {
        let all = self.present.iter().chain(&self.removed);
        all.filter(|def| def.kind == FieldType::Client)
            .map(|def| def.id)
            .collect()
    }
}

/// The fields as they were seen at one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnForm {
    pub subject: Subject,
    pub fields: FieldLists,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = own_fields)]
pub(super) struct FieldRow {
    id: FieldId,
    key: String,
    label: String,
    kind: FieldType,
    required: bool,
    help: Option<String>,
    limits: Json<Limits>,
    dictionary_id: Option<DictionaryId>,
    pub(super) removed_at: Option<Timestamp>,
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
