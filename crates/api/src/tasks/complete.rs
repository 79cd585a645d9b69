//! Completing a task, seeing it before it happens, and taking it back.

use domain::access::Permission;
use domain::chains::{
    Adjustment, Context, Decision, Deed, Kept, Next, Rejection, Whose, beside_the_form,
    proposed_due, take_back as decide_back,
};
use domain::fields::FieldValue;
use domain::ids::{ProcessId, TaskId};
use domain::language::Language;
use domain::time::Zone;
use store::Tx;
use store::chains::{Applied, Facts, HandOver};
use store::tasks::TaskRow;
use wire::error::{Code, Fault, FieldError};
use wire::tasks::{CompleteRequest, CompleteTask, Completed, Preview, PreviewCompletion, TakeBack};

use super::closed::must_be_open;
use super::convert::{Reader, assignee};
use crate::answers;
use crate::chains::{begin_process, come_back, settings};
use crate::http::{Answer, ApiError, Call, Ctx};

pub async fn complete(cx: Ctx, call: Call<CompleteTask>) -> Answer<Completed> {
    let ((id,), request) = (call.path, tidy(call.body));
    let language = cx.language();
    cx.write(move |tx| completed(tx, id, &request, language))
        .await
}

/// Everything a completion does, in the unit of its caller.
pub fn completed(
    tx: &mut Tx<'_>,
    id: TaskId,
    request: &CompleteRequest,
    language: Language,
) -> Result<Completed, ApiError> {
    let Finished {
        decision,
        applied,
        zone,
    } = finish(tx, id, request, language)?;
    let reader = Reader::of(tx, language)?;
    let zone = &zone;
    let completion = tx.completion(applied.completion_id)?;
    let next_task = match applied.next_task_id {
        Some(next) => Some(reader.task(tx.made_task(next)?)),
        None => None,
    };
    Ok(Completed {
        completion: reader.completion(completion, zone),
        task: reader.task(tx.made_task(id)?),
        chain_state: applied.chain_state,
        next_task,
        sentence: reader.telling(zone).told(&decision.told()),
        next: decision.told(),
        undo_until: applied.undo_until,
    })
}

/// A completion that was decided and stored, before it is shown to anybody.
pub struct Finished {
    pub decision: Decision,
    pub applied: Applied,
    /// Of the task's branch.
    pub zone: Zone,
}

/// Decides and stores a completion, and nothing else: what the demo club's months are made of.
pub fn finish(
    tx: &mut Tx<'_>,
    id: TaskId,
    request: &CompleteRequest,
    language: Language,
) -> Result<Finished, ApiError> {
    tx.hold_task(id)?;
    let task = tx.task_for(Permission::TaskComplete, id)?;
    must_be_open(tx, &task, language)?;
    let settings = settings(tx, task.branch_id)?;
    let facts = tx.decision_facts(&task, &settings)?;
    let decision = decide(tx, request, &facts)?;
    let hand_over = hand_over(tx, &task, &decision)?;
    let starts = starts(tx, &task, &decision)?;
    let cx = &facts.context;
    let chain = task.chain_id;
    let mut applied = tx.apply(task, &decision, cx, hand_over.as_ref(), &starts)?;
    // What was called may be over with this: then its caller goes on.
    if let Some(ended) = chain.filter(|_| applied.next_task_id.is_none()) {
        let completion = Some(applied.completion_id);
        applied.next_task_id = come_back(tx, ended, completion)?;
    }
    Ok(Finished {
        decision,
        applied,
        zone: settings.zone,
    })
}

fn decide(tx: &mut Tx<'_>, request: &CompleteRequest, facts: &Facts) -> Result<Decision, ApiError> {
    let by = tx.actor()?.employee;
    let decision = domain::chains::complete(
        &facts.task,
        request.result_id,
        &request.fields,
        request.comment.as_deref(),
        &request.next,
        by,
        &facts.context,
    )
    .map_err(|rejection| with_everything_else(rejection, request, &facts.context))?;
    // Whether a client that was named exists and is within reach only the database knows.
    let mut hidden = Vec::new();
    for filled in &decision.completed.values {
        if let FieldValue::Client(client) = filled.value
            && !tx.sees_client(client)?
        {
            hidden.push(FieldError::at(
                format!("/fields/{}", filled.key),
                Fault::NotFound,
            ));
        }
    }
    match hidden.is_empty() {
        true => Ok(decision),
        false => Err(ApiError::fields(hidden)),
    }
}

/// A refused form with whatever else is wrong with the request.
fn with_everything_else(
    rejection: Rejection,
    request: &CompleteRequest,
    context: &Context,
) -> ApiError {
    if !matches!(rejection, Rejection::Fields(_) | Rejection::Comment(_)) {
        return rejection.into();
    }
    let beside = beside_the_form(request.comment.as_deref(), &request.next, context);
    let others = beside.into_iter().filter(|other| *other != rejection);
    let others: Vec<Rejection> = others.collect();
    let all = [rejection].into_iter().chain(others);
    let faults = all.flat_map(|one| ApiError::from(one).into_faults());
    ApiError::fields(faults.collect())
}

/// The start of the process that takes over or is called, if one is and the client is not in it already.
fn hand_over(
    tx: &mut Tx<'_>,
    task: &TaskRow,
    decision: &Decision,
) -> Result<Option<HandOver>, ApiError> {
    let process_id = match &decision.next {
        Next::StartProcess { process_id } => *process_id,
        Next::Sleep {
            call: Some(call), ..
        } => call.process_id,
        _ => return Ok(None),
    };
    let Some(client) = tx.client_of_task(task)? else {
        return Ok(None);
    };
    // A process that calls itself would have to begin while it runs.
    let calls = matches!(decision.next, Next::Sleep { .. });
    if let Some(running) = tx.running_chain(client.id, process_id)?
        && (calls || Some(running.id) != task.chain_id)
    {
        return Ok(None);
    }
    let by = decision.completed.by;
    let begun = begin_process(tx, &client, process_id, &Adjustment::default(), by)?;
    Ok(Some(begun.hand_over()))
}

