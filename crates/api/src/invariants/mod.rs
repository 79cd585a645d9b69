//! Whether anybody is forgotten: the rules that must always hold, checked over the whole database.

mod actions;

pub use actions::routes;
