//! What the one who is signed in may do with what is on the screen, by the very policy that the server keeps.

use domain::access::{Actor, Permission, RowFacts, Scope, allows};
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
        self.reaches(
            permission,
            RowFacts {
                branch: Some(client.branch_id),
                owner: client.responsible.as_ref().map(|person| person.id),
                pool: None,
                needed: sees.is_none_or(|scope| scope == Scope::Own),
            },
        )
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
        self.with_me(|me| {
            let actor = Actor {
                employee: me.id,
                role: me.role.id,
                branches: me.branches.iter().map(|branch| branch.id).collect(),
                grants: me.permissions.clone(),
                session: None,
            };
            allows(&actor, permission, row)
        })
        .unwrap_or_default()
    }
}
