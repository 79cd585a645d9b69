//! Ready ways of working: what a new organisation begins with.
//!
//! A preset is data in the organisation's language with symbolic keys; the server makes rows of it and puts ids where the
//! keys are. It holds the process "a warm client" (somebody who asked first), the dictionaries it needs, and templates for the
//! other kinds of work a centre has.

mod dictionaries;
mod errands;
mod warm_client;

#[cfg(test)]
mod tests;

use crate::fields::{FieldType, Limits};
use crate::ids::{ResultId, TemplateId};
use crate::language::Language;
use crate::processes::{Continuation, DueRule, Graph, Step, Target, Transition};
use crate::results::Outcome;
use crate::tasks::{Direction, Priority, TaskType};

/// Everything a preset makes, in the order in which it must be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preset {
    pub dictionaries: Vec<PresetDictionary>,
    pub results: Vec<PresetResult>,
    pub templates: Vec<PresetTemplate>,
    pub process: PresetProcess,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresetDictionary {
    pub key: &'static str,
    pub name: &'static str,
    /// In order.
    pub values: Vec<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresetResult {
    pub key: &'static str,
    pub name: &'static str,
    pub outcome: Outcome,
    pub reached_human: bool,
    pub do_not_contact: bool,
    pub instant: bool,
    /// In the order in which they are asked.
    pub fields: Vec<PresetField>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresetField {
    pub key: &'static str,
    pub label: &'static str,
    pub kind: FieldType,
    pub required: bool,
    pub help: Option<&'static str>,
    pub limits: Limits,
    /// Key of the dictionary, for the two dictionary types.
    pub dictionary: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresetTemplate {
    pub key: &'static str,
    pub name: &'static str,
    pub task_type: TaskType,
    /// For calls.
    pub direction: Option<Direction>,
    /// Markdown, with `{client}`, `{employee}`, `{organisation}` and `{branch}`.
    pub instruction: &'static str,
    pub priority: Priority,
    pub planned_minutes: u32,
    pub default_due: DueRule,
    /// Keys of results, in hotkey order.
    pub results: Vec<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresetProcess {
    pub key: &'static str,
    pub name: &'static str,
    pub description: &'static str,
    pub start: Target,
    pub steps: Vec<PresetStep>,
}

/// A step; its results are its template's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresetStep {
    pub key: &'static str,
    pub template: &'static str,
    /// Each result's key with what follows.
    pub transitions: Vec<(&'static str, Continuation)>,
}

impl Preset {
    /// The preset in a language.
    pub fn in_language(language: Language) -> Self {
        let words = Words(language);
        let mut results = warm_client::results(words);
        results.extend(errands::results(words));
        let mut templates = warm_client::templates(words);
        templates.extend(errands::templates(words));
        Self {
            dictionaries: dictionaries::needed(words),
            results,
            templates,
            process: warm_client::process(words),
        }
    }

    pub fn template(&self, key: &str) -> Option<&PresetTemplate> {
        self.templates.iter().find(|template| template.key == key)
    }

    pub fn result(&self, key: &str) -> Option<&PresetResult> {
        self.results.iter().find(|result| result.key == key)
    }

    /// The process's graph, once its templates and results have ids.
    pub fn graph(
        &self,
        template_id: impl Fn(&str) -> TemplateId,
        result_id: impl Fn(&str) -> ResultId,
    ) -> Graph {
        let process = &self.process;
        let step = |step: &PresetStep| Step {
            key: step.key.into(),
            template_id: template_id(step.template),
            results: self
                .template(step.template)
                .map(|template| template.results.iter().map(|key| result_id(key)).collect())
                .unwrap_or_default(),
            position: None,
        };
        let transitions = |step: &PresetStep| -> Vec<Transition> {
            let transition = |(result, then): &(&str, Continuation)| Transition {
                step: step.key.into(),
                result_id: result_id(result),
                cases: Vec::new(),
                then: then.clone(),
                also: Vec::new(),
            };
            step.transitions.iter().map(transition).collect()
        };
        Graph {
            start: Some(process.start.clone()),
            steps: process.steps.iter().map(step).collect(),
            transitions: process.steps.iter().flat_map(transitions).collect(),
        }
    }
}

/// Further dictionaries with plausible values, for the demo club: together with the preset's there are twelve.
pub fn demo_dictionaries(language: Language) -> Vec<PresetDictionary> {
    dictionaries::further(Words(language))
}

/// Picks a text in the preset's language.
#[derive(Debug, Clone, Copy)]
struct Words(Language);

impl Words {
    const fn say<T: Copy>(self, ru: T, en: T, ro: T) -> T {
        match self.0 {
            Language::Ru => ru,
            Language::En => en,
            Language::Ro => ro,
        }
    }
}
