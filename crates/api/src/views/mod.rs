//! Views: lists of clients that people keep under a name.

mod actions;
mod convert;
mod routes;

pub use routes::routes;
