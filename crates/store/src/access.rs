//! The policy in SQL: the same [`Reach`] that `domain::access` decides by, as a condition on rows.
//!
//! A client is *needed* by whoever has an open task of his own with it, and by whoever completed one; see
//! `domain/src/access/policy.rs`. The two forms of the condition say the same: [`clients_within`] starts from the
//! employee's own rows and suits lists, [`client_within`] starts from the client and suits one row.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use domain::access::{Hand, Permission, Reach};
use domain::ids::BranchId;

use crate::engine::among::{Values, among};
use crate::engine::columns::{Sql, bind};
use crate::engine::conn::MultiBackend;
use crate::engine::constant::{EVERYTHING, NOTHING};
use crate::engine::errors::StoreError;
use crate::engine::unit::{Tx, Who};
use crate::schema::{clients, companies, completions, tasks};

/// A condition on rows of table `T`, to be put into `.filter(…)` of a boxed or plain query.
pub(crate) type Condition<T> = Box<dyn BoxableExpression<T, MultiBackend, SqlType = Bool>>;

impl Tx<'_> {
    /// What the asker reaches with a permission; the system reaches everything.
    pub fn reach(&self, permission: Permission) -> Reach {
        match self.who() {
            Who::Actor(actor) => domain::access::reach(actor, permission),
            Who::System => Reach::All,
        }
    }

    /// Whether who asks may see phones, addresses and names in messengers whole, and find people by them.
    pub fn sees_contacts(&self) -> bool {
        self.reach(Permission::ClientContacts) != Reach::Nothing
    }

    /// For what has no rows to choose from: the directories, the organisation, roles.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] when the permission is not granted in any scope.
    pub fn demand(&self, permission: Permission) -> Result<(), StoreError> {
        match self.reach(permission) {
            Reach::Nothing => Err(StoreError::Forbidden(permission)),
            _ => Ok(()),
        }
    }
}

/// Tasks given to the employee, or waiting in the pool of his role at his branches. A macro, because a subquery needs
/// the expression's own type: a boxed one knows only one database.
macro_rules! own_tasks {
    ($hand:expr) => {
        tasks::assignee_id
            .is_not_null()
            .and(
                tasks::assignee_id
                    .assume_not_null()
                    .eq(bind($hand.employee)),
            )
            .or(tasks::pool_role_id
                .is_not_null()
                .and(tasks::pool_role_id.assume_not_null().eq(bind($hand.role)))
                .and(tasks::branch_id.eq_any(branches($hand))))
    };
}

/// The same of open tasks. Said in each half: an index of open tasks alone is not taken for a half that does not say so.
macro_rules! own_open_tasks {
    ($hand:expr) => {
        tasks::closed_at
            .is_null()
            .and(tasks::assignee_id.is_not_null())
            .and(
                tasks::assignee_id
                    .assume_not_null()
                    .eq(bind($hand.employee)),
            )
            .or(tasks::closed_at
                .is_null()
                .and(tasks::pool_role_id.is_not_null())
                .and(tasks::pool_role_id.assume_not_null().eq(bind($hand.role)))
                .and(tasks::branch_id.eq_any(branches($hand))))
    };
}

/// Tasks within reach.
pub(crate) fn tasks_within(reach: &Reach) -> Condition<tasks::table> {
    match reach {
        Reach::Nothing => Box::new(NOTHING),
        Reach::All => Box::new(EVERYTHING),
        Reach::Own(hand) => Box::new(own_tasks!(hand)),
        Reach::Branches(hand) => {
            let of_branches = tasks::branch_id.eq_any(branches(hand));
            Box::new(of_branches.or(own_tasks!(hand)))
        }
    }
}

/// The same of completions: those whose task is within reach. A completion is of its task's branch, and says in whose hands the task was.
pub(crate) fn completions_within(reach: &Reach) -> Condition<completions::table> {
    macro_rules! of_own_tasks {
        ($hand:expr) => {
            completions::assignee_id
                .is_not_null()
                .and(
                    completions::assignee_id
                        .assume_not_null()
                        .eq(bind($hand.employee)),
                )
                .or(completions::pool_role_id
                    .is_not_null()
                    .and(
                        completions::pool_role_id
                            .assume_not_null()
                            .eq(bind($hand.role)),
                    )
                    .and(completions::branch_id.eq_any(branches($hand))))
        };
    }
    match reach {
        Reach::Nothing => Box::new(NOTHING),
        Reach::All => Box::new(EVERYTHING),
        Reach::Own(hand) => Box::new(of_own_tasks!(hand)),
        Reach::Branches(hand) => {
            let of_branches = completions::branch_id.eq_any(branches(hand));
            Box::new(of_branches.or(of_own_tasks!(hand)))
        }
    }
}

/// Clients within reach, for lists.
pub(crate) fn clients_within(reach: &Reach) -> Condition<clients::table> {
    match reach {
        Reach::Own(hand) => own_clients(hand),
        // Most rows of a list are of his branches: the others are looked at one by one, instead of collecting all
        // that he ever worked for before the first row is found.
        reach => client_within(reach),
    }
}

