//! Duplicates: found when somebody types and by a look at night, listed and decided.

mod actions;
mod look;
mod routes;

pub use look::look;
pub use routes::routes;
