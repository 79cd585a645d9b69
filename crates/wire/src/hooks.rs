//! Hooks: addresses of other programs that a process may tell what happens.

use domain::ids::HookId;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::operation::{Access, Permission, operations};
use crate::page::Page;

operations! {
    "sending";
    /// All hooks, archived ones last.
    ListHooks = Get "/hooks" () => 200: Page<Hook>, Access::Needs(Permission::DirectoryRead);
    /// Adds a hook; its secret is shown in this answer and never again.
    CreateHook = Post "/hooks" (), NewHook => 201: HookMade, Access::Needs(Permission::OrganisationEdit), idempotency None, refuses [Taken];
    /// One hook.
    GetHook = Get "/hooks/{id}" (HookId) => 200: Hook, Access::Needs(Permission::OrganisationEdit);
    /// Changes a hook.
    UpdateHook = Patch "/hooks/{id}" (HookId), HookPatch => 200: Hook, Access::Needs(Permission::OrganisationEdit), if_match Required, refuses [Taken];
    /// Archives a hook that no process calls; what still waits to be sent to it is given up.
    ArchiveHook = Delete "/hooks/{id}" (HookId) => 204, Access::Needs(Permission::OrganisationEdit), if_match Required, refuses [InUse];
    /// Takes a hook out of the archive.
    RestoreHook = Post "/hooks/{id}/restore" (HookId) => 200: Hook, Access::Needs(Permission::OrganisationEdit), refuses [Taken];
    /// Gives a hook another secret, shown in this answer and never again; for a day calls are signed with both.
    ChangeHookSecret = Post "/hooks/{id}/secret" (HookId) => 200: HookMade, Access::Needs(Permission::OrganisationEdit), idempotency None;
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hook {
    pub id: HookId,
    pub name: String,
    /// Only for who may edit the organisation: an address may hold a password of the other side.
    pub url: Option<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewHook {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// An https address; http only where the server's settings allow calls inside its own network.
    #[cfg_attr(
        feature = "openapi",
        schema(
            min_length = 1,
            max_length = 2_000,
            example = "https://example.org/perezvon"
        )
    )]
    pub url: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct HookPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(
            min_length = 1,
            max_length = 2_000,
            example = "https://example.org/perezvon"
        )
    )]
    pub url: Option<String>,
}

/// A hook with its secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HookMade {
    pub hook: Hook,
    /// `whsec_` and base 64: what calls are signed with, as Standard Webhooks say.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=")
    )]
    pub secret: String,
}
