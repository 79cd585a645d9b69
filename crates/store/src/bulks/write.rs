use diesel::prelude::*;
use domain::bulks::{BulkAction, BulkFates, BulkState, Whom};
use domain::filters::ListSubject;
use domain::ids::BulkId;
use domain::time::Timestamp;
use serde::Serialize;

use super::rows::{BulkItem, BulkRow, Card};
use crate::audit::state;
use crate::engine::among::among;
use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::errors::{StoreError, expect_one};
use crate::engine::unit::Tx;
use crate::engine::update::update;
use crate::outbox::Audience;
use crate::schema::{bulk_items, bulks};

/// Items that one transaction writes or takes away: on SQLite nobody else writes meanwhile.
pub const ITEMS_AT_ONCE: usize = 2_000;
/// Items of one statement.
const BUNDLE: usize = 500;

/// What the audit log keeps of an action.
#[derive(Serialize)]
struct Audited<'a> {
    subject: ListSubject,
    state: BulkState,
    action: &'a BulkAction,
    whom: &'a Whom,
    total: i32,
    fates: BulkFates,
}

impl Tx<'_> {
    /// Begins an action that was checked: for these, or, without them, for those whom the filter finds.
    pub fn create_bulk(
        &mut self,
        subject: ListSubject,
        action: BulkAction,
        whom: Whom,
        named: Option<&[Card]>,
    ) -> Result<BulkRow, StoreError> {
        let now = self.now();
        let mut bulk = BulkRow {
            id: self.new_id(),
            state: match named {
                Some(_) => BulkState::Running,
                None => BulkState::Gathering,
            },
            action: Json(action),
            whom: Json(whom),
            total: 0,
            looked_at: 0,
            behind: 0,
            fates: Json(BulkFates::default()),
            created_by: self.actor()?.employee,
            created_at: now,
            updated_at: now,
            finished_at: None,
            undone_at: None,
            version: 1,
            subject,
        };
        diesel::insert_into(bulks::table)
            .values((
                bulks::id.eq(bind(bulk.id)),
                bulks::subject.eq(bind(subject)),
                bulks::state.eq(bind(bulk.state)),
                bulks::action.eq(bulk.action.clone()),
                bulks::whom.eq(bulk.whom.clone()),
                bulks::total.eq(0),
                bulks::looked_at.eq(0),
                bulks::behind.eq(0_i64),
                bulks::fates.eq(bulk.fates.clone()),
                bulks::created_by.eq(bind(bulk.created_by)),
                bulks::created_at.eq(bind(now)),
                bulks::updated_at.eq(bind(now)),
                bulks::version.eq(1_i64),
            ))
            .execute(self.conn())?;
        self.add_bulk_items(&mut bulk, named.unwrap_or_default())?;
        self.bulk_told("started", &bulk)?;
        Ok(bulk)
    }

    /// Writes down for whom: as many as one transaction may take, [`ITEMS_AT_ONCE`].
    pub fn add_bulk_items(&mut self, bulk: &mut BulkRow, cards: &[Card]) -> Result<(), StoreError> {
        for bundle in cards.chunks(BUNDLE) {
            let rows: Vec<_> = (bulk.total + 1..)
                .zip(bundle)
                .map(|(number, card)| {
                    (
                        bulk_items::bulk_id.eq(bind(bulk.id)),
                        bulk_items::number.eq(number),
                        bulk_items::client_id.eq(card.client().map(bind)),
                        bulk_items::company_id.eq(card.company().map(bind)),
                    )
                })
                .collect();
            each_backend!(self.conn(), |c| diesel::insert_into(bulk_items::table)
                .values(&rows)
                .execute(c))?;
            bulk.total += bundle.len() as i32;
        }
        Ok(())
    }

    /// Stores what somebody did with a held action.
    pub fn change_bulk(&mut self, what: &str, row: &mut BulkRow) -> Result<(), StoreError> {
        self.save_bulk(row)?;
        self.bulk_told(what, row)
    }

    /// Stores how far an action is.
    pub fn carry_bulk(&mut self, row: &mut BulkRow) -> Result<(), StoreError> {
        self.save_bulk(row)?;
        match row.state.is_at_work() {
            true => self.bulk_moved_on(row),
            false => self.bulk_told("finished", row),
        }
    }

    fn save_bulk(&mut self, row: &mut BulkRow) -> Result<(), StoreError> {
        let now = self.now();
        let seen = bulks::id
            .eq(bind(row.id))
            .and(bulks::version.eq(row.version));
        let changes = (
            bulks::state.eq(bind(row.state)),
            bulks::total.eq(row.total),
            bulks::looked_at.eq(row.looked_at),
            bulks::behind.eq(row.behind),
            bulks::fates.eq(row.fates.clone()),
            bulks::created_by.eq(bind(row.created_by)),
            bulks::finished_at.eq(row.finished_at.map(bind)),
            bulks::undone_at.eq(row.undone_at.map(bind)),
            bulks::updated_at.eq(bind(now)),
            bulks::version.eq(row.version + 1),
        );
        let changed = each_backend!(self.conn(), |c| update(bulks::table, seen, changes)
            .execute(c))?;
        expect_one(changed, row.version)?;
        row.version += 1;
        row.updated_at = now;
        Ok(())
    }

    /// Stores what became of one of them.
    pub fn save_bulk_item(&mut self, item: &BulkItem) -> Result<(), StoreError> {
        let this = bulk_items::bulk_id
            .eq(bind(item.bulk_id))
            .and(bulk_items::number.eq(item.number));
        let changes = (
            bulk_items::fate.eq(item.fate.map(bind)),
            bulk_items::hindrance.eq(item.hindrance.map(bind)),
            bulk_items::before.eq(item.before.clone()),
            bulk_items::after.eq(item.after.clone()),
            bulk_items::task_id.eq(item.task_id.map(bind)),
            bulk_items::chain_id.eq(item.chain_id.map(bind)),
            bulk_items::stamp.eq(item.stamp),
        );
        each_backend!(self.conn(), |c| update(bulk_items::table, this, changes)
            .execute(c))?;
        Ok(())
    }

    /// Forgets actions that nothing was done with since an instant, bit by bit. Answers how much.
    pub fn forget_bulks(&mut self, before: Timestamp) -> Result<usize, StoreError> {
        let over = [BulkState::Done, BulkState::Undone];
        let old: Option<BulkId> = each_backend!(self.conn(), |c| bulks::table
            .filter(bulks::state.eq_any(among(over)))
            .filter(bulks::updated_at.lt(bind(before)))
            .order(bulks::updated_at)
            .select(bulks::id)
            .first(c)
            .optional())?;
        let Some(id) = old else { return Ok(0) };
        let last: Option<i32> = each_backend!(self.conn(), |c| bulk_items::table
            .filter(bulk_items::bulk_id.eq(bind(id)))
            .order(bulk_items::number)
            .offset(ITEMS_AT_ONCE as i64 - 1)
            .select(bulk_items::number)
            .first(c)
            .optional())?;
        let items = bulk_items::table
            .filter(bulk_items::bulk_id.eq(bind(id)))
            .filter(bulk_items::number.le(last.unwrap_or(i32::MAX)));
        match diesel::delete(items).execute(self.conn())? {
            0 => {
                Ok(diesel::delete(bulks::table.filter(bulks::id.eq(bind(id))))
                    .execute(self.conn())?)
            }
            gone => Ok(gone),
        }
    }

    fn bulk_told(&mut self, what: &str, row: &BulkRow) -> Result<(), StoreError> {
        let audited = Audited {
            subject: row.subject,
            state: row.state,
            action: &row.action.0,
            whom: &row.whom.0,
            total: row.total,
            fates: row.fates.0,
        };
        self.audit(&format!("bulk.{what}"), row.id, None, state(&audited))?;
        self.bulk_moved_on(row)
    }

    fn bulk_moved_on(&mut self, row: &BulkRow) -> Result<(), StoreError> {
        let audience = Audience::EVERYBODY.and(Some(row.created_by));
        self.emit("bulk.updated", row.id, row.version, audience)
    }
}
