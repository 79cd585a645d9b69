//! Columns of lists and exports: which ones are asked for, and what stands in them, in the reader's language.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use domain::chains::Filled;
use domain::fields::FieldType;
use domain::filters::{Asked, Field, own_key, word_label};
use domain::ids::BranchId;
use domain::language::Language;
use domain::name::PersonName;
use domain::time::{Timestamp, Zone};
use store::Tx;
use store::clients::{ClientListed, Columns, NextStep};
use wire::error::{Fault, FieldError};

use crate::answers::shown;
use crate::http::ApiError;
use crate::tasks::convert::Reader;

/// More columns than this are not looked at.
const MOST: usize = 40;

/// The fields of these columns, in their order; or what `at` makes of each unknown one and its place.
pub fn columns<F: Asked>(
    tx: &mut Tx<'_>,
    keys: &[String],
    at: impl Fn(usize, Fault) -> FieldError,
) -> Result<Result<Vec<F>, Vec<FieldError>>, ApiError> {
    if keys.len() > MOST {
        return Ok(Err(vec![at(MOST, Fault::TooMany).with("max", MOST)]));
    }
    let fields = tx.own_fields(F::SUBJECT)?;
    let (mut found, mut faults) = (Vec::with_capacity(keys.len()), Vec::new());
    for (place, key) in keys.iter().enumerate() {
        let own = fields.present.iter().find(|def| own_key(&def.key) == *key);
        let field = match own {
            Some(def) => Some(F::own(def.id, def.kind)),
            None => F::built_in(key).filter(|field| field.is_column()),
        };
        match field {
            Some(field) => found.push(field),
            None => faults.push(at(place, Fault::UnknownField)),
        }
    }
    Ok(match faults.is_empty() {
        true => Ok(found),
        false => Err(faults),
    })
}

/// What these clients have in these columns, row by row.
pub fn rows(
    tx: &mut Tx<'_>,
    clients: &[ClientListed],
    fields: &[Field],
    reader: &Reader,
    zones: &BTreeMap<BranchId, Arc<Zone>>,
) -> Result<Vec<Vec<String>>, ApiError> {
    if fields.is_empty() {
        return Ok(Vec::new());
    }
    let today = crate::discounts::today(tx)?;
    let columns = tx.client_columns(clients, fields, today)?;
    let utc = Zone::utc();
    let rows = clients.iter().zip(&columns).map(|(listed, columns)| {
        let zone = zones.get(&listed.row.branch_id).map_or(&utc, |zone| zone);
        let cells = fields.iter();
        cells
            .map(|field| cell(*field, listed, columns, reader, zone))
            .collect()
    });
    Ok(rows.collect())
}

/// What one client has in one column. Empty for nothing.
pub fn cell(
    field: Field,
    listed: &ClientListed,
    columns: &Columns,
    reader: &Reader,
    zone: &Zone,
) -> String {
    let row = &listed.row;
    let language = reader.language;
    let word = |word: &str| {
        word_label(field, word, language)
            .unwrap_or_default()
            .to_owned()
    };
    match field {
        Field::Name => {
            let name = PersonName {
                surname: row.surname.clone(),
                given: row.given.clone(),
                patronymic: row.patronymic.clone(),
            };
            name.short(reader.order)
        }
        Field::Phone => {
            let phones = columns.phones.iter().cloned();
            let phones: Vec<String> = phones.map(|shown| reader.phone(shown)).collect();
            phones.join(", ")
        }
        Field::Email => {
            let emails = columns.emails.iter().cloned();
            let emails: Vec<String> = emails.map(|address| reader.email(address)).collect();
            emails.join(", ")
        }
        Field::Stage => word(row.stage.as_str()),
        Field::NextStep => match &listed.next {
            Some(NextStep::Task { title, due, .. }) => {
                let due = match due {
                    domain::time::Due::Day(day) => date(*day, language),
                    domain::time::Due::At(at) => moment(*at, zone, language),
                };
                format!("{due} {title}")
            }
            Some(NextStep::Sleep { until, title }) => {
                format!("{} {title}", date(zone.day(*until), language))
            }
            None => String::new(),
        },
        Field::LastContact => row
            .last_contact()
            .map(|at| moment(at, zone, language))
            .unwrap_or_default(),
        Field::Responsible => listed.responsible_name.clone().unwrap_or_default(),
        Field::Branch => columns.branch.clone().unwrap_or_default(),
        Field::Source => columns.source.clone().unwrap_or_default(),
        Field::Tag => columns.tags.join(", "),
        Field::BirthDate => row
            .birth_date
            .map(|day| date(day, language))
            .unwrap_or_default(),
        Field::Created => moment(row.created_at, zone, language),
        Field::LastResult => columns.last_result.clone().unwrap_or_default(),
        Field::Process => columns.processes.join(", "),
        Field::Chain => {
            let states: Vec<String> = columns.chains.iter().map(|it| word(it.as_str())).collect();
            states.join(", ")
        }
        Field::DoNotContact => {
            let ways: Vec<String> = row.forbidden().iter().map(|it| word(it.as_str())).collect();
            ways.join(", ")
        }
        Field::Discount => {
            let telling = reader.telling(zone);
            let held: Vec<String> = columns
                .discounts
                .iter()
                .map(|one| telling.benefit(&one.name, &one.gives, None))
                .collect();
            held.join(", ")
        }
        Field::Note => row.note.clone().unwrap_or_default(),
        Field::Own(id, kind) => answer(columns.answers.get(&id), kind, reader, zone),
        Field::Birthday
        | Field::DiscountEnds
        | Field::Version
        | Field::Step
        | Field::WakesAt
        | Field::Segment => String::new(),
    }
}

/// An answer to one of the club's own fields, as this reader sees it.
pub fn answer(filled: Option<&Filled>, kind: FieldType, reader: &Reader, zone: &Zone) -> String {
    let text = filled
        .map(|filled| shown(&filled.value, &filled.names, reader.telling(zone)))
        .unwrap_or_default();
    match kind {
        _ if text.is_empty() => text,
        FieldType::Phone => reader.phone(text),
        FieldType::Email => reader.email(text),
        _ => text,
    }
}

/// Short, so that a column of them can be compared: `12.03.1991`.
pub fn date(day: NaiveDate, language: Language) -> String {
    let form = match language {
        Language::En => "%Y-%m-%d",
        Language::Ru | Language::Ro => "%d.%m.%Y",
    };
    day.format(form).to_string()
}

pub fn moment(at: Timestamp, zone: &Zone, language: Language) -> String {
    let wall = zone.wall(at);
    format!("{} {}", date(wall.date(), language), wall.format("%H:%M"))
}
