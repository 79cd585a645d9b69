//! Files on a client's card: they come by a button, by dropping and by pasting, have versions and a preview, and lie in the trash for a while.

mod going;
mod line;
mod picture;
mod section;
mod trash;
mod window;
mod words;

pub use section::Files;

/// Slices of the answers that a change of a file makes stale: the card's history tells it.
const TAGS: &[&str] = &["files", "clients"];
