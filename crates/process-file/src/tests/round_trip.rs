//! What is written is read back as the same, whatever a club called its things.

use std::collections::BTreeMap;

use domain::clients::Stage;
use domain::fields::{FieldDef, FieldType, Limits};
use domain::ids::{
    BranchId, DictionaryId, EmployeeId, FieldId, HookId, ProcessId, ResultId, RoleId, TemplateId,
    ValueId,
};
use domain::language::Language;
use domain::processes::{
    Action, Also, AssigneeRule, Back, Call, Case, Condition, Continuation, DueRule, DueUnit,
    Exhausted, Freedom, Graph, MessageBy, Pick, Position, Recipient, SleepUntil, Step, Target,
    Test, Transition, difference,
};
use domain::results::{Outcome, ResultDef};
use domain::tasks::{Priority, TaskType};
use domain::templates::TemplateDef;
use proptest::prelude::*;
use proptest::sample::select;

use crate::{File, Offline, Source, SourceProcess, SourceTemplate, parse};

const OTHER: ProcessId = ProcessId::from_i64(99);
const ANNA: EmployeeId = EmployeeId::from_i64(5);
const COACHES: RoleId = RoleId::from_i64(6);
const DOOR: HookId = HookId::from_i64(8);
const CENTRE: BranchId = BranchId::from_i64(7);

/// Names as people write them, with everything that YAML might take for something else.
fn any_name() -> impl Strategy<Value = String> {
    let odd = select(vec![
        "yes",
        "null",
        "~",
        "- a",
        "a: b",
        "a #b",
        "#x",
        "'q'",
        "\"q\"",
        "1.5",
        "0x1F",
        "{a}",
        "[a]",
        "&a",
        "*a",
        "!t",
        "%",
        "@",
        "`",
        "|",
        ">",
        "«Думает»",
        "Ţară",
        "ă ș ț",
        "a\\b",
        "👋 привет",
        "true",
        "=",
        "<<",
        "a:",
        ":a",
        "?",
    ]);
    prop_oneof![
        2 => "[А-Яа-яёa-zA-Z0-9 ,.:;!?#'\"-]{1,24}".prop_filter("blank", |name| !name.trim().is_empty()).prop_map(|name| name.trim().to_owned()),
        1 => odd.prop_map(str::to_owned),
    ]
}

fn any_text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        4 => "[ \\ta-zа-я#:*>|-]{0,20}",
        1 => Just(String::new()),
        1 => Just("- [ ] пункт".to_owned()),
    ];
    proptest::collection::vec(line, 1..6)
        .prop_map(|lines| lines.join("\n").trim().to_owned())
        .prop_filter("blank", |text| !text.is_empty())
}

fn any_due() -> impl Strategy<Value = DueRule> {
    let unit = select(DueUnit::ALL);
    prop_oneof![
        (0u32..200, unit, proptest::option::of(0u32..24 * 60)).prop_map(|(amount, unit, at)| {
            DueRule::After {
                amount,
                unit,
                at: at.and_then(|at| chrono::NaiveTime::from_hms_opt(at / 60, at % 60, 0)),
            }
        }),
        (0u32..200, select(DueUnit::ALL)).prop_map(|(amount, unit)| DueRule::Ask { amount, unit }),
        (-5_000i64..5_000).prop_map(|offset_minutes| DueRule::Field {
            field: "when".into(),
            offset_minutes
        }),
    ]
}

fn any_assignee() -> impl Strategy<Value = AssigneeRule> {
    prop_oneof![
        3 => Just(AssigneeRule::Same),
        1 => Just(AssigneeRule::Responsible),
        1 => Just(AssigneeRule::Employee { employee_id: ANNA }),
        1 => select(Pick::ALL).prop_map(|pick| AssigneeRule::Role { role_id: COACHES, pick }),
        1 => Just(AssigneeRule::Field { field: "coach".into() }),
    ]
}

fn any_target() -> impl Strategy<Value = Target> {
    let due = proptest::option::of(any_due());
    (
        select(vec!["a", "b"]),
        due,
        any_assignee(),
        select(Freedom::ALL),
    )
        .prop_map(|(step, due, assignee, freedom)| Target {
            step: step.into(),
            due,
            assignee,
            freedom,
        })
}

fn any_until() -> BoxedStrategy<SleepUntil> {
    (
        proptest::option::of(Just("day".to_owned())),
        1u32..400,
        any::<bool>(),
        proptest::option::of((any_back(), any_back(), any_back())),
    )
        .prop_map(|(field, days, errands, backs)| SleepUntil {
            field,
            days,
            errands,
            call: backs.map(|(goal, refusal, end)| Call {
                process_id: OTHER,
                goal,
                refusal,
                end,
            }),
        })
        .boxed()
}

