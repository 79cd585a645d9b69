//! What stands in the cells of a table that leaves the house. A workbook gets days and numbers as such, a text gets them as the reader
//! writes them.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use domain::chains::Filled;
use domain::exports::Column;
use domain::fields::{FieldValue, Raw};
use domain::filters::Field;
use domain::ids::BranchId;
use domain::language::Language;
use domain::name::PersonName;
use domain::time::Zone;
use store::clients::{ClientListed, Columns};
use store::exports::Addresses;

use crate::clients::cells;
use crate::tasks::convert::Reader;

#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Empty for nothing.
    Text(String),
    Day(NaiveDate),
    Moment(NaiveDateTime),
    Number(f64),
}

impl Cell {
    /// As the reader writes it.
    pub fn text(self, language: Language) -> String {
        match self {
            Self::Text(text) => text,
            Self::Day(day) => cells::date(day, language),
            Self::Moment(wall) => {
                format!(
                    "{} {}",
                    cells::date(wall.date(), language),
                    wall.format("%H:%M")
                )
            }
            Self::Number(number) => match language {
                Language::En => number.to_string(),
                Language::Ru | Language::Ro => number.to_string().replace('.', ","),
            },
        }
    }
}

/// One client with what was read of him.
pub struct Row<'a> {
    pub listed: &'a ClientListed,
    pub columns: &'a Columns,
    pub addresses: &'a Addresses,
}

/// What holds for the whole table.
pub struct About<'a> {
    pub reader: &'a Reader,
    pub zones: &'a BTreeMap<BranchId, Arc<Zone>>,
    /// The organisation's: sums in it are numbers.
    pub currency: &'a str,
}

impl About<'_> {
    pub fn cell(&self, column: Column, of: &Row<'_>) -> Cell {
        let row = &of.listed.row;
        let utc = Zone::utc();
        let zone = self.zones.get(&row.branch_id).map_or(&utc, |zone| zone);
        let text = |part: &Option<String>| Cell::Text(part.clone().unwrap_or_default());
        let day = |day: Option<NaiveDate>| day.map_or(Cell::Text(String::new()), Cell::Day);
        match column {
            Column::Surname => text(&row.surname),
            Column::Given => text(&row.given),
            Column::Patronymic => text(&row.patronymic),
            Column::Messenger(messenger) => {
                let addresses = of.addresses.messengers.iter();
                let addresses = addresses.filter(|(of, _)| *of == messenger);
                let addresses: Vec<&str> = addresses.map(|(_, it)| it.as_str()).collect();
                Cell::Text(addresses.join(", "))
            }
            Column::Listed(Field::Name) => {
                let name = PersonName {
                    surname: row.surname.clone(),
                    given: row.given.clone(),
                    patronymic: row.patronymic.clone(),
                };
                Cell::Text(name.full(self.reader.order))
            }
            Column::Listed(Field::BirthDate) => day(row.birth_date),
            Column::Listed(Field::Created) => Cell::Moment(zone.wall(row.created_at)),
            Column::Listed(Field::LastContact) => row
                .last_contact()
                .map_or(Cell::Text(String::new()), |at| Cell::Moment(zone.wall(at))),
            Column::Listed(Field::Own(id, _)) => match of.columns.answers.get(&id) {
                Some(filled) => self.answer(filled, zone),
                None => Cell::Text(String::new()),
            },
            // A phone is copied into other programs: its spaces are plain ones.
            Column::Listed(Field::Phone) => {
                let phones = of.columns.phones.iter().cloned();
                let phones: Vec<String> = phones.map(|it| self.reader.phone(it)).collect();
                Cell::Text(phones.join(", ").replace('\u{a0}', " "))
            }
            Column::Listed(field) => {
                Cell::Text(cells::cell(field, of.listed, of.columns, self.reader, zone))
            }
        }
    }

    pub fn answer(&self, filled: &Filled, zone: &Zone) -> Cell {
        match (&filled.value, filled.value.to_raw()) {
            (FieldValue::Date(day), _) => Cell::Day(*day),
            (FieldValue::DateTime(at), _) => Cell::Moment(zone.wall(*at)),
            (FieldValue::Integer(number), _) if number.unsigned_abs() < 1 << 53 => {
                Cell::Number(*number as f64)
            }
            (_, Raw::Decimal(number)) => Cell::Number(number),
            (FieldValue::Money(sum), _) if sum.currency == self.currency => {
                Cell::Number(sum.amount as f64 / 100.0)
            }
            // A name with a comma in it is told from two names.
            (FieldValue::DictionaryMulti(_), _) => {
                let comma = filled.names.iter().any(|name| name.contains(','));
                Cell::Text(filled.names.join(if comma { "; " } else { ", " }))
            }
            (value, _) => {
                let telling = self.reader.telling(zone);
                let text = crate::answers::shown(value, &filled.names, telling);
                match value {
                    FieldValue::Phone(_) => {
                        Cell::Text(self.reader.phone(text).replace('\u{a0}', " "))
                    }
                    FieldValue::Email(_) => Cell::Text(self.reader.email(text)),
                    _ => Cell::Text(text),
                }
            }
        }
    }
}
