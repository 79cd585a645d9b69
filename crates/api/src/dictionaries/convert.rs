use std::collections::BTreeSet;

use domain::ids::ValueId;
use store::StoreError;
use store::dictionaries as rows;
use store::search::sort_key;
use wire::dictionaries::{Dictionary, DictionarySummary, Value};
use wire::error::{Code, Fault, FieldError};

use crate::http::{ApiError, Check};

pub fn summary(line: rows::DictionarySummary) -> DictionarySummary {
    let row = line.dictionary;
    DictionarySummary {
        id: row.id,
        name: row.name,
        role: row.role,
        values: line.values,
        used_by: line.used_by,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        archived_at: row.archived_at,
    }
}

pub fn dictionary(row: rows::Dictionary, values: Vec<(rows::Value, u32)>) -> Dictionary {
    let values = values.into_iter();
    Dictionary {
        id: row.id,
        name: row.name,
        role: row.role,
        values: values.map(|(row, used)| value(row, used)).collect(),
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        archived_at: row.archived_at,
    }
}

pub fn value(row: rows::Value, used: u32) -> Value {
    Value {
        id: row.id,
        dictionary_id: row.dictionary_id,
        name: row.name,
        position: row.position,
        used,
        merged_into: row.merged_into,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        archived_at: row.archived_at,
    }
}

/// Names of new values; no two are the same name.
pub fn names(check: &mut Check, pointer: &str, typed: &[String]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut names = Vec::with_capacity(typed.len());
    for (place, typed) in typed.iter().enumerate() {
        let pointer = format!("{pointer}/{place}");
        let name = check.name(&pointer, typed);
        if !name.is_empty() && !seen.insert(sort_key(&name)) {
            check.fault(&pointer, Fault::Taken);
        }
        names.push(name);
    }
    names
}

/// The same where at least one is wanted.
pub fn some_names(check: &mut Check, pointer: &str, typed: &[String]) -> Vec<String> {
    if typed.is_empty() {
        check.fault(pointer, Fault::Required);
    }
    names(check, pointer, typed)
}

/// 409 with the names that are there already.
pub fn taken(pointer: &str, places: &[usize]) -> ApiError {
    let errors = places
        .iter()
        .map(|place| FieldError::at(format!("{pointer}/{place}"), Fault::Taken));
    ApiError::new(Code::Taken).listing(errors.collect())
}

/// Every live value once and nothing else.
pub fn whole_order(order: &[ValueId], live: &[ValueId]) -> Result<(), ApiError> {
    let mut check = Check::new();
    let mut named = BTreeSet::new();
    for (place, id) in order.iter().enumerate() {
        let pointer = format!("/value_ids/{place}");
        if !live.contains(id) {
            check.fault(&pointer, Fault::NotInDictionary);
        } else if !named.insert(*id) {
            check.fault(&pointer, Fault::Taken);
        }
    }
    let missing: Vec<String> = live
        .iter()
        .filter(|id| !named.contains(id))
        .map(ToString::to_string)
        .collect();
    if !missing.is_empty() {
        let missing = missing.join(",");
        check.push(FieldError::at("/value_ids", Fault::Required).with("missing", missing));
    }
    check.done()
}

/// The value that is to count for `from`: another one of the same dictionary that can be chosen.
pub fn fit_to_count(
    into: Result<rows::Value, StoreError>,
    from: &rows::Value,
) -> Result<rows::Value, ApiError> {
    let fault = match &into {
        Err(StoreError::NotFound) => Fault::NotFound,
        Ok(into) if into.dictionary_id != from.dictionary_id => Fault::NotInDictionary,
        Ok(into) if into.id == from.id => Fault::NotAllowed,
        Ok(into) if into.archived_at.is_some() => Fault::Archived,
        _ => return Ok(into?),
    };
    Err(ApiError::field("/into", fault))
}
