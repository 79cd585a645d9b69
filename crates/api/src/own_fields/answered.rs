//! Answers to the club's own fields: what was typed, checked by the rules of all fields.

use std::collections::BTreeMap;

use domain::dictionaries::Choice;
use domain::fields::{self, FieldDef, FieldType, FieldValue, Raw, Subject, Surroundings};
use domain::ids::{BranchId, DictionaryId, ValueId};
use domain::time::Zone;
use store::organisation::Organisation;
use store::own_fields::Answers;
use store::{StoreError, Tx};
use wire::error::{Fault, FieldError};

use crate::answers::tidy;
use crate::http::error::answer as faulty;
use crate::http::{ApiError, Check};
use crate::zones;

/// Which fields are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// All of them: required ones must be answered.
    Whole,
    /// Those that are named; the others stay as they are.
    Named,
}

/// The answers of a card after something was typed. An answer that is the one it was is not checked anew: its value may have
/// been archived, its day passed, its colleague have left since.
pub fn answered(
    tx: &mut Tx<'_>,
    check: &mut Check,
    subject: Subject,
    typed: &BTreeMap<String, Option<Raw>>,
    form: Form,
    before: &Answers,
    (organisation, branch): (&Organisation, BranchId),
) -> Result<Answers, ApiError> {
    if typed.is_empty() && form == Form::Named {
        return Ok(before.clone());
    }
    let known = tx.own_fields(subject)?;
    let is_kept = |def: &FieldDef| match (typed.get(&def.key), before.get(&def.id)) {
        (None, _) => form == Form::Named,
        (Some(Some(raw)), Some(value)) => value.to_raw() == *raw,
        _ => false,
    };
    let asked: Vec<FieldDef> = known
        .present
        .iter()
        .filter(|def| !is_kept(def))
        .cloned()
        .collect();
    let kept: Vec<&str> = known
        .present
        .iter()
        .filter(|def| is_kept(def))
        .map(|def| def.key.as_str())
        .collect();
    let answers: BTreeMap<String, Raw> = typed
        .iter()
        .filter(|(key, _)| !kept.contains(&key.as_str()))
        .map(|(key, raw)| {
            // What is cleared is an empty answer.
            let raw = raw.as_ref().map(tidy);
            (key.clone(), raw.unwrap_or(Raw::Text(String::new())))
        })
        .collect();
    let zone = zone_of(tx, branch)?;
    let dictionaries = choices(tx, &asked, before)?;
    let employees = tx.colleagues()?;
    let now = tx.now();
    let around = Surroundings {
        now,
        today: zone.day(now),
        currency: &organisation.currency,
        country: &organisation.phone_country,
        dictionaries: &dictionaries,
        employees: &employees,
    };
    let mut after = before.clone();
    let filled = match fields::check(&asked, &answers, around) {
        Ok(filled) => filled,
        Err(faults) => {
            faults.into_iter().map(faulty).for_each(|f| check.push(f));
            return Ok(after);
        }
    };
    for def in &asked {
        after.remove(&def.id);
    }
    for one in filled {
        if let FieldValue::Client(id) = one.value
            && !tx.sees_client(id)?
        {
            check.push(FieldError::at(
                format!("/fields/{}", one.key),
                Fault::NotFound,
            ));
        }
        if let Some(def) = asked.iter().find(|def| def.key == one.key) {
            after.insert(def.id, one.value);
        }
    }
    Ok(after)
}

/// Whether phones or addresses are among what was typed: who sees them in part would write back what he does not see.
pub fn are_contacts(
    tx: &mut Tx<'_>,
    subject: Subject,
    typed: &BTreeMap<String, Option<Raw>>,
) -> Result<bool, ApiError> {
    let fields = tx.own_fields(subject)?;
    let own = fields.present.iter();
    Ok(own
        .filter(|def| matches!(def.kind, FieldType::Phone | FieldType::Email))
        .any(|def| typed.contains_key(&def.key)))
}

/// The values of the dictionaries that are asked. Those that the card has may stay among several, also when they were archived.
fn choices(
    tx: &mut Tx<'_>,
    asked: &[FieldDef],
    before: &Answers,
) -> Result<BTreeMap<DictionaryId, Vec<Choice>>, ApiError> {
    let ids: Vec<DictionaryId> = asked.iter().filter_map(|def| def.dictionary_id).collect();
    let mut choices = tx.choices(&ids)?;
    let had: Vec<ValueId> = before
        .values()
        .filter_map(|value| match value {
            FieldValue::DictionaryMulti(ids) => Some(ids.as_slice()),
            _ => None,
        })
        .flatten()
        .copied()
        .collect();
    for choice in choices.values_mut().flatten() {
        choice.archived &= !had.contains(&choice.id);
    }
    Ok(choices)
}

/// A branch that is not there is refused where it was named.
fn zone_of(tx: &mut Tx<'_>, branch: BranchId) -> Result<Zone, ApiError> {
    match tx.branch(branch) {
        Ok(branch) => Ok(zones::around(&branch.zone, tx.now()).as_ref().clone()),
        Err(StoreError::NotFound) => Ok(Zone::utc()),
        Err(error) => Err(error.into()),
    }
}
