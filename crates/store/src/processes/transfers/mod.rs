//! Transfers: running chains that go over to another version of their process.
//!
//! A transfer is a row that says what is to be done and how far it is. The worker carries it on in small transactions, chain by
//! chain in the order of their ids; each chain's former state is kept beside what became of it. So a server that is killed
//! goes on where it stopped, and undoing is the same walk back.

mod carry;
mod restore;
mod rows;
mod standing;

use diesel::prelude::*;
use domain::ids::{ChainId, ClientId, ProcessId, TransferId, VersionId};
use domain::processes::transfer::{Carried, Fate, Lot, TransferState, UNDO, fate};
use domain::time::Timestamp;
use serde::Serialize;

use super::rows::ProcessRecord;
use crate::audit::state;
use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::dialect::lock_row;
use crate::engine::errors::{StoreError, expect_one};
use crate::engine::page::{Page, PageRequest};
use crate::engine::unit::Tx;
use crate::engine::update::update;
use crate::outbox::Audience;
use crate::schema::{transferred_chains, transfers};

use rows::TransferredRow;
pub use rows::{Standing, TransferRow, Transferred};

/// Chains carried in one transaction at most: on PostgreSQL their clients are held until it ends.
const BATCH: i64 = 50;

/// What the audit log keeps of a transfer.
#[derive(Serialize)]
struct Audited<'a> {
    version_id: VersionId,
    state: TransferState,
    lots: &'a [Lot],
    moved: i32,
    ended: i32,
    returned: i32,
    kept: i32,
}

