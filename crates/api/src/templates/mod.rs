//! Task templates.

mod actions;
mod convert;
mod routes;

pub use routes::routes;
