//! From a process of a file to a graph: keys become ids.

use domain::ids::{BranchId, EmployeeId, HookId, ProcessId, ResultId, RoleId, TemplateId, ValueId};
use domain::processes::{
    Action, AssigneeRule, Condition, Continuation, Exhausted, Graph, Recipient, SleepUntil, Step,
    Test, Transition,
};

use crate::fault::{Fault, Kind, Why};
use crate::model::{
    Act, Also, Assignee, Back, Call, Choose, Named, Process, Question, Reader, Target, Then,
};

/// What the names of a file stand for.
pub trait Ids {
    /// By key in the file.
    fn template(&self, key: &str) -> Option<TemplateId>;
    /// By key in the file.
    fn result(&self, key: &str) -> Option<ResultId>;
    /// By key in the file, else by the name that the club knows.
    fn process(&self, name: &str) -> Option<ProcessId>;
    /// By the word of a built-in role, else by name.
    fn role(&self, name: &str) -> Option<RoleId>;
    /// By e-mail address.
    fn employee(&self, email: &str) -> Option<EmployeeId>;
    /// A value of the dictionary of a result's field, both by key in the file, by its name.
    fn value(&self, result: &str, field: &str, name: &str) -> Option<ValueId>;
    /// By name.
    fn branch(&self, name: &str) -> Option<BranchId>;
    /// By name.
    fn hook(&self, name: &str) -> Option<HookId>;
}

impl Process {
    /// The graph that it draws.
    ///
    /// # Errors
    /// Every name that stands for nothing.
    pub fn graph(&self, ids: &dyn Ids) -> Result<Graph, Vec<Fault>> {
        let mut binding = Binding {
            ids,
            path: format!("processes.{}", self.key.text),
            faults: Vec::new(),
        };
        let mut graph = Graph::empty();
        graph.start = self.start.as_ref().and_then(|start| binding.target(start));
        for step in &self.steps {
            let template_id = binding.known(
                Kind::Template,
                &step.template,
                ids.template(&step.template.text),
            );
            let mut results = Vec::new();
            for outgoing in &step.results {
                let result = binding.known(
                    Kind::Result,
                    &outgoing.result,
                    ids.result(&outgoing.result.text),
                );
                let then = outgoing.then.as_ref().and_then(|then| binding.then(then));
                let cases = outgoing.cases.iter().filter_map(|case| {
                    let when = case
                        .when
                        .iter()
                        .map(|asked| binding.condition(&asked.what, &outgoing.result.text));
                    let when: Vec<_> = when.collect();
                    let then = binding.then(&case.then)?;
                    Some(domain::processes::Case {
                        when: when.into_iter().collect::<Option<_>>()?,
                        then,
                    })
                });
                let cases = cases.collect();
                let also = outgoing.also.iter();
                let also = also
                    .filter_map(|also| binding.also(also, &outgoing.result.text))
                    .collect();
                results.extend(result);
                if let (Some(result_id), Some(then)) = (result, then) {
                    graph.transitions.push(Transition {
                        step: step.key.text.clone(),
                        result_id,
                        cases,
                        then,
                        also,
                    });
                }
            }
            graph.steps.extend(template_id.map(|template_id| Step {
                key: step.key.text.clone(),
                template_id,
                results,
                position: step.position,
            }));
        }
        match binding.faults.is_empty() {
            true => Ok(graph),
            false => Err(binding.faults),
        }
    }
}

struct Binding<'a> {
    ids: &'a dyn Ids,
    path: String,
    faults: Vec<Fault>,
}

