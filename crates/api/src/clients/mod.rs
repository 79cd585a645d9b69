//! Clients, their contacts and their timeline.

mod actions;
pub mod cells;
pub mod convert;
pub mod filters;
mod routes;
pub mod save;

pub use actions::written_note;
pub use routes::routes;
pub use save::{changed, checked_new, checked_patch, created};
