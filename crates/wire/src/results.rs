//! The directory of results with their extra fields.

use domain::fields::{FieldDef, FieldType, Limits};
use domain::ids::{DictionaryId, FieldId, ResultId};
use domain::results::Outcome;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::operation::{Access, Permission, operations};
use crate::page::Page;

operations! {
    "results";
    /// All results by name, archived ones last.
    ListResults = Get "/results" () => 200: Page<ResultEntry>, Access::Needs(Permission::DirectoryRead);
    /// Adds a result with its fields.
    CreateResult = Post "/results" (), NewResult => 201: ResultEntry, Access::Needs(Permission::DirectoryEdit), refuses [Taken];
    /// One result.
    GetResult = Get "/results/{id}" (ResultId) => 200: ResultEntry, Access::Needs(Permission::DirectoryRead);
    /// Changes a result; `fields` replaces the list. A field that a published process reads can be neither removed nor made another type.
    UpdateResult = Patch "/results/{id}" (ResultId), ResultPatch => 200: ResultEntry, Access::Needs(Permission::DirectoryEdit), if_match Required, refuses [Taken, InUse];
    /// Archives a result; refused while a template offers it.
    ArchiveResult = Delete "/results/{id}" (ResultId) => 204, Access::Needs(Permission::DirectoryEdit), if_match Required, refuses [InUse];
    /// Takes a result out of the archive.
    RestoreResult = Post "/results/{id}/restore" (ResultId) => 200: ResultEntry, Access::Needs(Permission::DirectoryEdit), refuses [Taken];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResultEntry {
    pub id: ResultId,
    pub name: String,
    pub outcome: Outcome,
    pub reached_human: bool,
    pub do_not_contact: bool,
    pub instant: bool,
    pub fields: Vec<FieldDef>,
    /// Templates that offer it.
    pub used_by: u32,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewResult {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    pub outcome: Outcome,
    #[serde(default)]
    pub reached_human: bool,
    #[serde(default)]
    pub do_not_contact: bool,
    /// Only a result without required fields can be instant.
    #[serde(default)]
    pub instant: bool,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 30))]
    pub fields: Vec<FieldEntry>,
}

/// A field as it is written: an existing one by its id, a new one without.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FieldEntry {
    #[serde(default)]
    pub id: Option<FieldId>,
    /// `[a-z][a-z0-9_]{0,39}`; permanent, unique within the result.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[a-z][a-z0-9_]{0,39}$"))]
    pub key: String,
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub label: String,
    #[serde(rename = "type")]
    pub kind: FieldType,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub help: Option<String>,
    #[serde(default)]
    pub limits: Limits,
    #[serde(default)]
    pub dictionary_id: Option<DictionaryId>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ResultPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reached_human: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub do_not_contact: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instant: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 30))]
    pub fields: Option<Vec<FieldEntry>>,
}
