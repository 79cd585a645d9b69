//! What leaves the house: letters by e-mail, calls of hooks, and what became of each.

mod words;

pub use words::words;
