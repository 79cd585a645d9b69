//! What a result also does: resolved by the rules of the next step, and never in its way.

use proptest::prelude::*;

use super::*;
use crate::clients::Stage;
use crate::processes::Test as Asked;

const ISSUE: TemplateId = TemplateId::from_i64(9);
const OTHER: ProcessId = ProcessId::from_i64(3);

fn always(act: Action) -> Also {
    Also { when: vec![], act }
}

fn errand(assignee: AssigneeRule, text: Option<&str>) -> Action {
    Action::Errand {
        template_id: ISSUE,
        due: Some(working_days(1)),
        assignee,
        text: text.map(str::to_owned),
    }
}

fn tag(add: &[&str], remove: &[&str]) -> Action {
    let words = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect();
    Action::Tag {
        add: words(add),
        remove: words(remove),
    }
}

/// The call also does this after one of its results.
fn with(result: ResultId, also: Vec<Also>) -> Context {
    let mut cx = context();
    let graph = &mut cx.chain.as_mut().unwrap().graph;
    let mut own = graph.transitions.iter_mut();
    let own = own.find(|one| one.step == "call" && one.result_id == result);
    own.unwrap().also = also;
    cx.templates.push(TemplateDef {
        task_type: TaskType::Internal,
        priority: Priority::Normal,
        ..template(ISSUE.as_i64(), "Выдать абонемент", vec![THINKS])
    });
    cx.client.as_mut().unwrap().tags = vec!["VIP".into()];
    cx.words = Words {
        client: "Гончаренко Мария".into(),
        branch: "Центр".into(),
        club: "Высота".into(),
        language: crate::language::Language::Ru,
    };
    cx
}

fn deeds(decision: &Decision) -> Vec<&Deed> {
    decision.also.iter().map(|planned| &planned.deed).collect()
}

#[test]
fn an_errand_is_dated_and_given_by_the_rules_of_a_next_step() {
    let pool = AssigneeRule::Role {
        role_id: MANAGERS,
        pick: Pick::Pool,
    };
    let text = "{client}: {result}, {field:note} ({employee}, {branch}, {club})";
    let also = vec![
        always(errand(AssigneeRule::Responsible, None)),
        always(errand(pool, Some(text))),
    ];
    let decision = decide(THINKS, &[("note", "с мужем")], &with(THINKS, also)).unwrap();
    assert_eq!(task(&decision).step, "call");
    let [Deed::Errand(first), Deed::Errand(second)] = deeds(&decision)[..] else {
        panic!("two errands, not {:?}", decision.also);
    };
    // Vera is away: Boris, the less loaded of her role, stands in, as he would for the next step.
    assert_eq!(first.assignee, Assignee::Employee(BORIS));
    assert_eq!(
        first.assignee_reason,
        AssigneeReason::Substitute {
            instead_of: Some("Вера".into())
        }
    );
    assert_eq!(first.due, Due::Day(date("2026-11-21")));
    assert_eq!(second.assignee, Assignee::Pool(MANAGERS));
    let said = format!("Гончаренко Мария: Результат {THINKS}, с мужем (Анна, Центр, Высота)");
    assert_eq!(second.text.as_deref(), Some(said.as_str()));
    let told = serde_json::to_value(decision.told()).unwrap();
    assert_eq!(told["also"][1]["pool"], "Управляющие");
    assert_eq!(
        serde_json::from_value::<Told>(told).unwrap(),
        decision.told()
    );
}

