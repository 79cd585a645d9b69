//! Results: what is asked, and what cannot be changed any more.

mod fields;
mod lifecycle;

pub use lifecycle::result;
