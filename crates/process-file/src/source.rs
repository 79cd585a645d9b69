//! From what a club has to a file: names become keys, and only what the processes stand on is taken along.

use std::collections::{BTreeMap, BTreeSet};

use domain::fields::FieldDef;
use domain::ids::{
    BranchId, DictionaryId, EmployeeId, HookId, ProcessId, ResultId, RoleId, TemplateId, ValueId,
};
use domain::language::Language;
use domain::processes::{
    Action, AssigneeRule, Condition, Continuation, Exhausted, Graph, Recipient, SleepUntil, Test,
};
use domain::results::ResultDef;
use domain::templates::TemplateDef;

use crate::model::{
    Act, Also, Asked, Assignee, Back, Call, Case, Choose, Dictionary, Field, File, Named, Outgoing,
    Process, Question, Reader, ResultEntry, Spot, Step, Target, Template, Then, named,
};
use crate::slug::Keys;

/// What a file is made from.
#[derive(Debug, Clone, Default)]
pub struct Source {
    pub language: Option<Language>,
    /// In the order in which they are written.
    pub processes: Vec<SourceProcess>,
    /// Everything below may hold more than is written.
    pub templates: BTreeMap<TemplateId, SourceTemplate>,
    pub results: BTreeMap<ResultId, ResultDef>,
    /// Names, and values that can be chosen.
    pub dictionaries: BTreeMap<DictionaryId, (String, Vec<String>)>,
    /// Words of built-in roles, names of others.
    pub roles: BTreeMap<RoleId, String>,
    /// E-mail addresses.
    pub employees: BTreeMap<EmployeeId, String>,
    /// Names of dictionary values and branches that conditions name.
    pub values: BTreeMap<ValueId, String>,
    pub branches: BTreeMap<BranchId, String>,
    /// Names of hooks that are called.
    pub hooks: BTreeMap<HookId, String>,
    /// Names of processes that are only referred to.
    pub others: BTreeMap<ProcessId, String>,
}

#[derive(Debug, Clone)]
pub struct SourceProcess {
    pub id: ProcessId,
    pub name: String,
    pub description: Option<String>,
    pub graph: Graph,
}

#[derive(Debug, Clone)]
pub struct SourceTemplate {
    pub def: TemplateDef,
    pub script: Option<String>,
}

impl Source {
    /// The file that says all this. Equal sources give equal files.
    pub fn file(&self) -> File {
        let keys = SourceKeys::of(self);
        let (templates, results) = (&keys.templates.order, &keys.results.order);
        File {
            language: self.language,
            processes: self
                .processes
                .iter()
                .map(|process| keys.process(self, process))
                .collect(),
            templates: templates
                .iter()
                .filter_map(|id| keys.template(*id, self.templates.get(id)?))
                .collect(),
            results: results
                .iter()
                .filter_map(|id| keys.result(*id, self.results.get(id)?))
                .collect(),
            dictionaries: keys
                .dictionaries
                .order
                .iter()
                .filter_map(|id| keys.dictionary(*id, self.dictionaries.get(id)?))
                .collect(),
        }
    }
}

/// Things of one kind in the order in which they were met, with their keys.
#[derive(Debug)]
struct Met<I> {
    order: Vec<I>,
    keys: BTreeMap<I, String>,
    made: Keys,
}

impl<I: Copy + Ord> Met<I> {
    fn new() -> Self {
        Self {
            order: Vec::new(),
            keys: BTreeMap::new(),
            made: Keys::default(),
        }
    }

    fn meet(&mut self, id: I, name: &str, otherwise: &str) {
        if !self.keys.contains_key(&id) {
            self.order.push(id);
            self.keys.insert(id, self.made.of(name, otherwise));
        }
    }

    fn key(&self, id: I) -> Option<Named> {
        self.keys.get(&id).map(named)
    }
}

struct SourceKeys {
    processes: Met<ProcessId>,
    templates: Met<TemplateId>,
    results: Met<ResultId>,
    dictionaries: Met<DictionaryId>,
}

impl SourceKeys {
    fn of(source: &Source) -> Self {
        let mut keys = Self {
            processes: Met::new(),
            templates: Met::new(),
            results: Met::new(),
            dictionaries: Met::new(),
        };
        for process in &source.processes {
            keys.processes.meet(process.id, &process.name, "process");
            for step in &process.graph.steps {
                keys.meet_template(source, step.template_id);
                for result in &step.results {
                    keys.meet_result(source, *result);
                }
            }
            let also = process.graph.transitions.iter().flat_map(|one| &one.also);
            for template in also.filter_map(|also| also.act.template()) {
                keys.meet_template(source, template);
            }
        }
        keys
    }

    fn meet_template(&mut self, source: &Source, id: TemplateId) {
        if let Some(template) = source.templates.get(&id) {
            self.templates.meet(id, &template.def.name, "template");
            for result in &template.def.results {
                self.meet_result(source, *result);
            }
        }
    }

