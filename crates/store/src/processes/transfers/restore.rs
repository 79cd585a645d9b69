//! And back: chains on which nobody has worked since return to where they were.

use diesel::prelude::*;
use domain::ids::{ChainId, ClientId, EmployeeId, VersionId};
use domain::processes::transfer::{Carried, Fate, fate};
use domain::staff::EmployeeState;
use domain::tasks::TaskState;
use domain::timeline::EntryKind;

use super::BATCH;
use super::rows::{Before, TransferRow, TransferredRow};
use crate::chains::{self as chain_rows, ChainRow};
use crate::clients;
use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::engine::update::update;
use crate::outbox::Audience;
use crate::schema::{chains, transferred_chains};
use crate::tasks::{self, TaskRow};

impl Tx<'_> {
    /// Returns the next chains. Answers how many were looked at; fewer than [`BATCH`] are the last.
    pub(super) fn give_back(&mut self, transfer: &mut TransferRow) -> Result<usize, StoreError> {
        let behind = transfer.behind.unwrap_or(ChainId::from_i64(i64::MIN));
        let next: Vec<(ChainId, ClientId)> =
            each_backend!(self.conn(), |c| transferred_chains::table
                .filter(transferred_chains::transfer_id.eq(bind(transfer.id)))
                .filter(transferred_chains::chain_id.gt(bind(behind)))
                .order(transferred_chains::chain_id)
                .limit(BATCH)
                .select((transferred_chains::chain_id, transferred_chains::client_id))
                .load(c))?;
        for (id, client) in &next {
            self.hold_client(*client)?;
            let row: TransferredRow = each_backend!(self.conn(), |c| transferred_chains::table
                .filter(transferred_chains::transfer_id.eq(bind(transfer.id)))
                .filter(transferred_chains::chain_id.eq(bind(*id)))
                .first(c))?;
            let outcome = match self.give_back_chain(transfer, &row)? {
                true => {
                    transfer.returned += 1;
                    Carried::Returned
                }
                false => {
                    transfer.kept += 1;
                    Carried::Kept
                }
            };
            let this = transferred_chains::transfer_id
                .eq(bind(transfer.id))
                .and(transferred_chains::chain_id.eq(bind(*id)));
            let changes = (transferred_chains::outcome.eq(bind(outcome)),);
            each_backend!(self.conn(), |c| update(
                transferred_chains::table,
                this,
                changes
            )
            .execute(c))?;
        }
        transfer.behind = next.last().map(|(id, _)| *id).or(transfer.behind);
        Ok(next.len())
    }

    /// False: somebody has worked on it since, or it could not run any more, so it stays.
    fn give_back_chain(
        &mut self,
        transfer: &TransferRow,
        row: &TransferredRow,
    ) -> Result<bool, StoreError> {
        let before = &row.before.0;
        let mut chain = chain_rows::row(self, row.chain_id)?;
        let mut task: Option<TaskRow> = match &before.task {
            Some(task) => Some(tasks::row(self, task.id)?),
            None => None,
        };
        let errands = self.errands_to_return(before)?;
        let untouched = chain.version == row.chain_version
            && task.as_ref().map(|task| task.version) == row.task_version;
        let ended = row.outcome == Carried::Ended;
        let returning: Vec<&TaskRow> = task.iter().chain(errands.iter().map(|it| &it.0)).collect();
        if !untouched || (ended && !self.may_run_again(&chain, &returning)?) {
            return Ok(false);
        }
        for caller in &before.callers {
            if !self.may_wait_again(caller)? {
                return Ok(false);
            }
        }
        let left = chain.version_id;
        chain.version_id = before.version_id;
        chain.attempts = Json(before.attempts.clone());
        chain.wake_target = before.wake_target.clone().map(Json);
        if ended {
            chain.state = before.state;
            chain.wake_at = before.wake_at;
            chain.waits_for = before.waits_for;
            chain.call = before.call.clone().map(Json);
            chain.joins = before.joins && !errands.is_empty();
            if before.joins && errands.is_empty() {
                // What it waited for stays cancelled: there is nothing to wait for any more.
                chain.wake_at = Some(self.now());
            }
            chain.ended_at = None;
            chain.ended_by = None;
            chain.cancel_reason = None;
            chain_rows::save(self, &mut chain)?;
            for caller in &before.callers {
                self.call_again(caller)?;
            }
        } else {
            chain_rows::reseat(self, &mut chain)?;
        }
        if let (Some(task), Some(was)) = (&mut task, &before.task) {
            task.template_id = was.template_id;
            task.task_type = was.task_type;
            task.direction = was.direction;
            task.step.clone_from(&was.step);
            task.planned_minutes = was.planned_minutes;
            task.attempt_limit = was.attempt_limit;
            if ended {
                task.state = was.state;
                task.closed_at = None;
                task.closed_by = None;
                task.cancel_reason = None;
                tasks::save(self, task)?;
            } else {
                tasks::reseat(self, task)?;
            }
            self.emit("task.updated", task.id, task.version, tasks::audience(task))?;
        }
        for (errand, state) in errands {
            self.open_errand_again(errand, state)?;
        }
        clients::refresh_next(self, chain.client_id)?;
        let audience = Audience::branch(chain.branch_id);
        self.emit("chain.updated", chain.id, chain.version, audience)?;
        self.tell_returned(transfer, before, &chain, left)?;
        Ok(true)
    }

    /// Errands that were cancelled with the chain and that nobody has touched since, each with its state before.
    fn errands_to_return(
        &mut self,
        before: &Before,
    ) -> Result<Vec<(TaskRow, TaskState)>, StoreError> {
        let mut errands = Vec::new();
        for was in &before.errands {
            let errand = tasks::row(self, was.id)?;
            if errand.version == was.left {
                errands.push((errand, was.state));
            }
        }
        Ok(errands)
    }

    fn open_errand_again(
        &mut self,
        mut errand: TaskRow,
        state: TaskState,
    ) -> Result<(), StoreError> {
        errand.state = state;
        errand.closed_at = None;
        errand.closed_by = None;
        errand.cancel_reason = None;
        tasks::save(self, &mut errand)?;
        let audience = tasks::audience(&errand);
        self.emit("task.updated", errand.id, errand.version, audience)
    }

    /// Whether a chain that was ended can run again: nothing holds back since then what it and its tasks would need.
    fn may_run_again(
        &mut self,
        chain: &ChainRow,
        returning: &[&TaskRow],
    ) -> Result<bool, StoreError> {
        let another: Option<ChainId> = chains::table
            .filter(chains::client_id.eq(bind(chain.client_id)))
            .filter(chains::process_id.eq(bind(chain.process_id)))
            .filter(chains::ended_at.is_null())
            .select(chains::id)
            .first(self.conn())
            .optional()?;
        let mut assignees = returning.iter().filter_map(|task| task.assignee_id);
        let people = self.known_people()?;
        let left = |id: EmployeeId| {
            people
                .iter()
                .any(|(known, person)| *known == id && person.state == EmployeeState::Left)
        };
        let archived = clients::row(self, chain.client_id)?.archived_at.is_some()
            || self.any_process(chain.process_id)?.archived_at.is_some();
        Ok(another.is_none() && !archived && !assignees.any(left))
    }

    fn tell_returned(
        &mut self,
        transfer: &TransferRow,
        before: &Before,
        chain: &ChainRow,
        left: VersionId,
    ) -> Result<(), StoreError> {
        let is = self.place_of(before.version_id, before.step())?;
        // Where it had been meanwhile is in the entry before; the step is named only where it changed.
        let step = before.step().unwrap_or_default();
        let was = match fate(&transfer.lots.0, before.version_id, step) {
            Fate::Move { step } => self.place_of(left, Some(step))?,
            _ => self.place_of(before.version_id, before.step())?,
        };
        let by = transfer.undone_by;
        self.tell_transferred(chain, EntryKind::ChainReturned, by, was, is)
    }
}
