//! One chain, a client's chains, and the chains that are to be woken.

use diesel::prelude::*;
use domain::access::{Permission, RowFacts};
use domain::ids::{ChainId, ClientId, ProcessId, TaskId};

use super::rows::{ChainBrief, ChainCard, ChainRow};
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::names;
use crate::schema::{chains, process_versions, tasks};
use crate::tasks::{TaskRow, cards};

impl Tx<'_> {
    /// A chain to be used in this way: it is seen by whoever sees its client.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the client is out of reach, [`StoreError::Forbidden`] when the permission does not reach the
    /// chain's branch.
    pub fn chain_for(
        &mut self,
        permission: Permission,
        id: ChainId,
    ) -> Result<ChainRow, StoreError> {
        let chain = row(self, id)?;
        let client = self.client_for(Permission::ClientRead, chain.client_id)?;
        let facts = RowFacts {
            branch: Some(chain.branch_id),
            owner: client.responsible_id,
            pool: None,
            needed: false,
        };
        match permission == Permission::ClientRead || self.reach(permission).covers(facts) {
            true => Ok(chain),
            false => Err(StoreError::Forbidden(permission)),
        }
    }

    /// A held chain with its tasks and names.
    pub fn chain_card(&mut self, row: ChainRow) -> Result<ChainCard, StoreError> {
        let rows: Vec<TaskRow> = tasks::table
            .filter(tasks::chain_id.eq(bind(row.id)))
            .order(tasks::id)
            .load(self.conn())?;
        let number: i32 = process_versions::table
            .filter(process_versions::id.eq(bind(row.version_id)))
            .select(process_versions::number)
            .first(self.conn())?;
        Ok(ChainCard {
            process_name: names::processes(self, [row.process_id])?
                .remove(&row.process_id)
                .unwrap_or_default(),
            version_number: number,
            started_by_name: match row.started_by {
                Some(id) => names::employees(self, [id])?.remove(&id),
                None => None,
            },
            tasks: cards(self, rows)?,
            row,
        })
    }

    /// The name of the process that a chain runs.
    pub fn process_name_of(&mut self, id: ChainId) -> Result<String, StoreError> {
        let process = row(self, id)?.process_id;
        Ok(names::processes(self, [process])?
            .remove(&process)
            .unwrap_or_default())
    }

    /// How many chains in work have lost their open task: must be 0. For the first screen.
    pub fn broken_chains(&mut self) -> Result<u32, StoreError> {
        let open = tasks::table
            .filter(tasks::chain_id.eq(chains::id.nullable()))
            .filter(tasks::closed_at.is_null())
            .select(tasks::id);
        // Running ones have an index of their own, small beside that of all chains.
        let broken: i64 = chains::table
            .filter(chains::ended_at.is_null())
            .filter(chains::state.eq(bind(domain::chains::ChainState::Active)))
            .filter(diesel::dsl::not(diesel::dsl::exists(open)))
            .count()
            .get_result(self.conn())?;
        Ok(u32::try_from(broken).unwrap_or(u32::MAX))
    }

    /// The chain of this process that runs for a client.
    pub fn running_chain(
        &mut self,
        client: ClientId,
        process: ProcessId,
    ) -> Result<Option<ChainRow>, StoreError> {
        Ok(chains::table
            .filter(chains::client_id.eq(bind(client)))
            .filter(chains::process_id.eq(bind(process)))
            .filter(chains::ended_at.is_null())
            .select(ChainRow::as_select())
            .first(self.conn())
            .optional()?)
    }

    /// All chains that run for a client, by their process.
    pub(crate) fn running_chains(
        &mut self,
        client: ClientId,
    ) -> Result<std::collections::BTreeMap<ProcessId, ChainId>, StoreError> {
        let rows: Vec<(ProcessId, ChainId)> = each_backend!(self.conn(), |c| chains::table
            .filter(chains::client_id.eq(bind(client)))
            .filter(chains::ended_at.is_null())
            .select((chains::process_id, chains::id))
            .load(c))?;
        Ok(rows.into_iter().collect())
    }

    /// Whoever put a sleeping chain to sleep: the author of its last completion, or whoever started it.
    pub fn put_to_sleep_by(
        &mut self,
        chain: &ChainRow,
    ) -> Result<Option<domain::ids::EmployeeId>, StoreError> {
        use crate::schema::completions;
        let by = completions::table
            .filter(completions::chain_id.eq(bind(chain.id)))
            .filter(completions::taken_back_at.is_null())
            .order(completions::id.desc())
            .select(completions::completed_by)
            .first(self.conn())
            .optional()?;
        Ok(by.or(chain.started_by))
    }
}

pub(crate) fn row(tx: &mut Tx<'_>, id: ChainId) -> Result<ChainRow, StoreError> {
    let row = each_backend!(tx.conn(), |c| chains::table
        .filter(chains::id.eq(bind(id)))
        .select(ChainRow::as_select())
        .first(c))?;
    Ok(row)
}

/// The open task of a chain, if it has one.
pub(crate) fn open_task(tx: &mut Tx<'_>, id: ChainId) -> Result<Option<TaskRow>, StoreError> {
    Ok(tasks::table
        .filter(tasks::chain_id.eq(bind(id)))
        .filter(tasks::closed_at.is_null())
        .first(tx.conn())
        .optional()?)
}

/// Tasks that a chain has got after this one.
pub(super) fn made_after(
    tx: &mut Tx<'_>,
    id: ChainId,
    last: Option<TaskId>,
) -> Result<Vec<TaskRow>, StoreError> {
    let last = last.unwrap_or(TaskId::from_i64(i64::MIN));
    Ok(tasks::table
        .filter(tasks::chain_id.eq(bind(id)))
        .filter(tasks::id.gt(bind(last)))
        .order(tasks::id)
        .load(tx.conn())?)
}

/// The latest task of a chain.
pub(crate) fn last_task(tx: &mut Tx<'_>, id: ChainId) -> Result<Option<TaskRow>, StoreError> {
    Ok(tasks::table
        .filter(tasks::chain_id.eq(bind(id)))
        .order(tasks::id.desc())
        .first(tx.conn())
        .optional()?)
}

/// A client's chains: running ones first, then the latest.
pub(crate) fn of_client(tx: &mut Tx<'_>, client: ClientId) -> Result<Vec<ChainBrief>, StoreError> {
    let mut briefs: Vec<ChainBrief> = each_backend!(tx.conn(), |c| chains::table
        .left_join(
            tasks::table.on(tasks::chain_id
                .eq(chains::id.nullable())
                .and(tasks::closed_at.is_null()))
        )
        .filter(chains::client_id.eq(bind(client)))
        .order(chains::id.desc())
        .select((
            chains::id,
            chains::process_id,
            chains::state,
            chains::wake_at,
            chains::joins,
            chains::waits_for,
            chains::created_at,
            chains::ended_at,
            tasks::id.nullable(),
        ))
        .load(c))?;
    briefs.sort_by_key(|brief| brief.ended_at.is_some());
    Ok(briefs)
}
