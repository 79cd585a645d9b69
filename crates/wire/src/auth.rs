//! Signing in and out, and one's own account.

use std::collections::BTreeMap;

use domain::access::{Limit, Limits, Permission, Rights, Scope};
use domain::ids::{BranchId, EmployeeId, RoleId, SessionId};
use domain::language::Language;
use domain::staff::{Density, Theme};
use domain::time::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};

use crate::operation::{Access, operations};
use crate::page::Page;

operations! {
    "auth";
    /// Signs in with e-mail and password; sets the refresh cookie.
    SignIn = Post "/sessions" (), SignInRequest => 201: Session, Access::Public, idempotency None, refuses [WrongCredentials, TooManyRequests, NotSetUp];
    /// Gives a new access token for the refresh cookie and rotates the cookie.
    RefreshSession = Post "/sessions/refresh" () => 200: Session, Access::Cookie, idempotency None, refuses [SessionEnded, WrongOrigin];
    /// Signs out here; the token stops working within five seconds.
    SignOut = Delete "/sessions/current" () => 204, Access::Cookie, refuses [WrongOrigin];
    /// One's own sessions, newest first.
    ListSessions = Get "/sessions" () => 200: Page<SessionInfo>, Access::SignedIn;
    /// Ends one of one's own sessions.
    EndSession = Delete "/sessions/{id}" (SessionId) => 204, Access::SignedIn;
    /// Who is signed in and what he may do.
    GetMe = Get "/me" () => 200: Me, Access::SignedIn;
    /// Changes one's own name and preferences.
    UpdateMe = Patch "/me" (), MePatch => 200: Me, Access::SignedIn;
    /// Changes one's own password; ends all other sessions.
    ChangePassword = Post "/me/password" (), PasswordChange => 204, Access::SignedIn, idempotency None, refuses [WrongCredentials, TooManyRequests];
    /// Whom an invitation or reset link is for.
    GetInvitation = Get "/invitations/{token}" (String) => 200: Invitation, Access::Public, refuses [LinkInvalid, TooManyRequests];
    /// Accepts an invitation or resets a password by its link, and signs in.
    AcceptInvitation = Post "/invitations/{token}/accept" (String), AcceptRequest => 201: Session, Access::Public, idempotency None, refuses [LinkInvalid, TooManyRequests];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 254))]
    pub email: String,
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 128, format = Password))]
    pub password: String,
}

/// An access token of ten minutes, for `Authorization: Bearer`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    pub access_token: String,
    pub expires_at: Timestamp,
    pub me: Me,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    pub id: EmployeeId,
    pub name: String,
    pub email: String,
    pub role: RoleName,
    pub branches: Vec<BranchName>,
    pub language: Language,
    pub theme: Theme,
    pub density: Density,
    pub single_key_shortcuts: bool,
    /// What the role allows; what is absent is not allowed.
    #[serde(deserialize_with = "known_permissions")]
    pub permissions: BTreeMap<Permission, Scope>,
    /// What permissions for clients are narrowed to: clients of some stages, or on some steps. Whoever has an open task with a client works with him nevertheless.
    #[serde(default, deserialize_with = "known_limits")]
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<Permission, domain::access::Limit>))]
    pub limits: Limits,
    pub organisation: OrganisationName,
    /// Bytes of the largest file that the server takes.
    pub largest_file: u64,
    pub version: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleName {
    pub id: RoleId,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BranchName {
    pub id: BranchId,
    pub name: String,
    /// IANA name.
    pub zone: String,
    /// Seconds east of UTC now.
    pub offset: i32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganisationName {
    pub name: String,
    pub language: Language,
    pub currency: String,
    pub phone_country: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct MePatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub density: Option<Density>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub single_key_shortcuts: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 128, format = Password))]
    pub current: String,
    #[cfg_attr(feature = "openapi", schema(min_length = 12, max_length = 128, format = Password))]
    pub new: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionInfo {
    pub id: SessionId,
    pub current: bool,
    /// Browser and system, as far as its `User-Agent` says.
    pub device: String,
    pub created_at: Timestamp,
    pub last_used_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    pub kind: InvitationKind,
    pub organisation: String,
    pub name: String,
    pub email: String,
    pub language: Language,
    pub expires_at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvitationKind {
    Join,
    ResetPassword,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptRequest {
    /// As the colleagues will see it.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    #[cfg_attr(feature = "openapi", schema(min_length = 12, max_length = 128, format = Password))]
    pub password: String,
}

impl Me {
    pub fn rights(&self) -> Rights<'_> {
        Rights {
            grants: &self.permissions,
            limits: &self.limits,
        }
    }
}

/// A page that stays open over an upgrade renews its session with a newer server: words it does not know grant what it has no use for.
fn known_permissions<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<BTreeMap<Permission, Scope>, D::Error> {
    let words = BTreeMap::<String, String>::deserialize(from)?;
    let known = words.iter().filter_map(|(permission, scope)| {
        Some((Permission::parse(permission)?, Scope::parse(scope)?))
    });
    Ok(known.collect())
}

/// The same of limits.
fn known_limits<'de, D: Deserializer<'de>>(from: D) -> Result<Limits, D::Error> {
    let words = BTreeMap::<String, Limit>::deserialize(from)?;
    let known = words.into_iter();
    Ok(known
        .filter_map(|(permission, limit)| Some((Permission::parse(&permission)?, limit)))
        .collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn permissions_of_a_newer_server_are_passed_by() {
        let me: Me = serde_json::from_value(json!({
            "id": EmployeeId::from_i64(1),
            "name": "Анна",
            "email": "anna@club.example",
            "role": { "id": RoleId::from_i64(2), "name": "Оператор" },
            "branches": [],
            "language": "ru",
            "theme": "system",
            "density": "compact",
            "single_key_shortcuts": true,
            "permissions": {
                "client.read": "branch",
                "client.teleport": "all",
                "client.edit": "galaxy",
            },
            "organisation": { "name": "Высота", "language": "ru", "currency": "RUB", "phone_country": "RU" },
            "largest_file": 26_214_400,
            "version": 1,
        }))
        .expect("a person");
        let expected = BTreeMap::from([(Permission::ClientRead, Scope::Branch)]);
        assert_eq!(me.permissions, expected);
    }
}
