//! What results also do: actions that can be done, with things that exist, in words that can be said.

use super::super::{Action, Also, DueRule, MAX_ALSO, MAX_NAMED, Pick, Placeholder, placeholders};
use super::super::{AssigneeRule, Graph, MessageBy, Recipient};
use super::cases::Looked;
use super::rules::{Form, Rules};
use super::{Catalogue, Place, Problem, ProblemCode};
use crate::collation::sort_key;
use crate::fields::FieldType;
use crate::tasks::TaskType;

pub(super) fn problems(graph: &Graph, catalogue: &Catalogue) -> Vec<Problem> {
    let mut rules = Rules::new(graph, catalogue);
    let mut looked = Looked::new(catalogue);
    for transition in &graph.transitions {
        let here = Place::result(&transition.step, transition.result_id);
        if transition.also.len() > MAX_ALSO {
            rules.report(ProblemCode::TooManyActions, here);
        }
        let result = catalogue.result(transition.result_id);
        let form = result.map_or(Form::Unknown, Form::Of);
        for (also, number) in transition.also.iter().zip(1..) {
            let here = here.also(number);
            looked.conditions(&also.when, result, here);
            rules.action(also, form, here);
        }
    }
    rules.found.extend(looked.found);
    rules.found
}

impl Rules<'_> {
    fn action(&mut self, also: &Also, form: Form<'_>, here: Place<'_>) {
        match &also.act {
            Action::Errand {
                template_id,
                due,
                assignee,
                ..
            } => {
                match self.catalogue.template(*template_id) {
                    None => self.report(ProblemCode::UnknownTemplate, here),
                    Some(known) if known.task_type != TaskType::Internal => {
                        self.report(ProblemCode::ErrandNotInternal, here);
                    }
                    Some(known) if known.results.is_empty() => {
                        self.report(ProblemCode::NoResults, here);
                    }
                    Some(_) => {}
                }
                match due {
                    // Whoever gives the result is not asked about somebody else's work.
                    Some(DueRule::Ask { .. }) => self.report(ProblemCode::NoForm, here),
                    Some(rule) => self.due(rule, form, here),
                    None => {}
                }
                self.assignee(assignee, form, here);
            }
            Action::Stage { .. } => {}
            Action::Tag { add, remove } => {
                let count = add.len() + remove.len();
                let mut tags = add.iter().chain(remove);
                let sound = (1..=MAX_NAMED).contains(&count)
                    && tags.all(|tag| !tag.trim().is_empty())
                    && !shared(add, remove);
                if !sound {
                    self.report(ProblemCode::TagsUnclear, here);
                }
            }
            Action::Responsible { assignee } => {
                if let AssigneeRule::Role {
                    pick: Pick::Pool, ..
                } = assignee
                {
                    self.report(ProblemCode::ResponsiblePool, here);
                }
                self.assignee(assignee, form, here);
            }
            Action::Message { to, by, .. } => self.recipient(to, *by, form, here),
            Action::Hook { hook_id } => {
                if !self.catalogue.hooks.contains(hook_id) {
                    self.report(ProblemCode::UnknownHook, here);
                }
            }
            Action::StartProcess { process_id } => self.process(*process_id, here),
        }
        for text in also.act.texts() {
            self.phrase(text, form, here);
        }
    }

    fn recipient(&mut self, to: &Recipient, by: MessageBy, form: Form<'_>, here: Place<'_>) {
        match to {
            Recipient::Client => {
                if by == MessageBy::Notice {
                    self.report(ProblemCode::ClientNotice, here);
                }
                self.contact(form, here);
            }
            Recipient::Responsible | Recipient::Same => {}
            Recipient::Employee { employee_id } => {
                let employee_id = *employee_id;
                self.assignee(&AssigneeRule::Employee { employee_id }, form, here);
            }
            Recipient::Role { role_id } => {
                let (role_id, pick) = (*role_id, Pick::Pool);
                self.assignee(&AssigneeRule::Role { role_id, pick }, form, here);
            }
        }
    }

    fn phrase(&mut self, text: &str, form: Form<'_>, here: Place<'_>) {
        if text.trim().is_empty() {
            self.report(ProblemCode::EmptyText, here);
        }
        for found in placeholders(text) {
            match found {
                Ok(Placeholder::Field(key)) => {
                    self.field(key, SAID, form, here);
                }
                Ok(_) => {}
                Err(word) => self.report_field(ProblemCode::UnknownPlaceholder, here, word),
            }
        }
    }
}

/// Answers that can be said in a text. Another client's name is not for everybody who reads it.
const SAID: &[FieldType] = &[
    FieldType::Text,
    FieldType::LongText,
    FieldType::Integer,
    FieldType::Decimal,
    FieldType::Money,
    FieldType::Boolean,
    FieldType::Date,
    FieldType::Time,
    FieldType::DateTime,
    FieldType::Dictionary,
    FieldType::DictionaryMulti,
    FieldType::Employee,
    FieldType::Phone,
    FieldType::Email,
    FieldType::Url,
];

/// Whether a tag comes and goes at once.
fn shared(add: &[String], remove: &[String]) -> bool {
    let gone: Vec<String> = remove.iter().map(|tag| sort_key(tag)).collect();
    add.iter().any(|tag| gone.contains(&sort_key(tag)))
}
