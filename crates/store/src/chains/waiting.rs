//! Chains that wait, and wake: because of their date, because the errands that they wait for are done, or because the process that they called is
//! over.

use std::collections::BTreeMap;

use diesel::alias;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use domain::chains::{Begun, ChainState, Context};
use domain::ids::{ChainId, CompletionId, EmployeeId, TaskId};
use domain::processes::{Back, Call, Target};
use domain::time::Timestamp;
use domain::timeline::EntryKind;
use serde::{Deserialize, Serialize};

use super::apply::{Before, HandOver};
use super::making::{Making, Seed};
use super::rows::ChainRow;
use super::{read, write};
use crate::clients::{self, ClientRow};
use crate::engine::columns::{Json, bind};
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::engine::written::Written;
use crate::names;
use crate::outbox::Audience;
use crate::schema::{chains, completions, tasks as task_table};
use crate::tasks::{self, TaskRow};
use crate::timeline::{self, About, Changed, Said};

/// A chain as it waited for its errands or for the process that it had called. Kept with the completion that let it go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waited {
    pub chain: ChainId,
    pub attempts: BTreeMap<String, u32>,
    pub wake_at: Option<Timestamp>,
    pub wake_target: Option<Target>,
    #[serde(default)]
    pub joins: bool,
    #[serde(default)]
    pub waits_for: Option<ChainId>,
    #[serde(default)]
    pub call: Option<Call>,
    /// The version of its row when it had gone on: whoever has moved it since has made a later one.
    pub left: i64,
}

impl Waited {
    fn of(chain: &ChainRow) -> Self {
        Self {
            chain: chain.id,
            attempts: chain.attempts.0.clone(),
            wake_at: chain.wake_at,
            wake_target: chain.wake_target(),
            joins: chain.joins,
            waits_for: chain.waits_for,
            call: chain.call.as_ref().map(|Json(call)| call.clone()),
            left: chain.version + 1,
        }
    }
}

