//! The packs: each is sound, says the same in every language, and leads whoever enters it to an end.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveTime};
use domain::calendar::{Calendar, DayHours};
use domain::chains::{
    Adjustment, ChainFacts, ChainState, ClientFacts, Context, Load, Next, StaffFacts, TaskFacts,
    Words, complete, start, wake,
};
use domain::dictionaries::Choice;
use domain::fields::{FieldType, Raw};
use domain::ids::{
    BranchId, ChainId, ClientId, DictionaryId, EmployeeId, ResultId, RoleId, TaskId, ValueId,
    VersionId,
};
use domain::language::Language;
use domain::processes::{Continuation, Graph};
use domain::tasks::{Assignee, Priority, TaskState};
use domain::time::{Due, Timestamp, Zone};
use proptest::prelude::*;
use proptest::sample::Index;

use crate::packs::{ALL, Shipped, pack};
use crate::{File, Offline, Process};

const ANNA: EmployeeId = EmployeeId::from_i64(1);
const BRANCH: BranchId = BranchId::from_i64(1);

fn read(pack: &Shipped) -> File {
    let place = format!("packs/{}/{}.yaml", pack.language, pack.key);
    pack.file().unwrap_or_else(|faults| {
        let faults = faults.iter().map(|fault| format!("{place}:{fault}\n"));
        panic!("{}", faults.collect::<String>())
    })
}

#[test]
fn six_trades_in_three_languages_with_three_processes_each() {
    assert_eq!(ALL.len(), 18);
    for shipped in ALL {
        assert!(pack(shipped.key, shipped.language).is_some());
        let file = read(shipped);
        assert_eq!(file.language, Some(shipped.language));
        let keys: Vec<&str> = file
            .processes
            .iter()
            .map(|one| one.key.text.as_str())
            .collect();
        assert_eq!(keys, ["warm", "cold", "lapsed"], "{}", shipped.key);
    }
}

#[test]
fn packs_are_written_as_an_export_writes_them() {
    for shipped in ALL {
        let place = format!("packs/{}/{}.yaml", shipped.language, shipped.key);
        assert_eq!(read(shipped).text(), shipped.text, "{place}");
    }
}

#[test]
fn nothing_keeps_a_pack_from_being_published_and_nothing_is_doubtful() {
    for shipped in ALL {
        let file = read(shipped);
        let mut offline = Offline::new();
        offline.meet(&file);
        let problems = offline.problems(&file, Language::En);
        assert!(
            problems.is_empty(),
            "{} {}: {problems:?}",
            shipped.language,
            shipped.key
        );
    }
}

/// A pack without its words.
fn bones(file: &File) -> String {
    let mut file = file.clone();
    file.language = None;
    let mut number = 0;
    let mut word = || {
        number += 1;
        format!("слово {number}")
    };
    for process in &mut file.processes {
        process.name = word();
        process.description = Some(word());
    }
    for template in &mut file.templates {
        template.name = word();
        template.script = Some(word());
    }
    for result in &mut file.results {
        result.name = word();
        for field in &mut result.fields {
            field.label = word();
            field.help = field.help.as_ref().map(|_| "help".to_owned());
        }
    }
    for dictionary in &mut file.dictionaries {
        dictionary.name = word();
        for value in &mut dictionary.values {
            value.text = word();
        }
    }
    file.text()
}

#[test]
fn a_pack_is_the_same_in_every_language() {
    for shipped in ALL.iter().filter(|pack| pack.language == Language::Ru) {
        for language in [Language::En, Language::Ro] {
            let other = pack(shipped.key, language).expect("a pack");
            assert_eq!(
                bones(&read(shipped)),
                bones(&read(other)),
                "{} {language}",
                shipped.key
            );
        }
    }
}

#[test]
fn texts_are_of_their_language() {
    for shipped in ALL {
        let letters = |range: std::ops::RangeInclusive<char>| {
            shipped.text.chars().filter(|c| range.contains(c)).count()
        };
        let cyrillic = letters('а'..='я');
        match shipped.language {
            Language::Ru => assert!(cyrillic > 2_500, "{}", shipped.key),
            Language::En | Language::Ro => assert_eq!(cyrillic, 0, "{}", shipped.key),
        }
        // Comma below, not cedilla.
        assert!(
            !shipped.text.contains(['ş', 'ţ', 'Ş', 'Ţ']),
            "{}",
            shipped.key
        );
        for template in read(shipped).templates {
            let script = template.script.unwrap_or_default();
            assert!(
                script.chars().count() > 80,
                "{} {}",
                shipped.key,
                template.name
            );
            let mut rest = script.as_str();
            while let Some(open) = rest.find('{') {
                let close = rest[open..].find('}').expect("a closed brace") + open;
                let name = &rest[open + 1..close];
                assert!(
                    ["client", "employee", "organisation", "branch"].contains(&name),
                    "{name}"
                );
                rest = &rest[close..];
            }
        }
    }
}

