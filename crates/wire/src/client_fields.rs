//! The club's own fields on the cards of its clients.

use domain::fields::FieldDef;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::operation::{Access, Permission, operations};
use crate::results::FieldEntry;

operations! {
    "client fields";
    /// The club's own fields in the order of the card, and those that were taken off it.
    GetClientFields = Get "/client-fields" () => 200: ClientFields, Access::Needs(Permission::DirectoryRead);
    /// Replaces the list of fields. A field that is left out is taken off the card and keeps its answers; named again by its key, it has them back. The type and the dictionary of a field that has answers stay.
    UpdateClientFields = Patch "/client-fields" (), ClientFieldsPatch => 200: ClientFields, Access::Needs(Permission::DirectoryEdit), if_match Required, refuses [InUse];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClientFields {
    /// In the order of the card; their answers are the `fields` of a client.
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
pub struct ClientFieldsPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 30))]
    pub fields: Option<Vec<FieldEntry>>,
}
