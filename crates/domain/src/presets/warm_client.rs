//! The process "a warm client": a personal call, a trial lesson, a check of the purchase.

use super::{PresetField, PresetProcess, PresetResult, PresetStep, PresetTemplate, Words};
use crate::fields::{FieldType, Limits};
use crate::processes::{
    AssigneeRule, Continuation, DueRule, DueUnit, Exhausted, Freedom, SleepUntil, Target,
};
use crate::results::Outcome;
use crate::tasks::{Direction, Priority, TaskType};

const CALL: &str = "personal_call";
const TRIAL: &str = "trial_lesson";
const CHECK: &str = "check_purchase";

pub(super) fn after(amount: u32, unit: DueUnit) -> DueRule {
    DueRule::After {
        amount,
        unit,
        at: None,
    }
}

fn of_field(field: &str) -> DueRule {
    DueRule::Field {
        field: field.into(),
        offset_minutes: 0,
    }
}

fn target(step: &str, due: DueRule) -> Target {
    Target {
        step: step.into(),
        due: Some(due),
        assignee: AssigneeRule::Same,
        freedom: Freedom::Both,
    }
}

fn to(step: &str, due: DueRule) -> Continuation {
    Continuation::Step {
        target: target(step, due),
    }
}

pub(super) fn process(words: Words) -> PresetProcess {
    use DueUnit::{WorkingDays, WorkingMinutes};
    let call = vec![
        ("trial_booked", to(TRIAL, of_field("visit_at"))),
        ("will_buy", to(CHECK, after(1, WorkingDays))),
        ("bought", Continuation::Goal),
        ("info_sent", to(CALL, after(2, WorkingDays))),
        ("thinks", to(CALL, after(3, WorkingDays))),
        ("call_back", to(CALL, of_field("call_at"))),
        (
            "no_answer",
            Continuation::Retry {
                limit: 5,
                due: vec![after(120, WorkingMinutes), after(1, WorkingDays)],
                assignee: AssigneeRule::Same,
                freedom: Freedom::Both,
                exhausted: Exhausted::Refusal,
            },
        ),
        (
            "not_now",
            Continuation::Sleep {
                until: SleepUntil {
                    field: Some("return_after".into()),
                    days: 30,
                    errands: false,
                    call: None,
                },
                target: target(CALL, after(0, WorkingDays)),
            },
        ),
        ("refused", Continuation::Refusal),
    ];
    let trial = vec![
        ("bought", Continuation::Goal),
        ("will_buy", to(CHECK, after(1, WorkingDays))),
        ("no_show", to(CALL, after(60, WorkingMinutes))),
        ("disliked", to(CALL, after(1, WorkingDays))),
    ];
    let check = vec![
        ("bought", Continuation::Goal),
        ("not_bought", to(CALL, after(1, WorkingDays))),
    ];
    PresetProcess {
        key: "warm_client",
        name: words.say("Тёплый клиент", "Warm client", "Client cald"),
        description: words.say(
            "Ведёт того, кто обратился сам: от первого звонка до покупки абонемента или честного отказа.",
            "Leads somebody who asked first from the first call to buying a pass, or to an honest refusal.",
            "Conduce pe cel care s-a adresat singur: de la primul apel până la abonament sau la un refuz sincer.",
        ),
        // Whoever asks is called while he still has the page open.
        start: target(CALL, after(15, WorkingMinutes)),
        steps: vec![
            PresetStep { key: CALL, template: CALL, transitions: call },
            PresetStep { key: TRIAL, template: TRIAL, transitions: trial },
            PresetStep { key: CHECK, template: CHECK, transitions: check },
        ],
    }
}

pub(super) fn templates(words: Words) -> Vec<PresetTemplate> {
    vec![
        PresetTemplate {
            key: CALL,
            name: words.say("Личный звонок клиенту", "Personal call", "Apel personal"),
            task_type: TaskType::ClientCall,
            direction: Some(Direction::Outgoing),
            instruction: words.say(
                include_str!("scripts/ru/personal_call.md"),
                include_str!("scripts/en/personal_call.md"),
                include_str!("scripts/ro/personal_call.md"),
            ),
            priority: Priority::High,
            planned_minutes: 10,
            default_due: after(0, DueUnit::WorkingDays),
            results: vec![
                "trial_booked",
                "will_buy",
                "bought",
                "info_sent",
                "thinks",
                "call_back",
                "no_answer",
                "not_now",
                "refused",
            ],
        },
        PresetTemplate {
            key: TRIAL,
            name: words.say("Пробное занятие", "Trial lesson", "Lecție de probă"),
            task_type: TaskType::ClientTask,
            direction: None,
            instruction: words.say(
                include_str!("scripts/ru/trial_lesson.md"),
                include_str!("scripts/en/trial_lesson.md"),
                include_str!("scripts/ro/trial_lesson.md"),
            ),
            priority: Priority::High,
            planned_minutes: 60,
            default_due: after(1, DueUnit::WorkingDays),
            results: vec!["bought", "will_buy", "no_show", "disliked"],
        },
        PresetTemplate {
            key: CHECK,
            name: words.say(
                "Проверить покупку абонемента",
                "Check the purchase",
                "Verifică cumpărarea abonamentului",
            ),
            task_type: TaskType::ClientTask,
            direction: None,
            instruction: words.say(
                include_str!("scripts/ru/check_purchase.md"),
                include_str!("scripts/en/check_purchase.md"),
                include_str!("scripts/ro/check_purchase.md"),
            ),
            priority: Priority::Normal,
            planned_minutes: 5,
            default_due: after(1, DueUnit::WorkingDays),
            results: vec!["bought", "not_bought"],
        },
    ]
}

