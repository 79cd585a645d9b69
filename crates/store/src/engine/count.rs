//! Counting what a list would hold, without loading it, and not beyond [`MOST_COUNTED`].

use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::query_dsl::methods::LimitDsl;
use diesel::sql_types::BigInt;

use super::conn::{Conn, MultiBackend};
use super::errors::StoreError;
use super::page::{MOST_COUNTED, Total};

/// `SELECT count(*) FROM (…)`.
struct Counted<Q>(Q);

impl<Q> Query for Counted<Q> {
    type SqlType = BigInt;
}

impl<Q> QueryId for Counted<Q> {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Counted<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        out.push_sql("SELECT count(*) FROM (");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(") AS counted");
        Ok(())
    }
}

impl<Q> RunQueryDsl<Conn> for Counted<Q> {}

/// How many rows a query finds that stops one after [`MOST_COUNTED`].
pub(crate) fn total<Q>(query: Q, conn: &mut Conn) -> Result<Total, StoreError>
where
    Q: LimitDsl,
    Q::Output: QueryFragment<MultiBackend>,
{
    let some = LimitDsl::limit(query, MOST_COUNTED + 1);
    let rows: i64 = Counted(some).get_result(conn)?;
    Ok(Total::counted(rows))
}
