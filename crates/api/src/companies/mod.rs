//! Companies: organisations that a club works with, and their people.

mod actions;
mod convert;
mod people;
mod routes;
mod save;

pub use routes::routes;
