//! Who gets the task, what may be changed, and what is refused.

use super::*;

#[test]
fn the_employee_changes_what_the_transition_allows() {
    let due = |due| Adjustment {
        due: Some(due),
        assignee_id: None,
    };
    let person = |id| Adjustment {
        due: None,
        assignee_id: Some(id),
    };
    let when = Due::At(moscow("2026-11-22 23:00"));
    let decision = decide_with(THINKS, &[], &due(when), &context()).unwrap();
    assert_eq!(
        (task(&decision).due, task(&decision).promised),
        (when, true),
        "a chosen date is not moved"
    );
    assert_eq!(task(&decision).due_reason, [DueReason::Chosen]);
    let decision = decide_with(THINKS, &[], &person(VERA), &context()).unwrap();
    assert_eq!(
        task(&decision).assignee,
        Assignee::Employee(VERA),
        "a named choice is kept"
    );
    assert!(matches!(
        decision.sentence,
        Sentence::Task { away: true, .. }
    ));

    let handed = [("who", "emp_0000000000002")];
    for (result, pairs, adjustment, expected) in [
        (
            THINKS,
            &[][..],
            due(Due::Day(date("2026-11-19"))),
            Rejection::DueInPast,
        ),
        (
            THINKS,
            &[],
            due(Due::At(moscow("2026-11-20 11:00"))),
            Rejection::DueInPast,
        ),
        (THINKS, &[], person(STRANGER), Rejection::AssigneeUnknown),
        (HANDED_OVER, &handed, due(when), Rejection::DueNotAdjustable),
        (
            HANDED_OVER,
            &handed,
            person(ANNA),
            Rejection::AssigneeNotAdjustable,
        ),
        (BOUGHT, &[], due(when), Rejection::DueNotAdjustable),
        (BOUGHT, &[], person(ANNA), Rejection::AssigneeNotAdjustable),
        (LATER, &[], person(ANNA), Rejection::AssigneeNotAdjustable),
    ] {
        assert_eq!(
            decide_with(result, pairs, &adjustment, &context()),
            Err(expected)
        );
    }
    // What equals the proposal is no change.
    let same = Adjustment {
        due: Some(Due::Day(date("2026-11-21"))),
        assignee_id: Some(BORIS),
    };
    assert!(decide_with(HANDED_OVER, &handed, &same, &context()).is_ok());
}

#[test]
fn a_rule_that_asks_needs_an_answer() {
    let cx = context();
    assert_eq!(decide(ASKED, &[], &cx), Err(Rejection::DueRequired));
    assert_eq!(
        proposed_due(&facts(), ASKED, &answers(&[]), &cx),
        Some(Due::Day(date("2026-11-23")))
    );
    assert_eq!(proposed_due(&facts(), THINKS, &answers(&[]), &cx), None);
    let chosen = Adjustment {
        due: Some(Due::Day(date("2026-11-25"))),
        assignee_id: None,
    };
    let decision = decide_with(ASKED, &[], &chosen, &cx).unwrap();
    assert_eq!(task(&decision).due, Due::Day(date("2026-11-25")));
}

#[test]
fn refusals_name_their_cause() {
    let cx = context();
    let adjustment = Adjustment::default();
    for state in [TaskState::Done, TaskState::Cancelled] {
        let closed = TaskFacts { state, ..facts() };
        let refused = complete(
            &closed,
            THINKS,
            &BTreeMap::new(),
            None,
            &adjustment,
            ANNA,
            &cx,
        );
        assert_eq!(refused, Err(Rejection::NotOpen));
    }
    let mut cancelled = context();
    cancelled.chain.as_mut().unwrap().state = ChainState::Cancelled;
    assert_eq!(decide(THINKS, &[], &cancelled), Err(Rejection::NotOpen));

    let visit = TaskFacts {
        step: Some("visit".into()),
        ..facts()
    };
    let refused = complete(
        &visit,
        THINKS,
        &BTreeMap::new(),
        None,
        &adjustment,
        ANNA,
        &cx,
    );
    assert_eq!(
        refused,
        Err(Rejection::ResultNotAllowed {
            allowed: vec![BOUGHT]
        })
    );

    let required = FieldFault {
        key: "when".into(),
        why: FaultKind::Required,
    };
    let unknown = FieldFault {
        key: "nope".into(),
        why: FaultKind::Unknown,
    };
    assert_eq!(
        decide(CALL_BACK, &[("nope", "1")], &cx),
        Err(Rejection::Fields(vec![required, unknown]))
    );

    let comment = complete(
        &facts(),
        THINKS,
        &BTreeMap::new(),
        Some("a\u{0}"),
        &adjustment,
        ANNA,
        &cx,
    );
    assert_eq!(comment, Err(Rejection::Comment(FaultKind::Characters)));

    let mut damaged = context();
    damaged.chain.as_mut().unwrap().graph.transitions.clear();
    assert_eq!(
        decide(THINKS, &[], &damaged),
        Err(Rejection::NoContinuation)
    );
}

