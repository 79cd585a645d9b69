//! What columns mean, by what is written above them and by what stands in them.

use chrono::NaiveDate;

use super::cell::{self, folded};
use super::headers;
use super::{Column, ColumnTarget, Confidence, DateOrder, ListSubject};
use crate::fields::{FieldDef, FieldType};
use crate::phone::Phone;

/// Rows that are looked at.
const LOOKED_AT: usize = 500;
/// Values that are shown of a column.
const SAMPLES: usize = 3;
/// Characters of a value that is shown.
const LONGEST_SAMPLE: usize = 80;

/// What is known before a file is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    pub subject: ListSubject,
    /// The club's own fields of these cards.
    pub own: &'a [FieldDef],
    /// Where numbers without a country's code are dialled.
    pub country: &'a str,
    pub today: NaiveDate,
}

/// Whether the first row names the columns: nothing in it is a phone, an address, a date or a number, and some of it is known or
/// differs in kind from what stands below it.
pub fn has_header(rows: &[Vec<String>], subject: ListSubject, today: NaiveDate) -> bool {
    let Some(first) = rows.first() else {
        return false;
    };
    let filled: Vec<&String> = first
        .iter()
        .filter(|cell| !cell.trim().is_empty())
        .collect();
    if filled.is_empty() {
        return false;
    }
    let value = |cell: &&&String| {
        let cell = cell.trim();
        cell.contains('@')
            || cell::is_date(cell, today)
            || cell.bytes().filter(u8::is_ascii_digit).count() > 4
    };
    if filled.iter().any(|cell| value(&cell)) {
        return false;
    }
    let known = filled
        .iter()
        .filter(|cell| headers::target(&folded(cell), subject).is_some());
    if known.count() > 0 || rows.len() == 1 {
        return true;
    }
    // A row of words above rows of numbers and addresses.
    (0..first.len()).any(|place| {
        let below = rows
            .iter()
            .skip(1)
            .take(20)
            .filter_map(|row| row.get(place));
        below
            .filter(|cell| !cell.trim().is_empty())
            .any(|cell| value(&&cell))
    })
}

/// The columns of a table with their guesses. `header` names them; `rows` are those below it. Of two columns that mean the same, the
/// surer one is taken, unless both may be.
pub fn columns(
    header: Option<&[String]>,
    rows: &[Vec<String>],
    around: &Around<'_>,
) -> Vec<Column> {
    let width = rows
        .iter()
        .map(Vec::len)
        .chain(header.map(<[String]>::len))
        .max()
        .unwrap_or(0);
    let mut columns: Vec<Column> = (0..width)
        .map(|place| {
            let name = header
                .and_then(|header| header.get(place))
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty());
            let values: Vec<&str> = rows
                .iter()
                .take(LOOKED_AT)
                .filter_map(|row| row.get(place))
                .map(|cell| cell.trim())
                .filter(|cell| !cell.is_empty())
                .collect();
            let (target, confidence) = guessed(name.as_deref(), &values, around);
            Column {
                samples: samples(&values),
                dates: order(&values, around.today),
                name,
                target,
                confidence,
            }
        })
        .collect();
    settle(&mut columns);
    if around.subject == ListSubject::Clients {
        settle_names(&mut columns);
    }
    columns
}

fn samples(values: &[&str]) -> Vec<String> {
    let shown = |value: &&str| value.chars().take(LONGEST_SAMPLE).collect();
    values.iter().take(SAMPLES).map(shown).collect()
}

fn guessed(
    name: Option<&str>,
    values: &[&str],
    around: &Around<'_>,
) -> (Option<ColumnTarget>, Option<Confidence>) {
    let header = name.map(folded).unwrap_or_default();
    let by_values = by_values(values, around);
    if !header.is_empty() {
        let own_field = around
            .own
            .iter()
            .filter(|def| def.kind != FieldType::Client)
            .find(|def| folded(&def.label) == header || def.key == header.replace(' ', "_"));
        if let Some(def) = own_field {
            return (
                Some(ColumnTarget::Field(def.key.clone())),
                Some(Confidence::Sure),
            );
        }
        if let Some(target) = named(&header, around.subject) {
            let contradicts = contradicts(&target, by_values.as_ref(), values);
            let sure = if contradicts {
                Confidence::Weak
            } else {
                Confidence::Sure
            };
            return (Some(target), Some(sure));
        }
    }
    match by_values {
        // A number above which something else is written may be anything's.
        Some(target) => (
            Some(target),
            Some(if header.is_empty() {
                Confidence::Likely
            } else {
                Confidence::Weak
            }),
        ),
        None => (None, None),
    }
}

/// By the whole header, or without what programs put around it: `Телефон 2`, `E-mail (личный)`, `phone 1 value`.
fn named(header: &str, subject: ListSubject) -> Option<ColumnTarget> {
    let by_header = |header: &str| headers::target(header, subject);
    if let Some(target) = by_header(header) {
        return Some(target);
    }
    let words: Vec<&str> = header
        .split(' ')
        .filter(|word| !word.bytes().all(|byte| byte.is_ascii_digit()))
        .filter(|word| {
            !matches!(
                *word,
                "value"
                    | "type"
                    | "primary"
                    | "home"
                    | "work"
                    | "личный"
                    | "рабочий"
                    | "домашний"
                    | "основной"
                    | "дополнительный"
                    | "доп"
                    | "второй"
                    | "personal"
                    | "de"
                    | "клиента"
                    | "client"
                    | "clientului"
            )
        })
        .collect();
    if words.contains(&"label") || header.ends_with(" type") {
        return None;
    }
    if let Some(target) = by_header(&words.join(" ")) {
        return Some(target);
    }
    // The first word may be all that counts: "телефон для связи".
    let first = words.first().and_then(|word| by_header(word))?;
    matches!(
        first,
        ColumnTarget::Phone | ColumnTarget::Email | ColumnTarget::Note | ColumnTarget::Messenger(_)
    )
    .then_some(first)
}