/// A chain that waits for another one, before that one is ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    pub waited: Waited,
    /// Its latest task.
    pub last: Option<TaskId>,
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

    /// Sleeping chains whose time has come, or that have nothing left to wait for. For the worker.
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
        let called = alias!(chains as called);
        let over = called
            .filter(called.field(chains::id).nullable().eq(chains::waits_for))
            .filter(called.field(chains::ended_at).is_not_null())
            .select(called.field(chains::id));
        let returned: Vec<ChainId> = chains::table
            .filter(chains::waits_for.is_not_null())
            .filter(exists(over))
            .order(chains::id)
            .select(chains::id)
            .limit(most)
            .load(self.conn())?;
        found.extend(joined);
        found.extend(returned);
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// A chain that sleeps and whose time has come, or that has nothing left to wait for; `None` when it sleeps on, or somebody else has
    /// woken it.
    pub fn chain_to_wake(&mut self, id: ChainId) -> Result<Option<(ChainRow, Woken)>, StoreError> {
        let chain = read::row(self, id)?;
        if let Some((called, Json(call))) = chain.waits_for.zip(chain.call.as_ref()) {
            let called = read::row(self, called)?;
            if let Some(back) = call.back(called.state).cloned() {
                let names = names::processes(self, [called.process_id])?;
                let process = names.into_values().next().unwrap_or_default();
                return Ok(Some((chain, Woken::Called { back, process })));
            }
        }
        let due = chain.wake_at.is_some_and(|at| at <= self.now());
        Ok(match due {
            true => Some((chain, Woken::Date)),
            false if chain.joins && self.open_errands(id)? == 0 => Some((chain, Woken::Errands)),
            false => None,
        })
    }

    /// Chains that wait for the end of this one.
    pub fn callers_of(&mut self, id: ChainId) -> Result<Vec<ChainRow>, StoreError> {
        Ok(chains::table
            .filter(chains::waits_for.is_not_null())
            .filter(chains::waits_for.assume_not_null().eq(bind(id)))
            .order(chains::id)
            .select(ChainRow::as_select())
            .load(self.conn())?)
    }

    /// Begins the process that a chain calls; one that runs for the client already is waited for as it is.
    pub(super) fn call(
        &mut self,
        call: &Call,
        chain: &ChainRow,
        client: &ClientRow,
        start: Option<&HandOver>,
        by: EmployeeId,
        context: Option<String>,
    ) -> Result<Option<(ChainId, Option<TaskRow>)>, StoreError> {
        let Some(start) = start else {
            let running = self.running_chain(client.id, call.process_id)?;
            let other = running.filter(|running| running.id != chain.id);
            return Ok(other.map(|running| (running.id, None)));
        };
        let seed = Seed {
            process_id: start.process_id,
            process_name: &start.process_name,
            version_id: start.version_id,
            client,
            by: Some(by),
            from: None,
            context,
        };
        let (called, task) = self.begin_chain(seed, &start.begun, &start.context)?;
        Ok(Some((called.id, Some(task))))
    }

    /// Whoever waits for one chain waits for another one from now on.
    pub(super) fn wait_for_another(
        &mut self,
        from: ChainId,
        to: ChainId,
    ) -> Result<(), StoreError> {
        for mut caller in self.callers_of(from)? {
            if caller.id != to {
                caller.waits_for = Some(to);
                write::save(self, &mut caller)?;
            }
        }
        Ok(())
    }

    /// A caller ends with the process that it had called.
    pub fn end_caller(
        &mut self,
        chain: &mut ChainRow,
        state: ChainState,
        by: EmployeeId,
    ) -> Result<(), StoreError> {
        chain.awake();
        chain.state = state;
        chain.ended_at = Some(self.now());
        chain.ended_by = Some(by);
        write::save(self, chain)?;
        let name = names::processes(self, [chain.process_id])?.remove(&chain.process_id);
        let about = About {
            client: Some(chain.client_id),
            chain: Some(chain.id),
            ..About::default()
        };
        let ended = Changed {
            member: "state".to_owned(),
            before: None,
            after: Some(state.as_str().to_owned()),
        };
        let said = Said {
            text: name,
            changes: vec![ended],
            ..Said::default()
        };
        timeline::tell(self, EntryKind::ChainEnded, about, Some(by), said)?;
        clients::refresh_next(self, chain.client_id)?;
        let audience = Audience::branch(chain.branch_id);
        self.emit("chain.updated", chain.id, chain.version, audience)
    }

    /// Keeps with a completion which chains went on because of it, and the task that one of them got.
    pub fn keep_waited(
        &mut self,
        id: CompletionId,
        waited: Vec<Waited>,
        next: Option<TaskId>,
    ) -> Result<(), StoreError> {
        let this = completions::table.filter(completions::id.eq(bind(id)));
        let written: Written<Before> = this.select(completions::before).first(self.conn())?;
        let mut before = written.read()?;
        before.waited.extend(waited);
        let row = completions::table.filter(completions::id.eq(bind(id)));
        diesel::update(row)
            .set((
                completions::before.eq(Written::of(&before)?),
                completions::next_task_id.eq(next.map(bind)),
            ))
            .execute(self.conn())?;
        Ok(())
    }

    /// The client of a chain, for whatever the chain itself does.
    pub fn client_of_chain(&mut self, chain: &ChainRow) -> Result<ClientRow, StoreError> {
        clients::row(self, chain.client_id)
    }

    /// How a chain waits, to be kept with what lets it go on.
    pub fn waiting(&mut self, chain: &ChainRow) -> Waited {
        Waited::of(chain)
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
    ) -> Result<(TaskRow, Waited), StoreError> {
        let side = errand
            .side_of_id
            .ok_or_else(|| StoreError::Corrupt("a task joins no chain".into()))?;
        let mut chain = read::row(self, side)?;
        let before = Waited::of(&chain);
        let task = self.wakes(&mut chain, begun, cx)?;
        Ok((task, before))
    }

    /// Chains that wait for the end of this one, as they wait.
    pub(crate) fn waiting_callers(&mut self, id: ChainId) -> Result<Vec<Caller>, StoreError> {
        let callers = self.callers_of(id)?;
        let known = callers.iter().map(|chain| {
            let last = read::last_task(self, chain.id)?;
            Ok(Caller {
                waited: Waited::of(chain),
                last: last.map(|task| task.id),
            })
        });
        known.collect()
    }

    /// Whether a caller can wait again as it did: it waits still, or all that it has got since is one task that nobody has touched.
    pub(crate) fn may_wait_again(&mut self, caller: &Caller) -> Result<bool, StoreError> {
        let chain = read::row(self, caller.waited.chain)?;
        if chain.waits_for == caller.waited.waits_for {
            return Ok(true);
        }
        let since = read::made_after(self, chain.id, caller.last)?;
        let untouched =
            matches!(&since[..], [task] if task.closed_at.is_none() && task.touched_at.is_none());
        Ok(chain.is_running() && chain.version == caller.waited.left && untouched)
    }

    /// A caller waits again for the chain that has not ended after all; what it had got meanwhile is gone.
    pub(crate) fn call_again(&mut self, caller: &Caller) -> Result<(), StoreError> {
        let id = caller.waited.chain;
        if read::row(self, id)?.waits_for == caller.waited.waits_for {
            return Ok(());
        }
        for task in read::made_after(self, id, caller.last)? {
            self.withdraw_task(&task)?;
        }
        self.wait_again(&caller.waited)?;
        let chain = read::row(self, id)?;
        let until = Changed::from("wake_at", None, chain.wake_at.map(|at| at.to_string()));
        let said = Said {
            text: Some(self.process_name_of(id)?),
            changes: until.into_iter().collect(),
            ..Said::default()
        };
        let about = About {
            client: Some(chain.client_id),
            chain: Some(id),
            ..About::default()
        };
        timeline::tell(self, EntryKind::ChainSleeping, about, None, said)?;
        clients::refresh_next(self, chain.client_id)
    }

    /// What let a chain go on is taken back: it waits as it did, and its untouched task is gone.
    pub(super) fn wait_again(&mut self, before: &Waited) -> Result<(), StoreError> {
        let mut chain = read::row(self, before.chain)?;
        chain.state = ChainState::Sleeping;
        chain.attempts = Json(before.attempts.clone());
        chain.wake_at = before.wake_at;
        chain.wake_target = before.wake_target.clone().map(Json);
        chain.joins = before.joins;
        chain.waits_for = before.waits_for;
        chain.call = before.call.clone().map(Json);
        chain.ended_at = None;
        chain.ended_by = None;
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
        let called = match chain.waits_for {
            Some(called) => Some(self.process_name_of(called)?),
            None => None,
        };
        let date = chain.wake_at.filter(|at| *at > self.now());
        chain.state = begun.chain.state;
        chain.attempts = Json(begun.chain.attempts.clone());
        chain.awake();
        write::save(self, chain)?;
        let about = About {
            client: Some(chain.client_id),
            chain: Some(chain.id),
            ..About::default()
        };
        // Before its date a chain wakes because what it waits for is done: its errands, or the process that is named.
        let early = date.and_then(|at| Changed::from("wake_at", Some(at.to_string()), None));
        let said = Said {
            text: called.filter(|_| early.is_some()),
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Woken {
    Date,
    Errands,
    /// The process that it called is over.
    Called {
        back: Back,
        process: String,
    },
}