#[test]
fn rules_of_one_result_share_out_among_each_other() {
    let role = |pick| AssigneeRule::Role {
        role_id: OPERATORS,
        pick,
    };
    for (next, errands, expected) in [
        // Anna has three tasks and keeps the client: four. Boris has two.
        (
            AssigneeRule::Same,
            [Pick::LeastLoaded; 4],
            [BORIS, BORIS, ANNA, BORIS],
        ),
        // Taking turns looks at turns only: the next step was none.
        (
            AssigneeRule::Same,
            [Pick::RoundRobin; 4],
            [ANNA, BORIS, ANNA, BORIS],
        ),
        // A next step by turns is one, and by load it is a task more.
        (
            role(Pick::RoundRobin),
            [Pick::RoundRobin; 4],
            [BORIS, ANNA, BORIS, ANNA],
        ),
        (
            role(Pick::LeastLoaded),
            [Pick::LeastLoaded; 4],
            [ANNA, BORIS, ANNA, BORIS],
        ),
    ] {
        let also = errands.map(|pick| always(errand(role(pick), None)));
        let mut cx = with(THINKS, also.to_vec());
        cx.staff[0].load.open_tasks = 3;
        let mut ways = cx.chain.as_mut().unwrap().graph.transitions.iter_mut();
        let way = ways.find(|way| way.result_id == THINKS).unwrap();
        way.then = Continuation::Step {
            target: Target {
                assignee: next.clone(),
                ..target("call", working_days(3))
            },
        };
        let decision = decide(THINKS, &[], &cx).unwrap();
        let given = deeds(&decision).into_iter().map(|deed| match deed {
            Deed::Errand(errand) => errand.assignee,
            other => panic!("{other:?}"),
        });
        let given: Vec<_> = given.collect();
        assert_eq!(given, expected.map(Assignee::Employee), "{next:?}");
    }
}

#[test]
fn the_client_goes_to_whoever_gets_the_next_step() {
    let least = AssigneeRule::Role {
        role_id: OPERATORS,
        pick: Pick::LeastLoaded,
    };
    let also = vec![always(Action::Responsible {
        assignee: least.clone(),
    })];
    let mut cx = with(THINKS, also);
    cx.staff[0].load.open_tasks = 2;
    let mut ways = cx.chain.as_mut().unwrap().graph.transitions.iter_mut();
    let way = ways.find(|way| way.result_id == THINKS).unwrap();
    way.then = Continuation::Step {
        target: Target {
            assignee: least,
            ..target("call", working_days(3))
        },
    };
    let decision = decide(THINKS, &[], &cx).unwrap();
    assert_eq!(task(&decision).assignee, Assignee::Employee(ANNA));
    assert_eq!(deeds(&decision), [&Deed::Responsible(ANNA)]);
}

#[test]
fn nobody_is_asked_about_an_errand() {
    let undated = |due| Action::Errand {
        template_id: ISSUE,
        due: Some(due),
        assignee: AssigneeRule::Same,
        text: None,
    };
    let empty_field = DueRule::Field {
        field: "after".into(),
        offset_minutes: 0,
    };
    let decision = decide(LATER, &[], &with(LATER, vec![always(undated(empty_field))]));
    assert!(matches!(deeds(&decision.unwrap())[..], [Deed::Errand(_)]));
}

#[test]
fn a_card_changes_by_what_it_does_not_say_yet() {
    let galina = AssigneeRule::Employee {
        employee_id: GALINA,
    };
    let responsible = |assignee| Action::Responsible { assignee };
    let also = vec![
        always(tag(&["vip", "Абонемент"], &["новый"])),
        always(tag(&[], &["абонемент"])),
        always(Action::Stage {
            stage: Stage::Client,
        }),
        always(Action::Stage {
            stage: Stage::Former,
        }),
        always(responsible(galina.clone())),
        always(responsible(galina)),
        always(responsible(AssigneeRule::Role {
            role_id: MANAGERS,
            pick: Pick::Pool,
        })),
    ];
    let decision = decide(BOUGHT, &[], &with(BOUGHT, also)).unwrap();
    assert!(decision.client.becomes_client);
    let words = |word: &str| vec![word.to_owned()];
    assert_eq!(
        deeds(&decision),
        [
            &Deed::Tags {
                add: words("Абонемент"),
                remove: vec![]
            },
            &Deed::Tags {
                add: vec![],
                remove: words("Абонемент")
            },
            // He is a client by the goal already.
            &Deed::Stage(Stage::Former),
            &Deed::Responsible(GALINA),
        ]
    );
}

