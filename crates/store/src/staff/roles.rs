use diesel::prelude::*;
use domain::access::{BuiltInRole, Grants, Limit, Limits, Permission, Rights, Scope};
use domain::ids::RoleId;
use domain::staff::EmployeeState;

use super::rows::{Role, RoleRow};
use crate::audit::state;
use crate::auth::rights;
use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::errors::{StoreError, expect_one, expect_unused, expect_version};
use crate::engine::unit::{Tx, Who};
use crate::outbox::Audience;
use crate::schema::{employees, role_permissions, roles};
use crate::search::sort_key;

/// Roles of one's own making come after the built-in ones.
const LAST: i32 = 1_000;

#[derive(Debug, Clone)]
pub struct NewRole {
    pub name: String,
    pub built_in: Option<BuiltInRole>,
    pub grants: Grants,
    pub limits: Limits,
}

/// What a patch changes: absent keeps.
#[derive(Debug, Clone, Default)]
pub struct RoleChange {
    pub name: Option<String>,
    pub grants: Option<Grants>,
    pub limits: Option<Limits>,
}

impl Tx<'_> {
    /// All roles, built-in ones first.
    pub fn roles(&mut self) -> Result<Vec<Role>, StoreError> {
        let rows: Vec<RoleRow> = roles::table
            .order((roles::position, roles::sort_key, roles::id))
            .select(RoleRow::as_select())
            .load(self.conn())?;
        self.with_grants(rows)
    }

    pub fn role(&mut self, id: RoleId) -> Result<Role, StoreError> {
        let row = roles::table
            .find(bind(id))
            .select(RoleRow::as_select())
            .first(self.conn())?;
        Ok(self.with_grants(vec![row])?.remove(0))
    }

    /// The role that is built in under this word.
    pub fn built_in_role(&mut self, word: BuiltInRole) -> Result<RoleId, StoreError> {
        let id = roles::table
            .filter(roles::built_in.eq(bind(word)))
            .select(roles::id)
            .first(self.conn())?;
        Ok(id)
    }

    /// # Errors
    /// [`StoreError::Forbidden`], also for grants that the asker does not hold himself; a conflict with
    /// [`Guard::RoleName`](crate::Guard::RoleName).
    pub fn create_role(&mut self, new: NewRole) -> Result<Role, StoreError> {
        self.demand(Permission::RoleEdit)?;
        self.may_grant(Rights {
            grants: &new.grants,
            limits: &new.limits,
        })?;
        let (id, now): (RoleId, _) = (self.new_id(), self.now());
        let position = new.built_in.map_or(LAST, |word| {
            let place = BuiltInRole::ALL.iter().position(|known| *known == word);
            place
                .and_then(|place| i32::try_from(place).ok())
                .unwrap_or(LAST)
        });
        let row = (
            roles::id.eq(bind(id)),
            roles::name.eq(&new.name),
            roles::sort_key.eq(sort_key(&new.name)),
            roles::built_in.eq(new.built_in.map(bind)),
            roles::position.eq(position),
            roles::version.eq(1_i64),
            roles::created_at.eq(bind(now)),
            roles::updated_at.eq(bind(now)),
        );
        diesel::insert_into(roles::table)
            .values(row)
            .execute(self.conn())?;
        self.write_grants(id, &new.grants, &new.limits)?;
        let role = self.role(id)?;
        self.audit("role.created", id, None, state(&role))?;
        self.emit("role.created", id, 1, Audience::EVERYBODY)?;
        Ok(role)
    }

    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Forbidden`], [`StoreError::VersionMismatch`]; a conflict with
    /// [`Guard::RoleName`](crate::Guard::RoleName).
    pub fn update_role(
        &mut self,
        id: RoleId,
        seen: i64,
        change: RoleChange,
    ) -> Result<Role, StoreError> {
        self.demand(Permission::RoleEdit)?;
        let before = self.role(id)?;
        expect_version(before.version, seen)?;
        self.may_grant(before.rights())?;
        let after = Role {
            name: change.name.unwrap_or_else(|| before.name.clone()),
            grants: change.grants.unwrap_or_else(|| before.grants.clone()),
            limits: change.limits.unwrap_or_else(|| before.limits.clone()),
            ..before.clone()
        };
        if after == before {
            return Ok(before);
        }
        self.may_grant(after.rights())?;
        let row = roles::table.filter(
            roles::id
                .eq(bind(id))
                .and(roles::version.eq(before.version)),
        );
        let changed = diesel::update(row)
            .set((
                roles::name.eq(&after.name),
                roles::sort_key.eq(sort_key(&after.name)),
                roles::version.eq(before.version + 1),
                roles::updated_at.eq(bind(self.now())),
            ))
            .execute(self.conn())?;
        expect_one(changed, before.version)?;
        if (&after.grants, &after.limits) != (&before.grants, &before.limits) {
            self.write_grants(id, &after.grants, &after.limits)?;
        }
        let after = self.role(id)?;
        self.audit("role.updated", id, state(&before), state(&after))?;
        self.emit("role.updated", id, after.version, Audience::EVERYBODY)?;
        Ok(after)
    }

    /// # Errors
    /// As [`Self::update_role`]; [`StoreError::InUse`] while anybody has it, or had it when he left, and while a process
    /// gives it work.
    pub fn delete_role(&mut self, id: RoleId, seen: i64) -> Result<(), StoreError> {
        self.demand(Permission::RoleEdit)?;
        let before = self.role(id)?;
        expect_version(before.version, seen)?;
        let mut users: Vec<String> = employees::table
            .filter(employees::role_id.eq(bind(id)))
            .order((employees::sort_key, employees::id))
            .select(employees::name)
            .load(self.conn())?;
        users.extend(self.processes_at_work_with(|uses| uses.roles.contains(&id))?);
        let pools: i64 = crate::schema::tasks::table
            .filter(crate::schema::tasks::pool_role_id.eq(bind(id)))
            .count()
            .get_result(self.conn())?;
        expect_unused(users.len() as u64 + pools as u64, users)?;
        diesel::delete(role_permissions::table.filter(role_permissions::role_id.eq(bind(id))))
            .execute(self.conn())?;
        diesel::delete(roles::table.find(bind(id))).execute(self.conn())?;
        self.audit("role.deleted", id, state(&before), None)?;
        self.emit("role.deleted", id, before.version + 1, Audience::EVERYBODY)
    }

    /// Nobody grants what he does not hold.
    fn may_grant(&self, rights: Rights<'_>) -> Result<(), StoreError> {
        match self.who() {
            Who::Actor(actor) if !actor.rights().hold(rights) => {
                Err(StoreError::Forbidden(Permission::RoleEdit))
            }
            _ => Ok(()),
        }
    }

    fn write_grants(
        &mut self,
        id: RoleId,
        grants: &Grants,
        limits: &Limits,
    ) -> Result<(), StoreError> {
        diesel::delete(role_permissions::table.filter(role_permissions::role_id.eq(bind(id))))
            .execute(self.conn())?;
        let rows: Vec<_> = grants
            .iter()
            .map(|(permission, scope)| {
                (
                    role_permissions::role_id.eq(bind(id)),
                    role_permissions::permission.eq(bind(*permission)),
                    role_permissions::scope.eq(bind(*scope)),
                    role_permissions::limits.eq(limits.get(permission).cloned().map(Json)),
                )
            })
            .collect();
        each_backend!(self.conn(), |conn| diesel::insert_into(
            role_permissions::table
        )
        .values(&rows)
        .execute(conn))?;
        Ok(())
    }

    fn with_grants(&mut self, rows: Vec<RoleRow>) -> Result<Vec<Role>, StoreError> {
        type Granted = (RoleId, Permission, Scope, Option<Json<Limit>>);
        let granted: Vec<Granted> = role_permissions::table.load(self.conn())?;
        let held: Vec<(RoleId, i64)> = employees::table
            .filter(employees::state.ne(bind(EmployeeState::Left)))
            .group_by(employees::role_id)
            .select((employees::role_id, diesel::dsl::count_star()))
            .load(self.conn())?;
        let role = |row: RoleRow| {
            let mine = granted.iter().filter(|granted| granted.0 == row.id);
            let mine =
                mine.map(|(_, permission, scope, limit)| (*permission, *scope, limit.clone()));
            let (grants, limits) = rights(mine);
            let count = held.iter().find(|(role, _)| *role == row.id);
            Role {
                id: row.id,
                name: row.name,
                built_in: row.built_in,
                grants,
                limits,
                employees: count.map_or(0, |(_, n)| u32::try_from(*n).unwrap_or(u32::MAX)),
                version: row.version,
                created_at: row.created_at,
                updated_at: row.updated_at,
            }
        };
        Ok(rows.into_iter().map(role).collect())
    }
}
