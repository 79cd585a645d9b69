//! Dictionaries, results and templates of a file beside those that the club has.

use std::collections::BTreeMap;

use domain::collation::sort_key;
use domain::fields::MAX_FIELDS;
use process_file::{Fault, File, ResultEntry, Why};
use store::Tx;
use store::results::{FieldDraft, ResultDraft, ResultRecord};
use store::templates::TemplateDraft;
use wire::process_files::{Done, Existing, ThingKind};

use super::import::{Taken, Wanted};
use crate::http::ApiError;

/// Missing dictionaries are made, missing values added; the file's values stand first, in its order.
pub fn dictionaries(tx: &mut Tx<'_>, file: &File, taken: &mut Taken) -> Result<(), ApiError> {
    let known: BTreeMap<String, _> = tx
        .dictionaries()?
        .into_iter()
        .map(|summary| summary.dictionary)
        .filter(|dictionary| dictionary.archived_at.is_none())
        .map(|dictionary| (sort_key(&dictionary.name), dictionary))
        .collect();
    for wanted in &file.dictionaries {
        let names: Vec<String> = wanted.values.iter().map(|one| one.text.clone()).collect();
        let (id, done) = match known.get(&sort_key(&wanted.name)) {
            None => (
                tx.create_dictionary(&wanted.name, &names)?.id,
                Done::Created,
            ),
            Some(dictionary) => (dictionary.id, values(tx, dictionary.id, &names)?),
        };
        taken.dictionaries.insert(wanted.key.text.clone(), id);
        taken.thing(ThingKind::Dictionary, &wanted.name, done);
    }
    Ok(())
}

fn values(
    tx: &mut Tx<'_>,
    id: domain::ids::DictionaryId,
    names: &[String],
) -> Result<Done, ApiError> {
    let mut done = Done::Unchanged;
    let mut missing = Vec::new();
    let present = tx.values_of(id)?;
    for name in names {
        let key = sort_key(name);
        let same = || {
            let same = present.iter().map(|(value, _)| value);
            same.filter(|value| sort_key(&value.name) == key)
        };
        if same().any(|value| value.archived_at.is_none()) {
            continue;
        }
        done = Done::Updated;
        match same().find(|value| value.merged_into.is_none()) {
            Some(archived) => {
                tx.restore_value(archived.id)?;
            }
            None => missing.push(name.clone()),
        }
    }
    if !missing.is_empty() {
        tx.add_values(id, &missing)?;
    }
    let mut live = tx.values_of(id)?;
    live.retain(|(value, _)| value.archived_at.is_none());
    let before: Vec<_> = live.iter().map(|(value, _)| value.id).collect();
    let wanted: Vec<String> = names.iter().map(|name| sort_key(name)).collect();
    live.sort_by_key(|(value, _)| {
        let key = sort_key(&value.name);
        let place = wanted.iter().position(|name| *name == key);
        place.unwrap_or(usize::MAX)
    });
    let order: Vec<_> = live.iter().map(|(value, _)| value.id).collect();
    if order != before {
        let seen = tx
            .dictionary_for(domain::access::Permission::DirectoryEdit, id)?
            .version;
        tx.order_values(id, seen, &order)?;
        done = Done::Updated;
    }
    Ok(done)
}

/// Missing results are made; present ones get the fields that they lack, and become as the file says where that is wanted.
pub fn results(
    tx: &mut Tx<'_>,
    file: &File,
    wanted: Wanted,
    taken: &mut Taken,
) -> Result<(), ApiError> {
    let known: BTreeMap<String, ResultRecord> = tx
        .results()?
        .into_iter()
        .map(|(record, _)| record)
        .filter(|record| record.archived_at.is_none())
        .map(|record| (sort_key(&record.def.name), record))
        .collect();
    for entry in &file.results {
        let draft = ResultDraft {
            name: entry.name.clone(),
            outcome: entry.outcome,
            reached_human: entry.reached_human,
            do_not_contact: entry.do_not_contact,
            instant: entry.instant,
            fields: fields(entry, taken),
        };
        let (id, done) = match known.get(&sort_key(&entry.name)) {
            None => (tx.create_result(&draft)?.def.id, Done::Created),
            Some(record) => (
                record.def.id,
                joined(tx, record, entry, draft, wanted, taken)?,
            ),
        };
        taken.results.insert(entry.key.text.clone(), id);
        taken.thing(ThingKind::Result, &entry.name, done);
    }
    Ok(())
}

fn fields(entry: &ResultEntry, taken: &Taken) -> Vec<FieldDraft> {
    let fields = entry.fields.iter().map(|field| FieldDraft {
        id: None,
        key: field.key.text.clone(),
        label: field.label.clone(),
        kind: field.kind,
        required: field.required,
        help: field.help.clone(),
        limits: field.limits.clone(),
        dictionary_id: field
            .dictionary
            .as_ref()
            .and_then(|key| taken.dictionaries.get(&key.text).copied()),
    });
    fields.collect()
}

