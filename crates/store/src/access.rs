//! The policy in SQL: the same [`Reach`] that `domain::access` decides by, as a condition on rows.
//!
//! A client is *needed* by whoever has an open task of his own with it, and by whoever completed one; see
//! `domain/src/access/policy.rs`. The two forms of the condition say the same: [`clients_within`] starts from the
//! employee's own rows and suits lists, [`client_within`] starts from the client and suits one row.

use diesel::prelude::*;
use diesel::sql_types::Bool;
use domain::access::{Hand, Permission, Reach};
use domain::ids::BranchId;

use crate::engine::columns::{Sql, bind};
use crate::engine::conn::MultiBackend;
use crate::engine::errors::StoreError;
use crate::engine::unit::{Tx, Who};
use crate::schema::{clients, completions, tasks};

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

/// Tasks within reach.
pub(crate) fn tasks_within(reach: &Reach) -> Condition<tasks::table> {
    match reach {
        Reach::Nothing => Box::new(nothing()),
        Reach::All => Box::new(everything()),
        Reach::Own(hand) => Box::new(own_tasks!(hand)),
        Reach::Branches(hand) => {
            let of_branches = tasks::branch_id.eq_any(branches(hand));
            Box::new(of_branches.or(own_tasks!(hand)))
        }
    }
}

/// Clients within reach, for lists.
pub(crate) fn clients_within(reach: &Reach) -> Condition<clients::table> {
    match reach {
        Reach::Nothing => Box::new(nothing()),
        Reach::All => Box::new(everything()),
        Reach::Own(hand) => own_clients(hand),
        Reach::Branches(hand) => {
            let of_branches = clients::branch_id.eq_any(branches(hand));
            Box::new(of_branches.or(own_clients(hand)))
        }
    }
}

fn own_clients(hand: &Hand) -> Condition<clients::table> {
    let works_for = tasks::table
        .filter(tasks::closed_at.is_null())
        .filter(tasks::client_id.is_not_null())
        .filter(own_tasks!(hand))
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
        Reach::Nothing => Box::new(nothing()),
        Reach::All => Box::new(everything()),
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
            .or(diesel::dsl::exists(works_for))
            .or(diesel::dsl::exists(worked_for)),
    )
}

#[diesel::dsl::auto_type]
fn responsible(hand: &Hand) -> _ {
    let employee: Sql<domain::ids::EmployeeId> = bind(hand.employee);
    clients::responsible_id
        .is_not_null()
        .and(clients::responsible_id.assume_not_null().eq(employee))
}

fn branches(hand: &Hand) -> Vec<Sql<BranchId>> {
    hand.branches.iter().copied().map(bind).collect()
}

fn nothing() -> diesel::expression::SqlLiteral<Bool> {
    diesel::dsl::sql::<Bool>("(1 = 0)")
}

fn everything() -> diesel::expression::SqlLiteral<Bool> {
    diesel::dsl::sql::<Bool>("(1 = 1)")
}