#[test]
fn what_packs_share_is_the_same_in_each() {
    for language in [Language::Ru, Language::En, Language::Ro] {
        let mut known: BTreeMap<String, String> = BTreeMap::new();
        for shipped in ALL.iter().filter(|pack| pack.language == language) {
            let file = read(shipped);
            for result in &file.results {
                let fields = result.fields.iter();
                let asked: Vec<_> = fields
                    .map(|field| {
                        (
                            field.key.text.clone(),
                            field.label.clone(),
                            field.kind,
                            field.required,
                        )
                    })
                    .collect();
                let said = format!("{:?} {asked:?}", result.outcome);
                let before = known
                    .entry(result.name.clone())
                    .or_insert_with(|| said.clone());
                assert_eq!(*before, said, "{} in {}", result.name, shipped.key);
            }
        }
        // Templates carry the trade's own script, so no two packs share one.
        let templates: Vec<String> = ALL
            .iter()
            .filter(|pack| pack.language == language)
            .flat_map(|pack| read(pack).templates)
            .map(|template| domain::collation::sort_key(&template.name))
            .collect();
        let different: std::collections::BTreeSet<&String> = templates.iter().collect();
        assert_eq!(different.len(), templates.len(), "{language}");
    }
}

/// A club that has taken a pack in.
fn club(file: &File, process: &Process) -> (Context, Graph) {
    let mut offline = Offline::new();
    offline.meet(file);
    let graph = offline.graph(file, process).expect("a graph");
    let catalogue = offline.catalogue(file, &[]);
    let day = Some(DayHours {
        opens: NaiveTime::from_hms_opt(9, 0, 0).expect("a time"),
        closes: NaiveTime::from_hms_opt(21, 0, 0).expect("a time"),
    });
    let choice = |id: &DictionaryId| {
        vec![Choice {
            id: ValueId::from_i64(id.as_i64()),
            name: "значение".into(),
            archived: false,
        }]
    };
    let context = Context {
        now: Timestamp::parse("2026-11-20T09:00:00Z").expect("an instant"),
        zone: Zone::utc(),
        calendar: Calendar {
            week: [day, day, day, day, day, day, None],
            holidays: Vec::new(),
        },
        currency: "RUB".into(),
        country: "RU".into(),
        chain: Some(ChainFacts {
            id: ChainId::from_i64(1),
            version_id: VersionId::from_i64(1),
            graph: graph.clone(),
            state: ChainState::Active,
            attempts: BTreeMap::new(),
            recent_tasks: 1,
            open_errands: 0,
        }),
        client: Some(ClientFacts {
            id: ClientId::from_i64(1),
            responsible_id: Some(ANNA),
            stage: domain::clients::Stage::Lead,
            tags: Vec::new(),
            running: BTreeMap::new(),
            email: None,
        }),
        templates: catalogue.templates,
        results: catalogue.results,
        dictionaries: catalogue
            .dictionaries
            .keys()
            .map(|id| (*id, choice(id)))
            .collect(),
        staff: vec![StaffFacts {
            id: ANNA,
            name: "Анна".into(),
            role_id: RoleId::from_i64(1),
            branches: vec![BRANCH],
            available: true,
            load: Load::default(),
        }],
        roles: BTreeMap::new(),
        processes: BTreeMap::new(),
        branches: BTreeMap::new(),
        words: Words::default(),
        hooks: BTreeMap::new(),
        join: None,
        caller: None,
    };
    (context, graph)
}

/// Answers to everything that a result asks.
fn answers(cx: &Context, result: ResultId) -> BTreeMap<String, Raw> {
    let def = cx
        .results
        .iter()
        .find(|known| known.id == result)
        .expect("a result");
    let later = cx.now.plus(Duration::days(2));
    let fields = def.fields.iter().filter_map(|field| {
        let value = field
            .dictionary_id
            .map(|id| ValueId::from_i64(id.as_i64()).to_string());
        let raw = match field.kind {
            FieldType::DateTime => Raw::Text(later.to_string()),
            FieldType::Date => Raw::Text(cx.zone.day(later).to_string()),
            FieldType::Dictionary => Raw::Text(value?),
            FieldType::DictionaryMulti => Raw::List(vec![value?]),
            FieldType::Text | FieldType::LongText => Raw::Text("так сказал клиент".into()),
            _ => return None,
        };
        Some((field.key.clone(), raw))
    });
    fields.collect()
}

