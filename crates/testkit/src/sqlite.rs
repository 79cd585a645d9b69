//! SQLite for tests: a file in a folder of its own, so that `-wal` and `-shm` go with it.

use std::fs;
use std::sync::OnceLock;

use crate::scratch::ScratchFolder;
use crate::{TestDatabase, schema};

/// A database with the schema of this build and nothing in it.
///
/// # Panics
/// When the temporary folder cannot be written, or a migration fails.
#[must_use]
pub fn database() -> TestDatabase {
    static MIGRATED: OnceLock<Vec<u8>> = OnceLock::new();
    let database = empty();
    let migrated = MIGRATED.get_or_init(|| {
        let template = empty();
        schema::migrate(&template.url);
        fs::read(&template.url).expect("the migrated file")
    });
    fs::write(&database.url, migrated).expect("a copy of it");
    database
}

/// The place for a database: what the first start of the server finds.
#[must_use]
pub fn empty() -> TestDatabase {
    let folder = ScratchFolder::new("sqlite");
    let file = folder.path().join("perezvon.db");
    TestDatabase::in_folder(file.display().to_string(), folder)
}
