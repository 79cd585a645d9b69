//! HTTP: what every operation has in common, written once.
//!
//! A slice registers its handlers by operation type ([`routes::Routes::on`]); [`serve`] wraps each of them in the same
//! steps: limits, sign-in, parameters, body, versions, idempotency, answer. A handler is left with its sentence.

pub mod accounts;
mod assets;
pub mod attachment;
pub mod call;
mod catalogue;
pub mod check;
pub mod ctx;
mod docs;
pub mod error;
mod health;
pub mod incoming;
pub mod limits;
pub mod live;
mod member;
mod mend;
pub(crate) mod messages;
pub mod once;
mod origin;
mod packed;
mod problem;
mod query;
pub mod routes;
mod serve;
pub mod server;
pub mod shape;
mod trace;
mod version;

pub use call::{Answer, Call};
pub use check::Check;
pub use ctx::Ctx;
pub use error::ApiError;
pub use routes::Routes;
