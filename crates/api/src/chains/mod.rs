//! Chains: running a process for a client, and waking what sleeps.

mod actions;
mod begin;
pub mod convert;
mod routes;
mod wake;

pub use actions::{begun, named};
pub use begin::{Beginning, begin_process, expect_beginnable, settings, zone_of};
pub use routes::routes;
pub use wake::{come_back, wake, wake_due};
