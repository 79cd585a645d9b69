//! Companies: organisations that a club works with, and their people.

mod actions;
pub mod cells;
pub mod convert;
mod history;
mod people;
mod routes;
mod save;

pub use actions::sort_at;
pub use routes::routes;
pub use save::{changed, checked_new, checked_patch};
