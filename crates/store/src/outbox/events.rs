//! Writing the change feed.

use diesel::prelude::*;
use domain::ids::{BranchId, EmployeeId, EventId};

use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::ids::Id;
use crate::engine::unit::Tx;
use crate::schema::events;

/// Whom a change concerns: hints go only to those who can reach the thing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Audience {
    /// Absent: no branch in particular, so everybody.
    pub branch: Option<BranchId>,
    /// Also this employee, wherever he works.
    pub employee: Option<EmployeeId>,
}

impl Audience {
    /// Directories, roles, the organisation.
    pub const EVERYBODY: Self = Self {
        branch: None,
        employee: None,
    };

    pub fn branch(branch: BranchId) -> Self {
        Self {
            branch: Some(branch),
            employee: None,
        }
    }

    #[must_use]
    pub fn and(self, employee: Option<EmployeeId>) -> Self {
        Self { employee, ..self }
    }
}

impl Tx<'_> {
    /// Writes an entry of the change feed: `topic` is `<thing>.<what>` (`task.completed`), `version` the thing's new
    /// one. Hints go out after the commit.
    pub(crate) fn emit<I: Id>(
        &mut self,
        topic: &str,
        subject: I,
        version: i64,
        audience: Audience,
    ) -> Result<(), StoreError> {
        let id: EventId = self.new_id();
        let row = (
            events::id.eq(bind(id)),
            events::topic.eq(topic.to_owned()),
            events::subject.eq(subject.number()),
            events::subject_kind.eq(I::KIND),
            events::version.eq(version),
            events::branch_id.eq(audience.branch.map(|branch| branch.as_i64())),
            events::employee_id.eq(audience.employee.map(|employee| employee.as_i64())),
            events::at.eq(bind(self.now())),
        );
        diesel::insert_into(events::table)
            .values(row)
            .execute(self.conn())?;
        self.announced = true;
        Ok(())
    }
}
