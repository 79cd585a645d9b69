//! Clients, their contacts and their timeline.

mod actions;
pub mod convert;
mod own_fields;
mod routes;
mod save;

pub use routes::routes;
pub use save::created;
