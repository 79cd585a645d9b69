//! What every card gets that the file makes, where its row says nothing else.

use domain::clients::Stage;
use leptos::prelude::*;
use wire::imports::{ListSubject, Rules};

use crate::clients;
use crate::data::session;
use crate::i18n::t;
use crate::tasks::colleagues;
use crate::ui::{Choice, Combobox, Field, Input, Radio, Select, Width};

#[derive(Clone, Copy)]
pub struct Whole {
    stage: RwSignal<String>,
    branch: RwSignal<String>,
    responsible: RwSignal<String>,
    /// Separated by commas.
    tags: RwSignal<String>,
}

impl Whole {
    pub fn of(rules: &Rules) -> Self {
        let text = |word: Option<String>| RwSignal::new(word.unwrap_or_default());
        Self {
            stage: text(rules.stage.map(|stage| stage.to_string())),
            branch: text(rules.branch_id.map(|id| id.to_string())),
            responsible: text(rules.responsible_id.map(|id| id.to_string())),
            tags: RwSignal::new(rules.tags.join(", ")),
        }
    }

    pub fn put(self, rules: &mut Rules) {
        rules.stage = Stage::parse(&self.stage.get());
        rules.branch_id = self.branch.with(|id| id.parse().ok());
        rules.responsible_id = self.responsible.with(|id| id.parse().ok());
        rules.tags = self.tags.with(|typed| tags(typed));
    }

    pub fn view(self, subject: ListSubject) -> AnyView {
        let stages = Stage::ALL.iter();
        let mut stages: Vec<Radio> = stages
            .map(|stage| Radio::new(stage.to_string(), clients::stage(*stage)))
            .collect();
        stages.insert(0, Radio::new("", t::imports::stage_own()));
        let branches = untrack(|| session().with_me(|me| me.branches.clone())).unwrap_or_default();
        let several = branches.len() > 1;
        let branches = branches.into_iter();
        let mut branches: Vec<Radio> = branches
            .map(|branch| Radio::new(branch.id.to_string(), branch.name))
            .collect();
        branches.insert(0, Radio::new("", t::imports::branch_own()));
        let people = colleagues();
        let chosen = RwSignal::new(Vec::<Choice>::new());
        // Names come with the list of colleagues.
        Effect::new(move |_| {
            let wanted = self.responsible.get();
            let known =
                people.with(|people| people.iter().find(|one| one.value == wanted).cloned());
            chosen.set(known.into_iter().collect());
        });
        let choose = move |picked: Vec<Choice>| {
            let id = picked.first().map(|one| one.value.clone());
            self.responsible.set(id.unwrap_or_default());
        };
        view! {
            <details class="import-whole">
                <summary>{t::imports::whole()}</summary>
                <div class="import-settings">
                    {(subject == ListSubject::Clients).then(|| view! {
                        <Field label=t::imports::t_stage()><Select value=self.stage options=Signal::stored(stages) /></Field>
                    })}
                    <Field label=t::imports::t_responsible() hint=t::imports::responsible_own().to_owned()>
                        <Combobox chosen=chosen options=people on_change=choose />
                    </Field>
                    {several.then(|| view! {
                        <Field label=t::imports::t_branch()><Select value=self.branch options=Signal::stored(branches) /></Field>
                    })}
                    <Field label=t::imports::t_tags() hint=t::imports::tags_hint().to_owned() width=Width::Medium><Input value=self.tags /></Field>
                </div>
            </details>
        }
        .into_any()
    }
}

fn tags(typed: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in typed.split(',').map(str::trim) {
        if !tag.is_empty() && !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::tags;

    #[test]
    fn tags_are_separated_by_commas_and_said_once() {
        assert_eq!(tags(" из файла, йога,, йога "), ["из файла", "йога"]);
        assert!(tags("  ").is_empty());
    }
}
