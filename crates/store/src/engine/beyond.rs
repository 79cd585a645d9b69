//! `(column, id) > (?, ?)`: the rows after the last one of a page.
//!
//! Two columns compared as one value are one range of the index on both, for either database. Said as
//! `column >= ? AND (column > ? OR id > ?)` the range ends at the first column and PostgreSQL plans twice as long.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{
    AppearsOnTable, AsExpression, Expression, SelectableExpression, TypedExpressionType,
    ValidGrouping, is_aggregate,
};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Bool, SqlType};

/// What [`after`] makes.
#[derive(Debug, Clone)]
pub struct Beyond<C, I, X, Y> {
    columns: (C, I),
    last: (X, Y),
    descending: bool,
}

/// The same row values as SQL, typed as their columns.
type Typed<X, C> = <X as AsExpression<<C as Expression>::SqlType>>::Expression;

/// What follows the last row of a page in a list that ascends by the column and, in it, by the id.
pub(crate) fn after<C, I, X, Y>(
    columns: (C, I),
    last: (X, Y),
) -> Beyond<C, I, Typed<X, C>, Typed<Y, I>>
where
    C: Expression<SqlType: SqlType + TypedExpressionType>,
    I: Expression<SqlType: SqlType + TypedExpressionType>,
    X: AsExpression<C::SqlType>,
    Y: AsExpression<I::SqlType>,
{
    Beyond {
        columns,
        last: (last.0.as_expression(), last.1.as_expression()),
        descending: false,
    }
}

impl<C, I, X, Y> Beyond<C, I, X, Y> {
    /// The list descends by both.
    pub(crate) fn descending(mut self) -> Self {
        self.descending = true;
        self
    }
}

impl<C, I, X, Y> Expression for Beyond<C, I, X, Y> {
    type SqlType = Bool;
}

impl<C, I, X, Y, GB> ValidGrouping<GB> for Beyond<C, I, X, Y> {
    type IsAggregate = is_aggregate::Never;
}

impl<C, I, X, Y> QueryId for Beyond<C, I, X, Y> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C, I, X, Y, QS> SelectableExpression<QS> for Beyond<C, I, X, Y> where Self: AppearsOnTable<QS> {}

impl<C, I, X, Y, QS> AppearsOnTable<QS> for Beyond<C, I, X, Y>
where
    C: AppearsOnTable<QS>,
    I: AppearsOnTable<QS>,
{
}

impl<C, I, X, Y, DB> QueryFragment<DB> for Beyond<C, I, X, Y>
where
    DB: Backend,
    C: QueryFragment<DB>,
    I: QueryFragment<DB>,
    X: QueryFragment<DB>,
    Y: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        self.columns.0.walk_ast(out.reborrow())?;
        out.push_sql(", ");
        self.columns.1.walk_ast(out.reborrow())?;
        out.push_sql(if self.descending { ") < (" } else { ") > (" });
        self.last.0.walk_ast(out.reborrow())?;
        out.push_sql(", ");
        self.last.1.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}
