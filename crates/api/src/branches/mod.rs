//! Branches: places with a time zone, working hours and holidays.

mod actions;
mod convert;
mod routes;

pub use convert::branch;
pub use routes::routes;
