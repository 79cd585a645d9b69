use diesel::prelude::*;
use domain::access::Permission;
use domain::calendar::Calendar;
use domain::ids::BranchId;

use super::rows::Branch;
use crate::audit::state;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::{StoreError, expect_one, expect_unused, expect_version};
use crate::engine::unit::Tx;
use crate::outbox::Audience;
use crate::schema::{branch_holidays, branch_hours, branches, chains, tasks};
use crate::search::sort_key;

/// A branch to add; everything is checked already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBranch {
    pub name: String,
    /// IANA name.
    pub zone: String,
    pub calendar: Calendar,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
}

/// What a patch changes: absent keeps, `Some(None)` clears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BranchChange {
    pub name: Option<String>,
    pub zone: Option<String>,
    pub calendar: Option<Calendar>,
    pub phone: Option<Option<String>>,
    pub email: Option<Option<String>>,
    pub address: Option<Option<String>>,
}

impl BranchChange {
    fn on(self, branch: &Branch) -> Branch {
        Branch {
            name: self.name.unwrap_or_else(|| branch.name.clone()),
            zone: self.zone.unwrap_or_else(|| branch.zone.clone()),
            calendar: self.calendar.unwrap_or_else(|| branch.calendar.clone()),
            phone: self.phone.unwrap_or_else(|| branch.phone.clone()),
            email: self.email.unwrap_or_else(|| branch.email.clone()),
            address: self.address.unwrap_or_else(|| branch.address.clone()),
            ..branch.clone()
        }
    }
}

