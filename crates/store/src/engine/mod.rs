//! What every slice stands on: connections, units of work, column types, pages, errors.
//!
//! - [`conn`]: one connection type for both databases, and how each is opened;
//! - [`pool`]: threads that own connections; on SQLite many readers and one writer that commits in groups;
//! - [`unit`]: [`unit::Tx`], what a closure is given;
//! - [`columns`]: how values of the domain are bound and read;
//! - [`page`]: keyset pagination; [`count`]: how long a list is; [`errors`]: what can go wrong; [`migrate`]: the schema's versions;
//! - [`dialect`]: the few things that the two databases do differently.

pub(crate) mod among;

pub(crate) mod beyond;
mod binding;
pub(crate) mod birthday;
pub mod columns;
pub mod conn;
pub(crate) mod constant;
pub(crate) mod count;
pub mod describe;
pub mod dialect;
pub mod errors;
pub(crate) mod folding;
pub mod ids;
pub mod migrate;
pub(crate) mod owned;
pub mod page;
pub mod pool;
pub(crate) mod queue;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod unindexed;
pub mod unit;
pub(crate) mod update;
mod worker;
pub mod written;