pub(super) fn results(words: Words) -> Vec<PresetResult> {
    let details = || {
        optional(
            "details",
            words.say("Подробности", "Details", "Detalii"),
            FieldType::LongText,
        )
    };
    let why = || {
        optional(
            "reason",
            words.say("Причина", "Reason", "Motiv"),
            FieldType::LongText,
        )
    };
    let refusal_reason = || {
        let label = words.say("Причина", "Reason", "Motiv");
        choice("reason", label, FieldType::Dictionary, "refusal_reasons")
    };
    vec![
        result(
            "trial_booked",
            words.say(
                "Запись на пробное занятие",
                "Trial lesson booked",
                "Înscriere la lecția de probă",
            ),
            Outcome::Progress,
            vec![
                promised(
                    "visit_at",
                    words.say(
                        "Дата, когда удобно посетить",
                        "When it suits to come",
                        "Data potrivită pentru vizită",
                    ),
                ),
                choice(
                    "groups",
                    words.say(
                        "Направления и группы",
                        "Directions and groups",
                        "Direcții și grupe",
                    ),
                    FieldType::DictionaryMulti,
                    "directions",
                ),
                optional(
                    "details",
                    words.say(
                        "Дополнительная информация",
                        "Further information",
                        "Informații suplimentare",
                    ),
                    FieldType::LongText,
                ),
            ],
        ),
        result(
            "will_buy",
            words.say(
                "Собирается купить абонемент",
                "Is going to buy a pass",
                "Urmează să cumpere abonament",
            ),
            Outcome::Progress,
            vec![choice(
                "passes",
                words.say(
                    "Какие абонементы интересуют",
                    "Which passes are of interest",
                    "Ce abonamente interesează",
                ),
                FieldType::DictionaryMulti,
                "passes",
            )],
        ),
        result(
            "bought",
            words.say("Купил абонемент", "Bought a pass", "A cumpărat abonament"),
            Outcome::Goal,
            vec![
                choice(
                    "pass",
                    words.say("Абонемент", "Pass", "Abonament"),
                    FieldType::Dictionary,
                    "passes",
                ),
                optional("sum", words.say("Сумма", "Sum", "Sumă"), FieldType::Money),
            ],
        ),
        result(
            "info_sent",
            words.say(
                "Отправлена информация",
                "Information sent",
                "Informații trimise",
            ),
            Outcome::Progress,
            vec![details()],
        ),
        result(
            "thinks",
            words.say("Думает", "Thinks it over", "Se gândește"),
            Outcome::Postponed,
            vec![details()],
        ),
        result(
            "call_back",
            words.say("Перезвонить", "Call back", "De sunat înapoi"),
            Outcome::Postponed,
            vec![promised(
                "call_at",
                words.say("Когда перезвонить", "When to call back", "Când să sunăm"),
            )],
        ),
        PresetResult {
            reached_human: false,
            instant: true,
            ..result(
                "no_answer",
                words.say("Недозвон", "No answer", "Fără răspuns"),
                Outcome::NoContact,
                vec![],
            )
        },
        result(
            "not_now",
            words.say("Сейчас не актуально", "Not now", "Nu este actual acum"),
            Outcome::Postponed,
            vec![
                why(),
                PresetField {
                    limits: not_past(),
                    help: Some(words.say(
                        "Без даты вернёмся через 30 дней",
                        "Without a date we come back in 30 days",
                        "Fără dată revenim peste 30 de zile",
                    )),
                    ..optional(
                        "return_after",
                        words.say("Вернуться после", "Come back after", "Revenire după"),
                        FieldType::Date,
                    )
                },
            ],
        ),
        result(
            "refused",
            words.say("Условный отказ", "Conditional refusal", "Refuz condiționat"),
            Outcome::Refusal,
            vec![
                PresetField {
                    required: true,
                    ..refusal_reason()
                },
                details(),
            ],
        ),
        PresetResult {
            reached_human: false,
            ..result(
                "no_show",
                words.say("Не пришёл", "Did not come", "Nu a venit"),
                Outcome::NoContact,
                vec![why()],
            )
        },
        result(
            "disliked",
            words.say("Не понравилось", "Did not like it", "Nu i-a plăcut"),
            Outcome::Refusal,
            vec![refusal_reason(), details()],
        ),
        result(
            "not_bought",
            words.say(
                "Не купил абонемент",
                "Did not buy a pass",
                "Nu a cumpărat abonament",
            ),
            Outcome::Postponed,
            vec![why()],
        ),
    ]
}

pub(super) fn result(
    key: &'static str,
    name: &'static str,
    outcome: Outcome,
    fields: Vec<PresetField>,
) -> PresetResult {
    PresetResult {
        key,
        name,
        outcome,
        reached_human: true,
        do_not_contact: false,
        instant: false,
        fields,
    }
}

pub(super) fn optional(key: &'static str, label: &'static str, kind: FieldType) -> PresetField {
    PresetField {
        key,
        label,
        kind,
        required: false,
        help: None,
        limits: Limits::default(),
        dictionary: None,
    }
}

/// A moment that a client names; it cannot have passed.
pub(super) fn promised(key: &'static str, label: &'static str) -> PresetField {
    PresetField {
        required: true,
        limits: not_past(),
        ..optional(key, label, FieldType::DateTime)
    }
}

pub(super) fn choice(
    key: &'static str,
    label: &'static str,
    kind: FieldType,
    dictionary: &'static str,
) -> PresetField {
    PresetField {
        dictionary: Some(dictionary),
        ..optional(key, label, kind)
    }
}

fn not_past() -> Limits {
    Limits {
        not_past: true,
        ..Limits::default()
    }
}
