//! What is offered, in the club's language.

use domain::language::Language;
use domain::results::Outcome;

use super::{AskKind, TaskKind};

type Names = [&'static str; 3];

const fn said(names: Names, language: Language) -> &'static str {
    match language {
        Language::Ru => names[0],
        Language::En => names[1],
        Language::Ro => names[2],
    }
}

/// Whether two names are the same for a reader. It is asked very often: nothing is written down for it.
fn same(one: &str, other: &str) -> bool {
    let plain = |letter| if letter == 'ё' { 'е' } else { letter };
    let one = one.chars().flat_map(char::to_lowercase).map(plain);
    one.eq(other.chars().flat_map(char::to_lowercase).map(plain))
}

/// A task that many clubs have.
struct OfferedTask {
    kind: TaskKind,
    names: Names,
    /// The result by which another task leads to it; absent for one made from its name.
    link: Option<Names>,
    /// Whether nearly every club has it.
    first: bool,
}

const fn task(kind: TaskKind, names: Names) -> OfferedTask {
    OfferedTask {
        kind,
        names,
        link: None,
        first: false,
    }
}

const TASKS: [OfferedTask; 11] = [
    OfferedTask {
        kind: TaskKind::Call,
        names: ["Личный звонок клиенту", "Personal call", "Apel personal"],
        link: None,
        first: true,
    },
    task(
        TaskKind::Call,
        ["Звонок холодному клиенту", "Cold call", "Apel la rece"],
    ),
    task(
        TaskKind::Call,
        [
            "Звонок ушедшему клиенту",
            "Call to a former client",
            "Apel către un fost client",
        ],
    ),
    task(
        TaskKind::Call,
        [
            "Узнать, почему перестал ходить",
            "Find out why they stopped coming",
            "Află de ce nu mai vine",
        ],
    ),
    task(
        TaskKind::Call,
        [
            "Пригласить на мастер-класс",
            "Invite to a master class",
            "Invită la un atelier",
        ],
    ),
    OfferedTask {
        kind: TaskKind::Visit,
        names: ["Пробное занятие", "Trial lesson", "Lecție de probă"],
        link: Some([
            "Запись на пробное занятие",
            "Trial lesson booked",
            "Programat la lecția de probă",
        ]),
        first: true,
    },
    OfferedTask {
        kind: TaskKind::Visit,
        names: ["Экскурсия по клубу", "Tour of the club", "Turul clubului"],
        link: Some(["Запись на экскурсию", "Tour booked", "Programat la tur"]),
        first: false,
    },
    OfferedTask {
        kind: TaskKind::Check,
        names: [
            "Проверить покупку абонемента",
            "Check the purchase",
            "Verifică achiziția abonamentului",
        ],
        link: Some([
            "Собирается купить абонемент",
            "Going to buy a membership",
            "Intenționează să cumpere abonament",
        ]),
        first: true,
    },
    task(
        TaskKind::Check,
        [
            "Проверить, пришёл ли на занятие",
            "Check whether they came",
            "Verifică dacă a venit",
        ],
    ),
    OfferedTask {
        kind: TaskKind::Send,
        names: [
            "Отправить информацию на почту",
            "Send information by e-mail",
            "Trimite informații pe e-mail",
        ],
        link: Some([
            "Просит прислать информацию",
            "Asks for information",
            "Cere informații",
        ]),
        first: false,
    },
    task(
        TaskKind::Send,
        [
            "Отправить пароль личного кабинета",
            "Send the password of the account",
            "Trimite parola contului",
        ],
    ),
];

/// What is offered of one kind.
pub fn offered_tasks(kind: TaskKind, language: Language) -> Vec<&'static str> {
    let of_kind = TASKS.iter().filter(|task| task.kind == kind);
    of_kind.map(|task| said(task.names, language)).collect()
}

pub(super) fn first_tasks(language: Language) -> impl Iterator<Item = &'static str> {
    let first = TASKS.iter().filter(|task| task.first);
    first.map(move |task| said(task.names, language))
}

fn offered(name: &str, language: Language) -> Option<&'static OfferedTask> {
    let mut all = TASKS.iter();
    all.find(|task| same(said(task.names, language), name))
}

pub(super) fn kind_of(name: &str, language: Language) -> Option<TaskKind> {
    offered(name, language).map(|task| task.kind)
}

/// Whether every call leads there by itself.
pub(super) fn is_usual(name: &str, language: Language) -> bool {
    offered(name, language).is_some_and(|task| task.first)
}

