//! Cells become what a person would have typed into a new card.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::clients::Stage;
use domain::fields::{FieldDef, FieldType, Raw};
use domain::ids::{BranchId, EmployeeId, ValueId};
use domain::imports::{Called, CalledCompany, ColumnTarget, ListSubject, cell};
use domain::money::Money;
use domain::name::PersonName;
use store::imports::{RowFault, UnknownValue};
use wire::clients::{EmailContact, MessengerContact, NewClient, PhoneEntry};
use wire::companies::NewCompany;
use wire::error::{Fault, FieldError};

use super::known::{Known, Named};
use crate::clients::convert;
use crate::http::Check;

/// What a row says of a card, as a person would type it; of a client or of a company, whatever each of them has.
#[derive(Debug, Default)]
pub struct Said {
    pub name: Option<String>,
    surname: Option<String>,
    given: Option<String>,
    patronymic: Option<String>,
    pub birth_date: Option<NaiveDate>,
    pub stage: Option<Stage>,
    pub source_id: Option<ValueId>,
    pub legal_name: Option<String>,
    pub tax_id: Option<String>,
    pub address: Option<String>,
    pub site: Option<String>,
    pub phones: Vec<PhoneEntry>,
    pub emails: Vec<EmailContact>,
    pub messengers: Vec<MessengerContact>,
    pub tags: Vec<String>,
    pub note: Option<String>,
    pub responsible_id: Option<EmployeeId>,
    pub branch_id: Option<BranchId>,
    pub fields: BTreeMap<String, Raw>,
}

impl Said {
    pub fn client(&self) -> NewClient {
        NewClient {
            name: self.name.clone(),
            surname: self.surname.clone(),
            given: self.given.clone(),
            patronymic: self.patronymic.clone(),
            birth_date: self.birth_date,
            stage: self.stage,
            phones: self.phones.clone(),
            emails: self.emails.clone(),
            messengers: self.messengers.clone(),
            source_id: self.source_id,
            responsible_id: self.responsible_id,
            branch_id: self.branch_id,
            tags: self.tags.clone(),
            note: self.note.clone(),
            fields: self.fields.clone(),
            start_process_id: None,
        }
    }

    pub fn company(&self) -> NewCompany {
        NewCompany {
            name: self.name.clone().unwrap_or_default(),
            legal_name: self.legal_name.clone(),
            tax_id: self.tax_id.clone(),
            phones: self.phones.clone(),
            emails: self.emails.clone(),
            address: self.address.clone(),
            site: self.site.clone(),
            note: self.note.clone(),
            tags: self.tags.clone(),
            responsible_id: self.responsible_id,
            branch_id: self.branch_id,
            fields: self.fields.clone(),
        }
    }
}

/// What a row says.
#[derive(Debug, Default)]
pub struct Typed {
    pub card: Said,
    /// Of a person, split as the organisation writes names.
    pub name: PersonName,
    /// E.164 and addresses in small letters: by what the person is found.
    pub phones: Vec<String>,
    pub emails: Vec<String>,
    /// What is said at all: an empty cell says nothing.
    pub said: BTreeSet<ColumnTarget>,
    pub faults: Vec<RowFault>,
    pub unknown: Vec<UnknownValue>,
    /// Which column stands behind which member of the card.
    origins: Vec<(String, u32)>,
}

impl Typed {
    /// By what it is found among the rows of the file: numbers and addresses of a person, name and tax number of a company.
    pub fn keys(&self, called: &Called) -> Vec<String> {
        match called {
            Called::Company(company) => company.keys(),
            Called::Person(_) => {
                let keys: BTreeSet<&String> = self.phones.iter().chain(&self.emails).collect();
                keys.into_iter().cloned().collect()
            }
        }
    }

    /// Who it is about.
    pub fn called(&self, subject: ListSubject) -> Called {
        match subject {
            ListSubject::Clients => Called::Person(self.name.clone()),
            ListSubject::Companies => Called::Company(self.company()),
        }
    }

    pub fn company(&self) -> CalledCompany {
        let name = self.card.name.as_deref().unwrap_or_default();
        CalledCompany::of(name, self.card.tax_id.as_deref())
    }

    /// A fault of the card as a fault of the row: at the column that said it.
    pub fn fault_of(&self, fault: FieldError) -> RowFault {
        let pointer = fault.pointer.unwrap_or_default();
        let origin = self
            .origins
            .iter()
            .filter(|(member, _)| {
                pointer == *member
                    || pointer
                        .strip_prefix(member)
                        .is_some_and(|rest| rest.starts_with('/'))
            })
            .max_by_key(|(member, _)| member.len());
        RowFault {
            column: origin.map(|(_, column)| *column),
            code: fault.code.as_str().to_owned(),
            params: fault.params,
        }
    }

    fn at(&mut self, member: &str, column: u32) {
        self.origins.push((member.to_owned(), column));
    }

