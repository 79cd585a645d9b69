//! Making the next task of a target: its date, its person, its words.

use super::assign::Hands;
use super::{Adjustment, AssigneeReason, Context, DueReason, NewTask, Rejection, Sentence};
use crate::processes::{Moment, NoDue, Resolved, SleepUntil, Target, propose, resolve};
use crate::tasks::Assignee;
use crate::time::{Due, Timestamp};

/// Between reading a proposal and confirming it.
const GRACE: chrono::Duration = chrono::Duration::minutes(5);

/// What to do where a rule gives no date by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Undated {
    /// Somebody is there to be asked.
    Ask,
    /// Nobody is: the rule's proposal holds.
    Propose,
}

/// The task of `target`, which is its step's `attempt`-th in a row.
pub(super) fn make(
    target: &Target,
    attempt: u32,
    undated: Undated,
    adjustment: &Adjustment,
    hands: Hands<'_>,
) -> Result<NewTask, Rejection> {
    let cx = hands.cx;
    let chain = cx.chain.as_ref().ok_or(Rejection::NoContinuation)?;
    let step = chain
        .graph
        .step(&target.step)
        .ok_or(Rejection::NoContinuation)?;
    let template = cx
        .templates
        .iter()
        .find(|template| template.id == step.template_id)
        .ok_or(Rejection::NoContinuation)?;

    let rule = target.due.as_ref().unwrap_or(&template.default_due);
    let moment = Moment {
        now: cx.now,
        zone: &cx.zone,
        calendar: &cx.calendar,
        answers: hands.answers,
    };
    let resolved = match (resolve(rule, moment), undated) {
        (Ok(resolved), _) => Ok(resolved),
        (Err(_), Undated::Propose) => Ok(propose(rule, moment)),
        (Err(why), Undated::Ask) => Err(why),
    };
    let when = adjust_due(resolved, target, adjustment.due, cx)?;
    let (assignee, assignee_reason) = adjust_assignee(target, adjustment, hands)?;

    Ok(NewTask {
        step: target.step.clone(),
        template_id: template.id,
        template_name: template.name.clone(),
        due: when.due,
        promised: when.promised,
        due_reason: when.reasons,
        assignee,
        assignee_reason,
        priority: template.priority,
        attempt,
        attempt_limit: chain.graph.attempt_limit(&target.step),
    })
}

fn adjust_due(
    proposal: Result<Resolved, NoDue>,
    target: &Target,
    wanted: Option<Due>,
    cx: &Context,
) -> Result<Resolved, Rejection> {
    let Some(wanted) = wanted else {
        return proposal.map_err(|_| Rejection::DueRequired);
    };
    match proposal {
        Ok(proposal) if proposal.due == wanted => return Ok(proposal),
        Ok(_) if !target.freedom.allows_due() => return Err(Rejection::DueNotAdjustable),
        _ => {}
    }
    chosen(wanted, cx)
}

/// A date that the employee chose: not in the past, and not moved by anything.
pub(super) fn chosen(wanted: Due, cx: &Context) -> Result<Resolved, Rejection> {
    let past = match wanted {
        Due::Day(day) => day < cx.zone.day(cx.now),
        Due::At(at) => at.plus(GRACE) < cx.now,
    };
    if past {
        return Err(Rejection::DueInPast);
    }
    Ok(Resolved {
        due: wanted,
        promised: matches!(wanted, Due::At(_)),
        reasons: vec![DueReason::Chosen],
    })
}

fn adjust_assignee(
    target: &Target,
    adjustment: &Adjustment,
    hands: Hands<'_>,
) -> Result<(Assignee, AssigneeReason), Rejection> {
    let proposal = hands.pick(&target.assignee);
    let Some(wanted) = adjustment.assignee_id else {
        return Ok(proposal);
    };
    if proposal.0 == Assignee::Employee(wanted) {
        return Ok(proposal);
    }
    if !target.freedom.allows_assignee() {
        return Err(Rejection::AssigneeNotAdjustable);
    }
    if !hands.may_be_named(wanted) {
        return Err(Rejection::AssigneeUnknown);
    }
    Ok((Assignee::Employee(wanted), AssigneeReason::Chosen))
}

/// The words of a task that will be made.
pub(super) fn task_sentence(task: &NewTask, hands: Hands<'_>) -> Sentence {
    let called = hands.called(task.assignee);
    Sentence::Task {
        template: task.template_name.clone(),
        due: task.due,
        person: called.person,
        pool: called.pool,
        away: called.away,
        assignee_reason: task.assignee_reason.clone(),
        attempt: task.attempt,
        attempt_limit: task.attempt_limit,
        reasons: task.due_reason.clone(),
    }
}

/// The words of a sleep.
pub(super) fn sleep_sentence(
    until: Timestamp,
    sleep: &SleepUntil,
    target: &Target,
    cx: &Context,
) -> Sentence {
    let template = cx
        .chain
        .as_ref()
        .and_then(|chain| chain.graph.step(&target.step))
        .and_then(|step| {
            cx.templates
                .iter()
                .find(|template| template.id == step.template_id)
        })
        .map(|template| template.name.clone())
        .unwrap_or_default();
    Sentence::Sleep {
        until,
        template,
        errands: sleep.errands,
        process: sleep.call.as_ref().map(|call| {
            let name = cx.processes.get(&call.process_id);
            name.cloned().unwrap_or_default()
        }),
    }
}
