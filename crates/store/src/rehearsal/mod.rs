//! The past of a process as a rehearsal replays it: told in portions, so that years of work do not stand in memory at once. Nothing is written.

mod answers;
mod names;
mod read;

pub use names::Names;
pub use read::{MOST_RESULTS, Past};
