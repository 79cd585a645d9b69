//! The one policy: which rows an employee reaches with a permission.
//!
//! | reach | a task | a client | any other row |
//! | --- | --- | --- | --- |
//! | own | assigned to him, or in his role's pool in one of his branches | he is responsible, or it is *needed* for a task of his | it is his |
//! | branches | of his branches, or own | of his branches, or own | of his branches, or own |
//! | all | every one | every one | every one |
//!
//! A client is **needed** by whoever has an open task of his own with it, and by whoever completed one: an assignee always
//! sees what the task needs. Such sight needs no permission for clients beyond the one to read tasks.
//!
//! A role's grant for clients may be narrowed to stages and steps (see [`Limit`](super::Limit)). Whoever has an open task of his own with a
//! client works with him nevertheless: the task was given to be done.
//!
//! Rows of no branch (dictionaries, results, templates, processes, roles, the organisation) are reached by every scope: they are
//! the house's, not a person's.

use super::{Actor, Grants, Limit, Permission, Rights, Scope, StepOf};
use crate::clients::Stage;
use crate::ids::{BranchId, EmployeeId, RoleId};

/// How far a permission of an actor reaches: a condition on rows, here and in SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// No row at all: the permission is not granted.
    Nothing,
    Own(Hand),
    /// His branches, and what is his own elsewhere.
    Branches(Hand),
    All,
}

/// Whose hand it is: what makes a row somebody's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    pub employee: EmployeeId,
    pub role: RoleId,
    pub branches: Vec<BranchId>,
}

/// What the policy must know of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowFacts {
    /// Absent for what belongs to the whole organisation.
    pub branch: Option<BranchId>,
    /// A task's assignee, a client's responsible employee; of an employee's row, himself.
    pub owner: Option<EmployeeId>,
    /// The role in whose pool a task waits.
    pub pool: Option<RoleId>,
    /// Of a client: the actor has an open task of his own with him, or completed one.
    pub needed: bool,
}

impl RowFacts {
    /// Of the whole organisation.
    pub const HOUSE: Self = Self {
        branch: None,
        owner: None,
        pool: None,
        needed: false,
    };
}

impl Actor {
    pub fn rights(&self) -> Rights<'_> {
        Rights {
            grants: &self.grants,
            limits: &self.limits,
        }
    }

    /// Whether the permission is granted in any scope; which rows it reaches, [`reach`] says.
    pub fn may(&self, permission: Permission) -> bool {
        reach(self, permission) != Reach::Nothing
    }
}

/// Which rows an actor reaches with a permission.
pub fn reach(actor: &Actor, permission: Permission) -> Reach {
    let hand = || Hand::of(actor);
    match actor.grants.get(&permission) {
        Some(Scope::All) => Reach::All,
        Some(Scope::Branch) => Reach::Branches(hand()),
        Some(Scope::Own) => Reach::Own(hand()),
        None if permission == Permission::ClientRead
            && actor.grants.contains_key(&Permission::TaskRead) =>
        {
            Reach::Own(hand())
        }
        None => Reach::Nothing,
    }
}

/// Whether an actor may use a permission on a row.
pub fn allows(actor: &Actor, permission: Permission, row: RowFacts) -> bool {
    reach(actor, permission).covers(row)
}

/// Which clients a permission of an actor reaches: rows, and among them those of a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientReach {
    pub rows: Reach,
    pub limited: Option<Limited>,
}

/// A limit, and whose open tasks stand above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limited {
    pub limit: Limit,
    pub hand: Hand,
}

/// What a limit must know of a client.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    pub stage: Stage,
    /// Steps on which his running chains have an open task, or before which they sleep.
    pub stands: &'a [StepOf],
    /// The actor has an open task of his own with him.
    pub in_hand: bool,
}

/// Which clients an actor reaches with a permission.
pub fn client_reach(actor: &Actor, permission: Permission) -> ClientReach {
    let limit = actor.limits.get(&permission);
    let limit = limit.filter(|limit| !limit.is_empty() && actor.grants.contains_key(&permission));
    ClientReach {
        rows: reach(actor, permission),
        limited: limit.map(|limit| Limited {
            limit: limit.clone(),
            hand: Hand::of(actor),
        }),
    }
}

impl ClientReach {
    /// Of the system: everybody.
    pub const ALL: Self = Self {
        rows: Reach::All,
        limited: None,
    };

    pub fn covers(&self, row: RowFacts, standing: Standing<'_>) -> bool {
        let within = |limited: &Limited| {
            standing.in_hand || limited.limit.covers(standing.stage, standing.stands)
        };
        self.rows.covers(row) && self.limited.as_ref().is_none_or(within)
    }
}

impl Reach {
    pub fn covers(&self, row: RowFacts) -> bool {
        match self {
            Self::Nothing => false,
            Self::All => true,
            Self::Own(hand) => row == RowFacts::HOUSE || hand.owns(row),
            Self::Branches(hand) => {
                row == RowFacts::HOUSE
                    || row
                        .branch
                        .is_some_and(|branch| hand.branches.contains(&branch))
                    || hand.owns(row)
            }
        }
    }
}

impl Hand {
    pub fn of(actor: &Actor) -> Self {
        Self {
            employee: actor.employee,
            role: actor.role,
            branches: actor.branches.clone(),
        }
    }

    fn owns(&self, row: RowFacts) -> bool {
        let in_pool = row.pool == Some(self.role)
            && row
                .branch
                .is_some_and(|branch| self.branches.contains(&branch));
        row.owner == Some(self.employee) || in_pool || row.needed
    }
}