fn contradicts(target: &ColumnTarget, by_values: Option<&ColumnTarget>, values: &[&str]) -> bool {
    !values.is_empty()
        && match target {
            ColumnTarget::Phone | ColumnTarget::Email => by_values != Some(target),
            ColumnTarget::BirthDate => by_values != Some(&ColumnTarget::BirthDate),
            ColumnTarget::Name
            | ColumnTarget::Surname
            | ColumnTarget::Given
            | ColumnTarget::Patronymic => {
                by_values.is_some_and(|values| !matches!(values, ColumnTarget::Name))
            }
            _ => false,
        }
}

fn by_values(values: &[&str], around: &Around<'_>) -> Option<ColumnTarget> {
    if values.is_empty() {
        return None;
    }
    let most = |is: &dyn Fn(&str) -> bool| {
        let count = values.iter().filter(|value| is(value)).count();
        count * 10 >= values.len() * 7
    };
    if most(&|value| value.contains('@') && value.contains('.') && !value.starts_with('@')) {
        return Some(ColumnTarget::Email);
    }
    let people = around.subject == ListSubject::Clients;
    if most(&|value| cell::is_date(value, around.today)) {
        // Of the dates of a company none is every club's.
        return people.then_some(ColumnTarget::BirthDate);
    }
    let is_site = |value: &str| {
        ["http://", "https://", "www."]
            .iter()
            .any(|it| value.starts_with(it))
    };
    if !people && most(&is_site) {
        return Some(ColumnTarget::Site);
    }
    let phone = |value: &str| {
        cell::phones(value)
            .iter()
            .any(|number| Phone::parse(number, around.country).is_some())
    };
    if most(&phone) {
        return Some(ColumnTarget::Phone);
    }
    let name = |value: &str| {
        let words: Vec<&str> = value.split_whitespace().collect();
        (2..=4).contains(&words.len())
            && words.iter().all(|word| {
                word.chars().next().is_some_and(char::is_uppercase)
                    && word.chars().all(|letter| {
                        letter.is_alphabetic() || matches!(letter, '-' | '.' | '\'' | '’')
                    })
            })
    };
    (people && most(&name)).then_some(ColumnTarget::Name)
}

/// The order of the dates of a column that has some: what any of them says; where none says, the day comes first.
fn order(values: &[&str], today: NaiveDate) -> Option<DateOrder> {
    let dates = values.iter().filter(|value| cell::is_date(value, today));
    if dates.count() * 2 < values.len().max(1) {
        return None;
    }
    let said = values.iter().find_map(|value| cell::order_of(value));
    Some(said.unwrap_or(DateOrder::DayFirst))
}

/// Of columns that mean the same, one is taken.
fn settle(columns: &mut [Column]) {
    let rank = |confidence: Option<Confidence>| match confidence {
        Some(Confidence::Sure) => 2,
        Some(Confidence::Likely) => 1,
        _ => 0,
    };
    for place in 0..columns.len() {
        let Some(target) = columns[place].target.clone() else {
            continue;
        };
        if target.may_repeat() {
            continue;
        }
        let mine = rank(columns[place].confidence);
        let surer = columns.iter().enumerate().any(|(other, column)| {
            column.target.as_ref() == Some(&target)
                && (rank(column.confidence) > mine
                    || (rank(column.confidence) == mine && other < place))
        });
        if surer {
            columns[place].target = None;
            columns[place].confidence = None;
        }
    }
}

fn settle_names(columns: &mut [Column]) {
    let takes = |columns: &[Column], wanted: &ColumnTarget| {
        columns
            .iter()
            .any(|column| column.target.as_ref() == Some(wanted))
    };
    // "Nume" beside "Prenume" is the surname, and alone the whole name; so is "Имя" where no column has the surname.
    let given = takes(columns, &ColumnTarget::Given);
    for column in &mut *columns {
        let name = column.name.as_deref().map(folded);
        if name.as_deref() == Some("nume") {
            column.target = Some(if given {
                ColumnTarget::Surname
            } else {
                ColumnTarget::Name
            });
            column.confidence = Some(Confidence::Sure);
        }
    }
    let whole = !takes(columns, &ColumnTarget::Surname) && !takes(columns, &ColumnTarget::Name);
    for column in &mut *columns {
        if column.target == Some(ColumnTarget::Given) && whole {
            column.target = Some(ColumnTarget::Name);
        }
    }
}

/// Whether the columns of a saved mapping are those of a file.
pub fn same_headers(saved: &[String], columns: &[Column]) -> bool {
    let names = |column: &Column| column.name.as_deref().map(folded).unwrap_or_default();
    let present: Vec<String> = columns.iter().map(names).collect();
    !saved.is_empty() && saved.iter().all(|name| present.contains(&folded(name)))
}
