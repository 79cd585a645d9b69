//! Answers to the club's own fields: as they are stored, and as people read them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::chains::Filled;
use domain::fields::{FieldType, FieldValue, Raw, Subject};
use domain::ids::{ClientId, CompanyId, EmployeeId, FieldId, ValueId};
use domain::name::PersonName;
use domain::phone::Phone;
use domain::search::{contact, email_tokens, name_tokens, phone_tokens};
use domain::time::Timestamp;

use super::rows::FieldLists;
use crate::answers::{Stored, further};
use crate::clients;
use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::names;
use crate::schema::{client_values, company_values};
use crate::timeline::{Changed, OwnField, Said};

/// Answers by field, also to fields that were taken off the card.
pub type Answers = BTreeMap<FieldId, FieldValue>;

type Row = (
    FieldId,
    Option<String>,
    Option<i64>,
    Option<String>,
    Option<NaiveDate>,
    Option<Timestamp>,
    Option<i64>,
);

/// Whose card it is that answers stand on. Each kind of cards has a table of its own, with the same columns.
pub(crate) trait Owner: Copy + Ord {
    const SUBJECT: Subject;

    /// By field, in the order of what was chosen.
    fn rows(tx: &mut Tx<'_>, ids: &[Self]) -> Result<Vec<(Self, Row)>, StoreError>;
    fn write(self, tx: &mut Tx<'_>, answers: &Answers) -> Result<(), StoreError>;
    fn clear(self, tx: &mut Tx<'_>) -> Result<(), StoreError>;
    /// How many cards have an answer to this field.
    fn count(tx: &mut Tx<'_>, field: FieldId) -> Result<u64, StoreError>;
}

macro_rules! owner {
    ($id:ident, $subject:ident, $table:ident.$column:ident) => {
        impl Owner for $id {
            const SUBJECT: Subject = Subject::$subject;

            fn rows(tx: &mut Tx<'_>, ids: &[Self]) -> Result<Vec<(Self, Row)>, StoreError> {
                Ok(each_backend!(tx.conn(), |c| $table::table
                    .filter($table::$column.eq_any(among(ids.iter().copied())))
                    .order(($table::$column, $table::field_id, $table::item))
                    .select((
                        $table::$column,
                        (
                            $table::field_id,
                            $table::text,
                            $table::number,
                            $table::currency,
                            $table::date,
                            $table::instant,
                            $table::reference,
                        )
                    ))
                    .load(c))?)
            }

            fn write(self, tx: &mut Tx<'_>, answers: &Answers) -> Result<(), StoreError> {
                let mut rows = Vec::new();
                for (field, value) in answers {
                    for (item, stored) in (0_i32..).zip(Stored::of(value)) {
                        rows.push((
                            $table::$column.eq(bind(self)),
                            $table::field_id.eq(bind(*field)),
                            $table::item.eq(item),
                            $table::text.eq(stored.text),
                            $table::number.eq(stored.number),
                            $table::currency.eq(stored.currency),
                            $table::date.eq(stored.date),
                            $table::instant.eq(stored.instant.map(bind)),
                            $table::reference.eq(stored.reference),
                        ));
                    }
                }
                if rows.is_empty() {
                    return Ok(());
                }
                each_backend!(tx.conn(), |c| diesel::insert_into($table::table)
                    .values(&rows)
                    .execute(c))?;
                Ok(())
            }

            fn clear(self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
                diesel::delete($table::table.filter($table::$column.eq(bind(self))))
                    .execute(tx.conn())?;
                Ok(())
            }

            fn count(tx: &mut Tx<'_>, field: FieldId) -> Result<u64, StoreError> {
                let count: i64 = $table::table
                    .filter($table::field_id.eq(bind(field)))
                    .filter($table::item.eq(0))
                    .select(count_star())
                    .first(tx.conn())?;
                Ok(count as u64)
            }
        }
    };
}
owner!(ClientId, Client, client_values.client_id);
owner!(CompanyId, Company, company_values.company_id);

/// What stands on a card.
pub(crate) fn answers<O: Owner>(tx: &mut Tx<'_>, id: O) -> Result<Answers, StoreError> {
    Ok(answers_of(tx, &[id])?.remove(&id).unwrap_or_default())
}

/// The same of many cards; those without an answer are absent.
pub(crate) fn answers_of<O: Owner>(
    tx: &mut Tx<'_>,
    ids: &[O],
) -> Result<BTreeMap<O, Answers>, StoreError> {
    let fields = tx.own_fields(O::SUBJECT)?;
    let mut answers: BTreeMap<O, Answers> = BTreeMap::new();
    // Most clubs have none: their cards are not asked for them.
    if fields.present.is_empty() && fields.removed.is_empty() {
        return Ok(answers);
    }
    for (owner, row) in O::rows(tx, ids)? {
        put(answers.entry(owner).or_default(), &fields, row);
    }
    Ok(answers)
}

/// Writes the answers of a card in place of those that are there.
pub(crate) fn replace<O: Owner>(
    tx: &mut Tx<'_>,
    id: O,
    answers: &Answers,
) -> Result<(), StoreError> {
    id.clear(tx)?;
    id.write(tx, answers)
}

fn put(answers: &mut Answers, fields: &FieldLists, row: Row) {
    let (field, text, number, currency, date, instant, reference) = row;
    let stored = Stored {
        text,
        number,
        currency,
        date,
        instant,
        reference,
    };
    let kind = fields.get(field).map(|def| def.kind);
    let Some(value) = kind.and_then(|kind| stored.value(kind)) else {
        return;
    };
    match answers.get_mut(&field) {
        Some(known) => further(known, value),
        None => {
            answers.insert(field, value);
        }
    }
}

/// The answers of a card in the order of its fields, with their words. A client out of the reader's reach is no answer to him.
pub(crate) fn filled(
    tx: &mut Tx<'_>,
    subject: Subject,
    answers: &Answers,
) -> Result<Vec<Filled>, StoreError> {
    if answers.is_empty() {
        return Ok(Vec::new());
    }
    let fields = tx.own_fields(subject)?;
    let words = Words::of(tx, answers.values())?;
    let mut filled = Vec::new();
    for def in &fields.present {
        let Some(value) = answers.get(&def.id) else {
            continue;
        };
        if let FieldValue::Client(id) = value
            && !tx.sees_client(*id)?
        {
            continue;
        }
        filled.push(Filled {
            key: def.key.clone(),
            label: def.label.clone(),
            kind: def.kind,
            names: words.names(value),
            value: value.clone(),
        });
    }
    Ok(filled)
}

/// The same by field.
pub(crate) fn filled_by_field(
    tx: &mut Tx<'_>,
    subject: Subject,
    answers: &Answers,
) -> Result<BTreeMap<FieldId, Filled>, StoreError> {
    let fields = tx.own_fields(subject)?;
    let filled = filled(tx, subject, answers)?.into_iter();
    let filled = filled.filter_map(|filled| {
        let def = fields.present.iter().find(|def| def.key == filled.key)?;
        Some((def.id, filled))
    });
    Ok(filled.collect())
}

/// The members of a card, with values as people read them.
pub(crate) type Shown = Vec<(&'static str, Option<String>)>;

/// What people changed on a card: its members, and its answers with what their fields are called now.
pub(crate) fn said(
    tx: &mut Tx<'_>,
    subject: Subject,
    before: (Shown, &Answers),
    after: (Shown, &Answers),
) -> Result<Said, StoreError> {
    let members = before.0.into_iter().zip(after.0);
    let mut said = Said {
        changes: members
            .filter_map(|((member, before), (_, after))| Changed::from(member, before, after))
            .collect(),
        ..Said::default()
    };
    for (change, field) in differences(tx, subject, before.1, after.1)? {
        said.fields.insert(change.member.clone(), field);
        said.changes.push(change);
    }
    Ok(said)
}

fn differences(
    tx: &mut Tx<'_>,
    subject: Subject,
    before: &Answers,
    after: &Answers,
) -> Result<Vec<(Changed, OwnField)>, StoreError> {
    if before == after {
        return Ok(Vec::new());
    }
    let fields = tx.own_fields(subject)?;
    let words = Words::of(tx, before.values().chain(after.values()))?;
    let asked: BTreeSet<FieldId> = before.keys().chain(after.keys()).copied().collect();
    let changes = asked.into_iter().filter_map(|id| {
        let def = fields.get(id)?;
        let text = |answers: &Answers| answers.get(&id).map(|value| words.text(value));
        let own = OwnField {
            label: def.label.clone(),
            kind: def.kind,
        };
        let member = format!("fields.{}", def.key);
        let changed = Changed::from(&member, text(before), text(after))?;
        Some((changed, own))
    });
    Ok(changes.collect())
}

/// The beginnings by which a card is found through its answers: what is typed in a line, numbers, phones and addresses.
pub(crate) fn tokens(kind: FieldType, value: &FieldValue) -> BTreeSet<String> {
    match (kind, value) {
        (FieldType::Text, FieldValue::Text(text)) => name_tokens(&[text]),
        (_, FieldValue::Integer(number)) => BTreeSet::from([number.unsigned_abs().to_string()]),
        (_, FieldValue::Phone(e164)) => Phone::from_e164(e164)
            .iter()
            .flat_map(phone_tokens)
            .map(|token| contact(&token))
            .collect(),
        (_, FieldValue::Email(email)) => email_tokens(email)
            .iter()
            .map(|token| contact(token))
            .collect(),
        _ => BTreeSet::new(),
    }
}

/// Names of what answers point at.
struct Words {
    values: BTreeMap<ValueId, String>,
    people: BTreeMap<EmployeeId, String>,
    clients: BTreeMap<ClientId, String>,
}

impl Words {
    fn of<'v>(
        tx: &mut Tx<'_>,
        answers: impl Iterator<Item = &'v FieldValue> + Clone,
    ) -> Result<Self, StoreError> {
        let values = answers.clone().flat_map(|value| match value {
            FieldValue::Dictionary(id) => std::slice::from_ref(id),
            FieldValue::DictionaryMulti(ids) => ids,
            _ => &[],
        });
        let values = names::values(tx, values.copied())?;
        let people = answers.clone().filter_map(|value| match value {
            FieldValue::Employee(id) => Some(*id),
            _ => None,
        });
        let people = names::employees(tx, people)?;
        let clients = answers.filter_map(|value| match value {
            FieldValue::Client(id) => Some(*id),
            _ => None,
        });
        let clients = clients::names(tx, clients)?;
        let order = tx.name_order()?;
        let clients = clients.into_iter().map(|(id, client)| {
            let name = PersonName {
                surname: client.surname,
                given: client.given,
                patronymic: client.patronymic,
            };
            (id, name.short(order))
        });
        Ok(Self {
            values,
            people,
            clients: clients.collect(),
        })
    }

    /// In the order of the answer; empty for what is no reference.
    fn names(&self, value: &FieldValue) -> Vec<String> {
        let name = |id: &ValueId| self.values.get(id).cloned();
        match value {
            FieldValue::Dictionary(id) => name(id).into_iter().collect(),
            FieldValue::DictionaryMulti(ids) => ids.iter().filter_map(name).collect(),
            FieldValue::Employee(id) => self.people.get(id).cloned().into_iter().collect(),
            FieldValue::Client(id) => self.clients.get(id).cloned().into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// As it is kept in the timeline: names as they are now, everything else in its API form.
    fn text(&self, value: &FieldValue) -> String {
        let names = self.names(value);
        if !names.is_empty() {
            return names.join(", ");
        }
        match value.to_raw() {
            Raw::Boolean(yes) => yes.to_string(),
            Raw::Integer(number) => number.to_string(),
            Raw::Decimal(number) => number.to_string(),
            Raw::Text(text) => text,
            Raw::List(ids) => ids.join(", "),
            Raw::Money(sum) => format!("{} {}", sum.amount, sum.currency),
        }
    }
}
