use diesel::prelude::*;
use domain::chains::AssigneeReason;
use domain::ids::{BranchId, ClientId, EmployeeId};
use domain::timeline::EntryKind;

use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::engine::written::Written;
use crate::outbox::Audience;
use crate::schema::{clients, tasks};
use crate::tasks::TaskRow;
use crate::timeline::{About, Changed, Said, tell};
use crate::{names, notices};

impl Tx<'_> {
    /// Gives everything that is open and `from`'s own to `heir`: tasks and the responsibility for clients. Each of them tells
    /// it in its timeline, the heir finds one notice. Answers how many tasks and clients there were.
    pub fn hand_over(
        &mut self,
        from: EmployeeId,
        heir: EmployeeId,
    ) -> Result<(u32, u32), StoreError> {
        let mut people = names::employees(self, [from, heir])?;
        let assignee = |member: &str| Changed {
            member: member.to_owned(),
            before: people.get(&from).cloned(),
            after: people.get(&heir).cloned(),
        };
        let (of_task, of_client) = (assignee("assignee"), assignee("responsible"));
        people.clear();
        let tasks = self.hand_tasks_over(from, heir, &of_task)?;
        let clients = self.hand_clients_over(from, heir, &of_client)?;
        if tasks > 0 {
            notices::handed_over(self, heir, tasks)?;
        }
        Ok((tasks, clients))
    }

    fn hand_tasks_over(
        &mut self,
        from: EmployeeId,
        heir: EmployeeId,
        change: &Changed,
    ) -> Result<u32, StoreError> {
        let open: Vec<TaskRow> = tasks::table
            .filter(tasks::assignee_id.eq(bind(from)))
            .filter(tasks::closed_at.is_null())
            .order(tasks::id)
            .load(self.conn())?;
        let count = open.len();
        for mut task in open {
            task.assignee_id = Some(heir);
            task.assignee_reason = Some(Written::of(&AssigneeReason::Chosen)?);
            crate::tasks::save(self, &mut task)?;
            let said = Said {
                title: Some(crate::tasks::title_of(self, &task)?),
                changes: vec![change.clone()],
                ..Said::default()
            };
            let (about, by) = (crate::tasks::about(&task), self.who().employee());
            tell(self, EntryKind::TaskChanged, about, by, said)?;
            let audience = crate::tasks::audience(&task);
            self.emit("task.updated", task.id, task.version, audience)?;
        }
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    fn hand_clients_over(
        &mut self,
        from: EmployeeId,
        heir: EmployeeId,
        change: &Changed,
    ) -> Result<u32, StoreError> {
        let cards: Vec<(ClientId, BranchId, i64)> = clients::table
            .filter(clients::responsible_id.eq(bind(from)))
            .filter(clients::archived_at.is_null())
            .order(clients::id)
            .select((clients::id, clients::branch_id, clients::version))
            .load(self.conn())?;
        for (client, branch, version) in &cards {
            diesel::update(clients::table.find(bind(*client)))
                .set((
                    clients::responsible_id.eq(bind(heir)),
                    clients::version.eq(version + 1),
                    clients::updated_at.eq(bind(self.now())),
                ))
                .execute(self.conn())?;
            let about = About {
                client: Some(*client),
                ..About::default()
            };
            let said = Said {
                changes: vec![change.clone()],
                version: Some(version + 1),
                ..Said::default()
            };
            let by = self.who().employee();
            tell(self, EntryKind::ClientChanged, about, by, said)?;
            let audience = Audience::branch(*branch).and(Some(heir));
            self.emit("client.updated", *client, version + 1, audience)?;
        }
        Ok(u32::try_from(cards.len()).unwrap_or(u32::MAX))
    }
}
