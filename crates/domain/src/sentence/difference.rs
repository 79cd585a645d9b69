//! What differs between two versions of a process, in words.

use super::Telling;
use super::rule::{Names, UNKNOWN};
use crate::ids::{BranchId, EmployeeId, HookId, ProcessId, ResultId, RoleId, TemplateId, ValueId};
use crate::processes::{Called, Change, DueRule, Exhausted, Freedom, Graph, What};

/// Names of what a graph refers to, wherever in it; an unknown one is shown as a dash, an unknown field by its key.
pub trait Glossary {
    fn template(&self, id: TemplateId) -> Option<&str>;
    fn result(&self, id: ResultId) -> Option<&str>;
    /// The label of a field of a result.
    fn field(&self, result: ResultId, key: &str) -> Option<&str>;
    fn role(&self, id: RoleId) -> Option<&str>;
    fn employee(&self, id: EmployeeId) -> Option<&str>;
    fn process(&self, id: ProcessId) -> Option<&str>;
    /// A value of a dictionary.
    fn value(&self, id: ValueId) -> Option<&str>;
    fn branch(&self, id: BranchId) -> Option<&str>;
    fn hook(&self, id: HookId) -> Option<&str>;
}

impl Glossary for Called {
    fn template(&self, id: TemplateId) -> Option<&str> {
        self.templates.get(&id).map(String::as_str)
    }

    fn result(&self, id: ResultId) -> Option<&str> {
        self.results.get(&id).map(String::as_str)
    }

    fn field(&self, result: ResultId, key: &str) -> Option<&str> {
        let label = self.fields.get(&(result, key.to_owned()));
        label.map(String::as_str)
    }

    fn role(&self, id: RoleId) -> Option<&str> {
        self.roles.get(&id).map(String::as_str)
    }

    fn employee(&self, id: EmployeeId) -> Option<&str> {
        self.employees.get(&id).map(String::as_str)
    }

    fn process(&self, id: ProcessId) -> Option<&str> {
        self.processes.get(&id).map(String::as_str)
    }

    fn value(&self, id: ValueId) -> Option<&str> {
        self.values.get(&id).map(String::as_str)
    }

    fn branch(&self, id: BranchId) -> Option<&str> {
        self.branches.get(&id).map(String::as_str)
    }

    fn hook(&self, id: HookId) -> Option<&str> {
        self.hooks.get(&id).map(String::as_str)
    }
}

/// The two graphs that were compared, and what their parts are called.
#[derive(Clone, Copy)]
pub struct Compared<'a> {
    pub before: &'a Graph,
    pub after: &'a Graph,
    pub glossary: &'a dyn Glossary,
}

impl Compared<'_> {
    /// What the step of a change is called: as it is now, or as it was when it is gone.
    pub fn step(&self, key: &str) -> Option<&str> {
        let step = self.after.step(key).or_else(|| self.before.step(key))?;
        self.glossary.template(step.template_id)
    }
}

/// Names as one result of one of the graphs reads them.
struct Here<'a> {
    compared: &'a Compared<'a>,
    graph: &'a Graph,
    result: Option<ResultId>,
}

impl Names for Here<'_> {
    fn step(&self, key: &str) -> Option<&str> {
        let step = self.graph.step(key)?;
        self.compared.glossary.template(step.template_id)
    }

    fn template(&self, id: TemplateId) -> Option<&str> {
        self.compared.glossary.template(id)
    }

    fn field(&self, key: &str) -> Option<&str> {
        self.compared.glossary.field(self.result?, key)
    }

    fn role(&self, id: RoleId) -> Option<&str> {
        self.compared.glossary.role(id)
    }

    fn employee(&self, id: EmployeeId) -> Option<&str> {
        self.compared.glossary.employee(id)
    }

    fn process(&self, id: ProcessId) -> Option<&str> {
        self.compared.glossary.process(id)
    }

    fn value(&self, id: ValueId) -> Option<&str> {
        self.compared.glossary.value(id)
    }

    fn branch(&self, id: BranchId) -> Option<&str> {
        self.compared.glossary.branch(id)
    }

    fn hook(&self, id: HookId) -> Option<&str> {
        self.compared.glossary.hook(id)
    }
}

