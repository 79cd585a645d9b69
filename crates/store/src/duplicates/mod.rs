//! Duplicates: pairs of cards that may be one person, found when somebody types, and by a look at the base at night.
//!
//! Whatever changes a card's names or contacts leaves its number in `unlooked_clients` (triggers see to that), and a look takes those numbers in small
//! transactions: it compares a card with the few others that share a phone, an address or a key with it, and never with all. So a look that was interrupted goes on
//! where it was, and one that has nothing to do costs nothing. What somebody decided of a pair stays decided.

mod look;
mod read;
mod rows;

pub use read::{DuplicateFilter, LookAlike};
pub use rows::{DuplicateRow, LookRow};