fn any_back() -> impl Strategy<Value = Back> {
    prop_oneof![
        select(vec!["a", "b"]).prop_map(|step| Back::Step { step: step.into() }),
        Just(Back::Goal),
        Just(Back::Refusal),
        Just(Back::End),
    ]
}

fn any_then() -> BoxedStrategy<Option<Continuation>> {
    let exhausted = prop_oneof![
        any_target().prop_map(|target| Exhausted::Step { target }),
        Just(Exhausted::Refusal),
        Just(Exhausted::Goal),
        Just(Exhausted::End),
        (any_until(), any_target()).prop_map(|(until, target)| Exhausted::Sleep { until, target }),
        Just(Exhausted::StartProcess { process_id: OTHER }),
    ];
    let retry = (
        1u32..50,
        proptest::collection::vec(any_due(), 1..4),
        any_assignee(),
        select(Freedom::ALL),
        exhausted,
    );
    prop_oneof![
        1 => Just(None),
        4 => any_target().prop_map(|target| Some(Continuation::Step { target })),
        1 => Just(Some(Continuation::Goal)),
        1 => Just(Some(Continuation::Refusal)),
        1 => Just(Some(Continuation::End)),
        1 => Just(Some(Continuation::StartProcess { process_id: OTHER })),
        1 => Just(Some(Continuation::StartProcess { process_id: ProcessId::from_i64(1) })),
        2 => (any_until(), any_target()).prop_map(|(until, target)| Some(Continuation::Sleep { until, target })),
        2 => retry.prop_map(|(limit, due, assignee, freedom, exhausted)| Some(Continuation::Retry {
            limit, due, assignee, freedom, exhausted,
        })),
    ]
    .boxed()
}

/// On a result that asks `when`; with its dictionary if it has one.
fn any_condition() -> impl Strategy<Value = Condition> {
    let field = |is| Condition::Field {
        field: "when".into(),
        is,
    };
    let values = || proptest::sample::subsequence(vec![1i64, 2], 1..=2);
    let ids = |values: Vec<i64>| values.into_iter().map(ValueId::from_i64).collect();
    let hour = |minutes: u32| {
        chrono::NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).unwrap_or_default()
    };
    let tags = || proptest::collection::vec(any_name(), 1..3);
    let date = |days| chrono::NaiveDate::default() + chrono::Days::new(days);
    prop_oneof![
        select(vec![Test::Filled, Test::Empty, Test::Yes, Test::No]).prop_map(field),
        any::<i64>().prop_map(move |number| field(Test::AtLeast { number })),
        any::<i64>().prop_map(move |number| field(Test::AtMost { number })),
        any::<i64>().prop_map(move |amount| field(Test::SumAtLeast { amount })),
        any::<i64>().prop_map(move |amount| field(Test::SumAtMost { amount })),
        (-3_650i32..=3_650).prop_map(move |days| field(Test::DaysAtLeast { days })),
        (-3_650i32..=3_650).prop_map(move |days| field(Test::DaysAtMost { days })),
        (0u64..40_000).prop_map(move |days| field(Test::Before { date: date(days) })),
        (0u64..40_000).prop_map(move |days| field(Test::After { date: date(days) })),
        values().prop_map(move |values| field(Test::OneOf {
            values: ids(values)
        })),
        values().prop_map(move |values| field(Test::AllOf {
            values: ids(values)
        })),
        values().prop_map(move |values| field(Test::NoneOf {
            values: ids(values)
        })),
        (1u32..=50).prop_map(|at_least| Condition::Attempt { at_least }),
        proptest::sample::subsequence(Stage::ALL.to_vec(), 1..=3)
            .prop_map(|one_of| Condition::Stage { one_of }),
        tags().prop_map(|any_of| Condition::Tagged { any_of }),
        tags().prop_map(|none_of| Condition::Untagged { none_of }),
        Just(Condition::Branch {
            one_of: vec![CENTRE]
        }),
        (0u32..1_440, 0u32..1_440).prop_map(move |(from, until)| Condition::Hour {
            from: hour(from),
            until: hour(until),
        }),
    ]
}

