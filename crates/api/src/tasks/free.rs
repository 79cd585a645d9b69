//! Making free tasks; changing, taking and cancelling any.

use domain::access::Permission;
use domain::chains::DueReason;
use domain::ids::TaskId;
use domain::language::Language;
use domain::processes::{Moment, propose};
use domain::tasks::{Assignee, Direction, Priority, TaskState, TaskType};
use domain::time::Due;
use store::chains::Settings;
use store::tasks::{Former, FreeTask, TaskChange, TaskRow};
use store::{StoreError, Tx};
use wire::error::{Code, Fault, FieldError};
use wire::tasks::{CancelTask, CreateTask, NewTask, TakeTask, TaskPatch, TaskView, UpdateTask};

use super::closed::must_be_open;
use super::convert::Reader;
use crate::chains::settings;
use crate::http::check::TITLE;
use crate::http::{Answer, ApiError, Call, Check, Ctx};

pub async fn create(cx: Ctx, call: Call<CreateTask>) -> Answer<TaskView> {
    let (body, language) = (call.body, cx.language());
    cx.write(move |tx| created(tx, &body, language)).await
}

/// Makes a task in the unit of its caller, and shows it.
pub fn created(tx: &mut Tx<'_>, new: &NewTask, language: Language) -> Result<TaskView, ApiError> {
    let task = made(tx, new)?;
    shown(tx, task.id, language)
}

/// Makes a task in the unit of its caller.
pub fn made(tx: &mut Tx<'_>, new: &NewTask) -> Result<TaskRow, ApiError> {
    let mut check = Check::new();
    let title = check.optional("/title", new.title.as_deref(), TITLE);
    let note = check.text("/note", new.note.as_deref());
    let client = match new.client_id {
        Some(id) => match tx.client_for(Permission::ClientRead, id) {
            Ok(client) if client.archived_at.is_some() => {
                check.fault("/client_id", Fault::Archived);
                None
            }
            Ok(client) => Some(client),
            Err(StoreError::NotFound) => {
                check.fault("/client_id", Fault::NotFound);
                None
            }
            Err(error) => return Err(error.into()),
        },
        None => None,
    };
    let template = match new.template_id {
        Some(id) => {
            let found = tx.template_records(&[id])?.pop();
            match &found {
                None => check.fault("/template_id", Fault::NotFound),
                Some(record) if record.archived_at.is_some() => {
                    check.fault("/template_id", Fault::Archived);
                }
                Some(_) if title.is_some() => check.fault("/title", Fault::NotAllowed),
                Some(_) => {}
            }
            found
        }
        None => {
            if title.is_none() {
                check.fault("/title", Fault::Required);
            }
            None
        }
    };
    let task_type = match (&template, new.task_type) {
        (Some(record), Some(wanted)) if wanted != record.def.task_type => {
            check.fault("/task_type", Fault::NotAllowed);
            record.def.task_type
        }
        (Some(record), _) => record.def.task_type,
        (None, Some(wanted)) => wanted,
        (None, None) if new.client_id.is_some() => TaskType::ClientTask,
        (None, None) => TaskType::Internal,
    };
    match (task_type, new.client_id) {
        (TaskType::Internal, Some(_)) => check.fault("/client_id", Fault::NotAllowed),
        (TaskType::Internal, None) => {}
        (_, None) => check.fault("/client_id", Fault::Required),
        (_, Some(_)) => {}
    }
    let direction = match (task_type, new.direction) {
        (TaskType::ClientCall, direction) => Some(direction.unwrap_or(Direction::Outgoing)),
        (_, Some(_)) => {
            check.fault("/direction", Fault::NotAllowed);
            None
        }
        (_, None) => None,
    };
    let actor = tx.actor()?.clone();
    let branch = new
        .branch_id
        .or(client.as_ref().map(|client| client.branch_id))
        .or(actor.branches.first().copied());
    let Some(branch) = branch else {
        check.fault("/branch_id", Fault::Required);
        check.done()?;
        return Err(ApiError::field("/branch_id", Fault::Required));
    };
    let settings = match settings(tx, branch) {
        Ok(found) if found.branch.archived_at.is_some() => {
            check.fault("/branch_id", Fault::Archived);
            check.done()?;
            return Err(ApiError::field("/branch_id", Fault::Archived));
        }
        Ok(found) => found,
        Err(error) if error.is_not_found() => {
            check.fault("/branch_id", Fault::NotFound);
            check.done()?;
            return Err(ApiError::field("/branch_id", Fault::NotFound));
        }
        Err(error) => return Err(error),
    };
    let assignee = match (new.assignee_id, new.pool_role_id) {
        (Some(_), Some(_)) => {
            check.fault("/pool_role_id", Fault::NotAllowed);
            Assignee::Employee(actor.employee)
        }
        (Some(id), None) => Assignee::Employee(id),
        (None, Some(role)) => Assignee::Pool(role),
        (None, None) => Assignee::Employee(actor.employee),
    };
    check_assignee(tx, &mut check, assignee, &settings, actor.employee)?;
    let (due, due_reasons) = match (new.due, &template) {
        (Some(due), _) => {
            check_due(&mut check, "/due", due, &settings, tx);
            (due, vec![DueReason::Chosen])
        }
        (None, Some(record)) => {
            let moment = Moment {
                now: tx.now(),
                zone: &settings.zone,
                calendar: &settings.branch.calendar,
                answers: &[],
            };
            let proposed = propose(&record.def.default_due, moment);
            (proposed.due, proposed.reasons)
        }
        (None, None) => (Due::Day(settings.zone.day(tx.now())), Vec::new()),
    };
    check.done()?;
    if !tx.may_give_work(Permission::TaskCreate, branch, assignee) {
        let permission = Permission::TaskCreate;
        return Err(ApiError::new(Code::NotAllowed).with("permission", permission));
    }
    let priority = template.as_ref().map(|record| record.def.priority);
    Ok(tx.create_task(
        FreeTask {
            template_id: new.template_id,
            title,
            task_type,
            direction,
            client_id: new.client_id,
            branch_id: branch,
            due,
            due_reasons,
            assignee,
            priority: new.priority.or(priority).unwrap_or(Priority::Normal),
            planned_minutes: template.and_then(|record| record.def.planned_minutes),
            note,
        },
        &settings.zone,
    )?)
}

