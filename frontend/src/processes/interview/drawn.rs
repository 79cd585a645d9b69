//! The process that the answers make, as the views of the editor want it: with ids that hold only among themselves.

use std::collections::BTreeMap;

use domain::dictionaries::Choice;
use domain::ids::{DictionaryId, ProcessId, ValueId};
use process_file::interview::{Answers, Club};
use process_file::{File, Offline};
use wire::dictionaries::DictionarySummary;
use wire::processes::Draft;
use wire::results::ResultEntry;
use wire::templates::Template;

use super::super::memory::Memory;
use super::super::names::{Imagined, Names};
use crate::data::now;
use leptos::prelude::*;

/// The number of a process that does not exist.
const NOBODY: ProcessId = ProcessId::from_i64(0);

/// A draft that nobody can edit; nothing when the answers are not a process yet.
pub fn drawn(names: Names, answers: &Answers, club: &Club) -> Option<Memory> {
    let file = answers.file(club);
    let process = file.processes.first()?;
    let mut offline = Offline::new();
    offline.meet(&file);
    let graph = offline.graph(&file, process).ok()?;
    let names = names.imagining(imagined(&file, &offline));
    let draft = Draft {
        process_id: NOBODY,
        graph,
        problems: Vec::new(),
        version: 1,
        based_on: None,
        updated_at: None,
    };
    Some(Memory::new(NOBODY, &draft, names, Signal::stored(false)))
}

fn imagined(file: &File, offline: &Offline) -> Imagined {
    let catalogue = offline.catalogue(file, &[]);
    let at = now();
    let templates = catalogue.templates.into_iter().map(|def| Template {
        id: def.id,
        name: def.name,
        task_type: def.task_type,
        instruction: None,
        priority: def.priority,
        planned_minutes: def.planned_minutes,
        default_due: def.default_due,
        result_ids: def.results,
        used_by: 0,
        version: 1,
        created_at: at,
        updated_at: at,
        archived_at: None,
    });
    let mut ids: BTreeMap<&str, DictionaryId> = BTreeMap::new();
    for (entry, def) in file.results.iter().zip(&catalogue.results) {
        for (field, known) in entry.fields.iter().zip(&def.fields) {
            if let (Some(key), Some(id)) = (&field.dictionary, known.dictionary_id) {
                ids.insert(&key.text, id);
            }
        }
    }
    let results = catalogue.results.iter().cloned().map(|def| ResultEntry {
        id: def.id,
        name: def.name,
        outcome: def.outcome,
        reached_human: def.reached_human,
        do_not_contact: def.do_not_contact,
        instant: def.instant,
        fields: def.fields,
        used_by: 1,
        version: 1,
        created_at: at,
        updated_at: at,
        archived_at: None,
    });
    let (mut dictionaries, mut values) = (Vec::new(), BTreeMap::new());
    for list in &file.dictionaries {
        let Some(id) = ids.get(list.key.text.as_str()).copied() else {
            continue;
        };
        let choices = list.values.iter().enumerate().map(|(place, value)| Choice {
            id: ValueId::from_i64(place as i64 + 1),
            name: value.text.clone(),
            archived: false,
        });
        let choices: Vec<Choice> = choices.collect();
        dictionaries.push(DictionarySummary {
            id,
            name: list.name.clone(),
            role: None,
            values: choices.len() as u32,
            used_by: 1,
            version: 1,
            created_at: at,
            updated_at: at,
            archived_at: None,
        });
        values.insert(id, choices);
    }
    Imagined {
        templates: templates.collect(),
        results: results.collect(),
        dictionaries,
        values,
    }
}