/// The result that leads to a task.
pub(super) fn link(name: &str, kind: TaskKind, language: Language) -> String {
    if let Some(link) = offered(name, language).and_then(|task| task.link) {
        return said(link, language).to_owned();
    }
    let before = match kind {
        TaskKind::Visit => said(["Запись", "Booked", "Programat"], language),
        _ => said(["Дальше", "Next", "Mai departe"], language),
    };
    let link = format!("{before}: {name}");
    // A name has its limit, and the task's may be as long already.
    link.chars()
        .take(domain::text::NAME as usize)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Whether a result of this name is the one that leads to the task. It is asked of every result and every task: what cannot be one is
/// seen at once.
pub(super) fn is_link(result: &str, task: &str, kind: TaskKind, language: Language) -> bool {
    if result.contains(':') {
        return same(&link(task, kind, language), result);
    }
    let mut links = TASKS.iter().filter_map(|known| Some((known, known.link?)));
    links.any(|(known, link)| {
        same(said(link, language), result) && same(said(known.names, language), task)
    })
}

/// What a result that is offered means for its next step and its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Bought,
    Thinks,
    CallBack,
    InfoSent,
    NotNow,
    NoAnswer,
    Refused,
    WrongNumber,
    NoShow,
    Disliked,
    NotBought,
    Sent,
}

const RESULTS: [(Meaning, Outcome, Names); 12] = [
    (
        Meaning::Bought,
        Outcome::Goal,
        [
            "Купил абонемент",
            "Bought a membership",
            "A cumpărat abonament",
        ],
    ),
    (
        Meaning::Thinks,
        Outcome::Postponed,
        ["Думает", "Thinking it over", "Se gândește"],
    ),
    (
        Meaning::CallBack,
        Outcome::Postponed,
        ["Перезвонить", "Call back", "De sunat înapoi"],
    ),
    (
        Meaning::InfoSent,
        Outcome::Progress,
        [
            "Отправлена информация",
            "Information sent",
            "Informații trimise",
        ],
    ),
    (
        Meaning::NotNow,
        Outcome::Postponed,
        ["Сейчас не актуально", "Not now", "Nu acum"],
    ),
    (
        Meaning::NoAnswer,
        Outcome::NoContact,
        ["Недозвон", "No answer", "Fără răspuns"],
    ),
    (
        Meaning::Refused,
        Outcome::Refusal,
        ["Отказ", "Refusal", "Refuz"],
    ),
    (
        Meaning::WrongNumber,
        Outcome::Invalid,
        ["Неверный номер", "Wrong number", "Număr greșit"],
    ),
    (
        Meaning::NoShow,
        Outcome::NoContact,
        ["Не пришёл", "Did not come", "Nu a venit"],
    ),
    (
        Meaning::Disliked,
        Outcome::Refusal,
        ["Не понравилось", "Did not like it", "Nu i-a plăcut"],
    ),
    (
        Meaning::NotBought,
        Outcome::Postponed,
        ["Не купил абонемент", "Did not buy", "Nu a cumpărat"],
    ),
    (
        Meaning::Sent,
        Outcome::Progress,
        ["Отправлено", "Sent", "Trimis"],
    ),
];

pub(super) fn result_name(meaning: Meaning, language: Language) -> &'static str {
    let found = RESULTS.iter().find(|(known, _, _)| *known == meaning);
    found.map_or("", |(_, _, names)| said(*names, language))
}

pub(super) fn meaning(name: &str, language: Language) -> Option<(Meaning, Outcome)> {
    let mut all = RESULTS.iter();
    all.find(|(_, _, names)| same(said(*names, language), name))
        .map(|(meaning, outcome, _)| (*meaning, *outcome))
}

/// What a task of a kind ends with unless somebody says otherwise; the links to other tasks come between.
pub(super) const fn usual(kind: TaskKind) -> &'static [Meaning] {
    match kind {
        TaskKind::Call => &[
            Meaning::Bought,
            Meaning::Thinks,
            Meaning::CallBack,
            Meaning::NoAnswer,
            Meaning::Refused,
        ],
        TaskKind::Visit => &[Meaning::Bought, Meaning::NoShow, Meaning::Disliked],
        TaskKind::Check => &[Meaning::Bought, Meaning::NotBought],
        TaskKind::Send => &[Meaning::Sent],
    }
}

/// Everything that is offered for a kind of work.
pub fn offered_results(kind: TaskKind, language: Language) -> Vec<&'static str> {
    let more: &[Meaning] = match kind {
        TaskKind::Call => &[Meaning::InfoSent, Meaning::NotNow, Meaning::WrongNumber],
        TaskKind::Visit => &[Meaning::Thinks, Meaning::CallBack, Meaning::Refused],
        TaskKind::Check => &[Meaning::Thinks, Meaning::NoAnswer, Meaning::Refused],
        TaskKind::Send => &[Meaning::CallBack, Meaning::Refused],
    };
    let all = usual(kind).iter().chain(more);
    all.map(|meaning| result_name(*meaning, language)).collect()
}

