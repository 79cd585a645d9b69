use super::*;
use crate::discounts::{Gives, Term};
use crate::language::Language;
use crate::sentence::Telling;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("an instant")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

const NOW: &str = "2026-11-21T09:00:00Z";

fn contact(when: &str, result: &str, outcome: Outcome) -> Contacted {
    Contacted {
        at: at(when),
        result: result.into(),
        outcome,
        reached: outcome != Outcome::NoContact,
        answers: Vec::new(),
        comment: None,
    }
}

fn nobody() -> BriefFacts {
    BriefFacts {
        stage: Stage::Lead,
        since: at("2026-11-01T10:00:00Z"),
        source: None,
        birth_date: None,
        family: Vec::new(),
        contacts: Vec::new(),
        forbidden: Vec::new(),
        next: None,
        discounts: Vec::new(),
        note: None,
    }
}

fn lines(facts: &BriefFacts) -> Vec<BriefLine> {
    brief(facts, at(NOW), &Zone::utc())
}

fn words(facts: &BriefFacts, language: Language) -> Vec<String> {
    let zone = Zone::utc();
    let telling = Telling {
        language,
        zone: &zone,
        today: day("2026-11-21"),
    };
    let told = lines(facts).into_iter().map(|line| telling.brief(&line));
    told.map(|line| line.replace('\u{a0}', " ")).collect()
}

fn known() -> BriefFacts {
    BriefFacts {
        source: Some("Сайт".into()),
        birth_date: Some(day("1991-11-26")),
        family: vec![Relative {
            name: "Марк".into(),
            kind: "сын".into(),
            birth_date: Some(day("2019-05-02")),
        }],
        contacts: vec![
            contact("2026-11-20T15:05:00Z", "Недозвон", Outcome::NoContact),
            contact("2026-11-19T11:00:00Z", "Недозвон", Outcome::NoContact),
            Contacted {
                comment: Some("Спрашивала  про\nутро".into()),
                ..contact("2026-11-18T16:05:00Z", "Думает", Outcome::Progress)
            },
            Contacted {
                answers: vec!["Дорого".into()],
                ..contact(
                    "2026-11-10T17:30:00Z",
                    "Сейчас не актуально",
                    Outcome::Postponed,
                )
            },
        ],
        next: Some(("Личный звонок".into(), Due::At(at("2026-11-21T16:30:00Z")))),
        ..nobody()
    }
}

#[test]
fn of_somebody_new_there_is_one_line() {
    assert_eq!(words(&nobody(), Language::Ru), ["Лид с вс 1 ноября"]);
}

#[test]
fn who_was_never_reached_is_said_to_be_so() {
    let missed = |when| contact(when, "Недозвон", Outcome::NoContact);
    let facts = BriefFacts {
        contacts: vec![missed("2026-11-20T15:05:00Z")],
        ..nobody()
    };
    assert_eq!(
        words(&facts, Language::Ru)[1],
        "Ещё не было разговора, без ответа: 1 раз, последний вчера 15:05"
    );
}

#[test]
fn the_lines_say_what_a_caller_needs() {
    assert_eq!(
        words(&known(), Language::Ru),
        [
            "Лид с вс 1 ноября, источник: Сайт",
            "День рождения чт 26 ноября: исполнится 35",
            "Семья: Марк (сын, 7 лет)",
            "Последний разговор: «Думает», ср 18 ноября 16:05. Спрашивала про утро",
            "После него без ответа: 2 раза, последний вчера 15:05",
            "Разговоров: 2, в среднем раз в 8 дней",
            "Раньше: «Сейчас не актуально» (Дорого), вт 10 ноября",
            "Дальше: Личный звонок, сегодня 16:30",
        ]
    );
    assert_eq!(
        words(&known(), Language::En)[3..5],
        [
            "Last talk: “Думает”, Wed 18 November 16:05. Спрашивала про утро",
            "No answer since: 2 times, last yesterday 15:05",
        ]
    );
    assert_eq!(
        words(&known(), Language::Ro)[4],
        "Fără răspuns de atunci: de 2 ori, ultima dată ieri 15:05"
    );
}

#[test]
fn the_least_needed_lines_give_way() {
    let facts = BriefFacts {
        forbidden: vec![Channel::Sms, Channel::Email],
        note: Some("Говорить тихо".into()),
        ..known()
    };
    let kinds: Vec<BriefKind> = lines(&facts).iter().map(BriefLine::kind).collect();
    assert_eq!(kinds.len(), MAX_LINES);
    assert!(!kinds.contains(&BriefKind::Rhythm), "{kinds:?}");
    assert!(!kinds.contains(&BriefKind::Birthday), "{kinds:?}");
    assert_eq!(words(&facts, Language::Ru)[1], "Нельзя: SMS, письма");
    assert_eq!(words(&facts, Language::Ru)[7], "Заметка: Говорить тихо");
}

