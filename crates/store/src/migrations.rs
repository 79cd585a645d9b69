//! The schema's versions, for the command line and for tests; a server migrates when it opens its database.

use std::time::Duration;

use crate::engine::conn::{self, Address, Conn, Purpose};
use crate::engine::errors::StoreError;
use crate::engine::migrate;
use crate::engine::pool::Durability;

/// What a database has and what this program knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    pub applied: Vec<String>,
    pub known: Vec<String>,
}

pub fn versions(url: &str) -> Result<Versions, StoreError> {
    let mut conn = open(url)?;
    Ok(Versions {
        applied: migrate::applied(&mut conn)?,
        known: migrate::known(&conn)?,
    })
}

/// Brings the schema up to date; a newer one is refused.
pub fn to_latest(url: &str) -> Result<(), StoreError> {
    migrate::prepare(&mut open(url)?, true)
}

/// Takes the whole schema back, **with all data**.
pub fn revert_all(url: &str) -> Result<(), StoreError> {
    migrate::revert_all(&mut open(url)?)
}

/// Takes the schema back to a version, with all data that came after it.
pub fn revert_after(url: &str, version: &str) -> Result<(), StoreError> {
    migrate::revert_after(&mut open(url)?, version)
}

fn open(url: &str) -> Result<Conn, StoreError> {
    // Building an index over a large table takes longer than any statement of the server may.
    let timeout = Duration::from_secs(3_600);
    conn::connect(
        &Address::parse(url)?,
        Purpose::Write,
        Durability::Full,
        timeout,
    )
}
