//! Rehearsals: the past of a process through its draft. Reads only.

mod actions;
mod convert;
mod routes;

pub use routes::routes;
