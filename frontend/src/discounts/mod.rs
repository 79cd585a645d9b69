//! Discounts and benefits on a client's card: what he has, and giving, changing and withdrawing it.

mod dialog;
mod section;
mod words;

pub use section::Discounts;
pub use words::gives;

/// What shows discounts of clients: the card, its brief and history, and lists.
const TAGS: &[&str] = &["discounts", "clients"];
