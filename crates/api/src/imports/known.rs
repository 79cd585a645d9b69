//! What rows are read against, gathered once for many of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use domain::access::Permission;
use domain::dictionaries::{Choice, DictionaryRole};
use domain::fields::FieldDef;
use domain::ids::{BranchId, DictionaryId, EmployeeId, ValueId};
use domain::imports::{Column, ColumnTarget, DateOrder, ListSubject, Rules, Unknown, cell::folded};
use domain::organisation::NameOrder;
use domain::time::Zone;
use store::Tx;
use store::imports::ImportRecord;
use store::organisation::Organisation;

use crate::http::ApiError;
use crate::zones;

pub struct Known {
    pub subject: ListSubject,
    pub columns: Vec<Column>,
    pub rules: Rules,
    pub organisation: Organisation,
    pub order: NameOrder,
    pub country: String,
    pub today: NaiveDate,
    pub zone: Arc<Zone>,
    pub fields: Vec<FieldDef>,
    pub sources: Option<DictionaryId>,
    values: BTreeMap<DictionaryId, BTreeMap<String, Choice>>,
    people: BTreeMap<String, EmployeeId>,
    branches: BTreeMap<String, BranchId>,
    /// Whether new values of dictionaries may be made.
    pub may_create: bool,
}

/// A value that was looked for by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named<T> {
    Found(T),
    Archived,
    /// Nothing is called so, and somebody said that it does not matter.
    Skipped,
    /// It will be there when the import runs.
    ToCome,
    Unknown,
    /// It was to be made, and the asker may not.
    NotAllowed,
}

impl Known {
    pub fn of(tx: &mut Tx<'_>, import: &ImportRecord) -> Result<Self, ApiError> {
        let organisation = tx.organisation()?;
        let rules = import.rules.0.clone();
        let branches = tx.branches()?;
        let place = rules.branch_id.unwrap_or(import.branch_id);
        let zone = branches
            .iter()
            .find(|branch| branch.id == place)
            .map_or_else(
                || Arc::new(Zone::utc()),
                |branch| zones::around(&branch.zone, tx.now()),
            );
        let fields = tx.own_fields(import.subject.cards())?.present.clone();
        let sources = match import.subject {
            ListSubject::Clients => tx.dictionary_of_role(DictionaryRole::Sources)?,
            ListSubject::Companies => None,
        };
        let sources = sources.map(|dictionary| dictionary.id);
        let asked: BTreeSet<DictionaryId> = fields
            .iter()
            .filter_map(|def| def.dictionary_id)
            .chain(sources)
            .collect();
        let asked: Vec<DictionaryId> = asked.into_iter().collect();
        let values = tx.choices(&asked)?.into_iter().map(|(id, choices)| {
            // A living value before an archived one of the same name.
            let mut named = BTreeMap::new();
            for choice in choices {
                let living = !choice.archived;
                let key = folded(&choice.name);
                if living || !named.contains_key(&key) {
                    named.insert(key, choice);
                }
            }
            (id, named)
        });
        let people = tx.colleagues_by_name()?.into_iter();
        let country = rules.phone_country.clone();
        Ok(Self {
            subject: import.subject,
            columns: import.columns.0.clone(),
            order: organisation.name_order,
            country: country.unwrap_or_else(|| organisation.phone_country.clone()),
            today: zone.day(tx.now()),
            zone,
            fields,
            sources,
            values: values.collect(),
            people: people
                .flat_map(|(id, name)| spellings(&name).map(move |key| (key, id)))
                .collect(),
            branches: branches
                .iter()
                .filter(|branch| branch.archived_at.is_none())
                .map(|branch| (folded(&branch.name), branch.id))
                .collect(),
            may_create: tx.demand(Permission::DirectoryEdit).is_ok(),
            organisation,
            rules,
        })
    }

    pub fn field(&self, key: &str) -> Option<&FieldDef> {
        self.fields.iter().find(|def| def.key == key)
    }

    pub fn dates(&self, column: usize) -> DateOrder {
        let guessed = self.columns.get(column).and_then(|column| column.dates);
        self.rules
            .date_order
            .or(guessed)
            .unwrap_or(DateOrder::DayFirst)
    }

    /// A value of a dictionary by its name, or by what was decided about it.
    pub fn value(&self, dictionary: DictionaryId, column: u32, name: &str) -> Named<ValueId> {
        let values = self.values.get(&dictionary);
        if let Some(choice) = values.and_then(|values| values.get(&folded(name))) {
            return match choice.archived {
                true => Named::Archived,
                false => Named::Found(choice.id),
            };
        }
        let known = |id: &ValueId| {
            values.is_some_and(|values| values.values().any(|choice| choice.id == *id))
        };
        match self.rules.for_value(column, name) {
            Some(Unknown::Use { value_id }) if known(value_id) => Named::Found(*value_id),
            Some(Unknown::Skip) => Named::Skipped,
            Some(Unknown::Create) if self.may_create => Named::ToCome,
            Some(Unknown::Create) => Named::NotAllowed,
            _ => Named::Unknown,
        }
    }

    pub fn person(&self, column: u32, name: &str) -> Named<EmployeeId> {
        let found = self.people.get(&folded(name)).copied();
        self.found_or_skipped(found, column, name)
    }

    pub fn branch(&self, column: u32, name: &str) -> Named<BranchId> {
        let found = self.branches.get(&folded(name)).copied();
        self.found_or_skipped(found, column, name)
    }

    fn found_or_skipped<T>(&self, found: Option<T>, column: u32, name: &str) -> Named<T> {
        match (found, self.rules.for_value(column, name)) {
            (Some(found), _) => Named::Found(found),
            (None, Some(Unknown::Skip)) => Named::Skipped,
            _ => Named::Unknown,
        }
    }

    /// The dictionary that a target takes its values from.
    pub fn dictionary(&self, target: &ColumnTarget) -> Option<DictionaryId> {
        match target {
            ColumnTarget::Source => self.sources,
            ColumnTarget::Field(key) => self.field(key)?.dictionary_id,
            _ => None,
        }
    }
}

/// A name of two words is known in both orders.
fn spellings(name: &str) -> impl Iterator<Item = String> + use<> {
    let name = folded(name);
    let turned = name
        .split_once(' ')
        .map(|(first, rest)| format!("{rest} {first}"));
    std::iter::once(name).chain(turned)
}
