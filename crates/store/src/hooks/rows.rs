use diesel::prelude::*;
use domain::ids::HookId;
use domain::time::Timestamp;
use serde::Serialize;

use crate::schema::hooks;

/// A hook without its secrets. `Serialize` is for the audit log only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Queryable, Selectable)]
#[diesel(table_name = hooks)]
pub struct Hook {
    pub id: HookId,
    pub name: String,
    pub url: String,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

/// What calls are signed with; each is `whsec_` and base 64.
#[derive(Clone, PartialEq, Eq)]
pub struct HookSecrets {
    pub present: String,
    /// The one before, as long as it holds.
    pub before: Option<String>,
}

impl HookSecrets {
    /// All that hold now, the present one first.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.present.as_str()).chain(self.before.as_deref())
    }
}
