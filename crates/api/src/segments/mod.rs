//! Segments: sets of clients under a name, live or frozen.

mod actions;
mod convert;
mod routes;

pub use routes::routes;