#[test]
fn a_process_starts_beside_unless_it_runs() {
    let start = |process_id| always(Action::StartProcess { process_id });
    let mut cx = with(THINKS, vec![start(OTHER), start(OTHER), start(RENEWAL)]);
    let running = &mut cx.client.as_mut().unwrap().running;
    running.insert(RENEWAL, ChainId::from_i64(1));
    let decision = decide(THINKS, &[], &cx).unwrap();
    let expected = [
        &Deed::Start(OTHER),
        &Deed::LeaveRunning(OTHER),
        &Deed::LeaveRunning(RENEWAL),
    ];
    assert_eq!(deeds(&decision), expected);

    // The own process runs until this result ends it, and what takes over is not started twice.
    let mut ended = with(BOUGHT, vec![start(RENEWAL)]);
    let running = &mut ended.client.as_mut().unwrap().running;
    running.insert(RENEWAL, ChainId::from_i64(1));
    let decision = decide(BOUGHT, &[], &ended).unwrap();
    assert_eq!(deeds(&decision), [&Deed::Start(RENEWAL)]);
    let taken_over = decide(RENEWS, &[], &with(RENEWS, vec![start(RENEWAL)])).unwrap();
    assert_eq!(deeds(&taken_over), [&Deed::LeaveRunning(RENEWAL)]);
}

#[test]
fn conditions_decide_what_happens_whichever_case_decided_what_follows() {
    let asked = |is| Condition::Field {
        field: "note".into(),
        is,
    };
    let mut cx = with(
        THINKS,
        vec![
            Also {
                when: vec![asked(Asked::Filled)],
                act: Action::Stage {
                    stage: Stage::Former,
                },
            },
            Also {
                when: vec![asked(Asked::Empty)],
                act: tag(&["молчит"], &[]),
            },
        ],
    );
    let graph = &mut cx.chain.as_mut().unwrap().graph;
    let mut own = graph.transitions.iter_mut();
    let own = own.find(|one| one.result_id == THINKS).unwrap();
    own.cases = vec![Case {
        when: vec![asked(Asked::Filled)],
        then: Continuation::End,
    }];
    let said = decide(THINKS, &[("note", "да")], &cx).unwrap();
    assert_eq!(said.next, Next::End);
    assert_eq!(deeds(&said), [&Deed::Stage(Stage::Former)]);
    let silent = decide(THINKS, &[], &cx).unwrap();
    assert!(matches!(silent.next, Next::Task(_)));
    assert!(matches!(deeds(&silent)[..], [Deed::Tags { .. }]));
}

#[test]
fn a_message_reaches_those_who_can_be_told() {
    let message = |to, by| {
        always(Action::Message {
            to,
            by,
            subject: "{client}:\n{result}".into(),
            text: "{club}".into(),
        })
    };
    let also = vec![
        message(Recipient::Client, MessageBy::Email),
        message(Recipient::Responsible, MessageBy::Notice),
        message(Recipient::Role { role_id: MANAGERS }, MessageBy::Email),
    ];
    let mut cx = with(THINKS, also.clone());
    let silent = decide(THINKS, &[], &cx).unwrap();
    assert_eq!(deeds(&silent)[0], &Deed::Nothing);
    cx.client.as_mut().unwrap().email = Some("maria@mail.example".into());
    let decision = decide(THINKS, &[], &cx).unwrap();
    let subject = format!("Гончаренко Мария: Результат {THINKS}");
    let text = "Высота".to_owned();
    let write = |to| Deed::Write {
        to,
        subject: subject.clone(),
        text: text.clone(),
    };
    assert_eq!(
        deeds(&decision),
        [
            &write(Addressee::Client("maria@mail.example".into())),
            // Vera is away; she reads it when she is back.
            &Deed::Notify {
                to: vec![VERA],
                subject: subject.clone(),
                text: text.clone()
            },
            &write(Addressee::Staff(vec![GALINA])),
        ]
    );
    // The refusal is the wish not to be written to.
    let mut refused = with(REFUSED, also);
    refused.client.as_mut().unwrap().email = Some("maria@mail.example".into());
    let refused = decide(REFUSED, &[], &refused).unwrap();
    assert_eq!(deeds(&refused)[0], &Deed::Nothing);
}

