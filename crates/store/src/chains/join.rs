//! Chains that wake: because of their date, or because the errands that they wait for are done.

use std::collections::BTreeMap;

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use domain::chains::{Begun, ChainState, Context};
use domain::ids::{ChainId, EmployeeId, TaskId};
use domain::processes::Target;
use domain::time::Timestamp;
use domain::timeline::EntryKind;
use serde::{Deserialize, Serialize};

use super::making::Making;
use super::rows::ChainRow;
use super::{read, write};
use crate::clients::{self, ClientRow};
use crate::engine::columns::{Json, bind};
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::outbox::Audience;
use crate::schema::{chains, tasks as task_table};
use crate::tasks::{self, TaskRow};
use crate::timeline::{self, About, Changed, Said};

/// A chain as it waited for its last errand. Kept with the errand's completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedBefore {
    pub chain: ChainId,
    pub attempts: BTreeMap<String, u32>,
    pub wake_at: Option<Timestamp>,
    pub wake_target: Option<Target>,
}

/// A chain that waits for one errand only.
pub(super) struct Joined {
    pub chain: ChainRow,
    pub target: Target,
    pub by: EmployeeId,
}

impl Tx<'_> {
    /// The chain that goes on when this task is done: the task is the last errand that it waits for.
    pub(super) fn joined_by(&mut self, task: &TaskRow) -> Result<Option<Joined>, StoreError> {
        let Some(side) = task.side_of_id else {
            return Ok(None);
        };
        let chain = read::row(self, side)?;
        if !chain.joins || self.open_errands(side)? != 1 {
            return Ok(None);
        }
        let responsible = clients::row(self, chain.client_id)?.responsible_id;
        let by = self.put_to_sleep_by(&chain)?.or(responsible);
        Ok(chain
            .wake_target()
            .zip(by)
            .map(|(target, by)| Joined { chain, target, by }))
    }

    /// Sleeping chains whose time has come, or whose errands are done; the longest due first. For the worker.
    pub fn chains_to_wake(
        &mut self,
        now: Timestamp,
        most: i64,
    ) -> Result<Vec<ChainId>, StoreError> {
        let mut found: Vec<ChainId> = chains::table
            .filter(chains::wake_at.is_not_null())
            .filter(chains::wake_at.assume_not_null().le(bind(now)))
            .order((chains::wake_at, chains::id))
            .select(chains::id)
            .limit(most)
            .load(self.conn())?;
        let open = task_table::table
            .filter(task_table::side_of_id.is_not_null())
            .filter(task_table::side_of_id.eq(chains::id.nullable()))
            .filter(task_table::closed_at.is_null())
            .select(task_table::id);
        let joined: Vec<ChainId> = chains::table
            .filter(chains::joins)
            .filter(not(exists(open)))
            .order(chains::id)
            .select(chains::id)
            .limit(most)
            .load(self.conn())?;
        found.extend(joined);
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// A chain that sleeps and whose time has come, or that has no errand left to wait for; `None` when it sleeps on, or somebody else has
    /// woken it.
    pub fn chain_to_wake(&mut self, id: ChainId) -> Result<Option<(ChainRow, Woken)>, StoreError> {
        let chain = read::row(self, id)?;
        let due = chain.wake_at.is_some_and(|at| at <= self.now());
        Ok(match due {
            true => Some((chain, Woken::Date)),
            false if chain.joins && self.open_errands(id)? == 0 => Some((chain, Woken::Errands)),
            false => None,
        })
    }

    /// The client of a chain, for whatever the chain itself does.
    pub fn client_of_chain(&mut self, chain: &ChainRow) -> Result<ClientRow, StoreError> {
        clients::row(self, chain.client_id)
    }

    /// Stores the task of a chain that woke up.
    pub fn wake_chain(
        &mut self,
        chain: &mut ChainRow,
        begun: &Begun,
        cx: &Context,
    ) -> Result<TaskId, StoreError> {
        let task = self.wakes(chain, begun, cx)?;
        self.note_round_robin(Some(&task))?;
        clients::refresh_next(self, chain.client_id)?;
        Ok(task.id)
    }

    /// The last errand is done: its chain goes on, in the same unit.
    pub(super) fn errands_join(
        &mut self,
        errand: &TaskRow,
        begun: &Begun,
        cx: &Context,
    ) -> Result<(TaskRow, JoinedBefore), StoreError> {
        let side = errand
            .side_of_id
            .ok_or_else(|| StoreError::Corrupt("a task joins no chain".into()))?;
        let mut chain = read::row(self, side)?;
        let before = JoinedBefore {
            chain: chain.id,
            attempts: chain.attempts.0.clone(),
            wake_at: chain.wake_at,
            wake_target: chain.wake_target(),
        };
        let task = self.wakes(&mut chain, begun, cx)?;
        Ok((task, before))
    }

    /// The errand is open again: its chain waits as it did, and its untouched task is gone.
    pub(super) fn wait_again(&mut self, before: &JoinedBefore) -> Result<(), StoreError> {
        let mut chain = read::row(self, before.chain)?;
        chain.state = ChainState::Sleeping;
        chain.attempts = Json(before.attempts.clone());
        chain.wake_at = before.wake_at;
        chain.wake_target = before.wake_target.clone().map(Json);
        chain.joins = true;
        write::save(self, &mut chain)?;
        let audience = Audience::branch(chain.branch_id);
        self.emit("chain.updated", chain.id, chain.version, audience)
    }

    fn wakes(
        &mut self,
        chain: &mut ChainRow,
        begun: &Begun,
        cx: &Context,
    ) -> Result<TaskRow, StoreError> {
        let slept = read::last_task(self, chain.id)?;
        let date = chain.wake_at.filter(|at| *at > self.now());
        chain.state = begun.chain.state;
        chain.attempts = Json(begun.chain.attempts.clone());
        chain.wake_at = None;
        chain.wake_target = None;
        chain.joins = false;
        write::save(self, chain)?;
        let about = About {
            client: Some(chain.client_id),
            chain: Some(chain.id),
            ..About::default()
        };
        // Before its date a chain wakes only because its errands are done.
        let early = date.and_then(|at| Changed::from("wake_at", Some(at.to_string()), None));
        let said = Said {
            changes: early.into_iter().collect(),
            ..Said::default()
        };
        timeline::tell(self, EntryKind::ChainWoken, about, None, said)?;
        let context = match &slept {
            Some(task) => tasks::context_after(self, task.id)?,
            None => None,
        };
        let task = self.make_task(Making {
            new: &begun.task,
            cx,
            chain: chain.id,
            client: chain.client_id,
            branch: chain.branch_id,
            predecessor: slept.as_ref().map(|task| task.id),
            created_by: None,
            context,
        })?;
        let audience = Audience::branch(chain.branch_id);
        self.emit("chain.updated", chain.id, chain.version, audience)?;
        Ok(task)
    }
}

/// Why a chain wakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Woken {
    Date,
    Errands,
}
