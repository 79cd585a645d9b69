//! Dictionaries and their values.

pub use domain::dictionaries::DictionaryRole;
use domain::ids::{DictionaryId, ValueId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::operation::{Access, Permission, operations};
use crate::page::Page;

operations! {
    "dictionaries";
    /// All dictionaries by name, archived ones last, without their values.
    ListDictionaries = Get "/dictionaries" () => 200: Page<DictionarySummary>, Access::Needs(Permission::DirectoryRead);
    /// Adds a dictionary.
    CreateDictionary = Post "/dictionaries" (), NewDictionary => 201: Dictionary, Access::Needs(Permission::DirectoryEdit), refuses [Taken];
    /// One dictionary with all its values in order.
    GetDictionary = Get "/dictionaries/{id}" (DictionaryId) => 200: Dictionary, Access::Needs(Permission::DirectoryRead);
    /// Renames a dictionary.
    UpdateDictionary = Patch "/dictionaries/{id}" (DictionaryId), DictionaryPatch => 200: Dictionary, Access::Needs(Permission::DirectoryEdit), if_match Required, refuses [Taken];
    /// Archives a dictionary; refused while a field asks for it or cards take their source from it.
    ArchiveDictionary = Delete "/dictionaries/{id}" (DictionaryId) => 204, Access::Needs(Permission::DirectoryEdit), if_match Required, refuses [InUse];
    /// Takes a dictionary out of the archive.
    RestoreDictionary = Post "/dictionaries/{id}/restore" (DictionaryId) => 200: Dictionary, Access::Needs(Permission::DirectoryEdit), refuses [Taken];
    /// Adds values at the end, in the given order; names that are there already are refused.
    AddValues = Post "/dictionaries/{id}/values" (DictionaryId), NewValues => 201: Dictionary, Access::Needs(Permission::DirectoryEdit), refuses [Taken];
    /// Puts the values into this order; every value that is not archived must be named once.
    OrderValues = Put "/dictionaries/{id}/order" (DictionaryId), ValueOrder => 200: Dictionary, Access::Needs(Permission::DirectoryEdit), if_match Required;
    /// Renames a value. History keeps the old name.
    UpdateValue = Patch "/values/{id}" (ValueId), ValuePatch => 200: Value, Access::Needs(Permission::DirectoryEdit), if_match Required, refuses [Taken];
    /// Archives a value: it can no longer be chosen, history keeps it.
    ArchiveValue = Delete "/values/{id}" (ValueId) => 204, Access::Needs(Permission::DirectoryEdit), if_match Required;
    /// Takes a value out of the archive.
    RestoreValue = Post "/values/{id}/restore" (ValueId) => 200: Value, Access::Needs(Permission::DirectoryEdit), refuses [Taken];
    /// Merges a value into another of the same dictionary: answers, and conditions of processes that name it, count for that one from now on, the words in history stay.
    MergeValue = Post "/values/{id}/merge" (ValueId), MergeInto => 200: Value, Access::Needs(Permission::DirectoryEdit), refuses [WrongState];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DictionarySummary {
    pub id: DictionaryId,
    pub name: String,
    /// What it is for besides extra fields: the one with `sources` holds the `source_id` of clients.
    pub role: Option<DictionaryRole>,
    /// Values that can be chosen.
    pub values: u32,
    /// Fields that ask for it.
    pub used_by: u32,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dictionary {
    pub id: DictionaryId,
    pub name: String,
    /// What it is for besides extra fields.
    pub role: Option<DictionaryRole>,
    /// In order; archived ones last.
    pub values: Vec<Value>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Value {
    pub id: ValueId,
    pub dictionary_id: DictionaryId,
    pub name: String,
    pub position: i32,
    /// How many answers hold it.
    pub used: u32,
    /// The value that counts for it since they were merged: in answers, on cards and where a condition of a process names it.
    pub merged_into: Option<ValueId>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDictionary {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// Names of its first values, in order.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::described::NameText>))]
    pub values: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DictionaryPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewValues {
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::described::NameText>, min_items = 1, max_items = 1000))]
    pub names: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ValueOrder {
    pub value_ids: Vec<ValueId>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ValuePatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MergeInto {
    pub into: ValueId,
}
