//! What a graph stands on: templates, results, fields, people and other processes.

use std::collections::BTreeSet;

use super::{
    Also, AssigneeRule, Condition, Continuation, DueRule, Exhausted, Graph, Recipient, SleepUntil,
    Target, Transition,
};
use crate::ids::{BranchId, EmployeeId, HookId, ProcessId, ResultId, RoleId, TemplateId, ValueId};

/// Everything of other lists that a graph names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Uses {
    pub templates: BTreeSet<TemplateId>,
    pub results: BTreeSet<ResultId>,
    pub employees: BTreeSet<EmployeeId>,
    pub roles: BTreeSet<RoleId>,
    /// Processes it hands over to or starts.
    pub processes: BTreeSet<ProcessId>,
    /// Fields that a due rule, an assignee rule, a sleep, a condition or a text reads, by the result they belong to.
    pub fields: BTreeSet<(ResultId, String)>,
    /// Dictionary values that conditions name.
    pub values: BTreeSet<ValueId>,
    /// Branches that conditions name.
    pub branches: BTreeSet<BranchId>,
    /// Hooks that are called.
    pub hooks: BTreeSet<HookId>,
}

impl Graph {
    pub fn uses(&self) -> Uses {
        let mut uses = Uses::default();
        for step in &self.steps {
            uses.templates.insert(step.template_id);
            uses.results.extend(&step.results);
        }
        if let Some(start) = &self.start {
            uses.target(None, start);
        }
        for transition in &self.transitions {
            uses.results.insert(transition.result_id);
            uses.add(Uses::of_transition(transition));
        }
        uses
    }
}

impl Uses {
    /// What one continuation of a result names.
    pub fn of(result: ResultId, then: &Continuation) -> Self {
        let mut uses = Self::default();
        uses.continuation(result, then);
        uses
    }

    /// What everything that may follow a result names, with the conditions it depends on.
    pub fn of_transition(transition: &Transition) -> Self {
        let (mut uses, result) = (Self::default(), transition.result_id);
        for then in transition.ways() {
            uses.continuation(result, then);
        }
        for condition in transition.cases.iter().flat_map(|case| &case.when) {
            uses.condition(result, condition);
        }
        for also in &transition.also {
            uses.also(result, also);
        }
        uses
    }

    /// What one action of a result names, with the conditions it depends on.
    pub fn also(&mut self, result: ResultId, also: &Also) {
        for condition in &also.when {
            self.condition(result, condition);
        }
        self.templates.extend(also.act.template());
        self.processes.extend(also.act.process());
        self.hooks.extend(also.act.hook());
        match also.act.recipient() {
            Some(Recipient::Employee { employee_id }) => {
                self.employees.insert(*employee_id);
            }
            Some(Recipient::Role { role_id }) => {
                self.roles.insert(*role_id);
            }
            _ => {}
        }
        if let Some(rule) = also.act.assignee() {
            self.assignee(Some(result), rule);
        }
        let fields = also.act.fields().into_iter();
        self.fields
            .extend(fields.map(|field| (result, field.to_owned())));
    }

    /// What one condition on a result names.
    pub fn condition(&mut self, result: ResultId, condition: &Condition) {
        let field = condition.field();
        self.fields
            .extend(field.map(|field| (result, field.to_owned())));
        self.values.extend(condition.values());
        self.branches.extend(condition.branches());
    }

    /// Together with what another graph names.
    pub fn add(&mut self, other: Self) {
        self.templates.extend(other.templates);
        self.results.extend(other.results);
        self.employees.extend(other.employees);
        self.roles.extend(other.roles);
        self.processes.extend(other.processes);
        self.fields.extend(other.fields);
        self.values.extend(other.values);
        self.branches.extend(other.branches);
        self.hooks.extend(other.hooks);
    }

    fn continuation(&mut self, result: ResultId, then: &Continuation) {
        match then {
            Continuation::Step { target } => self.target(Some(result), target),
            Continuation::Retry {
                due,
                assignee,
                exhausted,
                ..
            } => {
                for rule in due {
                    self.due(Some(result), rule);
                }
                self.assignee(Some(result), assignee);
                self.exhausted(result, exhausted);
            }
            Continuation::Sleep { until, target } => self.sleep(result, until, target),
            Continuation::StartProcess { process_id } => {
                self.processes.insert(*process_id);
            }
            Continuation::Goal | Continuation::Refusal | Continuation::End => {}
        }
    }

    fn exhausted(&mut self, result: ResultId, then: &Exhausted) {
        match then {
            Exhausted::Step { target } => self.target(Some(result), target),
            Exhausted::Sleep { until, target } => self.sleep(result, until, target),
            Exhausted::StartProcess { process_id } => {
                self.processes.insert(*process_id);
            }
            Exhausted::Goal | Exhausted::Refusal | Exhausted::End => {}
        }
    }

    fn sleep(&mut self, result: ResultId, until: &SleepUntil, target: &Target) {
        if let Some(field) = &until.field {
            self.fields.insert((result, field.clone()));
        }
        self.processes
            .extend(until.call.as_ref().map(|call| call.process_id));
        self.target(Some(result), target);
    }

    /// `result` is the one whose answers are at hand; none are at the start.
    fn target(&mut self, result: Option<ResultId>, target: &Target) {
        if let Some(rule) = &target.due {
            self.due(result, rule);
        }
        self.assignee(result, &target.assignee);
    }

    fn due(&mut self, result: Option<ResultId>, rule: &DueRule) {
        if let (Some(result), DueRule::Field { field, .. }) = (result, rule) {
            self.fields.insert((result, field.clone()));
        }
    }

    fn assignee(&mut self, result: Option<ResultId>, rule: &AssigneeRule) {
        match rule {
            AssigneeRule::Employee { employee_id } => {
                self.employees.insert(*employee_id);
            }
            AssigneeRule::Role { role_id, .. } => {
                self.roles.insert(*role_id);
            }
            AssigneeRule::Field { field } => {
                if let Some(result) = result {
                    self.fields.insert((result, field.clone()));
                }
            }
            AssigneeRule::Same | AssigneeRule::Responsible => {}
        }
    }
}
