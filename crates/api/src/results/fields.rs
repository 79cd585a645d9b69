//! Extra fields as they are written: which of them are which, and what is wrong with them.

use std::collections::BTreeSet;

use domain::fields::{DefFault, FieldDef, MAX_FIELDS, definition_faults};
use domain::ids::{DictionaryId, FieldId};
use domain::text;
use store::results::FieldDraft;
use wire::error::{Fault, FieldError};
use wire::results::FieldEntry;

use crate::http::Check;

/// Most characters of a field's help.
const HELP: usize = text::TITLE as usize;

/// The fields to store, each with the id it has had. `present` and `removed` are the result's fields until now.
pub fn drafts(
    check: &mut Check,
    entries: &[FieldEntry],
    present: &[FieldDef],
    removed: &[FieldDef],
    dictionaries: &BTreeSet<DictionaryId>,
) -> Vec<FieldDraft> {
    let mut known = BTreeSet::new();
    let mut drafts = Vec::with_capacity(entries.len());
    for (place, entry) in entries.iter().enumerate() {
        let at = |member: &str| format!("/fields/{place}/{member}");
        let id = identified(check, place, entry, present, removed);
        if id.is_some_and(|id| !known.insert(id)) && entry.id.is_some() {
            check.fault(&at("id"), Fault::Taken);
        }
        drafts.push(FieldDraft {
            id,
            key: entry.key.clone(),
            label: check.name(&at("label"), &entry.label),
            kind: entry.kind,
            required: entry.required,
            help: check.optional(&at("help"), entry.help.as_deref(), HELP),
            limits: entry.limits.clone(),
            dictionary_id: entry.dictionary_id,
        });
    }
    let defs: Vec<FieldDef> = drafts.iter().map(as_def).collect();
    for (place, fault) in definition_faults(&defs, dictionaries) {
        report(check, place, fault);
    }
    drafts
}

/// The id a field has had: as the entry says, or by its key, which is permanent too.
fn identified(
    check: &mut Check,
    place: usize,
    entry: &FieldEntry,
    present: &[FieldDef],
    removed: &[FieldDef],
) -> Option<FieldId> {
    if let Some(id) = entry.id {
        match present.iter().find(|def| def.id == id) {
            None => check.fault(&format!("/fields/{place}/id"), Fault::NotFound),
            Some(def) if def.key != entry.key => {
                check.fault(&format!("/fields/{place}/key"), Fault::NotAllowed);
            }
            Some(_) => return Some(id),
        }
        return None;
    }
    if let Some(def) = present.iter().find(|def| def.key == entry.key) {
        return Some(def.id);
    }
    let def = removed.iter().find(|def| def.key == entry.key)?;
    // A key that came back as another question would mix two kinds of answers.
    if def.kind != entry.kind {
        check.fault(&format!("/fields/{place}/key"), Fault::Taken);
    }
    Some(def.id)
}

fn report(check: &mut Check, place: usize, fault: DefFault) {
    let at = |member: &str| format!("/fields/{place}/{member}");
    match fault {
        DefFault::KeyForm => check.fault(&at("key"), Fault::Malformed),
        DefFault::KeyTaken => check.fault(&at("key"), Fault::Taken),
        // Named already, when the texts were made tidy.
        DefFault::LabelMissing | DefFault::LabelTooLong | DefFault::HelpTooLong => {}
        DefFault::DictionaryMissing => check.fault(&at("dictionary_id"), Fault::Required),
        DefFault::DictionaryUnknown => check.fault(&at("dictionary_id"), Fault::NotFound),
        DefFault::DictionaryUnexpected => check.fault(&at("dictionary_id"), Fault::NotAllowed),
        DefFault::LimitsCrossed => check.fault(&at("limits/max"), Fault::TooSmall),
        DefFault::LengthBounds => {
            check.push(
                FieldError::at(at("limits/max_length"), Fault::TooBig).with("max", text::TEXT),
            );
        }
        DefFault::TooManyFields => {
            check.push(FieldError::at("/fields", Fault::TooLong).with("max", MAX_FIELDS));
        }
    }
}

fn as_def(draft: &FieldDraft) -> FieldDef {
    FieldDef {
        // The definition is judged, not the identity.
        id: draft.id.unwrap_or(FieldId::from_i64(0)),
        key: draft.key.clone(),
        label: draft.label.clone(),
        kind: draft.kind,
        required: draft.required,
        help: draft.help.clone(),
        limits: draft.limits.clone(),
        dictionary_id: draft.dictionary_id,
    }
}
