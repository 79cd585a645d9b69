//! Dictionaries: named, ordered lists of values that extra fields offer.
//!
//! Names are unique among what is not archived, whatever their case. A value in use is archived or merged, never deleted:
//! completions keep the words as they were. A changed value is a changed list, so its dictionary gets a new version too.

mod read;
mod rows;
mod write;

pub(crate) use read::CHOSEN;
pub use rows::{Dictionary, DictionarySummary, Value};
