//! Processes as files: readable YAML with everything a process stands on, and the packs that ship with the product.
//!
//! A file names things by keys of its own; a club knows them by their names. So a file can be written by hand, kept under version
//! control, and put into any club. Reading finds *all* faults and says of each the line, the column and the place. The format is
//! described in `docs/process-files.md`.
//!
//! Pure: text in, data out. The browser links it without the feature `read`: the set-up interview writes a file and never reads one.

mod bind;
mod due;
mod emit;
mod fault;
pub mod interview;
mod model;
mod offline;
#[cfg(feature = "read")]
pub mod packs;
#[cfg(feature = "read")]
mod read;
mod slug;
mod source;
#[cfg(feature = "read")]
mod tree;
mod write;

#[cfg(all(test, feature = "read"))]
mod tests;

pub use bind::Ids;
pub use fault::{Fault, Kind, Why};
pub use model::{
    Act, Also, Asked, Assignee, Case, Choose, Dictionary, Field, File, Named, Outgoing, Process,
    Question, Reader, ResultEntry, Spot, Step, Target, Template, Then,
};
pub use offline::{Offline, problem_fault};
#[cfg(feature = "read")]
pub use read::parse;
pub use source::{Source, SourceProcess, SourceTemplate};

/// What the first line of a file says: `perezvon: 1`.
pub const FORMAT: i64 = 1;
/// A file is not longer; the largest pack is a fiftieth of it.
pub const MAX_BYTES: usize = 600_000;
