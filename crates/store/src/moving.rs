//! Moving a club to PostgreSQL when it outgrows its file: every row of every table, as it is.
//!
//! One snapshot is read and one transaction written, so the new database has all of it or nothing.

use std::time::Duration;

use diesel::RunQueryDsl;
use diesel::connection::{DefaultLoadingMode, SimpleConnection};
use diesel::pg::PgConnection;
use diesel::sql_types::Text;
use diesel::sqlite::SqliteConnection;

use crate::engine::conn::{self, Address, Conn, Purpose};
use crate::engine::dialect;
use crate::engine::errors::StoreError;
use crate::engine::migrate;
use crate::engine::pool::Durability;

/// Rows are sent in bundles of about so many bytes.
const BUNDLE: usize = 1 << 20;
/// No statement of the move is ended early; a bundle and its indexes take a moment, statistics of a large table more.
const PATIENCE: Duration = Duration::from_secs(3_600);

/// A row as a JSON object.
#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    line: String,
}

/// A word from the catalogue.
#[derive(diesel::QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

/// Copies the SQLite database at `from` into the empty PostgreSQL database at `to`. Answers how many rows there are.
/// Blocks. What is written to `from` meanwhile is not moved: stop its server first.
///
/// # Errors
/// [`StoreError::Setup`] when `to` has an organisation already, or `from` an older schema; nothing is stored then.
pub fn to_postgres(from: &str, to: &str) -> Result<u64, StoreError> {
    let (from, to) = (Address::parse(from)?, Address::parse(to)?);
    if let Address::Sqlite(path) = &from
        && !path.exists()
    {
        return Err(StoreError::Setup(format!(
            "{} is not there",
            path.display()
        )));
    }
    let mut source = conn::connect(&from, Purpose::Read, Durability::Full, PATIENCE)?;
    migrate::prepare(&mut source, false)?;
    let mut target = conn::connect(&to, Purpose::Write, Durability::Full, PATIENCE)?;
    migrate::prepare(&mut target, true)?;
    dialect::begin_read(&mut source)?;
    dialect::begin_write(&mut target)?;
    let (Conn::Sqlite(sqlite), Conn::Pg(postgres)) = (&mut source, &mut target) else {
        return Err(StoreError::Setup(
            "a club moves from a SQLite file to postgres://…".into(),
        ));
    };
    let rows = copied(sqlite, postgres)?;
    dialect::commit(&mut target)?;
    if let Conn::Pg(postgres) = &mut target {
        // Statistics for the planner, and the visibility map: until it is there, a read of an index alone looks at every row too.
        postgres.batch_execute("VACUUM (ANALYZE)")?;
    }
    Ok(rows)
}

fn copied(from: &mut SqliteConnection, to: &mut PgConnection) -> Result<u64, StoreError> {
    let settled: Vec<Word> =
        diesel::sql_query("SELECT name AS word FROM organisation LIMIT 1").load(to)?;
    if let Some(Word { word }) = settled.first() {
        return Err(StoreError::Setup(format!(
            "the database that is to be filled has an organisation already: {word}"
        )));
    }
    // What is counted of the directory goes on in the new database, and which cards are to be looked at is written there as they come. In the order of their making: a table refers only to itself and to earlier ones.
    let tables: Vec<Word> = diesel::sql_query(
        "SELECT name AS word FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' \
         AND substr(name, 1, 2) <> '__' AND name NOT IN ('directory_version', 'unlooked_clients') ORDER BY rowid",
    )
    .load(from)?;
    let mut rows = 0;
    for Word { word: table } in tables {
        rows += table_copied(from, to, &table)?;
    }
    Ok(rows)
}

fn table_copied(
    from: &mut SqliteConnection,
    to: &mut PgConnection,
    table: &str,
) -> Result<u64, StoreError> {
    let columns: Vec<Word> = diesel::sql_query(format!(
        "SELECT name AS word FROM pragma_table_info('{table}') ORDER BY cid"
    ))
    .load(from)?;
    let columns: Vec<String> = columns.into_iter().map(|column| column.word).collect();
    let members: Vec<String> = columns
        .iter()
        .map(|name| format!("'{name}', \"{name}\""))
        .collect();
    // Rows refer to older ones, but a value may be merged into a younger: those come last.
    let order = match columns.iter().any(|name| name == "merged_into") {
        true => " ORDER BY merged_into IS NOT NULL, id",
        false => "",
    };
    let read = format!(
        "SELECT json_object({}) AS line FROM {table}{order}",
        members.join(", ")
    );
    let names: Vec<String> = columns.iter().map(|name| format!("\"{name}\"")).collect();
    let names = names.join(", ");
    let write = format!(
        "INSERT INTO {table} ({names}) SELECT {names} FROM json_populate_recordset(NULL::{table}, $1::json)"
    );
    let mut rows = 0;
    let mut bundle = String::new();
    for row in diesel::sql_query(read).load_iter::<Row, DefaultLoadingMode>(from)? {
        bundle.push(if bundle.is_empty() { '[' } else { ',' });
        bundle.push_str(&row?.line);
        rows += 1;
        if bundle.len() > BUNDLE {
            send(to, &write, &mut bundle)?;
        }
    }
    if !bundle.is_empty() {
        send(to, &write, &mut bundle)?;
    }
    Ok(rows)
}

fn send(to: &mut PgConnection, write: &str, bundle: &mut String) -> Result<(), StoreError> {
    bundle.push(']');
    diesel::sql_query(write)
        .bind::<Text, _>(std::mem::take(bundle))
        .execute(to)?;
    Ok(())
}