impl Binding<'_> {
    /// Notes a name that stands for nothing.
    fn known<I>(&mut self, kind: Kind, name: &Named, found: Option<I>) -> Option<I> {
        if found.is_none() {
            self.faults.push(Fault {
                at: name.at,
                path: self.path.clone(),
                why: Why::Unknown {
                    kind,
                    name: name.text.clone(),
                },
            });
        }
        found
    }

    /// A condition on a result, by its key.
    fn condition(&mut self, asked: &Question, result: &str) -> Option<Condition> {
        Some(match asked {
            Question::Plain(condition) => condition.clone(),
            Question::Values {
                field,
                pick,
                values,
            } => {
                let known = values.iter().map(|name| {
                    let found = self.ids.value(result, field, &name.text);
                    self.known(Kind::Value, name, found)
                });
                let known: Vec<_> = known.collect();
                let values = known.into_iter().collect::<Option<_>>()?;
                Condition::Field {
                    field: field.clone(),
                    is: match pick {
                        Choose::OneOf => Test::OneOf { values },
                        Choose::AllOf => Test::AllOf { values },
                        Choose::NoneOf => Test::NoneOf { values },
                    },
                }
            }
            Question::Branches(names) => {
                let known = names
                    .iter()
                    .map(|name| self.known(Kind::Branch, name, self.ids.branch(&name.text)));
                let known: Vec<_> = known.collect();
                Condition::Branch {
                    one_of: known.into_iter().collect::<Option<_>>()?,
                }
            }
        })
    }

    fn also(&mut self, also: &Also, result: &str) -> Option<domain::processes::Also> {
        let when = also.when.iter();
        let when = when.map(|asked| self.condition(&asked.what, result));
        let when: Vec<_> = when.collect();
        let act = match &also.act {
            Act::Errand {
                template,
                due,
                assignee,
                text,
            } => {
                let found = self.ids.template(&template.text);
                Action::Errand {
                    template_id: self.known(Kind::Template, template, found)?,
                    due: due.clone(),
                    assignee: self.assignee(assignee)?,
                    text: text.clone(),
                }
            }
            Act::Stage(stage) => Action::Stage { stage: *stage },
            Act::Tags { add, remove } => Action::Tag {
                add: add.clone(),
                remove: remove.clone(),
            },
            Act::Responsible(assignee) => Action::Responsible {
                assignee: self.assignee(assignee)?,
            },
            Act::Message {
                by,
                to,
                subject,
                text,
            } => Action::Message {
                to: match to {
                    Reader::Client => Recipient::Client,
                    Reader::Responsible => Recipient::Responsible,
                    Reader::Same => Recipient::Same,
                    Reader::Employee(email) => {
                        let found = self.ids.employee(&email.text);
                        Recipient::Employee {
                            employee_id: self.known(Kind::Employee, email, found)?,
                        }
                    }
                    Reader::Role(name) => Recipient::Role {
                        role_id: self.known(Kind::Role, name, self.ids.role(&name.text))?,
                    },
                },
                by: *by,
                subject: subject.clone(),
                text: text.clone(),
            },
            Act::Hook(name) => Action::Hook {
                hook_id: self.known(Kind::Hook, name, self.ids.hook(&name.text))?,
            },
            Act::Process(name) => Action::StartProcess {
                process_id: self.known(Kind::Process, name, self.ids.process(&name.text))?,
            },
        };
        Some(domain::processes::Also {
            when: when.into_iter().collect::<Option<_>>()?,
            act,
        })
    }

    fn then(&mut self, then: &Then) -> Option<Continuation> {
        Some(match then {
            Then::Step(target) => Continuation::Step {
                target: self.target(target)?,
            },
            Then::Retry {
                limit,
                due,
                assignee,
                freedom,
                exhausted,
            } => Continuation::Retry {
                limit: *limit,
                due: due.clone(),
                assignee: self.assignee(assignee)?,
                freedom: *freedom,
                exhausted: self.exhausted(exhausted)?,
            },
            Then::Goal => Continuation::Goal,
            Then::Refusal => Continuation::Refusal,
            Then::End => Continuation::End,
            Then::Sleep {
                until,
                call,
                target,
            } => Continuation::Sleep {
                until: self.until(until, call.as_deref())?,
                target: self.target(target)?,
            },
            Then::Process(name) => Continuation::StartProcess {
                process_id: self.known(Kind::Process, name, self.ids.process(&name.text))?,
            },
        })
    }

    fn exhausted(&mut self, then: &Then) -> Option<Exhausted> {
        Some(match then {
            Then::Step(target) => Exhausted::Step {
                target: self.target(target)?,
            },
            Then::Goal => Exhausted::Goal,
            Then::Refusal => Exhausted::Refusal,
            Then::End => Exhausted::End,
            Then::Sleep {
                until,
                call,
                target,
            } => Exhausted::Sleep {
                until: self.until(until, call.as_deref())?,
                target: self.target(target)?,
            },
            Then::Process(name) => Exhausted::StartProcess {
                process_id: self.known(Kind::Process, name, self.ids.process(&name.text))?,
            },
            // The reader refuses it where it stands.
            Then::Retry { .. } => return None,
        })
    }

    fn until(&mut self, until: &SleepUntil, call: Option<&Call>) -> Option<SleepUntil> {
        let back = |back: &Back| match back {
            Back::Step(step) => domain::processes::Back::Step {
                step: step.text.clone(),
            },
            Back::Goal => domain::processes::Back::Goal,
            Back::Refusal => domain::processes::Back::Refusal,
            Back::End => domain::processes::Back::End,
        };
        let call = match call {
            None => None,
            Some(call) => {
                let process = self.ids.process(&call.process.text);
                Some(domain::processes::Call {
                    process_id: self.known(Kind::Process, &call.process, process)?,
                    goal: back(&call.goal),
                    refusal: back(&call.refusal),
                    end: back(&call.end),
                })
            }
        };
        Some(SleepUntil {
            call,
            ..until.clone()
        })
    }

    fn target(&mut self, target: &Target) -> Option<domain::processes::Target> {
        Some(domain::processes::Target {
            step: target.step.text.clone(),
            due: target.due.clone(),
            assignee: self.assignee(&target.assignee)?,
            freedom: target.freedom,
        })
    }

    fn assignee(&mut self, assignee: &Assignee) -> Option<AssigneeRule> {
        Some(match assignee {
            Assignee::Same => AssigneeRule::Same,
            Assignee::Responsible => AssigneeRule::Responsible,
            Assignee::Employee(email) => AssigneeRule::Employee {
                employee_id: self.known(Kind::Employee, email, self.ids.employee(&email.text))?,
            },
            Assignee::Role(name, pick) => AssigneeRule::Role {
                role_id: self.known(Kind::Role, name, self.ids.role(&name.text))?,
                pick: *pick,
            },
            Assignee::Field(field) => AssigneeRule::Field {
                field: field.clone(),
            },
        })
    }
}
