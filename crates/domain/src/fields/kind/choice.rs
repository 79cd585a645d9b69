//! Values of dictionaries and colleagues.

use super::super::check::Surroundings;
use super::super::{FaultKind, FieldValue};
use crate::dictionaries::Choice;
use crate::ids::{EmployeeId, ValueId};

/// More chosen values than this are not an answer.
const MOST_VALUES: u32 = 100;

pub(super) fn one(typed: &str, choices: &[Choice], wrong: FaultKind) -> Result<ValueId, FaultKind> {
    let id = typed.parse::<ValueId>().map_err(|_| wrong)?;
    match choices.iter().find(|choice| choice.id == id) {
        None => Err(FaultKind::NotInDictionary),
        Some(choice) if choice.archived => Err(FaultKind::Archived),
        Some(_) => Ok(id),
    }
}

/// In the order of choosing, each value once.
pub(super) fn several(
    typed: &[String],
    choices: &[Choice],
    wrong: FaultKind,
) -> Result<FieldValue, FaultKind> {
    if typed.len() > MOST_VALUES as usize {
        return Err(FaultKind::TooMany { max: MOST_VALUES });
    }
    let mut ids = Vec::with_capacity(typed.len());
    for text in typed {
        let id = one(text, choices, wrong.clone())?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(FieldValue::DictionaryMulti(ids))
}

pub(super) fn employee(
    typed: &str,
    around: Surroundings<'_>,
    wrong: FaultKind,
) -> Result<FieldValue, FaultKind> {
    let id = typed.parse::<EmployeeId>().map_err(|_| wrong)?;
    if !around.employees.contains(&id) {
        return Err(FaultKind::NotFound);
    }
    Ok(FieldValue::Employee(id))
}
