//! `column.eq_any(among(values))`: one of a list, by a statement that is prepared once.
//!
//! Diesel writes `IN (?, ?, ?)` for SQLite and keeps no such statement, because each length is another text: every query with
//! a list is parsed and planned again, which takes longer than running it. Here the last value is repeated until their number
//! is a power of two, so that a handful of texts serves every length. PostgreSQL takes the list as one array.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::expression::{
    AppearsOnTable, AsExpression, Expression, SelectableExpression, TypedExpressionType,
    ValidGrouping, is_aggregate,
};
use diesel::internal::derives::multiconnection::array_comparison::{AsInExpression, InExpression};
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Array, HasSqlType, SingleValue, SqlType};
use diesel::sqlite::Sqlite;

use super::columns::{Sql, bind};

/// Values of the domain for [`eq_any`](diesel::ExpressionMethods::eq_any).
pub(crate) fn among<T>(values: impl IntoIterator<Item = T>) -> Values<T> {
    Values(values.into_iter().map(bind).collect())
}

/// What [`among`] makes; it becomes [`Among`] when the column says which SQL type its values have.
#[derive(Debug, Clone)]
pub(crate) struct Values<T>(Vec<Sql<T>>);

/// The right side of `IN`.
#[derive(Debug, Clone)]
pub struct Among<ST, I> {
    values: Vec<I>,
    sql_type: PhantomData<ST>,
}

impl<T, ST> AsInExpression<ST> for Values<T>
where
    Sql<T>: AsExpression<ST>,
    ST: SqlType + TypedExpressionType,
{
    type InExpression = Among<ST, Sql<T>>;

    fn as_in_expression(self) -> Self::InExpression {
        Among {
            values: self.0,
            sql_type: PhantomData,
        }
    }
}

impl<ST: TypedExpressionType, I> Expression for Among<ST, I> {
    type SqlType = ST;
}

impl<ST: SqlType, I> InExpression for Among<ST, I> {
    type SqlType = ST;

    fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    fn is_array(&self) -> bool {
        false
    }
}

impl<ST, I, GB> ValidGrouping<GB> for Among<ST, I> {
    type IsAggregate = is_aggregate::Never;
}

impl<ST, I, QS> SelectableExpression<QS> for Among<ST, I> where Self: AppearsOnTable<QS> {}

impl<ST, I, QS> AppearsOnTable<QS> for Among<ST, I> where Self: Expression {}

impl<ST, I> QueryId for Among<ST, I> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST, I> QueryFragment<Pg> for Among<ST, I>
where
    ST: SingleValue,
    Vec<I>: ToSql<Array<ST>, Pg>,
    Pg: HasSqlType<ST>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_bind_param::<Array<ST>, Vec<I>>(&self.values)
    }
}

impl<ST, I> QueryFragment<Sqlite> for Among<ST, I>
where
    ST: SingleValue,
    I: ToSql<ST, Sqlite>,
    Sqlite: HasSqlType<ST>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        let length = self.values.len();
        for place in 0..length.next_power_of_two() {
            if place > 0 {
                out.push_sql(", ");
            }
            out.push_bind_param(&self.values[place.min(length - 1)])?;
        }
        Ok(())
    }
}
