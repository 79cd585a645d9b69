//! Search over everything, for the palette.

mod actions;

pub use actions::routes;
