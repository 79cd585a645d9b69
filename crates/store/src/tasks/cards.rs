//! From rows to what lists show: names are fetched for a whole page at once, never row by row.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use domain::ids::{CompletionId, EmployeeId, ResultId, TaskId, VersionId};
use domain::results::Outcome;
use domain::time::Timestamp;

use super::rows::{
    Completion, CompletionBrief, CompletionRow, DecidedBy, TaskCard, TaskRow, ValueRow,
};
use crate::clients;
use crate::engine::among::among;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::owned::by_owner;
use crate::engine::unit::Tx;
use crate::names;
use crate::schema::{completion_values, completions};

/// Puts the names on a page of tasks, in the same order.
pub(crate) fn cards(tx: &mut Tx<'_>, rows: Vec<TaskRow>) -> Result<Vec<TaskCard>, StoreError> {
    let templates = names::templates(tx, rows.iter().filter_map(|row| row.template_id))?;
    let clients = clients::names(tx, rows.iter().filter_map(|row| row.client_id))?;
    let roles = names::roles(tx, rows.iter().filter_map(|row| row.pool_role_id))?;
    let done = standing(
        tx,
        rows.iter().filter(|row| !row.is_open()).map(|row| row.id),
    )?;
    let people = rows
        .iter()
        .flat_map(|row| [row.assignee_id, row.created_by])
        .flatten()
        .chain(done.values().map(|row| row.completed_by));
    let people = names::employees(tx, people.collect::<BTreeSet<_>>())?;
    let person = |id| people.get(&id).cloned().unwrap_or_default();
    Ok(rows
        .into_iter()
        .map(|row| TaskCard {
            title: row
                .title
                .clone()
                .or_else(|| templates.get(&row.template_id?).cloned())
                .unwrap_or_default(),
            client: row.client_id.and_then(|id| clients.get(&id).cloned()),
            assignee_name: match (row.assignee_id, row.pool_role_id) {
                (Some(id), _) => person(id),
                (None, Some(role)) => roles.get(&role).cloned().unwrap_or_default(),
                (None, None) => String::new(),
            },
            created_by_name: row.created_by.map(person),
            completion: done.get(&row.id).map(|done| CompletionBrief {
                result_id: done.result_id,
                result_name: done.result_name.clone(),
                outcome: done.outcome,
                by: done.completed_by,
                by_name: person(done.completed_by),
                at: done.completed_at,
            }),
            row,
        })
        .collect())
}

/// How tasks were completed: by the completions that count, those that were not taken back.
fn standing(
    tx: &mut Tx<'_>,
    ids: impl Iterator<Item = TaskId>,
) -> Result<BTreeMap<TaskId, Standing>, StoreError> {
    let ids: Vec<TaskId> = ids.collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<Standing> = each_backend!(tx.conn(), |c| completions::table
        .filter(completions::task_id.eq_any(among(ids)))
        .filter(completions::taken_back_at.is_null())
        .select(Standing::as_select())
        .load(c))?;
    Ok(rows.into_iter().map(|row| (row.task_id, row)).collect())
}

/// A completion as lists show it.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = completions)]
struct Standing {
    task_id: TaskId,
    result_id: ResultId,
    result_name: String,
    outcome: Outcome,
    completed_by: EmployeeId,
    completed_at: Timestamp,
}

/// Completions by their ids, with their answers and authors.
pub(crate) fn completions_by_id(
    tx: &mut Tx<'_>,
    ids: impl IntoIterator<Item = CompletionId>,
) -> Result<BTreeMap<CompletionId, Completion>, StoreError> {
    let ids: Vec<CompletionId> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<CompletionRow> = each_backend!(tx.conn(), |c| completions::table
        .filter(completions::id.eq_any(among(ids)))
        .select(CompletionRow::as_select())
        .load(c))?;
    with_values(tx, rows)
}

/// The answers of completions, in the order of each one's form.
pub(crate) fn values_of(
    tx: &mut Tx<'_>,
    completions: impl Iterator<Item = CompletionId>,
) -> Result<Vec<ValueRow>, StoreError> {
    let ids = among(completions);
    Ok(each_backend!(tx.conn(), |c| completion_values::table
        .filter(completion_values::completion_id.eq_any(ids))
        .order((
            completion_values::completion_id,
            completion_values::position,
            completion_values::item,
        ))
        .load(c))?)
}

/// Answers and authors for completions that are held.
pub(crate) fn with_values(
    tx: &mut Tx<'_>,
    rows: Vec<CompletionRow>,
) -> Result<BTreeMap<CompletionId, Completion>, StoreError> {
    let stored = values_of(tx, rows.iter().map(|row| row.id))?;
    let mut values = by_owner(stored.into_iter().map(|value| (value.completion_id, value)));
    let people = names::employees(tx, rows.iter().map(|row| row.completed_by))?;
    let deciders = deciders(tx, rows.iter().filter_map(|row| row.version_id))?;
    rows.into_iter()
        .map(|row| {
            let told = row.sentence.read()?;
            let completion = Completion {
                by_name: people.get(&row.completed_by).cloned().unwrap_or_default(),
                values: values.remove(&row.id).unwrap_or_default(),
                because: told.because,
                also: told.also,
                decided_by: row.version_id.and_then(|id| deciders.get(&id).cloned()),
                row,
            };
            Ok((completion.row.id, completion))
        })
        .collect()
}

/// Versions by which completions were decided, with the names of their processes.
fn deciders(
    tx: &mut Tx<'_>,
    ids: impl Iterator<Item = VersionId>,
) -> Result<BTreeMap<VersionId, DecidedBy>, StoreError> {
    let mut found = BTreeMap::new();
    for id in ids.collect::<BTreeSet<_>>() {
        let version = tx.published(id)?;
        let name = names::processes(tx, [version.process_id])?.remove(&version.process_id);
        let decided_by = DecidedBy {
            process_id: version.process_id,
            process_name: name.unwrap_or_default(),
            version_id: id,
            number: version.number,
        };
        found.insert(id, decided_by);
    }
    Ok(found)
}
