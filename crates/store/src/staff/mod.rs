//! Employees and the roles that say what they may do.
//!
//! Employees are read within the scope of `staff.read` and changed within that of `staff.edit`, and nobody changes an
//! employee, gives a role or makes a link for one whose role may do more than his own: otherwise a manager could make
//! himself an owner. Roles are the house's: `role.edit` changes them, the owner's role always keeps every permission.

mod handover;
mod people;
mod read;
mod roles;
mod rows;
mod write;

pub use people::Credentials;
pub use read::EmployeeFilter;
pub use roles::{NewRole, RoleChange};
pub use rows::{Employee, Profile, Role};
pub use write::{EmployeeChange, NewEmployee, ProfileChange};
