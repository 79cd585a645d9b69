//! Discounts and benefits: the club's list, and granting them to clients.

mod actions;
mod convert;
mod grants;
mod routes;

pub use convert::{today, told};
pub use routes::routes;
