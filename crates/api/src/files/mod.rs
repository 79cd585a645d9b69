//! Files of clients: bytes come in and go out, what they are is found out from them, and what nobody needs any more is removed.

mod actions;
mod content;
mod convert;
mod kinds;
mod routes;
mod sweep;
mod upload;

pub use routes::routes;
pub use sweep::{forget, keep_clean, sweep};
