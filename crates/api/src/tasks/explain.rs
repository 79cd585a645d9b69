//! "Why is this task here?"

use domain::access::Permission;
use domain::sentence::{Origin, WhyFacts};
use domain::tasks::TaskState;
use domain::time::Zone;
use store::Tx;
use store::tasks::TaskRow;
use wire::tasks::{ExplainTask, Why};

use super::convert::Reader;
use crate::chains::zone_of;
use crate::http::{Answer, ApiError, Call, Ctx};

pub async fn explain(cx: Ctx, call: Call<ExplainTask>) -> Answer<Why> {
    let ((id,), language) = (call.path, cx.language());
    cx.read(move |tx| {
        let task = tx.task_for(Permission::TaskRead, id)?;
        let zone = zone_of(tx, task.branch_id)?;
        let reader = Reader::of(tx, language)?;
        why(tx, &task, &reader, &zone)
    })
    .await
}

/// What led to a held task, why it is due then and belongs to him.
pub fn why(tx: &mut Tx<'_>, task: &TaskRow, reader: &Reader, zone: &Zone) -> Result<Why, ApiError> {
    let after = tx.completion_before(task)?;
    let card = tx.task_card(task.clone())?;
    let process = match task.chain_id {
        Some(chain) if after.is_none() => Some(tx.process_name_of(chain)?),
        _ => None,
    };
    let creator = card.created_by_name.as_deref();
    let decided_by = after.as_ref().and_then(|done| done.decided_by.as_ref());
    let version = decided_by.map(|version| (version.process_name.as_str(), version.number));
    let origin = match (&after, &process) {
        (Some(done), _) if task.cause_id.is_some() => Origin::Errand {
            result: &done.row.result_name,
            by: &done.by_name,
            at: done.row.completed_at,
            version,
        },
        (Some(done), _) => Origin::Result {
            because: done.because.as_ref(),
            result: &done.row.result_name,
            by: &done.by_name,
            at: done.row.completed_at,
            version,
        },
        (None, Some(process)) => Origin::Start {
            process,
            by: creator,
        },
        (None, None) => Origin::Person {
            by: creator,
            at: task.created_at,
        },
    };
    let closer = tx.name_of_closer(task)?.unwrap_or_default();
    let cancelled = match (task.state, &task.cancel_reason) {
        (TaskState::Cancelled, Some(reason)) => Some((closer.as_str(), reason.as_str())),
        _ => None,
    };
    let due_reasons = task.due_reasons.read()?;
    let assignee_reason = task.assignee_reason.as_ref().map(|reason| reason.read());
    let assignee_reason = assignee_reason.transpose()?;
    let text = reader.telling(zone).why(WhyFacts {
        origin,
        due: task.due(),
        due_reasons: &due_reasons,
        assignee: &card.assignee_name,
        in_pool: task.pool_role_id.is_some(),
        assignee_reason: assignee_reason.as_ref(),
        attempt: u32::try_from(task.attempt).unwrap_or(1),
        attempt_limit: task
            .attempt_limit
            .and_then(|limit| u32::try_from(limit).ok()),
        postponed: u32::try_from(task.postponed).unwrap_or_default(),
        cancelled,
    });
    Ok(Why {
        text,
        after: after.map(|done| reader.completion(done, zone)),
        due_reasons,
        assignee_reason,
    })
}
