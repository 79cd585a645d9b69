//! Merges: two cards of one person made one, and two again for thirty days.
//!
//! What belongs to the other card goes over row by row, and each row that goes is written down; what stands on the card itself (names, contacts, answers)
//! stays on the other card, which is archived as it was and leads to the kept one. So undoing sends rows back and compares the kept card's members with
//! what the merge had made of them. [`STANDS`] names every column in which a card stands; a column that is missing there fails a test.

mod back;
mod moves;
mod read;
mod rows;
mod there;

pub use read::Work;
pub use rows::{MergeRow, Remains, Tally};

/// What becomes of a column that names a card when the card is merged into another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// The row goes over to the kept card, and comes back.
    Moves,
    /// The row stays with the archived card, whose own it is.
    Stays,
    /// The row is about the two cards themselves.
    About,
}

/// Every column of the database that names a card, and what merging does with it.
pub const STANDS: &[(&str, &str, Fate)] = &[
    // What was done for many is undone on the card that it was done for.
    ("bulk_items", "client_id", Fate::Stays),
    ("chains", "client_id", Fate::Moves),
    ("client_consents", "client_id", Fate::Moves),
    ("client_discounts", "client_id", Fate::Moves),
    ("client_emails", "client_id", Fate::Stays),
    ("client_keys", "client_id", Fate::Stays),
    ("client_messengers", "client_id", Fate::Stays),
    ("client_phones", "client_id", Fate::Stays),
    ("client_relations", "client_id", Fate::Stays),
    ("client_relations", "other_id", Fate::Moves),
    ("client_tags", "client_id", Fate::Stays),
    ("client_tokens", "client_id", Fate::Stays),
    ("client_values", "client_id", Fate::Stays),
    // Where the field asks for a client.
    ("client_values", "reference", Fate::Moves),
    ("company_people", "client_id", Fate::Moves),
    ("company_values", "reference", Fate::Moves),
    ("compared_chains", "client_id", Fate::Moves),
    // An answer of then keeps what was said then; the archived card leads on.
    ("completion_values", "reference", Fate::Stays),
    ("completions", "client_id", Fate::Moves),
    ("duplicates", "one_id", Fate::About),
    ("duplicates", "other_id", Fate::About),
    ("files", "client_id", Fate::Moves),
    // What a file made or changed is taken back from the card that the file made or changed.
    ("import_rows", "client_id", Fate::Stays),
    ("merges", "kept_id", Fate::About),
    ("merges", "other_id", Fate::About),
    ("notices", "client_id", Fate::Moves),
    // The kept card is in them too, as long as the merge holds.
    ("segment_members", "client_id", Fate::Stays),
    ("stale_tokens", "client_id", Fate::Stays),
    ("tasks", "client_id", Fate::Moves),
    ("timeline", "client_id", Fate::Moves),
    ("transferred_chains", "client_id", Fate::Moves),
    ("unlooked_clients", "client_id", Fate::Stays),
];
