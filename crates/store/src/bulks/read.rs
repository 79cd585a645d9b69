use diesel::prelude::*;
use domain::access::{Permission, Reach};
use domain::bulks::{BulkFate, BulkState};
use domain::ids::BulkId;

use super::rows::{BulkItem, BulkRow};
use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::dialect::lock_row;
use crate::engine::errors::StoreError;
use crate::engine::page::{Page, PageRequest};
use crate::engine::unit::Tx;
use crate::schema::{bulk_items, bulks};

/// What the server is at work on.
const WORKING: [BulkState; 3] = [BulkState::Gathering, BulkState::Running, BulkState::Undoing];

impl Tx<'_> {
    /// One's own; whoever may change every card sees those of all.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for another's.
    pub fn bulk(&mut self, id: BulkId) -> Result<BulkRow, StoreError> {
        let row: BulkRow = each_backend!(self.conn(), |c| bulks::table
            .filter(bulks::id.eq(bind(id)))
            .first(c))?;
        let mine = row.created_by == self.actor()?.employee;
        match mine || self.sees_all_bulks() {
            true => Ok(row),
            false => Err(StoreError::NotFound),
        }
    }

    fn sees_all_bulks(&self) -> bool {
        self.reach(Permission::ClientEdit) == Reach::All
    }

    /// The same, held until the unit ends.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for another's.
    pub fn bulk_for_change(&mut self, id: BulkId) -> Result<BulkRow, StoreError> {
        lock_row(self.conn(), "bulks", id.as_i64())?;
        self.bulk(id)
    }

    /// Those that one sees, the latest first.
    pub fn bulks_page(&mut self, page: &PageRequest) -> Result<Page<BulkRow>, StoreError> {
        let (me, all) = (self.actor()?.employee, self.sees_all_bulks());
        let list = ("bulks", me, all);
        let after: Option<BulkId> = page.after(&list)?;
        let mut query = bulks::table
            .order(bulks::id.desc())
            .limit(page.fetch())
            .into_boxed();
        if let Some(after) = after {
            query = query.filter(bulks::id.lt(bind(after)));
        }
        if !all {
            query = query.filter(bulks::created_by.eq(bind(me)));
        }
        let rows = query.load(self.conn())?;
        page.finish(rows, &list, |row: &BulkRow| row.id)
    }

    /// Items of an action that was fetched.
    pub fn bulk_items(
        &mut self,
        bulk: BulkId,
        fates: &[BulkFate],
        page: &PageRequest,
    ) -> Result<Page<BulkItem>, StoreError> {
        let list = ("bulk_items", bulk, fates.to_vec());
        let after: Option<i32> = page.after(&list)?;
        let mut query = bulk_items::table
            .filter(bulk_items::bulk_id.eq(bind(bulk)))
            .order(bulk_items::number)
            .limit(page.fetch())
            .into_boxed();
        if let Some(after) = after {
            query = query.filter(bulk_items::number.gt(after));
        }
        if !fates.is_empty() {
            query = query.filter(
                bulk_items::fate.is_not_null().and(
                    bulk_items::fate
                        .assume_not_null()
                        .eq_any(among(fates.iter().copied())),
                ),
            );
        }
        let rows = query.load(self.conn())?;
        page.finish(rows, &list, |row: &BulkItem| row.number)
    }

    /// The next items after the last one that was looked at.
    pub fn next_bulk_items(
        &mut self,
        bulk: &BulkRow,
        most: i64,
    ) -> Result<Vec<BulkItem>, StoreError> {
        Ok(each_backend!(self.conn(), |c| bulk_items::table
            .filter(bulk_items::bulk_id.eq(bind(bulk.id)))
            .filter(bulk_items::number.gt(bulk.behind as i32))
            .order(bulk_items::number)
            .limit(most)
            .load(c))?)
    }

    /// The items before the last one that was looked at, backwards, for whom something was done.
    pub fn bulk_items_to_return(
        &mut self,
        bulk: &BulkRow,
        most: i64,
    ) -> Result<Vec<BulkItem>, StoreError> {
        Ok(each_backend!(self.conn(), |c| bulk_items::table
            .filter(bulk_items::bulk_id.eq(bind(bulk.id)))
            .filter(bulk_items::number.lt(bulk.behind as i32))
            .filter(bulk_items::fate.is_not_null())
            .filter(
                bulk_items::fate
                    .assume_not_null()
                    .eq(bind(BulkFate::Changed))
            )
            .order(bulk_items::number.desc())
            .limit(most)
            .load(c))?)
    }

    /// The action that has waited longest for the server, held until the unit ends.
    pub fn bulk_at_work(&mut self) -> Result<Option<BulkRow>, StoreError> {
        let id: Option<BulkId> = each_backend!(self.conn(), |c| bulks::table
            .filter(bulks::state.eq_any(among(WORKING)))
            .order((bulks::updated_at, bulks::id))
            .select(bulks::id)
            .first(c)
            .optional())?;
        let Some(id) = id else { return Ok(None) };
        // Another server may carry it at this moment.
        lock_row(self.conn(), "bulks", id.as_i64())?;
        let row: BulkRow = each_backend!(self.conn(), |c| bulks::table
            .filter(bulks::id.eq(bind(id)))
            .first(c))?;
        Ok(row.state.is_at_work().then_some(row))
    }
}
