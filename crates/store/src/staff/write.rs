use diesel::prelude::*;
use domain::access::{Permission, Reach};
use domain::ids::{BranchId, EmployeeId, RoleId};
use domain::language::Language;
use domain::staff::{Density, EmployeeState, Theme};

use super::rows::{Employee, Profile};
use crate::audit::state;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::{StoreError, expect_one, expect_version};
use crate::engine::unit::Tx;
use crate::outbox::Audience;
use crate::schema::{employee_branches, employees};
use crate::search::sort_key;

/// An employee to add; everything is checked already.
#[derive(Debug, Clone)]
pub struct NewEmployee {
    pub name: String,
    pub email: String,
    pub role: RoleId,
    /// The main one first; at least one.
    pub branches: Vec<BranchId>,
    pub language: Language,
    /// Absent for one who is invited and will choose it himself.
    pub password_hash: Option<String>,
}

/// What a patch changes: absent keeps.
#[derive(Debug, Clone, Default)]
pub struct EmployeeChange {
    pub name: Option<String>,
    pub email: Option<String>,
    pub role: Option<RoleId>,
    pub branches: Option<Vec<BranchId>>,
    pub state: Option<EmployeeState>,
}

/// What an employee changes of his own account.
#[derive(Debug, Clone, Default)]
pub struct ProfileChange {
    pub name: Option<String>,
    pub language: Option<Language>,
    pub theme: Option<Theme>,
    pub density: Option<Density>,
    pub single_key_shortcuts: Option<bool>,
}

/// How an e-mail address is compared.
pub(super) fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

