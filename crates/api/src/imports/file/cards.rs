//! vCards 2.1, 3.0 and 4.0: each card is a row.

use calcard::vcard::{VCard, VCardEntry, VCardProperty, VCardValue};
use calcard::{Entry, Parser};
use domain::imports::{Encoding, FileKind, ListSubject, Reading};

use super::{Filling, Problem, Table, Trouble};

/// The columns, as their headers are understood.
const HEADER: [&str; 15] = [
    "Full name",
    "Last name",
    "First name",
    "Middle name",
    "Phone",
    "E-mail",
    "Telegram",
    "WhatsApp",
    "Viber",
    "Instagram",
    "VK",
    "Messenger",
    "Birthday",
    "Categories",
    "Note",
];

/// The same of cards of companies.
const OF_COMPANIES: [&str; 7] = [
    "Company", "Phone", "E-mail", "Address", "Website", "Tags", "Note",
];

/// What a card becomes: the cells of its row.
type Cells = fn(&VCard) -> Vec<String>;

pub fn are(text: &str) -> bool {
    let start = text.trim_start().get(..11);
    start.is_some_and(|start| start.eq_ignore_ascii_case("begin:vcard"))
}

pub fn read(text: &str, encoding: Encoding, subject: ListSubject) -> Result<Table, Trouble> {
    let (header, cells): (&[&str], Cells) = match subject {
        ListSubject::Clients => (&HEADER, of_person),
        ListSubject::Companies => (&OF_COMPANIES, of_company),
    };
    if let Some(number) = unfinished(text) {
        return Err(Problem::Unreadable.at(number, None));
    }
    let mut parser = Parser::new(text);
    let mut filling = Filling::default();
    let mut number = 0;
    loop {
        match parser.entry() {
            Entry::VCard(card) => {
                number += 1;
                filling.row(number, cells(&card))?;
            }
            Entry::Eof => break,
            Entry::UnterminatedComponent(_) => return Err(Problem::Unreadable.at(number + 1, None)),
            // Lines between cards are nobody's.
            _ => {}
        }
    }
    Ok(Table {
        kind: FileKind::Vcard,
        reading: Reading {
            encoding: Some(encoding),
            separator: None,
            sheet: None,
            header: true,
        },
        sheets: Vec::new(),
        header: Some(header.iter().copied().map(ToOwned::to_owned).collect()),
        rows: filling.rows,
    })
}

/// The card that never ends, or ends where another begins: half of it may be missing.
fn unfinished(text: &str) -> Option<u32> {
    let (mut number, mut open) = (0, false);
    for line in text.lines() {
        let line = line.trim();
        if line.eq_ignore_ascii_case("begin:vcard") {
            if open {
                return Some(number);
            }
            (number, open) = (number + 1, true);
        } else if line.eq_ignore_ascii_case("end:vcard") {
            open = false;
        }
    }
    open.then_some(number)
}

fn all(card: &VCard, name: &VCardProperty) -> Vec<String> {
    let named = card.entries.iter().filter(|entry| entry.name == *name);
    named.flat_map(values).collect()
}

/// Values that may be addresses, one a line.
fn lines(card: &VCard, name: &VCardProperty) -> String {
    let uri = |value: String| {
        let bare = value
            .split_once(':')
            .filter(|(scheme, _)| matches!(scheme.to_ascii_lowercase().as_str(), "tel" | "mailto"));
        bare.map_or(value.clone(), |(_, rest)| rest.to_owned())
    };
    let values = all(card, name).into_iter().map(uri);
    values.collect::<Vec<_>>().join("\n")
}

fn of_company(card: &VCard) -> Vec<String> {
    let all = |name: &VCardProperty| all(card, name);
    let first = |name: &VCardProperty| all(name).into_iter().find(|value| !value.is_empty());
    // A card of somebody who stands for it names it beside him.
    let name = first(&VCardProperty::Org).or_else(|| first(&VCardProperty::Fn));
    let address = all(&VCardProperty::Adr).into_iter();
    let address: Vec<String> = address.filter(|part| !part.is_empty()).collect();
    vec![
        name.unwrap_or_default(),
        lines(card, &VCardProperty::Tel),
        lines(card, &VCardProperty::Email),
        address.join(", "),
        first(&VCardProperty::Url).unwrap_or_default(),
        all(&VCardProperty::Categories).join(", "),
        all(&VCardProperty::Note).join("\n"),
    ]
}

fn of_person(card: &VCard) -> Vec<String> {
    let all = |name: &VCardProperty| all(card, name);
    let parts = card
        .entries
        .iter()
        .find(|entry| entry.name == VCardProperty::N)
        .map(values)
        .unwrap_or_default();
    let part = |place: usize| parts.get(place).cloned().unwrap_or_default();
    let (last, first, middle) = (part(0), part(1), part(2));
    let named = !last.is_empty() || !first.is_empty();
    // The parts say more than the whole, where they are there.
    let full = match named {
        true => String::new(),
        false => all(&VCardProperty::Fn).first().cloned().unwrap_or_default(),
    };
    let lines = |name: &VCardProperty| lines(card, name);
    let mut messengers: [Vec<String>; KNOWN.len() + 1] = Default::default();
    for address in all(&VCardProperty::Impp) {
        let (place, address) = messenger(&address);
        messengers[place].push(address);
    }
    let mut row = vec![
        full,
        last,
        first,
        middle,
        lines(&VCardProperty::Tel),
        lines(&VCardProperty::Email),
    ];
    row.extend(messengers.map(|addresses| addresses.join("\n")));
    row.extend([
        all(&VCardProperty::Bday)
            .first()
            .cloned()
            .unwrap_or_default(),
        all(&VCardProperty::Categories).join(", "),
        all(&VCardProperty::Note).join("\n"),
    ]);
    row
}

/// Messengers that have a column of their own, in its order, as the first part of an address names them.
const KNOWN: [&str; 5] = ["telegram", "whatsapp", "viber", "instagram", "vk"];

/// The column of an address like `telegram:@kate`, and the address as people write it.
fn messenger(address: &str) -> (usize, String) {
    let known = address.split_once(':').and_then(|(scheme, rest)| {
        let place = KNOWN
            .iter()
            .position(|it| scheme.eq_ignore_ascii_case(it))?;
        Some((place, rest))
    });
    let (place, rest) = known.unwrap_or((KNOWN.len(), address));
    // Signs that addresses may not hold are written by their numbers.
    let encoded = rest.replace('+', "%2B");
    let mut decoded = url::form_urlencoded::parse(encoded.as_bytes());
    let decoded = decoded.next().map(|(text, _)| text.into_owned());
    match decoded.filter(|_| !rest.contains(['&', '='])) {
        Some(decoded) => (place, decoded),
        None => (place, rest.to_owned()),
    }
}

fn values(entry: &VCardEntry) -> Vec<String> {
    entry
        .values
        .iter()
        .flat_map(|value| match value {
            VCardValue::Text(text) => vec![text.trim().to_owned()],
            VCardValue::Component(parts) => {
                parts.iter().map(|part| part.trim().to_owned()).collect()
            }
            VCardValue::Integer(number) => vec![number.to_string()],
            VCardValue::PartialDateTime(at) => match (at.year, at.month, at.day) {
                (Some(year), Some(month), Some(day)) => {
                    vec![format!("{year:04}-{month:02}-{day:02}")]
                }
                // A birthday without a year is no date of birth.
                _ => Vec::new(),
            },
            _ => Vec::new(),
        })
        .collect()
}
