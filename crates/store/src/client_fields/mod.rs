//! The fields that a club adds to the cards of its clients.
//!
//! Ids and keys are permanent. A removed field keeps its row and the answers that were given: brought back, it has them again.
//! The list is changed as a whole under one version, which the organisation's row keeps.

mod read;
mod rows;
mod write;

pub use rows::{ClientForm, FieldLists};