fn own_clients(hand: &Hand) -> Condition<clients::table> {
    let works_for = tasks::table
        .filter(tasks::client_id.is_not_null())
        .filter(own_open_tasks!(hand))
        .select(tasks::client_id.assume_not_null());
    let worked_for = completions::table
        .filter(completions::completed_by.eq(bind(hand.employee)))
        .filter(completions::client_id.is_not_null())
        .select(completions::client_id.assume_not_null());
    Box::new(
        responsible(hand)
            .or(clients::id.eq_any(works_for))
            .or(clients::id.eq_any(worked_for)),
    )
}

/// Whether one client is within reach: for queries that name the client.
pub(crate) fn client_within(reach: &Reach) -> Condition<clients::table> {
    match reach {
        Reach::Nothing => Box::new(NOTHING),
        Reach::All => Box::new(EVERYTHING),
        Reach::Own(hand) => own_client(hand),
        Reach::Branches(hand) => {
            let of_branches = clients::branch_id.eq_any(branches(hand));
            Box::new(of_branches.or(own_client(hand)))
        }
    }
}

fn own_client(hand: &Hand) -> Condition<clients::table> {
    let works_for = tasks::table
        .filter(tasks::client_id.eq(clients::id.nullable()))
        .filter(tasks::closed_at.is_null())
        .filter(own_tasks!(hand))
        .select(tasks::id);
    let worked_for = completions::table
        .filter(completions::client_id.eq(clients::id.nullable()))
        .filter(completions::completed_by.eq(bind(hand.employee)))
        .select(completions::id);
    Box::new(
        responsible(hand)
            .or(exists(works_for))
            .or(exists(worked_for)),
    )
}

/// Companies within reach: those that the employee is responsible for, of his branches, or all. No work is done with a company itself.
pub(crate) fn companies_within(reach: &Reach) -> Condition<companies::table> {
    macro_rules! own {
        ($hand:expr) => {
            companies::responsible_id.is_not_null().and(
                companies::responsible_id
                    .assume_not_null()
                    .eq(bind($hand.employee)),
            )
        };
    }
    match reach {
        Reach::Nothing => Box::new(NOTHING),
        Reach::All => Box::new(EVERYTHING),
        Reach::Own(hand) => Box::new(own!(hand)),
        Reach::Branches(hand) => {
            Box::new(companies::branch_id.eq_any(branches(hand)).or(own!(hand)))
        }
    }
}

#[diesel::dsl::auto_type]
fn responsible(hand: &Hand) -> _ {
    let employee: Sql<domain::ids::EmployeeId> = bind(hand.employee);
    clients::responsible_id
        .is_not_null()
        .and(clients::responsible_id.assume_not_null().eq(employee))
}

