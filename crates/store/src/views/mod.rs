//! Views: lists of clients and of companies under a name, with their columns and order.
//!
//! A view keeps questions and no answers: whom it shows is asked anew by whoever opens it, within his own reach. One's own
//! views are nobody else's; a shared one is seen by everybody who sees clients.

mod read;
mod rows;
mod write;

pub use rows::View;
pub use write::ViewChange;
