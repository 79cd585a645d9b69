//! `update(table, condition, changes)`: an `UPDATE` that is prepared once.
//!
//! Diesel keeps no prepared `UPDATE`, because its changes may be of any number. Ours always set the same columns, and preparing
//! such a statement anew, with the foreign keys and indexes it must look after, takes longer than running it.

use diesel::backend::Backend;
use diesel::query_builder::{AsChangeset, AstPass, QueryFragment, QueryId};
use diesel::sql_types::Bool;
use diesel::{AppearsOnTable, Expression, QueryResult, QuerySource, RunQueryDsl, Table};

/// Sets columns of the rows that meet the condition: `update(t::table, t::id.eq(…), (t::a.eq(…), t::b.eq(…)))`. No change
/// may be an `Option` that leaves a column out.
pub(crate) fn update<T, W, C>(
    table: T,
    condition: W,
    changes: C,
) -> Update<T::FromClause, W, C::Changeset>
where
    T: Table + QuerySource,
    W: AppearsOnTable<T> + Expression<SqlType = Bool>,
    C: AsChangeset<Target = T>,
{
    Update {
        table: table.from_clause(),
        condition,
        changes: changes.as_changeset(),
    }
}

/// What [`update`] makes.
#[derive(Debug, Clone)]
#[must_use = "it does nothing until it is executed"]
pub(crate) struct Update<T, W, C> {
    table: T,
    condition: W,
    changes: C,
}

impl<T, W, C> QueryId for Update<T, W, C> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T, W, C, Conn> RunQueryDsl<Conn> for Update<T, W, C> {}

impl<T, W, C, DB> QueryFragment<DB> for Update<T, W, C>
where
    DB: Backend,
    T: QueryFragment<DB>,
    W: QueryFragment<DB>,
    C: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("UPDATE ");
        self.table.walk_ast(out.reborrow())?;
        out.push_sql(" SET ");
        self.changes.walk_ast(out.reborrow())?;
        out.push_sql(" WHERE ");
        self.condition.walk_ast(out)
    }
}

/// Stores columns of a changed row one version on: `save_row!(tx, tasks, row, (title.eq(…), step.eq(…)))`. `row.version` is the version
/// it was read at, and the one that was stored afterwards; whoever lost to another writer is told.
macro_rules! save_row {
    ($tx:expr, $table:ident, $row:expr, ($($change:expr),+ $(,)?)) => {{
        use crate::schema::$table::dsl;
        let now = $tx.now();
        let seen = dsl::id
            .eq(crate::engine::columns::bind($row.id))
            .and(dsl::version.eq($row.version));
        let changes = (
            $($change,)+
            dsl::version.eq($row.version + 1),
            dsl::updated_at.eq(crate::engine::columns::bind(now)),
        );
        let changed = crate::engine::conn::each_backend!($tx.conn(), |c| {
            crate::engine::update::update(dsl::$table, seen, changes).execute(c)
        })?;
        crate::engine::errors::expect_one(changed, $row.version)?;
        $row.version += 1;
        $row.updated_at = now;
        Ok(())
    }};
}
pub(crate) use save_row;

#[cfg(test)]
mod tests {
    use diesel::prelude::*;
    use diesel::query_builder::QueryFragment;
    use domain::ids::{DictionaryId, ValueId};

    use super::update;
    use crate::engine::columns::bind;
    use crate::schema::dictionary_values as values;

    #[test]
    fn an_update_is_written_as_diesel_writes_it_and_is_kept() {
        let id = || values::id.eq(bind(ValueId::from_i64(7)));
        let other = || values::dictionary_id.eq(bind(DictionaryId::from_i64(8)));
        let changes = || {
            (
                values::name.eq("new"),
                values::version.eq(values::version + 1),
            )
        };
        let ours = update(values::table, id().and(other()), changes());
        let diesels = diesel::update(values::table.filter(id()).filter(other())).set(changes());
        let sqlite = diesel::debug_query::<diesel::sqlite::Sqlite, _>(&ours).to_string();
        let theirs = diesel::debug_query::<diesel::sqlite::Sqlite, _>(&diesels).to_string();
        assert_eq!(
            sqlite.replace(['(', ')'], ""),
            theirs.replace(['(', ')'], "")
        );
        let backend = diesel::sqlite::Sqlite;
        assert_eq!(ours.is_safe_to_cache_prepared(&backend), Ok(true));
        assert_eq!(diesels.is_safe_to_cache_prepared(&backend), Ok(false));
    }
}
