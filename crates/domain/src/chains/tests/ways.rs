//! Where a result leads.

use super::*;

#[test]
fn a_step_makes_one_task_with_its_reasons() {
    let decision = decide(THINKS, &[("note", "  Спросит мужа ")], &context()).unwrap();
    let next = task(&decision);
    assert_eq!(
        (next.step.as_str(), next.due),
        ("call", Due::Day(date("2026-11-24")))
    );
    assert_eq!(
        (next.assignee, &next.assignee_reason),
        (Assignee::Employee(ANNA), &AssigneeReason::Same)
    );
    assert_eq!(
        (next.attempt, next.attempt_limit, next.priority),
        (1, Some(3), Priority::High)
    );
    assert_eq!(
        next.due_reason,
        [
            DueReason::After {
                amount: 3,
                unit: DueUnit::WorkingDays
            },
            DueReason::ClosedDays {
                from: date("2026-11-22"),
                to: date("2026-11-22"),
                name: None
            },
        ]
    );
    assert_eq!(decision.chain.as_ref().unwrap().state, ChainState::Active);
    assert_eq!(
        decision.completed.values[0].value,
        crate::fields::FieldValue::Text("Спросит мужа".into())
    );
    assert_eq!(decision.client, ClientChange::default());
    let Sentence::Task {
        template, person, ..
    } = &decision.sentence
    else {
        panic!()
    };
    assert_eq!(
        (template.as_str(), person.as_deref()),
        ("Звонок", Some("Анна"))
    );
}

