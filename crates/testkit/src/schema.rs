//! The schema of this build, put into an empty database.

use std::sync::Arc;

use store::{Db, DbConfig, Durability};

use crate::ids::RisingIds;

/// Bring the empty database at `url` up to date, and leave nobody connected to it.
///
/// # Panics
/// When a migration fails.
pub(crate) fn migrate(url: &str) {
    let mut config = DbConfig::new(url, Arc::new(RisingIds::default()));
    config.durability = Durability::Off;
    config.threads = Some(1);
    let db = Db::open(&config).unwrap_or_else(|error| panic!("migrations: {error}"));
    db.close();
}