impl Telling<'_> {
    /// `Думает: через 3 рабочих дня → через 2 рабочих дня`, without the name of the step: a reader has it above.
    pub fn change(self, change: &Change, compared: &Compared<'_>) -> String {
        let words = self.what(change, compared);
        match (change.result_id, &change.what) {
            (None, _) | (_, What::ResultAdded { .. } | What::ResultRemoved) => words,
            (Some(id), _) => {
                let result = compared.glossary.result(id).unwrap_or(UNKNOWN);
                format!("{result}: {words}")
            }
        }
    }

    fn what(self, change: &Change, compared: &Compared<'_>) -> String {
        let here = |graph| Here {
            compared,
            graph,
            result: change.result_id,
        };
        let (old, new) = (&here(compared.before), &here(compared.after));
        let result = || {
            let name = change
                .result_id
                .and_then(|id| compared.glossary.result(id))
                .unwrap_or(UNKNOWN);
            self.quoted(name)
        };
        match &change.what {
            What::Start { before, after } => {
                let name = |key: &Option<String>, names: &Here<'_>| match key {
                    Some(key) => names.step(key).unwrap_or(key).to_owned(),
                    None => UNKNOWN.to_owned(),
                };
                let (before, after) = (name(before, old), name(after, new));
                self.say(
                    format!("первый шаг: {before} → {after}"),
                    format!("first step: {before} → {after}"),
                    format!("primul pas: {before} → {after}"),
                )
            }
            What::StepAdded => self.say("новый шаг", "new step", "pas nou").into(),
            What::StepRemoved => self
                .say("шага больше нет", "step removed", "pas eliminat")
                .into(),
            What::StepsOrdered => self
                .say(
                    "шаги стоят в другом порядке",
                    "steps in another order",
                    "pașii sunt în altă ordine",
                )
                .into(),
            What::Template { before, after } => {
                let name = |id| compared.glossary.template(id).unwrap_or(UNKNOWN);
                let (before, after) = (name(*before), name(*after));
                self.say(
                    format!("шаблон: {before} → {after}"),
                    format!("template: {before} → {after}"),
                    format!("șablon: {before} → {after}"),
                )
            }
            What::Moved => self
                .say(
                    "другое место на схеме",
                    "drawn elsewhere",
                    "alt loc pe schemă",
                )
                .into(),
            What::ResultAdded { then } => {
                let result = result();
                let then = match then {
                    Some(then) => self.continuation(then, new),
                    None => self
                        .say(
                            "следующий шаг не выбран",
                            "no next step yet",
                            "fără pas următor încă",
                        )
                        .into(),
                };
                self.say(
                    format!("новый результат {result}: {then}"),
                    format!("new result {result}: {then}"),
                    format!("rezultat nou {result}: {then}"),
                )
            }
            What::ResultRemoved => {
                let result = result();
                self.say(
                    format!("нет больше результата {result}"),
                    format!("result {result} removed"),
                    format!("rezultatul {result} eliminat"),
                )
            }
            What::ResultsOrdered => self
                .say(
                    "другой порядок результатов",
                    "results in another order",
                    "altă ordine a rezultatelor",
                )
                .into(),
            What::Then { before, after } => {
                let told = |then: &Option<_>, names| match then {
                    Some(then) => self.continuation(then, names),
                    None => UNKNOWN.to_owned(),
                };
                self.instead(None, &told(before, old), &told(after, new))
            }
            What::Case { before, after } => match (before, after) {
                (Some(before), Some(after)) => {
                    self.instead(None, &self.case(before, old), &self.case(after, new))
                }
                (None, Some(case)) => {
                    let case = self.case(case, new);
                    self.say(
                        format!("новый случай: {case}"),
                        format!("new case: {case}"),
                        format!("caz nou: {case}"),
                    )
                }
                (Some(case), None) => {
                    let case = self.case(case, old);
                    self.say(
                        format!("нет больше случая: {case}"),
                        format!("case removed: {case}"),
                        format!("caz eliminat: {case}"),
                    )
                }
                (None, None) => UNKNOWN.to_owned(),
            },
            What::CasesOrdered => self
                .say(
                    "другой порядок случаев",
                    "cases in another order",
                    "altă ordine a cazurilor",
                )
                .into(),
            What::Also { before, after } => match (before, after) {
                (Some(before), Some(after)) => {
                    let (before, after) = (self.also(before, old), self.also(after, new));
                    let also = self.say("ещё", "also", "de asemenea");
                    self.instead(Some(also), &before, &after)
                }
                (None, Some(also)) => {
                    let also = self.also(also, new);
                    self.say(
                        format!("теперь ещё и {also}"),
                        format!("now also {also}"),
                        format!("acum și {also}"),
                    )
                }
                (Some(also), None) => {
                    let also = self.also(also, old);
                    self.say(
                        format!("больше не происходит: {also}"),
                        format!("no longer happens: {also}"),
                        format!("nu se mai întâmplă: {also}"),
                    )
                }
                (None, None) => UNKNOWN.to_owned(),
            },
            What::AlsoOrdered => self
                .say(
                    "другой порядок того, что ещё происходит",
                    "what also happens, in another order",
                    "altă ordine a celor care se mai întâmplă",
                )
                .into(),
            What::Due { before, after } => {
                let (before, after) = (self.due_or(before, old), self.due_or(after, new));
                match change.result_id {
                    Some(_) => format!("{before} → {after}"),
                    None => self.say(
                        format!("срок первой задачи: {before} → {after}"),
                        format!("due date of the first task: {before} → {after}"),
                        format!("termenul primei sarcini: {before} → {after}"),
                    ),
                }
            }
            What::Assignee { before, after } => {
                let before = self.assignee_rule(before, old);
                let after = self.assignee_rule(after, new);
                self.say(
                    format!("исполнитель: {before} → {after}"),
                    format!("assignee: {before} → {after}"),
                    format!("executant: {before} → {after}"),
                )
            }
            What::Freedom { before, after } => {
                let (before, after) = (self.freedom(*before), self.freedom(*after));
                self.say(
                    format!("сотрудник может изменить: {before} → {after}"),
                    format!("the employee may change: {before} → {after}"),
                    format!("angajatul poate schimba: {before} → {after}"),
                )
            }
            What::Attempts { before, after } => self.say(
                format!("попыток: {before} → {after}"),
                format!("attempts: {before} → {after}"),
                format!("încercări: {before} → {after}"),
            ),
            What::Retries { before, after } => {
                let told = |rules: &[DueRule], names| {
                    let rules = rules.iter().map(|rule| self.due_rule(rule, names));
                    let rules: Vec<String> = rules.collect();
                    match rules.is_empty() {
                        true => UNKNOWN.to_owned(),
                        false => rules.join(self.say(", потом ", ", then ", ", apoi ")),
                    }
                };
                let (before, after) = (told(before, old), told(after, new));
                self.say(
                    format!("повторы: {before} → {after}"),
                    format!("again: {before} → {after}"),
                    format!("repetări: {before} → {after}"),
                )
            }
            What::Exhausted { before, after } => {
                let told = |then: &Exhausted, names| self.exhausted(then, names);
                let when = self.say(
                    "после последней попытки",
                    "after the last attempt",
                    "după ultima încercare",
                );
                self.instead(Some(when), &told(before, old), &told(after, new))
            }
            What::Until { before, after } => {
                let (before, after) = (self.until(before, old), self.until(after, new));
                format!("{before} → {after}")
            }
        }
    }

    /// Two texts that have arrows of their own.
    fn instead(self, when: Option<&str>, before: &str, after: &str) -> String {
        let when = when.map(|when| format!("{when}, ")).unwrap_or_default();
        self.say(
            format!("{when}было: {before}; стало: {after}"),
            format!("{when}was: {before}; now: {after}"),
            format!("{when}era: {before}; acum: {after}"),
        )
    }

    fn due_or(self, rule: &Option<DueRule>, names: &dyn Names) -> String {
        match rule {
            Some(rule) => self.due_rule(rule, names),
            None => self
                .say(
                    "срок из шаблона",
                    "as the template says",
                    "termenul din șablon",
                )
                .into(),
        }
    }

    fn freedom(self, freedom: Freedom) -> &'static str {
        match freedom {
            Freedom::Nothing => self.say("ничего", "nothing", "nimic"),
            Freedom::Due => self.say("срок", "the due date", "termenul"),
            Freedom::Assignee => self.say("исполнителя", "the assignee", "executantul"),
            Freedom::Both => self.say(
                "срок и исполнителя",
                "due date and assignee",
                "termenul și executantul",
            ),
        }
    }
}
