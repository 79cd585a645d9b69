//! One action for many clients or companies: those whom it is for are written down first, and then it is carried out by the worker in small transactions. So a server that is
//! killed goes on where it stopped, and undoing is the same walk back.

mod read;
mod rows;
mod undo;
mod write;

pub use rows::{BulkItem, BulkRow, Card, Written};
pub use undo::Given;
pub use write::ITEMS_AT_ONCE;