/// Template 2 exists whatever else does.
fn any_also() -> impl Strategy<Value = Vec<Also>> {
    let rule = prop_oneof![
        Just(AssigneeRule::Same),
        Just(AssigneeRule::Responsible),
        Just(AssigneeRule::Employee { employee_id: ANNA }),
        Just(AssigneeRule::Role {
            role_id: COACHES,
            pick: Pick::RoundRobin
        }),
    ];
    let errand = (
        proptest::option::of(any_due()),
        rule.clone(),
        proptest::option::of(any_name()),
    );
    let tags = || proptest::collection::vec("[а-яa-z][а-яa-z ]{0,8}[а-яa-z]", 0..3);
    let reader = select(vec![
        Recipient::Client,
        Recipient::Responsible,
        Recipient::Same,
        Recipient::Employee { employee_id: ANNA },
        Recipient::Role { role_id: COACHES },
    ]);
    let message = (
        reader,
        select(MessageBy::ALL.to_vec()),
        any_name(),
        any_name(),
    );
    let message = message.prop_map(|(to, by, subject, text)| Action::Message {
        to,
        by,
        subject,
        text,
    });
    let act = prop_oneof![
        errand.prop_map(|(due, assignee, text)| Action::Errand {
            template_id: TemplateId::from_i64(2),
            due,
            assignee,
            text,
        }),
        select(Stage::ALL.to_vec()).prop_map(|stage| Action::Stage { stage }),
        (tags(), tags()).prop_map(|(add, remove)| Action::Tag { add, remove }),
        rule.prop_map(|assignee| Action::Responsible { assignee }),
        Just(Action::StartProcess { process_id: OTHER }),
        Just(Action::Hook { hook_id: DOOR }),
        message,
    ];
    let when = proptest::collection::vec(any_condition(), 0..3);
    let also = (when, act).prop_map(|(when, act)| Also { when, act });
    prop_oneof![1 => Just(Vec::new()), 1 => proptest::collection::vec(also, 1..4)]
}

fn any_cases() -> impl Strategy<Value = Vec<Case>> {
    let when = proptest::collection::vec(any_condition(), 1..4);
    let then = any_then().prop_map(|then| then.unwrap_or(Continuation::Goal));
    let case = (when, then).prop_map(|(when, then)| Case { when, then });
    prop_oneof![1 => Just(Vec::new()), 1 => proptest::collection::vec(case, 1..3)]
}

prop_compose! {
    fn any_source()(
        names in proptest::collection::hash_set(any_name(), 12),
        label in any_name(),
        scripts in proptest::collection::vec(proptest::option::of(any_text()), 2),
        thens in proptest::collection::vec((any_then(), any_cases(), any_also()), 8),
        start in proptest::option::of(any_target()),
        due in any_due().prop_filter("no form", |rule| !matches!(rule, DueRule::Field { .. })),
        kind in select(FieldType::ALL),
        limits in (proptest::option::of(-50i64..50), proptest::option::of(50i64..90), proptest::option::of(1u32..20_000), any::<bool>()),
        required in any::<bool>(),
        help in proptest::option::of(any_name()),
        place in proptest::option::of((any::<i32>(), any::<i32>())),
    ) -> Source {
        // Equal by their order is equal: the club would refuse the second.
        let mut keys = std::collections::BTreeSet::new();
        let mut names: Vec<String> = names.into_iter().filter(|name| keys.insert(domain::collation::sort_key(name))).collect();
        while names.len() < 12 {
            names.push(format!("имя {}", names.len()));
        }
        let takes_dictionary = matches!(kind, FieldType::Dictionary | FieldType::DictionaryMulti);
        let result = |number: i64| ResultDef {
            id: ResultId::from_i64(number),
            name: names[number as usize].clone(),
            outcome: Outcome::ALL[number as usize % 6],
            reached_human: number == 1,
            do_not_contact: number == 2,
            instant: number == 3,
            fields: if number == 3 { vec![] } else { vec![FieldDef {
                id: FieldId::from_i64(number),
                key: "when".into(),
                label: label.clone(),
                kind,
                required,
                help: help.clone(),
                limits: Limits { min: limits.0, max: limits.1, max_length: limits.2, not_past: limits.3 },
                dictionary_id: takes_dictionary.then_some(DictionaryId::from_i64(1)),
            }] },
        };
        let template = |number: i64| SourceTemplate {
            def: TemplateDef {
                id: TemplateId::from_i64(number),
                name: names[4 + number as usize].clone(),
                task_type: TaskType::ALL[number as usize],
                priority: Priority::ALL[number as usize],
                planned_minutes: (number == 1).then_some(15),
                default_due: due.clone(),
                results: (1..=4).map(ResultId::from_i64).collect(),
            },
            script: scripts[number as usize - 1].clone(),
        };
        let mut graph = Graph { start: start.clone(), steps: vec![], transitions: vec![] };
        for (place_of, key) in ["a", "b"].into_iter().enumerate() {
            graph.steps.push(Step {
                key: key.into(),
                template_id: TemplateId::from_i64(place_of as i64 + 1),
                results: (1..=4).map(ResultId::from_i64).collect(),
                position: place.map(|(x, y)| Position { x, y }),
            });
            for number in 1..=4 {
                let (then, mut cases, mut also) = thens[place_of * 4 + number - 1].clone();
                // Values are those of a dictionary that the field has.
                if number == 3 || !takes_dictionary {
                    cases.retain(|case| case.when.iter().all(|asked| asked.values().is_empty()));
                    also.retain(|also| also.when.iter().all(|asked| asked.values().is_empty()));
                }
                let result_id = ResultId::from_i64(number as i64);
                graph.transitions.extend(then.map(|then| Transition { cases, also, ..Transition::plain(key, result_id, then) }));
            }
        }
        Source {
            language: Some(Language::Ru),
            processes: vec![SourceProcess { id: ProcessId::from_i64(1), name: names[7].clone(), description: scripts[0].clone(), graph }],
            templates: (1..=2).map(|number| (TemplateId::from_i64(number), template(number))).collect(),
            results: (1..=4).map(|number| (ResultId::from_i64(number), result(number))).collect(),
            dictionaries: BTreeMap::from([(DictionaryId::from_i64(1), (names[8].clone(), names[9..11].to_vec()))]),
            roles: BTreeMap::from([(COACHES, "coach".into())]),
            employees: BTreeMap::from([(ANNA, "anna@club.example".into())]),
            values: (1..=2).map(|number| (ValueId::from_i64(number), names[8 + number as usize].clone())).collect(),
            branches: BTreeMap::from([(CENTRE, "centre".into())]),
            hooks: BTreeMap::from([(DOOR, "door".into())]),
            others: BTreeMap::from([(OTHER, names[11].clone())]),
        }
    }
}

