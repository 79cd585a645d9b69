use diesel::prelude::*;
use domain::access::BuiltInRole;
use domain::ids::EmployeeId;
use domain::staff::EmployeeState;

use super::rows::Employee;
use super::write::email_key;
use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::{employees, roles};

/// What signing in needs to know of an account.
#[derive(Debug, Clone)]
pub struct Credentials {
    pub employee: EmployeeId,
    pub name: String,
    pub password_hash: Option<String>,
    pub state: EmployeeState,
    pub stamp: i64,
}

impl Tx<'_> {
    /// The account with an e-mail address, for signing in.
    pub fn credentials(&mut self, email: &str) -> Result<Option<Credentials>, StoreError> {
        self.credentials_where(employees::email_key.eq(email_key(email)))
    }

    pub fn credentials_of(&mut self, id: EmployeeId) -> Result<Credentials, StoreError> {
        let found = self.credentials_where(employees::id.eq(bind(id)))?;
        found.ok_or(StoreError::NotFound)
    }

    fn credentials_where<C>(&mut self, condition: C) -> Result<Option<Credentials>, StoreError>
    where
        C: BoxableExpression<
                employees::table,
                crate::engine::conn::MultiBackend,
                SqlType = diesel::sql_types::Bool,
            > + diesel::expression::ValidGrouping<()>
            + 'static,
    {
        let row: Option<(EmployeeId, String, Option<String>, EmployeeState, i64)> =
            employees::table
                .select((
                    employees::id,
                    employees::name,
                    employees::password_hash,
                    employees::state,
                    employees::security_stamp,
                ))
                .into_boxed()
                .filter(Box::new(condition) as Box<dyn BoxableExpression<_, _, SqlType = _>>)
                .first(self.conn())
                .optional()?;
        Ok(row.map(
            |(employee, name, password_hash, state, stamp)| Credentials {
                employee,
                name,
                password_hash,
                state,
                stamp,
            },
        ))
    }

    /// Sets a password and ends all other sessions: every token made before stops working. Answers the new stamp.
    pub fn set_password(&mut self, id: EmployeeId, hash: &str) -> Result<i64, StoreError> {
        let stamp = self.credentials_of(id)?.stamp + 1;
        diesel::update(employees::table.find(bind(id)))
            .set((
                employees::password_hash.eq(hash),
                employees::security_stamp.eq(stamp),
            ))
            .execute(self.conn())?;
        self.audit("employee.password_changed", id, None, None)?;
        Ok(stamp)
    }

    /// An invited employee joins under the name he wants to be seen by.
    pub fn join(&mut self, id: EmployeeId, name: String) -> Result<Employee, StoreError> {
        let before = self.any_employee(id)?;
        let after = Employee {
            name,
            state: match before.state {
                EmployeeState::Invited => EmployeeState::Active,
                other => other,
            },
            ..before.clone()
        };
        self.store_employee(&before, after, "employee.joined")
    }

    /// An employee as the system sees him.
    pub fn any_employee(&mut self, id: EmployeeId) -> Result<Employee, StoreError> {
        let row = employees::table
            .find(bind(id))
            .select(super::rows::EmployeeRow::as_select())
            .first(self.conn())?;
        Ok(self.completed(vec![row])?.remove(0))
    }

    /// Owners who can sign in, but `except`: there must always be one.
    pub fn other_owners(&mut self, except: EmployeeId) -> Result<i64, StoreError> {
        let count = employees::table
            .inner_join(roles::table)
            .filter(roles::built_in.eq(bind(BuiltInRole::Owner)))
            .filter(employees::state.eq_any(among([EmployeeState::Active, EmployeeState::Absent])))
            .filter(employees::id.ne(bind(except)))
            .count()
            .get_result(self.conn())?;
        Ok(count)
    }
}
