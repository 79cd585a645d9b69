//! Clients: people, their contacts, and how they are found.
//!
//! A card is read within reach of `client.read`; whoever works for a client sees it. `next_due_sort` and
//! `last_contact_sort` follow the client's tasks and chains in the transaction that changes those, so that lists can be
//! sorted and filtered by them without looking further. The version of a card rises with everything its page shows; what
//! people changed of it by hand stands in the timeline with the version it made.

mod brief;
mod card;
mod columns;
mod consents;
mod contacts;
mod differences;
mod find;
mod granted;
mod list;
mod parts;
mod people;
mod pool;
mod read;
mod retoken;
mod rows;
mod sieve;
mod tags;
mod write;

pub use brief::BriefRows;
pub(crate) use card::next_steps;
pub use card::{ClientCard, NextStep};
pub use columns::Columns;
pub(crate) use consents::refuses_letters;
pub use consents::{Consent, NewConsent};
pub(crate) use differences::{differences, email_words, phone_words};
pub(crate) use find::{Matches, forgiving, matching};
pub use find::{SameNumber, Words};
pub(crate) use granted::granted;
pub use list::{ClientFilter, ClientListed, ClientSort};
pub(crate) use read::{first_email, names, row, tags};
pub use rows::{
    ClientEmail, ClientMessenger, ClientName, ClientPhone, ClientRelation, ClientRow, Contacts,
};
pub(crate) use sieve::stands_on;
pub(crate) use tags::retag;
pub use write::ClientData;
pub(crate) use write::{
    Kept, audience, forbidden_words, next_due, refresh_next, save, save_progress,
};
