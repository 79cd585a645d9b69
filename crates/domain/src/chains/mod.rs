//! Chains: one run of a process for one client, and the decision that moves it on.
//!
//! [`decision`] holds the data that goes in and comes out; the functions that decide are pure and are called by the
//! server, which applies the decision in one transaction, and by the browser, which only shows it.

mod again;
mod assign;
mod begin;
mod beside;
mod decide;
mod decision;
mod follow;
mod next;
mod undo;

#[cfg(test)]
pub(crate) mod tests;

pub use again::{again, errands_again};
pub use begin::{Begun, Returned, come_back, errands_done, start, wake};
pub use beside::{Addressee, Beside, Deed, NewErrand, Planned, Words};
pub use decide::{
    MAX_TASKS_A_DAY, beside_the_form, complete, offered_due, proposed_due, would_follow,
};
pub use decision::{
    Adjustment, AssigneeReason, BackTo, CallerFacts, ChainChange, ChainFacts, ClientChange,
    ClientFacts, Completed, Context, Decision, DueReason, Filled, JoinFacts, Load, NewTask, Next,
    Rejection, Returning, Sentence, StaffFacts, TaskFacts, Told,
};
pub use undo::{
    CompletionFacts, Kept, Made, MadeBeside, MadeTask, TakenBack, UNDO, Whose, take_back,
    undo_until,
};

use crate::words::words;

words! {
    ChainState {
        /// Has exactly one open task.
        Active = "active",
        /// Has exactly one wake-up date.
        Sleeping = "sleeping",
        Goal = "goal",
        Refused = "refused",
        Ended = "ended",
        Cancelled = "cancelled",
    }
}