    fn fault(&mut self, column: u32, code: Fault) {
        self.faults.push(RowFault {
            column: Some(column),
            code: code.as_str().to_owned(),
            params: std::collections::BTreeMap::new(),
        });
    }

    /// Takes what was found by its name, or says why there is nothing.
    fn named<T>(
        &mut self,
        found: Named<T>,
        column: u32,
        value: &str,
        may_create: bool,
    ) -> Option<T> {
        match found {
            Named::Found(found) => return Some(found),
            Named::Skipped | Named::ToCome => {}
            Named::Archived => self.fault(column, Fault::Archived),
            Named::NotAllowed => self.fault(column, Fault::NotAllowed),
            Named::Unknown => {
                self.fault(
                    column,
                    if may_create {
                        Fault::NotInDictionary
                    } else {
                        Fault::NotFound
                    },
                );
                self.unknown.push(UnknownValue {
                    column,
                    value: value.chars().take(200).collect(),
                    rows: 1,
                    may_create,
                });
            }
        }
        None
    }
}

/// Reads the cells of a row.
pub fn read(known: &Known, cells: &[String]) -> Typed {
    let mut typed = Typed::default();
    for (place, column) in known.columns.iter().enumerate() {
        let cell = cells.get(place).map_or("", |cell| cell.trim());
        if let (Some(target), false) = (&column.target, cell.is_empty()) {
            take(known, &mut typed, target, place as u32, cell);
            typed.said.insert(target.clone());
        }
    }
    let card = &mut typed.card;
    card.stage = card.stage.or(known.rules.stage);
    card.branch_id = card.branch_id.or(known.rules.branch_id);
    card.responsible_id = card.responsible_id.or(known.rules.responsible_id);
    card.tags.extend(known.rules.tags.iter().cloned());
    typed.name = match card.name.as_deref() {
        Some(name) => PersonName::split(name, known.order),
        None => PersonName::default(),
    };
    let part = |typed: &Option<String>, known: &mut Option<String>| {
        if let Some(text) = typed {
            *known = Some(text.clone());
        }
    };
    part(&card.surname, &mut typed.name.surname);
    part(&card.given, &mut typed.name.given);
    part(&card.patronymic, &mut typed.name.patronymic);
    typed
}

fn take(known: &Known, typed: &mut Typed, target: &ColumnTarget, column: u32, cell: &str) {
    let text = || Some(cell.to_owned());
    match target {
        ColumnTarget::Name => {
            typed.at("/name", column);
            typed.card.name = text();
        }
        ColumnTarget::Surname => {
            typed.at("/surname", column);
            typed.card.surname = text();
        }
        ColumnTarget::Given => {
            typed.at("/given", column);
            typed.card.given = text();
        }
        ColumnTarget::Patronymic => {
            typed.at("/patronymic", column);
            typed.card.patronymic = text();
        }
        ColumnTarget::Phone => phones(known, typed, column, cell),
        ColumnTarget::Email => {
            for address in cell::addresses(cell) {
                let place = typed.card.emails.len();
                typed.at(&format!("/emails/{place}"), column);
                typed.card.emails.push(address.into());
                typed.emails.push(address.to_lowercase());
            }
        }
        ColumnTarget::Messenger(messenger) => {
            for address in cell::several(cell) {
                let place = typed.card.messengers.len();
                typed.at(&format!("/messengers/{place}"), column);
                let contact = MessengerContact::new(*messenger, address);
                typed.card.messengers.push(contact);
            }
        }
        ColumnTarget::BirthDate => {
            typed.at("/birth_date", column);
            match cell::date(cell, known.dates(column as usize), known.today) {
                Some(date) => typed.card.birth_date = Some(date),
                None => typed.fault(column, Fault::Malformed),
            }
        }
        ColumnTarget::Stage => match cell::stage(cell) {
            Some(stage) => typed.card.stage = Some(stage),
            None => {
                let skipped =
                    known.rules.for_value(column, cell) == Some(&domain::imports::Unknown::Skip);
                let found = if skipped {
                    Named::Skipped
                } else {
                    Named::<()>::Unknown
                };
                typed.named(found, column, cell, false);
            }
        },
        ColumnTarget::Source => {
            typed.at("/source_id", column);
            match known.sources {
                Some(dictionary) => {
                    let found = known.value(dictionary, column, cell);
                    typed.card.source_id = typed.named(found, column, cell, true);
                }
                None => typed.fault(column, Fault::NotInDictionary),
            }
        }
        ColumnTarget::Tags => {
            for tag in cell::several(cell) {
                let place = typed.card.tags.len();
                typed.at(&format!("/tags/{place}"), column);
                typed.card.tags.push(tag.to_owned());
            }
        }
        ColumnTarget::Note => {
            typed.at("/note", column);
            typed.card.note = Some(match typed.card.note.take() {
                Some(before) => format!("{before}\n{cell}"),
                None => cell.to_owned(),
            });
        }
        ColumnTarget::Responsible => {
            typed.at("/responsible_id", column);
            let found = known.person(column, cell);
            typed.card.responsible_id = typed.named(found, column, cell, false);
        }
        ColumnTarget::Branch => {
            typed.at("/branch_id", column);
            let found = known.branch(column, cell);
            typed.card.branch_id = typed.named(found, column, cell, false);
        }
        ColumnTarget::LegalName => {
            typed.at("/legal_name", column);
            typed.card.legal_name = text();
        }
        ColumnTarget::TaxId => {
            typed.at("/tax_id", column);
            typed.card.tax_id = text();
        }
        ColumnTarget::Address => {
            typed.at("/address", column);
            typed.card.address = text();
        }
        ColumnTarget::Site => {
            typed.at("/site", column);
            typed.card.site = text();
        }
        ColumnTarget::Field(key) => {
            typed.at(&format!("/fields/{key}"), column);
            match known.field(key) {
                Some(def) => {
                    let def = def.clone();
                    if let Some(raw) = answer(known, typed, &def, column, cell) {
                        typed.card.fields.insert(key.clone(), raw);
                    }
                }
                None => typed.fault(column, Fault::UnknownField),
            }
        }
    }
}

