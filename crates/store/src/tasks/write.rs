//! Writing tasks and completions. A saved row names the version it was read at; a losing writer is told.

use diesel::prelude::*;
use domain::chains::Filled;
use domain::fields::FieldValue;
use domain::ids::{CompletionId, EmployeeId, TaskId};
use domain::name::PersonName;
use domain::tasks::TaskState;

use super::rows::{CompletionRow, TaskRow, ValueRow};
use crate::answers::Stored;
use crate::clients;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::engine::update::save_row;
use crate::names;
use crate::schema::{chains, completion_values, completions, task_tokens, tasks};

pub(crate) fn insert(tx: &mut Tx<'_>, row: &TaskRow) -> Result<(), StoreError> {
    use tasks::dsl;
    each_backend!(tx.conn(), |c| diesel::insert_into(tasks::table)
        .values((
            (
                dsl::id.eq(bind(row.id)),
                dsl::template_id.eq(row.template_id.map(bind)),
                dsl::title.eq(row.title.clone()),
                dsl::task_type.eq(bind(row.task_type)),
                dsl::direction.eq(row.direction.map(bind)),
                dsl::chain_id.eq(row.chain_id.map(bind)),
                dsl::step.eq(row.step.clone()),
                dsl::predecessor_id.eq(row.predecessor_id.map(bind)),
                dsl::client_id.eq(row.client_id.map(bind)),
                dsl::branch_id.eq(bind(row.branch_id)),
                dsl::assignee_id.eq(row.assignee_id.map(bind)),
                dsl::pool_role_id.eq(row.pool_role_id.map(bind)),
                dsl::created_by.eq(row.created_by.map(bind)),
                dsl::due_day.eq(row.due_day),
                dsl::due_at.eq(row.due_at.map(bind)),
                dsl::due_sort.eq(bind(row.due_sort)),
                dsl::promised_wall.eq(row.promised_wall.clone()),
                dsl::promised_zone.eq(row.promised_zone.clone()),
            ),
            (
                dsl::priority.eq(bind(row.priority)),
                dsl::state.eq(bind(row.state)),
                dsl::attempt.eq(row.attempt),
                dsl::attempt_limit.eq(row.attempt_limit),
                dsl::due_reasons.eq(row.due_reasons.clone()),
                dsl::assignee_reason.eq(row.assignee_reason.clone()),
                dsl::context.eq(row.context.clone()),
                dsl::postponed.eq(row.postponed),
                dsl::planned_minutes.eq(row.planned_minutes),
                dsl::note.eq(row.note.clone()),
                dsl::touched_at.eq(row.touched_at.map(bind)),
                dsl::closed_at.eq(row.closed_at.map(bind)),
                dsl::closed_by.eq(row.closed_by.map(bind)),
                dsl::cancel_reason.eq(row.cancel_reason.clone()),
                dsl::version.eq(row.version),
                dsl::created_at.eq(bind(row.created_at)),
                dsl::updated_at.eq(bind(row.updated_at)),
                dsl::side_of_id.eq(row.side_of_id.map(bind)),
                dsl::cause_id.eq(row.cause_id.map(bind)),
            ),
        ))
        .execute(c))?;
    Ok(())
}

/// Stores a changed task one version on; `row.version` is the version it was read at.
pub(crate) fn save(tx: &mut Tx<'_>, row: &mut TaskRow) -> Result<(), StoreError> {
    save_row!(
        tx,
        tasks,
        row,
        (
            dsl::title.eq(row.title.clone()),
            dsl::assignee_id.eq(row.assignee_id.map(bind)),
            dsl::pool_role_id.eq(row.pool_role_id.map(bind)),
            dsl::due_day.eq(row.due_day),
            dsl::due_at.eq(row.due_at.map(bind)),
            dsl::due_sort.eq(bind(row.due_sort)),
            dsl::promised_wall.eq(row.promised_wall.clone()),
            dsl::promised_zone.eq(row.promised_zone.clone()),
            dsl::priority.eq(bind(row.priority)),
            dsl::state.eq(bind(row.state)),
            dsl::due_reasons.eq(row.due_reasons.clone()),
            dsl::assignee_reason.eq(row.assignee_reason.clone()),
            dsl::postponed.eq(row.postponed),
            dsl::note.eq(row.note.clone()),
            dsl::touched_at.eq(row.touched_at.map(bind)),
            dsl::closed_at.eq(row.closed_at.map(bind)),
            dsl::closed_by.eq(row.closed_by.map(bind)),
            dsl::cancel_reason.eq(row.cancel_reason.clone()),
        )
    )
}

/// Stores that a task was done. Like [`save`], but what did not change is not written: it stands in a dozen indexes.
pub(crate) fn close(tx: &mut Tx<'_>, row: &mut TaskRow, by: EmployeeId) -> Result<(), StoreError> {
    let now = tx.now();
    row.state = TaskState::Done;
    row.closed_at = Some(now);
    row.closed_by = Some(by);
    save_row!(
        tx,
        tasks,
        row,
        (
            dsl::state.eq(bind(TaskState::Done)),
            dsl::closed_at.eq(Some(bind(now))),
            dsl::closed_by.eq(Some(bind(by))),
        )
    )
}

/// Stores that the task of a chain stands at another step, one version on.
pub(crate) fn reseat(tx: &mut Tx<'_>, row: &mut TaskRow) -> Result<(), StoreError> {
    save_row!(
        tx,
        tasks,
        row,
        (
            dsl::template_id.eq(row.template_id.map(bind)),
            dsl::task_type.eq(bind(row.task_type)),
            dsl::direction.eq(row.direction.map(bind)),
            dsl::step.eq(row.step.clone()),
            dsl::planned_minutes.eq(row.planned_minutes),
            dsl::attempt_limit.eq(row.attempt_limit),
        )
    )
}

