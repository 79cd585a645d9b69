//! There: chains go over or end.

use std::collections::BTreeSet;

use diesel::prelude::*;
use domain::chains::ChainState;
use domain::ids::{ChainId, ClientId, EmployeeId, VersionId};
use domain::processes::Graph;
use domain::processes::transfer::{Carried, Fate, Place, Seat, fate, seated};
use domain::tasks::{Direction, TaskType};
use domain::timeline::EntryKind;

use super::BATCH;
use super::rows::{Before, ErrandBefore, TransferRow, TransferredRow};
use crate::chains::{self as chain_rows, ChainRow};
use crate::clients;
use crate::engine::among::among;
use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::names;
use crate::outbox::Audience;
use crate::schema::chains;
use crate::tasks::{self, TaskRow};
use crate::timeline::{self, About, Changed, Said};

impl Tx<'_> {
    /// Carries the next chains. Answers how many were looked at; fewer than [`BATCH`] are the last.
    pub(super) fn carry(&mut self, transfer: &mut TransferRow) -> Result<usize, StoreError> {
        let versions: BTreeSet<VersionId> =
            transfer.lots.0.iter().map(|lot| lot.version_id).collect();
        let behind = transfer.behind.unwrap_or(ChainId::from_i64(i64::MIN));
        let next: Vec<(ChainId, ClientId)> = each_backend!(self.conn(), |c| chains::table
            .filter(chains::version_id.eq_any(among(versions.iter().copied())))
            .filter(chains::ended_at.is_null())
            .filter(chains::id.gt(bind(behind)))
            .order(chains::id)
            .limit(BATCH)
            .select((chains::id, chains::client_id))
            .load(c))?;
        let graph = self.graph(transfer.version_id)?;
        for (id, client) in &next {
            // From here on nobody else moves this client on; what was done until now is read.
            self.hold_client(*client)?;
            let chain = chain_rows::row(self, *id)?;
            if chain.is_running() && chain.version_id != transfer.version_id {
                self.carry_chain(transfer, chain, &graph)?;
            }
        }
        transfer.behind = next.last().map(|(id, _)| *id).or(transfer.behind);
        Ok(next.len())
    }

    fn carry_chain(
        &mut self,
        transfer: &mut TransferRow,
        mut chain: ChainRow,
        graph: &Graph,
    ) -> Result<(), StoreError> {
        let mut task = chain_rows::open_task(self, chain.id)?;
        let mut before = Before::of(&chain, task.as_ref());
        let Some(step) = before.step() else {
            return Ok(());
        };
        let outcome = match fate(&transfer.lots.0, chain.version_id, step) {
            Fate::Stay => return Ok(()),
            Fate::Move { step: to } => {
                let seat = seat_of(&chain, task.as_ref());
                let Some(seat) = seat.and_then(|seat| seated(&seat, to, graph)) else {
                    return Ok(());
                };
                self.reseat(transfer, &mut chain, task.as_mut(), seat)?;
                self.tell_moved(transfer, &before, &chain, to)?;
                transfer.moved += 1;
                Carried::Moved
            }
            Fate::End { reason } => {
                let errands = chain_rows::open_errands(self, chain.id)?;
                before.errands = errands.iter().map(ErrandBefore::of).collect();
                before.callers = self.waiting_callers(chain.id)?;
                chain = self.cancel_chain_for(transfer.started_by, chain, reason)?;
                task = task.map(|task| tasks::row(self, task.id)).transpose()?;
                transfer.ended += 1;
                Carried::Ended
            }
        };
        self.keep_transferred(&TransferredRow {
            transfer_id: transfer.id,
            chain_id: chain.id,
            client_id: chain.client_id,
            outcome,
            before: Json(before),
            chain_version: chain.version,
            task_version: task.map(|task| task.version),
            at: self.now(),
        })
    }

    fn reseat(
        &mut self,
        transfer: &TransferRow,
        chain: &mut ChainRow,
        task: Option<&mut TaskRow>,
        seat: Seat,
    ) -> Result<(), StoreError> {
        chain.version_id = transfer.version_id;
        chain.attempts = Json(seat.attempts);
        match (seat.place, task) {
            (Place::Sleep { target }, _) => chain.wake_target = Some(Json(target)),
            (
                Place::Task {
                    step,
                    template_id,
                    attempt_limit,
                },
                Some(task),
            ) => {
                if task.template_id != Some(template_id) {
                    let template = self.template_defs(&[template_id])?.pop().ok_or_else(|| {
                        StoreError::Corrupt("a step names an unknown template".into())
                    })?;
                    task.template_id = Some(template_id);
                    task.task_type = template.task_type;
                    task.direction =
                        (template.task_type == TaskType::ClientCall).then_some(Direction::Outgoing);
                    task.planned_minutes = template
                        .planned_minutes
                        .and_then(|minutes| i32::try_from(minutes).ok());
                }
                task.step = Some(step);
                task.attempt_limit = attempt_limit.and_then(|limit| i32::try_from(limit).ok());
                tasks::reseat(self, task)?;
                self.emit("task.updated", task.id, task.version, tasks::audience(task))?;
            }
            (Place::Task { .. }, None) => {}
        }
        chain_rows::reseat(self, chain)?;
        clients::refresh_next(self, chain.client_id)?;
        let audience = Audience::branch(chain.branch_id);
        self.emit("chain.updated", chain.id, chain.version, audience)
    }

    fn tell_moved(
        &mut self,
        transfer: &TransferRow,
        before: &Before,
        chain: &ChainRow,
        to: &str,
    ) -> Result<(), StoreError> {
        let was = self.place_of(before.version_id, before.step())?;
        let is = self.place_of(chain.version_id, Some(to))?;
        let by = transfer.started_by;
        self.tell_transferred(chain, EntryKind::ChainMoved, by, was, is)
    }

    /// An entry of the timeline: the process, and from which step of which version to which.
    pub(super) fn tell_transferred(
        &mut self,
        chain: &ChainRow,
        kind: EntryKind,
        by: Option<EmployeeId>,
        was: StepName,
        is: StepName,
    ) -> Result<(), StoreError> {
        let changes = [
            Changed::from("version", Some(was.number), Some(is.number)),
            Changed::from("step", Some(was.step), Some(is.step)),
        ];
        let said = Said {
            title: names::processes(self, [chain.process_id])?.remove(&chain.process_id),
            changes: changes.into_iter().flatten().collect(),
            ..Said::default()
        };
        let about = About {
            client: Some(chain.client_id),
            chain: Some(chain.id),
            ..About::default()
        };
        timeline::tell(self, kind, about, by, said)?;
        Ok(())
    }

    /// What a step is called, and the number of its version.
    pub(super) fn place_of(
        &mut self,
        version: VersionId,
        step: Option<&str>,
    ) -> Result<StepName, StoreError> {
        let graph = self.graph(version)?;
        let template = step
            .and_then(|key| graph.step(key))
            .map(|step| step.template_id);
        let name = match template {
            Some(id) => names::templates(self, [id])?.remove(&id),
            None => None,
        };
        Ok(StepName {
            number: self.version_number(version)?.to_string(),
            step: name.unwrap_or_default(),
        })
    }
}

/// How the timeline names a place.
pub(super) struct StepName {
    pub number: String,
    pub step: String,
}

/// Where a running chain stands; `None` in a damaged database.
fn seat_of(chain: &ChainRow, task: Option<&TaskRow>) -> Option<Seat> {
    let place = match (chain.state, task) {
        (ChainState::Sleeping, _) => Place::Sleep {
            target: chain.wake_target()?,
        },
        (_, Some(task)) => Place::Task {
            step: task.step.clone()?,
            template_id: task.template_id?,
            attempt_limit: task
                .attempt_limit
                .and_then(|limit| u32::try_from(limit).ok()),
        },
        (_, None) => return None,
    };
    Some(Seat {
        attempts: chain.attempts.0.clone(),
        place,
    })
}
