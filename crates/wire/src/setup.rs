//! First run: from an empty database to an owner who is signed in.

use serde::{Deserialize, Serialize};

use crate::auth::Session;
use crate::operation::{Access, operations};
use domain::language::Language;

operations! {
    "setup";
    /// Tells whether the organisation was set up, and what the sign-in page must say.
    GetSetup = Get "/setup" () => 200: SetupState, Access::Public;
    /// Sets the organisation up by the one-time link that the first start printed, and signs the owner in.
    CompleteSetup = Post "/setup" (), SetupRequest => 201: Session, Access::Public, idempotency None, refuses [AlreadySetUp, LinkInvalid, TooManyRequests];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetupState {
    pub done: bool,
    /// Absent before the set-up.
    pub organisation: Option<String>,
    /// The organisation's language, or the best guess before the set-up.
    pub language: Language,
    /// Known passwords of the demo club; empty everywhere else.
    pub demo_accounts: Vec<DemoAccount>,
    /// What there is to begin with; empty once it was set up.
    pub packs: Vec<PackName>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DemoAccount {
    pub name: String,
    pub role: String,
    pub email: String,
    pub password: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetupRequest {
    /// From the link.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub token: String,
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub organisation_name: String,
    pub language: Language,
    /// ISO 3166 code of the country whose phones are written without a prefix.
    #[cfg_attr(
        feature = "openapi",
        schema(pattern = r"^\s*[A-Za-z]{2}\s*$", example = "RU")
    )]
    pub phone_country: String,
    /// ISO 4217.
    #[cfg_attr(
        feature = "openapi",
        schema(pattern = r"^\s*[A-Za-z]{3}\s*$", example = "RUB")
    )]
    pub currency: String,
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub branch_name: String,
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
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub owner_name: String,
    #[cfg_attr(feature = "openapi", schema(format = Email, max_length = 254))]
    pub email: String,
    #[cfg_attr(feature = "openapi", schema(min_length = 12, max_length = 128, format = Password))]
    pub password: String,
    /// Install the ready process "a warm client" with its templates, results and dictionaries, published.
    pub with_preset: bool,
    /// Take in a ready pack in the organisation's language, published: the key of one that `GET /setup` lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 40, example = "fitness"))]
    pub pack: Option<String>,
}

/// A pack that an organisation can begin with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PackName {
    pub key: String,
    pub language: Language,
    pub name: String,
}
