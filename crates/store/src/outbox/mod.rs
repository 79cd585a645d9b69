//! What happens after the commit: the change feed and the jobs.
//!
//! Both are rows written in the transaction of their cause, so neither is lost or invented. The *relay*
//! ([`Tx::relay`](crate::Tx::relay)) gives committed events their sequence numbers and seals audit lines, one relay at
//! a time; it is woken by [`Db::committed`](crate::Db::committed). Workers claim due jobs by a lease.

mod events;
mod jobs;
mod outgoing;
mod relay;

pub use events::{Audience, Event};
pub use jobs::{Failed, Job, JobState, LEASE, MOST_ATTEMPTS, NewJob};
pub use outgoing::{Cause, Delivery, DeliveryFilter};
