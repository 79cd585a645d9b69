//! Views: lists of clients and of companies that people keep under a name.

mod actions;
mod convert;
mod routes;

pub use routes::routes;
