use std::collections::{BTreeMap, BTreeSet};

use domain::access::{
    Actor, Limit, Limits, RowFacts, Scope, Standing, StepOf, allows, client_reach,
};
use domain::clients::Stage;
use domain::ids::{ClientId, EmployeeId, ProcessId, RoleId, TaskId};

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
        limits: Default::default(),
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
    let or_null = |value: Option<i64>| value.map_or("NULL".to_owned(), |value| value.to_string());
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
                let within = form(&tx.client_reach(Permission::ClientRead));
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

/// Every mixture of branch, stage, where a chain stands, and whether there is work of one's own, under every kind of limit.
#[test]
fn limits_are_in_sql_as_in_the_policy() {
    let call = |process| StepOf {
        process_id: ProcessId::from_i64(process),
        step: "call".to_owned(),
    };
    let mut scratch = Scratch::new();
    let mut known = Vec::new();
    let mut statements = String::new();
    for branch in [HERE, THERE] {
        for stage in [Stage::Lead, Stage::Client] {
            for (process, step, state) in [
                (0, "", ""),
                (1, "call", "active"),
                (1, "visit", "active"),
                (2, "call", "active"),
                (1, "call", "sleeping"),
                (1, "call", "ended"),
            ] {
                for in_hand in [false, true] {
                    let id = known.len() as i64 + 1;
                    statements += &format!(
                        "INSERT INTO clients (id, given, sort_key, stage, branch_id, no_calls, no_sms, no_emails, no_messengers, \
                         next_due_sort, last_contact_sort, version, created_at, updated_at) VALUES ({id}, 'c', 'c', '{stage}', {branch}, \
                         0, 0, 0, 0, {LONG_AGO}, {LONG_AGO}, 1, {LONG_AGO}, {LONG_AGO});"
                    );
                    if process > 0 {
                        let (wake_at, target, wakes) = match state {
                            "sleeping" => (LONG_AGO, "'null'", "'call'"),
                            _ => ("NULL", "NULL", "NULL"),
                        };
                        let ended_at = if state == "ended" { LONG_AGO } else { "NULL" };
                        statements += &format!(
                            "INSERT INTO chains (id, process_id, version_id, client_id, branch_id, state, attempts, wake_at, wake_target, \
                             wake_step, ended_at, version, created_at, updated_at) VALUES ({id}, {process}, 1, {id}, {branch}, '{state}', \
                             '[]', {wake_at}, {target}, {wakes}, {ended_at}, 1, {LONG_AGO}, {LONG_AGO});"
                        );
                    }
                    let work = id + 1_000;
                    if state != "sleeping" && process > 0 {
                        // Somebody else does it.
                        statements +=
                            &task(work, Some(id), THERE, Some(OTHER), None, state == "ended");
                        statements += &format!(
                            "UPDATE tasks SET chain_id = {id}, step = '{step}' WHERE id = {work};"
                        );
                    }
                    if in_hand {
                        statements += &task(id + 2_000, Some(id), THERE, Some(ME), None, false);
                    }
                    let stands: Vec<StepOf> = match state {
                        "active" | "sleeping" => vec![StepOf {
                            step: step.to_owned(),
                            ..call(process)
                        }],
                        _ => Vec::new(),
                    };
                    let row = RowFacts {
                        branch: Some(BranchId::from_i64(branch)),
                        owner: None,
                        pool: None,
                        needed: in_hand,
                    };
                    known.push((ClientId::from_i64(id), row, stage, stands, in_hand));
                }
            }
        }
    }
    scratch.sql(&statements).expect("clients");
    let limit = |stages: &[Stage], steps: &[StepOf]| Limit {
        stages: stages.to_vec(),
        steps: steps.to_vec(),
    };
    for limit in [
        limit(&[], &[]),
        limit(&[Stage::Lead], &[]),
        limit(&[], &[call(1)]),
        limit(&[], &[call(1), call(2)]),
        limit(&[Stage::Client], &[call(2)]),
        limit(&[Stage::Former], &[]),
    ] {
        for scope in scopes() {
            let permission = Permission::ClientRead;
            let mut actor = actor(permission, scope);
            actor.limits = Limits::from([(permission, limit.clone())]);
            let reach = client_reach(&actor, permission);
            let covered = known.iter().filter(|(_, row, stage, stands, in_hand)| {
                let (stage, in_hand) = (*stage, *in_hand);
                reach.covers(
                    *row,
                    Standing {
                        stage,
                        stands,
                        in_hand,
                    },
                )
            });
            let expected: BTreeSet<ClientId> = covered.map(|(id, ..)| *id).collect();
            for form in [clients_within, client_within] {
                let found: Vec<ClientId> = scratch.tx(&actor.clone().into(), |tx| {
                    let within = form(&tx.client_reach(permission));
                    let found = clients::table.filter(within).select(clients::id);
                    found.load(tx.conn()).expect("clients")
                });
                let found: BTreeSet<ClientId> = found.into_iter().collect();
                assert_eq!(found, expected, "{scope:?} {limit:?}");
            }
        }
    }
}