/// What a chain of a pack can come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Goal,
    Refusal,
    Other,
    /// Not within as many answers as were given.
    Open,
}

/// Leads one client through a process by the results that `choose` picks among so many.
fn led(file: &File, process: &Process, mut choose: impl FnMut(usize) -> Option<usize>) -> End {
    let (mut cx, graph) = club(file, process);
    let begun = start(ANNA, BRANCH, &Adjustment::default(), &cx).expect("a pack starts");
    let mut step = begun.task.step;
    loop {
        let results = &graph.step(&step).expect("tasks stand at steps").results;
        let Some(place) = choose(results.len()) else {
            return End::Open;
        };
        let result = results[place];
        let task = TaskFacts {
            id: TaskId::from_i64(1),
            template_id: graph.step(&step).map(|step| step.template_id),
            step: Some(step.clone()),
            branch_id: BRANCH,
            assignee: Assignee::Employee(ANNA),
            due: Due::Day(cx.zone.day(cx.now)),
            priority: Priority::Normal,
            state: TaskState::Open,
            attempt: 1,
        };
        let filled = answers(&cx, result);
        let silent = Adjustment::default();
        let decision = complete(&task, result, &filled, None, &silent, ANNA, &cx)
            .unwrap_or_else(|refused| panic!("{step} {result}: {refused:?}"));
        let chain = cx.chain.as_mut().expect("a chain");
        chain.attempts = decision.chain.clone().expect("a changed chain").attempts;
        step = match decision.next {
            Next::Goal => return End::Goal,
            Next::Refusal => return End::Refusal,
            Next::End => return End::Other,
            Next::Task(task) => {
                let due = match task.due {
                    Due::At(at) => at,
                    Due::Day(day) => cx.zone.midnight(day),
                };
                cx.now = cx.now.plus(Duration::hours(3)).max(due);
                task.step
            }
            Next::Sleep { until, target, .. } => {
                cx.now = until;
                wake(&target, ANNA, BRANCH, &cx)
                    .expect("a sleeping chain wakes")
                    .task
                    .step
            }
            Next::StartProcess { .. } | Next::Join(_) | Next::Nothing => {
                panic!("{step}: a pack ends by itself")
            }
        };
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Whatever people answer, every pack goes on without a hitch, and whoever answers at random soon comes to an end.
    #[test]
    fn random_results_lead_to_an_end(
        which in 0usize..18,
        process in 0usize..3,
        answers in proptest::collection::vec(any::<Index>(), 200),
    ) {
        let file = read(&ALL[which]);
        let mut answers = answers.into_iter();
        let end = led(&file, &file.processes[process], |count| answers.next().map(|one| one.index(count)));
        prop_assert_ne!(end, End::Open);
    }
}

#[test]
fn the_goal_can_be_reached_from_every_step() {
    for shipped in ALL.iter().filter(|pack| pack.language == Language::Ru) {
        let file = read(shipped);
        for process in &file.processes {
            let (_, graph) = club(&file, process);
            let mut reached: Vec<&str> = Vec::new();
            loop {
                let leads = |then: &Continuation| match then {
                    Continuation::Goal => true,
                    Continuation::Step { target } | Continuation::Sleep { target, .. } => {
                        reached.contains(&target.step.as_str())
                    }
                    _ => false,
                };
                let more: Vec<&str> = graph
                    .transitions
                    .iter()
                    .filter(|one| leads(&one.then) && !reached.contains(&one.step.as_str()))
                    .map(|one| one.step.as_str())
                    .collect();
                if more.is_empty() {
                    break;
                }
                reached.extend(more);
            }
            for step in &graph.steps {
                assert!(
                    reached.contains(&step.key.as_str()),
                    "{} {}",
                    shipped.key,
                    step.key
                );
            }
        }
    }
}

#[test]
fn nobody_is_called_for_ever() {
    // Who never answers is let go by every process within a handful of attempts.
    for shipped in ALL.iter().filter(|pack| pack.language == Language::En) {
        let file = read(shipped);
        for process in &file.processes {
            let first = &process.steps[0];
            let silent = first
                .results
                .iter()
                .position(|one| one.result.text == "no_answer");
            let silent = silent.expect("a call may stay unanswered");
            let mut calls = 0;
            let end = led(&file, process, |_| {
                calls += 1;
                (calls <= 10).then_some(silent)
            });
            assert!(
                end == End::Refusal || end == End::Other,
                "{} {end:?}",
                shipped.key
            );
            assert!(calls <= 5, "{} {calls}", shipped.key);
        }
    }
}
