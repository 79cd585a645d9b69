//! The live map of a process. Reads only.

mod actions;
mod convert;
mod routes;

pub use routes::routes;
