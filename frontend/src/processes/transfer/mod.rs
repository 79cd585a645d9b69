//! What becomes of running clients when a process changes: the choice before, the progress and the way back after.

mod choice;
mod later;
mod told;

pub use choice::{Choice, Leaving};
pub use later::Later;
pub use told::Told;
