//! One connection type for both databases, and how each is opened and checked.

use std::path::{Path, PathBuf};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use diesel::sqlite::SqliteConnection;

use super::errors::StoreError;
use super::pool::Durability;

/// A connection to either database. Queries written against it compile once for both.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Pg(PgConnection),
    Sqlite(SqliteConnection),
}

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Postgres,
    Sqlite,
}

impl Conn {
    pub fn backend(&self) -> Backend {
        match self {
            Self::Pg(_) => Backend::Postgres,
            Self::Sqlite(_) => Backend::Sqlite,
        }
    }
}

/// Compiles one expression for each database. For what the enum cannot do: inserting many rows at once,
/// `on_conflict`, `as_returning`, UNION.
///
/// `each_backend!(tx.conn(), |c| diesel::insert_into(t::table).values(&rows).execute(c))?`
macro_rules! each_backend {
    ($conn:expr, |$c:ident| $body:expr) => {
        match $conn {
            $crate::engine::conn::Conn::Pg($c) => $body,
            $crate::engine::conn::Conn::Sqlite($c) => $body,
        }
    };
}
pub(crate) use each_backend;

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    Postgres(String),
    Sqlite(PathBuf),
}

impl Address {
    /// `postgres://…`, `postgresql://…`, `sqlite:path`, `sqlite://path`, or the path of a file.
    pub fn parse(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        let path = url
            .strip_prefix("sqlite://")
            .or_else(|| url.strip_prefix("sqlite:"))
            .unwrap_or(url);
        if path.is_empty() || path.contains("://") || path.starts_with(':') {
            return Err(StoreError::Setup(format!(
                "{url:?} names no database: expected postgres://… or the path of a SQLite file"
            )));
        }
        Ok(Self::Sqlite(PathBuf::from(path)))
    }

    pub fn backend(&self) -> Backend {
        match self {
            Self::Postgres(_) => Backend::Postgres,
            Self::Sqlite(_) => Backend::Sqlite,
        }
    }
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Cannot write on SQLite.
    Read,
    Write,
}

/// Opens a connection and sets it up; what was set is read back.
pub fn connect(
    address: &Address,
    purpose: Purpose,
    durability: Durability,
    statement_timeout: Duration,
) -> Result<Conn, StoreError> {
    match address {
        Address::Sqlite(path) => sqlite(path, purpose, durability).map(Conn::Sqlite),
        Address::Postgres(url) => postgres(url, durability, statement_timeout).map(Conn::Pg),
    }
}

/// What each connection to SQLite is set to, and what it must answer afterwards.
const PRAGMAS: &[(&str, &str, i64)] = &[
    ("foreign_keys", "ON", 1),
    ("busy_timeout", "5000", 5000),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("temp_store", "MEMORY", 2),
];

/// What a connection keeps of the file, in KiB: the system's own cache has the rest.
const CACHE: i64 = 16_000;
/// A file in the making is written everywhere at once, in large transactions that should not spill.
const CACHE_OF_A_MAKER: i64 = 256_000;

/// 64 MiB: a checkpoint cuts the write-ahead log down to it.
const JOURNAL_LIMIT: i64 = 67_108_864;

/// Pages of the write-ahead log after which it is folded into the file, 32 MiB. Every unit writes to the ends of the same
/// indexes: folded rarely, those pages go into the file once and not for every fiftieth completion.
const CHECKPOINT: i64 = 8_000;

