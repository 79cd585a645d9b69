//! Copies of a SQLite database, made while it is in use, and checked before they replace anything.
//!
//! PostgreSQL has its own tools (`pg_dump`, `pg_restore`); asked for a backup of it, this module says so.

use std::fs;
use std::path::{Path, PathBuf};

use diesel::RunQueryDsl;
use diesel::sql_types::Text;

use crate::engine::conn::{self, Address, Conn, Purpose};
use crate::engine::errors::StoreError;
use crate::engine::migrate;
use crate::engine::pool::{Db, Durability};

/// What [`restore`] does with a database that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    Refuse,
    /// It is kept beside the new one, under its name with `.before-restore`.
    Replace,
}

impl Db {
    /// Writes a compact copy to `file`, which must not exist. Blocks; readers and the writer go on meanwhile.
    pub fn backup(&self, file: &Path) -> Result<(), StoreError> {
        let Conn::Sqlite(mut conn) = self.apart(Purpose::Write)? else {
            return Err(not_here());
        };
        if file.exists() {
            return Err(StoreError::Setup(format!(
                "{} is there already",
                file.display()
            )));
        }
        diesel::sql_query("VACUUM INTO ?")
            .bind::<Text, _>(file.display().to_string())
            .execute(&mut conn)?;
        private(file)?;
        check(file)
    }

    /// Looks whether the whole file is sound. Blocks, and reads everything.
    pub fn check_file(&self) -> Result<(), StoreError> {
        let mut conn = self.apart(Purpose::Read)?;
        sound(&mut conn, "the database")
    }
}

/// Checks a backup: a sound SQLite file with a schema that this program knows.
pub fn check(file: &Path) -> Result<(), StoreError> {
    if !file.exists() {
        return Err(StoreError::Setup(format!(
            "{} is not there",
            file.display()
        )));
    }
    let address = Address::Sqlite(file.to_owned());
    let mut conn = conn::connect(
        &address,
        Purpose::Read,
        Durability::Full,
        std::time::Duration::from_secs(10),
    )?;
    let shown = file.display().to_string();
    sound(&mut conn, &shown)?;
    let applied = migrate::applied(&mut conn)?;
    if applied.is_empty() {
        return Err(StoreError::Setup(format!(
            "{shown} is not a database of this program"
        )));
    }
    let known = migrate::known(&conn)?;
    match applied.iter().find(|version| !known.contains(version)) {
        Some(newer) => Err(StoreError::Setup(format!(
            "{shown} has the newer schema {newer}"
        ))),
        None => Ok(()),
    }
}

/// Puts a backup in the place of the database at `url`. The server must not run.
pub fn restore(backup: &Path, url: &str, existing: Existing) -> Result<(), StoreError> {
    let Address::Sqlite(target) = Address::parse(url)? else {
        return Err(not_here());
    };
    check(backup)?;
    if target.exists() {
        if existing == Existing::Refuse {
            return Err(StoreError::Setup(format!(
                "{} is there already",
                target.display()
            )));
        }
        quiet(&target)?;
        moved(&target, &beside(&target, ".before-restore"))?;
    }
    for leftover in ["-wal", "-shm"] {
        let _ = fs::remove_file(beside(&target, leftover));
    }
    // Under another name first: a copy that breaks off never looks like a database.
    let unfinished = beside(&target, ".restoring");
    fs::copy(backup, &unfinished).map_err(|error| failed(&unfinished, &error))?;
    private(&unfinished)?;
    moved(&unfinished, &target)
}

/// Folds the write-ahead log into the file; refused while another program has the database open.
fn quiet(file: &Path) -> Result<(), StoreError> {
    use diesel::connection::SimpleConnection;
    let address = Address::Sqlite(file.to_owned());
    let in_use = |_| {
        StoreError::Setup(format!(
            "{} is in use: stop the server first",
            file.display()
        ))
    };
    let opened = conn::connect(
        &address,
        Purpose::Write,
        Durability::Full,
        std::time::Duration::from_secs(10),
    );
    let Conn::Sqlite(mut conn) = opened? else {
        return Err(not_here());
    };
    conn.batch_execute("PRAGMA busy_timeout = 200; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT; PRAGMA journal_mode = DELETE")
        .map_err(in_use)
}

fn sound(conn: &mut Conn, shown: &str) -> Result<(), StoreError> {
    let Conn::Sqlite(conn) = conn else {
        return Err(not_here());
    };
    let words: Vec<String> = diesel::dsl::sql::<Text>("PRAGMA integrity_check(5)").load(conn)?;
    if words != ["ok"] {
        return Err(StoreError::Corrupt(format!(
            "{shown}: {}",
            words.join("; ")
        )));
    }
    let orphans: Vec<String> =
        diesel::dsl::sql::<Text>("SELECT DISTINCT \"table\" FROM pragma_foreign_key_check")
            .load(conn)?;
    match orphans.is_empty() {
        true => Ok(()),
        false => Err(StoreError::Corrupt(format!(
            "{shown}: rows without what they refer to in {}",
            orphans.join(", ")
        ))),
    }
}

fn private(file: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    {
        let owner_only = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        fs::set_permissions(file, owner_only).map_err(|error| failed(file, &error))?;
    }
    Ok(())
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn moved(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(|error| failed(to, &error))
}

fn failed(file: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Setup(format!("{}: {error}", file.display()))
}

fn not_here() -> StoreError {
    StoreError::Setup("this is for SQLite; a PostgreSQL database is saved with pg_dump and brought back with pg_restore".into())
}
