//! What is wrong with an answer or a completion, and what to do about it.

use super::plural::Noun;
use super::{NBSP, say};
use crate::chains::{Kept, Rejection};
use crate::fields::{FaultKind, FieldType};
use crate::language::Language;

const CHARACTERS: Noun = Noun {
    ru: ["символа", "символов", "символов"],
    en: ["character", "characters"],
    ro: ["caracter", "caractere"],
};
const VALUES: Noun = Noun {
    ru: ["значения", "значений", "значений"],
    en: ["value", "values"],
    ro: ["valoare", "valori"],
};

/// The message at a field. `kind` is the field's type, where it is known: sums are told in the major unit.
pub fn fault(language: Language, why: &FaultKind, kind: Option<FieldType>) -> String {
    let number = |number: i64| match kind {
        Some(FieldType::Money) if number % 100 == 0 => grouped(number / 100),
        Some(FieldType::Money) => {
            let sign = if number < 0 { "-" } else { "" };
            let point = say(language, ',', '.', ',');
            format!(
                "{sign}{}{point}{:02}",
                grouped((number / 100).abs()),
                (number % 100).abs()
            )
        }
        _ => grouped(number),
    };
    match why {
        FaultKind::Required => say(
            language,
            "Заполните это поле",
            "Fill in this field",
            "Completează acest câmp",
        )
        .into(),
        FaultKind::Unknown => say(
            language,
            "Такого поля здесь нет",
            "There is no such field here",
            "Acest câmp nu există aici",
        )
        .into(),
        FaultKind::WrongType { wanted } => wrong_type(language, *wanted).into(),
        FaultKind::TooSmall { min } => {
            let min = number(*min);
            say(
                language,
                format!("Не меньше {min}"),
                format!("At least {min}"),
                format!("Cel puțin {min}"),
            )
        }
        FaultKind::TooBig { max } => {
            let max = number(*max);
            say(
                language,
                format!("Не больше {max}"),
                format!("At most {max}"),
                format!("Cel mult {max}"),
            )
        }
        FaultKind::TooLong { max } => at_most(language, &CHARACTERS, *max),
        FaultKind::TooMany { max } => at_most(language, &VALUES, *max),
        FaultKind::Characters => say(
            language,
            "Уберите управляющие символы и переносы строк",
            "Remove control characters and line breaks",
            "Elimină caracterele de control și rândurile noi",
        )
        .into(),
        FaultKind::InPast => say(
            language,
            "Это время уже прошло",
            "This time has passed",
            "Acest moment a trecut",
        )
        .into(),
        FaultKind::NotInDictionary => say(
            language,
            "Выберите значение из списка",
            "Choose a value of the list",
            "Alege o valoare din listă",
        )
        .into(),
        FaultKind::Archived => say(
            language,
            "Значение в архиве, выберите другое",
            "This value is archived, choose another",
            "Valoarea este arhivată, alege alta",
        )
        .into(),
        FaultKind::NotFound => say(language, "Не найдено", "Not found", "Nu a fost găsit").into(),
        FaultKind::Malformed => malformed(language, kind).into(),
        FaultKind::WrongCurrency { wanted } => say(
            language,
            format!("Сумма нужна в валюте {wanted}"),
            format!("The sum must be in {wanted}"),
            format!("Suma trebuie să fie în {wanted}"),
        ),
    }
}

fn wrong_type(language: Language, wanted: FieldType) -> &'static str {
    match wanted {
        FieldType::Text | FieldType::LongText => say(
            language,
            "Нужен текст",
            "A text is needed",
            "Este nevoie de un text",
        ),
        FieldType::Integer => say(
            language,
            "Нужно целое число",
            "A whole number is needed",
            "Este nevoie de un număr întreg",
        ),
        FieldType::Decimal => say(
            language,
            "Нужно число",
            "A number is needed",
            "Este nevoie de un număr",
        ),
        FieldType::Money => say(
            language,
            "Нужна сумма",
            "A sum is needed",
            "Este nevoie de o sumă",
        ),
        FieldType::Boolean => say(
            language,
            "Нужно «да» или «нет»",
            "Yes or no is needed",
            "Este nevoie de da sau nu",
        ),
        FieldType::Date => say(
            language,
            "Нужна дата",
            "A date is needed",
            "Este nevoie de o dată",
        ),
        FieldType::Time => say(
            language,
            "Нужно время",
            "A time is needed",
            "Este nevoie de o oră",
        ),
        FieldType::DateTime => say(
            language,
            "Нужны дата и время",
            "Date and time are needed",
            "Este nevoie de dată și oră",
        ),
        FieldType::Dictionary | FieldType::DictionaryMulti => say(
            language,
            "Выберите из списка",
            "Choose from the list",
            "Alege din listă",
        ),
        FieldType::Employee => say(
            language,
            "Выберите сотрудника",
            "Choose an employee",
            "Alege un angajat",
        ),
        FieldType::Client => say(
            language,
            "Выберите клиента",
            "Choose a client",
            "Alege un client",
        ),
        FieldType::Phone | FieldType::Email | FieldType::Url => malformed(language, Some(wanted)),
    }
}

