//! The change feed: what changed after a sequence number, kept for thirty days.
//!
//! An entry says topic, id and version, and no data. Only entries about things within the reader's reach are answered; the live
//! stream of the same entries is [`crate::http::live`].

mod routes;

pub use routes::routes;
