//! The database: the only crate that names diesel, for both SQLite and PostgreSQL.
//!
//! [`Db`] opens a database by its URL and runs closures in it: [`Db::read`] in a snapshot that cannot write,
//! [`Db::write`] in a transaction that is committed as a whole. A closure is given a [`Tx`]; what can be asked and
//! changed hangs on it, slice by slice (`tx.task_for(Action::Complete, id)`, `tx.branches(…)`). Rows are domain
//! values or read models when they leave this crate; SQL stops here.

pub mod auth;
pub mod branches;
pub mod bulks;
pub mod chains;
pub mod clients;
pub mod companies;
pub mod comparison;
pub mod day;
pub mod dictionaries;
pub mod discounts;
pub mod duplicates;
pub mod exports;
pub mod files;
pub mod hooks;
pub mod imports;
pub mod map;
pub mod merges;
pub mod notices;
pub mod organisation;
pub mod own_fields;
pub mod processes;
pub mod rehearsal;
pub mod results;
pub mod search;
pub mod segments;
pub mod staff;
pub mod tasks;
pub mod templates;
pub mod timeline;
pub mod views;

mod access;
mod answers;
mod audit;
pub mod backup;
mod directory;
mod engine;
mod filters;
pub mod idempotency;
pub mod invariants;
pub mod migrations;
pub mod moving;
mod names;
mod outbox;
mod schema;

pub use engine::columns::Json;
pub use engine::conn::Backend;
pub use engine::describe::ColumnFacts;
pub use engine::errors::{Guard, StoreError, UnitError, expect_version};
pub use engine::ids::{Id, NextId};
pub use engine::page::{Page, PageRequest, Total};
pub use engine::pool::{Db, DbConfig, Durability, Pressure};
pub use engine::unit::{Tx, Who};
pub use engine::written::Written;
pub use outbox::{
    Audience, Cause, Delivery, DeliveryFilter, Event, Failed, Job, JobState, LEASE, MOST_ATTEMPTS,
    NewJob,
};

use domain::time::Timestamp;

/// Stands for "none" in columns that are sorted by and must not be null: 9999-12-31, after everything.
pub const FAR_AHEAD: Timestamp = Timestamp::LATEST;
/// Stands for "none" in columns that are sorted by and must not be null: 1970-01-01, before everything.
pub const LONG_AGO: Timestamp = Timestamp::EPOCH;
