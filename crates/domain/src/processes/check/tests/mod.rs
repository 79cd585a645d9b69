//! The checker: each problem by example, and random graphs against a search by brute force.

mod also;
mod cases;
pub(crate) mod random;

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::chains::tests::{ANNA, OPERATORS, target, working_days};
use crate::fields::tests::def;
use crate::fields::{FieldDef, FieldType};
use crate::ids::{DictionaryId, TemplateId};
use crate::processes::{
    AssigneeRule, Back, Call, Continuation, DueRule, DueUnit, Exhausted, Freedom, Pick, SleepUntil,
    Step, Target, Transition,
};
use crate::results::Outcome;
use crate::tasks::{Priority, TaskType};

const OTHER: ProcessId = ProcessId::from_i64(2);
const OWN: ProcessId = ProcessId::from_i64(1);

pub(super) fn id(number: i64) -> ResultId {
    ResultId::from_i64(number)
}

fn result(number: i64, fields: Vec<FieldDef>) -> ResultDef {
    ResultDef {
        id: id(number),
        name: format!("Результат {number}"),
        outcome: Outcome::Progress,
        reached_human: true,
        do_not_contact: false,
        instant: false,
        fields,
    }
}

/// Results 1 to 3 are plain, 4 asks for everything a rule may read; templates 1 to 4 end with what a step wants.
pub(super) fn catalogue() -> Catalogue {
    let required = |key, kind| FieldDef {
        required: true,
        ..def(key, kind)
    };
    let asks = vec![
        required("when", FieldType::DateTime),
        def("day", FieldType::Date),
        required("who", FieldType::Employee),
        def("note", FieldType::Text),
    ];
    let template = |number| TemplateDef {
        id: TemplateId::from_i64(number),
        name: format!("Шаблон {number}"),
        task_type: TaskType::ClientCall,
        priority: Priority::Normal,
        planned_minutes: None,
        default_due: working_days(1),
        results: vec![id(1), id(2)],
    };
    Catalogue {
        templates: (1..=4).map(template).collect(),
        results: vec![
            result(1, vec![]),
            result(2, vec![]),
            result(3, vec![]),
            result(4, asks),
        ],
        dictionaries: BTreeMap::from([(DictionaryId::from_i64(1), 0)]),
        values: BTreeMap::new(),
        branches: BTreeSet::new(),
        hooks: BTreeSet::new(),
        roles: BTreeMap::from([(OPERATORS, 2)]),
        employees: BTreeSet::from([ANNA]),
        own: Some(OWN),
        processes: BTreeMap::from([(
            OTHER,
            OtherProcess {
                published: true,
                at_once: BTreeSet::new(),
            },
        )]),
    }
}

pub(super) fn step(key: &str, results: &[i64]) -> Step {
    Step {
        key: key.into(),
        template_id: TemplateId::from_i64(1),
        results: results.iter().map(|number| id(*number)).collect(),
        position: None,
    }
}

pub(super) fn on(step: &str, number: i64, then: Continuation) -> Transition {
    Transition {
        step: step.into(),
        result_id: id(number),
        cases: Vec::new(),
        then,
        also: Vec::new(),
    }
}

fn to(step: &str, due: DueRule) -> Continuation {
    Continuation::Step {
        target: target(step, due),
    }
}

pub(super) fn at_once() -> DueRule {
    DueRule::After {
        amount: 0,
        unit: DueUnit::Minutes,
        at: None,
    }
}

fn field(key: &str) -> DueRule {
    DueRule::Field {
        field: key.into(),
        offset_minutes: 0,
    }
}

/// Two steps that lead to each other and to an end.
fn sound() -> Graph {
    Graph {
        start: Some(target("call", at_once())),
        steps: vec![step("call", &[1, 2]), step("visit", &[1, 2])],
        transitions: vec![
            on("call", 1, to("visit", working_days(1))),
            on("call", 2, Continuation::Refusal),
            on("visit", 1, to("call", at_once())),
            on("visit", 2, Continuation::Goal),
        ],
    }
}