fn phones(known: &Known, typed: &mut Typed, column: u32, cell: &str) {
    for number in cell::phones(cell) {
        let mut check = Check::new();
        let (e164, _) = convert::phone(&mut check, "", &number, &known.country);
        if check.done().is_err() {
            typed.fault(column, Fault::Malformed);
            continue;
        }
        let place = typed.card.phones.len();
        typed.at(&format!("/phones/{place}"), column);
        // Of another country than the organisation's only the whole number says it all.
        let abroad = known.country != known.organisation.phone_country;
        typed.card.phones.push(PhoneEntry {
            number: if abroad { e164.clone() } else { number },
            label: None,
            do_not_call: false,
        });
        typed.phones.push(e164);
    }
}

/// The answer to one of the club's own fields, in the form of the API.
fn answer(
    known: &Known,
    typed: &mut Typed,
    def: &FieldDef,
    column: u32,
    cell: &str,
) -> Option<Raw> {
    let dates = known.dates(column as usize);
    let read = match def.kind {
        FieldType::Text | FieldType::LongText | FieldType::Email | FieldType::Url => {
            Some(Raw::Text(cell.to_owned()))
        }
        FieldType::Phone => {
            let mut numbers = cell::phones(cell).into_iter();
            numbers.next().map(Raw::Text)
        }
        FieldType::Integer => cell::decimal(cell)
            .filter(|number| number.fract() == 0.0 && number.abs() < 9e15)
            .map(|number| Raw::Integer(number as i64)),
        FieldType::Decimal => cell::decimal(cell).map(Raw::Decimal),
        FieldType::Money => cell::sum(cell).map(|amount| {
            Raw::Money(Money {
                amount,
                currency: known.organisation.currency.clone(),
            })
        }),
        FieldType::Boolean => cell::boolean(cell).map(Raw::Boolean),
        FieldType::Date => {
            cell::date(cell, dates, known.today).map(|date| Raw::Text(date.to_string()))
        }
        FieldType::Time => cell::time(cell).map(|time| Raw::Text(time.format("%H:%M").to_string())),
        FieldType::DateTime => cell::moment(cell, dates, known.today)
            .map(|wall| Raw::Text(known.zone.instant(wall).to_string())),
        FieldType::Employee => {
            let found = known.person(column, cell);
            return typed
                .named(found, column, cell, false)
                .map(|id| Raw::Text(id.to_string()));
        }
        FieldType::Dictionary => {
            let dictionary = def.dictionary_id?;
            let found = known.value(dictionary, column, cell);
            return typed
                .named(found, column, cell, true)
                .map(|id| Raw::Text(id.to_string()));
        }
        FieldType::DictionaryMulti => {
            let dictionary = def.dictionary_id?;
            // A name may have a comma in it.
            let called = |names: &[&str]| {
                let found = |name: &&str| known.value(dictionary, column, name);
                names
                    .iter()
                    .all(|name| matches!(found(name), Named::Found(_)))
            };
            let apart = cell.split([';', '\n', '|']).map(str::trim);
            let apart: Vec<&str> = apart.filter(|name| !name.is_empty()).collect();
            let names = match called(&apart) {
                true => apart,
                false => cell::several(cell),
            };
            let ids: Vec<String> = names
                .into_iter()
                .filter_map(|name| {
                    let found = known.value(dictionary, column, name);
                    typed.named(found, column, name, true)
                })
                .map(|id| id.to_string())
                .collect();
            return (!ids.is_empty()).then_some(Raw::List(ids));
        }
        FieldType::Client => None,
    };
    if read.is_none() {
        typed.fault(column, Fault::Malformed);
    }
    read
}