    fn meet_result(&mut self, source: &Source, id: ResultId) {
        let Some(result) = source.results.get(&id) else {
            return;
        };
        self.results.meet(id, &result.name, "result");
        for field in &result.fields {
            let dictionary = field.dictionary_id;
            let known = dictionary.and_then(|id| Some((id, source.dictionaries.get(&id)?)));
            if let Some((id, (name, _))) = known {
                self.dictionaries.meet(id, name, "dictionary");
            }
        }
    }

    fn process(&self, source: &Source, process: &SourceProcess) -> Process {
        let graph = &process.graph;
        let then = |step: &str, result| {
            let then = graph.continuation(step, result)?;
            self.then(source, then)
        };
        let step = |step: &domain::processes::Step| {
            let known = step.results.iter();
            let mut seen = BTreeSet::new();
            let results = known.filter(|id| seen.insert(**id)).filter_map(|id| {
                Some(Outgoing {
                    result: self.results.key(*id)?,
                    cases: graph
                        .cases(&step.key, *id)
                        .iter()
                        .filter_map(|case| self.case(source, case))
                        .collect(),
                    then: then(&step.key, *id),
                    also: graph
                        .also(&step.key, *id)
                        .iter()
                        .filter_map(|also| self.also(source, also))
                        .collect(),
                })
            });
            Some(Step {
                key: named(&step.key),
                template: self.templates.key(step.template_id)?,
                position: step.position,
                results: results.collect(),
            })
        };
        let key = self.processes.key(process.id);
        Process {
            key: key.unwrap_or_default(),
            name: process.name.clone(),
            description: process.description.clone(),
            start: graph
                .start
                .as_ref()
                .and_then(|start| self.target(source, start)),
            steps: graph.steps.iter().filter_map(step).collect(),
        }
    }

    /// A condition that cannot be said takes its case along: without it the case would hold for others too.
    fn case(&self, source: &Source, case: &domain::processes::Case) -> Option<Case> {
        let when = case.when.iter().map(|condition| {
            Some(Asked {
                at: Spot::default(),
                what: question(source, condition)?,
            })
        });
        Some(Case {
            at: Spot::default(),
            when: when.collect::<Option<_>>()?,
            then: self.then(source, &case.then)?,
        })
    }

    /// What cannot be said is left out with its conditions.
    fn also(&self, source: &Source, also: &domain::processes::Also) -> Option<Also> {
        let when = also.when.iter().map(|condition| {
            Some(Asked {
                at: Spot::default(),
                what: question(source, condition)?,
            })
        });
        Some(Also {
            at: Spot::default(),
            when: when.collect::<Option<_>>()?,
            act: match &also.act {
                Action::Errand {
                    template_id,
                    due,
                    assignee,
                    text,
                } => Act::Errand {
                    template: self.templates.key(*template_id)?,
                    due: due.clone(),
                    assignee: assigned(source, assignee)?,
                    text: text.clone(),
                },
                Action::Stage { stage } => Act::Stage(*stage),
                Action::Tag { add, remove } => Act::Tags {
                    add: add.clone(),
                    remove: remove.clone(),
                },
                Action::Responsible { assignee } => Act::Responsible(assigned(source, assignee)?),
                Action::Message {
                    to,
                    by,
                    subject,
                    text,
                } => Act::Message {
                    to: match to {
                        Recipient::Client => Reader::Client,
                        Recipient::Responsible => Reader::Responsible,
                        Recipient::Same => Reader::Same,
                        Recipient::Employee { employee_id } => {
                            Reader::Employee(named(source.employees.get(employee_id)?))
                        }
                        Recipient::Role { role_id } => {
                            Reader::Role(named(source.roles.get(role_id)?))
                        }
                    },
                    by: *by,
                    subject: subject.clone(),
                    text: text.clone(),
                },
                Action::Hook { hook_id } => Act::Hook(named(source.hooks.get(hook_id)?)),
                Action::StartProcess { process_id } => {
                    Act::Process(self.process_name(source, *process_id)?)
                }
            },
        })
    }

    /// Nothing for what cannot be said: a person or role that is gone.
    fn then(&self, source: &Source, then: &Continuation) -> Option<Then> {
        Some(match then {
            Continuation::Step { target } => Then::Step(self.target(source, target)?),
            Continuation::Retry {
                limit,
                due,
                assignee,
                freedom,
                exhausted,
            } => Then::Retry {
                limit: *limit,
                due: due.clone(),
                assignee: assigned(source, assignee)?,
                freedom: *freedom,
                exhausted: Box::new(match exhausted {
                    Exhausted::Step { target } => Then::Step(self.target(source, target)?),
                    Exhausted::Goal => Then::Goal,
                    Exhausted::Refusal => Then::Refusal,
                    Exhausted::End => Then::End,
                    Exhausted::Sleep { until, target } => self.slept(source, until, target)?,
                    Exhausted::StartProcess { process_id } => self.started(source, *process_id)?,
                }),
            },
            Continuation::Goal => Then::Goal,
            Continuation::Refusal => Then::Refusal,
            Continuation::End => Then::End,
            Continuation::Sleep { until, target } => self.slept(source, until, target)?,
            Continuation::StartProcess { process_id } => self.started(source, *process_id)?,
        })
    }

