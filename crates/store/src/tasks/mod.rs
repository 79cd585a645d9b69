//! Tasks: every piece of work, with its completions.
//!
//! A task is read within reach of `task.read`; what is done to it is asked for by its own permission
//! ([`Tx::task_for`](crate::Tx::task_for)): a hidden task is not found, a visible one may be forbidden. A task of a chain is
//! closed only by completing it or by cancelling its chain, so that no client is left without a next step.
//! Completing is the chain's business: see [`crate::chains`].

mod cards;
mod change;
mod former;
mod list;
mod read;
mod rows;
mod write;

pub(crate) use cards::{cards, completions_by_id, values_of};
pub use change::{FreeTask, TaskChange};
pub(crate) use change::{about, audience, tell_created, title_of};
pub use former::Former;
pub use list::{TaskFilter, TaskSort};
pub(crate) use list::{narrowed, of_words};
pub(crate) use read::{context_after, row};
pub use rows::{Completion, CompletionBrief, CompletionRow, TaskCard, TaskRow, ValueRow};
pub(crate) use write::{close, insert, insert_completion, remove, reseat, save};
