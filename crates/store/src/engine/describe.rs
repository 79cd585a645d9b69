//! What tables a database has, as it says itself: to compare it with `schema.rs`, and one database with the other.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use super::conn::Conn;
use super::errors::StoreError;
use super::unit::Tx;

/// A column as the database describes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, QueryableByName)]
pub struct ColumnFacts {
    #[diesel(sql_type = Text)]
    pub table_name: String,
    #[diesel(sql_type = Text)]
    pub column_name: String,
    /// The database's own word, in lower case.
    #[diesel(sql_type = Text)]
    pub type_name: String,
    #[diesel(sql_type = Bool)]
    pub nullable: bool,
}

impl Tx<'_> {
    /// Every column of every table of ours, by table and name.
    pub fn described_columns(&mut self) -> Result<Vec<ColumnFacts>, StoreError> {
        let mut columns: Vec<ColumnFacts> = match self.conn() {
            Conn::Sqlite(conn) => diesel::sql_query(
                "SELECT tables.name AS table_name, columns.name AS column_name, lower(columns.type) AS type_name, \
                 columns.\"notnull\" = 0 AND columns.pk = 0 AS nullable \
                 FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns \
                 WHERE tables.type = 'table' AND substr(tables.name, 1, 7) <> 'sqlite_' \
                 AND substr(tables.name, 1, 2) <> '__'",
            )
            .load(conn)?,
            Conn::Pg(conn) => diesel::sql_query(
                "SELECT table_name::text, column_name::text, data_type::text AS type_name, is_nullable = 'YES' AS nullable \
                 FROM information_schema.columns WHERE table_schema = current_schema() AND left(table_name, 2) <> '__'",
            )
            .load(conn)?,
        };
        columns.sort();
        Ok(columns)
    }

    /// Names of all indexes of ours, sorted.
    pub fn described_indexes(&mut self) -> Result<Vec<String>, StoreError> {
        #[derive(QueryableByName)]
        struct Name {
            #[diesel(sql_type = Text)]
            name: String,
        }
        let names: Vec<Name> = match self.conn() {
            Conn::Sqlite(conn) => {
                diesel::sql_query("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").load(conn)?
            }
            Conn::Pg(conn) => diesel::sql_query(
                "SELECT indexname::text AS name FROM pg_indexes WHERE schemaname = current_schema() \
                 AND indexname NOT LIKE '%\\_pkey'",
            )
            .load(conn)?,
        };
        let mut names: Vec<String> = names.into_iter().map(|row| row.name).collect();
        names.sort_unstable();
        Ok(names)
    }
}
