use std::collections::BTreeSet;

use domain::fields::FieldDef;
use domain::ids::DictionaryId;
use domain::results::ResultDef;
use store::results::{ResultDraft, ResultRecord};
use wire::error::Fault;
use wire::results::{FieldEntry, NewResult, ResultEntry, ResultPatch};

use super::fields;
use crate::http::{ApiError, Check};

pub fn entry(record: ResultRecord, used_by: u32) -> ResultEntry {
    let def = record.def;
    ResultEntry {
        id: def.id,
        name: def.name,
        outcome: def.outcome,
        reached_human: def.reached_human,
        do_not_contact: def.do_not_contact,
        instant: def.instant,
        fields: def.fields,
        used_by,
        version: record.version,
        created_at: record.created_at,
        updated_at: record.updated_at,
        archived_at: record.archived_at,
    }
}

pub fn new(
    body: NewResult,
    dictionaries: &BTreeSet<DictionaryId>,
) -> Result<ResultDraft, ApiError> {
    let mut check = Check::new();
    let draft = ResultDraft {
        name: check.name("/name", &body.name),
        outcome: body.outcome,
        reached_human: body.reached_human,
        do_not_contact: body.do_not_contact,
        instant: body.instant,
        fields: fields::drafts(&mut check, &body.fields, &[], &[], dictionaries),
    };
    done(check, draft)
}

/// The result with the patch applied.
pub fn changed(
    patch: ResultPatch,
    present: &ResultDef,
    removed: &[FieldDef],
    dictionaries: &BTreeSet<DictionaryId>,
) -> Result<ResultDraft, ApiError> {
    let mut check = Check::new();
    let entries = patch
        .fields
        .unwrap_or_else(|| present.fields.iter().map(as_entry).collect());
    let draft = ResultDraft {
        name: match patch.name {
            Some(name) => check.name("/name", &name),
            None => present.name.clone(),
        },
        outcome: patch.outcome.unwrap_or(present.outcome),
        reached_human: patch.reached_human.unwrap_or(present.reached_human),
        do_not_contact: patch.do_not_contact.unwrap_or(present.do_not_contact),
        instant: patch.instant.unwrap_or(present.instant),
        fields: fields::drafts(&mut check, &entries, &present.fields, removed, dictionaries),
    };
    done(check, draft)
}

fn done(mut check: Check, draft: ResultDraft) -> Result<ResultDraft, ApiError> {
    // Its hotkey alone saves it: nothing could be filled in.
    if draft.instant && draft.fields.iter().any(|field| field.required) {
        check.fault("/instant", Fault::NotAllowed);
    }
    check.done()?;
    Ok(draft)
}

/// A field as it stands, to be written again.
pub fn as_entry(def: &FieldDef) -> FieldEntry {
    FieldEntry {
        id: Some(def.id),
        key: def.key.clone(),
        label: def.label.clone(),
        kind: def.kind,
        required: def.required,
        help: def.help.clone(),
        limits: def.limits.clone(),
        dictionary_id: def.dictionary_id,
    }
}
