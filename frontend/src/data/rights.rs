//! What the one who is signed in may do with what is on the screen, by the very policy that the server keeps.

use domain::access::{Actor, Permission, RowFacts, Scope, Standing, allows, client_reach};
use domain::ids::BranchId;
use wire::clients::Client;
use wire::companies::Company;
use wire::tasks::{AssigneeName, TaskView};

use super::Session;

impl Session {
    /// Files of clients: they are compared with cards, so what cards say of contacts is needed besides.
    pub fn may_import(self) -> bool {
        self.may(Permission::ClientImport) && self.may(Permission::ClientContacts)
    }

    /// With a task of this branch and assignee.
    pub fn may_with_work(
        self,
        permission: Permission,
        branch: BranchId,
        whose: Option<&AssigneeName>,
    ) -> bool {
        self.reaches(
            permission,
            RowFacts {
                branch: Some(branch),
                owner: whose.and_then(|whose| whose.employee_id),
                pool: whose.and_then(|whose| whose.role_id),
                needed: false,
            },
        )
    }

    pub fn may_with_task(self, permission: Permission, task: &TaskView) -> bool {
        self.may_with_work(permission, task.branch_id, Some(&task.assignee))
    }

    pub fn may_with_client(self, permission: Permission, client: &Client) -> bool {
        // Whoever sees only his own cards sees each of them because it is his.
        let sees = self.scope(Permission::ClientRead);
        let row = RowFacts {
            branch: Some(client.branch_id),
            owner: client.responsible.as_ref().map(|person| person.id),
            pool: None,
            needed: sees.is_none_or(|scope| scope == Scope::Own),
        };
        let next = client.next.as_ref();
        self.as_actor(|actor| {
            let mine = next.and_then(|next| next.assignee.as_ref()?.employee_id);
            let reach = client_reach(actor, permission);
            let steps = reach
                .limited
                .iter()
                .flat_map(|limited| &limited.limit.steps);
            // A card does not say on which step a chain stands: the server decides among those of its processes.
            let running = client
                .chains
                .iter()
                .filter(|chain| chain.ended_at.is_none());
            let processes: Vec<_> = running.map(|chain| chain.process_id).collect();
            let stands: Vec<_> = steps
                .filter(|step| processes.contains(&step.process_id))
                .cloned()
                .collect();
            reach.covers(
                row,
                Standing {
                    stage: client.stage,
                    stands: &stands,
                    in_hand: mine == Some(actor.employee),
                },
            )
        })
    }

    /// With a company; the rights are those of clients.
    pub fn may_with_company(self, permission: Permission, company: &Company) -> bool {
        self.reaches(
            permission,
            RowFacts {
                branch: Some(company.branch_id),
                owner: company.responsible.as_ref().map(|person| person.id),
                pool: None,
                needed: false,
            },
        )
    }

    /// With what belongs to a branch and to nobody in it.
    pub fn may_in_branch(self, permission: Permission, branch: BranchId) -> bool {
        self.may_with_work(permission, branch, None)
    }

    fn reaches(self, permission: Permission, row: RowFacts) -> bool {
        self.as_actor(|actor| allows(actor, permission, row))
    }

    fn as_actor(self, asks: impl FnOnce(&Actor) -> bool) -> bool {
        self.with_me(|me| {
            let actor = Actor {
                employee: me.id,
                role: me.role.id,
                branches: me.branches.iter().map(|branch| branch.id).collect(),
                grants: me.permissions.clone(),
                limits: me.limits.clone(),
                session: None,
            };
            asks(&actor)
        })
        .unwrap_or_default()
    }
}
