//! Signing in: accounts by e-mail, sessions with their refresh tokens, failed attempts, and one-time links.
//!
//! Tokens are known by their SHA-256 only. A session is a family of refresh tokens, each replaced by the next; one that
//! comes back after it was replaced ends the family, because somebody else has it.

mod attempts;
mod links;
mod sessions;

pub use attempts::Attempts;
pub use links::{Link, NewLink};
pub(crate) use sessions::rights;
pub use sessions::{NewSession, Refreshed, Session, SessionAccount};
