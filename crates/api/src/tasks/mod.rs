//! Tasks and their completion: the heart of the product.
//!
//! A use case is one unit: the task is fetched for the action, `domain::chains` decides on the facts of that moment, the store
//! applies the decision. Whoever comes second reads what the first one wrote and is told who it was.

mod actions;
mod closed;
mod complete;
pub mod convert;
mod explain;
mod free;
mod routes;
mod script;
mod workplace;

pub use complete::{Finished, completed, finish, of_start};
pub use free::{created, made, updated};
pub use routes::routes;
