//! Clients: the list, one card, and what happened to somebody.

mod about;
mod card;
mod contacts;
mod edit;
mod history;
mod list;
mod next_step;
mod words;

pub use card::ClientCard;
pub use list::Clients;
pub use words::{channel, stage};
