//! Companies: organisations that a club works with, and their people.

mod actions;
pub mod convert;
mod history;
mod people;
mod routes;
mod save;

pub use routes::routes;