impl Tx<'_> {
    /// # Errors
    /// [`StoreError::Forbidden`]; a conflict with [`Guard::BranchName`](crate::Guard::BranchName).
    pub fn create_branch(&mut self, new: NewBranch) -> Result<Branch, StoreError> {
        self.demand(Permission::BranchEdit)?;
        let now = self.now();
        let branch = Branch {
            id: self.new_id(),
            name: new.name,
            zone: new.zone,
            calendar: new.calendar,
            phone: new.phone,
            email: new.email,
            address: new.address,
            version: 1,
            created_at: now,
            updated_at: now,
            archived_at: None,
        };
        let row = (
            branches::id.eq(bind(branch.id)),
            branches::name.eq(&branch.name),
            branches::sort_key.eq(sort_key(&branch.name)),
            branches::zone.eq(&branch.zone),
            branches::phone.eq(&branch.phone),
            branches::email.eq(&branch.email),
            branches::address.eq(&branch.address),
            branches::version.eq(branch.version),
            branches::created_at.eq(bind(now)),
            branches::updated_at.eq(bind(now)),
        );
        diesel::insert_into(branches::table)
            .values(row)
            .execute(self.conn())?;
        self.write_calendar(&branch)?;
        self.audit("branch.created", branch.id, None, state(&branch))?;
        self.emit(
            "branch.created",
            branch.id,
            branch.version,
            Audience::EVERYBODY,
        )?;
        Ok(branch)
    }

    /// Changes a branch that was seen at version `seen`. A change that changes nothing keeps the version.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Forbidden`], [`StoreError::VersionMismatch`]; a conflict with
    /// [`Guard::BranchName`](crate::Guard::BranchName).
    pub fn update_branch(
        &mut self,
        id: BranchId,
        seen: i64,
        change: BranchChange,
    ) -> Result<Branch, StoreError> {
        let before = self.branch_for_edit(id)?;
        expect_version(before.version, seen)?;
        let mut after = change.on(&before);
        if after == before {
            return Ok(before);
        }
        after.version += 1;
        after.updated_at = self.now();
        self.store_branch(&before, &after)?;
        if after.calendar != before.calendar {
            self.write_calendar(&after)?;
        }
        self.audit("branch.updated", id, state(&before), state(&after))?;
        self.emit("branch.updated", id, after.version, Audience::EVERYBODY)?;
        Ok(after)
    }

    /// # Errors
    /// As [`Self::update_branch`]; [`StoreError::InUse`] with the number of open tasks and running chains.
    pub fn archive_branch(&mut self, id: BranchId, seen: i64) -> Result<(), StoreError> {
        let before = self.branch_for_edit(id)?;
        expect_version(before.version, seen)?;
        if before.archived_at.is_some() {
            return Ok(());
        }
        let open: i64 = tasks::table
            .filter(
                tasks::branch_id
                    .eq(bind(id))
                    .and(tasks::closed_at.is_null()),
            )
            .count()
            .get_result(self.conn())?;
        let running: i64 = chains::table
            .filter(
                chains::branch_id
                    .eq(bind(id))
                    .and(chains::ended_at.is_null()),
            )
            .count()
            .get_result(self.conn())?;
        expect_unused((open + running) as u64, [])?;
        let after = Branch {
            version: before.version + 1,
            updated_at: self.now(),
            archived_at: Some(self.now()),
            ..before.clone()
        };
        self.store_branch(&before, &after)?;
        self.audit("branch.archived", id, state(&before), state(&after))?;
        self.emit("branch.archived", id, after.version, Audience::EVERYBODY)
    }

    /// # Errors
    /// As [`Self::create_branch`]: its name may be taken by now.
    pub fn restore_branch(&mut self, id: BranchId) -> Result<Branch, StoreError> {
        let before = self.branch_for_edit(id)?;
        if before.archived_at.is_none() {
            return Ok(before);
        }
        let after = Branch {
            version: before.version + 1,
            updated_at: self.now(),
            archived_at: None,
            ..before.clone()
        };
        self.store_branch(&before, &after)?;
        self.audit("branch.restored", id, state(&before), state(&after))?;
        self.emit("branch.restored", id, after.version, Audience::EVERYBODY)?;
        Ok(after)
    }

    /// Writes every column, on condition that nobody was faster.
    fn store_branch(&mut self, before: &Branch, after: &Branch) -> Result<(), StoreError> {
        let row = branches::table.filter(
            branches::id
                .eq(bind(before.id))
                .and(branches::version.eq(before.version)),
        );
        let changed = diesel::update(row)
            .set((
                branches::name.eq(&after.name),
                branches::sort_key.eq(sort_key(&after.name)),
                branches::zone.eq(&after.zone),
                branches::phone.eq(&after.phone),
                branches::email.eq(&after.email),
                branches::address.eq(&after.address),
                branches::version.eq(after.version),
                branches::updated_at.eq(bind(after.updated_at)),
                branches::archived_at.eq(after.archived_at.map(bind)),
            ))
            .execute(self.conn())?;
        expect_one(changed, before.version)
    }

    fn write_calendar(&mut self, branch: &Branch) -> Result<(), StoreError> {
        let id = branch.id;
        diesel::delete(branch_hours::table.filter(branch_hours::branch_id.eq(bind(id))))
            .execute(self.conn())?;
        diesel::delete(branch_holidays::table.filter(branch_holidays::branch_id.eq(bind(id))))
            .execute(self.conn())?;
        let days = (0_i32..).zip(&branch.calendar.week);
        let hours: Vec<_> = days
            .filter_map(|(weekday, hours)| hours.map(|hours| (weekday, hours)))
            .map(|(weekday, hours)| {
                (
                    branch_hours::branch_id.eq(bind(id)),
                    branch_hours::weekday.eq(weekday),
                    branch_hours::opens.eq(hours.opens),
                    branch_hours::closes.eq(hours.closes),
                )
            })
            .collect();
        // Many rows at once: the enum of connections cannot, so it is compiled for each.
        each_backend!(self.conn(), |conn| diesel::insert_into(branch_hours::table)
            .values(&hours)
            .execute(conn))?;
        let holidays: Vec<_> = branch
            .calendar
            .holidays
            .iter()
            .map(|holiday| {
                (
                    branch_holidays::branch_id.eq(bind(id)),
                    branch_holidays::date.eq(holiday.date),
                    branch_holidays::name.eq(&holiday.name),
                    branch_holidays::opens.eq(holiday.hours.map(|hours| hours.opens)),
                    branch_holidays::closes.eq(holiday.hours.map(|hours| hours.closes)),
                )
            })
            .collect();
        each_backend!(self.conn(), |conn| diesel::insert_into(
            branch_holidays::table
        )
        .values(&holidays)
        .execute(conn))?;
        Ok(())
    }
}