/// Removes a task that a taken-back completion had made.
pub(crate) fn remove(tx: &mut Tx<'_>, id: TaskId) -> Result<(), StoreError> {
    diesel::delete(task_tokens::table.filter(task_tokens::task_id.eq(bind(id))))
        .execute(tx.conn())?;
    diesel::delete(tasks::table.filter(tasks::id.eq(bind(id)))).execute(tx.conn())?;
    Ok(())
}

/// Stores the beginnings by which a free task is found; they replace the present ones.
pub(crate) fn set_tokens(
    tx: &mut Tx<'_>,
    id: TaskId,
    tokens: &std::collections::BTreeSet<String>,
) -> Result<(), StoreError> {
    diesel::delete(task_tokens::table.filter(task_tokens::task_id.eq(bind(id))))
        .execute(tx.conn())?;
    let rows: Vec<_> = tokens
        .iter()
        .map(|token| {
            (
                task_tokens::token.eq(token),
                task_tokens::task_id.eq(bind(id)),
            )
        })
        .collect();
    each_backend!(tx.conn(), |c| diesel::insert_into(task_tokens::table)
        .values(&rows)
        .execute(c))?;
    Ok(())
}

/// Stores how a task that is held was completed.
pub(crate) fn insert_completion(
    tx: &mut Tx<'_>,
    row: &CompletionRow,
    answers: &[Filled],
    task: &TaskRow,
) -> Result<(), StoreError> {
    use completions::dsl;
    // What a process is asked about its past stands in the completion itself: one range of one index answers it.
    let of_chain = || chains::table.filter(chains::id.nullable().eq(row.chain_id.map(bind)));
    each_backend!(tx.conn(), |c| diesel::insert_into(completions::table)
        .values((
            dsl::id.eq(bind(row.id)),
            dsl::task_id.eq(bind(row.task_id)),
            dsl::chain_id.eq(row.chain_id.map(bind)),
            dsl::client_id.eq(row.client_id.map(bind)),
            dsl::branch_id.eq(bind(row.branch_id)),
            dsl::result_id.eq(bind(row.result_id)),
            dsl::result_name.eq(row.result_name.clone()),
            dsl::outcome.eq(bind(row.outcome)),
            dsl::reached_human.eq(row.reached_human),
            dsl::comment.eq(row.comment.clone()),
            dsl::completed_by.eq(bind(row.completed_by)),
            dsl::completed_at.eq(bind(row.completed_at)),
            dsl::next_task_id.eq(row.next_task_id.map(bind)),
            dsl::next_chain_id.eq(row.next_chain_id.map(bind)),
            dsl::sentence.eq(row.sentence.clone()),
            dsl::before.eq(row.before.clone()),
            dsl::process_id.eq(of_chain().select(chains::process_id).single_value()),
            dsl::step.eq(task.step.clone()),
            dsl::made_at.eq(Some(bind(task.created_at))),
            dsl::version_id.eq(row.version_id.map(bind)),
            dsl::assignee_id.eq(task.assignee_id.map(bind)),
            dsl::pool_role_id.eq(task.pool_role_id.map(bind)),
        ))
        .execute(c))?;
    for (position, filled) in answers.iter().enumerate() {
        let named = name_of(tx, &filled.value)?;
        for mut value in value_rows(row.id, position, filled) {
            value.name = value.name.or_else(|| named.clone());
            insert_value(tx, &value)?;
        }
    }
    Ok(())
}

/// The name, at this moment, of a person that an answer names.
fn name_of(tx: &mut Tx<'_>, value: &FieldValue) -> Result<Option<String>, StoreError> {
    match value {
        FieldValue::Employee(id) => Ok(names::employees(tx, [*id])?.remove(id)),
        FieldValue::Client(id) => {
            let order = tx.name_order()?;
            let named = clients::names(tx, [*id])?.remove(id);
            Ok(named.map(|client| {
                let name = PersonName {
                    surname: client.surname,
                    given: client.given,
                    patronymic: client.patronymic,
                };
                name.short(order)
            }))
        }
        _ => Ok(None),
    }
}

fn insert_value(tx: &mut Tx<'_>, row: &ValueRow) -> Result<(), StoreError> {
    use completion_values::dsl;
    diesel::insert_into(completion_values::table)
        .values((
            dsl::completion_id.eq(bind(row.completion_id)),
            dsl::position.eq(row.position),
            dsl::item.eq(row.item),
            dsl::key.eq(row.key.clone()),
            dsl::label.eq(row.label.clone()),
            dsl::kind.eq(bind(row.kind)),
            dsl::text.eq(row.text.clone()),
            dsl::number.eq(row.number),
            dsl::currency.eq(row.currency.clone()),
            dsl::date.eq(row.date),
            dsl::instant.eq(row.instant.map(bind)),
            dsl::reference.eq(row.reference),
            dsl::name.eq(row.name.clone()),
        ))
        .execute(tx.conn())?;
    Ok(())
}

/// An answer as typed columns: one row, or one for each chosen value.
fn value_rows(id: CompletionId, position: usize, filled: &Filled) -> Vec<ValueRow> {
    let number = |place: usize| i32::try_from(place).unwrap_or(i32::MAX);
    let stored = Stored::of(&filled.value).into_iter().enumerate();
    stored
        .map(|(item, stored)| ValueRow {
            completion_id: id,
            position: number(position),
            item: number(item),
            key: filled.key.clone(),
            label: filled.label.clone(),
            kind: filled.kind,
            text: stored.text,
            number: stored.number,
            currency: stored.currency,
            date: stored.date,
            instant: stored.instant,
            reference: stored.reference,
            name: filled.names.get(item).cloned(),
        })
        .collect()
}