fn sqlite(
    path: &Path,
    purpose: Purpose,
    durability: Durability,
) -> Result<SqliteConnection, StoreError> {
    make_private(path)?;
    let shown = path.display().to_string();
    let mut conn = SqliteConnection::establish(&shown)
        .map_err(|error| StoreError::Setup(format!("cannot open {shown}: {error}")))?;
    super::folding::teach(&mut conn)?;
    for (name, value, expected) in PRAGMAS {
        conn.batch_execute(&format!("PRAGMA {name} = {value}"))?;
        expect(&mut conn, name, *expected)?;
    }
    if purpose == Purpose::Write {
        conn.batch_execute("PRAGMA journal_mode = WAL")?;
        let mode: String = diesel::dsl::sql::<Text>("PRAGMA journal_mode").get_result(&mut conn)?;
        if mode != "wal" {
            return Err(StoreError::Setup(format!(
                "{shown}: the file system does not allow write-ahead logging (journal mode is {mode})"
            )));
        }
        conn.batch_execute(&format!("PRAGMA journal_size_limit = {JOURNAL_LIMIT}"))?;
        expect(&mut conn, "journal_size_limit", JOURNAL_LIMIT)?;
        conn.batch_execute(&format!("PRAGMA wal_autocheckpoint = {CHECKPOINT}"))?;
        expect(&mut conn, "wal_autocheckpoint", CHECKPOINT)?;
    }
    let cache = match (purpose, durability) {
        (Purpose::Write, Durability::Off) => CACHE_OF_A_MAKER,
        _ => CACHE,
    };
    conn.batch_execute(&format!("PRAGMA cache_size = -{cache}"))?;
    expect(&mut conn, "cache_size", -cache)?;
    let (word, number) = match durability {
        Durability::Full => ("FULL", 2),
        Durability::Normal => ("NORMAL", 1),
        Durability::Off => ("OFF", 0),
    };
    conn.batch_execute(&format!("PRAGMA synchronous = {word}"))?;
    expect(&mut conn, "synchronous", number)?;
    if purpose == Purpose::Read {
        conn.batch_execute("PRAGMA query_only = ON")?;
        expect(&mut conn, "query_only", 1)?;
    }
    Ok(conn)
}

/// The file holds people's data: made here, it is readable by its owner only. Its folder must exist.
fn make_private(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::Setup(format!(
            "cannot make {}: {error}",
            path.display()
        ))),
    }
}

fn expect(conn: &mut SqliteConnection, pragma: &str, expected: i64) -> Result<(), StoreError> {
    let found: i64 = diesel::dsl::sql::<BigInt>(&format!("PRAGMA {pragma}")).get_result(conn)?;
    if found == expected {
        return Ok(());
    }
    Err(StoreError::Setup(format!(
        "SQLite took PRAGMA {pragma} as {found}, not {expected}"
    )))
}

fn postgres(
    url: &str,
    durability: Durability,
    statement_timeout: Duration,
) -> Result<PgConnection, StoreError> {
    let mut conn = PgConnection::establish(url)
        .map_err(|error| StoreError::Unavailable(format!("PostgreSQL: {error}")))?;
    let synchronous = match durability {
        Durability::Full => "on",
        Durability::Normal | Durability::Off => "off",
    };
    conn.batch_execute(&format!(
        "SET statement_timeout = {}; SET lock_timeout = 3000; \
         SET idle_in_transaction_session_timeout = 15000; SET TIME ZONE 'UTC'; \
         SET synchronous_commit = {synchronous}; SET client_min_messages = warning; SET jit = off",
        statement_timeout.as_millis()
    ))?;
    let folds: bool =
        diesel::select(diesel::dsl::sql::<Bool>("lower('Ж') = 'ж'")).get_result(&mut conn)?;
    if !folds {
        return Err(StoreError::Setup(
            "this PostgreSQL database does not know letters beyond ASCII (lower('Ж') is not 'ж'): create it with \
             ENCODING 'UTF8' and a UTF-8 locale, for example LOCALE 'C.UTF-8' TEMPLATE template0"
                .into(),
        ));
    }
    Ok(conn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_url_or_a_path() {
        for (text, expected) in [
            ("sqlite:data/club.db", Some("data/club.db")),
            ("sqlite:///var/lib/club.db", Some("/var/lib/club.db")),
            ("club.db", Some("club.db")),
            (":memory:", None),
            ("", None),
            ("mysql://localhost/club", None),
        ] {
            let parsed = Address::parse(text).ok();
            let expected = expected.map(|path| Address::Sqlite(PathBuf::from(path)));
            assert_eq!(parsed, expected, "{text}");
        }
        let url = "postgres://localhost/club";
        assert_eq!(
            Address::parse(url).ok(),
            Some(Address::Postgres(url.into()))
        );
    }
}
