//! Employees and roles.

use domain::access::{BuiltInRole, Grants, Limits, Rights};
use domain::ids::{BranchId, EmployeeId, RoleId};
use domain::staff::EmployeeState;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::list::Listed;
use crate::operation::{Access, Permission, operations};
use crate::page::{Page, paged};

operations! {
    "staff";
    /// Employees in the order of their names.
    ListEmployees = Get "/employees" () ?EmployeesQuery => 200: Page<Employee>, Access::Needs(Permission::StaffRead);
    /// Adds an employee and makes the link that invites him.
    InviteEmployee = Post "/employees" (), NewEmployee => 201: Invited, Access::Needs(Permission::StaffEdit), idempotency None, refuses [Taken];
    /// One employee.
    GetEmployee = Get "/employees/{id}" (EmployeeId) => 200: Employee, Access::Needs(Permission::StaffRead);
    /// Changes name, role, branches or presence.
    UpdateEmployee = Patch "/employees/{id}" (EmployeeId), EmployeePatch => 200: Employee, Access::Needs(Permission::StaffEdit), if_match Required, refuses [Taken, WrongState];
    /// Makes a new link: an invitation, or for somebody who has joined, a password reset. Older links stop working.
    MakeEmployeeLink = Post "/employees/{id}/link" (EmployeeId) => 201: Invited, Access::Needs(Permission::StaffEdit), idempotency None, refuses [WrongState];
    /// An employee leaves: his open tasks and clients are handed over, his sessions end.
    LeaveEmployee = Post "/employees/{id}/leave" (EmployeeId), Leaving => 200: Left, Access::Needs(Permission::StaffEdit), refuses [OpenTasks, WrongState];
    /// An employee who left comes back.
    RestoreEmployee = Post "/employees/{id}/restore" (EmployeeId) => 200: Employee, Access::Needs(Permission::StaffEdit), refuses [WrongState, Taken];

    /// Roles, built-in ones first.
    ListRoles = Get "/roles" () => 200: Page<Role>, Access::Needs(Permission::StaffRead);
    /// Adds a role.
    CreateRole = Post "/roles" (), NewRole => 201: Role, Access::Needs(Permission::RoleEdit), refuses [Taken];
    /// One role.
    GetRole = Get "/roles/{id}" (RoleId) => 200: Role, Access::Needs(Permission::StaffRead);
    /// Changes a role. The owner's role always keeps every permission.
    UpdateRole = Patch "/roles/{id}" (RoleId), RolePatch => 200: Role, Access::Needs(Permission::RoleEdit), if_match Required, refuses [Taken, WrongState];
    /// Removes a role of one's own making that nobody has.
    DeleteRole = Delete "/roles/{id}" (RoleId) => 204, Access::Needs(Permission::RoleEdit), if_match Required, refuses [InUse, WrongState];
}

paged! {
    pub struct EmployeesQuery {
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<EmployeeState>>))]
        pub state: Option<Listed<EmployeeState>>,
        pub branch_id: Option<BranchId>,
        pub role_id: Option<RoleId>,
        /// Part of the name or e-mail.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::SoughtText>))]
        pub q: Option<String>,
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Employee {
    pub id: EmployeeId,
    pub name: String,
    pub email: String,
    pub role_id: RoleId,
    pub role_name: String,
    pub branch_ids: Vec<BranchId>,
    pub state: EmployeeState,
    pub open_tasks: u32,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewEmployee {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    #[cfg_attr(feature = "openapi", schema(format = Email, max_length = 254))]
    pub email: String,
    pub role_id: RoleId,
    #[cfg_attr(feature = "openapi", schema(min_items = 1))]
    pub branch_ids: Vec<BranchId>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invited {
    pub employee: Employee,
    /// Shown once; works until `expires_at`, one time.
    pub link: String,
    pub expires_at: Timestamp,
    /// Whether the link is also on its way to the employee's address by e-mail.
    pub mailed: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct EmployeePatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = Email, max_length = 254))]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_id: Option<RoleId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_items = 1))]
    pub branch_ids: Option<Vec<BranchId>>,
    /// `active` or `absent`; leaving is an operation of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<EmployeeState>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Leaving {
    /// Who gets open tasks and the responsibility for clients. May be left out only when there is nothing to hand over. A
    /// process that names the employee gives that work to a colleague from now on.
    #[serde(default)]
    pub hand_over_to: Option<EmployeeId>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Left {
    pub employee: Employee,
    pub tasks_handed_over: u32,
    pub clients_handed_over: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Role {
    pub id: RoleId,
    pub name: String,
    /// Which built-in one it is; absent for a role of one's own making.
    pub built_in: Option<BuiltInRole>,
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<Permission, domain::access::Scope>))]
    pub grants: Grants,
    /// What grants for clients are narrowed to; what is absent reaches all clients of its scope.
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<Permission, domain::access::Limit>))]
    pub limits: Limits,
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

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<Permission, domain::access::Scope>))]
    pub grants: Grants,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<Permission, domain::access::Limit>))]
    pub limits: Limits,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct RolePatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
    /// All of them; the map replaces the present one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<std::collections::BTreeMap<Permission, domain::access::Scope>>))]
    pub grants: Option<Grants>,
    /// All of them; the map replaces the present one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<std::collections::BTreeMap<Permission, domain::access::Limit>>))]
    pub limits: Option<Limits>,
}
