//! The rules of a graph: dates, people, fields and what they refer to.

use super::super::{
    Action, AssigneeRule, Continuation, DueRule, DueUnit, Exhausted, Graph, SleepUntil, Target,
};
use super::{Catalogue, MAX_ATTEMPTS, MAX_DAYS, MAX_MINUTES, Place, Problem, ProblemCode};
use crate::fields::{FieldDef, FieldType};
use crate::ids::ProcessId;
use crate::results::ResultDef;

pub(super) fn problems(graph: &Graph, catalogue: &Catalogue) -> Vec<Problem> {
    let mut rules = Rules::new(graph, catalogue);
    if let Some(start) = &graph.start {
        rules.target(start, Form::None, Place::default());
    }
    for step in &graph.steps {
        for result in step.results.iter().filter_map(|id| catalogue.result(*id)) {
            rules.form(result, Place::result(&step.key, result.id));
        }
    }
    for transition in &graph.transitions {
        let here = Place::result(&transition.step, transition.result_id);
        let result = catalogue.result(transition.result_id);
        let form = result.map_or(Form::Unknown, Form::Of);
        for (case, then) in transition.numbered_ways() {
            rules.continuation(then, form, here.case(case));
        }
    }
    rules.found
}

/// What a rule may read.
#[derive(Clone, Copy)]
pub(super) enum Form<'a> {
    /// There is none: a start, or a waking.
    None,
    Of(&'a ResultDef),
    /// Of a result that is reported as unknown.
    Unknown,
}

pub(super) struct Rules<'a> {
    graph: &'a Graph,
    pub(super) catalogue: &'a Catalogue,
    pub(super) found: Vec<Problem>,
}

impl<'a> Rules<'a> {
    pub(super) const fn new(graph: &'a Graph, catalogue: &'a Catalogue) -> Self {
        Self {
            graph,
            catalogue,
            found: Vec::new(),
        }
    }

    pub(super) fn report(&mut self, code: ProblemCode, place: Place<'_>) {
        self.found.push(Problem::new(code, place));
    }

    pub(super) fn report_field(&mut self, code: ProblemCode, place: Place<'_>, field: &str) {
        self.found.push(Problem::new(code, place).with_field(field));
    }

    /// The fields that a result asks.
    fn form(&mut self, result: &ResultDef, here: Place<'_>) {
        for field in &result.fields {
            if result.instant && field.required {
                self.report_field(ProblemCode::InstantAsks, here, &field.key);
            }
            if !matches!(
                field.kind,
                FieldType::Dictionary | FieldType::DictionaryMulti
            ) {
                continue;
            }
            let dictionary = field
                .dictionary_id
                .and_then(|id| self.catalogue.dictionaries.get(&id));
            match dictionary {
                None => self.report_field(ProblemCode::UnknownDictionary, here, &field.key),
                Some(0) if field.required => {
                    self.report_field(ProblemCode::EmptyDictionary, here, &field.key);
                }
                Some(_) => {}
            }
        }
    }

    fn continuation(&mut self, then: &Continuation, form: Form<'_>, here: Place<'_>) {
        match then {
            Continuation::Step { target } => self.next_task(target, form, here),
            Continuation::Retry {
                limit,
                due,
                assignee,
                exhausted,
                ..
            } => {
                if !(2..=MAX_ATTEMPTS).contains(limit) {
                    self.report(ProblemCode::RetryLimit, here);
                }
                if due.is_empty() {
                    self.report(ProblemCode::RetryWithoutDue, here);
                }
                for rule in due {
                    self.due(rule, form, here);
                }
                self.assignee(assignee, form, here);
                self.contact(form, here);
                match exhausted {
                    Exhausted::Step { target } => self.next_task(target, form, here),
                    Exhausted::Sleep { until, target } => self.sleep(until, target, form, here),
                    Exhausted::StartProcess { process_id } => self.process(*process_id, here),
                    Exhausted::Goal | Exhausted::Refusal | Exhausted::End => {}
                }
            }
            Continuation::Sleep { until, target } => self.sleep(until, target, form, here),
            Continuation::StartProcess { process_id } => self.process(*process_id, here),
            Continuation::Goal | Continuation::Refusal | Continuation::End => {}
        }
    }

    fn next_task(&mut self, target: &Target, form: Form<'_>, here: Place<'_>) {
        self.target(target, form, here);
        self.contact(form, here);
    }

    fn sleep(&mut self, until: &SleepUntil, target: &Target, form: Form<'_>, here: Place<'_>) {
        if !(1..=MAX_DAYS).contains(&until.days) {
            self.report(ProblemCode::DelayBounds, here);
        }
        if until.errands && !self.gives_errands() {
            self.report(ProblemCode::NothingToWaitFor, here);
        }
        if let Some(call) = &until.call {
            self.process(call.process_id, here);
            if self.catalogue.own == Some(call.process_id) {
                self.report(ProblemCode::CallsItself, here);
            }
            if until.errands {
                self.report(ProblemCode::WaitsForTwo, here);
            }
            for step in call.steps() {
                self.target(&Target::plain(step), Form::None, here);
            }
        }
        if let Some(field) = &until.field {
            self.field(field, &[FieldType::Date, FieldType::DateTime], form, here);
        }
        // The form is history when the chain wakes.
        self.target(target, Form::None, here);
        self.contact(form, here);
    }

