//! Whether anybody is forgotten.

use serde::{Deserialize, Serialize};

use crate::operation::{Access, Permission, operations};

operations! {
    "invariants";
    /// Checks the whole database: no client in work without a next step, nothing done twice.
    CheckInvariants = Get "/invariants" () => 200: Invariants, Access::Needs(Permission::InvariantsRead);
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invariants {
    /// True when no check found anything.
    pub hold: bool,
    pub checks: Vec<InvariantCheck>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvariantCheck {
    /// `active_chain_has_one_task` …
    pub name: String,
    /// In the reader's language.
    pub title: String,
    pub violations: u32,
    /// The first ten offending ids.
    pub examples: Vec<String>,
}
