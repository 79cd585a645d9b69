//! Rows that go from card to card, and the list of them.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use domain::ids::{ChainId, ClientId, MergeId};
use domain::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::rows::Counted;
use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::ids::Id;
use crate::engine::unit::Tx;
use crate::schema::{compared_chains, merge_moves};

/// Tables whose rows have a number of their own and say in `client_id` whose they are.
pub(super) const NUMBERED: &[(&str, &str)] = &[
    ("task", "tasks"),
    ("chain", "chains"),
    ("completion", "completions"),
    ("entry", "timeline"),
    ("notice", "notices"),
    ("consent", "client_consents"),
    ("company", "company_people"),
    ("file", "files"),
    ("discount", "client_discounts"),
];

pub(super) const RELATION: &str = "relation";
pub(super) const ANSWER: &str = "answer";
pub(super) const ENDED: &str = "ended_chain";
pub(super) const COUNTED: &str = "counted";

/// Rows that others hold a version of know that they changed; the others only change whose they are.
fn next_version(table: &str) -> &'static str {
    match table {
        "tasks" | "chains" | "files" | "client_discounts" => ", version = version + 1",
        _ => "",
    }
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

impl Tx<'_> {
    /// Numbers that a query of ours finds as `number`.
    pub(super) fn numbers(&mut self, query: &str) -> Result<Vec<i64>, StoreError> {
        let found: Vec<Number> = diesel::sql_query(query).load(self.conn())?;
        Ok(found.into_iter().map(|row| row.number).collect())
    }

    /// Sends all rows of a table from one card to another and writes each down. Answers how many.
    pub(super) fn move_all(
        &mut self,
        merge: MergeId,
        (kind, table): (&str, &str),
        from: ClientId,
        to: ClientId,
    ) -> Result<u32, StoreError> {
        let (merge, from, to) = (merge.number(), from.number(), to.number());
        let listed = diesel::sql_query(format!(
            "INSERT INTO merge_moves (merge_id, kind, row_id, beside) SELECT {merge}, '{kind}', id, 0 FROM {table} WHERE client_id = {from}"
        ))
        .execute(self.conn())?;
        if listed > 0 {
            let version = next_version(table);
            diesel::sql_query(format!(
                "UPDATE {table} SET client_id = {to}{version} WHERE client_id = {from}"
            ))
            .execute(self.conn())?;
        }
        Ok(u32::try_from(listed).unwrap_or(u32::MAX))
    }

    /// Sends back the rows of a table that were written down, and those that `also` finds, unless they are elsewhere now.
    pub(super) fn move_back(
        &mut self,
        merge: MergeId,
        (kind, table): (&str, &str),
        from: ClientId,
        to: ClientId,
        also: &str,
    ) -> Result<(), StoreError> {
        let (merge, from, to) = (merge.number(), from.number(), to.number());
        let version = next_version(table);
        diesel::sql_query(format!(
            "UPDATE {table} SET client_id = {to}{version} WHERE client_id = {from} AND (id IN \
             (SELECT row_id FROM merge_moves WHERE merge_id = {merge} AND kind = '{kind}'){also})"
        ))
        .execute(self.conn())?;
        Ok(())
    }

    /// Sends what is told of chains: what became of them in transfers, and as what they count in comparisons.
    pub(super) fn chains_told(
        &mut self,
        from: ClientId,
        to: ClientId,
        which: &str,
    ) -> Result<(), StoreError> {
        for table in ["transferred_chains", "compared_chains"] {
            diesel::sql_query(format!(
                "UPDATE {table} SET client_id = {} WHERE client_id = {}{which}",
                to.number(),
                from.number()
            ))
            .execute(self.conn())?;
        }
        Ok(())
    }

    /// Of one person the earlier chain counts in a comparison: takes out the later one where both cards have one.
    pub(super) fn count_once(
        &mut self,
        merge: MergeId,
        cards: [ClientId; 2],
    ) -> Result<(), StoreError> {
        use domain::comparison::Side;
        use domain::ids::ComparisonId;
        let mut rows: Vec<(ComparisonId, Timestamp, ChainId, Side)> = compared_chains::table
            .filter(compared_chains::client_id.eq_any(cards.map(bind)))
            .select((
                compared_chains::comparison_id,
                compared_chains::began_at,
                compared_chains::chain_id,
                compared_chains::side,
            ))
            .load(self.conn())?;
        rows.sort_unstable_by_key(|(comparison, began_at, chain, _)| {
            (*comparison, *began_at, *chain)
        });
        for pair in rows.windows(2) {
            let [(first, ..), (comparison, began_at, chain, side)] = pair else {
                continue;
            };
            if first != comparison {
                continue;
            }
            let was = Counted {
                side: *side,
                began_at: began_at.as_micros(),
            };
            self.written_down(
                merge,
                COUNTED,
                chain.number(),
                comparison.number(),
                Some(&was),
            )?;
            let later = compared_chains::table.filter(compared_chains::chain_id.eq(bind(*chain)));
            diesel::delete(later).execute(self.conn())?;
        }
        Ok(())
    }

    /// Writes one change down.
    pub(super) fn written_down<T: Serialize>(
        &mut self,
        merge: MergeId,
        kind: &str,
        row: i64,
        beside: i64,
        was: Option<&T>,
    ) -> Result<(), StoreError> {
        let corrupt = |error: serde_json::Error| StoreError::Corrupt(error.to_string());
        let was = was.map(serde_json::to_string).transpose();
        diesel::insert_into(merge_moves::table)
            .values((
                merge_moves::merge_id.eq(merge.number()),
                merge_moves::kind.eq(kind),
                merge_moves::row_id.eq(row),
                merge_moves::beside.eq(beside),
                merge_moves::was.eq(was.map_err(corrupt)?),
            ))
            .execute(self.conn())?;
        Ok(())
    }

    /// What was written down of a kind: the row, what stands beside it, and how it was.
    pub(super) fn read_back<T: DeserializeOwned>(
        &mut self,
        merge: MergeId,
        kind: &str,
    ) -> Result<Vec<(i64, i64, Option<T>)>, StoreError> {
        let rows: Vec<(i64, i64, Option<String>)> = merge_moves::table
            .filter(merge_moves::merge_id.eq(merge.number()))
            .filter(merge_moves::kind.eq(kind))
            .order((merge_moves::row_id, merge_moves::beside))
            .select((merge_moves::row_id, merge_moves::beside, merge_moves::was))
            .load(self.conn())?;
        let corrupt = |error: serde_json::Error| StoreError::Corrupt(error.to_string());
        rows.into_iter()
            .map(|(row, beside, was)| {
                let was = was.map(|text| serde_json::from_str(&text)).transpose();
                Ok((row, beside, was.map_err(corrupt)?))
            })
            .collect()
    }
}