    fn slept(
        &self,
        source: &Source,
        until: &SleepUntil,
        target: &domain::processes::Target,
    ) -> Option<Then> {
        let back = |back: &domain::processes::Back| match back {
            domain::processes::Back::Step { step } => Back::Step(named(step)),
            domain::processes::Back::Goal => Back::Goal,
            domain::processes::Back::Refusal => Back::Refusal,
            domain::processes::Back::End => Back::End,
        };
        let call = match &until.call {
            None => None,
            Some(call) => Some(Box::new(Call {
                process: self.process_name(source, call.process_id)?,
                goal: back(&call.goal),
                refusal: back(&call.refusal),
                end: back(&call.end),
            })),
        };
        Some(Then::Sleep {
            until: SleepUntil {
                call: None,
                ..until.clone()
            },
            call,
            target: self.target(source, target)?,
        })
    }

    fn started(&self, source: &Source, id: ProcessId) -> Option<Then> {
        Some(Then::Process(self.process_name(source, id)?))
    }

    /// By its key in the file, else by its name.
    fn process_name(&self, source: &Source, id: ProcessId) -> Option<Named> {
        let name = || source.others.get(&id).map(named);
        self.processes.key(id).or_else(name)
    }

    fn target(&self, source: &Source, target: &domain::processes::Target) -> Option<Target> {
        Some(Target {
            step: named(&target.step),
            due: target.due.clone(),
            assignee: assigned(source, &target.assignee)?,
            freedom: target.freedom,
        })
    }

    fn template(&self, id: TemplateId, template: &SourceTemplate) -> Option<Template> {
        let def = &template.def;
        let results = def.results.iter();
        Some(Template {
            key: self.templates.key(id)?,
            name: def.name.clone(),
            task_type: def.task_type,
            priority: def.priority,
            planned_minutes: def.planned_minutes,
            due: def.default_due.clone(),
            script: template.script.clone(),
            results: results.filter_map(|id| self.results.key(*id)).collect(),
        })
    }

    fn result(&self, id: ResultId, def: &ResultDef) -> Option<ResultEntry> {
        let field = |field: &FieldDef| {
            let dictionary = field.dictionary_id;
            Field::of(field, dictionary.and_then(|id| self.dictionaries.key(id)))
        };
        Some(ResultEntry {
            key: self.results.key(id)?,
            name: def.name.clone(),
            outcome: def.outcome,
            reached_human: def.reached_human,
            do_not_contact: def.do_not_contact,
            instant: def.instant,
            fields: def.fields.iter().map(field).collect(),
        })
    }

    fn dictionary(
        &self,
        id: DictionaryId,
        (name, values): &(String, Vec<String>),
    ) -> Option<Dictionary> {
        Some(Dictionary {
            key: self.dictionaries.key(id)?,
            name: name.clone(),
            values: values.iter().map(named).collect(),
        })
    }
}

fn assigned(source: &Source, rule: &AssigneeRule) -> Option<Assignee> {
    Some(match rule {
        AssigneeRule::Same => Assignee::Same,
        AssigneeRule::Responsible => Assignee::Responsible,
        AssigneeRule::Employee { employee_id } => {
            Assignee::Employee(named(source.employees.get(employee_id)?))
        }
        AssigneeRule::Role { role_id, pick } => {
            Assignee::Role(named(source.roles.get(role_id)?), *pick)
        }
        AssigneeRule::Field { field } => Assignee::Field(field.clone()),
    })
}

fn question(source: &Source, condition: &Condition) -> Option<Question> {
    let pick = match condition {
        Condition::Branch { one_of } => {
            let names = one_of.iter().map(|id| source.branches.get(id).map(named));
            return Some(Question::Branches(names.collect::<Option<_>>()?));
        }
        Condition::Field { is, .. } => match is {
            Test::OneOf { .. } => Choose::OneOf,
            Test::AllOf { .. } => Choose::AllOf,
            Test::NoneOf { .. } => Choose::NoneOf,
            _ => return Some(Question::Plain(condition.clone())),
        },
        _ => return Some(Question::Plain(condition.clone())),
    };
    let values = condition.values().iter();
    let names = values.map(|id| source.values.get(id).map(named));
    Some(Question::Values {
        field: condition.field()?.to_owned(),
        pick,
        values: names.collect::<Option<_>>()?,
    })
}
