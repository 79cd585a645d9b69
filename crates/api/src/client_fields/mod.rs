//! The fields that a club adds to the cards of its clients.

mod actions;
mod routes;
mod schema;

pub use routes::routes;
