//! What is said to whoever comes second.

use domain::language::Language;
use domain::tasks::TaskState;
use store::Tx;
use store::tasks::TaskRow;
use wire::error::Code;

use super::convert::Reader;
use crate::http::ApiError;

/// 409 for a task that is closed: who closed it, how and when.
///
/// # Errors
/// When the task is closed, that is.
pub fn must_be_open(tx: &mut Tx<'_>, task: &TaskRow, language: Language) -> Result<(), ApiError> {
    match task.state {
        TaskState::Open | TaskState::InProgress => return Ok(()),
        TaskState::Done | TaskState::Cancelled => {}
    }
    let zone = crate::chains::zone_of(tx, task.branch_id)?;
    let reader = Reader::of(tx, language)?;
    let card = tx.task_card(task.clone())?;
    let by = tx.name_of_closer(task)?.unwrap_or_default();
    let at = task.closed_at.unwrap_or(task.updated_at);
    let refusal = match (&card.completion, task.state) {
        (Some(done), TaskState::Done) => ApiError::new(Code::TaskAlreadyDone)
            .with("by", &done.by_name)
            .with("result", &done.result_name)
            .with("result_id", done.result_id),
        _ => ApiError::new(Code::TaskCancelled)
            .with("by", by)
            .with("reason", task.cancel_reason.clone().unwrap_or_default()),
    };
    let moment = reader.telling(&zone).moment(at);
    Err(refusal.with("at", at).with("moment", moment))
}