/// What a club would have after taking the file in, with other ids.
fn taken_in(file: &File) -> Source {
    let mut offline = Offline::new();
    offline.meet(file);
    let graphs: Vec<_> = file
        .processes
        .iter()
        .map(|process| (process, offline.graph(file, process).expect("a graph")))
        .collect();
    let catalogue = offline.catalogue(file, &graphs);
    let called = offline.called(&[file]);
    let id_of = |name: &str| {
        let found = called.processes.iter().find(|(_, known)| *known == name);
        *found.expect("a process").0
    };
    let scripts = file
        .templates
        .iter()
        .map(|template| template.script.clone());
    let mut dictionaries = BTreeMap::new();
    for result in &catalogue.results {
        for field in &result.fields {
            if let Some(id) = field.dictionary_id {
                let dictionary = &file.dictionaries[0];
                let values = dictionary.values.iter().map(|value| value.text.clone());
                dictionaries.insert(id, (dictionary.name.clone(), values.collect()));
            }
        }
    }
    Source {
        language: file.language,
        processes: graphs
            .into_iter()
            .map(|(process, graph)| SourceProcess {
                id: id_of(&process.name),
                name: process.name.clone(),
                description: process.description.clone(),
                graph,
            })
            .collect(),
        templates: catalogue
            .templates
            .into_iter()
            .zip(scripts)
            .map(|(def, script)| (def.id, SourceTemplate { def, script }))
            .collect(),
        results: catalogue
            .results
            .into_iter()
            .map(|def| (def.id, def))
            .collect(),
        dictionaries,
        roles: called.roles.clone(),
        employees: called.employees.clone(),
        values: called.values.clone(),
        branches: called.branches.clone(),
        hooks: called.hooks.clone(),
        others: called.processes.clone(),
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(source in any_source()) {
        let text = source.file().text();
        let file = parse(&text).map_err(|faults| {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            TestCaseError::fail(format!("{}\n{text}", faults.join("\n")))
        })?;
        let again = file.text();
        prop_assert_eq!(&text, &again, "a file is written as it was read");
        let mut other = taken_in(&file);
        // Of a process that is only referred to the club knows the name as it is written there.
        let names: Vec<String> = source.others.values().cloned().collect();
        for name in other.others.values_mut() {
            if let Some(written) = names.iter().find(|known| domain::collation::sort_key(known) == *name) {
                name.clone_from(written);
            }
        }
        prop_assert_eq!(&text, &other.file().text(), "another club writes the same file");
    }

    #[test]
    fn a_file_does_not_differ_from_itself(source in any_source()) {
        let file = parse(&source.file().text()).expect("a file");
        let mut offline = Offline::new();
        offline.meet(&file);
        let graph = |file: &File| offline.graph(file, &file.processes[0]).expect("a graph");
        prop_assert_eq!(difference(&graph(&file), &graph(&parse(&file.text()).expect("a file"))), []);
    }
}
