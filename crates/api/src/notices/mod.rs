//! Notices behind the bell.

mod actions;
mod text;

pub use actions::routes;
