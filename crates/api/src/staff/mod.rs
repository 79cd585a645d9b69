//! Employees and roles: who works here, and what each may do.
//!
//! An employee joins by a link that works once. One who leaves hands his open tasks and clients over in the same transaction, so
//! that nobody's next step is lost; his history keeps his name.

mod actions;
mod convert;
mod limits;
mod roles;
mod routes;

pub(crate) use actions::{link_for, link_text};
pub use routes::routes;
