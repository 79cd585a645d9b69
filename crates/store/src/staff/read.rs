use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::Bool;
use domain::access::{Permission, Reach, Rights};
use domain::ids::{BranchId, EmployeeId, RoleId};
use domain::staff::EmployeeState;

use super::rows::{Employee, EmployeeRow};
use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::conn::MultiBackend;
use crate::engine::constant::EVERYTHING;
use crate::engine::errors::StoreError;
use crate::engine::owned::by_owner;
use crate::engine::page::{Page, PageRequest, after};
use crate::engine::unit::{Tx, Who};
use crate::schema::{employee_branches, employees, roles, tasks};
use crate::search::sort_key;

type Condition = Box<dyn BoxableExpression<employees::table, MultiBackend, SqlType = Bool>>;

/// Which employees a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct EmployeeFilter {
    /// Any when empty.
    pub states: Vec<EmployeeState>,
    pub branch: Option<BranchId>,
    pub role: Option<RoleId>,
    /// Part of the name or of the e-mail.
    pub text: Option<String>,
}

impl Tx<'_> {
    /// An employee within the reach of `staff.read`; everybody sees himself.
    pub fn employee(&mut self, id: EmployeeId) -> Result<Employee, StoreError> {
        let row: EmployeeRow = employees::table
            .filter(employees::id.eq(bind(id)))
            .filter(self.visible())
            .select(EmployeeRow::as_select())
            .first(self.conn())?;
        Ok(self.completed(vec![row])?.remove(0))
    }

    /// An employee to change.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::Forbidden`] outside the scope of `staff.edit`, or when his role may do
    /// what the asker's own may not.
    pub fn employee_for_edit(&mut self, id: EmployeeId) -> Result<Employee, StoreError> {
        let employee = self.employee(id)?;
        let reached = match self.reach(Permission::StaffEdit) {
            Reach::Nothing => false,
            Reach::All => true,
            Reach::Own(hand) => hand.employee == id,
            Reach::Branches(hand) => employee.branches.iter().any(|b| hand.branches.contains(b)),
        };
        if !reached {
            return Err(StoreError::Forbidden(Permission::StaffEdit));
        }
        self.may_handle(employee.role)?;
        Ok(employee)
    }

    /// Whether the asker's own role may do everything that a role may: otherwise he may neither give it nor touch who has it.
    pub(super) fn may_handle(&mut self, role: RoleId) -> Result<(), StoreError> {
        let Who::Actor(actor) = self.who() else {
            return Ok(());
        };
        let (grants, limits) = self.rights_of(role)?;
        let others = Rights {
            grants: &grants,
            limits: &limits,
        };
        match actor.rights().hold(others) {
            true => Ok(()),
            false => Err(StoreError::Forbidden(Permission::StaffEdit)),
        }
    }

    /// Employees by name.
    pub fn employees_page(
        &mut self,
        filter: &EmployeeFilter,
        page: &PageRequest,
    ) -> Result<Page<Employee>, StoreError> {
        let list = ("employees by name", filter);
        let mut query = employees::table
            .filter(self.visible())
            .order((employees::sort_key, employees::id))
            .select(EmployeeRow::as_select())
            .into_boxed();
        if !filter.states.is_empty() {
            query = query.filter(employees::state.eq_any(among(filter.states.iter().copied())));
        }
        if let Some(role) = filter.role {
            query = query.filter(employees::role_id.eq(bind(role)));
        }
        if let Some(branch) = filter.branch {
            let there = employee_branches::table
                .filter(employee_branches::branch_id.eq(bind(branch)))
                .select(employee_branches::employee_id);
            query = query.filter(employees::id.eq_any(there));
        }
        if let Some((key, id)) = page.after::<(String, i64)>(&list)? {
            let last = bind(EmployeeId::from_i64(id));
            query = after!(query, employees::sort_key, employees::id, (key, last));
        }
        // A part of a name is looked for here: staff is few, and databases fold letters each in its own way.
        let text = filter.text.as_deref().map(sort_key);
        if text.is_none() {
            query = query.limit(page.fetch());
        }
        let mut rows: Vec<EmployeeRow> = query.load(self.conn())?;
        if let Some(text) = &text {
            rows.retain(|row| {
                row.sort_key.contains(text.as_str()) || row.email_key.contains(text.as_str())
            });
        }
        let page = page.finish(rows, &list, |row| (row.sort_key.clone(), row.id.as_i64()))?;
        Ok(Page {
            next_cursor: page.next_cursor,
            total: page.total,
            items: self.completed(page.items)?,
        })
    }

    /// Open tasks that are an employee's own, and clients he is responsible for.
    pub fn open_work_of(&mut self, employee: EmployeeId) -> Result<(u32, u32), StoreError> {
        let tasks: i64 = tasks::table
            .filter(tasks::assignee_id.eq(bind(employee)))
            .filter(tasks::closed_at.is_null())
            .count()
            .get_result(self.conn())?;
        use crate::schema::clients;
        let clients: i64 = clients::table
            .filter(clients::responsible_id.eq(bind(employee)))
            .filter(clients::archived_at.is_null())
            .count()
            .get_result(self.conn())?;
        Ok((
            u32::try_from(tasks).unwrap_or(u32::MAX),
            u32::try_from(clients).unwrap_or(u32::MAX),
        ))
    }

    fn visible(&self) -> Condition {
        match self.reach(Permission::StaffRead) {
            Reach::All => Box::new(EVERYTHING),
            Reach::Branches(hand) => {
                let branches = among(hand.branches);
                let colleagues = employee_branches::table
                    .filter(employee_branches::branch_id.eq_any(branches))
                    .select(employee_branches::employee_id);
                Box::new(
                    employees::id
                        .eq(bind(hand.employee))
                        .or(employees::id.eq_any(colleagues)),
                )
            }
            Reach::Own(hand) => Box::new(employees::id.eq(bind(hand.employee))),
            Reach::Nothing => match self.who().employee() {
                Some(employee) => Box::new(employees::id.eq(bind(employee))),
                None => Box::new(EVERYTHING),
            },
        }
    }

    /// Three queries for any number of employees.
    pub(super) fn completed(
        &mut self,
        rows: Vec<EmployeeRow>,
    ) -> Result<Vec<Employee>, StoreError> {
        let ids = among(rows.iter().map(|row| row.id));
        let role_names: HashMap<RoleId, String> = roles::table
            .select((roles::id, roles::name))
            .load::<(RoleId, String)>(self.conn())?
            .into_iter()
            .collect();
        let places: Vec<(EmployeeId, BranchId)> = employee_branches::table
            .filter(employee_branches::employee_id.eq_any(ids.clone()))
            .order(employee_branches::position)
            .select((employee_branches::employee_id, employee_branches::branch_id))
            .load(self.conn())?;
        let mut branches = by_owner(places);
        let open: Vec<(Option<EmployeeId>, i64)> = tasks::table
            .filter(tasks::assignee_id.is_not_null())
            .filter(tasks::assignee_id.assume_not_null().eq_any(ids))
            .filter(tasks::closed_at.is_null())
            .group_by(tasks::assignee_id)
            .select((tasks::assignee_id, diesel::dsl::count_star()))
            .load(self.conn())?;
        let employee = |row: EmployeeRow| {
            let count = open.iter().find(|(employee, _)| *employee == Some(row.id));
            Employee {
                id: row.id,
                role_name: role_names.get(&row.role_id).cloned().unwrap_or_default(),
                branches: branches.remove(&row.id).unwrap_or_default(),
                open_tasks: count.map_or(0, |(_, n)| u32::try_from(*n).unwrap_or(u32::MAX)),
                name: row.name,
                email: row.email,
                role: row.role_id,
                state: row.state,
                version: row.version,
                created_at: row.created_at,
                updated_at: row.updated_at,
            }
        };
        Ok(rows.into_iter().map(employee).collect())
    }
}