    fn gives_errands(&self) -> bool {
        let also = self.graph.transitions.iter().flat_map(|one| &one.also);
        let mut acts = also.map(|also| &also.act);
        acts.any(|act| matches!(act, Action::Errand { .. }))
    }

    /// A result that forbids contact should not lead to more of it.
    pub(super) fn contact(&mut self, form: Form<'_>, here: Place<'_>) {
        if matches!(
            form,
            Form::Of(ResultDef {
                do_not_contact: true,
                ..
            })
        ) {
            self.report(ProblemCode::ContactGoesOn, here);
        }
    }

    fn target(&mut self, target: &Target, form: Form<'_>, here: Place<'_>) {
        let template = self
            .graph
            .step(&target.step)
            .and_then(|step| self.catalogue.template(step.template_id));
        match (&target.due, template) {
            (Some(rule), _) => self.due(rule, form, here),
            (None, Some(template)) => self.due(&template.default_due, form, here),
            (None, None) => {}
        }
        self.assignee(&target.assignee, form, here);
    }

    pub(super) fn due(&mut self, rule: &DueRule, form: Form<'_>, here: Place<'_>) {
        match rule {
            DueRule::After { amount, unit, .. } => self.delay(*amount, *unit, here),
            DueRule::Ask { amount, unit } => {
                self.delay(*amount, *unit, here);
                match form {
                    Form::None if here.step.is_some() => self.report(ProblemCode::NoForm, here),
                    Form::Of(result) if result.instant => {
                        self.report(ProblemCode::InstantAsks, here);
                    }
                    // At a start somebody may be asked; if nobody is there, the proposal holds.
                    Form::None | Form::Of(_) | Form::Unknown => {}
                }
            }
            DueRule::Field {
                field,
                offset_minutes,
            } => {
                if offset_minutes.unsigned_abs() > u64::from(MAX_MINUTES) {
                    self.report(ProblemCode::DelayBounds, here);
                }
                let dates = [FieldType::Date, FieldType::DateTime];
                let is_optional = self
                    .field(field, &dates, form, here)
                    .is_some_and(|def| !def.required);
                if is_optional {
                    self.report_field(ProblemCode::OptionalDueField, here, field);
                }
            }
        }
    }

    fn delay(&mut self, amount: u32, unit: DueUnit, here: Place<'_>) {
        let most = match unit {
            DueUnit::Minutes | DueUnit::WorkingMinutes => MAX_MINUTES,
            DueUnit::Days | DueUnit::WorkingDays => MAX_DAYS,
        };
        if amount > most {
            self.report(ProblemCode::DelayBounds, here);
        }
    }

    pub(super) fn assignee(&mut self, rule: &AssigneeRule, form: Form<'_>, here: Place<'_>) {
        match rule {
            AssigneeRule::Same | AssigneeRule::Responsible => {}
            AssigneeRule::Employee { employee_id } => {
                if !self.catalogue.employees.contains(employee_id) {
                    self.report(ProblemCode::UnknownEmployee, here);
                }
            }
            AssigneeRule::Role { role_id, .. } => match self.catalogue.roles.get(role_id) {
                None => self.report(ProblemCode::UnknownRole, here),
                Some(0) => self.report(ProblemCode::RoleWithoutPeople, here),
                Some(_) => {}
            },
            AssigneeRule::Field { field } => {
                self.field(field, &[FieldType::Employee], form, here);
            }
        }
    }

    /// The field that a rule reads, if it can be read.
    pub(super) fn field<'f>(
        &mut self,
        key: &str,
        kinds: &[FieldType],
        form: Form<'f>,
        here: Place<'_>,
    ) -> Option<&'f FieldDef> {
        let result = match form {
            Form::None => {
                self.report_field(ProblemCode::NoForm, here, key);
                return None;
            }
            Form::Unknown => return None,
            Form::Of(result) => result,
        };
        let def = result.fields.iter().find(|field| field.key == key);
        match def {
            None => {
                self.report_field(ProblemCode::UnknownField, here, key);
                None
            }
            Some(def) if !kinds.contains(&def.kind) => {
                self.report_field(ProblemCode::WrongFieldType, here, key);
                None
            }
            Some(def) => Some(def),
        }
    }

    pub(super) fn process(&mut self, id: ProcessId, here: Place<'_>) {
        match self.catalogue.processes.get(&id) {
            // A process may start itself anew: it is being published just now.
            _ if self.catalogue.own == Some(id) => {}
            None => self.report(ProblemCode::UnknownProcess, here),
            Some(other) if !other.published => self.report(ProblemCode::UnpublishedProcess, here),
            Some(_) => {}
        }
    }
}
