//! Who gets the next task.
//!
//! Rules pass over whoever is absent; what a person chose by name is kept even then, and said. Among equals the lower id
//! wins, so that the same facts always choose the same person.

use super::{AssigneeReason, Context, Filled, StaffFacts};
use crate::fields::FieldValue;
use crate::ids::{BranchId, EmployeeId, RoleId};
use crate::processes::{AssigneeRule, Pick};
use crate::tasks::Assignee;

/// What a rule is applied to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hands<'a> {
    pub cx: &'a Context,
    /// Whoever acts: completed the task, started the chain, or put it to sleep.
    pub by: EmployeeId,
    pub branch: BranchId,
    pub answers: &'a [Filled],
    /// Whom this decision has given work already, and why: rules that look at loads and at turns count it.
    pub given: &'a [(EmployeeId, AssigneeReason)],
}

/// A person, or the role whose pool it is.
pub(super) struct Called {
    pub person: Option<String>,
    pub pool: Option<String>,
    /// The person is absent now.
    pub away: bool,
}

impl<'a> Hands<'a> {
    pub(super) fn pick(self, rule: &AssigneeRule) -> (Assignee, AssigneeReason) {
        match rule {
            AssigneeRule::Same => self.person(self.by, AssigneeReason::Same),
            AssigneeRule::Responsible => {
                match self
                    .cx
                    .client
                    .as_ref()
                    .and_then(|client| client.responsible_id)
                {
                    Some(id) => self.person(id, AssigneeReason::Responsible),
                    None => self.person(self.by, AssigneeReason::Same),
                }
            }
            AssigneeRule::Employee { employee_id } => {
                self.person(*employee_id, AssigneeReason::Named)
            }
            AssigneeRule::Role { role_id, pick } => self.of_role(*role_id, *pick),
            AssigneeRule::Field { field } => {
                let answer = self.answers.iter().find(|filled| filled.key == *field);
                match answer.map(|filled| (&filled.value, &filled.label)) {
                    Some((FieldValue::Employee(id), label)) => (
                        Assignee::Employee(*id),
                        AssigneeReason::Field {
                            label: label.clone(),
                        },
                    ),
                    _ => self.person(self.by, AssigneeReason::Same),
                }
            }
        }
    }

    /// The facts of somebody who works in this branch.
    pub(super) fn find(self, id: EmployeeId) -> Option<&'a StaffFacts> {
        self.cx.staff.iter().find(|staff| staff.id == id)
    }

    /// What whoever gets a task is called.
    pub(super) fn called(self, assignee: Assignee) -> Called {
        match assignee {
            Assignee::Employee(id) => {
                let staff = self.find(id);
                Called {
                    person: staff.map(|staff| staff.name.clone()),
                    pool: None,
                    away: staff.is_some_and(|staff| !staff.available),
                }
            }
            Assignee::Pool(role) => Called {
                person: None,
                pool: self.cx.roles.get(&role).cloned(),
                away: false,
            },
        }
    }

    /// Those who may be named here: the staff of the branch, and those who belong to no branch in particular.
    pub(super) fn may_be_named(self, id: EmployeeId) -> bool {
        self.find(id).is_some_and(|staff| self.works_here(staff))
    }

    /// Everybody of a role who works in this branch, absent or not.
    pub(super) fn of_branch(self, role: RoleId) -> Vec<EmployeeId> {
        let here = self
            .cx
            .staff
            .iter()
            .filter(|staff| staff.role_id == role && self.works_here(staff));
        here.map(|staff| staff.id).collect()
    }

    /// This person, or, when he is not employed any more, whoever goes on for him: the client's responsible, else anybody.
    pub(super) fn remaining(self, id: EmployeeId) -> EmployeeId {
        let responsible = self.cx.client.as_ref().and_then(|it| it.responsible_id);
        let employed = |id: &EmployeeId| self.find(*id).is_some();
        [Some(id), responsible]
            .into_iter()
            .flatten()
            .find(employed)
            .or_else(|| self.least_loaded(|_| true))
            .unwrap_or(id)
    }

    fn works_here(self, staff: &StaffFacts) -> bool {
        staff.branches.is_empty() || staff.branches.contains(&self.branch)
    }

    /// The rule's person when he can work, otherwise whoever stands in for him.
    fn person(self, id: EmployeeId, reason: AssigneeReason) -> (Assignee, AssigneeReason) {
        let missing = match self.find(id) {
            Some(staff) if staff.available => return (Assignee::Employee(id), reason),
            // The acting person may belong to another branch; he is here now all the same.
            None if reason == AssigneeReason::Same => return (Assignee::Employee(id), reason),
            missing => missing,
        };
        let instead_of = missing.map(|staff| staff.name.clone());
        let role = missing.map(|staff| staff.role_id);
        let substitute = self.stand_in(id, role);
        (
            Assignee::Employee(substitute),
            AssigneeReason::Substitute { instead_of },
        )
    }

    /// Somebody of the same role, then whoever acts, then anybody of the branch. Nobody at all: the task stays with its person.
    fn stand_in(self, missing: EmployeeId, role: Option<RoleId>) -> EmployeeId {
        let colleague = role.and_then(|role| self.least_loaded(|staff| staff.role_id == role));
        let acting = (self.by != missing && self.find(self.by).is_none_or(|staff| staff.available))
            .then_some(self.by);
        colleague
            .or(acting)
            .or_else(|| self.least_loaded(|_| true))
            .unwrap_or(missing)
    }

    fn of_role(self, role: RoleId, pick: Pick) -> (Assignee, AssigneeReason) {
        let of_role = |staff: &StaffFacts| staff.role_id == role;
        let (chosen, reason) = match pick {
            Pick::Pool => (None, AssigneeReason::Pool),
            Pick::RoundRobin => (
                self.least(of_role, |staff| {
                    (self.last_turn(staff.id), staff.load.last_assigned, staff.id)
                }),
                AssigneeReason::RoundRobin,
            ),
            Pick::LeastLoaded => (self.least_loaded(of_role), AssigneeReason::LeastLoaded),
        };
        match chosen {
            Some(id) => (Assignee::Employee(id), reason),
            // Nobody of the role can work: the task waits for whoever comes first.
            None => (Assignee::Pool(role), AssigneeReason::Pool),
        }
    }

    fn least_loaded(self, fits: impl Fn(&StaffFacts) -> bool) -> Option<EmployeeId> {
        self.least(fits, |staff| {
            let given = self.given.iter().filter(|(id, _)| *id == staff.id);
            (staff.load.open_tasks as usize + given.count(), staff.id)
        })
    }

    /// When this decision chose somebody by turns; whom it did not choose comes first.
    fn last_turn(self, id: EmployeeId) -> Option<usize> {
        let in_turn = |(to, why): &(EmployeeId, AssigneeReason)| {
            *to == id && *why == AssigneeReason::RoundRobin
        };
        self.given.iter().rposition(in_turn)
    }

    fn least<K: Ord>(
        self,
        fits: impl Fn(&StaffFacts) -> bool,
        key: impl Fn(&StaffFacts) -> K,
    ) -> Option<EmployeeId> {
        self.cx
            .staff
            .iter()
            .filter(|staff| staff.available && self.works_here(staff) && fits(staff))
            .min_by_key(|staff| key(staff))
            .map(|staff| staff.id)
    }
}
