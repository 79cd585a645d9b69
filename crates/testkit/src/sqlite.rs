//! SQLite for tests: a file in a folder of its own, so that `-wal` and `-shm` go with it.

use crate::TestDatabase;
use crate::scratch::ScratchFolder;

/// An empty database file; the server migrates it when it starts.
#[must_use]
pub fn database() -> TestDatabase {
    let folder = ScratchFolder::new("sqlite");
    let file = folder.path().join("perezvon.db");
    TestDatabase::in_folder(file.display().to_string(), folder)
}