/// The starts of the processes that begin beside.
fn starts(tx: &mut Tx<'_>, task: &TaskRow, decision: &Decision) -> Result<Vec<HandOver>, ApiError> {
    let deeds = decision.also.iter().map(|planned| &planned.deed);
    let starts = deeds.filter_map(|deed| match deed {
        Deed::Start(process) => Some(*process),
        _ => None,
    });
    let starts: Vec<ProcessId> = starts.collect();
    let (false, Some(client)) = (starts.is_empty(), tx.client_of_task(task)?) else {
        return Ok(Vec::new());
    };
    let by = decision.completed.by;
    let mut begun = Vec::new();
    for process in starts {
        let start = begin_process(tx, &client, process, &Adjustment::default(), by)?;
        begun.push(start.hand_over());
    }
    Ok(begun)
}

pub async fn preview(cx: Ctx, call: Call<PreviewCompletion>) -> Answer<Preview> {
    let ((id,), request) = (call.path, tidy(call.body));
    let language = cx.language();
    cx.read(move |tx| {
        let task = tx.task_for(Permission::TaskComplete, id)?;
        must_be_open(tx, &task, language)?;
        let settings = settings(tx, task.branch_id)?;
        let facts = tx.decision_facts(&task, &settings)?;
        let decision = decide(tx, &request, &facts)?;
        let proposed = match request.next == Adjustment::default() {
            true => Ok(decision.clone()),
            false => {
                let plain = CompleteRequest {
                    next: Adjustment::default(),
                    ..request.clone()
                };
                decide(tx, &plain, &facts)
            }
        };
        let (due, person) = match proposed.map(|decision| decision.next) {
            Ok(Next::Task(new)) => {
                let name = name_in(&facts, new.assignee);
                (Some(new.due), Some(assignee(Some(new.assignee), name)))
            }
            Ok(_) => (None, None),
            Err(_) => {
                let due = proposed_due(
                    &facts.task,
                    request.result_id,
                    &request.fields,
                    &facts.context,
                );
                (due, None)
            }
        };
        let reader = Reader::of(tx, language)?;
        Ok(Preview {
            sentence: reader.telling(&settings.zone).told(&decision.told()),
            next: decision.told(),
            due,
            assignee: person,
        })
    })
    .await
}

fn name_in(facts: &Facts, assignee: domain::tasks::Assignee) -> String {
    use domain::tasks::Assignee;
    let name = match assignee {
        Assignee::Employee(id) => {
            let staff = &facts.context.staff;
            staff
                .iter()
                .find(|known| known.id == id)
                .map(|known| known.name.clone())
        }
        Assignee::Pool(role) => facts.context.roles.get(&role).cloned(),
    };
    name.unwrap_or_default()
}

pub async fn take_back(cx: Ctx, call: Call<TakeBack>) -> Answer<()> {
    let (id,) = call.path;
    cx.write(move |tx| {
        tx.hold_task(id)?;
        let task = tx.task_for(Permission::TaskComplete, id)?;
        let by = tx.actor()?.employee;
        let whose = match tx.may_with_task(Permission::TaskTakeBack, &task) {
            true => Whose::Anybodys,
            false => Whose::OnlyOwn,
        };
        let now = tx.now();
        let state = task.state;
        let undone = tx
            .undo_facts(task)?
            .ok_or_else(|| ApiError::new(Code::WrongState).with("state", state))?;
        let decided =
            decide_back(&undone.facts, by, whose, now).map_err(|kept| refuse(kept, state))?;
        tx.take_back(undone, &decided)?;
        Ok(())
    })
    .await
}

fn refuse(kept: Kept, state: domain::tasks::TaskState) -> ApiError {
    match kept {
        Kept::AlreadyTakenBack | Kept::ChainMoved => {
            ApiError::new(Code::WrongState).with("state", state)
        }
        Kept::NotOwn => {
            ApiError::new(Code::NotAllowed).with("permission", Permission::TaskTakeBack)
        }
        Kept::Expired { until } => ApiError::new(Code::UndoExpired).with("until", until),
        Kept::NextStarted { task } => ApiError::new(Code::NextTaskStarted).with("task_id", task),
    }
}

/// One Unicode form for everything that is stored.
fn tidy(mut request: CompleteRequest) -> CompleteRequest {
    use unicode_normalization::UnicodeNormalization as _;
    for value in request.fields.values_mut() {
        *value = answers::tidy(value);
    }
    request.comment = request.comment.map(|comment| comment.nfc().collect());
    request
}

/// A rejected start says so in the words of what is being done.
pub fn of_start(rejection: Rejection, due: &str, assignee: &str) -> ApiError {
    match rejection {
        Rejection::DueInPast => ApiError::field(due, Fault::InPast),
        Rejection::DueRequired => ApiError::field(due, Fault::Required),
        Rejection::DueNotAdjustable => ApiError::field(due, Fault::NotAllowed),
        Rejection::AssigneeNotAdjustable => ApiError::field(assignee, Fault::NotAllowed),
        Rejection::AssigneeUnknown => ApiError::field(assignee, Fault::NotFound),
        other => other.into(),
    }
}
