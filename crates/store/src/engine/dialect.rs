//! The few things that the two databases do differently. Every function here says the same thing twice.

use diesel::connection::SimpleConnection;
use diesel::connection::{AnsiTransactionManager, Connection, TransactionManager};
use diesel::pg::PgConnection;
use diesel::sqlite::SqliteConnection;
use diesel::{QueryResult, RunQueryDsl};

use super::conn::Conn;

type Transactions = AnsiTransactionManager;

/// Begins a snapshot that sees one state of the whole database.
pub fn begin_read(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(conn) => {
            Transactions::begin_transaction_sql::<SqliteConnection>(conn, "BEGIN")
        }
        Conn::Pg(conn) => Transactions::begin_transaction_sql::<PgConnection>(
            conn,
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        ),
    }
}

/// Begins a transaction that will write. On SQLite it takes the write lock at once: a transaction that reads first
/// and writes later fails whenever another one wrote in between.
pub fn begin_write(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(conn) => {
            Transactions::begin_transaction_sql::<SqliteConnection>(conn, "BEGIN IMMEDIATE")
        }
        Conn::Pg(conn) => Transactions::begin_transaction_sql::<PgConnection>(
            conn,
            "BEGIN ISOLATION LEVEL READ COMMITTED",
        ),
    }
}

/// For the rest of this transaction PostgreSQL runs each statement by the plan it made for any values. Left to itself it plans most
/// ranges and lists anew at every run, which costs more than reading the few rows that an index leads to. SQLite plans a statement once.
///
/// Only for statements that have one right plan: a search that meets three rows or thirty thousand has two.
pub fn keep_plans(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Pg(conn) => conn.batch_execute("SET LOCAL plan_cache_mode = force_generic_plan"),
    }
}

/// For the statements that follow in this transaction, whether PostgreSQL walks a list in the order of its index rather than look at everybody and
/// sort those who fit. It takes few to fit where it knows nothing of a question, as of a part of a text. SQLite walks by itself.
pub fn walk(conn: &mut Conn, walks: bool) -> QueryResult<()> {
    match (conn, walks) {
        (Conn::Sqlite(_), _) => Ok(()),
        (Conn::Pg(conn), true) => conn.batch_execute("SET LOCAL enable_sort = off"),
        (Conn::Pg(conn), false) => conn.batch_execute("SET LOCAL enable_sort = on"),
    }
}

pub fn commit(conn: &mut Conn) -> QueryResult<()> {
    <Conn as Connection>::TransactionManager::commit_transaction(conn)
}

pub fn rollback(conn: &mut Conn) -> QueryResult<()> {
    <Conn as Connection>::TransactionManager::rollback_transaction(conn)
}

/// Begins a savepoint inside a transaction; [`commit`] and [`rollback`] end it.
pub fn savepoint(conn: &mut Conn) -> QueryResult<()> {
    <Conn as Connection>::TransactionManager::begin_transaction(conn)
}

/// Lets SQLite look at every table whether its statistics need renewing, from samples, so that it is quick on any size;
/// PostgreSQL's autovacuum does so by itself.
pub fn optimize(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(conn) => conn.batch_execute("PRAGMA optimize = 0x10002"),
        Conn::Pg(_) => Ok(()),
    }
}

/// Whether this transaction is the one relay, until it ends. SQLite has one writer anyway.
pub fn lock_relay(conn: &mut Conn) -> QueryResult<bool> {
    match conn {
        Conn::Sqlite(_) => Ok(true),
        Conn::Pg(conn) => diesel::select(diesel::dsl::sql::<diesel::sql_types::Bool>(
            "pg_try_advisory_xact_lock(7265727276112)",
        ))
        .get_result(conn),
    }
}

/// Locks a row until the transaction ends, so that two units that decide on the same thing come one after the other.
/// `table` is a name from `schema.rs`. SQLite has one writer anyway.
pub fn lock_row(conn: &mut Conn, table: &str, id: i64) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Pg(conn) => {
            diesel::sql_query(format!("SELECT id FROM {table} WHERE id = {id} FOR UPDATE"))
                .execute(conn)
                .map(drop)
        }
    }
}
