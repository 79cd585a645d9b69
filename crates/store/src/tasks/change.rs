//! What is done to a task besides completing it: making a free one, changing, taking, cancelling.

use diesel::prelude::*;
use domain::access::Permission;
use domain::chains::{AssigneeReason, DueReason};
use domain::ids::{BranchId, ClientId, EmployeeId, TemplateId};
use domain::tasks::{Assignee, Direction, Priority, TaskState, TaskType};
use domain::time::{Due, Timestamp, Zone};
use domain::timeline::EntryKind;

use super::former::{Former, Kept, UPDATED};
use super::rows::TaskRow;
use super::write;
use crate::audit::state;
use crate::chains::When;
use crate::clients;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::engine::written::Written;
use crate::names;
use crate::notices;
use crate::outbox::Audience;
use crate::timeline::{self, About, Changed, Said};

/// A task outside any process; everything is checked already.
#[derive(Debug, Clone)]
pub struct FreeTask {
    pub template_id: Option<TemplateId>,
    pub title: Option<String>,
    pub task_type: TaskType,
    pub direction: Option<Direction>,
    pub client_id: Option<ClientId>,
    pub branch_id: BranchId,
    pub due: Due,
    pub due_reasons: Vec<DueReason>,
    pub assignee: Assignee,
    pub priority: Priority,
    pub planned_minutes: Option<u32>,
    pub note: Option<String>,
}

/// What a patch changes: absent keeps, `Some(None)` clears.
#[derive(Debug, Clone, Default)]
pub struct TaskChange {
    pub due: Option<Due>,
    pub assignee: Option<Assignee>,
    pub priority: Option<Priority>,
    pub title: Option<String>,
    pub note: Option<Option<String>>,
    pub reason: Option<String>,
}

