//! Hooks: addresses of other programs that a process may tell what happens.

mod actions;
mod convert;
mod routes;

pub use routes::routes;
