//! Segments: sets of clients under a name, for filters, files and whatever is done with many.
//!
//! Everybody who sees clients sees the club's segments, each the part of them within his own reach. Whoever edits the directories makes and changes them.

mod read;
mod rows;
mod write;

pub use rows::Segment;
pub use write::{MOST_FROZEN, SegmentChange};