#[test]
fn birthdays_near_the_turn_of_the_year_and_of_leap_days() {
    for (today, born, expected) in [
        ("2026-12-30", "1990-01-02", Some(("2027-01-02", 37))),
        ("2027-01-02", "1990-12-31", Some(("2026-12-31", 36))),
        ("2026-02-28", "2004-02-29", Some(("2026-03-01", 22))),
        ("2028-02-28", "2004-02-29", Some(("2028-02-29", 24))),
        ("2026-06-01", "2026-06-03", None),
        ("2026-06-01", "1990-07-01", None),
    ] {
        let found = birthday(day(born), day(today));
        let expected = expected.map(|(on, turns)| BriefLine::Birthday { on: day(on), turns });
        assert_eq!(found, expected, "{born} on {today}");
    }
}

#[test]
fn hours_are_named_only_when_they_are_usual() {
    let talks = |hours: &[u32]| {
        let made = hours.iter().zip(1..).map(|(hour, day)| {
            let when = format!("2026-10-{day:02}T{hour:02}:20:00Z");
            contact(&when, "Думает", Outcome::Progress)
        });
        made.collect::<Vec<_>>()
    };
    for (hours, expected) in [
        (&[18, 19, 18][..], None),
        (&[18, 19, 18, 20], Some((18, 21))),
        (&[18, 19, 18, 9], Some((17, 20))),
        (&[18, 19, 9, 10], None),
        (&[23, 22, 23, 21], Some((21, 24))),
    ] {
        let talks = talks(hours);
        let all: Vec<&Contacted> = talks.iter().collect();
        let found = usual_hours(&all, &Zone::utc());
        assert_eq!(found.is_some(), expected.is_some(), "{hours:?}");
        if let (Some((from, until)), Some(_)) = (found, expected) {
            let inside = hours.iter().filter(|hour| (from..until).contains(hour));
            assert!(inside.count() * 4 >= hours.len() * 3, "{hours:?}");
        }
    }
}

#[test]
fn a_long_note_is_cut_between_words() {
    let text = "слово ".repeat(60);
    let cut = quote(&text);
    assert!(
        cut.ends_with("слово…") && cut.chars().count() <= MAX_QUOTE + 1,
        "{cut}"
    );
    assert_eq!(quote(" одно\n\nдва "), "одно два");
}

fn held(name: &str, from: &str, until: Option<&str>) -> Held {
    Held {
        name: name.into(),
        gives: Gives::Percent {
            basis_points: 1_250,
        },
        term: Term {
            from: day(from),
            until: until.map(day),
        },
    }
}

#[test]
fn discounts_are_named_while_they_hold_and_give_way_until_they_run_out() {
    let ending = held("Второй ребёнок", "2026-01-01", Some("2026-12-05"));
    let lasting = held("Многодетная семья", "2026-09-01", None);
    let facts = BriefFacts {
        discounts: vec![
            lasting.clone(),
            held("Была", "2026-01-01", Some("2026-11-20")),
            held("Будет", "2026-11-22", None),
            ending,
        ],
        ..nobody()
    };
    assert_eq!(
        words(&facts, Language::Ru)[1],
        "Скидки и льготы: Второй ребёнок −12,5 % по 5 декабря, Многодетная семья −12,5 %"
    );
    assert_eq!(
        words(&facts, Language::En)[1],
        "Discounts: Второй ребёнок −12.5% through 5 December, Многодетная семья −12.5%"
    );
    // Eight lines are there already: what holds for long gives way, what runs out does not.
    let crowded = |discounts: Vec<Held>| {
        let facts = BriefFacts {
            discounts,
            ..known()
        };
        lines(&facts)
            .iter()
            .any(|line| line.kind() == BriefKind::Discounts)
    };
    assert!(crowded(facts.discounts));
    let many = BriefFacts {
        forbidden: vec![Channel::Sms],
        note: Some("Говорить тихо".into()),
        discounts: vec![lasting],
        ..known()
    };
    let kinds: Vec<BriefKind> = lines(&many).iter().map(BriefLine::kind).collect();
    assert!(!kinds.contains(&BriefKind::Discounts), "{kinds:?}");
}
