//! Joins: a chain waits until its errands are done, its date at the latest; where there are none it does not wait.

use super::*;

const ISSUE: TemplateId = TemplateId::from_i64(9);

/// After "later" the call waits for errands and then goes to the visit; `gives` one of its own when it ends so.
fn waiting(gives: bool) -> Context {
    let mut cx = context();
    let graph = &mut cx.chain.as_mut().unwrap().graph;
    let mut own = graph.transitions.iter_mut();
    let own = own.find(|one| one.step == "call" && one.result_id == LATER);
    let own = own.unwrap();
    own.then = Continuation::Sleep {
        until: SleepUntil {
            field: None,
            days: 30,
            errands: true,
            call: None,
        },
        target: target("visit", working_days(1)),
    };
    if gives {
        own.also = vec![Also {
            when: Vec::new(),
            act: Action::Errand {
                template_id: ISSUE,
                due: None,
                assignee: AssigneeRule::Same,
                text: None,
            },
        }];
    }
    cx.templates.push(TemplateDef {
        task_type: TaskType::Internal,
        ..template(ISSUE.as_i64(), "Проверить договор", vec![THINKS])
    });
    cx
}

/// The errand that the chain waits for, as whoever has it sees it.
fn errand() -> TaskFacts {
    TaskFacts {
        id: TaskId::from_i64(2),
        template_id: Some(ISSUE),
        step: None,
        ..facts()
    }
}

fn last(mut cx: Context) -> Context {
    let chain = cx.chain.as_mut().unwrap();
    chain.state = ChainState::Sleeping;
    chain.attempts = BTreeMap::from([("call".into(), 2)]);
    cx.join = Some(JoinFacts {
        target: target("visit", working_days(1)),
        by: BORIS,
    });
    cx
}

fn end_errand(adjustment: &Adjustment, cx: &Context) -> Result<Decision, Rejection> {
    let none = BTreeMap::new();
    complete(&errand(), THINKS, &none, None, adjustment, ANNA, cx)
}

#[test]
fn a_chain_waits_for_the_errands_it_has_and_for_those_it_gives() {
    let open = |mut cx: Context| {
        cx.chain.as_mut().unwrap().open_errands = 1;
        cx
    };
    for cx in [waiting(true), open(waiting(false)), open(waiting(true))] {
        let decision = decide(LATER, &[], &cx).unwrap();
        let Next::Sleep {
            until,
            errands: true,
            call: None,
            target,
        } = &decision.next
        else {
            panic!("no wait but {:?}", decision.next);
        };
        assert_eq!(*until, moscow("2026-12-20 00:00"), "thirty days at most");
        assert_eq!(target.step, "visit");
        assert_eq!(decision.chain.as_ref().unwrap().state, ChainState::Sleeping);
        assert!(matches!(
            decision.sentence,
            Sentence::Sleep { errands: true, .. }
        ));
    }
}

#[test]
fn without_an_errand_there_is_nothing_to_wait_for() {
    let decision = decide(LATER, &[], &waiting(false)).unwrap();
    assert_eq!(task(&decision).step, "visit");
    assert_eq!(decision.chain.unwrap().state, ChainState::Active);
    // An errand that is given only sometimes is waited for only then.
    let mut cx = waiting(true);
    let graph = &mut cx.chain.as_mut().unwrap().graph;
    let mut own = graph.transitions.iter_mut();
    let own = own.find(|one| !one.also.is_empty()).unwrap();
    own.also[0].when = vec![Condition::Attempt { at_least: 2 }];
    assert_eq!(task(&decide(LATER, &[], &cx).unwrap()).step, "visit");
    cx.chain.as_mut().unwrap().attempts = BTreeMap::from([("call".into(), 1)]);
    let second = decide(LATER, &[], &cx).unwrap();
    assert!(matches!(second.next, Next::Sleep { errands: true, .. }));
}

#[test]
fn the_last_errand_lets_the_chain_go_on_and_says_so() {
    let cx = last(waiting(true));
    let decision = end_errand(&Adjustment::default(), &cx).unwrap();
    let Next::Join(begun) = &decision.next else {
        panic!("no join but {:?}", decision.next);
    };
    assert_eq!(decision.chain, None, "the errand itself is in no chain");
    assert_eq!(begun.task.step, "visit");
    assert_eq!(begun.task.due_reason[0], DueReason::ErrandsDone);
    // "The same" is whoever let it wait, not whoever had the errand.
    assert_eq!(begun.task.assignee, Assignee::Employee(BORIS));
    assert_eq!(begun.chain.state, ChainState::Active);
    assert_eq!(begun.chain.attempts, cx.chain.unwrap().attempts);
    assert_eq!(decision.sentence, begun.sentence);
    let Sentence::Task { template, .. } = &decision.sentence else {
        panic!("no task is told of");
    };
    assert_eq!(template, "Визит");
}

#[test]
fn any_other_errand_moves_nothing() {
    let mut cx = last(waiting(true));
    cx.join = None;
    let decision = end_errand(&Adjustment::default(), &cx).unwrap();
    assert_eq!(decision.next, Next::Nothing);
    // And nobody chooses the date of a chain by its errand.
    let tomorrow = Adjustment {
        due: Some(Due::Day(date("2026-11-21"))),
        assignee_id: None,
    };
    for cx in [cx, last(waiting(true))] {
        let refused = end_errand(&tomorrow, &cx);
        assert_eq!(refused, Err(Rejection::DueNotAdjustable));
    }
}
