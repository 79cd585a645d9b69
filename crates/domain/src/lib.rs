//! The rules of Perezvon, pure: no input or output, no clock, no randomness, no async.
//!
//! The crate is compiled twice from one source: into the server, which decides and stores, and into the
//! browser's WASM, which previews the same decision before it happens. `now`, calendars and loads always
//! come in as arguments.

pub mod access;
pub mod branches;
pub mod bulks;
pub mod calendar;
pub mod chains;
pub mod clients;
pub mod collation;
pub mod companies;
pub mod comparison;
pub mod dictionaries;
pub mod discounts;
pub mod exports;
pub mod fields;
pub mod files;
pub mod filters;
pub mod ids;
pub mod imports;
pub mod language;
pub mod latin;
pub mod map;
pub mod money;
pub mod name;
pub mod notices;
pub mod organisation;
pub mod outgoing;
pub mod phone;
pub mod presets;
pub mod processes;
pub mod rehearsal;
pub mod results;
pub mod search;
pub mod sentence;
pub mod staff;
pub mod tasks;
pub mod templates;
pub mod text;
pub mod time;
pub mod time_text;
pub mod timeline;
pub mod words;
