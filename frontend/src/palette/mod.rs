//! The command palette: one field that finds records, does what keys do and leads to every page.
//!
//! Nothing is waited for: what is known here (recent records, commands, pages) stands in the list with the key that was pressed,
//! the server's records join below what is highlighted. Words are understood as the server understands them, by the domain's
//! search: parts of names, digits of phones, the wrong keyboard layout.

mod lines;
mod offer;
mod window;

pub use window::{Palette, opener, provide};
