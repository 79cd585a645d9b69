//! What the club has already: a thing of the same name is used again, as the taking in of a file does.

use domain::collation::sort_key;
use domain::fields::{FieldDef, FieldType};
use domain::ids::DictionaryId;
use domain::results::ResultDef;
use domain::tasks::TaskType;

/// Nothing that is archived.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Club {
    pub processes: Vec<String>,
    pub templates: Vec<(String, TaskType)>,
    pub results: Vec<ResultDef>,
    pub lists: Vec<KnownList>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownList {
    pub id: DictionaryId,
    pub name: String,
    /// Those that can be chosen.
    pub values: Vec<String>,
}

impl Club {
    pub fn result(&self, name: &str) -> Option<&ResultDef> {
        let key = sort_key(name);
        self.results.iter().find(|one| sort_key(&one.name) == key)
    }

    pub fn template(&self, name: &str) -> Option<TaskType> {
        let key = sort_key(name);
        let mut known = self.templates.iter();
        known
            .find(|(known, _)| sort_key(known) == key)
            .map(|(_, kind)| *kind)
    }

    pub fn list(&self, name: &str) -> Option<&KnownList> {
        let key = sort_key(name);
        self.lists.iter().find(|one| sort_key(&one.name) == key)
    }

    pub(super) fn list_of(&self, field: &FieldDef) -> Option<&KnownList> {
        let id = field.dictionary_id?;
        self.lists.iter().find(|one| one.id == id)
    }

    pub fn has_process(&self, name: &str) -> bool {
        let key = sort_key(name);
        self.processes.iter().any(|known| sort_key(known) == key)
    }

    /// The name, with a number where the club has a process that is called so.
    pub(super) fn free_process_name(&self, name: &str) -> String {
        let numbered = (2..).map(|number| format!("{name} {number}"));
        let mut all = std::iter::once(name.to_owned()).chain(numbered);
        all.find(|name| !self.has_process(name))
            .unwrap_or_else(|| name.to_owned())
    }

    /// The required date that a result of this name asks already.
    pub(super) fn date_of(&self, name: &str) -> Option<&FieldDef> {
        let fields = &self.result(name)?.fields;
        fields
            .iter()
            .find(|field| field.required && is_date(field.kind))
    }

    /// It is saved by its key alone, so that nothing can be required with it.
    pub(super) fn is_instant(&self, name: &str) -> bool {
        self.result(name).is_some_and(|known| known.instant)
    }
}

const fn is_date(kind: FieldType) -> bool {
    matches!(kind, FieldType::Date | FieldType::DateTime)
}
