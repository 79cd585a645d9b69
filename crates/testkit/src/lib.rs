//! What every test of the house stands on: throw-away databases on both engines.
//!
//! - [`sqlite::database`]: a migrated file in a folder of its own.
//! - [`pg::database`]: the same as a database of a PostgreSQL cluster that lives exactly as long as the test run
//!   (or as long as `with-postgres`, which shares one cluster among many test programs).
//! - [`app`]: the server in this process, set up, with a clock that stands still; [`both!`] runs a test on both databases.
//! - [`program`]: the real program as a process, for tests that end it and for measuring; [`club`]: the demo club it serves.
//! - [`post_office`], [`receiver`]: a mail server, and the other side of a hook.
//!
//! A [`TestDatabase`] is a URL; it is removed when the value is dropped.

pub mod app;
pub mod club;
mod database;
pub mod ids;
pub mod pg;
pub mod post_office;
pub mod program;
pub mod receiver;
mod schema;
mod scratch;
pub mod sqlite;

pub use database::TestDatabase;