fn branches(hand: &Hand) -> Values<BranchId> {
    among(hand.branches.iter().copied())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use domain::access::{Actor, RowFacts, Scope, allows};
    use domain::ids::{ClientId, EmployeeId, RoleId, TaskId};

    use super::*;
    use crate::engine::tests::scratch::Scratch;

    const ME: i64 = 1;
    const OTHER: i64 = 2;
    const MY_ROLE: i64 = 10;
    const OTHER_ROLE: i64 = 11;
    const HERE: i64 = 20;
    const THERE: i64 = 21;
    const LONG_AGO: &str = "'1970-01-01 00:00:00.000000'";

    fn actor(permission: Permission, scope: Option<Scope>) -> Actor {
        Actor {
            employee: EmployeeId::from_i64(ME),
            role: RoleId::from_i64(MY_ROLE),
            branches: vec![BranchId::from_i64(HERE)],
            grants: scope.map(|scope| (permission, scope)).into_iter().collect(),
            session: None,
        }
    }

    fn scopes() -> [Option<Scope>; 4] {
        [
            None,
            Some(Scope::Own),
            Some(Scope::Branch),
            Some(Scope::All),
        ]
    }

    fn task(
        id: i64,
        client: Option<i64>,
        branch: i64,
        assignee: Option<i64>,
        pool: Option<i64>,
        closed: bool,
    ) -> String {
        let or_null =
            |value: Option<i64>| value.map_or("NULL".to_owned(), |value| value.to_string());
        let (state, closed_at) = if closed {
            ("done", LONG_AGO)
        } else {
            ("open", "NULL")
        };
        format!(
            "INSERT INTO tasks (id, title, task_type, client_id, branch_id, assignee_id, pool_role_id, due_at, due_sort, \
             priority, state, attempt, due_reasons, postponed, closed_at, version, created_at, updated_at) VALUES \
             ({id}, 't', 'internal', {}, {branch}, {}, {}, {LONG_AGO}, {LONG_AGO}, 1, '{state}', 1, '[]', 0, {closed_at}, 1, \
             {LONG_AGO}, {LONG_AGO});",
            or_null(client),
            or_null(assignee),
            or_null(pool),
        )
    }

    #[test]
    fn tasks_are_reached_in_sql_as_in_the_policy() {
        let mut scratch = Scratch::new();
        let mut facts = BTreeMap::new();
        let mut statements = String::new();
        for branch in [HERE, THERE] {
            for (assignee, pool) in [
                (Some(ME), None),
                (Some(OTHER), None),
                (None, Some(MY_ROLE)),
                (None, Some(OTHER_ROLE)),
            ] {
                let id = facts.len() as i64 + 1;
                statements += &task(id, None, branch, assignee, pool, false);
                let row = RowFacts {
                    branch: Some(BranchId::from_i64(branch)),
                    owner: assignee.map(EmployeeId::from_i64),
                    pool: pool.map(RoleId::from_i64),
                    needed: false,
                };
                facts.insert(TaskId::from_i64(id), row);
            }
        }
        scratch.sql(&statements).expect("tasks");
        for scope in scopes() {
            let actor = actor(Permission::TaskRead, scope);
            let expected: BTreeSet<TaskId> = facts
                .iter()
                .filter(|(_, row)| allows(&actor, Permission::TaskRead, **row))
                .map(|(id, _)| *id)
                .collect();
            let found: Vec<TaskId> = scratch.tx(&actor.into(), |tx| {
                let within = tasks_within(&tx.reach(Permission::TaskRead));
                tasks::table
                    .filter(within)
                    .select(tasks::id)
                    .load(tx.conn())
                    .expect("tasks")
            });
            assert_eq!(
                found.into_iter().collect::<BTreeSet<_>>(),
                expected,
                "{scope:?}"
            );
        }
    }

    /// Every mixture of branch, responsible employee, an open task, a closed task and a completion.
    #[test]
    fn clients_are_reached_in_sql_as_in_the_policy() {
        let mut scratch = Scratch::new();
        let mut facts = BTreeMap::new();
        let mut statements = String::new();
        let mut number = 0;
        for branch in [HERE, THERE] {
            for responsible in [None, Some(ME), Some(OTHER)] {
                for (assignee, pool, closed) in [
                    (None, None, false),
                    (Some(ME), None, false),
                    (Some(ME), None, true),
                    (Some(OTHER), None, false),
                    (None, Some(MY_ROLE), false),
                    (None, Some(OTHER_ROLE), false),
                ] {
                    for completed_by in [None, Some(ME), Some(OTHER)] {
                        number += 1;
                        let id = number;
                        let responsible_sql =
                            responsible.map_or("NULL".to_owned(), |id| id.to_string());
                        statements += &format!(
                            "INSERT INTO clients (id, given, sort_key, stage, responsible_id, branch_id, no_calls, no_sms, \
                             no_emails, no_messengers, next_due_sort, last_contact_sort, version, created_at, updated_at) \
                             VALUES ({id}, 'c', 'c', 'lead', {responsible_sql}, {branch}, 0, 0, 0, 0, {LONG_AGO}, {LONG_AGO}, \
                             1, {LONG_AGO}, {LONG_AGO});"
                        );
                        if assignee.is_some() || pool.is_some() {
                            // The task's branch is the actor's, so that only the client's row decides about the branch.
                            statements += &task(id, Some(id), HERE, assignee, pool, closed);
                        }
                        if let Some(by) = completed_by {
                            statements += &format!(
                                "INSERT INTO completions (id, task_id, client_id, branch_id, result_id, result_name, outcome, \
                                 reached_human, completed_by, completed_at, sentence, before) VALUES ({id}, {}, {id}, {branch}, 1, \
                                 'r', 'goal', 1, {by}, {LONG_AGO}, 'null', 'null');",
                                id + 1_000,
                            );
                        }
                        let own_task = !closed && (assignee == Some(ME) || pool == Some(MY_ROLE));
                        let row = RowFacts {
                            branch: Some(BranchId::from_i64(branch)),
                            owner: responsible.map(EmployeeId::from_i64),
                            pool: None,
                            needed: own_task || completed_by == Some(ME),
                        };
                        facts.insert(ClientId::from_i64(id), row);
                    }
                }
            }
        }
        scratch.sql(&statements).expect("clients");
        for scope in scopes() {
            let actor = actor(Permission::ClientRead, scope);
            let expected: BTreeSet<ClientId> = facts
                .iter()
                .filter(|(_, row)| allows(&actor, Permission::ClientRead, **row))
                .map(|(id, _)| *id)
                .collect();
            for form in [clients_within, client_within] {
                let found: Vec<ClientId> = scratch.tx(&actor.clone().into(), |tx| {
                    let within = form(&tx.reach(Permission::ClientRead));
                    clients::table
                        .filter(within)
                        .select(clients::id)
                        .load(tx.conn())
                        .expect("clients")
                });
                assert_eq!(
                    found.into_iter().collect::<BTreeSet<_>>(),
                    expected,
                    "{scope:?}"
                );
            }
        }
    }
}
