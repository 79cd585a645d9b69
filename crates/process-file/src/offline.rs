//! Files without a club: whether their processes could be published, and what differs between two of them.
//!
//! Things get ids by their names, so that the same thing of two files is the same. A role, a person or a process that a file only
//! refers to counts as there.

use std::collections::{BTreeMap, BTreeSet};

use domain::collation::sort_key;
use domain::fields::FieldDef;
use domain::ids::{
    BranchId, DictionaryId, EmployeeId, FieldId, HookId, ProcessId, ResultId, RoleId, TemplateId,
    ValueId,
};
use domain::language::Language;
use domain::processes::{
    Called, Catalogue, Graph, OtherProcess, Severity, hands_over_at_once, publishable,
};
use domain::results::ResultDef;
use domain::sentence;
use domain::templates::TemplateDef;

use crate::bind::Ids;
use crate::fault::{Fault, Why};
use crate::model::{File, Process};

/// Ids by names, the same for all files that were met.
#[derive(Debug, Default)]
pub struct Offline {
    names: BTreeMap<(What, String), i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Process,
    Template,
    Result,
    Dictionary,
    Role,
    Employee,
    Value,
    Branch,
    Hook,
}

impl Offline {
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a file in, so that the names it uses have ids.
    pub fn meet(&mut self, file: &File) {
        for process in &file.processes {
            self.name(What::Process, &process.name);
        }
        for template in &file.templates {
            self.name(What::Template, &template.name);
        }
        for result in &file.results {
            self.name(What::Result, &result.name);
        }
        for dictionary in &file.dictionaries {
            self.name(What::Dictionary, &dictionary.name);
            for value in &dictionary.values {
                self.name(What::Value, &value_name(&dictionary.name, &value.text));
            }
        }
        for process in &file.processes {
            let met = std::cell::RefCell::new(Vec::new());
            // Binding asks for every name there is.
            let _ = process.graph(&Asking { file, met: &met });
            for (what, name) in met.into_inner() {
                self.name(what, &name);
            }
        }
    }

    fn name(&mut self, what: What, name: &str) {
        let next = self.names.len() as i64 + 1;
        self.names.entry((what, sort_key(name))).or_insert(next);
    }

    fn id(&self, what: What, name: &str) -> Option<i64> {
        self.names.get(&(what, sort_key(name))).copied()
    }

    /// The graph of a process of a file that was met.
    ///
    /// # Errors
    /// Names that stand for nothing.
    pub fn graph(&self, file: &File, process: &Process) -> Result<Graph, Vec<Fault>> {
        process.graph(&Of {
            offline: self,
            file,
        })
    }

    /// What the files call things.
    pub fn called(&self, files: &[&File]) -> Called {
        let mut called = Called::default();
        for ((what, name), id) in &self.names {
            match what {
                What::Role => {
                    called.roles.insert(RoleId::from_i64(*id), name.clone());
                }
                What::Employee => {
                    let id = EmployeeId::from_i64(*id);
                    called.employees.insert(id, name.clone());
                }
                What::Process => {
                    let id = ProcessId::from_i64(*id);
                    called.processes.insert(id, name.clone());
                }
                What::Branch => {
                    called
                        .branches
                        .insert(BranchId::from_i64(*id), name.clone());
                }
                What::Hook => {
                    called.hooks.insert(HookId::from_i64(*id), name.clone());
                }
                What::Template | What::Result | What::Dictionary | What::Value => {}
            }
        }
        for file in files {
            let of = Of {
                offline: self,
                file,
            };
            for template in &file.templates {
                let id = of.template(&template.key.text);
                called
                    .templates
                    .extend(id.map(|id| (id, template.name.clone())));
            }
            for result in &file.results {
                let Some(id) = of.result(&result.key.text) else {
                    continue;
                };
                called.results.insert(id, result.name.clone());
                for field in &result.fields {
                    let key = (id, field.key.text.clone());
                    called.fields.insert(key, field.label.clone());
                }
            }
            for dictionary in &file.dictionaries {
                for value in &dictionary.values {
                    let name = value_name(&dictionary.name, &value.text);
                    let id = self.id(What::Value, &name).map(ValueId::from_i64);
                    called.values.extend(id.map(|id| (id, value.text.clone())));
                }
            }
            for process in &file.processes {
                let id = of.process(&process.key.text);
                called
                    .processes
                    .extend(id.map(|id| (id, process.name.clone())));
            }
        }
        called
    }

