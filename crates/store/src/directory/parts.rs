//! How each part of the directory is read: whole tables, in one or two queries.

use std::collections::BTreeMap;
use std::sync::Arc;

use diesel::prelude::*;
use domain::dictionaries::Choice;
use domain::fields::Subject;
use domain::ids::{
    BranchId, DictionaryId, EmployeeId, ProcessId, ResultId, RoleId, TemplateId, ValueId, VersionId,
};
use domain::processes::Graph;
use domain::staff::EmployeeState;
use domain::time::Timestamp;

use super::{Person, Published};
use crate::branches::Branch;
use crate::engine::columns::{Json, bind};
use crate::engine::errors::StoreError;
use crate::engine::owned::by_owner;
use crate::engine::unit::Tx;
use crate::organisation::Organisation;
use crate::own_fields::FieldLists;
use crate::results::ResultRecord;
use crate::schema::{
    self, dictionary_values, employee_branches, employees, organisation as organisations,
    process_versions,
};
use crate::templates::TemplateRecord;

pub(super) fn organisation(tx: &mut Tx<'_>) -> Result<Option<Organisation>, StoreError> {
    Ok(organisations::table
        .select(Organisation::as_select())
        .first(tx.conn())
        .optional()?)
}

pub(super) fn branches(tx: &mut Tx<'_>) -> Result<Vec<Arc<Branch>>, StoreError> {
    Ok(tx.read_branches()?.into_iter().map(Arc::new).collect())
}

pub(super) fn people(tx: &mut Tx<'_>) -> Result<Vec<(EmployeeId, Person)>, StoreError> {
    let rows: Vec<(EmployeeId, String, RoleId, EmployeeState)> = employees::table
        .order((employees::sort_key, employees::id))
        .select((
            employees::id,
            employees::name,
            employees::role_id,
            employees::state,
        ))
        .load(tx.conn())?;
    let places: Vec<(EmployeeId, BranchId)> = employee_branches::table
        .order((employee_branches::employee_id, employee_branches::position))
        .select((employee_branches::employee_id, employee_branches::branch_id))
        .load(tx.conn())?;
    let mut branches = by_owner(places);
    Ok(rows
        .into_iter()
        .map(|(id, name, role_id, state)| {
            let person = Person {
                name,
                role_id,
                state,
                branches: branches.remove(&id).unwrap_or_default(),
            };
            (id, person)
        })
        .collect())
}

pub(super) fn choices(tx: &mut Tx<'_>) -> Result<BTreeMap<DictionaryId, Vec<Choice>>, StoreError> {
    let rows: Vec<(DictionaryId, ValueId, String, Option<Timestamp>)> = dictionary_values::table
        .order((dictionary_values::position, dictionary_values::id))
        .select((
            dictionary_values::dictionary_id,
            dictionary_values::id,
            dictionary_values::name,
            dictionary_values::archived_at,
        ))
        .load(tx.conn())?;
    Ok(by_owner(rows.into_iter().map(
        |(dictionary, id, name, archived_at)| {
            let archived = archived_at.is_some();
            (dictionary, Choice { id, name, archived })
        },
    )))
}

pub(super) fn merged(tx: &mut Tx<'_>) -> Result<BTreeMap<ValueId, ValueId>, StoreError> {
    let rows: Vec<(ValueId, Option<ValueId>)> = dictionary_values::table
        .filter(dictionary_values::merged_into.is_not_null())
        .select((dictionary_values::id, dictionary_values::merged_into))
        .load(tx.conn())?;
    let merged = rows.into_iter();
    Ok(merged.filter_map(|(id, into)| Some((id, into?))).collect())
}

pub(super) fn results(
    tx: &mut Tx<'_>,
) -> Result<BTreeMap<ResultId, Arc<ResultRecord>>, StoreError> {
    let records = tx.read_results()?.into_iter();
    Ok(records
        .map(|record| (record.def.id, Arc::new(record)))
        .collect())
}

pub(super) fn templates(
    tx: &mut Tx<'_>,
) -> Result<BTreeMap<TemplateId, Arc<TemplateRecord>>, StoreError> {
    let records = tx.read_templates()?.into_iter();
    Ok(records
        .map(|record| (record.def.id, Arc::new(record)))
        .collect())
}

pub(super) fn client_fields(tx: &mut Tx<'_>) -> Result<FieldLists, StoreError> {
    tx.read_own_fields(Subject::Client)
}

pub(super) fn company_fields(tx: &mut Tx<'_>) -> Result<FieldLists, StoreError> {
    tx.read_own_fields(Subject::Company)
}

pub(super) fn published(tx: &mut Tx<'_>, id: VersionId) -> Result<Published, StoreError> {
    let (process_id, number, Json(graph)): (ProcessId, i32, Json<Graph>) = process_versions::table
        .find(bind(id))
        .select((
            process_versions::process_id,
            process_versions::number,
            process_versions::graph,
        ))
        .first(tx.conn())?;
    Ok(Published {
        process_id,
        number: number as u32,
        graph,
    })
}

macro_rules! names {
    ($($part:ident: $id:ident of $table:ident;)+) => {$(
        pub(super) fn $part(tx: &mut Tx<'_>) -> Result<BTreeMap<$id, String>, StoreError> {
            let rows: Vec<($id, String)> = schema::$table::table
                .select((schema::$table::id, schema::$table::name))
                .load(tx.conn())?;
            Ok(rows.into_iter().collect())
        }
    )+};
}

names! {
    person_names: EmployeeId of employees;
    roles: RoleId of roles;
    value_names: ValueId of dictionary_values;
    processes: ProcessId of processes;
}
