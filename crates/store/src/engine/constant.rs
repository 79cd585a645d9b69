//! Conditions that are always, or never, true.
//!
//! `diesel::dsl::sql("1 = 1")` says the same, but diesel keeps no prepared statement with such a text in it.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Bool;

/// A condition that does not look at the row.
#[derive(Debug, Clone, Copy, QueryId)]
pub(crate) struct Constant<const TRUE: bool>;

pub(crate) const EVERYTHING: Constant<true> = Constant;
pub(crate) const NOTHING: Constant<false> = Constant;

impl<const TRUE: bool> Expression for Constant<TRUE> {
    type SqlType = Bool;
}

impl<const TRUE: bool, GB> ValidGrouping<GB> for Constant<TRUE> {
    type IsAggregate = is_aggregate::Never;
}

impl<const TRUE: bool, QS> SelectableExpression<QS> for Constant<TRUE> {}

impl<const TRUE: bool, QS> AppearsOnTable<QS> for Constant<TRUE> {}

impl<const TRUE: bool, DB: Backend> QueryFragment<DB> for Constant<TRUE> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(if TRUE { "(1 = 1)" } else { "(1 = 0)" });
        Ok(())
    }
}