    /// Everything that the checker says of a file's processes, each at its line.
    pub fn problems(&self, file: &File, language: Language) -> Vec<(Severity, Fault)> {
        let of = Of {
            offline: self,
            file,
        };
        let mut graphs = Vec::new();
        let mut told = Vec::new();
        for process in &file.processes {
            match self.graph(file, process) {
                Ok(graph) => graphs.push((process, graph)),
                Err(faults) => {
                    told.extend(faults.into_iter().map(|fault| (Severity::Error, fault)));
                }
            }
        }
        let catalogue = self.catalogue(file, &graphs);
        for (process, graph) in &graphs {
            let own = of.process(&process.key.text);
            let catalogue = Catalogue {
                own,
                ..catalogue.clone()
            };
            for problem in publishable(graph, &catalogue) {
                told.push((
                    problem.severity,
                    problem_fault(file, process, &problem, |id| of.result_key(id), language),
                ));
            }
        }
        told.sort_by_key(|(severity, fault)| (fault.at, *severity));
        told
    }

    /// What exists, as the checker and the engine want it.
    pub fn catalogue(&self, file: &File, graphs: &[(&Process, Graph)]) -> Catalogue {
        let of = Of {
            offline: self,
            file,
        };
        let templates = of.templates();
        let mut processes: BTreeMap<ProcessId, OtherProcess> = self
            .all(What::Process)
            .map(|id| {
                let other = OtherProcess {
                    published: true,
                    at_once: BTreeSet::new(),
                };
                (ProcessId::from_i64(id), other)
            })
            .collect();
        for (process, graph) in graphs {
            let id = of.process(&process.key.text);
            if let Some(other) = id.and_then(|id| processes.get_mut(&id)) {
                other.at_once = hands_over_at_once(graph, &templates);
            }
        }
        let dictionaries = file.dictionaries.iter().filter_map(|dictionary| {
            let id = self.id(What::Dictionary, &dictionary.name)?;
            Some((DictionaryId::from_i64(id), dictionary.values.len() as u32))
        });
        let values = file.dictionaries.iter().filter_map(|dictionary| {
            let id = self.id(What::Dictionary, &dictionary.name)?;
            let values = dictionary.values.iter().filter_map(|value| {
                let name = value_name(&dictionary.name, &value.text);
                self.id(What::Value, &name).map(ValueId::from_i64)
            });
            Some((DictionaryId::from_i64(id), values.collect()))
        });
        Catalogue {
            templates,
            results: of.results(),
            dictionaries: dictionaries.collect(),
            values: values.collect(),
            branches: self.all(What::Branch).map(BranchId::from_i64).collect(),
            roles: self
                .all(What::Role)
                .map(|id| (RoleId::from_i64(id), 1))
                .collect(),
            hooks: self.all(What::Hook).map(HookId::from_i64).collect(),
            employees: self.all(What::Employee).map(EmployeeId::from_i64).collect(),
            own: None,
            processes,
        }
    }

    fn all(&self, wanted: What) -> impl Iterator<Item = i64> {
        let names = self.names.iter();
        names
            .filter(move |((what, _), _)| *what == wanted)
            .map(|(_, id)| *id)
    }
}

/// What the checker says of a process of a file, at the line where it is said. `key` names results as the file does.
pub fn problem_fault(
    file: &File,
    process: &Process,
    problem: &domain::processes::Problem,
    key: impl Fn(ResultId) -> Option<String>,
    language: Language,
) -> Fault {
    let step = problem.step.as_deref();
    let result = problem.result_id.and_then(key);
    let template = process
        .steps
        .iter()
        .find(|one| Some(one.key.text.as_str()) == step)
        .and_then(|one| file.template(&one.template.text));
    let entry = result.as_deref().and_then(|key| file.result(key));
    let message = sentence::problem(
        language,
        problem,
        template.map(|template| template.name.as_str()),
        entry.map(|entry| entry.name.as_str()),
    );
    Fault {
        at: process.spot(problem, result.as_deref()),
        path: format!("processes.{}", process.key.text),
        why: Why::Problem {
            code: problem.code.to_string(),
            message,
        },
    }
}

/// One file's keys among the names of all.
struct Of<'a> {
    offline: &'a Offline,
    file: &'a File,
}

