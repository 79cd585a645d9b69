//! The day of a client's birthday as `MM-DD`, a column that both databases make of the date and keep an index of. No row is read with it.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{
    AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate,
};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Nullable, Text};

/// `NULL` for who has no date of birth on his card.
#[derive(Debug, Clone, Copy, QueryId)]
pub(crate) struct Birthday;

impl Expression for Birthday {
    type SqlType = Nullable<Text>;
}

impl<GB> ValidGrouping<GB> for Birthday {
    type IsAggregate = is_aggregate::Never;
}

impl<QS> SelectableExpression<QS> for Birthday {}

impl<QS> AppearsOnTable<QS> for Birthday {}

impl<DB: Backend> QueryFragment<DB> for Birthday {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("clients.birthday");
        Ok(())
    }
}
