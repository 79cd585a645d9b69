//! The fields that a club adds to the cards of its clients and of its companies, and the answers that stand on the cards.
//!
//! Ids and keys are permanent. A removed field keeps its row and the answers that were given: brought back, it has them again.
//! Each of the two lists is changed as a whole under a version of its own, which the organisation's row keeps.

pub(crate) mod answers;
mod read;
mod rows;
mod write;

pub use answers::Answers;
pub use rows::{FieldLists, OwnForm};