impl Ids for Of<'_> {
    fn template(&self, key: &str) -> Option<TemplateId> {
        let name = &self.file.template(key)?.name;
        self.offline
            .id(What::Template, name)
            .map(TemplateId::from_i64)
    }

    fn result(&self, key: &str) -> Option<ResultId> {
        let name = &self.file.result(key)?.name;
        self.offline.id(What::Result, name).map(ResultId::from_i64)
    }

    fn process(&self, name: &str) -> Option<ProcessId> {
        let own = self.file.process(name).map(|process| process.name.as_str());
        let id = self.offline.id(What::Process, own.unwrap_or(name));
        id.map(ProcessId::from_i64)
    }

    fn role(&self, name: &str) -> Option<RoleId> {
        self.offline.id(What::Role, name).map(RoleId::from_i64)
    }

    fn employee(&self, email: &str) -> Option<EmployeeId> {
        self.offline
            .id(What::Employee, email)
            .map(EmployeeId::from_i64)
    }

    fn value(&self, result: &str, field: &str, name: &str) -> Option<ValueId> {
        let mut fields = self.file.result(result)?.fields.iter();
        let field = fields.find(|one| one.key.text == field)?;
        let dictionary = self.file.dictionary(&field.dictionary.as_ref()?.text)?;
        let name = value_name(&dictionary.name, name);
        self.offline.id(What::Value, &name).map(ValueId::from_i64)
    }

    fn branch(&self, name: &str) -> Option<BranchId> {
        self.offline.id(What::Branch, name).map(BranchId::from_i64)
    }

    fn hook(&self, name: &str) -> Option<HookId> {
        self.offline.id(What::Hook, name).map(HookId::from_i64)
    }
}

impl Of<'_> {
    fn result_key(&self, id: ResultId) -> Option<String> {
        let known = self.file.results.iter();
        known
            .map(|result| &result.key.text)
            .find(|key| self.result(key) == Some(id))
            .cloned()
    }

    fn templates(&self) -> Vec<TemplateDef> {
        let templates = self.file.templates.iter().filter_map(|template| {
            let results = template.results.iter();
            Some(TemplateDef {
                id: self.template(&template.key.text)?,
                name: template.name.clone(),
                task_type: template.task_type,
                priority: template.priority,
                planned_minutes: template.planned_minutes,
                default_due: template.due.clone(),
                results: results.filter_map(|key| self.result(&key.text)).collect(),
            })
        });
        templates.collect()
    }

    fn results(&self) -> Vec<ResultDef> {
        let results = self.file.results.iter().filter_map(|result| {
            let fields = result.fields.iter().enumerate();
            Some(ResultDef {
                id: self.result(&result.key.text)?,
                name: result.name.clone(),
                outcome: result.outcome,
                reached_human: result.reached_human,
                do_not_contact: result.do_not_contact,
                instant: result.instant,
                fields: fields
                    .map(|(place, field)| FieldDef {
                        id: FieldId::from_i64(place as i64 + 1),
                        key: field.key.text.clone(),
                        label: field.label.clone(),
                        kind: field.kind,
                        required: field.required,
                        help: field.help.clone(),
                        limits: field.limits.clone(),
                        dictionary_id: field.dictionary.as_ref().and_then(|key| {
                            let name = &self.file.dictionary(&key.text)?.name;
                            let id = self.offline.id(What::Dictionary, name);
                            id.map(DictionaryId::from_i64)
                        }),
                    })
                    .collect(),
            })
        });
        results.collect()
    }
}

/// Two dictionaries may have values of one name.
fn value_name(dictionary: &str, value: &str) -> String {
    format!("{dictionary} / {value}")
}

/// Writes down every name that is asked for; nothing of a file's own.
struct Asking<'a> {
    file: &'a File,
    met: &'a std::cell::RefCell<Vec<(What, String)>>,
}

impl Asking<'_> {
    fn meet(&self, what: What, name: &str) {
        self.met.borrow_mut().push((what, name.to_owned()));
    }
}

impl Ids for Asking<'_> {
    fn template(&self, _: &str) -> Option<TemplateId> {
        Some(TemplateId::from_i64(0))
    }

    fn result(&self, _: &str) -> Option<ResultId> {
        Some(ResultId::from_i64(0))
    }

    fn process(&self, name: &str) -> Option<ProcessId> {
        if self.file.process(name).is_none() {
            self.meet(What::Process, name);
        }
        Some(ProcessId::from_i64(0))
    }

    fn role(&self, name: &str) -> Option<RoleId> {
        self.meet(What::Role, name);
        Some(RoleId::from_i64(0))
    }

    fn employee(&self, email: &str) -> Option<EmployeeId> {
        self.meet(What::Employee, email);
        Some(EmployeeId::from_i64(0))
    }

    fn value(&self, _: &str, _: &str, _: &str) -> Option<ValueId> {
        Some(ValueId::from_i64(0))
    }

    fn branch(&self, name: &str) -> Option<BranchId> {
        self.meet(What::Branch, name);
        Some(BranchId::from_i64(0))
    }

    fn hook(&self, name: &str) -> Option<HookId> {
        self.meet(What::Hook, name);
        Some(HookId::from_i64(0))
    }
}