fn check_assignee(
    tx: &mut Tx<'_>,
    check: &mut Check,
    assignee: Assignee,
    settings: &Settings,
    me: domain::ids::EmployeeId,
) -> Result<(), ApiError> {
    match assignee {
        Assignee::Employee(id) if id == me => {}
        Assignee::Employee(id) => {
            if !tx.works_in(id, settings.branch.id)? {
                check.fault("/assignee_id", Fault::NotFound);
            }
        }
        Assignee::Pool(role) => {
            if !tx.role_exists(role)? {
                check.fault("/pool_role_id", Fault::NotFound);
            }
        }
    }
    Ok(())
}

/// Between choosing a time and sending it.
const GRACE: chrono::Duration = chrono::Duration::minutes(5);

fn check_due(check: &mut Check, pointer: &str, due: Due, settings: &Settings, tx: &Tx<'_>) {
    let past = match due {
        Due::Day(day) => day < settings.zone.day(tx.now()),
        Due::At(at) => at.plus(GRACE) < tx.now(),
    };
    if past {
        check.fault(pointer, Fault::InPast);
    }
}

fn shown(tx: &mut Tx<'_>, id: TaskId, language: Language) -> Result<TaskView, ApiError> {
    let reader = Reader::of(tx, language)?;
    Ok(reader.task(tx.made_task(id)?))
}

pub async fn update(cx: Ctx, call: Call<UpdateTask>) -> Answer<TaskView> {
    let ((id,), seen, patch) = (call.path, call.seen, call.body);
    let language = cx.language();
    cx.write(move |tx| updated(tx, id, seen, &patch, language))
        .await
}

