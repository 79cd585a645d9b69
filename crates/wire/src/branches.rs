//! Branches: places with a time zone, hours and holidays.

use domain::calendar::{Calendar, DayHours, Holiday};
use domain::ids::BranchId;
use domain::time::{Timestamp, Zone};
use serde::{Deserialize, Serialize};

use crate::operation::{Access, Permission, operations};
use crate::page::Page;

operations! {
    "branches";
    /// All branches, archived ones last.
    ListBranches = Get "/branches" () => 200: Page<Branch>, Access::SignedIn;
    /// Adds a branch.
    CreateBranch = Post "/branches" (), NewBranch => 201: Branch, Access::Needs(Permission::BranchEdit), refuses [Taken];
    /// One branch.
    GetBranch = Get "/branches/{id}" (BranchId) => 200: Branch, Access::SignedIn;
    /// Changes a branch.
    UpdateBranch = Patch "/branches/{id}" (BranchId), BranchPatch => 200: Branch, Access::Needs(Permission::BranchEdit), if_match Required, refuses [Taken];
    /// Archives a branch; refused while it has open tasks.
    ArchiveBranch = Delete "/branches/{id}" (BranchId) => 204, Access::Needs(Permission::BranchEdit), if_match Required, refuses [InUse];
    /// Takes a branch out of the archive.
    RestoreBranch = Post "/branches/{id}/restore" (BranchId) => 200: Branch, Access::Needs(Permission::BranchEdit), refuses [Taken];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Branch {
    pub id: BranchId,
    pub name: String,
    /// Offsets of its IANA zone for the years around now.
    pub zone: Zone,
    pub calendar: Calendar,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewBranch {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// IANA name.
    #[cfg_attr(
        feature = "openapi",
        schema(
            pattern = r"^[A-Za-z][A-Za-z0-9_+/-]*$",
            max_length = 60,
            example = "Europe/Moscow"
        )
    )]
    pub zone: String,
    /// Monday first; 09:00 to 21:00 every day when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_items = 7, max_items = 7))]
    pub week: Option<[Option<DayHours>; 7]>,
    #[serde(default)]
    pub holidays: Vec<Holiday>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
    pub phone: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = Email, max_length = 254))]
    pub email: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
    pub address: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct BranchPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(
            pattern = r"^[A-Za-z][A-Za-z0-9_+/-]*$",
            max_length = 60,
            example = "Europe/Moscow"
        )
    )]
    pub zone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_items = 7, max_items = 7))]
    pub week: Option<[Option<DayHours>; 7]>,
    /// All of them; the list replaces the present one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holidays: Option<Vec<Holiday>>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 300))]
    pub phone: Option<Option<String>>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Email, max_length = 254))]
    pub email: Option<Option<String>>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 300))]
    pub address: Option<Option<String>>,
}