#[test]
fn attempts_are_counted_until_they_are_used_up() {
    let mut cx = context();
    let mut seen = Vec::new();
    loop {
        let decision = decide(NO_ANSWER, &[], &cx).unwrap();
        let change = decision.chain.clone().unwrap();
        cx.chain.as_mut().unwrap().attempts = change.attempts.clone();
        match &decision.next {
            Next::Task(next) => seen.push((next.attempt, next.attempt_limit, next.due)),
            Next::Refusal => {
                assert_eq!(
                    change,
                    ChainChange {
                        state: ChainState::Refused,
                        attempts: BTreeMap::new()
                    }
                );
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(
        seen,
        [
            (2, Some(3), Due::At(moscow("2026-11-20 14:00"))),
            (3, Some(3), Due::Day(date("2026-11-21"))),
        ]
    );
}

#[test]
fn progress_from_a_step_clears_its_count_and_no_other() {
    let mut cx = context();
    let counts = BTreeMap::from([("call".to_owned(), 2), ("visit".to_owned(), 1)]);
    cx.chain.as_mut().unwrap().attempts = counts;
    let decision = decide(THINKS, &[], &cx).unwrap();
    assert_eq!(
        decision.chain.as_ref().unwrap().attempts,
        BTreeMap::from([("visit".to_owned(), 1)])
    );
    assert_eq!(task(&decision).attempt, 1);
}

#[test]
fn a_promise_is_the_moment_the_client_named() {
    let decision = decide(
        CALL_BACK,
        &[("when", "2026-11-22T20:00:00+03:00")],
        &context(),
    )
    .unwrap();
    let next = task(&decision);
    assert_eq!(next.due, Due::At(moscow("2026-11-22 20:00")));
    assert!(next.promised);
    assert_eq!(next.due_reason[1], DueReason::PromisedOutside);
    assert_eq!(
        (next.template_name.as_str(), next.attempt_limit),
        ("Визит", None)
    );
}

#[test]
fn ends_leave_nothing_to_do() {
    for (result, next, state, sentence) in [
        (BOUGHT, Next::Goal, ChainState::Goal, Sentence::Goal),
        (
            REFUSED,
            Next::Refusal,
            ChainState::Refused,
            Sentence::Refusal,
        ),
        (
            RENEWS,
            Next::StartProcess {
                process_id: RENEWAL,
            },
            ChainState::Ended,
            Sentence::StartProcess {
                process: "Продление".into(),
            },
        ),
    ] {
        let decision = decide(result, &[], &context()).unwrap();
        assert_eq!(decision.next, next);
        assert_eq!(decision.chain.unwrap().state, state);
        assert_eq!(decision.sentence, sentence);
        assert_eq!(decision.client.becomes_client, result == BOUGHT);
        assert_eq!(decision.client.do_not_contact, result == REFUSED);
    }
}

#[test]
fn a_sleep_ends_at_its_date_or_after_its_days() {
    for (pairs, until) in [
        (&[("after", "2026-12-20")][..], "2026-12-20 00:00"),
        (&[][..], "2026-12-20 00:00"),
        // A date that has passed wakes at once.
        (&[("after", "2026-11-01")][..], "2026-11-20 12:00"),
    ] {
        let decision = decide(LATER, pairs, &context()).unwrap();
        let Next::Sleep {
            until: at, target, ..
        } = &decision.next
        else {
            panic!()
        };
        assert_eq!(*at, moscow(until));
        assert_eq!(target.step, "call");
        assert_eq!(decision.chain.unwrap().state, ChainState::Sleeping);
        assert_eq!(
            decision.sentence,
            Sentence::Sleep {
                until: *at,
                template: "Звонок".into(),
                errands: false,
                process: None,
            }
        );
    }
    let chosen = Adjustment {
        due: Some(Due::Day(date("2027-01-15"))),
        assignee_id: None,
    };
    let decision = decide_with(LATER, &[], &chosen, &context()).unwrap();
    assert!(
        matches!(decision.next, Next::Sleep { until, .. } if until == moscow("2027-01-15 00:00"))
    );
}

#[test]
fn waking_makes_the_task_that_was_planned() {
    let mut cx = context();
    cx.now = moscow("2026-11-22 00:00");
    let begun = wake(&target("call", working_days(0)), VERA, BRANCH, &cx).unwrap();
    assert_eq!(begun.chain.state, ChainState::Active);
    assert_eq!(begun.task.due, Due::Day(date("2026-11-23")));
    assert_eq!(begun.task.due_reason[0], DueReason::Woken);
    // Who put it to sleep is absent: the least loaded colleague stands in.
    assert_eq!(begun.task.assignee, Assignee::Employee(BORIS));
    assert_eq!(
        begun.task.assignee_reason,
        AssigneeReason::Substitute {
            instead_of: Some("Вера".into())
        }
    );
}

#[test]
fn a_chain_wakes_for_whoever_is_still_here() {
    let target = target("call", working_days(0));
    let wakes_for = |cx: &Context| {
        let task = wake(&target, STRANGER, BRANCH, cx).unwrap().task;
        (task.assignee, task.assignee_reason)
    };
    let stands_in = |instead_of: Option<&str>| AssigneeReason::Substitute {
        instead_of: instead_of.map(str::to_owned),
    };
    let mut cx = context();
    // Who put it to sleep has left: the client's responsible goes on, unless she is away.
    assert_eq!(
        wakes_for(&cx),
        (Assignee::Employee(BORIS), stands_in(Some("Вера")))
    );
    cx.client.as_mut().unwrap().responsible_id = Some(ANNA);
    assert_eq!(wakes_for(&cx), (Assignee::Employee(ANNA), stands_in(None)));
    // Nobody is responsible, or he has left too: the least loaded colleague.
    for responsible in [None, Some(STRANGER)] {
        cx.client.as_mut().unwrap().responsible_id = responsible;
        assert_eq!(
            wakes_for(&cx),
            (Assignee::Employee(GALINA), stands_in(None))
        );
    }
}

#[test]
fn a_chain_starts_with_its_first_task() {
    let begun = start(ANNA, BRANCH, &Adjustment::default(), &context()).unwrap();
    assert_eq!(
        begun.chain,
        ChainChange {
            state: ChainState::Active,
            attempts: BTreeMap::new()
        }
    );
    assert_eq!(begun.task.due, Due::Day(date("2026-11-20")));
    let mut asking = context();
    let ask = DueRule::Ask {
        amount: 2,
        unit: DueUnit::Days,
    };
    asking.chain.as_mut().unwrap().graph.start = Some(target("call", ask));
    let begun = start(ANNA, BRANCH, &Adjustment::default(), &asking).unwrap();
    assert_eq!(
        begun.task.due,
        Due::Day(date("2026-11-23")),
        "the proposal, moved off Sunday"
    );
    let mut empty = context();
    empty.chain.as_mut().unwrap().graph.start = None;
    assert_eq!(
        start(ANNA, BRANCH, &Adjustment::default(), &empty),
        Err(Rejection::NoContinuation)
    );
}
