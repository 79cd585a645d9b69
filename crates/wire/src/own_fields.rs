//! The club's own fields on the cards of its clients and of its companies.

use domain::fields::FieldDef;
use domain::filters::{ColumnType, Operator};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::operation::{Access, Permission, operations};
use crate::results::FieldEntry;

operations! {
    "own fields";
    /// The fields of clients in the order of the card, and those that were taken off it.
    GetClientFields = Get "/client-fields" () => 200: OwnFields, Access::Needs(Permission::DirectoryRead);
    /// Replaces the list of fields. A field that is left out is taken off the card and keeps its answers; named again by its key, it has them back. The type and the dictionary of a field that has answers stay.
    UpdateClientFields = Patch "/client-fields" (), OwnFieldsPatch => 200: OwnFields, Access::Needs(Permission::DirectoryEdit), if_match Required, refuses [InUse];
    /// The same of companies.
    GetCompanyFields = Get "/company-fields" () => 200: OwnFields, Access::Needs(Permission::DirectoryRead);
    /// Replaces the list of fields of companies, by the same rules.
    UpdateCompanyFields = Patch "/company-fields" (), OwnFieldsPatch => 200: OwnFields, Access::Needs(Permission::DirectoryEdit), if_match Required, refuses [InUse];
    /// Every field of a client that lists can be filtered by or show, the club's own included, with what can be chosen.
    GetClientSchema = Get "/schema/clients" () => 200: ListSchema, Access::Needs(Permission::ClientRead);
    /// The same of a company.
    GetCompanySchema = Get "/schema/companies" () => 200: ListSchema, Access::Needs(Permission::ClientRead);
}

/// The fields of the things in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListSchema {
    pub fields: Vec<ListedField>,
}

/// A field of the things in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListedField {
    /// How filters and columns name it: `stage`, or `fields.level` for an own one.
    pub key: String,
    /// In the reader's language.
    pub label: String,
    #[serde(rename = "type")]
    pub kind: ColumnType,
    pub filterable: bool,
    /// What a filter may ask of it; the first is what one asks most.
    pub operators: Vec<Operator>,
    /// What can be chosen, where that is a short list; archived values stand last.
    pub choices: Vec<ListedChoice>,
    /// Whether a list can show it in `columns`.
    pub column: bool,
    pub sortable: bool,
    /// The value of `sort` for this order.
    pub sort: Option<String>,
    /// Of money: ISO 4217. Its values are in minor units.
    pub currency: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListedChoice {
    /// What stands in the `values` of a filter.
    pub value: String,
    pub label: String,
    /// Cannot be given to a client any more, but some have it.
    pub archived: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnFields {
    /// In the order of the card; their answers are the `fields` of a client or of a company.
    pub fields: Vec<FieldDef>,
    /// Taken off the card, the last one first. Their keys stay theirs.
    pub removed: Vec<FieldDef>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct OwnFieldsPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 30))]
    pub fields: Option<Vec<FieldEntry>>,
}
