//! The organisation: one per database.

use domain::language::Language;
use domain::organisation::{NameOrder, WeekStart};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::operation::{Access, Permission, operations};

operations! {
    "organisation";
    /// Name, language, currency and the like.
    GetOrganisation = Get "/organisation" () => 200: Organisation, Access::SignedIn;
    /// Changes them.
    UpdateOrganisation = Patch "/organisation" (), OrganisationPatch => 200: Organisation, Access::Needs(Permission::OrganisationEdit), if_match Required;
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Organisation {
    pub name: String,
    pub language: Language,
    pub currency: String,
    pub phone_country: String,
    pub week_start: WeekStart,
    pub name_order: NameOrder,
    /// Whether this server can send letters; what a process would send by e-mail is given up otherwise.
    pub sends_mail: bool,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct OrganisationPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(pattern = r"^\s*[A-Za-z]{3}\s*$", example = "RUB")
    )]
    pub currency: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(pattern = r"^\s*[A-Za-z]{2}\s*$", example = "RU")
    )]
    pub phone_country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub week_start: Option<WeekStart>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_order: Option<NameOrder>,
}
