//! Answers as they were given, from their typed columns.

use std::collections::{BTreeMap, BTreeSet};

use domain::chains::Filled;
use domain::fields::FieldValue;
use domain::ids::{CompletionId, ResultId, ValueId};

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
    Some(Filled {
        value: row.value()?,
        key: row.key,
        label: row.label,
        kind: row.kind,
        names: row.name.into_iter().collect(),
    })
}
