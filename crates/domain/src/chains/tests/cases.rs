//! Cases: what each condition looks at, and that exactly one continuation wins.

use chrono::NaiveTime;
use proptest::prelude::*;

use super::*;
use crate::clients::Stage;
use crate::fields::FieldValue;
use crate::money::Money;

const CHEAP: ValueId = ValueId::from_i64(1);
const DEAR: ValueId = ValueId::from_i64(2);

fn hour(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

fn filled(key: &str, value: FieldValue) -> Filled {
    Filled {
        key: key.into(),
        label: key.into(),
        kind: FieldType::Text,
        value,
        names: Vec::new(),
    }
}

/// Friday noon in Moscow, a first attempt, a lead with the tag VIP.
fn holds(condition: &Condition, answer: Option<FieldValue>) -> bool {
    let zone = zone("Europe/Moscow");
    let answers: Vec<Filled> = answer
        .map(|value| filled("it", value))
        .into_iter()
        .collect();
    let tags = ["VIP".to_owned()];
    condition.holds(Seen {
        answers: &answers,
        attempt: 2,
        client: Some((Stage::Lead, &tags)),
        branch: BRANCH,
        now: zone.instant(wall("2026-11-20 12:00")),
        zone: &zone,
    })
}

fn money(amount: i64) -> FieldValue {
    FieldValue::Money(Money {
        amount,
        currency: "RUB".into(),
    })
}

#[test]
fn each_test_of_an_answer_has_its_table() {
    let day = |text| FieldValue::Date(date(text));
    let late = FieldValue::DateTime(moscow("2026-11-22 23:30"));
    let both = FieldValue::DictionaryMulti(vec![CHEAP, DEAR]);
    let one = || vec![DEAR];
    let two = || vec![CHEAP, DEAR];
    let table: Vec<(Test, Vec<FieldValue>, Vec<FieldValue>, bool)> = vec![
        // The test, what passes it, what does not, and whether a missing answer passes.
        (
            Test::Filled,
            vec![FieldValue::Text("да".into())],
            vec![],
            false,
        ),
        (
            Test::Empty,
            vec![],
            vec![FieldValue::Text("да".into())],
            true,
        ),
        (
            Test::Yes,
            vec![FieldValue::Boolean(true)],
            vec![FieldValue::Boolean(false)],
            false,
        ),
        (
            Test::No,
            vec![FieldValue::Boolean(false)],
            vec![FieldValue::Boolean(true)],
            false,
        ),
        (
            Test::OneOf { values: one() },
            vec![FieldValue::Dictionary(DEAR), both.clone()],
            vec![
                FieldValue::Dictionary(CHEAP),
                FieldValue::DictionaryMulti(vec![CHEAP]),
            ],
            false,
        ),
        (
            Test::AllOf { values: two() },
            vec![both.clone()],
            vec![FieldValue::DictionaryMulti(one())],
            false,
        ),
        (
            Test::NoneOf { values: one() },
            vec![FieldValue::Dictionary(CHEAP)],
            vec![FieldValue::Dictionary(DEAR), both],
            true,
        ),
        (
            Test::AtLeast { number: 3 },
            vec![FieldValue::Integer(3), FieldValue::Decimal(3_000_000)],
            vec![FieldValue::Integer(2), FieldValue::Decimal(2_999_999)],
            false,
        ),
        (
            Test::AtMost { number: 3 },
            vec![
                FieldValue::Integer(i64::MIN),
                FieldValue::Decimal(3_000_000),
            ],
            vec![
                FieldValue::Integer(i64::MAX),
                FieldValue::Decimal(3_000_001),
            ],
            false,
        ),
        (
            Test::SumAtLeast { amount: 500 },
            vec![money(500)],
            vec![money(499)],
            false,
        ),
        (
            Test::SumAtMost { amount: 500 },
            vec![money(500)],
            vec![money(501)],
            false,
        ),
        (
            Test::DaysAtLeast { days: 2 },
            vec![day("2026-11-22"), late.clone()],
            vec![day("2026-11-21")],
            false,
        ),
        (
            Test::DaysAtMost { days: 2 },
            vec![day("2026-11-19"), late.clone()],
            vec![day("2026-11-23")],
            false,
        ),
        (
            Test::Before {
                date: date("2026-11-22"),
            },
            vec![day("2026-11-21")],
            vec![day("2026-11-22"), late.clone()],
            false,
        ),
        (
            Test::After {
                date: date("2026-11-21"),
            },
            vec![day("2026-11-22"), late],
            vec![day("2026-11-21")],
            false,
        ),
    ];
    for (is, passing, failing, missing) in table {
        let condition = Condition::Field {
            field: "it".into(),
            is,
        };
        assert_eq!(holds(&condition, None), missing, "{condition:?}, no answer");
        for value in passing {
            assert!(
                holds(&condition, Some(value.clone())),
                "{condition:?} of {value:?}"
            );
        }
        for value in failing {
            assert!(
                !holds(&condition, Some(value.clone())),
                "{condition:?} of {value:?}"
            );
        }
    }
}

#[test]
fn conditions_look_at_the_client_the_place_and_the_hour() {
    let hours = |from, until| Condition::Hour {
        from: hour(from),
        until: hour(until),
    };
    for (condition, expected) in [
        (Condition::Attempt { at_least: 2 }, true),
        (Condition::Attempt { at_least: 3 }, false),
        (
            Condition::Stage {
                one_of: vec![Stage::Client, Stage::Lead],
            },
            true,
        ),
        (
            Condition::Stage {
                one_of: vec![Stage::Client],
            },
            false,
        ),
        (
            Condition::Tagged {
                any_of: vec!["друг".into(), "vip".into()],
            },
            true,
        ),
        (
            Condition::Tagged {
                any_of: vec!["друг".into()],
            },
            false,
        ),
        (
            Condition::Untagged {
                none_of: vec!["vip".into()],
            },
            false,
        ),
        (
            Condition::Untagged {
                none_of: vec!["друг".into()],
            },
            true,
        ),
        (
            Condition::Branch {
                one_of: vec![BRANCH],
            },
            true,
        ),
        (
            Condition::Branch {
                one_of: vec![BranchId::from_i64(9)],
            },
            false,
        ),
        (hours("12:00", "18:00"), true),
        (hours("09:00", "12:00"), false),
        (hours("22:00", "13:00"), true),
        (hours("22:00", "08:00"), false),
    ] {
        assert_eq!(holds(&condition, None), expected, "{condition:?}");
    }
}

#[test]
fn without_a_client_neither_stage_nor_tags_hold() {
    let zone = zone("Europe/Moscow");
    let seen = Seen {
        answers: &[],
        attempt: 1,
        client: None,
        branch: BRANCH,
        now: Timestamp::EPOCH,
        zone: &zone,
    };
    for condition in [
        Condition::Stage {
            one_of: Stage::ALL.to_vec(),
        },
        Condition::Tagged {
            any_of: vec!["vip".into()],
        },
        Condition::Untagged {
            none_of: vec!["vip".into()],
        },
    ] {
        assert!(!condition.holds(seen), "{condition:?}");
    }
}

/// A result of the call with these cases.
fn with_cases(result: ResultId, cases: Vec<Case>) -> Context {
    let mut cx = context();
    let graph = &mut cx.chain.as_mut().unwrap().graph;
    let transition = graph.transitions.iter_mut();
    let mut own = transition.filter(|one| one.step == "call" && one.result_id == result);
    own.next().unwrap().cases = cases;
    cx
}

#[test]
fn the_first_case_that_holds_decides_and_is_told() {
    let month = ValueId::from_i64(5);
    let asked = |field: &str, is| Condition::Field {
        field: field.into(),
        is,
    };
    let cx = with_cases(
        BOUGHT,
        vec![
            Case {
                when: vec![
                    asked(
                        "pass",
                        Test::OneOf {
                            values: vec![month],
                        },
                    ),
                    asked("sum", Test::SumAtLeast { amount: 500_000 }),
                ],
                then: Continuation::Step {
                    target: target("visit", working_days(1)),
                },
            },
            Case {
                when: vec![asked("pass", Test::Filled)],
                then: Continuation::End,
            },
        ],
    );
    let sum = |amount| {
        Raw::Money(Money {
            amount,
            currency: "RUB".into(),
        })
    };
    let decide = |values: Vec<(&str, Raw)>| {
        let values = values.into_iter().map(|(key, raw)| (key.to_owned(), raw));
        let none = Adjustment::default();
        complete(&facts(), BOUGHT, &values.collect(), None, &none, ANNA, &cx).unwrap()
    };
    let pass = || ("pass", Raw::Text(month.to_string()));

    let rich = decide(vec![pass(), ("sum", sum(500_000))]);
    assert_eq!(task(&rich).step, "visit");
    let because = rich.because.clone().unwrap();
    assert_eq!(because.case, 1);
    assert_eq!(because.when[0].label.as_deref(), Some("Поле pass"));
    assert_eq!(because.when[0].names, ["Месяц"]);
    let told = serde_json::to_value(rich.told()).unwrap();
    assert_eq!(told["kind"], "task");
    assert_eq!(told["because"]["case"], 1);
    assert_eq!(serde_json::from_value::<Told>(told).unwrap(), rich.told());

    let poor = decide(vec![pass(), ("sum", sum(499_999))]);
    assert_eq!(
        (poor.next.clone(), poor.because.unwrap().case),
        (Next::End, 2)
    );

    let usual = decide(vec![]);
    assert_eq!(
        (usual.next.clone(), usual.because.clone()),
        (Next::Goal, None)
    );
    // What was stored before there were cases reads as a step that none decided.
    let stored = serde_json::json!({ "kind": "goal" });
    assert_eq!(
        serde_json::from_value::<Told>(stored).unwrap(),
        usual.told()
    );
}

#[test]
fn a_case_may_end_a_retry_before_its_limit() {
    let mut cx = with_cases(
        NO_ANSWER,
        vec![Case {
            when: vec![Condition::Attempt { at_least: 2 }],
            then: Continuation::End,
        }],
    );
    let first = decide(NO_ANSWER, &[], &cx).unwrap();
    assert_eq!(task(&first).attempt, 2);
    assert_eq!(task(&first).attempt_limit, Some(3));
    cx.chain.as_mut().unwrap().attempts = first.chain.unwrap().attempts;
    let second = decide(NO_ANSWER, &[], &cx).unwrap();
    assert_eq!(second.next, Next::End);
    assert!(second.chain.unwrap().attempts.is_empty());
}

#[test]
fn the_date_that_is_offered_is_that_of_the_case() {
    let asked = Continuation::Step {
        target: target(
            "visit",
            DueRule::Ask {
                amount: 2,
                unit: DueUnit::Days,
            },
        ),
    };
    let cx = with_cases(
        THINKS,
        vec![Case {
            when: vec![Condition::Field {
                field: "note".into(),
                is: Test::Filled,
            }],
            then: asked,
        }],
    );
    assert_eq!(proposed_due(&facts(), THINKS, &answers(&[]), &cx), None);
    assert!(proposed_due(&facts(), THINKS, &answers(&[("note", "да")]), &cx).is_some());
}

#[test]
fn a_graph_of_before_reads_and_is_written_as_before() {
    let old = serde_json::json!({
        "step": "call", "result_id": THINKS.to_string(), "then": { "kind": "goal" },
    });
    let transition: Transition = serde_json::from_value(old.clone()).unwrap();
    assert!(transition.cases.is_empty());
    assert_eq!(serde_json::to_value(&transition).unwrap(), old);
}

/// Facts and conditions as small numbers, so that they meet often.
fn any_asked() -> impl Strategy<Value = (u8, i64)> {
    (0u8..8, 0i64..4)
}

fn condition((kind, number): (u8, i64)) -> Condition {
    let field = |is| Condition::Field {
        field: "it".into(),
        is,
    };
    match kind {
        0 => field(Test::AtLeast { number }),
        1 => field(Test::AtMost { number }),
        2 => field(Test::Filled),
        3 => field(Test::Empty),
        4 => Condition::Attempt {
            at_least: number as u32,
        },
        5 => Condition::Branch {
            one_of: vec![BranchId::from_i64(number)],
        },
        6 => Condition::Tagged {
            any_of: vec![number.to_string()],
        },
        _ => Condition::Untagged {
            none_of: vec![number.to_string()],
        },
    }
}

proptest! {
    /// Whatever is true, one continuation wins, and it is that of the first case that holds.
    #[test]
    fn exactly_one_continuation_wins(
        cases in proptest::collection::vec(proptest::collection::vec(any_asked(), 0..4), 0..6),
        answer in proptest::option::of(0i64..4),
        attempt in 0u32..4,
        branch in 0i64..4,
        tags in proptest::collection::vec(0i64..4, 0..3),
    ) {
        let transition = Transition {
            cases: cases.iter().zip(0..).map(|(asked, place)| Case {
                when: asked.iter().copied().map(condition).collect(),
                then: Continuation::StartProcess { process_id: ProcessId::from_i64(place) },
            }).collect(),
            ..Transition::plain("call", THINKS, Continuation::Goal)
        };
        let answers: Vec<Filled> = answer.map(|number| filled("it", FieldValue::Integer(number))).into_iter().collect();
        let words: Vec<String> = tags.iter().map(i64::to_string).collect();
        let zone = zone("Europe/Moscow");
        let seen = Seen {
            answers: &answers,
            attempt,
            client: Some((Stage::Lead, &words)),
            branch: BranchId::from_i64(branch),
            now: Timestamp::EPOCH,
            zone: &zone,
        };
        let is_true = |(kind, number): &(u8, i64)| match kind {
            0 => answer.is_some_and(|answer| answer >= *number),
            1 => answer.is_some_and(|answer| answer <= *number),
            2 => answer.is_some(),
            3 => answer.is_none(),
            4 => i64::from(attempt) >= *number,
            5 => branch == *number,
            6 => tags.contains(number),
            _ => !tags.contains(number),
        };
        let mut expected = (None, &Continuation::Goal);
        for (place, asked) in cases.iter().enumerate() {
            if expected.0.is_none() && asked.iter().filter(|one| !is_true(one)).count() == 0 {
                expected = (Some(place), &transition.cases[place].then);
            }
        }
        prop_assert_eq!(transition.decide(seen), expected);
    }
}