/// What the checker says, as `code step result field`.
fn said(graph: &Graph, catalogue: &Catalogue) -> Vec<String> {
    let told = publishable(graph, catalogue).into_iter().map(|problem| {
        let result = problem.result_id.map(|id| id.as_i64().to_string());
        [
            Some(problem.code.as_str().to_owned()),
            problem.step,
            result,
            problem.field,
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
    });
    told.collect()
}

#[test]
fn a_sound_graph_has_no_problems() {
    assert_eq!(publishable(&sound(), &catalogue()), []);
}

#[test]
fn each_flaw_of_shape_is_named_with_its_place() {
    type Spoil = fn(&mut Graph);
    let flaws: &[(Spoil, &[&str])] = &[
        (|g| g.start = None, &["missing_start"]),
        (
            |g| g.start = Some(target("nowhere", at_once())),
            &["unknown_step"],
        ),
        (
            |g| {
                g.steps.clear();
                g.transitions.clear();
            },
            &["no_steps", "unknown_step"],
        ),
        (
            |g| g.transitions.remove(1).step.clear(),
            &["missing_continuation call 2"],
        ),
        (
            |g| g.transitions.push(on("call", 2, Continuation::End)),
            &["duplicate_continuation call 2"],
        ),
        (
            |g| g.transitions.push(on("call", 3, Continuation::End)),
            &["stray_transition call 3"],
        ),
        (
            |g| g.transitions.push(on("lost", 1, Continuation::End)),
            &["stray_transition lost 1"],
        ),
        (
            |g| g.transitions[0].then = to("lost", working_days(1)),
            &["unknown_step call 1", "unreachable_step visit"],
        ),
        (
            |g| g.transitions[0].then = Continuation::Goal,
            &["unreachable_step visit"],
        ),
        (
            |g| g.steps[0].template_id = TemplateId::from_i64(9),
            &["unknown_template call"],
        ),
        (
            |g| g.steps[1].results.push(id(1)),
            &["result_twice visit 1", "template_differs visit"],
        ),
        (
            |g| {
                g.steps[1].results.push(id(9));
                g.transitions.push(on("visit", 9, Continuation::End));
            },
            &["unknown_result visit 9", "template_differs visit"],
        ),
        (
            |g| {
                g.steps[1].results.clear();
                g.transitions.truncate(2);
            },
            &[
                "no_results visit",
                "no_way_out visit",
                "template_differs visit",
            ],
        ),
        (
            |g| {
                g.transitions[1].then = to("visit", working_days(1));
                g.transitions[3].then = to("call", working_days(1));
            },
            &["no_way_out call", "no_way_out visit"],
        ),
    ];
    for (spoil, expected) in flaws {
        let mut graph = sound();
        spoil(&mut graph);
        let mut expected = expected.to_vec();
        let mut found = said(&graph, &catalogue());
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected);
    }
}

#[test]
fn keys_and_numbers_of_results_are_bounded() {
    let mut graph = sound();
    graph.steps[1].key = "Визит".into();
    assert!(said(&graph, &catalogue()).contains(&"step_key_form Визит".to_owned()));
    let mut graph = sound();
    graph.steps[1].key = "call".into();
    assert!(said(&graph, &catalogue()).contains(&"step_key_taken call".to_owned()));

    for (many, expected) in [(9, None), (10, Some("too_many_results call"))] {
        let mut catalogue = catalogue();
        catalogue.results = (1..=10).map(|number| result(number, vec![])).collect();
        let graph = Graph {
            start: Some(target("call", at_once())),
            steps: vec![step("call", &(1..=many).collect::<Vec<_>>())],
            transitions: (1..=many)
                .map(|number| on("call", number, Continuation::End))
                .collect(),
        };
        let found: Vec<String> = said(&graph, &catalogue)
            .into_iter()
            .filter(|one| !one.starts_with("template_differs"))
            .collect();
        assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{many}");
    }
}

/// What is said of a continuation after result 4, which has the fields.
fn said_of(then: Continuation) -> Vec<String> {
    let mut graph = sound();
    graph.steps[0].results.push(id(4));
    graph.transitions.push(on("call", 4, then));
    said(&graph, &catalogue())
        .into_iter()
        .filter(|one| !one.starts_with("template_differs"))
        .collect()
}

