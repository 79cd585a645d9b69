use diesel::prelude::*;
use domain::ids::{BranchId, ClientId, EmployeeId, TaskId};

use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::outbox::Audience;
use crate::schema::{clients, tasks};

impl Tx<'_> {
    /// Gives everything that is open and `from`'s own to `heir`: tasks and the responsibility for clients. Answers how many of
    /// each.
    pub fn hand_over(
        &mut self,
        from: EmployeeId,
        heir: EmployeeId,
    ) -> Result<(u32, u32), StoreError> {
        let open: Vec<(TaskId, BranchId, i64)> = tasks::table
            .filter(tasks::assignee_id.eq(bind(from)))
            .filter(tasks::closed_at.is_null())
            .select((tasks::id, tasks::branch_id, tasks::version))
            .load(self.conn())?;
        let now = self.now();
        diesel::update(
            tasks::table
                .filter(tasks::assignee_id.eq(bind(from)))
                .filter(tasks::closed_at.is_null()),
        )
        .set((
            tasks::assignee_id.eq(bind(heir)),
            tasks::version.eq(tasks::version + 1),
            tasks::updated_at.eq(bind(now)),
        ))
        .execute(self.conn())?;
        for (task, branch, version) in &open {
            let audience = Audience::branch(*branch).and(Some(heir));
            self.emit("task.updated", *task, version + 1, audience)?;
        }
        let cards: Vec<(ClientId, BranchId, i64)> = clients::table
            .filter(clients::responsible_id.eq(bind(from)))
            .filter(clients::archived_at.is_null())
            .select((clients::id, clients::branch_id, clients::version))
            .load(self.conn())?;
        diesel::update(
            clients::table
                .filter(clients::responsible_id.eq(bind(from)))
                .filter(clients::archived_at.is_null()),
        )
        .set((
            clients::responsible_id.eq(bind(heir)),
            clients::version.eq(clients::version + 1),
            clients::updated_at.eq(bind(now)),
        ))
        .execute(self.conn())?;
        for (client, branch, version) in &cards {
            let audience = Audience::branch(*branch).and(Some(heir));
            self.emit("client.updated", *client, version + 1, audience)?;
        }
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Ok((count(open.len()), count(cards.len())))
    }
}
