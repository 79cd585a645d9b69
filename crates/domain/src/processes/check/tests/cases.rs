//! Cases: each problem by example.

use super::*;
use crate::clients::Stage;
use crate::fields::tests::COLORS;
use crate::ids::{BranchId, ValueId};
use crate::processes::{Case, Condition, MAX_CASES, Test};

fn asked(field: &str, is: Test) -> Condition {
    Condition::Field {
        field: field.into(),
        is,
    }
}

fn case(when: Vec<Condition>) -> Case {
    Case {
        when,
        then: Continuation::Goal,
    }
}

fn values(numbers: &[i64]) -> Vec<ValueId> {
    numbers.iter().map(|id| ValueId::from_i64(*id)).collect()
}

/// A call that asks for everything, with these cases.
fn with(cases: Vec<Case>) -> Vec<String> {
    let mut club = catalogue();
    let extra = [
        ("color", FieldType::Dictionary),
        ("colors", FieldType::DictionaryMulti),
        ("sum", FieldType::Money),
        ("count", FieldType::Integer),
        ("agreed", FieldType::Boolean),
    ];
    let fields = &mut club.results[3].fields;
    fields.extend(extra.map(|(key, kind)| def(key, kind)));
    club.dictionaries.insert(COLORS, 2);
    let chosen = values(&[1, 2]).into_iter().collect();
    club.values.insert(COLORS, chosen);
    club.branches.insert(BranchId::from_i64(1));
    let graph = Graph {
        start: Some(target("call", at_once())),
        steps: vec![step("call", &[4])],
        transitions: vec![Transition {
            cases,
            ..on("call", 4, Continuation::Refusal)
        }],
    };
    publishable(&graph, &club)
        .into_iter()
        .filter(|problem| problem.code != ProblemCode::TemplateDiffers)
        .map(|problem| {
            let case = problem.case.map(|number| format!("case {number}"));
            let words = [Some(problem.code.as_str().into()), case, problem.field];
            words.into_iter().flatten().collect::<Vec<_>>().join(" ")
        })
        .collect()
}

#[test]
fn what_can_be_asked_has_no_problem() {
    let sound = [
        asked(
            "color",
            Test::OneOf {
                values: values(&[1, 2]),
            },
        ),
        asked(
            "colors",
            Test::AllOf {
                values: values(&[1, 2]),
            },
        ),
        asked(
            "colors",
            Test::NoneOf {
                values: values(&[2]),
            },
        ),
        asked("sum", Test::SumAtLeast { amount: 100 }),
        asked("count", Test::AtMost { number: 5 }),
        asked("agreed", Test::No),
        asked("day", Test::DaysAtMost { days: -3 }),
        asked("when", Test::DaysAtLeast { days: 0 }),
        asked("note", Test::Filled),
        Condition::Attempt { at_least: 3 },
        Condition::Stage {
            one_of: vec![Stage::Client],
        },
        Condition::Branch {
            one_of: vec![BranchId::from_i64(1)],
        },
    ];
    for condition in sound {
        assert_eq!(
            with(vec![case(vec![condition.clone()])]),
            [""; 0],
            "{condition:?}"
        );
    }
}

#[test]
fn each_problem_of_a_condition_is_named() {
    let hour = chrono::NaiveTime::MIN;
    for (condition, expected) in [
        (asked("lost", Test::Filled), "unknown_field case 1 lost"),
        (asked("note", Test::Yes), "wrong_field_type case 1 note"),
        (
            asked("sum", Test::AtLeast { number: 1 }),
            "wrong_field_type case 1 sum",
        ),
        (
            asked(
                "color",
                Test::AllOf {
                    values: values(&[1]),
                },
            ),
            "wrong_field_type case 1 color",
        ),
        (
            asked(
                "color",
                Test::OneOf {
                    values: values(&[1, 9]),
                },
            ),
            "unknown_value case 1 color",
        ),
        (
            asked("color", Test::OneOf { values: vec![] }),
            "condition_bounds case 1 color",
        ),
        (
            asked("day", Test::DaysAtLeast { days: 4_000 }),
            "condition_bounds case 1 day",
        ),
        (
            Condition::Attempt { at_least: 0 },
            "condition_bounds case 1",
        ),
        (
            Condition::Attempt { at_least: 51 },
            "condition_bounds case 1",
        ),
        (
            Condition::Stage { one_of: vec![] },
            "condition_bounds case 1",
        ),
        (
            Condition::Tagged {
                any_of: vec![" ".into()],
            },
            "condition_bounds case 1",
        ),
        (
            Condition::Branch {
                one_of: vec![BranchId::from_i64(7)],
            },
            "unknown_branch case 1",
        ),
        (
            Condition::Hour {
                from: hour,
                until: hour,
            },
            "condition_bounds case 1",
        ),
    ] {
        assert_eq!(with(vec![case(vec![condition])]), [expected]);
    }
}

#[test]
fn a_case_that_can_never_decide_is_named() {
    let third = || Condition::Attempt { at_least: 3 };
    let filled = || asked("note", Test::Filled);
    for (cases, expected) in [
        (vec![case(vec![])], vec!["empty_case case 1"]),
        (
            vec![case(vec![]), case(vec![third()])],
            vec!["empty_case case 1", "case_never_decides case 2"],
        ),
        (
            vec![case(vec![third()]), case(vec![third()])],
            vec!["case_never_decides case 2"],
        ),
        (
            vec![case(vec![third()]), case(vec![filled(), third()])],
            vec!["case_never_decides case 2"],
        ),
        (
            vec![case(vec![third(), filled()]), case(vec![third()])],
            vec![],
        ),
    ] {
        assert_eq!(with(cases), expected);
    }
    let many: Vec<Case> = (0..=MAX_CASES)
        .map(|number| {
            case(vec![Condition::Attempt {
                at_least: 20 - number as u32,
            }])
        })
        .collect();
    assert_eq!(with(many), ["too_many_cases"]);
}

#[test]
fn what_follows_a_case_is_checked_like_any_continuation() {
    let leads = |then| Case {
        when: vec![asked("note", Test::Filled)],
        then,
    };
    for (then, expected) in [
        (to("lost", at_once()), "unknown_step case 1"),
        (to("call", at_once()), "illegal_loop case 1"),
        (to("call", field("lost")), "unknown_field case 1 lost"),
        (
            Continuation::StartProcess {
                process_id: ProcessId::from_i64(9),
            },
            "unknown_process case 1",
        ),
    ] {
        assert_eq!(with(vec![leads(then)]), [expected]);
    }
}

#[test]
fn a_case_is_a_way_to_its_step_and_to_an_end() {
    let mut graph = sound();
    graph.transitions[0].then = Continuation::Step {
        target: target("call", working_days(1)),
    };
    let lost = said(&graph, &catalogue());
    assert!(
        lost.contains(&"unreachable_step visit".to_owned()),
        "{lost:?}"
    );
    graph.transitions[0].cases = vec![Case {
        when: vec![Condition::Attempt { at_least: 2 }],
        then: to("visit", working_days(1)),
    }];
    let found = said(&graph, &catalogue());
    assert!(
        !found.contains(&"unreachable_step visit".to_owned()),
        "{found:?}"
    );
}
