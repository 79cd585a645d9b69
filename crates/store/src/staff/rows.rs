use diesel::prelude::*;
use domain::access::{BuiltInRole, Grants, Limits, Rights};
use domain::ids::{BranchId, EmployeeId, RoleId};
use domain::language::Language;
use domain::staff::{Density, EmployeeState, Theme};
use domain::time::Timestamp;
use serde::Serialize;

use crate::schema::{employees, roles};

/// A member of staff. `Serialize` is for the audit log only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Employee {
    pub id: EmployeeId,
    pub name: String,
    pub email: String,
    pub role: RoleId,
    pub role_name: String,
    /// The main one first.
    pub branches: Vec<BranchId>,
    pub state: EmployeeState,
    /// Open tasks that are his own.
    #[serde(skip)]
    pub open_tasks: u32,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = employees)]
pub(super) struct EmployeeRow {
    pub id: EmployeeId,
    pub name: String,
    pub sort_key: String,
    pub email: String,
    pub email_key: String,
    pub role_id: RoleId,
    pub state: EmployeeState,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// One's own account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Queryable, Selectable)]
#[diesel(table_name = employees)]
pub struct Profile {
    pub id: EmployeeId,
    pub name: String,
    pub email: String,
    pub role_id: RoleId,
    pub language: Language,
    pub theme: Theme,
    pub density: Density,
    pub single_key_shortcuts: bool,
    pub version: i64,
}

/// A named set of permissions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Role {
    pub id: RoleId,
    pub name: String,
    pub built_in: Option<BuiltInRole>,
    pub grants: Grants,
    pub limits: Limits,
    /// Who has it, those who left aside.
    #[serde(skip)]
    pub employees: u32,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Role {
    pub fn rights(&self) -> Rights<'_> {
        Rights {
            grants: &self.grants,
            limits: &self.limits,
        }
    }
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = roles)]
pub(super) struct RoleRow {
    pub id: RoleId,
    pub name: String,
    pub built_in: Option<BuiltInRole>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}
