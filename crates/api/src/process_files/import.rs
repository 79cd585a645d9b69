//! A file taken in: what it needs first, then its processes. One transaction; the first fault undoes everything.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::access::BuiltInRole;
use domain::collation::sort_key;
use domain::ids::{
    BranchId, DictionaryId, EmployeeId, HookId, ProcessId, ResultId, RoleId, TemplateId, ValueId,
};
use domain::language::Language;
use process_file::{Fault, File, Ids};
use store::Tx;
use wire::process_files::{Done, Existing, Imported, ImportedThing, ThingKind};

use super::{actions, joining, processes};
use crate::http::ApiError;

/// How a file is taken in.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    pub publish: bool,
    pub existing: Existing,
    /// Of whoever is told.
    pub language: Language,
}

/// Takes a file in.
///
/// # Errors
/// 422 with the lines that do not fit what the club has; 403 without the rights to its parts; 409 when something cannot be published.
pub fn import(tx: &mut Tx<'_>, file: &File, wanted: Wanted) -> Result<Imported, ApiError> {
    let mut taken = Taken::default();
    joining::dictionaries(tx, file, &mut taken)?;
    joining::results(tx, file, wanted, &mut taken)?;
    taken.faultless(wanted.language)?;
    joining::templates(tx, file, wanted, &mut taken)?;
    people(tx, file, &mut taken)?;
    conditions(tx, &mut taken)?;
    let processes = processes::take_in(tx, file, wanted, &mut taken)?;
    Ok(Imported {
        dry_run: false,
        processes,
        things: taken.things,
    })
}

/// What a file would do, found by doing it in a transaction that is then undone.
#[derive(Debug, Clone, Default)]
pub struct Tried(Arc<Mutex<Option<Imported>>>);

impl Tried {
    /// Takes the file in; the error that comes back undoes it.
    pub fn run(&self, tx: &mut Tx<'_>, file: &File, wanted: Wanted) -> ApiError {
        let outcome = import(tx, file, wanted);
        // A unit may run again: only its last outcome counts.
        let mut found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *found = None;
        match outcome {
            Err(error) => error,
            Ok(mut imported) => {
                imported.dry_run = true;
                for process in &mut imported.processes {
                    process.published = None;
                    if process.done == Done::Created {
                        process.id = None;
                    }
                }
                *found = Some(imported);
                ApiError::internal("a file that was only tried")
            }
        }
    }

    /// What was found, once the unit has ended.
    ///
    /// # Errors
    /// Whatever kept it from being found.
    pub fn found(self, undone: Result<(), ApiError>) -> Result<Imported, ApiError> {
        let mut found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match (found.take(), undone) {
            (Some(imported), _) => Ok(imported),
            (None, Err(error)) => Err(error),
            (None, Ok(())) => Err(ApiError::internal("a file was tried and nothing found")),
        }
    }
}

/// What the keys and names of a file stand for in the club.
#[derive(Debug, Default)]
pub struct Taken {
    pub dictionaries: BTreeMap<String, DictionaryId>,
    pub results: BTreeMap<String, ResultId>,
    pub templates: BTreeMap<String, TemplateId>,
    /// By key, and by the sort key of every name that the club has.
    pub processes: BTreeMap<String, ProcessId>,
    pub others: BTreeMap<String, ProcessId>,
    pub roles: BTreeMap<String, RoleId>,
    pub employees: BTreeMap<String, EmployeeId>,
    /// By the file's key of a result, the key of a field of it, and the sort key of the value's name.
    pub values: BTreeMap<(String, String, String), ValueId>,
    /// By the sort key of the name.
    pub branches: BTreeMap<String, BranchId>,
    pub hooks: BTreeMap<String, HookId>,
    pub things: Vec<ImportedThing>,
    pub faults: Vec<Fault>,
}