impl Tx<'_> {
    /// Begins to move running chains of a process, as the lots say, to the version that is published now. The lots were checked in
    /// this transaction.
    ///
    /// # Errors
    /// [`Guard::TransferAtWork`](crate::Guard::TransferAtWork) while another one of this process is at work.
    pub fn start_transfer(
        &mut self,
        process: &ProcessRecord,
        version_id: VersionId,
        lots: &[Lot],
    ) -> Result<TransferRow, StoreError> {
        let standing = self.standing(process.id)?;
        let leaving = |place: &&Standing| {
            place.version_id != version_id
                && *fate(lots, place.version_id, &place.step) != Fate::Stay
        };
        let total: u32 = standing
            .iter()
            .filter(leaving)
            .map(|place| place.active + place.sleeping)
            .sum();
        let transfer = TransferRow {
            id: self.new_id(),
            process_id: process.id,
            version_id,
            state: TransferState::Running,
            lots: Json(lots.to_vec()),
            total: total as i32,
            moved: 0,
            ended: 0,
            returned: 0,
            kept: 0,
            behind: None,
            started_by: self.who().employee(),
            started_at: self.now(),
            finished_at: None,
            undone_by: None,
            undone_at: None,
            version: 1,
        };
        diesel::insert_into(transfers::table)
            .values((
                transfers::id.eq(bind(transfer.id)),
                transfers::process_id.eq(bind(transfer.process_id)),
                transfers::version_id.eq(bind(transfer.version_id)),
                transfers::state.eq(bind(transfer.state)),
                transfers::lots.eq(transfer.lots.clone()),
                transfers::total.eq(transfer.total),
                transfers::moved.eq(0),
                transfers::ended.eq(0),
                transfers::returned.eq(0),
                transfers::kept.eq(0),
                transfers::started_by.eq(transfer.started_by.map(bind)),
                transfers::started_at.eq(bind(transfer.started_at)),
                transfers::version.eq(transfer.version),
            ))
            .execute(self.conn())?;
        self.transfer_told("transfer_started", &transfer)?;
        Ok(transfer)
    }

    /// The transfers of a process, the latest first.
    pub fn transfers_of(&mut self, id: ProcessId) -> Result<Vec<TransferRow>, StoreError> {
        Ok(transfers::table
            .filter(transfers::process_id.eq(bind(id)))
            .order(transfers::id.desc())
            .load(self.conn())?)
    }

    /// # Errors
    /// [`StoreError::NotFound`] for a transfer of another process.
    pub fn transfer_of(
        &mut self,
        process: ProcessId,
        id: TransferId,
    ) -> Result<TransferRow, StoreError> {
        Ok(transfers::table
            .filter(transfers::id.eq(bind(id)))
            .filter(transfers::process_id.eq(bind(process)))
            .first(self.conn())?)
    }

    /// Whether a transfer of this process is at work.
    pub fn transfer_at_work(&mut self, process: ProcessId) -> Result<bool, StoreError> {
        let found: Option<TransferId> = transfers::table
            .filter(transfers::process_id.eq(bind(process)))
            .filter(transfers::finished_at.is_null())
            .select(transfers::id)
            .first(self.conn())
            .optional()?;
        Ok(found.is_some())
    }

    /// Versions from which a transfer takes chains that can still be returned.
    pub(in crate::processes) fn returnable_versions(
        &mut self,
    ) -> Result<Vec<VersionId>, StoreError> {
        let since = self.now().minus(UNDO);
        let lots: Vec<Json<Vec<Lot>>> = transfers::table
            .filter(transfers::started_at.ge(bind(since)))
            .filter(transfers::state.ne(bind(TransferState::Undone)))
            .select(transfers::lots)
            .load(self.conn())?;
        let lots = lots.into_iter().flat_map(|Json(lots)| lots);
        Ok(lots.map(|lot| lot.version_id).collect())
    }

    /// Begins to return the chains of a finished transfer. Whether it may still be undone was decided in this transaction.
    ///
    /// # Errors
    /// [`StoreError::VersionMismatch`] when somebody else was faster.
    pub fn undo_transfer(&mut self, mut transfer: TransferRow) -> Result<TransferRow, StoreError> {
        transfer.state = TransferState::Undoing;
        transfer.behind = None;
        transfer.finished_at = None;
        transfer.undone_by = self.who().employee();
        transfer.undone_at = Some(self.now());
        self.save_transfer(&mut transfer)?;
        self.transfer_told("transfer_undoing", &transfer)?;
        Ok(transfer)
    }

    /// What became of the chains of a transfer, in the order in which they began. Those whose client the asker may not see are left
    /// out, so that a page may be shorter than asked for.
    pub fn transferred(
        &mut self,
        transfer: &TransferRow,
        outcome: Option<Carried>,
        page: &PageRequest,
    ) -> Result<Page<Transferred>, StoreError> {
        let list = ("transferred", transfer.id, outcome);
        let after: Option<i64> = page.after(&list)?;
        let mut query = transferred_chains::table
            .into_boxed()
            .filter(transferred_chains::transfer_id.eq(bind(transfer.id)));
        if let Some(outcome) = outcome {
            query = query.filter(transferred_chains::outcome.eq(bind(outcome)));
        }
        if let Some(after) = after {
            query = query.filter(transferred_chains::chain_id.gt(bind(ChainId::from_i64(after))));
        }
        let rows: Vec<(ChainId, ClientId, Carried)> = query
            .order(transferred_chains::chain_id)
            .limit(page.fetch())
            .select((
                transferred_chains::chain_id,
                transferred_chains::client_id,
                transferred_chains::outcome,
            ))
            .load(self.conn())?;
        let page = page.finish(rows, &list, |row| row.0.as_i64())?;
        let names = self.names_within_reach(&page.items.iter().map(|row| row.1).collect())?;
        let items = page.items.into_iter();
        let items = items.filter_map(|(chain_id, client_id, outcome)| {
            Some(Transferred {
                chain_id,
                client_id,
                client: names.get(&client_id)?.clone(),
                outcome,
            })
        });
        Ok(Page {
            items: items.collect(),
            next_cursor: page.next_cursor,
            total: None,
        })
    }

    /// Carries the oldest unfinished transfer on by some chains, or begins with the next. Answers how much was done; 0 when there is none.
    pub fn carry_transfers(&mut self) -> Result<usize, StoreError> {
        let unfinished: Option<TransferId> = transfers::table
            .filter(transfers::finished_at.is_null())
            .order(transfers::id)
            .select(transfers::id)
            .first(self.conn())
            .optional()?;
        let Some(id) = unfinished else {
            return Ok(0);
        };
        // Another server may carry it at this moment.
        lock_row(self.conn(), "transfers", id.as_i64())?;
        let mut transfer: TransferRow = transfers::table
            .filter(transfers::id.eq(bind(id)))
            .first(self.conn())?;
        let done = match transfer.state {
            TransferState::Running => self.carry(&mut transfer)?,
            TransferState::Undoing => self.give_back(&mut transfer)?,
            TransferState::Done | TransferState::Undone => return Ok(0),
        };
        let finished = (done as i64) < BATCH;
        if finished {
            transfer.finished_at = Some(self.now());
            transfer.state = match transfer.state {
                TransferState::Running => TransferState::Done,
                _ => TransferState::Undone,
            };
        }
        self.save_transfer(&mut transfer)?;
        match finished {
            true => self.transfer_told("transfer_finished", &transfer)?,
            false => self.transfer_moved_on(&transfer)?,
        }
        Ok(done.max(1))
    }

    fn save_transfer(&mut self, row: &mut TransferRow) -> Result<(), StoreError> {
        let seen = transfers::id
            .eq(bind(row.id))
            .and(transfers::version.eq(row.version));
        let changes = (
            transfers::state.eq(bind(row.state)),
            transfers::moved.eq(row.moved),
            transfers::ended.eq(row.ended),
            transfers::returned.eq(row.returned),
            transfers::kept.eq(row.kept),
            transfers::behind.eq(row.behind.map(bind)),
            transfers::finished_at.eq(row.finished_at.map(bind)),
            transfers::undone_by.eq(row.undone_by.map(bind)),
            transfers::undone_at.eq(row.undone_at.map(bind)),
            transfers::version.eq(row.version + 1),
        );
        let changed = each_backend!(self.conn(), |c| update(transfers::table, seen, changes)
            .execute(c))?;
        expect_one(changed, row.version)?;
        row.version += 1;
        Ok(())
    }

    fn transfer_told(&mut self, what: &str, row: &TransferRow) -> Result<(), StoreError> {
        let audited = Audited {
            version_id: row.version_id,
            state: row.state,
            lots: &row.lots.0,
            moved: row.moved,
            ended: row.ended,
            returned: row.returned,
            kept: row.kept,
        };
        self.audit(&format!("process.{what}"), row.id, None, state(&audited))?;
        self.transfer_moved_on(row)
    }

    fn transfer_moved_on(&mut self, row: &TransferRow) -> Result<(), StoreError> {
        self.emit("transfer.updated", row.id, row.version, Audience::EVERYBODY)
    }

    /// Whether a chain has been part of a transfer, other than one that was undone for it, since an instant.
    pub(crate) fn transferred_since(
        &mut self,
        chain: ChainId,
        since: Timestamp,
    ) -> Result<bool, StoreError> {
        let found: Option<TransferId> = each_backend!(self.conn(), |c| transferred_chains::table
            .filter(transferred_chains::chain_id.eq(bind(chain)))
            .filter(transferred_chains::at.ge(bind(since)))
            .filter(transferred_chains::outcome.ne(bind(Carried::Returned)))
            .select(transferred_chains::transfer_id)
            .first(c)
            .optional())?;
        Ok(found.is_some())
    }

    fn keep_transferred(&mut self, row: &TransferredRow) -> Result<(), StoreError> {
        each_backend!(self.conn(), |c| diesel::insert_into(
            transferred_chains::table
        )
        .values((
            transferred_chains::transfer_id.eq(bind(row.transfer_id)),
            transferred_chains::chain_id.eq(bind(row.chain_id)),
            transferred_chains::client_id.eq(bind(row.client_id)),
            transferred_chains::outcome.eq(bind(row.outcome)),
            transferred_chains::before.eq(row.before.clone()),
            transferred_chains::chain_version.eq(row.chain_version),
            transferred_chains::task_version.eq(row.task_version),
            transferred_chains::at.eq(bind(row.at)),
        ))
        .execute(c))?;
        Ok(())
    }
}