#[test]
fn rules_read_only_what_is_there() {
    let due = |due| to("visit", due);
    let whose = |assignee| Continuation::Step {
        target: Target {
            assignee,
            ..target("visit", working_days(1))
        },
    };
    let sleep = |field: Option<&str>, days, rule| Continuation::Sleep {
        until: SleepUntil {
            field: field.map(Into::into),
            days,
            errands: false,
            call: None,
        },
        target: target("visit", rule),
    };
    let retry = |limit, due| Continuation::Retry {
        limit,
        due,
        assignee: AssigneeRule::Same,
        freedom: Freedom::Both,
        exhausted: Exhausted::Refusal,
    };
    let ask = |amount| DueRule::Ask {
        amount,
        unit: DueUnit::Days,
    };
    let of_field = |field: &str| {
        whose(AssigneeRule::Field {
            field: field.into(),
        })
    };
    let role = |number| {
        whose(AssigneeRule::Role {
            role_id: RoleId::from_i64(number),
            pick: Pick::Pool,
        })
    };
    let starts = |process_id| Continuation::StartProcess { process_id };
    for (then, expected) in [
        (due(field("when")), None),
        (due(field("day")), Some("optional_due_field call 4 day")),
        (due(field("nope")), Some("unknown_field call 4 nope")),
        (due(field("note")), Some("wrong_field_type call 4 note")),
        (due(ask(2)), None),
        (due(ask(9_999)), Some("delay_bounds call 4")),
        (
            due(DueRule::After {
                amount: 525_601,
                unit: DueUnit::Minutes,
                at: None,
            }),
            Some("delay_bounds call 4"),
        ),
        (
            due(DueRule::Field {
                field: "when".into(),
                offset_minutes: i64::MIN,
            }),
            Some("delay_bounds call 4"),
        ),
        (of_field("who"), None),
        (of_field("when"), Some("wrong_field_type call 4 when")),
        (of_field("nope"), Some("unknown_field call 4 nope")),
        (role(1), None),
        (role(9), Some("unknown_role call 4")),
        (whose(AssigneeRule::Employee { employee_id: ANNA }), None),
        (
            whose(AssigneeRule::Employee {
                employee_id: EmployeeId::from_i64(9),
            }),
            Some("unknown_employee call 4"),
        ),
        (sleep(Some("day"), 30, at_once()), None),
        (
            sleep(Some("who"), 30, at_once()),
            Some("wrong_field_type call 4 who"),
        ),
        (sleep(None, 0, at_once()), Some("delay_bounds call 4")),
        (sleep(None, 30, field("when")), Some("no_form call 4 when")),
        (sleep(None, 30, ask(1)), Some("no_form call 4")),
        (retry(5, vec![at_once(), working_days(1)]), None),
        (retry(1, vec![at_once()]), Some("retry_limit call 4")),
        (retry(51, vec![at_once()]), Some("retry_limit call 4")),
        (retry(5, vec![]), Some("retry_without_due call 4")),
        (starts(OTHER), None),
        (
            starts(ProcessId::from_i64(9)),
            Some("unknown_process call 4"),
        ),
    ] {
        assert_eq!(
            said_of(then.clone()),
            expected.into_iter().collect::<Vec<_>>(),
            "{then:?}"
        );
    }
}

#[test]
fn forms_must_be_answerable() {
    let with = |change: fn(&mut ResultDef)| {
        let mut catalogue = catalogue();
        change(&mut catalogue.results[1]);
        said(&sound(), &catalogue)
    };
    let choice = |required| FieldDef {
        required,
        ..def("reason", FieldType::Dictionary)
    };
    let empty: fn(&mut ResultDef) = |result| {
        result.fields = vec![FieldDef {
            required: true,
            ..def("reason", FieldType::Dictionary)
        }];
    };
    assert_eq!(
        with(empty),
        [
            "empty_dictionary call 2 reason",
            "empty_dictionary visit 2 reason"
        ]
    );
    let mut optional = catalogue();
    optional.results[1].fields = vec![choice(false)];
    assert_eq!(publishable(&sound(), &optional), []);
    let unknown: fn(&mut ResultDef) = |result| {
        result.fields = vec![FieldDef {
            dictionary_id: Some(DictionaryId::from_i64(9)),
            ..def("reason", FieldType::Dictionary)
        }];
    };
    assert_eq!(
        with(unknown),
        [
            "unknown_dictionary call 2 reason",
            "unknown_dictionary visit 2 reason"
        ]
    );
    let instant: fn(&mut ResultDef) = |result| {
        result.instant = true;
        result.fields = vec![FieldDef {
            required: true,
            ..def("note", FieldType::Text)
        }];
    };
    assert_eq!(
        with(instant),
        ["instant_asks call 2 note", "instant_asks visit 2 note"]
    );
    let mut forbidding = catalogue();
    forbidding.results[0].do_not_contact = true;
    assert_eq!(
        said(&sound(), &forbidding),
        ["contact_goes_on call 1", "contact_goes_on visit 1"]
    );
}

#[test]
fn a_start_has_no_form() {
    let mut graph = sound();
    graph.start = Some(target("call", field("when")));
    assert_eq!(said(&graph, &catalogue()), ["no_form when"]);
    graph.start = Some(target(
        "call",
        DueRule::Ask {
            amount: 1,
            unit: DueUnit::Days,
        },
    ));
    assert_eq!(publishable(&graph, &catalogue()), []);
}