/// Changes a task in the unit of its caller.
pub fn updated(
    tx: &mut Tx<'_>,
    id: TaskId,
    seen: i64,
    patch: &TaskPatch,
    language: Language,
) -> Result<TaskView, ApiError> {
    tx.hold_task(id)?;
    let reached = tx.task_for(Permission::TaskEdit, id);
    let (task, former, out_of_reach) = match reached {
        Ok(task) => {
            let former = tx.former_task(&task)?;
            (task, former, None)
        }
        Err(refused @ (StoreError::NotFound | StoreError::Forbidden(_))) => {
            match tx.task_given_away(id)? {
                Some((task, former)) => (task, Some(former), Some(refused)),
                None => return Err(refused.into()),
            }
        }
        Err(error) => return Err(error.into()),
    };
    must_be_open(tx, &task, language)?;
    let settings = settings(tx, task.branch_id)?;
    let change = changed(tx, &task, former.as_ref(), patch, &settings)?;
    let undoes = former
        .as_ref()
        .is_some_and(|former| former.is_what(&change, &task));
    // What was given away a moment ago can be taken back, and nothing else.
    if let Some(refused) = out_of_reach.filter(|_| !undoes) {
        return Err(refused.into());
    }
    tx.change_task(task, seen, change, former, &settings.zone)?;
    shown(tx, id, language)
}

fn changed(
    tx: &mut Tx<'_>,
    task: &TaskRow,
    former: Option<&Former>,
    patch: &TaskPatch,
    settings: &Settings,
) -> Result<TaskChange, ApiError> {
    let mut check = Check::new();
    let title = patch
        .title
        .as_deref()
        .map(|title| check.line("/title", title, TITLE));
    if title.is_some() && task.title.is_none() {
        check.fault("/title", Fault::NotAllowed);
    }
    let note = patch
        .note
        .as_ref()
        .map(|note| check.text("/note", note.as_deref()));
    let reason = check.optional("/reason", patch.reason.as_deref(), TITLE);
    let assignee = match (patch.assignee_id, patch.pool_role_id) {
        (Some(_), Some(_)) => {
            check.push(FieldError::at("/pool_role_id", Fault::NotAllowed));
            None
        }
        (Some(id), None) => Some(Assignee::Employee(id)),
        (None, Some(role)) => Some(Assignee::Pool(role)),
        (None, None) => None,
    };
    if let Some(assignee) = assignee.filter(|to| Some(*to) != task.assignee()) {
        let me = tx.actor()?.employee;
        check_assignee(tx, &mut check, assignee, settings, me)?;
    }
    let was_due = |due: &Due| former.is_some_and(|former| former.is_due(*due));
    if let Some(due) = patch.due.filter(|due| *due != task.due() && !was_due(due)) {
        check_due(&mut check, "/due", due, settings, tx);
    }
    check.done()?;
    Ok(TaskChange {
        due: patch.due,
        assignee,
        priority: patch.priority,
        title,
        note,
        reason,
    })
}

pub async fn cancel(cx: Ctx, call: Call<CancelTask>) -> Answer<TaskView> {
    let ((id,), language) = (call.path, cx.language());
    let mut check = Check::new();
    let reason = check.line("/reason", &call.body.reason, TITLE);
    check.done()?;
    cx.write(move |tx| {
        tx.hold_task(id)?;
        let task = tx.task_for(Permission::TaskEdit, id)?;
        must_be_open(tx, &task, language)?;
        if task.chain_id.is_some() {
            return Err(ApiError::new(Code::WrongState).with("state", "in_chain"));
        }
        let side = task.side_of_id;
        tx.cancel_task(task, &reason)?;
        // A chain that waited for this errand waits no longer.
        if let Some(chain) = side {
            crate::chains::wake(tx, chain)?;
        }
        shown(tx, id, language)
    })
    .await
}

pub async fn take(cx: Ctx, call: Call<TakeTask>) -> Answer<TaskView> {
    let ((id,), language) = (call.path, cx.language());
    cx.write(move |tx| {
        tx.hold_task(id)?;
        let task = tx.task_for(Permission::TaskComplete, id)?;
        must_be_open(tx, &task, language)?;
        let me = tx.actor()?.employee;
        match (task.assignee_id, task.state) {
            // Taking twice is taking once.
            (Some(holder), TaskState::Open | TaskState::InProgress) if holder == me => {}
            (Some(_), _) => return Err(ApiError::new(Code::WrongState).with("state", "assigned")),
            (None, _) => {
                tx.take_task(task)?;
            }
        }
        shown(tx, id, language)
    })
    .await
}
