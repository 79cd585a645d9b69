//! The organisation: name, language, currency and what else holds for all branches.

mod actions;
mod convert;
mod routes;

pub use routes::routes;