fn malformed(language: Language, kind: Option<FieldType>) -> &'static str {
    match kind {
        Some(FieldType::Phone) => say(
            language,
            "Проверьте номер телефона",
            "Check the phone number",
            "Verifică numărul de telefon",
        ),
        Some(FieldType::Email) => say(
            language,
            "Проверьте адрес почты",
            "Check the e-mail address",
            "Verifică adresa de e-mail",
        ),
        Some(FieldType::Url) => say(
            language,
            "Нужна ссылка, начиная с https://",
            "A link is needed, beginning with https://",
            "Este nevoie de un link care începe cu https://",
        ),
        _ => say(
            language,
            "Проверьте это значение",
            "Check this value",
            "Verifică această valoare",
        ),
    }
}

fn at_most(language: Language, noun: &Noun, max: u32) -> String {
    let counted = noun.counted(language, u64::from(max));
    say(
        language,
        format!("Не больше {counted}"),
        format!("At most {counted}"),
        format!("Cel mult {counted}"),
    )
}

/// Digits in threes.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::from(if number < 0 { "-" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(NBSP);
        }
        grouped.push(digit);
    }
    grouped
}

/// Why a completion is refused; for faulty fields, what to do with them all.
pub fn rejection(language: Language, why: &Rejection) -> String {
    match why {
        Rejection::NotOpen => {
            say(language, "Задача уже закрыта", "The task is closed already", "Sarcina este deja închisă").into()
        }
        Rejection::ResultNotAllowed { .. } => say(
            language,
            "Эта задача не может закончиться таким результатом",
            "This task cannot end with this result",
            "Această sarcină nu se poate încheia cu acest rezultat",
        )
        .into(),
        Rejection::Fields(_) => {
            say(language, "Проверьте поля формы", "Check the fields of the form", "Verifică câmpurile formularului").into()
        }
        Rejection::Comment(why) => fault(language, why, Some(FieldType::LongText)),
        Rejection::DueNotAdjustable => say(
            language,
            "На этом шаге срок менять нельзя",
            "The due date cannot be changed at this step",
            "La acest pas termenul nu poate fi schimbat",
        )
        .into(),
        Rejection::DueInPast => fault(language, &FaultKind::InPast, None),
        Rejection::DueRequired => say(
            language,
            "Назовите срок следующего шага",
            "Choose a date for the next step",
            "Alege termenul pasului următor",
        )
        .into(),
        Rejection::AssigneeNotAdjustable => say(
            language,
            "На этом шаге исполнителя менять нельзя",
            "The assignee cannot be changed at this step",
            "La acest pas executantul nu poate fi schimbat",
        )
        .into(),
        Rejection::AssigneeUnknown => say(
            language,
            "Этот сотрудник не работает в филиале",
            "This person does not work in the branch",
            "Această persoană nu lucrează în filială",
        )
        .into(),
        Rejection::NoContinuation => say(
            language,
            "В процессе нет следующего шага для этого результата: сообщите руководителю",
            "The process has no next step for this result: tell the manager",
            "Procesul nu are pas următor pentru acest rezultat: anunță managerul",
        )
        .into(),
        Rejection::TooManySteps => say(
            language,
            "Слишком много задач за сутки по этому клиенту: завершите процесс или позовите руководителя",
            "Too many tasks for this client within a day: end the process or call the manager",
            "Prea multe sarcini pentru acest client într-o zi: încheie procesul sau cheamă managerul",
        )
        .into(),
    }
}

/// Why a completion cannot be taken back.
pub fn kept(language: Language, why: Kept) -> &'static str {
    match why {
        Kept::AlreadyTakenBack => say(
            language,
            "Уже отменено",
            "Taken back already",
            "Deja anulat",
        ),
        Kept::NotOwn => say(
            language,
            "Отменить может автор или руководитель",
            "Only the author or a manager can take it back",
            "Doar autorul sau managerul poate anula",
        ),
        Kept::Expired { .. } => say(
            language,
            "Десять минут прошли",
            "The ten minutes are over",
            "Cele zece minute au trecut",
        ),
        Kept::NextStarted { .. } => say(
            language,
            "Следующая задача уже в работе",
            "The next task is already worked on",
            "Sarcina următoare este deja în lucru",
        ),
        Kept::ChainMoved => say(
            language,
            "Процесс с тех пор изменился",
            "The process has moved on since",
            "Procesul s-a schimbat între timp",
        ),
    }
}
