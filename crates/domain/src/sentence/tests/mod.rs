mod also;
mod cases;
mod verdict;

use chrono::Duration;

use super::*;
use crate::calendar::tests::date;
use crate::chains::{AssigneeReason, DueReason, Sentence};
use crate::fields::{FaultKind, FieldType};
use crate::processes::DueUnit;
use crate::tasks::{Priority, RankReason};
use crate::time::tests::{wall, zone};
use crate::time::{Due, Timestamp};

const RU: Language = Language::Ru;
const EN: Language = Language::En;
const RO: Language = Language::Ro;

/// What is told in a language on Saturday, 21 November 2026, in Moscow; spaces that do not break are shown as spaces.
fn tell(language: Language, text: impl FnOnce(Telling<'_>) -> String) -> String {
    let zone = zone("Europe/Moscow");
    text(Telling {
        language,
        zone: &zone,
        today: date("2026-11-21"),
    })
    .replace(NBSP, " ")
}

fn at(text: &str) -> Timestamp {
    zone("Europe/Moscow").instant(wall(text))
}

fn trial(due: Due, attempt_limit: Option<u32>) -> Sentence {
    Sentence::Task {
        template: "Пробное занятие".into(),
        due,
        person: Some("Анна".into()),
        pool: None,
        away: false,
        assignee_reason: AssigneeReason::Same,
        attempt: 1,
        attempt_limit,
        reasons: vec![],
    }
}

#[test]
fn the_next_step_is_one_sentence() {
    let evening = Due::At(at("2026-12-05 19:00"));
    for (language, sentence, expected) in [
        (
            RU,
            trial(evening, Some(3)),
            "Далее: Пробное занятие, сб 5 декабря 19:00, Анна, попытка 1 из 3",
        ),
        (
            EN,
            trial(evening, Some(3)),
            "Next: Пробное занятие, Sat 5 December 19:00, Анна, attempt 1 of 3",
        ),
        (
            RO,
            trial(evening, None),
            "Urmează: Пробное занятие, sâm. 5 decembrie 19:00, Анна",
        ),
        (
            RU,
            trial(Due::At(at("2026-11-21 18:30")), None),
            "Далее: Пробное занятие, сегодня 18:30, Анна",
        ),
        (
            EN,
            trial(Due::Day(date("2026-11-22")), None),
            "Next: Пробное занятие, tomorrow, Анна",
        ),
        (
            RU,
            trial(Due::Day(date("2027-01-04")), None),
            "Далее: Пробное занятие, пн 4 января 2027, Анна",
        ),
        (RU, Sentence::Goal, "Процесс завершён: цель достигнута"),
        (EN, Sentence::Refusal, "Process finished: refusal"),
        (
            RO,
            Sentence::StartProcess {
                process: "Reînnoire".into(),
            },
            "Urmează: procesul „Reînnoire”",
        ),
        (
            EN,
            Sentence::Sleep {
                until: at("2026-12-20 00:00"),
                template: "Call".into(),
                errands: false,
                process: None,
            },
            "Next: pause until Sun 20 December, then “Call”",
        ),
        (
            RU,
            Sentence::Sleep {
                until: at("2026-12-20 00:00"),
                template: "Звонок".into(),
                errands: false,
                process: None,
            },
            "Далее: пауза до вс 20 декабря, затем «Звонок»",
        ),
        (
            RU,
            Sentence::Sleep {
                until: at("2026-12-20 00:00"),
                template: "Звонок".into(),
                errands: true,
                process: None,
            },
            "Далее: когда выполнят поручения, но не позже вс 20 декабря, «Звонок»",
        ),
    ] {
        assert_eq!(tell(language, |telling| telling.next(&sentence)), expected);
    }
}

#[test]
fn a_pool_and_an_absent_person_are_said() {
    let mut sentence = trial(Due::Day(date("2026-11-24")), None);
    let Sentence::Task { away, .. } = &mut sentence else {
        panic!()
    };
    *away = true;
    assert_eq!(
        tell(RU, |telling| telling.next(&sentence)),
        "Далее: Пробное занятие, вт 24 ноября, Анна (нет на месте)"
    );
    let Sentence::Task {
        person: name,
        pool: role,
        ..
    } = &mut sentence
    else {
        panic!()
    };
    (*name, *role) = (None, Some("Операторы".into()));
    assert_eq!(
        tell(RU, |telling| telling.next(&sentence)),
        "Далее: Пробное занятие, вт 24 ноября, общая очередь «Операторы»"
    );
}

#[test]
fn remarks_tell_what_is_news() {
    let closed = |name: Option<&str>| DueReason::ClosedDays {
        from: date("2027-01-01"),
        to: date("2027-01-02"),
        name: name.map(Into::into),
    };
    let after = |unit| DueReason::After { amount: 2, unit };
    for (why, expected) in [
        (vec![after(DueUnit::WorkingDays), closed(None)], ""),
        (
            vec![after(DueUnit::Days), closed(None)],
            "1–2 января 2027: выходные",
        ),
        (
            vec![after(DueUnit::WorkingDays), closed(Some("Новый год"))],
            "1–2 января 2027: Новый год",
        ),
        (
            vec![after(DueUnit::Minutes), DueReason::OutsideHours],
            "перенесено в рабочие часы",
        ),
        (
            vec![DueReason::PromisedOutside],
            "филиал в это время закрыт, обещанное время сохранено",
        ),
    ] {
        let mut sentence = trial(Due::Day(date("2027-01-04")), None);
        if let Sentence::Task { reasons, .. } = &mut sentence {
            *reasons = why;
        }
        assert_eq!(
            tell(RU, |telling| telling.remarks(&sentence).join("; ")),
            expected
        );
    }
}

#[test]
fn amounts_take_the_right_forms() {
    use DueUnit::{Days, Minutes, WorkingDays, WorkingMinutes};
    for (amount, unit, ru, en, ro) in [
        (
            1,
            WorkingDays,
            "через 1 рабочий день",
            "in 1 working day",
            "peste 1 zi lucrătoare",
        ),
        (
            2,
            WorkingDays,
            "через 2 рабочих дня",
            "in 2 working days",
            "peste 2 zile lucrătoare",
        ),
        (21, Days, "через 21 день", "in 21 days", "peste 21 de zile"),
        (5, Days, "через 5 дней", "in 5 days", "peste 5 zile"),
        (
            120,
            WorkingMinutes,
            "через 2 рабочих часа",
            "in 2 working hours",
            "peste 2 ore lucrătoare",
        ),
        (60, Minutes, "через 1 час", "in 1 hour", "peste 1 oră"),
        (
            31,
            Minutes,
            "через 31 минуту",
            "in 31 minutes",
            "peste 31 de minute",
        ),
        (0, Minutes, "сразу", "at once", "imediat"),
        (
            0,
            WorkingDays,
            "в тот же день",
            "the same day",
            "în aceeași zi",
        ),
    ] {
        for (language, expected) in [(RU, ru), (EN, en), (RO, ro)] {
            assert_eq!(
                tell(language, |telling| telling.after(amount, unit)),
                expected
            );
        }
    }
}

#[test]
fn plurals_from_nought_to_two_hundred() {
    for number in 0..=200u64 {
        let ru = match (number % 10, number % 100) {
            (_, 11..=14) => Plural::Many,
            (1, _) => Plural::One,
            (2..=4, _) => Plural::Few,
            _ => Plural::Many,
        };
        let ro = match number {
            1 => Plural::One,
            0 | 2..=19 | 101..=119 => Plural::Few,
            _ => Plural::Many,
        };
        let en = if number == 1 {
            Plural::One
        } else {
            Plural::Many
        };
        assert_eq!(
            (plural(RU, number), plural(EN, number), plural(RO, number)),
            (ru, en, ro),
            "{number}"
        );
    }
}

#[test]
fn a_place_in_the_queue_is_explained() {
    let overdue = |by| RankReason::Overdue {
        priority: Priority::High,
        by,
    };
    for (language, reason, expected) in [
        (
            RU,
            overdue(Duration::hours(50)),
            "Высокий приоритет, просрочено 2 дня",
        ),
        (
            EN,
            overdue(Duration::hours(3)),
            "High priority, overdue 3 h",
        ),
        (
            RO,
            overdue(Duration::days(22)),
            "Prioritate înaltă, întârziat 3 săpt.",
        ),
        (
            RU,
            overdue(Duration::minutes(20)),
            "Высокий приоритет, просрочено 20 мин",
        ),
        (
            RU,
            RankReason::Now {
                at: at("2026-11-21 16:30"),
            },
            "Обещано на 16:30",
        ),
        (
            EN,
            RankReason::TodayAt {
                at: at("2026-11-21 17:00"),
            },
            "Today at 17:00",
        ),
        (
            RU,
            RankReason::Today {
                priority: Priority::Low,
            },
            "Сегодня, низкий приоритет",
        ),
        (
            RU,
            RankReason::Planned {
                due: Due::Day(date("2026-12-05")),
            },
            "Запланировано: сб 5 декабря",
        ),
    ] {
        assert_eq!(
            tell(language, |telling| telling.rank_reason(reason)),
            expected
        );
    }
}

#[test]
fn a_task_says_why_it_is_here() {
    let due_reasons = [
        DueReason::After {
            amount: 3,
            unit: DueUnit::WorkingDays,
        },
        DueReason::ClosedDays {
            from: date("2026-11-22"),
            to: date("2026-11-22"),
            name: None,
        },
    ];
    let facts = WhyFacts {
        origin: Origin::Result {
            result: "Думает",
            by: "Ольга",
            at: at("2026-11-20 16:05"),
            because: None,
            version: Some(("Тёплый клиент", 3)),
        },
        due: Due::Day(date("2026-11-24")),
        due_reasons: &due_reasons,
        assignee: "Анна",
        in_pool: false,
        assignee_reason: Some(&AssigneeReason::Same),
        attempt: 1,
        attempt_limit: Some(5),
        postponed: 0,
        cancelled: None,
    };
    assert_eq!(
        tell(RU, |telling| telling.why(facts)),
        "Следует из результата «Думает» (Ольга, вчера 16:05) по версии 3 процесса «Тёплый клиент». \
         Срок: вт 24 ноября (через 3 рабочих дня; вс 22 ноября: выходной). \
         Исполнитель: Анна (тот же исполнитель). Попытка 1 из 5."
    );
    let cancelled = WhyFacts {
        origin: Origin::Start {
            process: "Warm client",
            by: None,
        },
        due_reasons: &[],
        assignee: "Operators",
        in_pool: true,
        assignee_reason: None,
        attempt_limit: None,
        postponed: 2,
        cancelled: Some(("Olga", "moved away")),
        ..facts
    };
    assert_eq!(
        tell(EN, |telling| telling.why(cancelled)),
        "First step of the process “Warm client”. Due: Tue 24 November. Assignee: shared queue “Operators”. Moved by hand: 2. \
         Cancelled: Olga, reason: “moved away”."
    );
}

#[test]
fn faults_say_what_to_do() {
    for (language, why, kind, expected) in [
        (RU, FaultKind::Required, None, "Заполните это поле"),
        (
            EN,
            FaultKind::TooSmall { min: 1 },
            Some(FieldType::Integer),
            "At least 1",
        ),
        (
            RU,
            FaultKind::TooBig { max: 1_250_000 },
            Some(FieldType::Money),
            "Не больше 12 500",
        ),
        (
            RO,
            FaultKind::TooBig { max: 1_050 },
            Some(FieldType::Money),
            "Cel mult 10,50",
        ),
        (
            RU,
            FaultKind::TooLong { max: 500 },
            None,
            "Не больше 500 символов",
        ),
        (
            RU,
            FaultKind::TooLong { max: 21 },
            None,
            "Не больше 21 символа",
        ),
        (
            RO,
            FaultKind::TooLong { max: 500 },
            None,
            "Cel mult 500 de caractere",
        ),
        (
            EN,
            FaultKind::Malformed,
            Some(FieldType::Phone),
            "Check the phone number",
        ),
        (
            RU,
            FaultKind::WrongType {
                wanted: FieldType::DateTime,
            },
            None,
            "Нужны дата и время",
        ),
    ] {
        assert_eq!(fault(language, &why, kind).replace(NBSP, " "), expected);
    }
}

struct Known;

impl Names for Known {
    fn step(&self, key: &str) -> Option<&str> {
        (key == "visit").then_some("Пробное занятие")
    }

    fn template(&self, _: crate::ids::TemplateId) -> Option<&str> {
        Some("Выдать абонемент")
    }

    fn field(&self, key: &str) -> Option<&str> {
        (key == "when").then_some("Когда")
    }

    fn role(&self, _: crate::ids::RoleId) -> Option<&str> {
        Some("Операторы")
    }

    fn employee(&self, _: crate::ids::EmployeeId) -> Option<&str> {
        None
    }

    fn process(&self, _: crate::ids::ProcessId) -> Option<&str> {
        Some("Продление")
    }

    fn value(&self, id: crate::ids::ValueId) -> Option<&str> {
        ["Утро", "Вечер"].get(id.as_i64() as usize).copied()
    }

    fn branch(&self, _: crate::ids::BranchId) -> Option<&str> {
        Some("Центр")
    }

    fn hook(&self, _: crate::ids::HookId) -> Option<&str> {
        Some("Склад")
    }
}

#[test]
fn a_process_reads_as_a_list() {
    use crate::chains::tests::{OPERATORS, target, working_days};
    use crate::processes::{
        AssigneeRule, Continuation, DueRule, Exhausted, Freedom, Pick, SleepUntil, Target,
    };
    let field = |offset_minutes| DueRule::Field {
        field: "when".into(),
        offset_minutes,
    };
    let step = |due| Continuation::Step {
        target: target("visit", due),
    };
    let in_pool = Continuation::Step {
        target: Target {
            assignee: AssigneeRule::Role {
                role_id: OPERATORS,
                pick: Pick::Pool,
            },
            ..target("visit", working_days(1))
        },
    };
    let retry = Continuation::Retry {
        limit: 5,
        due: vec![
            DueRule::After {
                amount: 120,
                unit: DueUnit::WorkingMinutes,
                at: None,
            },
            working_days(1),
        ],
        assignee: AssigneeRule::Same,
        freedom: Freedom::Both,
        exhausted: Exhausted::Refusal,
    };
    let sleep = Continuation::Sleep {
        until: SleepUntil {
            field: None,
            days: 30,
            errands: false,
            call: None,
        },
        target: target("visit", working_days(0)),
    };
    for (language, then, expected) in [
        (
            RU,
            step(field(0)),
            "→ Пробное занятие, срок из поля «Когда»",
        ),
        (
            RU,
            step(field(-1_440)),
            "→ Пробное занятие, срок из поля «Когда» -1 дн.",
        ),
        (
            EN,
            step(working_days(2)),
            "→ Пробное занятие, in 2 working days",
        ),
        (
            RU,
            in_pool,
            "→ Пробное занятие, через 1 рабочий день, общая очередь «Операторы»",
        ),
        (
            RU,
            retry,
            "↩ ещё раз через 2 рабочих часа, потом через 1 рабочий день; попыток: 5, потом отказ",
        ),
        (
            EN,
            sleep,
            "pause: in 30 days → Пробное занятие, the same day",
        ),
        (RO, Continuation::Goal, "obiectiv"),
    ] {
        assert_eq!(
            tell(language, |telling| telling.continuation(&then, &Known)),
            expected
        );
    }
}
