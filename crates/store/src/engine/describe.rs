//! What tables a database has, as it says itself: to compare it with `schema.rs`, and one database with the other.

use std::collections::BTreeMap;

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
    /// Every column of every table of ours, by table and name; not those that the database makes of others.
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
                 FROM information_schema.columns WHERE table_schema = current_schema() AND left(table_name, 2) <> '__' \
                 AND is_generated = 'NEVER'",
            )
            .load(conn)?,
        };
        columns.sort();
        Ok(columns)
    }

    /// Every row as text, by table, sorted; without the tables and columns left out. For comparing two states of a small
    /// database with each other.
    pub fn described_rows(
        &mut self,
        without_tables: &[&str],
        without_columns: &[&str],
    ) -> Result<BTreeMap<String, Vec<String>>, StoreError> {
        #[derive(QueryableByName)]
        struct Line {
            #[diesel(sql_type = Text)]
            line: String,
        }
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for column in self.described_columns()? {
            let told = !without_tables.contains(&column.table_name.as_str())
                && !without_columns.contains(&column.column_name.as_str());
            if told {
                let name = &column.column_name;
                let cell = format!("'{name}=' || coalesce(CAST(\"{name}\" AS TEXT), '∅')");
                tables.entry(column.table_name).or_default().push(cell);
            }
        }
        for (table, cells) in &mut tables {
            let line = cells.join(" || ' ' || ");
            let lines: Vec<Line> = diesel::sql_query(format!("SELECT {line} AS line FROM {table}"))
                .load(self.conn())?;
            *cells = lines.into_iter().map(|row| row.line).collect();
            cells.sort_unstable();
        }
        Ok(tables)
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
