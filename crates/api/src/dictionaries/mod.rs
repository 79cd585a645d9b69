//! Dictionaries and their values.

mod actions;
mod convert;
mod routes;

pub use routes::routes;