impl Tx<'_> {
    /// # Errors
    /// [`StoreError::Forbidden`] outside the scope of `staff.edit` or above one's own role; a conflict with
    /// [`Guard::EmployeeEmail`](crate::Guard::EmployeeEmail).
    pub fn create_employee(&mut self, new: NewEmployee) -> Result<Employee, StoreError> {
        self.demand(Permission::StaffEdit)?;
        self.may_work_in(&new.branches)?;
        self.may_handle(new.role)?;
        let (id, now): (EmployeeId, _) = (self.new_id(), self.now());
        let state_word = match new.password_hash {
            Some(_) => EmployeeState::Active,
            None => EmployeeState::Invited,
        };
        let row = (
            (
                employees::id.eq(bind(id)),
                employees::name.eq(&new.name),
                employees::sort_key.eq(sort_key(&new.name)),
                employees::email.eq(&new.email),
                employees::email_key.eq(email_key(&new.email)),
                employees::role_id.eq(bind(new.role)),
                employees::state.eq(bind(state_word)),
                employees::password_hash.eq(&new.password_hash),
            ),
            (
                employees::security_stamp.eq(1_i64),
                employees::language.eq(bind(new.language)),
                employees::theme.eq(bind(Theme::System)),
                employees::density.eq(bind(Density::Comfortable)),
                employees::single_key_shortcuts.eq(true),
                employees::version.eq(1_i64),
                employees::created_at.eq(bind(now)),
                employees::updated_at.eq(bind(now)),
            ),
        );
        diesel::insert_into(employees::table)
            .values(row)
            .execute(self.conn())?;
        self.write_branches(id, &new.branches)?;
        let employee = self.any_employee(id)?;
        self.audit("employee.created", id, None, state(&employee))?;
        self.emit("employee.created", id, 1, Audience::EVERYBODY)?;
        Ok(employee)
    }

    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Forbidden`], [`StoreError::VersionMismatch`]; a conflict with
    /// [`Guard::EmployeeEmail`](crate::Guard::EmployeeEmail).
    pub fn update_employee(
        &mut self,
        id: EmployeeId,
        seen: i64,
        change: EmployeeChange,
    ) -> Result<Employee, StoreError> {
        let before = self.employee_for_edit(id)?;
        expect_version(before.version, seen)?;
        if let Some(role) = change.role.filter(|role| *role != before.role) {
            self.may_handle(role)?;
        }
        if let Some(branches) = &change.branches {
            let fresh: Vec<BranchId> = branches
                .iter()
                .copied()
                .filter(|branch| !before.branches.contains(branch))
                .collect();
            self.may_work_in(&fresh)?;
        }
        let after = Employee {
            name: change.name.unwrap_or_else(|| before.name.clone()),
            email: change.email.unwrap_or_else(|| before.email.clone()),
            role: change.role.unwrap_or(before.role),
            branches: change.branches.unwrap_or_else(|| before.branches.clone()),
            state: change.state.unwrap_or(before.state),
            ..before.clone()
        };
        self.store_employee(&before, after, "employee.updated")
    }

    /// Puts an employee into another state: leaving, coming back.
    pub fn set_employee_state(
        &mut self,
        id: EmployeeId,
        to: EmployeeState,
        action: &str,
    ) -> Result<Employee, StoreError> {
        let before = self.employee_for_edit(id)?;
        let after = Employee {
            state: to,
            ..before.clone()
        };
        self.store_employee(&before, after, action)
    }

    pub(super) fn store_employee(
        &mut self,
        before: &Employee,
        after: Employee,
        action: &str,
    ) -> Result<Employee, StoreError> {
        if after == *before {
            return Ok(after);
        }
        let id = before.id;
        let row = employees::table.filter(
            employees::id
                .eq(bind(id))
                .and(employees::version.eq(before.version)),
        );
        let changed = diesel::update(row)
            .set((
                employees::name.eq(&after.name),
                employees::sort_key.eq(sort_key(&after.name)),
                employees::email.eq(&after.email),
                employees::email_key.eq(email_key(&after.email)),
                employees::role_id.eq(bind(after.role)),
                employees::state.eq(bind(after.state)),
                employees::version.eq(before.version + 1),
                employees::updated_at.eq(bind(self.now())),
            ))
            .execute(self.conn())?;
        expect_one(changed, before.version)?;
        if after.branches != before.branches {
            self.write_branches(id, &after.branches)?;
        }
        let after = self.any_employee(id)?;
        self.audit(action, id, state(before), state(&after))?;
        self.emit(action, id, after.version, Audience::EVERYBODY)?;
        Ok(after)
    }

    /// One's own account.
    pub fn profile(&mut self, id: EmployeeId) -> Result<Profile, StoreError> {
        let profile = employees::table
            .find(bind(id))
            .select(Profile::as_select())
            .first(self.conn())?;
        Ok(profile)
    }

    pub fn update_profile(&mut self, change: ProfileChange) -> Result<Profile, StoreError> {
        let id = self.actor()?.employee;
        let before = self.profile(id)?;
        let mut after = Profile {
            name: change.name.unwrap_or_else(|| before.name.clone()),
            language: change.language.unwrap_or(before.language),
            theme: change.theme.unwrap_or(before.theme),
            density: change.density.unwrap_or(before.density),
            single_key_shortcuts: change
                .single_key_shortcuts
                .unwrap_or(before.single_key_shortcuts),
            ..before.clone()
        };
        if after == before {
            return Ok(before);
        }
        after.version += 1;
        diesel::update(employees::table.find(bind(id)))
            .set((
                employees::name.eq(&after.name),
                employees::sort_key.eq(sort_key(&after.name)),
                employees::language.eq(bind(after.language)),
                employees::theme.eq(bind(after.theme)),
                employees::density.eq(bind(after.density)),
                employees::single_key_shortcuts.eq(after.single_key_shortcuts),
                employees::version.eq(after.version),
                employees::updated_at.eq(bind(self.now())),
            ))
            .execute(self.conn())?;
        self.audit("employee.updated", id, state(&before), state(&after))?;
        self.emit("employee.updated", id, after.version, Audience::EVERYBODY)?;
        Ok(after)
    }

    /// Whether all branches are within the reach of `staff.edit`.
    fn may_work_in(&self, branches: &[BranchId]) -> Result<(), StoreError> {
        let reached = match self.reach(Permission::StaffEdit) {
            Reach::All => true,
            Reach::Branches(hand) => branches.iter().all(|branch| hand.branches.contains(branch)),
            Reach::Own(_) | Reach::Nothing => branches.is_empty(),
        };
        match reached {
            true => Ok(()),
            false => Err(StoreError::Forbidden(Permission::StaffEdit)),
        }
    }

    fn write_branches(
        &mut self,
        employee: EmployeeId,
        branches: &[BranchId],
    ) -> Result<(), StoreError> {
        let old =
            employee_branches::table.filter(employee_branches::employee_id.eq(bind(employee)));
        diesel::delete(old).execute(self.conn())?;
        let rows: Vec<_> = (0_i32..)
            .zip(branches)
            .map(|(position, branch)| {
                (
                    employee_branches::employee_id.eq(bind(employee)),
                    employee_branches::branch_id.eq(bind(*branch)),
                    employee_branches::position.eq(position),
                )
            })
            .collect();
        each_backend!(self.conn(), |conn| diesel::insert_into(
            employee_branches::table
        )
        .values(&rows)
        .execute(conn))?;
        Ok(())
    }
}
