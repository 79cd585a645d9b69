//! Which version a chain begins on, and which chains count.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::chains::ChainState;
use domain::comparison::{Run, Side, last_judged, side_of};
use domain::ids::{ChainId, ClientId, ProcessId};
use domain::tasks::TaskType;
use domain::time::Timestamp;

use super::ComparisonRow;
use crate::chains::ChainRow;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::processes::PublishedGraph;
use crate::schema::{chains, compared_chains, completions, tasks};

impl Tx<'_> {
    /// What a new chain of this process begins with for this client: the published version, or while versions are compared the one
    /// that his lot gives him. Every way in which a chain begins comes by here. Absent before the first publishing.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown process.
    pub fn version_for(
        &mut self,
        process: ProcessId,
        client: ClientId,
    ) -> Result<Option<PublishedGraph>, StoreError> {
        let Some(present) = self.published_version(process)? else {
            return Ok(None);
        };
        let Some(comparison) = self.running_comparison(process)? else {
            return Ok(Some(present));
        };
        match side_of(comparison.id, client, comparison.terms().share) {
            Side::Present => Ok(Some(present)),
            Side::Challenger => {
                let challenger = self.version_of(process, comparison.challenger_id)?;
                Ok(Some(PublishedGraph {
                    version_id: challenger.id,
                    number: challenger.number,
                    graph: challenger.graph,
                    ..present
                }))
            }
        }
    }

    /// Counts a chain that has just begun, if it is the first of its client in a comparison that gave it its version.
    pub(crate) fn count_compared(&mut self, chain: &ChainRow) -> Result<(), StoreError> {
        let Some(comparison) = self.running_comparison(chain.process_id)? else {
            return Ok(());
        };
        let side = side_of(comparison.id, chain.client_id, comparison.terms().share);
        if comparison.version_of(side) != chain.version_id {
            return Ok(());
        }
        let row = (
            compared_chains::comparison_id.eq(bind(comparison.id)),
            compared_chains::client_id.eq(bind(chain.client_id)),
            compared_chains::chain_id.eq(bind(chain.id)),
            compared_chains::side.eq(bind(side)),
            compared_chains::began_at.eq(bind(chain.created_at)),
        );
        each_backend!(self.conn(), |c| diesel::insert_into(compared_chains::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(c))?;
        Ok(())
    }

    /// What became of the clients of a comparison, in the order in which they came.
    pub fn runs_of(&mut self, comparison: &ComparisonRow) -> Result<Vec<Run>, StoreError> {
        type Row = (ChainId, Side, Timestamp, ChainState, Option<Timestamp>);
        let rows: Vec<Row> = compared_chains::table
            .inner_join(chains::table.on(chains::id.eq(compared_chains::chain_id)))
            .filter(compared_chains::comparison_id.eq(bind(comparison.id)))
            .filter(compared_chains::began_at.ge(bind(comparison.counted_from)))
            .order((compared_chains::began_at, compared_chains::chain_id))
            .select((
                compared_chains::chain_id,
                compared_chains::side,
                compared_chains::began_at,
                chains::state,
                chains::ended_at,
            ))
            .load(self.conn())?;
        let mut places = BTreeMap::new();
        let mut runs = Vec::with_capacity(rows.len());
        for (place, (chain, side, began, state, ended)) in rows.into_iter().enumerate() {
            places.insert(chain, place);
            runs.push(Run {
                side,
                began,
                state,
                ended,
                contacts: Vec::new(),
            });
        }
        // However many come after those who are judged, their contacts are not read.
        let (terms, planned) = (comparison.terms(), comparison.planned());
        if let Some(last) = last_judged(&terms, planned, &runs, self.now()) {
            for (chain, contacts) in self.contacts_of(comparison, last)? {
                if let Some(run) = places.get(&chain).and_then(|place| runs.get_mut(*place)) {
                    run.contacts = contacts;
                }
            }
        }
        Ok(runs)
    }

    /// When tasks that turn to their client were completed, by chain, of those that are counted and had begun until `last`.
    fn contacts_of(
        &mut self,
        comparison: &ComparisonRow,
        last: Timestamp,
    ) -> Result<BTreeMap<ChainId, Vec<Timestamp>>, StoreError> {
        let of_chain = completions::chain_id.eq(compared_chains::chain_id.nullable());
        let rows: Vec<(ChainId, Timestamp)> = compared_chains::table
            .inner_join(completions::table.on(of_chain))
            .inner_join(tasks::table.on(tasks::id.eq(completions::task_id)))
            .filter(compared_chains::comparison_id.eq(bind(comparison.id)))
            .filter(compared_chains::began_at.ge(bind(comparison.counted_from)))
            .filter(compared_chains::began_at.le(bind(last)))
            .filter(completions::taken_back_at.is_null())
            .filter(tasks::task_type.ne(bind(TaskType::Internal)))
            .select((compared_chains::chain_id, completions::completed_at))
            .load(self.conn())?;
        let mut contacts: BTreeMap<ChainId, Vec<Timestamp>> = BTreeMap::new();
        for (chain, at) in rows {
            contacts.entry(chain).or_default().push(at);
        }
        Ok(contacts)
    }
}
