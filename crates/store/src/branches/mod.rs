//! Branches: places with a time zone, working hours and holidays.
//!
//! Everybody who is signed in may read them: a task names its branch. Changing them needs `branch.edit`, within its
//! scope. A branch that has open tasks or running chains is not archived.
//!
//! This slice is the pattern for the others: [`rows`](self) are read models, reading and writing are methods of
//! [`Tx`](crate::Tx), a change is fetch → compare versions → write → audit → emit.

mod read;
mod rows;
mod write;

pub use rows::Branch;
pub use write::{BranchChange, NewBranch};