fn any_action() -> impl Strategy<Value = Action> {
    let rule = prop_oneof![
        Just(AssigneeRule::Same),
        Just(AssigneeRule::Responsible),
        Just(AssigneeRule::Employee {
            employee_id: STRANGER
        }),
        Just(AssigneeRule::Field {
            field: "who".into()
        }),
        Just(AssigneeRule::Role {
            role_id: MANAGERS,
            pick: Pick::LeastLoaded
        }),
    ];
    let due = proptest::option::of(prop_oneof![
        Just(working_days(2)),
        Just(DueRule::Field {
            field: "when".into(),
            offset_minutes: 60
        }),
        Just(DueRule::Ask {
            amount: 1,
            unit: DueUnit::Days
        }),
    ]);
    let reader = proptest::sample::select(vec![
        Recipient::Client,
        Recipient::Responsible,
        Recipient::Same,
        Recipient::Employee {
            employee_id: STRANGER,
        },
        Recipient::Role { role_id: MANAGERS },
    ]);
    let by = proptest::sample::select(MessageBy::ALL.to_vec());
    let message = (reader, by, "[{}a-z:]{0,12}").prop_map(|(to, by, text)| Action::Message {
        to,
        by,
        subject: text.clone(),
        text,
    });
    prop_oneof![
        (1i64..12, due, rule.clone(), "[{}a-z:]{0,12}").prop_map(
            |(template, due, assignee, text)| {
                Action::Errand {
                    template_id: TemplateId::from_i64(template),
                    due,
                    assignee,
                    text: Some(text),
                }
            }
        ),
        proptest::sample::select(vec![Stage::Lead, Stage::Client, Stage::Former])
            .prop_map(|stage| Action::Stage { stage }),
        (0usize..3, 0usize..3).prop_map(|(add, remove)| tag(
            &["vip", "new", "x"][..add],
            &["VIP", "old", "x"][..remove]
        )),
        rule.prop_map(|assignee| Action::Responsible { assignee }),
        (1i64..4).prop_map(|id| Action::StartProcess {
            process_id: ProcessId::from_i64(id)
        }),
        (1i64..4).prop_map(|id| Action::Hook {
            hook_id: HookId::from_i64(id)
        }),
        message,
    ]
}

proptest! {
    /// Whatever a result also does: what follows, who is refused and why are the same as without it.
    #[test]
    fn nothing_that_happens_besides_changes_what_follows(
        also in proptest::collection::vec((any_action(), proptest::bool::ANY), 0..9),
        result in 1i64..=9,
        answered in proptest::bool::ANY,
    ) {
        let result = ResultId::from_i64(result);
        let also = also.into_iter().map(|(act, asks)| Also {
            when: asks.then_some(Condition::Attempt { at_least: 2 }).into_iter().collect(),
            act,
        });
        let all = with(result, also.collect());
        let none = with(result, vec![]);
        let answers: &[(&str, &str)] = match (answered, result) {
            (true, CALL_BACK) => &[("when", "2026-11-28T16:00:00Z")],
            (true, LATER) => &[("after", "2026-12-10")],
            _ => &[],
        };
        match (decide(result, answers, &all), decide(result, answers, &none)) {
            (Ok(all), Ok(none)) => prop_assert_eq!(Decision { also: vec![], ..all }, none),
            (all, none) => prop_assert_eq!(all, none),
        }
    }
}
