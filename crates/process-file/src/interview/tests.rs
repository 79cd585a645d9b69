//! Whatever was answered makes a process that can be published, unless the interview itself says what is missing.

use domain::fields::{FieldDef, FieldType, Limits};
use domain::ids::{DictionaryId, FieldId, ResultId};
use domain::language::Language;
use domain::processes::Severity;
use domain::results::{Outcome, ResultDef};
use domain::tasks::TaskType;
use proptest::prelude::*;
use proptest::sample::select;

use super::{
    Answers, AskKind, Club, Delay, Edit, Key, KnownList, Lack, Lost, Next, TaskKind, Unit, When,
    guess, offered_results, offered_tasks,
};
use crate::{Offline, parse};

/// What keeps the file of these answers from being published.
fn errors(answers: &Answers, club: &Club) -> Vec<String> {
    let file = answers.file(club);
    let text = file.text();
    let read = match parse(&text) {
        Ok(read) => read,
        Err(faults) => return faults.iter().map(|fault| format!("{fault:?}")).collect(),
    };
    assert_eq!(read.text(), text, "it is read as it was written");
    let mut offline = Offline::new();
    offline.meet(&read);
    offline
        .problems(&read, Language::En)
        .into_iter()
        .filter(|(severity, _)| *severity == Severity::Error)
        .map(|(_, fault)| format!("{fault:?}"))
        .collect()
}

fn begun(language: Language) -> Answers {
    Answers::new(language, &Club::default())
}

fn with(answers: &Answers, edits: Vec<Edit>) -> Answers {
    let mut answers = answers.clone();
    for edit in edits {
        answers.apply(edit, &Club::default());
    }
    answers
}

fn task(answers: &Answers, name: &str) -> Key {
    let mut tasks = answers.tasks.iter();
    tasks.find(|task| task.name == name).expect(name).key
}

fn result(answers: &Answers, name: &str) -> Key {
    let mut results = answers.results.iter();
    results.find(|result| result.name == name).expect(name).key
}

fn next(answers: &Answers, of: &str, with: &str) -> Next {
    let result = result(answers, with);
    let task = answers.task(task(answers, of)).expect(of);
    let way = task.ways.iter().find(|way| way.result == result);
    way.expect(with).next
}

#[test]
fn whoever_only_confirms_gets_a_process_without_a_single_doubt() {
    for language in Language::ALL {
        let answers = begun(*language);
        assert_eq!(answers.lacks(&Club::default()), []);
        let file = answers.file(&Club::default());
        let mut offline = Offline::new();
        offline.meet(&file);
        assert_eq!(offline.problems(&file, Language::En), [], "{language}");
        assert_eq!(errors(&answers, &Club::default()), Vec::<String>::new());
    }
}

#[test]
fn the_three_first_tasks_are_the_way_of_a_warm_client() {
    let answers = begun(Language::Ru);
    let told: Vec<String> = answers
        .tasks
        .iter()
        .map(|task| {
            let ways = task.ways.iter();
            let names = ways.map(|way| answers.result(way.result).unwrap().name.as_str());
            format!("{}: {}", task.name, names.collect::<Vec<_>>().join(", "))
        })
        .collect();
    assert_eq!(
        told,
        [
            "Личный звонок клиенту: Запись на пробное занятие, Собирается купить абонемент, Купил абонемент, Думает, Перезвонить, Недозвон, Отказ",
            "Пробное занятие: Собирается купить абонемент, Купил абонемент, Не пришёл, Не понравилось",
            "Проверить покупку абонемента: Купил абонемент, Не купил абонемент",
        ]
    );
    let to = |name| task(&answers, name);
    assert_eq!(
        next(
            &answers,
            "Личный звонок клиенту",
            "Запись на пробное занятие"
        ),
        Next::Task {
            task: to("Пробное занятие"),
            when: When::Named
        }
    );
    assert_eq!(
        next(&answers, "Пробное занятие", "Не понравилось").task(),
        Some(to("Личный звонок клиенту"))
    );
    assert_eq!(
        next(&answers, "Пробное занятие", "Купил абонемент"),
        Next::Goal
    );
}

