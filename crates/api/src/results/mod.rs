//! The directory of results with their extra fields.

mod actions;
mod convert;
pub mod fields;
mod routes;

pub use convert::as_entry;
pub use routes::routes;