pub(super) const fn process_name(language: Language) -> &'static str {
    said(
        [
            "Работа с клиентом",
            "Work with a client",
            "Lucrul cu clientul",
        ],
        language,
    )
}

/// A list that many clubs have, with values to begin with.
#[derive(Debug, Clone, Copy)]
pub(super) enum List {
    Reasons,
    Memberships,
    Groups,
}

pub(super) fn list(list: List, language: Language) -> (&'static str, Vec<&'static str>) {
    let (name, values): (Names, &[Names]) = match list {
        List::Reasons => (
            ["Причины отказа", "Reasons for refusal", "Motive de refuz"],
            &[
                [
                    "Не подходит расписание",
                    "The timetable does not suit",
                    "Orarul nu se potrivește",
                ],
                ["Далеко добираться", "Too far away", "E prea departe"],
                [
                    "Интересуют другие направления",
                    "Interested in something else",
                    "Interesat de altceva",
                ],
                ["Дорого", "Too expensive", "Prea scump"],
                ["Другое", "Other", "Altele"],
            ],
        ),
        List::Memberships => (
            ["Абонементы", "Memberships", "Abonamente"],
            &[
                ["На месяц", "One month", "O lună"],
                ["На три месяца", "Three months", "Trei luni"],
                ["На год", "One year", "Un an"],
            ],
        ),
        List::Groups => (
            [
                "Направления и группы",
                "Activities and groups",
                "Activități și grupe",
            ],
            &[
                ["Утренняя группа", "Morning group", "Grupa de dimineață"],
                ["Вечерняя группа", "Evening group", "Grupa de seară"],
                ["Группа выходного дня", "Weekend group", "Grupa de weekend"],
            ],
        ),
    };
    let values = values.iter().map(|names| said(*names, language));
    (said(name, language), values.collect())
}

/// A question that a result asks unless somebody says otherwise.
#[derive(Debug, Clone, Copy)]
pub(super) struct UsualAsk {
    pub label: &'static str,
    pub kind: AskKind,
    pub required: bool,
    pub list: Option<List>,
}

fn plain(names: Names, kind: AskKind, language: Language) -> UsualAsk {
    UsualAsk {
        label: said(names, language),
        kind,
        required: false,
        list: None,
    }
}

fn listed(names: Names, kind: AskKind, list: List, language: Language) -> UsualAsk {
    UsualAsk {
        list: Some(list),
        ..plain(names, kind, language)
    }
}

/// The date that a client names.
pub(super) fn named_date(meaning: Option<Meaning>, language: Language) -> &'static str {
    match meaning {
        Some(Meaning::CallBack) => said(
            ["Когда перезвонить", "When to call back", "Când să sunăm"],
            language,
        ),
        _ => said(["Дата и время", "Date and time", "Data și ora"], language),
    }
}

fn details(language: Language) -> UsualAsk {
    plain(
        ["Подробности", "Details", "Detalii"],
        AskKind::Note,
        language,
    )
}

/// What is asked by a result that leads to a task of this kind.
pub(super) fn asks_of_link(kind: TaskKind, language: Language) -> Vec<UsualAsk> {
    match kind {
        TaskKind::Visit => vec![listed(
            [
                "Направления и группы",
                "Activities and groups",
                "Activități și grupe",
            ],
            AskKind::Several,
            List::Groups,
            language,
        )],
        TaskKind::Check => vec![listed(
            [
                "Какие абонементы интересуют",
                "Memberships of interest",
                "Ce abonamente interesează",
            ],
            AskKind::Several,
            List::Memberships,
            language,
        )],
        TaskKind::Call | TaskKind::Send => vec![details(language)],
    }
}

/// What is asked by a result that leads to none in particular.
pub(super) fn asks_of(
    meaning: Option<Meaning>,
    outcome: Outcome,
    language: Language,
) -> Vec<UsualAsk> {
    let reason = || UsualAsk {
        required: true,
        ..listed(
            ["Причина", "Reason", "Motiv"],
            AskKind::One,
            List::Reasons,
            language,
        )
    };
    match (meaning, outcome) {
        (Some(Meaning::NotNow), _) => vec![
            plain(
                ["Вернуться после", "Come back after", "Revenim după"],
                AskKind::Date,
                language,
            ),
            details(language),
        ],
        (Some(Meaning::CallBack), _) => Vec::new(),
        (_, Outcome::Goal) => vec![
            listed(
                ["Абонемент", "Membership", "Abonament"],
                AskKind::One,
                List::Memberships,
                language,
            ),
            plain(["Сумма", "Sum", "Suma"], AskKind::Money, language),
        ],
        (_, Outcome::Refusal) => vec![reason(), details(language)],
        (_, Outcome::Postponed) => vec![details(language)],
        (_, Outcome::Progress | Outcome::NoContact | Outcome::Invalid) => Vec::new(),
    }
}