#[test]
fn a_result_that_needs_a_date_asks_it_as_long_as_it_needs_it() {
    let answers = begun(Language::Ru);
    let call = task(&answers, "Личный звонок клиенту");
    let thinks = result(&answers, "Думает");
    let to = |when| Edit::Next {
        task: call,
        result: thinks,
        next: Next::Task { task: call, when },
    };
    let named = with(&answers, vec![to(When::Named)]);
    let dated = named.dated_by(thinks).expect("a date is asked");
    let ask = named
        .result(thinks)
        .unwrap()
        .asks
        .iter()
        .find(|ask| ask.key == dated);
    assert_eq!(
        ask.map(|ask| (ask.kind, ask.required)),
        Some((AskKind::DateTime, true))
    );
    // It cannot be taken away while it is needed.
    let kept = with(
        &named,
        vec![Edit::RemoveAsk {
            result: thinks,
            ask: dated,
        }],
    );
    assert!(kept.dated_by(thinks).is_some());
    let delay = Delay {
        amount: 3,
        unit: Unit::WorkingDays,
    };
    let back = with(&named, vec![to(When::After(delay))]);
    assert_eq!(back.dated_by(thinks), None);
}

#[test]
fn a_task_that_is_added_is_led_to_and_one_that_is_taken_away_leaves_nothing_behind() {
    let name = "Встреча с тренером";
    let answers = with(
        &begun(Language::Ru),
        vec![Edit::AddTask { name: name.into() }],
    );
    let met = task(&answers, name);
    assert_eq!(answers.task(met).unwrap().kind, TaskKind::Visit);
    assert_eq!(answers.lacks(&Club::default()), []);
    let link = next(
        &answers,
        "Проверить покупку абонемента",
        "Запись: Встреча с тренером",
    );
    assert_eq!(
        link,
        Next::Task {
            task: met,
            when: When::Named
        }
    );
    let without = with(&answers, vec![Edit::RemoveTask(met)]);
    assert_eq!(without.lacks(&Club::default()), []);
    assert_eq!(without.tasks, begun(Language::Ru).tasks);
}

#[test]
fn what_was_changed_by_hand_stays_and_what_it_leaves_alone_is_told() {
    let answers = begun(Language::Ru);
    let (call, trial) = (
        task(&answers, "Личный звонок клиенту"),
        task(&answers, "Пробное занятие"),
    );
    let booked = result(&answers, "Запись на пробное занятие");
    let without = with(
        &answers,
        vec![Edit::RemoveResult {
            task: call,
            result: booked,
        }],
    );
    assert_eq!(without.lacks(&Club::default()), [Lack::Unmet(trial)]);
    assert!(!errors(&without, &Club::default()).is_empty());
    let led = with(&without, vec![Edit::Lead(trial)]);
    assert_eq!(led.lacks(&Club::default()), []);
    assert_eq!(errors(&led, &Club::default()), Vec::<String>::new());
}

#[test]
fn a_question_is_answered_once_for_all_results_that_ask_it() {
    let answers = begun(Language::Ru);
    let thinks = result(&answers, "Думает");
    let listed = with(
        &answers,
        vec![
            Edit::AddAsk {
                result: thinks,
                label: "Удобное время".into(),
            },
            Edit::Answered {
                label: "Удобное время".into(),
                kind: AskKind::One,
            },
        ],
    );
    // When it is guessed to be a moment, it is none of a list.
    let ask = listed.result(thinks).unwrap().asks.last().unwrap();
    assert_eq!(ask.kind, AskKind::DateTime);
    let listed = with(
        &answers,
        vec![
            Edit::AddAsk {
                result: thinks,
                label: "Тренер".into(),
            },
            Edit::Answered {
                label: "Тренер".into(),
                kind: AskKind::One,
            },
        ],
    );
    let list = listed
        .lists
        .iter()
        .find(|list| list.name == "Тренер")
        .unwrap()
        .key;
    assert_eq!(listed.lacks(&Club::default()), [Lack::EmptyList(list)]);
    let filled = with(
        &listed,
        vec![Edit::Values(list, "Анна\n\n  Олег \nанна\n".into())],
    );
    assert_eq!(filled.list(list).unwrap().values, ["Анна", "Олег"]);
    assert_eq!(errors(&filled, &Club::default()), Vec::<String>::new());
}

