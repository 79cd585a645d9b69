//! Processes as files: what a club has as readable text, and a file taken in as a whole or not at all.
//!
//! The format and its faults are `process_file`'s; here keys meet what the club has. A thing is recognised by its name, so that
//! nothing comes twice; nothing that a file does not name is taken away.

mod actions;
mod export;
mod import;
mod joining;
mod packs;
mod processes;
mod routes;

pub use export::export;
pub use import::{Tried, Wanted, import};
pub use routes::routes;
