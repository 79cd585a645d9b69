//! Writing the change feed.

use diesel::prelude::*;
use domain::ids::{BranchId, EmployeeId, EventId};
use domain::time::Timestamp;

use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::ids::Id;
use crate::engine::unit::Tx;
use crate::schema::events;

/// Entries that are forgotten at once, so that a server that was away for long does not keep its writers waiting.
const BITE: i64 = 500;

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
        each_backend!(self.conn(), |c| diesel::insert_into(events::table)
            .values(row)
            .execute(c))?;
        self.announced = true;
        Ok(())
    }
}

/// An entry of the change feed.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Event {
    /// Rising without holes in what was committed; a reader continues after the last one it has seen.
    pub seq: i64,
    pub topic: String,
    /// The thing's number; `kind` is the prefix of its id.
    pub subject: i64,
    pub kind: String,
    pub version: i64,
    pub branch: Option<i64>,
    pub employee: Option<i64>,
    pub at: Timestamp,
}

impl Event {
    /// The thing's id as text, `tsk_…`.
    pub fn subject_id(&self) -> String {
        domain::ids::text(&self.kind, self.subject)
    }

    pub fn audience(&self) -> Audience {
        Audience {
            branch: self.branch.map(BranchId::from_i64),
            employee: self.employee.map(EmployeeId::from_i64),
        }
    }
}

impl Tx<'_> {
    /// Numbered entries after a sequence number, oldest first, whoever may see them.
    pub fn events_after(&mut self, seq: i64, most: i64) -> Result<Vec<Event>, StoreError> {
        let events = events::table
            .filter(events::seq.gt(seq))
            .order(events::seq)
            .limit(most)
            .select((
                events::seq.assume_not_null(),
                events::topic,
                events::subject,
                events::subject_kind,
                events::version,
                events::branch_id,
                events::employee_id,
                events::at,
            ))
            .load(self.conn())?;
        Ok(events)
    }

    /// The last sequence number given; 0 in the beginning.
    pub fn last_event(&mut self) -> Result<i64, StoreError> {
        let last: Option<i64> = events::table
            .select(diesel::dsl::max(events::seq))
            .first(self.conn())?;
        Ok(last.unwrap_or(0))
    }

    /// Removes entries from before an instant, up to 500 at once, but never the last one: numbers are not given twice.
    pub fn forget_events(&mut self, before: Timestamp) -> Result<usize, StoreError> {
        let last = self.last_event()?;
        let old: Vec<EventId> = events::table
            .filter(events::at.lt(bind(before)))
            .filter(events::seq.lt(last))
            .order(events::at)
            .select(events::id)
            .limit(BITE)
            .load(self.conn())?;
        let old = events::table.filter(events::id.eq_any(among(old)));
        Ok(diesel::delete(old).execute(self.conn())?)
    }
}
