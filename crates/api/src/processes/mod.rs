//! Processes: drafts, checks, published versions.

mod actions;
mod compare;
mod convert;
mod judge;
mod routes;
mod shape;
mod transfers;

pub use routes::routes;
pub use transfers::carry;