#[test]
fn a_loop_is_legal_when_time_passes_on_it() {
    let looped = |there, back| {
        let mut graph = sound();
        graph.transitions[0].then = to("visit", there);
        graph.transitions[2].then = to("call", back);
        said(&graph, &catalogue())
    };
    assert_eq!(
        looped(at_once(), at_once()),
        ["illegal_loop call 1", "illegal_loop visit 1"]
    );
    for there in [
        working_days(1),
        DueRule::Ask {
            amount: 0,
            unit: DueUnit::Days,
        },
    ] {
        assert_eq!(looped(there, at_once()), Vec::<String>::new());
    }
    // The same step at once.
    assert_eq!(said_of(to("call", at_once())), ["illegal_loop call 4"]);
    assert_eq!(said_of(to("call", field("when"))), Vec::<String>::new());
    // A retry is capped; where it leads afterwards is not.
    let retry = |exhausted| Continuation::Retry {
        limit: 2,
        due: vec![at_once()],
        assignee: AssigneeRule::Same,
        freedom: Freedom::Both,
        exhausted,
    };
    assert_eq!(said_of(retry(Exhausted::End)), Vec::<String>::new());
    assert_eq!(
        said_of(retry(Exhausted::Step {
            target: target("call", at_once())
        })),
        ["illegal_loop call 4"]
    );
    let sleeps = |errands| Exhausted::Sleep {
        until: SleepUntil {
            field: None,
            days: 1,
            errands,
            call: None,
        },
        target: target("call", at_once()),
    };
    assert_eq!(said_of(retry(sleeps(false))), Vec::<String>::new());
    // Errands may be done in a minute; and here there are none at all.
    assert_eq!(
        said_of(retry(sleeps(true))),
        ["illegal_loop call 4", "nothing_to_wait_for call 4"]
    );
}

#[test]
fn a_call_leads_where_its_ends_say() {
    let with = |call: Call| {
        let mut graph = sound();
        graph.transitions[1].then = Continuation::Sleep {
            until: SleepUntil {
                field: None,
                days: 30,
                errands: false,
                call: Some(call),
            },
            target: target("call", working_days(1)),
        };
        said(&graph, &catalogue())
    };
    let call = |process_id, goal| Call {
        process_id,
        goal,
        refusal: Back::Refusal,
        end: Back::End,
    };
    let to = |step: &str| Back::Step { step: step.into() };
    assert_eq!(with(call(OTHER, Back::Goal)), Vec::<String>::new());
    assert_eq!(
        with(call(OWN, Back::Goal)),
        ["illegal_loop call 2", "calls_itself call 2"]
    );
    assert_eq!(with(call(OTHER, to("gone"))), ["unknown_step call 2"]);
    let unknown = ProcessId::from_i64(77);
    assert_eq!(with(call(unknown, Back::End)), ["unknown_process call 2"]);
}

#[test]
fn a_loop_through_another_process_counts_too() {
    let mut graph = sound();
    graph.transitions[1].then = Continuation::StartProcess { process_id: OTHER };
    let mut catalogue = catalogue();
    assert_eq!(publishable(&graph, &catalogue), []);
    let third = ProcessId::from_i64(3);
    let at_once_to = |process| OtherProcess {
        published: true,
        at_once: BTreeSet::from([process]),
    };
    catalogue.processes = BTreeMap::from([(OTHER, at_once_to(third)), (third, at_once_to(OWN))]);
    assert_eq!(said(&graph, &catalogue), ["illegal_loop call 2"]);
    assert_eq!(
        hands_over_at_once(&graph, &catalogue.templates),
        BTreeSet::from([OTHER])
    );
    // A first task that is due later lets time pass.
    graph.start = Some(target("call", working_days(1)));
    assert_eq!(publishable(&graph, &catalogue), []);
    graph.transitions[1].then = Continuation::StartProcess { process_id: OWN };
    assert_eq!(
        publishable(&graph, &catalogue),
        [],
        "a process may begin anew, later"
    );
}

#[test]
fn problems_are_told_in_words_and_as_json() {
    let mut graph = sound();
    graph.transitions.remove(1);
    let problems = publishable(&graph, &catalogue());
    let json = serde_json::to_value(&problems[0]).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "severity": "error", "code": "missing_continuation", "step": "call", "result_id": "res_0000000000002", "case": null, "also": null, "field": null
        })
    );
    let tell =
        |language| crate::sentence::problem(language, &problems[0], Some("Звонок"), Some("Думает"));
    assert_eq!(
        tell(crate::language::Language::Ru),
        "«Звонок», «Думает»: нет следующего шага"
    );
    assert_eq!(
        tell(crate::language::Language::En),
        "“Звонок”, “Думает”: no next step"
    );
    assert!(!has_no_errors(&problems));
}
