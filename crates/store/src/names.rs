//! What things are called, for many at once: lists name people, roles, templates and branches by their ids.
//!
//! A name is not a secret within the organisation: whoever may see a row may read the names on it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::dictionaries::DictionaryRole;
use domain::ids::{BranchId, EmployeeId, ProcessId, RoleId, TemplateId, ValueId};

use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema;

macro_rules! named {
    ($($(#[$doc:meta])* $function:ident: $id:ident in $known:ident;)+) => {$(
        $(#[$doc])*
        pub(crate) fn $function(
            tx: &mut Tx<'_>,
            ids: impl IntoIterator<Item = $id>,
        ) -> Result<BTreeMap<$id, String>, StoreError> {
            let mut ids = ids.into_iter().peekable();
            if ids.peek().is_none() {
                return Ok(BTreeMap::new());
            }
            let known = tx.$known()?;
            Ok(ids
                .filter_map(|id| Some((id, known.get(&id)?.clone())))
                .collect())
        }
    )+};
}

impl Tx<'_> {
    /// The name of the employee who asks; absent for the system.
    pub fn name_of_asker(&mut self) -> Result<Option<String>, StoreError> {
        match self.who().employee() {
            Some(id) => Ok(employees(self, [id])?.remove(&id)),
            None => Ok(None),
        }
    }

    /// What some employees are called.
    pub fn names_of_employees(
        &mut self,
        ids: impl IntoIterator<Item = EmployeeId>,
    ) -> Result<BTreeMap<EmployeeId, String>, StoreError> {
        employees(self, ids)
    }

    /// Whether a value of the dictionary of sources is archived; `None` when there is no such value in it.
    pub fn source_state(&mut self, id: ValueId) -> Result<Option<bool>, StoreError> {
        use schema::{dictionaries, dictionary_values};
        let archived: Option<Option<domain::time::Timestamp>> = dictionary_values::table
            .inner_join(
                dictionaries::table.on(dictionaries::id.eq(dictionary_values::dictionary_id)),
            )
            .filter(dictionary_values::id.eq(bind(id)))
            .filter(dictionaries::role.eq(bind(DictionaryRole::Sources)))
            .select(dictionary_values::archived_at)
            .first(self.conn())
            .optional()?;
        Ok(archived.map(|at| at.is_some()))
    }

    pub fn role_exists(&mut self, id: RoleId) -> Result<bool, StoreError> {
        Ok(!roles(self, [id])?.is_empty())
    }
}

named! {
    employees: EmployeeId in names_of_people;
    roles: RoleId in names_of_roles;
    processes: ProcessId in names_of_processes;
    /// Of dictionary values, archived ones too.
    values: ValueId in names_of_values;
}

pub(crate) fn templates(
    tx: &mut Tx<'_>,
    ids: impl IntoIterator<Item = TemplateId>,
) -> Result<BTreeMap<TemplateId, String>, StoreError> {
    let known = tx.known_templates()?;
    Ok(ids
        .into_iter()
        .filter_map(|id| Some((id, known.get(&id)?.def.name.clone())))
        .collect())
}

pub(crate) fn branches(
    tx: &mut Tx<'_>,
    ids: impl IntoIterator<Item = BranchId>,
) -> Result<BTreeMap<BranchId, String>, StoreError> {
    let known = tx.known_branches()?;
    let name = |id| known.iter().find(|branch| branch.id == id);
    Ok(ids
        .into_iter()
        .filter_map(|id| Some((id, name(id)?.name.clone())))
        .collect())
}