/// Whether a role's grants hold everything another's do, in the same scope or a wider one.
pub(super) fn holds(own: &Grants, others: &Grants) -> bool {
    others
        .iter()
        .all(|(permission, scope)| own.get(permission).is_some_and(|held| held >= scope))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::access::{BuiltInRole, Limits, default_grants};

    const ME: EmployeeId = EmployeeId::from_i64(1);
    const OTHER: EmployeeId = EmployeeId::from_i64(2);
    const HERE: BranchId = BranchId::from_i64(1);
    const THERE: BranchId = BranchId::from_i64(2);
    const ROLE: RoleId = RoleId::from_i64(1);
    const OTHER_ROLE: RoleId = RoleId::from_i64(2);

    fn actor(grants: Grants) -> Actor {
        Actor {
            employee: ME,
            role: ROLE,
            branches: vec![HERE],
            grants,
            limits: Limits::new(),
            session: None,
        }
    }

    fn scoped(scope: Scope) -> Actor {
        actor(Grants::from([(Permission::TaskRead, scope)]))
    }

    #[test]
    fn rows_are_reached_by_scope() {
        let row = |branch, owner, pool, needed| RowFacts {
            branch: Some(branch),
            owner,
            pool,
            needed,
        };
        let mine_there = row(THERE, Some(ME), None, false);
        let others_here = row(HERE, Some(OTHER), None, false);
        let others_there = row(THERE, Some(OTHER), None, false);
        let pool_here = row(HERE, None, Some(ROLE), false);
        let pool_there = row(THERE, None, Some(ROLE), false);
        let foreign_pool = row(HERE, None, Some(OTHER_ROLE), false);
        let needed_there = row(THERE, Some(OTHER), None, true);
        for (facts, own, branch, all) in [
            (mine_there, true, true, true),
            (others_here, false, true, true),
            (others_there, false, false, true),
            (pool_here, true, true, true),
            (pool_there, false, false, true),
            (foreign_pool, false, true, true),
            (needed_there, true, true, true),
            (RowFacts::HOUSE, true, true, true),
        ] {
            for (scope, expected) in [
                (Scope::Own, own),
                (Scope::Branch, branch),
                (Scope::All, all),
            ] {
                assert_eq!(
                    allows(&scoped(scope), Permission::TaskRead, facts),
                    expected,
                    "{scope} {facts:?}"
                );
            }
            assert!(!allows(&actor(Grants::new()), Permission::TaskRead, facts));
        }
    }

    #[test]
    fn whoever_reads_tasks_sees_the_clients_they_need_and_no_more() {
        let actor = scoped(Scope::All);
        let needed = RowFacts {
            branch: Some(THERE),
            owner: Some(OTHER),
            pool: None,
            needed: true,
        };
        assert!(allows(&actor, Permission::ClientRead, needed));
        assert!(!allows(
            &actor,
            Permission::ClientRead,
            RowFacts {
                needed: false,
                ..needed
            }
        ));
        assert!(!allows(&actor, Permission::ClientEdit, needed));
    }

    #[test]
    fn nobody_gives_away_what_he_does_not_have() {
        use BuiltInRole::{Analyst, Coach, Manager, Operator, Owner};
        for (giver, role, may) in [
            (Owner, Owner, true),
            (Owner, Manager, true),
            (Manager, Operator, true),
            (Manager, Coach, true),
            (Manager, Manager, true),
            (Manager, Owner, false),
            (Manager, Analyst, false),
            (Operator, Manager, false),
            (Analyst, Coach, false),
        ] {
            assert_eq!(
                holds(&default_grants(giver), &default_grants(role)),
                may,
                "{giver} gives {role}"
            );
        }
    }

    fn any_row() -> impl Strategy<Value = RowFacts> {
        let branch = proptest::option::of((1i64..4).prop_map(BranchId::from_i64));
        let owner = proptest::option::of((1i64..4).prop_map(EmployeeId::from_i64));
        let pool = proptest::option::of((1i64..4).prop_map(RoleId::from_i64));
        (branch, owner, pool, any::<bool>()).prop_map(|(branch, owner, pool, needed)| RowFacts {
            branch,
            owner,
            pool,
            needed,
        })
    }

    proptest! {
        #[test]
        fn a_wider_scope_never_reaches_less(row in any_row(), place in 0..Permission::ALL.len()) {
            let permission = Permission::ALL[place];
            let at = |scope| allows(&actor(Grants::from([(permission, scope)])), permission, row);
            prop_assert!(at(Scope::Own) <= at(Scope::Branch));
            prop_assert!(at(Scope::Branch) <= at(Scope::All));
            prop_assert!(at(Scope::All));
        }

        #[test]
        fn a_limit_takes_away_and_never_gives(
            row in any_row(),
            in_hand in any::<bool>(),
            stage in proptest::sample::select(Stage::ALL.to_vec()),
            stages in proptest::sample::subsequence(Stage::ALL.to_vec(), 0..=3),
            scope in proptest::sample::select(Scope::ALL.to_vec()),
        ) {
            let permission = Permission::ClientEdit;
            let mut actor = actor(Grants::from([(permission, scope)]));
            let standing = Standing { stage, stands: &[], in_hand };
            let at = |actor: &Actor| client_reach(actor, permission).covers(row, standing);
            let before = at(&actor);
            prop_assert_eq!(before, allows(&actor, permission, row));
            let within = stages.is_empty() || stages.contains(&stage) || in_hand;
            actor.limits.insert(permission, Limit { stages, steps: Vec::new() });
            prop_assert_eq!(at(&actor), before && within);
        }
    }
}