impl Tx<'_> {
    /// Makes a free task. Who may make it where is the caller's question, asked before.
    pub fn create_task(&mut self, new: FreeTask, zone: &Zone) -> Result<TaskRow, StoreError> {
        let now = self.now();
        let when = When::of(new.due, false, zone);
        let (assignee_id, pool_role_id) = split(new.assignee);
        let task = TaskRow {
            id: self.new_id(),
            template_id: new.template_id,
            title: new.title,
            task_type: new.task_type,
            direction: new.direction,
            chain_id: None,
            step: None,
            predecessor_id: None,
            client_id: new.client_id,
            branch_id: new.branch_id,
            assignee_id,
            pool_role_id,
            created_by: self.who().employee(),
            due_day: when.day,
            due_at: when.at,
            due_sort: when.sort,
            promised_wall: when.wall,
            promised_zone: when.zone,
            priority: new.priority,
            state: TaskState::Open,
            attempt: 1,
            attempt_limit: None,
            due_reasons: Written::of(&new.due_reasons)?,
            assignee_reason: None,
            context: None,
            postponed: 0,
            planned_minutes: new
                .planned_minutes
                .and_then(|minutes| i32::try_from(minutes).ok()),
            note: new.note,
            touched_at: None,
            present_id: None,
            present_until: None,
            closed_at: None,
            closed_by: None,
            cancel_reason: None,
            version: 1,
            created_at: now,
            updated_at: now,
            side_of_id: None,
            cause_id: None,
        };
        write::insert(self, &task)?;
        index_title(self, &task)?;
        let title = title_of(self, &task)?;
        tell_created(self, &task, &title)?;
        notices::assigned(self, &task, &title)?;
        self.after_task(&task, "task.created")?;
        self.audit("task.created", task.id, None, state(&Kept::of(&task)?))?;
        Ok(task)
    }

    /// Changes a held open task that was seen at version `seen`. A date moved by hand is counted and told. A change that puts
    /// the task back as it was, which is what `former` says, undoes the one before it altogether.
    ///
    /// # Errors
    /// [`StoreError::VersionMismatch`].
    pub fn change_task(
        &mut self,
        mut task: TaskRow,
        seen: i64,
        change: TaskChange,
        former: Option<Former>,
        zone: &Zone,
    ) -> Result<TaskRow, StoreError> {
        crate::engine::errors::expect_version(task.version, seen)?;
        let before = task.clone();
        let reason = change.reason.clone();
        match former.filter(|former| former.is_what(&change, &task)) {
            Some(former) => former.put_back(&mut task)?,
            None => change_row(&mut task, change, self.now(), zone)?,
        }
        let changes = differences(self, &before, &task)?;
        if changes.is_empty() {
            return Ok(before);
        }
        write::save(self, &mut task)?;
        if before.title != task.title {
            index_title(self, &task)?;
        }
        let title = title_of(self, &task)?;
        let said = Said {
            title: Some(title.clone()),
            text: reason,
            changes,
            ..Said::default()
        };
        timeline::tell(
            self,
            EntryKind::TaskChanged,
            about(&task),
            self.who().employee(),
            said,
        )?;
        if before.assignee() != task.assignee() {
            notices::assigned(self, &task, &title)?;
        }
        self.after_task(&task, "task.updated")?;
        self.audit(
            UPDATED,
            task.id,
            state(&Kept::of(&before)?),
            state(&Kept::of(&task)?),
        )?;
        Ok(task)
    }

    /// Takes a held open task out of its pool for the caller.
    pub fn take_task(&mut self, mut task: TaskRow) -> Result<TaskRow, StoreError> {
        let me = self.actor()?.employee;
        let before = task.clone();
        (task.assignee_id, task.pool_role_id) = (Some(me), None);
        task.touched_at = Some(self.now());
        let changes = differences(self, &before, &task)?;
        write::save(self, &mut task)?;
        let said = Said {
            title: Some(title_of(self, &task)?),
            changes,
            ..Said::default()
        };
        timeline::tell(self, EntryKind::TaskChanged, about(&task), Some(me), said)?;
        self.after_task(&task, "task.updated")?;
        self.audit(
            "task.taken",
            task.id,
            state(&Kept::of(&before)?),
            state(&Kept::of(&task)?),
        )?;
        Ok(task)
    }

    /// Cancels a held open task. Of a chain, only together with it.
    pub fn cancel_task(&mut self, mut task: TaskRow, reason: &str) -> Result<TaskRow, StoreError> {
        let before = task.clone();
        let now = self.now();
        task.state = TaskState::Cancelled;
        task.closed_at = Some(now);
        task.closed_by = self.who().employee();
        task.cancel_reason = Some(reason.to_owned());
        write::save(self, &mut task)?;
        let said = Said {
            title: Some(title_of(self, &task)?),
            text: Some(reason.to_owned()),
            ..Said::default()
        };
        timeline::tell(
            self,
            EntryKind::TaskCancelled,
            about(&task),
            self.who().employee(),
            said,
        )?;
        self.after_task(&task, "task.cancelled")?;
        self.errand_moved(&task)?;
        self.audit(
            "task.cancelled",
            task.id,
            state(&Kept::of(&before)?),
            state(&Kept::of(&task)?),
        )?;
        Ok(task)
    }

    /// The client's next step may be another one now; whoever watches is told.
    fn after_task(&mut self, task: &TaskRow, topic: &str) -> Result<(), StoreError> {
        if let Some(client) = task.client_id {
            clients::refresh_next(self, client)?;
        }
        self.emit(topic, task.id, task.version, audience(task))
    }

    /// Who made a task that is held may still look at it when the permission no longer reaches it.
    pub fn is_made_by_asker(&self, task: &TaskRow) -> bool {
        task.created_by.is_some() && task.created_by == self.who().employee()
    }

    /// Whether somebody may be given work in a branch: he works there, or in no branch in particular, and has not left.
    pub fn works_in(&mut self, employee: EmployeeId, branch: BranchId) -> Result<bool, StoreError> {
        use crate::engine::columns::bind;
        use crate::schema::{employee_branches, employees};
        let state: Option<domain::staff::EmployeeState> = employees::table
            .filter(employees::id.eq(bind(employee)))
            .select(employees::state)
            .first(self.conn())
            .optional()?;
        if state.is_none_or(|state| state == domain::staff::EmployeeState::Left) {
            return Ok(false);
        }
        let branches: Vec<BranchId> = employee_branches::table
            .filter(employee_branches::employee_id.eq(bind(employee)))
            .select(employee_branches::branch_id)
            .load(self.conn())?;
        Ok(branches.is_empty() || branches.contains(&branch))
    }

    /// Whether a permission of the asker reaches work in a branch for a person or pool.
    pub fn may_give_work(
        &self,
        permission: Permission,
        branch: BranchId,
        assignee: Assignee,
    ) -> bool {
        let (owner, pool) = split(assignee);
        let facts = domain::access::RowFacts {
            branch: Some(branch),
            owner,
            pool,
            needed: false,
        };
        self.reach(permission).covers(facts)
    }
}

/// Whom a change of a task concerns.
pub(crate) fn audience(task: &TaskRow) -> Audience {
    Audience::branch(task.branch_id).and(task.assignee_id)
}

