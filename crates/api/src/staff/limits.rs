//! What a role's permissions are narrowed to.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use domain::access::{Grants, Limits, MOST_STEPS, StepOf};
use domain::clients::Stage;
use domain::ids::ProcessId;
use store::{StoreError, Tx};
use wire::error::{Fault, FieldError};

use crate::http::{ApiError, Check};

/// The limits as they are kept: a limit goes with its grant, and one that lets everybody through is none. Steps that the role had before are not
/// looked up: a process may have lost them since.
pub(super) fn checked(
    tx: &mut Tx<'_>,
    grants: &Grants,
    before: &Limits,
    asked: Limits,
) -> Result<Limits, ApiError> {
    let mut check = Check::new();
    let mut known = Steps::default();
    let mut kept = Limits::new();
    for (permission, mut limit) in asked {
        let at = format!("/limits/{permission}");
        if limit.is_empty() {
            continue;
        }
        if !permission.is_limitable() {
            check.fault(&at, Fault::NotAllowed);
            continue;
        }
        each_once(&mut check, &format!("{at}/stages"), &limit.stages);
        each_once(&mut check, &format!("{at}/steps"), &limit.steps);
        if limit.steps.len() > MOST_STEPS {
            let most = FieldError::at(format!("{at}/steps"), Fault::TooMany);
            check.push(most.with("max", MOST_STEPS));
        }
        let had = before
            .get(&permission)
            .map_or(&[][..], |limit| &limit.steps);
        for (place, step) in limit.steps.iter().enumerate() {
            if !had.contains(step) && !known.has(tx, step)? {
                check.fault(&format!("{at}/steps/{place}"), Fault::NotFound);
            }
        }
        if Stage::ALL.iter().all(|stage| limit.stages.contains(stage)) {
            limit.stages.clear();
        }
        if grants.contains_key(&permission) && !limit.is_empty() {
            kept.insert(permission, limit);
        }
    }
    check.done()?;
    Ok(kept)
}

fn each_once<T: PartialEq>(check: &mut Check, at: &str, list: &[T]) {
    for (place, one) in list.iter().enumerate() {
        if list[..place].contains(one) {
            check.fault(&format!("{at}/{place}"), Fault::Taken);
        }
    }
}

/// Steps of published processes, each process read once.
#[derive(Default)]
struct Steps(BTreeMap<ProcessId, Vec<String>>);

impl Steps {
    fn has(&mut self, tx: &mut Tx<'_>, step: &StepOf) -> Result<bool, ApiError> {
        let steps = match self.0.entry(step.process_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let published = match tx.published_version(step.process_id) {
                    Ok(published) => published,
                    Err(StoreError::NotFound) => None,
                    Err(error) => return Err(error.into()),
                };
                let steps = published.into_iter().flat_map(|it| it.graph.steps);
                unknown.insert(steps.map(|step| step.key).collect())
            }
        };
        Ok(steps.contains(&step.step))
    }
}
