//! Processes: drafts, checks, published versions.

mod actions;
mod convert;
mod judge;
mod routes;
mod shape;

pub use routes::routes;
