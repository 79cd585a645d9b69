//! Signing in and out, sessions, invitations, and one's own account.
//!
//! A person is known by a session: an access token of ten minutes for every request, and a refresh cookie that is read by two
//! operations only. Whoever guesses is slowed down, and learns nothing from the answer or its time.

mod actions;
mod convert;
pub mod cookie;
pub mod hasher;
pub(crate) mod passwords;
mod routes;
pub mod tokens;

pub(crate) use actions::{begin, fingerprint};
pub(crate) use convert::me;
pub use routes::routes;