/// The club's result with what the file brings. Faults are noted: a field of the same key that asks another kind of question.
fn joined(
    tx: &mut Tx<'_>,
    record: &ResultRecord,
    entry: &ResultEntry,
    mut draft: ResultDraft,
    wanted: Wanted,
    taken: &mut Taken,
) -> Result<Done, ApiError> {
    let def = &record.def;
    let removed = tx.removed_fields(def.id)?;
    let faults = taken.faults.len();
    for (field, written) in draft.fields.iter_mut().zip(&entry.fields) {
        let mut had = def.fields.iter().chain(&removed);
        let Some(had) = had.find(|had| had.key == field.key) else {
            continue;
        };
        field.id = Some(had.id);
        if had.kind != field.kind {
            taken.faults.push(Fault {
                at: written.key.at,
                path: format!("results.{}.fields.{}", entry.key.text, field.key),
                why: Why::OtherType {
                    key: field.key.clone(),
                    has: had.kind,
                },
            });
        }
    }
    let present = def.fields.iter().map(|field| FieldDraft {
        id: Some(field.id),
        key: field.key.clone(),
        label: field.label.clone(),
        kind: field.kind,
        required: field.required,
        help: field.help.clone(),
        limits: field.limits.clone(),
        dictionary_id: field.dictionary_id,
    });
    let present: Vec<FieldDraft> = present.collect();
    let lacks = |fields: &[FieldDraft], field: &FieldDraft| {
        fields.iter().all(|known| known.key != field.key)
    };
    let draft = match wanted.existing {
        Existing::Update => {
            let kept = present.iter().filter(|field| lacks(&draft.fields, field));
            let kept: Vec<FieldDraft> = kept.cloned().collect();
            draft.fields.extend(kept);
            draft
        }
        Existing::Keep => {
            let mut fields = present.clone();
            let new = draft
                .fields
                .into_iter()
                .filter(|field| lacks(&present, field));
            fields.extend(new);
            ResultDraft {
                name: def.name.clone(),
                outcome: def.outcome,
                reached_human: def.reached_human,
                do_not_contact: def.do_not_contact,
                instant: def.instant,
                fields,
            }
        }
    };
    let mut fault = |why| {
        taken.faults.push(Fault {
            at: entry.key.at,
            path: format!("results.{}", entry.key.text),
            why,
        });
    };
    if draft.fields.len() > MAX_FIELDS {
        fault(Why::TooMany { max: MAX_FIELDS });
    }
    if draft.instant && draft.fields.iter().any(|field| field.required) {
        fault(Why::InstantAsks);
    }
    let before = ResultDraft {
        name: def.name.clone(),
        outcome: def.outcome,
        reached_human: def.reached_human,
        do_not_contact: def.do_not_contact,
        instant: def.instant,
        fields: present,
    };
    if draft == before || taken.faults.len() > faults {
        return Ok(Done::Unchanged);
    }
    tx.update_result(record, &draft)?;
    Ok(Done::Updated)
}

/// Missing templates are made; present ones become as the file says where that is wanted.
pub fn templates(
    tx: &mut Tx<'_>,
    file: &File,
    wanted: Wanted,
    taken: &mut Taken,
) -> Result<(), ApiError> {
    let known: BTreeMap<String, _> = tx
        .templates()?
        .into_iter()
        .map(|(record, _)| record)
        .filter(|record| record.archived_at.is_none())
        .map(|record| (sort_key(&record.def.name), record))
        .collect();
    for template in &file.templates {
        let results = template.results.iter();
        let draft = TemplateDraft {
            name: template.name.clone(),
            task_type: template.task_type,
            instruction: template.script.clone(),
            priority: template.priority,
            planned_minutes: template.planned_minutes,
            default_due: template.due.clone(),
            results: results
                .filter_map(|key| taken.results.get(&key.text).copied())
                .collect(),
        };
        let (id, done) = match known.get(&sort_key(&template.name)) {
            None => (tx.create_template(&draft)?.def.id, Done::Created),
            Some(record) => {
                let def = &record.def;
                let same = draft
                    == TemplateDraft {
                        name: def.name.clone(),
                        task_type: def.task_type,
                        instruction: record.instruction.clone(),
                        priority: def.priority,
                        planned_minutes: def.planned_minutes,
                        default_due: def.default_due.clone(),
                        results: def.results.clone(),
                    };
                let done = match (same, wanted.existing) {
                    (true, _) | (false, Existing::Keep) => Done::Unchanged,
                    (false, Existing::Update) => {
                        tx.update_template(record, &draft)?;
                        Done::Updated
                    }
                };
                (def.id, done)
            }
        };
        taken.templates.insert(template.key.text.clone(), id);
        taken.thing(ThingKind::Template, &template.name, done);
    }
    Ok(())
}
