//! The fields that a club adds to the cards of its clients and of its companies, and what is answered to them.

mod actions;
mod answered;
mod routes;
mod schema;

pub use answered::{Form, answered, are_contacts};
pub use routes::routes;
