//! A column to sort by that no index is walked for.
//!
//! A database that is told to sort a few given rows and to stop at a page may take the index of that order instead and walk it until the page is
//! full, past everybody who is not among them. PostgreSQL does: it takes the few to lie evenly in the list. `COALESCE` of a column and itself is the
//! column, and in no index.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

/// What [`unindexed`] makes.
#[derive(Debug, Clone, Copy, QueryId)]
pub struct Unindexed<C>(C);

/// The same values, sorted after they are found.
pub(crate) fn unindexed<C: Expression>(column: C) -> Unindexed<C> {
    Unindexed(column)
}

impl<C: Expression> Expression for Unindexed<C> {
    type SqlType = C::SqlType;
}

impl<C: ValidGrouping<GB>, GB> ValidGrouping<GB> for Unindexed<C> {
    type IsAggregate = C::IsAggregate;
}

impl<C, QS> SelectableExpression<QS> for Unindexed<C>
where
    Self: AppearsOnTable<QS>,
    C: SelectableExpression<QS>,
{
}

impl<C: AppearsOnTable<QS>, QS> AppearsOnTable<QS> for Unindexed<C> {}

impl<C: QueryFragment<DB>, DB: Backend> QueryFragment<DB> for Unindexed<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("COALESCE(");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(", ");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}
