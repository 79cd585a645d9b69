//! Answers as they were given, from their typed columns.

use std::collections::{BTreeMap, BTreeSet};

use domain::chains::Filled;
use domain::fields::{FieldType, FieldValue};
use domain::ids::{ClientId, CompletionId, EmployeeId, ResultId, ValueId};
use domain::money::Money;

use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::tasks::{ValueRow, values_of};

/// Of these completions, the answers to the fields that are read.
pub(super) fn of(
    tx: &mut Tx<'_>,
    completions: impl Iterator<Item = (CompletionId, ResultId)>,
    read: &BTreeSet<(ResultId, String)>,
) -> Result<BTreeMap<CompletionId, Vec<Filled>>, StoreError> {
    let wanted: BTreeSet<ResultId> = read.iter().map(|(result, _)| *result).collect();
    let of_result: BTreeMap<CompletionId, ResultId> = completions
        .filter(|(_, result)| wanted.contains(result))
        .collect();
    if of_result.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = values_of(tx, of_result.keys().copied())?;
    let mut filled: BTreeMap<CompletionId, Vec<Filled>> = BTreeMap::new();
    for row in rows {
        let Some(result) = of_result.get(&row.completion_id) else {
            continue;
        };
        if !read.contains(&(*result, row.key.clone())) {
            continue;
        }
        let answers = filled.entry(row.completion_id).or_default();
        match answers.last_mut() {
            // Each further value of the same field is a row of its own.
            Some(last) if row.item > 0 && last.key == row.key => further(last, &row),
            _ => answers.extend(first(row)),
        }
    }
    Ok(filled)
}

fn further(filled: &mut Filled, row: &ValueRow) {
    if let (FieldValue::DictionaryMulti(values), Some(id)) = (&mut filled.value, row.reference) {
        values.push(ValueId::from_i64(id));
        filled.names.extend(row.name.clone());
    }
}

/// `None` for a row whose column does not fit its type.
fn first(row: ValueRow) -> Option<Filled> {
    let value = match row.kind {
        FieldType::Text | FieldType::LongText => FieldValue::Text(row.text?),
        FieldType::Phone => FieldValue::Phone(row.text?),
        FieldType::Email => FieldValue::Email(row.text?),
        FieldType::Url => FieldValue::Url(row.text?),
        FieldType::Integer => FieldValue::Integer(row.number?),
        FieldType::Decimal => FieldValue::Decimal(row.number?),
        FieldType::Money => FieldValue::Money(Money {
            amount: row.number?,
            currency: row.currency?,
        }),
        FieldType::Boolean => FieldValue::Boolean(row.number? != 0),
        FieldType::Date => FieldValue::Date(row.date?),
        FieldType::Time => {
            FieldValue::Time(chrono::NaiveTime::parse_from_str(&row.text?, "%H:%M").ok()?)
        }
        FieldType::DateTime => FieldValue::DateTime(row.instant?),
        FieldType::Dictionary => FieldValue::Dictionary(ValueId::from_i64(row.reference?)),
        FieldType::DictionaryMulti => {
            FieldValue::DictionaryMulti(vec![ValueId::from_i64(row.reference?)])
        }
        FieldType::Employee => FieldValue::Employee(EmployeeId::from_i64(row.reference?)),
        FieldType::Client => FieldValue::Client(ClientId::from_i64(row.reference?)),
    };
    Some(Filled {
        key: row.key,
        label: row.label,
        kind: row.kind,
        value,
        names: row.name.into_iter().collect(),
    })
}