#[test]
fn a_chain_that_runs_in_circles_is_stopped_but_may_end() {
    let mut cx = context();
    cx.chain.as_mut().unwrap().recent_tasks = MAX_TASKS_A_DAY;
    assert_eq!(decide(THINKS, &[], &cx), Err(Rejection::TooManySteps));
    assert!(decide(BOUGHT, &[], &cx).is_ok());
    assert!(decide(LATER, &[], &cx).is_ok());
}

#[test]
fn outside_a_process_nothing_follows_by_itself() {
    let cx = Context {
        chain: None,
        ..context()
    };
    let free = TaskFacts {
        step: None,
        ..facts()
    };
    let done = complete(
        &free,
        BOUGHT,
        &BTreeMap::new(),
        Some(" готово "),
        &Adjustment::default(),
        ANNA,
        &cx,
    );
    let done = done.unwrap();
    assert_eq!(
        (done.next, done.chain, done.sentence),
        (Next::Nothing, None, Sentence::Nothing)
    );
    assert_eq!(done.completed.comment.as_deref(), Some("готово"));
    assert!(done.client.becomes_client);
}

#[test]
fn assignees_follow_their_rule() {
    let role = |pick| AssigneeRule::Role {
        role_id: OPERATORS,
        pick,
    };
    let named = |employee_id| AssigneeRule::Employee { employee_id };
    let substitute = |name: &str| AssigneeReason::Substitute {
        instead_of: Some(name.into()),
    };
    let mut cx = context();
    cx.staff[0].load.last_assigned = Some(moscow("2026-11-19 10:00"));
    for (rule, assignee, reason) in [
        (
            AssigneeRule::Same,
            Assignee::Employee(ANNA),
            AssigneeReason::Same,
        ),
        // Vera is responsible and absent.
        (
            AssigneeRule::Responsible,
            Assignee::Employee(BORIS),
            substitute("Вера"),
        ),
        (
            named(GALINA),
            Assignee::Employee(GALINA),
            AssigneeReason::Named,
        ),
        (named(VERA), Assignee::Employee(BORIS), substitute("Вера")),
        (
            named(STRANGER),
            Assignee::Employee(ANNA),
            AssigneeReason::Substitute { instead_of: None },
        ),
        (
            role(Pick::Pool),
            Assignee::Pool(OPERATORS),
            AssigneeReason::Pool,
        ),
        // Never chosen comes before chosen yesterday; Vera is passed over.
        (
            role(Pick::RoundRobin),
            Assignee::Employee(BORIS),
            AssigneeReason::RoundRobin,
        ),
        (
            role(Pick::LeastLoaded),
            Assignee::Employee(BORIS),
            AssigneeReason::LeastLoaded,
        ),
        // Nobody has this role.
        (
            AssigneeRule::Role {
                role_id: RoleId::from_i64(9),
                pick: Pick::LeastLoaded,
            },
            Assignee::Pool(RoleId::from_i64(9)),
            AssigneeReason::Pool,
        ),
    ] {
        let graph = &mut cx.chain.as_mut().unwrap().graph;
        graph.start = Some(Target {
            assignee: rule.clone(),
            ..target("call", working_days(0))
        });
        let begun = start(ANNA, BRANCH, &Adjustment::default(), &cx).unwrap();
        assert_eq!(
            (begun.task.assignee, begun.task.assignee_reason),
            (assignee, reason),
            "{rule:?}"
        );
    }
    // Equal loads: the lower id. Somebody of another branch is never taken.
    for person in &mut cx.staff {
        person.load = Load::default();
    }
    cx.staff[0].branches = vec![BranchId::from_i64(2)];
    let graph = &mut cx.chain.as_mut().unwrap().graph;
    graph.start = Some(Target {
        assignee: role(Pick::LeastLoaded),
        ..target("call", working_days(0))
    });
    let begun = start(ANNA, BRANCH, &Adjustment::default(), &cx).unwrap();
    assert_eq!(begun.task.assignee, Assignee::Employee(BORIS));
    let Sentence::Task { person, pool, .. } = begun.sentence else {
        panic!()
    };
    assert_eq!((person.as_deref(), pool), (Some("Борис"), None));
}

#[test]
fn the_person_of_a_field_gets_the_task_even_when_absent() {
    let decision = decide(HANDED_OVER, &[("who", "emp_0000000000003")], &context()).unwrap();
    assert_eq!(task(&decision).assignee, Assignee::Employee(VERA));
    assert_eq!(
        task(&decision).assignee_reason,
        AssigneeReason::Field {
            label: "Поле who".into()
        }
    );
    assert!(matches!(
        decision.sentence,
        Sentence::Task { away: true, .. }
    ));
}

#[test]
fn a_context_travels_as_json_and_decides_the_same() {
    let cx = context();
    let copy: Context = serde_json::from_str(&serde_json::to_string(&cx).unwrap()).unwrap();
    assert_eq!(copy, cx);
    assert_eq!(decide(THINKS, &[], &copy), decide(THINKS, &[], &cx));
}