/// A club that has some of it already, each awkward in its own way.
fn club() -> Club {
    let field = |number, key: &str, label: &str, kind, dictionary_id| FieldDef {
        id: FieldId::from_i64(number),
        key: key.into(),
        label: label.into(),
        kind,
        required: number == 1,
        help: None,
        limits: Limits::default(),
        dictionary_id,
    };
    let known = |number, name: &str, outcome, instant, fields| ResultDef {
        id: ResultId::from_i64(number),
        name: name.into(),
        outcome,
        reached_human: true,
        do_not_contact: false,
        instant,
        fields,
    };
    let reasons = DictionaryId::from_i64(7);
    Club {
        processes: vec!["Работа с клиентом".into()],
        templates: vec![("пробное занятие".into(), TaskType::ClientTask)],
        results: vec![
            known(1, "Недозвон", Outcome::NoContact, true, vec![]),
            known(2, "Перезвонить", Outcome::Postponed, true, vec![]),
            known(
                3,
                "Отказ",
                Outcome::Refusal,
                false,
                vec![
                    field(1, "data_i_vremia", "Подробности", FieldType::Text, None),
                    field(
                        2,
                        "gone",
                        "Ушло",
                        FieldType::Dictionary,
                        Some(DictionaryId::from_i64(8)),
                    ),
                    field(3, "why", "Почему", FieldType::Dictionary, Some(reasons)),
                ],
            ),
        ],
        lists: vec![KnownList {
            id: reasons,
            name: "Причины отказа".into(),
            values: vec!["Дорого".into()],
        }],
    }
}

#[test]
fn what_the_club_has_is_used_as_it_is() {
    let club = club();
    let answers = Answers::new(Language::Ru, &club);
    assert_eq!(answers.name, "Работа с клиентом 2");
    let file = answers.file(&club);
    let refused = file
        .results
        .iter()
        .find(|result| result.name == "Отказ")
        .unwrap();
    let labels: Vec<&str> = refused
        .fields
        .iter()
        .map(|field| field.label.as_str())
        .collect();
    assert_eq!(labels, ["Подробности", "Почему"]);
    let reasons = file
        .dictionaries
        .iter()
        .find(|list| list.name == "Причины отказа")
        .unwrap();
    let values: Vec<&str> = reasons
        .values
        .iter()
        .map(|value| value.text.as_str())
        .collect();
    assert_eq!(
        values,
        ["Дорого"],
        "the club's own values, and none that nobody asked for"
    );
    // Saved by its key alone, it can ask no date: the next step has a delay instead.
    let call_back = next(&answers, "Личный звонок клиенту", "Перезвонить");
    assert!(matches!(
        call_back,
        Next::Task {
            when: When::After(_),
            ..
        }
    ));
    assert_eq!(errors(&answers, &club), Vec::<String>::new());
}

#[test]
fn words_are_understood() {
    let outcomes = [
        ("Купила годовой абонемент", Outcome::Goal),
        ("Не купил", Outcome::Postponed),
        ("Собирается купить", Outcome::Progress),
        ("Недозвонились", Outcome::NoContact),
        ("Не пришла на встречу", Outcome::NoContact),
        ("Отказалась", Outcome::Refusal),
        ("Слишком дорого", Outcome::Refusal),
        ("Перезвонить завтра", Outcome::Postponed),
        ("Номер неверный", Outcome::Invalid),
        ("Записался на экскурсию", Outcome::Progress),
        ("Что-то другое", Outcome::Progress),
    ];
    for (name, outcome) in outcomes {
        assert_eq!(guess::outcome(name, Language::Ru), outcome, "{name}");
    }
    assert_eq!(
        guess::outcome("Did not buy yet", Language::En),
        Outcome::Postponed
    );
    assert_eq!(
        guess::outcome("Nu a răspuns", Language::Ro),
        Outcome::NoContact
    );
    let kinds = [
        ("Позвонить родителям", TaskKind::Call),
        ("Проверить оплату", TaskKind::Check),
        ("Отправить договор", TaskKind::Send),
        ("Экскурсия", TaskKind::Visit),
        ("Первое занятие", TaskKind::Visit),
        ("Разговор", TaskKind::Call),
    ];
    for (name, kind) in kinds {
        assert_eq!(guess::kind(name, Language::Ru), kind, "{name}");
    }
    let asks = [
        ("Сумма оплаты", AskKind::Money),
        ("Дата рождения", AskKind::Date),
        ("Когда удобно прийти", AskKind::DateTime),
        ("Сколько занятий", AskKind::Number),
        ("Комментарий", AskKind::Note),
        ("Тренер", AskKind::Text),
    ];
    for (label, kind) in asks {
        assert_eq!(guess::ask(label, Language::Ru), kind, "{label}");
    }
}

fn any_name() -> impl Strategy<Value = String> {
    let mut all: Vec<String> = [
        "Встреча",
        "Позвонить ещё раз",
        "Дорого",
        "да",
        "null",
        "- x: y #",
        "Когда",
        "Сумма",
        "  ",
        "!!!",
        "Дата",
        "\u{7}",
    ]
    .map(str::to_owned)
    .into();
    for kind in TaskKind::ALL.iter().copied() {
        all.extend(
            offered_tasks(kind, Language::Ru)
                .into_iter()
                .map(str::to_owned),
        );
        all.extend(
            offered_results(kind, Language::Ru)
                .into_iter()
                .map(str::to_owned),
        );
    }
    prop_oneof![
        8 => select(all),
        1 => "[а-яёA-Z ,.:#'\"]{0,12}",
        1 => Just("длинное имя ".repeat(30)),
    ]
}

