//! The policy in SQL: the same [`Reach`] that `domain::access` decides by, as a condition on rows.
//!
//! A client is *needed* by whoever has an open task of his own with it, and by whoever completed one; see
//! `domain/src/access/policy.rs`. The two forms of the condition say the same: [`clients_within`] starts from the
//! employee's own rows and suits lists, [`client_within`] starts from the client and suits one row.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use domain::access::{ClientReach, Hand, Limit, Permission, Reach, StepOf};
use domain::ids::BranchId;

use crate::clients::stands_on;
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

    /// Which clients the asker reaches with a permission; the system reaches everybody.
    pub fn client_reach(&self, permission: Permission) -> ClientReach {
        match self.who() {
            Who::Actor(actor) => domain::access::client_reach(actor, permission),
            Who::System => ClientReach::ALL,
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
pub(crate) fn clients_within(reach: &ClientReach) -> Condition<clients::table> {
    let rows = match &reach.rows {
        Reach::Own(hand) => own_clients(hand),
        // Most rows of a list are of his branches: the others are looked at one by one, instead of collecting all
        // that he ever worked for before the first row is found.
        rows => of_rows(rows),
    };
    limited(rows, reach)
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
pub(crate) fn client_within(reach: &ClientReach) -> Condition<clients::table> {
    limited(of_rows(&reach.rows), reach)
}

/// Those of the rows that are within the limit, and those with whom there is work of one's own.
fn limited(rows: Condition<clients::table>, reach: &ClientReach) -> Condition<clients::table> {
    let Some(limited) = &reach.limited else {
        return rows;
    };
    let hand = &limited.hand;
    let in_hand = tasks::table
        .filter(tasks::client_id.eq(clients::id.nullable()))
        .filter(tasks::closed_at.is_null())
        .filter(own_tasks!(hand))
        .select(tasks::id);
    Box::new(rows.and(covered(&limited.limit).or(exists(in_hand))))
}

fn covered(limit: &Limit) -> Condition<clients::table> {
    let stages: Condition<clients::table> = match limit.stages.is_empty() {
        true => Box::new(EVERYTHING),
        false => Box::new(clients::stage.eq_any(among(limit.stages.iter().copied()))),
    };
    let mut steps = limit.steps.iter();
    let on = |step: &StepOf| stands_on(step.process_id, &step.step);
    match steps.next() {
        None => stages,
        Some(first) => {
            Box::new(stages.and(steps.fold(on(first), |some, step| Box::new(some.or(on(step))))))
        }
    }
}

fn of_rows(reach: &Reach) -> Condition<clients::table> {
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
mod tests;
