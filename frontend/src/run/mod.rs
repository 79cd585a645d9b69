//! The task runner: one client after another, without a way back to a list between them.
//!
//! A card is there before it is needed: the next two are fetched while one works on this one. Saving hands the completion to the
//! outbox and shows the next card at once; a refusal brings the card back with everything typed.

mod call;
mod card;
mod client_pane;
mod desk;
mod next_line;
mod queue;
mod results;
mod screen;
mod script_pane;
mod strips;
mod words;

pub use desk::Desk;
pub use results::{ResultPane, focus_first_fault};
pub use screen::Runner;
pub use words::{refusal_words, tone_of};
