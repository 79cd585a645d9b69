//! The directory of results: how a piece of work can end, and what is asked then.
//!
//! Ids and keys of fields are permanent. A removed field keeps its row, so that its key never comes back as another question;
//! completions keep their own words in any case.

mod read;
mod rows;
mod write;

pub use rows::{FieldDraft, ResultDraft, ResultRecord};
