//! My day: one queue in one order, and everything the first screen needs.

mod actions;
mod boot;
mod routes;

pub use routes::routes;
