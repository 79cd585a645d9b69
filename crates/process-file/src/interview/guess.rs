//! What words say of a task or a result that somebody typed. A guess is shown and can be changed.

use domain::language::Language;
use domain::results::Outcome;

use super::TaskKind;

/// The first that fits; beginnings of words, in lower case.
const KINDS: [(TaskKind, [&[&str]; 3]); 4] = [
    (
        TaskKind::Call,
        [
            &[
                "звон",
                "позвон",
                "обзвон",
                "перезвон",
                "набрать",
                "узнать",
                "пригласить",
                "напомнить",
                "поздравить",
            ],
            &[
                "call",
                "phone",
                "ring",
                "invite",
                "remind",
                "ask ",
                "find out",
                "congratulate",
            ],
            &[
                "apel", "sună", "suna", "telefon", "invit", "amint", "află", "felicit",
            ],
        ],
    ),
    (
        TaskKind::Check,
        [
            &[
                "провер",
                "уточнить",
                "проконтролир",
                "убедиться",
                "ждать",
                "дождаться",
            ],
            &["check", "verify", "make sure", "confirm", "wait"],
            &["verific", "confirm", "aștept", "control"],
        ],
    ),
    (
        TaskKind::Send,
        [
            &[
                "отправ",
                "послать",
                "выслать",
                "написать",
                "подготов",
                "выдать",
                "выставить",
                "оформ",
                "сообщ",
            ],
            &[
                "send", "write", "prepare", "issue", "e-mail", "email", "message", "mail",
            ],
            &["trimit", "scri", "pregăt", "emit", "mesaj"],
        ],
    ),
    (
        TaskKind::Visit,
        [
            &[
                "занят",
                "встреч",
                "визит",
                "экскурс",
                "пробн",
                "тест",
                "консультац",
                "знаком",
                "урок",
                "тренировк",
                "просмотр",
                "приём",
                "прием",
            ],
            &[
                "lesson", "visit", "meeting", "tour", "trial", "consult", "class", "training",
                "test",
            ],
            &[
                "lecți",
                "vizit",
                "întâlni",
                "tur",
                "prob",
                "consult",
                "antrenament",
                "test",
            ],
        ],
    ),
];

/// The same for results; what denies comes before what it denies.
const OUTCOMES: [(Outcome, [&[&str]; 3]); 8] = [
    (
        Outcome::Invalid,
        [
            &[
                "неверн",
                "ошиб",
                "не тот номер",
                "не существует",
                "дубл",
                "неправильн",
            ],
            &["wrong", "invalid", "mistake", "duplicate", "does not exist"],
            &["greșit", "invalid", "duplicat", "nu există"],
        ],
    ),
    (
        Outcome::NoContact,
        [
            &[
                "недозвон",
                "не дозвон",
                "не отвеч",
                "не ответ",
                "не приш",
                "занято",
                "не взял",
                "автоответ",
                "недоступ",
                "не яв",
                "неявк",
                "не приех",
                "не был",
            ],
            &[
                "no answer",
                "no reply",
                "no-show",
                "no show",
                "did not come",
                "did not answer",
                "busy",
                "voicemail",
                "unreachable",
                "not reached",
            ],
            &[
                "fără răspuns",
                "nu răspunde",
                "nu a răspuns",
                "nu a venit",
                "ocupat",
                "mesagerie",
                "absent",
            ],
        ],
    ),
    (
        Outcome::Postponed,
        [
            &[
                "не купил",
                "не оплат",
                "не продл",
                "пока не",
                "не сейчас",
                "не решил",
                "не готов",
            ],
            &[
                "did not buy",
                "not bought",
                "did not pay",
                "not paid",
                "not yet",
                "not now",
                "not decided",
                "not ready",
            ],
            &[
                "nu a cumpărat",
                "nu a plătit",
                "nu încă",
                "încă nu",
                "nu acum",
                "nu s-a hotărât",
            ],
        ],
    ),
    (
        Outcome::Refusal,
        [
            &[
                "отказ",
                "не понрав",
                "не интерес",
                "неинтерес",
                "дорого",
                "ушёл",
                "ушел",
                "не хочет",
                "не нужно",
                "не подош",
                "не подход",
            ],
            &[
                "refus",
                "not interested",
                "did not like",
                "expensive",
                "declin",
                "does not want",
                "left",
                "rejected",
            ],
            &[
                "refuz",
                "nu este interesat",
                "nu e interesat",
                "nu i-a plăcut",
                "scump",
                "nu dorește",
                "nu vrea",
            ],
        ],
    ),
    (
        Outcome::Postponed,
        [
            &[
                "дума",
                "позже",
                "позднее",
                "перезвон",
                "перенес",
                "перенос",
                "подожд",
                "отлож",
                "попросил",
                "не актуально",
                "неактуально",
                "сомнева",
                "болеет",
                "в отпуске",
            ],
            &[
                "think",
                "later",
                "call back",
                "callback",
                "postpon",
                "wait",
                "asked to",
                "doubt",
                "ill",
                "on holiday",
            ],
            &[
                "gând",
                "mai târziu",
                "amân",
                "așteapt",
                "a cerut",
                "revin",
                "bolnav",
                "concediu",
            ],
        ],
    ),
    (
        // "Собирается купить" is no purchase yet.
        Outcome::Progress,
        [
            &["собирается", "хочет", "планирует", "готов ", "обещал"],
            &["going to", "wants", "plans", "ready to", "promised"],
            &[
                "intenționează",
                "vrea să",
                "urmează să",
                "a promis",
                "plănuiește",
            ],
        ],
    ),
    (
        Outcome::Goal,
        [
            &[
                "купил",
                "куплен",
                "оплат",
                "продл",
                "продан",
                "продаж",
                "оформил",
                "заключ",
                "вернулся",
                "вернулась",
                "стал клиент",
            ],
            &[
                "bought",
                "paid",
                "renewed",
                "purchas",
                "sold",
                "signed the",
                "came back",
                "returned",
            ],
            &[
                "cumpărat",
                "plătit",
                "prelungit",
                "vândut",
                "semnat",
                "a revenit",
            ],
        ],
    ),
    (
        Outcome::Progress,
        [
            &[
                "запис",
                "соглас",
                "отправ",
                "приш",
                "побывал",
                "понрав",
                "заинтерес",
                "договор",
            ],
            &[
                "booked",
                "agreed",
                "sent",
                "came",
                "liked",
                "interested",
                "registered",
            ],
            &[
                "program",
                "acord",
                "trimis",
                "a venit",
                "plăcut",
                "interesat",
                "înscris",
            ],
        ],
    ),
];

