//! Processes: drafts, checks, published versions.

mod actions;
mod compare;
mod convert;
pub mod judge;
mod routes;
mod shape;
mod transfers;

pub use actions::in_use;
pub use compare::changes;
pub use convert::version_name;
pub use routes::routes;
pub use shape::bounded;
pub use transfers::carry;