impl Taken {
    pub fn thing(&mut self, kind: ThingKind, name: &str, done: Done) {
        self.things.push(ImportedThing {
            kind,
            name: name.to_owned(),
            done,
        });
    }

    /// # Errors
    /// 422 when there are faults.
    pub fn faultless(&mut self, language: Language) -> Result<(), ApiError> {
        match self.faults.is_empty() {
            true => Ok(()),
            false => {
                self.faults.sort_by_key(|fault| fault.at);
                Err(actions::refused(&self.faults, language))
            }
        }
    }

    /// The file's key of a result.
    pub fn result_key(&self, id: ResultId) -> Option<String> {
        let found = self.results.iter().find(|(_, known)| **known == id);
        found.map(|(key, _)| key.clone())
    }
}

impl Ids for Taken {
    fn template(&self, key: &str) -> Option<TemplateId> {
        self.templates.get(key).copied()
    }

    fn result(&self, key: &str) -> Option<ResultId> {
        self.results.get(key).copied()
    }

    fn process(&self, name: &str) -> Option<ProcessId> {
        let by_name = || self.others.get(&sort_key(name));
        self.processes.get(name).or_else(by_name).copied()
    }

    fn role(&self, name: &str) -> Option<RoleId> {
        self.roles.get(&sort_key(name)).copied()
    }

    fn employee(&self, email: &str) -> Option<EmployeeId> {
        self.employees.get(&email.to_lowercase()).copied()
    }

    fn value(&self, result: &str, field: &str, name: &str) -> Option<ValueId> {
        let place = (result.to_owned(), field.to_owned(), sort_key(name));
        self.values.get(&place).copied()
    }

    fn branch(&self, name: &str) -> Option<BranchId> {
        self.branches.get(&sort_key(name)).copied()
    }

    fn hook(&self, name: &str) -> Option<HookId> {
        self.hooks.get(&sort_key(name)).copied()
    }
}

/// What conditions may name: values that a field of a result of the file takes, and branches; and the hooks that may be called.
fn conditions(tx: &mut Tx<'_>, taken: &mut Taken) -> Result<(), ApiError> {
    for branch in tx.branches()?.iter() {
        taken.branches.insert(sort_key(&branch.name), branch.id);
    }
    for hook in tx.hooks()?.iter().filter(|hook| hook.archived_at.is_none()) {
        taken.hooks.insert(sort_key(&hook.name), hook.id);
    }
    let ids: Vec<ResultId> = taken.results.values().copied().collect();
    let defs = tx.result_defs(&ids)?;
    let fields = defs.iter().flat_map(|def| &def.fields);
    let asked: Vec<DictionaryId> = fields.filter_map(|field| field.dictionary_id).collect();
    let choices = tx.choices(&asked)?;
    for (key, id) in &taken.results {
        let Some(def) = defs.iter().find(|def| def.id == *id) else {
            continue;
        };
        for field in &def.fields {
            let dictionary = field.dictionary_id.and_then(|id| choices.get(&id));
            for choice in dictionary.into_iter().flatten() {
                if !choice.archived {
                    let place = (key.clone(), field.key.clone(), sort_key(&choice.name));
                    taken.values.insert(place, choice.id);
                }
            }
        }
    }
    Ok(())
}

/// Roles by their words and names; employees by the addresses that the file names.
fn people(tx: &mut Tx<'_>, file: &File, taken: &mut Taken) -> Result<(), ApiError> {
    for role in tx.roles()? {
        taken.roles.insert(sort_key(&role.name), role.id);
    }
    // A built-in role is meant by its word, whatever others are called.
    for word in BuiltInRole::ALL {
        let id = tx.built_in_role(*word)?;
        taken.roles.insert(sort_key(word.as_str()), id);
    }
    for process in &file.processes {
        for email in process.employees() {
            if let Some(account) = tx.credentials(email)? {
                taken
                    .employees
                    .insert(email.to_lowercase(), account.employee);
            }
        }
    }
    Ok(())
}