const fn place(language: Language) -> usize {
    match language {
        Language::Ru => 0,
        Language::En => 1,
        Language::Ro => 2,
    }
}

/// Whether one of the beginnings begins a word of the text.
fn says(text: &str, beginnings: &[&str]) -> bool {
    beginnings.iter().any(|beginning| {
        text.match_indices(beginning).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            before.is_none_or(|letter| !letter.is_alphanumeric())
        })
    })
}

/// What kind of work a task of this name is; a call when nothing says otherwise.
pub fn kind(name: &str, language: Language) -> TaskKind {
    let text = name.to_lowercase();
    let found = KINDS
        .iter()
        .find(|(_, words)| says(&text, words[place(language)]));
    found.map_or(TaskKind::Call, |(kind, _)| *kind)
}

/// What a result of this name means; progress when nothing says otherwise.
pub fn outcome(name: &str, language: Language) -> Outcome {
    let text = name.to_lowercase();
    let found = OUTCOMES
        .iter()
        .find(|(_, words)| says(&text, words[place(language)]));
    found.map_or(Outcome::Progress, |(outcome, _)| *outcome)
}

/// What kind of answer a question of this name wants.
pub fn ask(label: &str, language: Language) -> super::AskKind {
    use super::AskKind;
    const WORDS: [(AskKind, [&[&str]; 3]); 5] = [
        (
            AskKind::DateTime,
            [
                &["дата и время", "когда", "во сколько", "время"],
                &["date and time", "when", "time"],
                &["data și ora", "când", "ora"],
            ],
        ),
        (
            AskKind::Date,
            [
                &["дата", "день", "число"],
                &["date", "day", "birthday"],
                &["data", "ziua"],
            ],
        ),
        (
            AskKind::Money,
            [
                &["сумм", "цен", "стоимост", "оплат", "скидк", "бюджет"],
                &["sum", "price", "cost", "amount", "budget", "paid"],
                &["sum", "preț", "cost", "buget"],
            ],
        ),
        (
            AskKind::Number,
            [
                &["сколько", "количеств", "возраст", "число занятий"],
                &["how many", "number of", "age", "count"],
                &["câți", "câte", "număr", "vârst"],
            ],
        ),
        (
            AskKind::Note,
            [
                &[
                    "подробн",
                    "коммент",
                    "заметк",
                    "дополнит",
                    "пожелан",
                    "почему",
                    "причин",
                ],
                &["detail", "comment", "note", "wish", "why", "reason"],
                &["detal", "coment", "not", "dorinț", "de ce", "motiv"],
            ],
        ),
    ];
    let text = label.to_lowercase();
    let found = WORDS
        .iter()
        .find(|(_, words)| says(&text, words[place(language)]));
    found.map_or(AskKind::Text, |(kind, _)| *kind)
}
