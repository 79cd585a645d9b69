//! The directory of results with their extra fields.

mod actions;
mod convert;
mod fields;
mod routes;

pub use routes::routes;
