use std::sync::Arc;

use diesel::prelude::*;
use domain::access::{Permission, RowFacts};
use domain::ids::BranchId;

use super::rows::{Branch, BranchRow, HolidayRow, HoursRow};
use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::page::{Page, PageRequest, after};
use crate::engine::unit::Tx;
use crate::schema::{branch_holidays, branch_hours, branches};

/// What decides rows and order of the list; a cursor is bound to it.
const LIST: &str = "branches by archived, name";

impl Tx<'_> {
    /// A branch to look at. Everybody may.
    pub fn branch(&mut self, id: BranchId) -> Result<Arc<Branch>, StoreError> {
        let known = self.known_branches()?;
        let found = known.iter().find(|branch| branch.id == id);
        found.cloned().ok_or(StoreError::NotFound)
    }

    /// A branch to change.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::Forbidden`] when it is outside the scope of `branch.edit`: a branch is
    /// never hidden.
    pub fn branch_for_edit(&mut self, id: BranchId) -> Result<Branch, StoreError> {
        let branch = Branch::clone(&*self.branch(id)?);
        let row = RowFacts {
            branch: Some(id),
            ..RowFacts::HOUSE
        };
        match self.reach(Permission::BranchEdit).covers(row) {
            true => Ok(branch),
            false => Err(StoreError::Forbidden(Permission::BranchEdit)),
        }
    }

    /// Branches in work by name. The keyset pattern: one more row than the page, ordered by (sort value, id), the key of
    /// the last row in the cursor.
    pub fn branches_page(&mut self, page: &PageRequest) -> Result<Page<Branch>, StoreError> {
        let mut query = branches::table
            .filter(branches::archived_at.is_null())
            .order((branches::sort_key, branches::id))
            .limit(page.fetch())
            .select((branches::sort_key, BranchRow::as_select()))
            .into_boxed();
        if let Some((key, id)) = page.after::<(String, i64)>(&LIST)? {
            query = after!(
                query,
                branches::sort_key,
                branches::id,
                (key, bind(BranchId::from_i64(id)))
            );
        }
        let rows: Vec<(String, BranchRow)> = query.load(self.conn())?;
        let page = page.finish(rows, &LIST, |(key, row)| (key.clone(), row.id.as_i64()))?;
        let Page {
            items,
            next_cursor,
            total,
        } = page.map(|(_, row)| row);
        Ok(Page {
            items: self.with_calendars(items)?,
            next_cursor,
            total,
        })
    }

    /// All branches: those in work by name, then archived ones.
    pub fn branches(&mut self) -> Result<Arc<Vec<Arc<Branch>>>, StoreError> {
        self.known_branches()
    }

    pub(crate) fn read_branches(&mut self) -> Result<Vec<Branch>, StoreError> {
        let rows = branches::table
            .order((branches::sort_key, branches::id))
            .select(BranchRow::as_select())
            .load(self.conn())?;
        let mut branches = self.with_calendars(rows)?;
        branches.sort_by_key(|branch| branch.archived_at.is_some());
        Ok(branches)
    }

    /// Two queries for any number of branches.
    fn with_calendars(&mut self, rows: Vec<BranchRow>) -> Result<Vec<Branch>, StoreError> {
        let ids = among(rows.iter().map(|row| row.id));
        let hours: Vec<HoursRow> = branch_hours::table
            .filter(branch_hours::branch_id.eq_any(ids.clone()))
            .order((branch_hours::branch_id, branch_hours::weekday))
            .load(self.conn())?;
        let holidays: Vec<HolidayRow> = branch_holidays::table
            .filter(branch_holidays::branch_id.eq_any(ids))
            .order((branch_holidays::branch_id, branch_holidays::date))
            .load(self.conn())?;
        Ok(rows
            .into_iter()
            .map(|row| row.with(&hours, &holidays))
            .collect())
    }
}
