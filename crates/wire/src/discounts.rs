//! Discounts and benefits: the club's list, and who has which.

use chrono::NaiveDate;
use domain::ids::{ClientId, DiscountGrantId, DiscountId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clients::PersonName;
use crate::operation::{Access, Permission, operations};
use crate::page::Page;

pub use domain::discounts::{Gives, GrantState};

operations! {
    "discounts";
    /// The club's discounts by name, archived ones last.
    ListDiscounts = Get "/discounts" () => 200: Page<Discount>, Access::Needs(Permission::DirectoryRead);
    /// Adds a discount. What it gives is told to people: no sum is reckoned with it.
    CreateDiscount = Post "/discounts" (), NewDiscount => 201: Discount, Access::Needs(Permission::DirectoryEdit), refuses [Taken];
    /// One discount of the list.
    GetDiscount = Get "/discounts/{id}" (DiscountId) => 200: Discount, Access::Needs(Permission::DirectoryRead);
    /// Changes a discount, for everybody who has it.
    UpdateDiscount = Patch "/discounts/{id}" (DiscountId), DiscountPatch => 200: Discount, Access::Needs(Permission::DirectoryEdit), if_match Required, refuses [Taken];
    /// Archives a discount: it can no longer be granted, whoever has it keeps it.
    ArchiveDiscount = Delete "/discounts/{id}" (DiscountId) => 204, Access::Needs(Permission::DirectoryEdit), if_match Required;
    /// Takes a discount out of the archive.
    RestoreDiscount = Post "/discounts/{id}/restore" (DiscountId) => 200: Discount, Access::Needs(Permission::DirectoryEdit), refuses [Taken];
    /// Discounts of a client within reach: what counts today first, then what is to come, then what was.
    ListClientDiscounts = Get "/clients/{id}/discounts" (ClientId) => 200: Page<DiscountGrant>, Access::Needs(Permission::ClientRead);
    /// Grants a client a discount. The same one is not granted twice for one day.
    GrantDiscount = Post "/clients/{id}/discounts" (ClientId), NewDiscountGrant => 201: DiscountGrant, Access::Needs(Permission::ClientDiscount), refuses [AlreadyMerged];
    /// A discount of a client.
    GetDiscountGrant = Get "/discount-grants/{id}" (DiscountGrantId) => 200: DiscountGrant, Access::Needs(Permission::ClientRead);
    /// Changes the days, the document or the note of a client's discount. Which discount it is stays.
    UpdateDiscountGrant = Patch "/discount-grants/{id}" (DiscountGrantId), DiscountGrantPatch => 200: DiscountGrant, Access::Needs(Permission::ClientDiscount), if_match Required, refuses [WrongState, AlreadyMerged];
    /// Withdraws a client's discount from now on. It stays in the client's history.
    WithdrawDiscount = Delete "/discount-grants/{id}" (DiscountGrantId) => 204, Access::Needs(Permission::ClientDiscount), if_match Required, refuses [AlreadyMerged];
    /// Takes the withdrawal of a client's discount back.
    ReturnDiscount = Post "/discount-grants/{id}/restore" (DiscountGrantId) => 200: DiscountGrant, Access::Needs(Permission::ClientDiscount), refuses [AlreadyMerged];
}

/// What the club gives to some of its clients.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Discount {
    pub id: DiscountId,
    pub name: String,
    pub gives: Gives,
    /// Whoever grants it names the document that he was shown.
    pub document: bool,
    pub note: Option<String>,
    /// How many clients within reach have it today.
    pub clients: u32,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDiscount {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub name: String,
    pub gives: Gives,
    #[serde(default)]
    pub document: bool,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DiscountPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gives: Option<Gives>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<bool>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 300))]
    pub note: Option<Option<String>>,
}

/// A discount that a client has for some days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DiscountGrant {
    pub id: DiscountGrantId,
    pub client_id: ClientId,
    pub discount_id: DiscountId,
    /// As the discount is called now.
    pub name: String,
    /// As the discount gives now.
    pub gives: Gives,
    /// By the club's day.
    pub state: GrantState,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The last day; without one it holds until it is withdrawn.
    pub valid_until: Option<NaiveDate>,
    /// What was shown: "удостоверение № 12".
    pub document: Option<String>,
    pub note: Option<String>,
    pub granted_by: Option<PersonName>,
    pub granted_at: Timestamp,
    pub withdrawn_by: Option<PersonName>,
    pub withdrawn_at: Option<Timestamp>,
    pub version: i64,
    pub updated_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDiscountGrant {
    pub discount_id: DiscountId,
    /// The club's today when absent.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    #[serde(default)]
    pub valid_until: Option<NaiveDate>,
    /// Required when the discount asks for one.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
    pub document: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DiscountGrantPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<NaiveDate>))]
    pub valid_until: Option<Option<NaiveDate>>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 300))]
    pub document: Option<Option<String>>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 300))]
    pub note: Option<Option<String>>,
}
