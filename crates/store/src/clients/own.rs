//! Answers to the club's own fields: as they are stored, and as people read them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::chains::Filled;
use domain::fields::{FieldType, FieldValue, Raw};
use domain::ids::{ClientId, EmployeeId, FieldId, ValueId};
use domain::name::PersonName;
use domain::phone::Phone;
use domain::search::{contact, email_tokens, name_tokens, phone_tokens};
use domain::time::Timestamp;

use super::read;
use crate::answers::{Stored, further};
use crate::client_fields::FieldLists;
use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::names;
use crate::schema::client_values;
use crate::timeline::{Changed, OwnField};

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

pub(super) fn answers(tx: &mut Tx<'_>, id: ClientId) -> Result<Answers, StoreError> {
    let fields = tx.client_fields()?;
    // Most clubs have none: their cards are not asked for them.
    if fields.present.is_empty() && fields.removed.is_empty() {
        return Ok(Answers::new());
    }
    let rows: Vec<Row> = each_backend!(tx.conn(), |c| client_values::table
        .filter(client_values::client_id.eq(bind(id)))
        .order((client_values::field_id, client_values::item))
        .select((
            client_values::field_id,
            client_values::text,
            client_values::number,
            client_values::currency,
            client_values::date,
            client_values::instant,
            client_values::reference,
        ))
        .load(c))?;
    let mut answers = Answers::new();
    for row in rows {
        put(&mut answers, &fields, row);
    }
    Ok(answers)
}

/// The same of many cards; those without an answer are absent.
pub(super) fn answers_of(
    tx: &mut Tx<'_>,
    ids: &[ClientId],
) -> Result<BTreeMap<ClientId, Answers>, StoreError> {
    let fields = tx.client_fields()?;
    let rows: Vec<(ClientId, Row)> = each_backend!(tx.conn(), |c| client_values::table
        .filter(client_values::client_id.eq_any(among(ids.iter().copied())))
        .order((
            client_values::client_id,
            client_values::field_id,
            client_values::item
        ))
        .select((
            client_values::client_id,
            (
                client_values::field_id,
                client_values::text,
                client_values::number,
                client_values::currency,
                client_values::date,
                client_values::instant,
                client_values::reference,
            )
        ))
        .load(c))?;
    let mut answers: BTreeMap<ClientId, Answers> = BTreeMap::new();
    for (client, row) in rows {
        put(answers.entry(client).or_default(), &fields, row);
    }
    Ok(answers)
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

pub(super) fn write(tx: &mut Tx<'_>, id: ClientId, answers: &Answers) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for (field, value) in answers {
        for (item, stored) in (0_i32..).zip(Stored::of(value)) {
            rows.push((
                client_values::client_id.eq(bind(id)),
                client_values::field_id.eq(bind(*field)),
                client_values::item.eq(item),
                client_values::text.eq(stored.text),
                client_values::number.eq(stored.number),
                client_values::currency.eq(stored.currency),
                client_values::date.eq(stored.date),
                client_values::instant.eq(stored.instant.map(bind)),
                client_values::reference.eq(stored.reference),
            ));
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    each_backend!(tx.conn(), |c| diesel::insert_into(client_values::table)
        .values(&rows)
        .execute(c))?;
    Ok(())
}

/// The answers of a card in the order of its fields, with their words. A client out of the reader's reach is no answer to him.
pub(super) fn filled(tx: &mut Tx<'_>, answers: &Answers) -> Result<Vec<Filled>, StoreError> {
    if answers.is_empty() {
        return Ok(Vec::new());
    }
    let fields = tx.client_fields()?;
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

/// Changed answers, each with what its field is called now.
pub(super) fn differences(
    tx: &mut Tx<'_>,
    before: &Answers,
    after: &Answers,
) -> Result<Vec<(Changed, OwnField)>, StoreError> {
    if before == after {
        return Ok(Vec::new());
    }
    let fields = tx.client_fields()?;
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
pub(super) fn tokens(kind: FieldType, value: &FieldValue) -> BTreeSet<String> {
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
        let clients = read::names(tx, clients)?;
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
