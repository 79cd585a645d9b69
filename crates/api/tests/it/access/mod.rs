//! Who may do what: every operation has a row, and an operation without one fails.

mod fixture;
mod matrix;
mod rows;

pub use fixture::{Things, things};
pub use matrix::filled;