fn any_next(key: impl Strategy<Value = Key> + Clone) -> impl Strategy<Value = Next> {
    let delay =
        (0u32..9_000, select(Unit::ALL.to_vec())).prop_map(|(amount, unit)| Delay { amount, unit });
    let when = prop_oneof![delay.clone().prop_map(When::After), Just(When::Named)];
    prop_oneof![
        4 => (key.clone(), when).prop_map(|(task, when)| Next::Task { task, when }),
        1 => (0u32..90, delay, select(vec![Lost::Refusal, Lost::End])).prop_map(|(times, when, lost)| Next::Again { times, when, lost }),
        1 => Just(Next::Goal),
        1 => Just(Next::Refusal),
        1 => (0u32..9_000, key).prop_map(|(days, task)| Next::Sleep { days, task }),
    ]
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let key = || 1u32..60;
    let kinds = || {
        select(vec![
            AskKind::Text,
            AskKind::Note,
            AskKind::Number,
            AskKind::Money,
            AskKind::Date,
            AskKind::DateTime,
            AskKind::YesNo,
            AskKind::One,
            AskKind::Several,
        ])
    };
    prop_oneof![
        1 => any_name().prop_map(Edit::Name),
        4 => any_name().prop_map(|name| Edit::AddTask { name }),
        1 => key().prop_map(Edit::RemoveTask),
        1 => key().prop_map(Edit::First),
        1 => (key(), select(TaskKind::ALL.to_vec())).prop_map(|(key, kind)| Edit::Kind(key, kind)),
        3 => (key(), any_name()).prop_map(|(task, name)| Edit::AddResult { task, name }),
        2 => (key(), key()).prop_map(|(task, result)| Edit::RemoveResult { task, result }),
        1 => (key(), select(Outcome::ALL)).prop_map(|(key, outcome)| Edit::Outcome(key, outcome)),
        6 => (key(), key(), any_next(key())).prop_map(|(task, result, next)| Edit::Next { task, result, next }),
        2 => key().prop_map(Edit::Lead),
        2 => (key(), any_name()).prop_map(|(result, label)| Edit::AddAsk { result, label }),
        2 => (key(), key()).prop_map(|(result, ask)| Edit::RemoveAsk { result, ask }),
        2 => (key(), key(), kinds()).prop_map(|(result, ask, kind)| Edit::AskKind { result, ask, kind }),
        2 => (key(), key(), any::<bool>()).prop_map(|(result, ask, required)| Edit::Required { result, ask, required }),
        2 => (any_name(), kinds()).prop_map(|(label, kind)| Edit::Answered { label, kind }),
        1 => (any_name(), any_name()).prop_map(|(label, list)| Edit::From { label, list }),
        1 => (key(), "[а-в\n]{0,9}").prop_map(|(key, text)| Edit::Values(key, text)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Every set of answers that the wizard calls complete makes a file that can be published.
    #[test]
    fn complete_answers_pass_the_checker(edits in proptest::collection::vec(any_edit(), 0..40), known in any::<bool>()) {
        let club = if known { club() } else { Club::default() };
        let mut answers = Answers::new(Language::Ru, &club);
        for edit in edits {
            answers.apply(edit, &club);
        }
        if answers.lacks(&club).is_empty() {
            let errors = errors(&answers, &club);
            prop_assert!(errors.is_empty(), "{errors:?}\n{}", answers.file(&club).text());
        }
        let again = { let mut again = answers.clone(); again.follow(&club); again };
        prop_assert_eq!(again.tasks, answers.tasks);
        prop_assert_eq!(again.results, answers.results);
    }

    /// Whoever only says which tasks there are has answered everything.
    #[test]
    fn tasks_alone_are_a_process(edits in proptest::collection::vec(
        prop_oneof![
            4 => any_name().prop_map(|name| Edit::AddTask { name }),
            1 => (1u32..30).prop_map(Edit::RemoveTask),
            1 => (1u32..30).prop_map(Edit::First),
        ], 0..25)) {
        let answers = with(&begun(Language::Ru), edits);
        if !answers.tasks.is_empty() {
            prop_assert_eq!(answers.lacks(&Club::default()), []);
            prop_assert_eq!(errors(&answers, &Club::default()), Vec::<String>::new());
        }
    }
}
