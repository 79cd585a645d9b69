//! The versions of the schema, embedded for both databases under the same names.

use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::conn::{Conn, each_backend};
use super::errors::StoreError;

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// Held while migrating, so that several servers may start at once against one PostgreSQL.
const ADVISORY_LOCK: i64 = 7_265_727_276_111;

/// Refuses a newer schema; brings an older one up to date, or refuses it when that is not wanted.
pub fn prepare(conn: &mut Conn, update: bool) -> Result<(), StoreError> {
    let applied = applied(conn)?;
    let known = known(conn)?;
    if let Some(newer) = applied.iter().find(|version| !known.contains(version)) {
        return Err(StoreError::Setup(format!(
            "the database has schema version {newer}, this program knows {} at most: use a newer program",
            known.last().map_or("none", String::as_str)
        )));
    }
    if applied.len() == known.len() {
        return Ok(());
    }
    if !update {
        return Err(StoreError::Setup(
            "the database has an older schema: run `perezvon migrate` first".into(),
        ));
    }
    to_latest(conn)
}

/// Applies what is missing, in order.
pub fn to_latest(conn: &mut Conn) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(conn) => conn
            .run_pending_migrations(SQLITE)
            .map(drop)
            .map_err(failed),
        Conn::Pg(conn) => {
            // Waiting for another server's migration and building an index take longer than a request may.
            let mut setting = |name: &str| -> diesel::QueryResult<String> {
                diesel::dsl::sql::<diesel::sql_types::Text>(&format!("SHOW {name}"))
                    .get_result(conn)
            };
            let (statement, lock) = (setting("statement_timeout")?, setting("lock_timeout")?);
            conn.batch_execute(&format!(
                "SET statement_timeout = 0; SET lock_timeout = 0; SELECT pg_advisory_lock({ADVISORY_LOCK})"
            ))?;
            let outcome = conn
                .run_pending_migrations(POSTGRES)
                .map(drop)
                .map_err(failed);
            conn.batch_execute(&format!(
                "SELECT pg_advisory_unlock({ADVISORY_LOCK}); SET statement_timeout = '{statement}'; SET lock_timeout = '{lock}'"
            ))?;
            outcome
        }
    }
}

/// Takes everything back, with all data. For tests and for `migrate --down`.
pub fn revert_all(conn: &mut Conn) -> Result<(), StoreError> {
    match conn {
        Conn::Sqlite(conn) => conn.revert_all_migrations(SQLITE).map(drop).map_err(failed),
        Conn::Pg(conn) => conn
            .revert_all_migrations(POSTGRES)
            .map(drop)
            .map_err(failed),
    }
}

/// Takes back what came after a version, with its data. For tests of a migration that finds data.
pub fn revert_after(conn: &mut Conn, version: &str) -> Result<(), StoreError> {
    while applied(conn)?
        .last()
        .is_some_and(|last| last.as_str() > version)
    {
        match conn {
            Conn::Sqlite(conn) => conn.revert_last_migration(SQLITE).map(drop),
            Conn::Pg(conn) => conn.revert_last_migration(POSTGRES).map(drop),
        }
        .map_err(failed)?;
    }
    Ok(())
}

/// Versions in the database, ascending.
pub fn applied(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let versions: Vec<MigrationVersion<'static>> =
        each_backend!(conn, |conn| conn.applied_migrations()).map_err(failed)?;
    Ok(sorted(versions.iter().map(ToString::to_string)))
}

/// Versions in this program, ascending.
pub fn known(conn: &Conn) -> Result<Vec<String>, StoreError> {
    fn names<DB: diesel::backend::Backend>(migrations: Vec<Box<dyn Migration<DB>>>) -> Vec<String> {
        sorted(
            migrations
                .iter()
                .map(|migration| migration.name().version().to_string()),
        )
    }
    match conn {
        Conn::Sqlite(_) => MigrationSource::<diesel::sqlite::Sqlite>::migrations(&SQLITE)
            .map(names)
            .map_err(failed),
        Conn::Pg(_) => MigrationSource::<diesel::pg::Pg>::migrations(&POSTGRES)
            .map(names)
            .map_err(failed),
    }
}

fn sorted(versions: impl Iterator<Item = String>) -> Vec<String> {
    let mut versions: Vec<String> = versions.collect();
    versions.sort_unstable();
    versions
}

fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> StoreError {
    StoreError::Setup(format!("the schema could not be changed: {error}"))
}
