//! A whole form at once: every answer against its field, every fault named.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{FaultKind, FieldDef, FieldFault, FieldValue, Raw, kind};
use crate::chains::Filled;
use crate::dictionaries::Choice;
use crate::ids::{DictionaryId, EmployeeId};
use crate::time::Timestamp;

/// What answers are checked against.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    pub now: Timestamp,
    /// The branch's day at `now`.
    pub today: NaiveDate,
    pub currency: &'a str,
    /// ISO 3166 alpha-2, for phones without a country code.
    pub country: &'a str,
    pub dictionaries: &'a BTreeMap<DictionaryId, Vec<Choice>>,
    /// Who can be chosen in an `employee` field. Whether a client is within reach only the server knows.
    pub employees: &'a [EmployeeId],
}

impl<'a> Surroundings<'a> {
    pub(super) fn choices(self, def: &FieldDef) -> &'a [Choice] {
        def.dictionary_id
            .and_then(|id| self.dictionaries.get(&id))
            .map_or(&[], Vec::as_slice)
    }
}

/// Checks a form: the answers in the order of its fields, or all faults in that order, answers to unknown fields last.
///
/// An empty answer is no answer.
pub fn check(
    defs: &[FieldDef],
    answers: &BTreeMap<String, Raw>,
    around: Surroundings<'_>,
) -> Result<Vec<Filled>, Vec<FieldFault>> {
    let mut filled = Vec::with_capacity(answers.len());
    let mut faults = Vec::new();
    for def in defs {
        match check_one(def, answers.get(&def.key), around) {
            Ok(Some(value)) => filled.push(Filled {
                key: def.key.clone(),
                label: def.label.clone(),
                kind: def.kind,
                names: names(&value, around.choices(def)),
                value,
            }),
            Ok(None) => {}
            Err(why) => faults.push(FieldFault {
                key: def.key.clone(),
                why,
            }),
        }
    }
    for key in answers.keys() {
        if !defs.iter().any(|def| def.key == *key) {
            faults.push(FieldFault {
                key: key.clone(),
                why: FaultKind::Unknown,
            });
        }
    }
    if faults.is_empty() {
        Ok(filled)
    } else {
        Err(faults)
    }
}

/// One answer, as the form checks it while it is typed. `None` when there is none and none is needed.
pub fn check_one(
    def: &FieldDef,
    answer: Option<&Raw>,
    around: Surroundings<'_>,
) -> Result<Option<FieldValue>, FaultKind> {
    match answer.filter(|raw| !raw.is_empty()) {
        None if def.required => Err(FaultKind::Required),
        None => Ok(None),
        Some(raw) => kind::read(def, raw, around).map(Some),
    }
}

fn names(value: &FieldValue, choices: &[Choice]) -> Vec<String> {
    let ids = match value {
        FieldValue::Dictionary(id) => std::slice::from_ref(id),
        FieldValue::DictionaryMulti(ids) => ids,
        _ => return Vec::new(),
    };
    ids.iter()
        .filter_map(|id| choices.iter().find(|choice| choice.id == *id))
        .map(|choice| choice.name.clone())
        .collect()
}
