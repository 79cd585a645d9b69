//! Makes the domain's preset an organisation's own: rows in its language, checked and published like anybody's.

use std::collections::BTreeMap;

use domain::dictionaries::DictionaryRole;
use domain::ids::{DictionaryId, ProcessId, ResultId, TemplateId};
use domain::language::Language;
use domain::presets::{Preset, PresetDictionary, PresetField, PresetResult, PresetTemplate};
use domain::processes::{has_no_errors, publishable};
use store::Tx;
use store::results::{FieldDraft, ResultDraft};
use store::templates::TemplateDraft;

use crate::http::ApiError;

/// The preset's key of the dictionary of sources.
const SOURCES: &str = "sources";

/// The ids of what was made, by the preset's keys.
#[derive(Debug, Clone, Default)]
pub struct Installed {
    pub dictionaries: BTreeMap<&'static str, DictionaryId>,
    pub results: BTreeMap<&'static str, ResultId>,
    pub templates: BTreeMap<&'static str, TemplateId>,
    /// Absent only before it was made.
    pub process: Option<ProcessId>,
}

/// Installs the preset in the set-up's transaction: dictionaries, results, templates, and the process, published.
///
/// # Errors
/// 409 when one of its names is taken; an internal error when the preset does not pass the checker.
pub fn install(tx: &mut Tx<'_>, language: Language) -> Result<Installed, ApiError> {
    let preset = Preset::in_language(language);
    let mut made = Installed::default();
    for dictionary in &preset.dictionaries {
        let id = match dictionary.key == SOURCES {
            true => sources(tx, language)?,
            false => add_dictionary(tx, dictionary)?,
        };
        made.dictionaries.insert(dictionary.key, id);
    }
    for result in &preset.results {
        let draft = made.result(result)?;
        let id = tx.create_result(&draft)?.def.id;
        made.results.insert(result.key, id);
    }
    for template in &preset.templates {
        let draft = made.template(template)?;
        let id = tx.create_template(&draft)?.def.id;
        made.templates.insert(template.key, id);
    }
    made.process = Some(publish(tx, &preset, &made)?);
    Ok(made)
}

/// The dictionary that cards take their source from: every organisation has it from the beginning.
///
/// # Errors
/// 409 when its name is taken.
pub fn sources(tx: &mut Tx<'_>, language: Language) -> Result<DictionaryId, ApiError> {
    if let Some(known) = tx.dictionary_of_role(DictionaryRole::Sources)? {
        return Ok(known.id);
    }
    let preset = Preset::in_language(language);
    let usual = preset.dictionaries.iter().find(|one| one.key == SOURCES);
    let usual = usual.ok_or_else(|| ApiError::internal("the preset has sources"))?;
    let id = add_dictionary(tx, usual)?;
    Ok(tx.give_role(id, DictionaryRole::Sources)?.id)
}

pub fn add_dictionary(
    tx: &mut Tx<'_>,
    dictionary: &PresetDictionary,
) -> Result<DictionaryId, ApiError> {
    let values: Vec<String> = dictionary
        .values
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    Ok(tx.create_dictionary(dictionary.name, &values)?.id)
}

fn publish(tx: &mut Tx<'_>, preset: &Preset, made: &Installed) -> Result<ProcessId, ApiError> {
    // A key without an id becomes an id without a thing, which the checker finds.
    let template = |key: &str| made.templates.get(key).copied();
    let result = |key: &str| made.results.get(key).copied();
    let graph = preset.graph(
        |key| template(key).unwrap_or(TemplateId::from_i64(0)),
        |key| result(key).unwrap_or(ResultId::from_i64(0)),
    );
    let name = preset.process.name.to_owned();
    let description = Some(preset.process.description.to_owned());
    let process = tx.create_process(name, description, 0)?;
    let problems = publishable(&graph, &tx.catalogue(&graph, Some(process.id))?);
    if !has_no_errors(&problems) {
        return Err(ApiError::internal(format!(
            "the preset cannot be published: {problems:?}"
        )));
    }
    let empty = tx.draft_of(process.id)?.version;
    let draft = tx.save_draft(process.id, empty, &graph, 0)?;
    tx.publish_draft(process.id, draft.version)?;
    Ok(process.id)
}

impl Installed {
    fn result(&self, result: &PresetResult) -> Result<ResultDraft, ApiError> {
        let fields = result.fields.iter().map(|field| self.field(field));
        Ok(ResultDraft {
            name: result.name.to_owned(),
            outcome: result.outcome,
            reached_human: result.reached_human,
            do_not_contact: result.do_not_contact,
            instant: result.instant,
            fields: fields.collect::<Result<_, _>>()?,
        })
    }

    fn field(&self, field: &PresetField) -> Result<FieldDraft, ApiError> {
        let dictionary = field.dictionary.map(|key| known(&self.dictionaries, key));
        Ok(FieldDraft {
            id: None,
            key: field.key.to_owned(),
            label: field.label.to_owned(),
            kind: field.kind,
            required: field.required,
            help: field.help.map(str::to_owned),
            limits: field.limits.clone(),
            dictionary_id: dictionary.transpose()?,
        })
    }

    fn template(&self, template: &PresetTemplate) -> Result<TemplateDraft, ApiError> {
        let results = template.results.iter().map(|key| known(&self.results, key));
        Ok(TemplateDraft {
            name: template.name.to_owned(),
            task_type: template.task_type,
            instruction: Some(template.instruction.trim().to_owned()),
            priority: template.priority,
            planned_minutes: Some(template.planned_minutes),
            default_due: template.default_due.clone(),
            results: results.collect::<Result<_, _>>()?,
        })
    }
}

fn known<I: Copy>(ids: &BTreeMap<&'static str, I>, key: &str) -> Result<I, ApiError> {
    let id = ids.get(key).copied();
    id.ok_or_else(|| ApiError::internal(format!("the preset names {key}, which it does not make")))
}
