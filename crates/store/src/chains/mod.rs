//! Chains: runs of a process for a client, and the decisions that move them on.
//!
//! A use case reads the task, asks [`Tx::decision_facts`](crate::Tx::decision_facts) for everything the decision depends on, lets
//! `domain::chains` decide, and gives the decision to [`Tx::apply`](crate::Tx::apply), all in one transaction. The guards are
//! constraints of the database: one open task per chain, one successor per task, one completion per task, one running
//! chain per client and process, and the version of every row that is saved.

mod apply;
mod beside;
mod cancel;
mod errands;
mod facts;
mod making;
mod read;
mod rows;
mod undo;
mod waiting;
mod write;

pub use apply::{Applied, Before, HandOver};
pub use beside::BesideBefore;
pub(crate) use errands::open_errands;
pub use facts::{Facts, Settings};
pub use making::When;
pub(crate) use making::context_line;
pub(crate) use read::{of_client, open_task, row};
pub use rows::{ChainBrief, ChainCard, ChainRow};
pub use undo::Undone;
pub use waiting::{Caller, Waited, Woken};
pub(crate) use write::{reseat, save};