/// What the columns hold after a change.
fn change_row(
    task: &mut TaskRow,
    change: TaskChange,
    now: Timestamp,
    zone: &Zone,
) -> Result<(), StoreError> {
    if let Some(due) = change.due.filter(|due| *due != task.due()) {
        let when = When::of(due, task.promised_wall.is_some(), zone);
        if when.sort > task.due_sort {
            task.postponed += 1;
        }
        (task.due_day, task.due_at, task.due_sort) = (when.day, when.at, when.sort);
        (task.promised_wall, task.promised_zone) = (when.wall, when.zone);
        task.due_reasons = Written::of(&vec![DueReason::Chosen])?;
    }
    if let Some(assignee) = change.assignee.filter(|to| Some(*to) != task.assignee()) {
        (task.assignee_id, task.pool_role_id) = split(assignee);
        task.assignee_reason = Some(Written::of(&AssigneeReason::Chosen)?);
    }
    task.priority = change.priority.unwrap_or(task.priority);
    task.title = change.title.or(task.title.take());
    task.note = change.note.unwrap_or(task.note.take());
    task.touched_at = Some(now);
    Ok(())
}

pub(super) fn split(assignee: Assignee) -> (Option<EmployeeId>, Option<domain::ids::RoleId>) {
    match assignee {
        Assignee::Employee(id) => (Some(id), None),
        Assignee::Pool(role) => (None, Some(role)),
    }
}

pub(crate) fn about(task: &TaskRow) -> About {
    About {
        client: task.client_id,
        task: Some(task.id),
        chain: task.chain_id,
        completion: None,
        company: None,
    }
}

/// The template's name, or the free task's title.
pub(crate) fn title_of(tx: &mut Tx<'_>, task: &TaskRow) -> Result<String, StoreError> {
    if let Some(title) = &task.title {
        return Ok(title.clone());
    }
    let names = names::templates(tx, task.template_id)?;
    Ok(names.into_values().next().unwrap_or_default())
}

/// Tells that a task was made: for whom and when.
pub(crate) fn tell_created(tx: &mut Tx<'_>, task: &TaskRow, title: &str) -> Result<(), StoreError> {
    let assignee = assignee_name(tx, task.assignee())?;
    let changes = [
        Changed::from("due", None, Some(due_text(task.due()))),
        Changed::from("assignee", None, assignee),
    ];
    let said = Said {
        title: Some(title.to_owned()),
        changes: changes.into_iter().flatten().collect(),
        ..Said::default()
    };
    timeline::tell(
        tx,
        EntryKind::TaskCreated,
        about(task),
        task.created_by,
        said,
    )?;
    Ok(())
}

fn differences(
    tx: &mut Tx<'_>,
    before: &TaskRow,
    after: &TaskRow,
) -> Result<Vec<Changed>, StoreError> {
    let assignees = match before.assignee() == after.assignee() {
        true => None,
        false => Changed::from(
            "assignee",
            assignee_name(tx, before.assignee())?,
            assignee_name(tx, after.assignee())?,
        ),
    };
    let word = |priority: Priority| Some(priority.as_str().to_owned());
    Ok([
        Changed::from(
            "due",
            Some(due_text(before.due())),
            Some(due_text(after.due())),
        ),
        assignees,
        Changed::from("priority", word(before.priority), word(after.priority)),
        Changed::from("title", before.title.clone(), after.title.clone()),
        Changed::from("note", before.note.clone(), after.note.clone()),
    ]
    .into_iter()
    .flatten()
    .collect())
}

fn assignee_name(
    tx: &mut Tx<'_>,
    assignee: Option<Assignee>,
) -> Result<Option<String>, StoreError> {
    Ok(match assignee {
        Some(Assignee::Employee(id)) => names::employees(tx, [id])?.remove(&id),
        Some(Assignee::Pool(role)) => names::roles(tx, [role])?.remove(&role),
        None => None,
    })
}

/// A day or an instant, as the API writes it.
pub(super) fn due_text(due: Due) -> String {
    match due {
        Due::Day(day) => day.to_string(),
        Due::At(at) => at.to_string(),
    }
}

fn index_title(tx: &mut Tx<'_>, task: &TaskRow) -> Result<(), StoreError> {
    let tokens = task
        .title
        .as_deref()
        .map(|title| domain::search::name_tokens(&[title]))
        .unwrap_or_default();
    write::set_tokens(tx, task.id, &tokens)
}
