//! First run: from an empty database to an owner who is signed in.
//!
//! The first start prints a link that works once and for an hour; only who reads the server's output can set it up. The demo club is
//! the one place with known passwords, and the sign-in page says so.

mod actions;
mod convert;
mod link;
mod routes;

pub(crate) use actions::show_accounts;
pub(crate) use convert::role_name;
pub use link::{LIFE, new_link};
pub use routes::routes;
