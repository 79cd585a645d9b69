//! Notices: what the bell tells an employee. One's own only; nobody reads another's.

use diesel::prelude::*;
use domain::access::Permission;
use domain::bulks::{BulkFates, BulkState};
use domain::ids::{BranchId, BulkId, ClientId, EmployeeId, ImportId, NoticeId, TaskId};
use domain::imports::{Fates, ImportState};
use domain::notices::NoticeKind;
use domain::outgoing::{Outgoing, Undelivered};
use domain::staff::EmployeeState;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::bulks::BulkRow;
use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::page::{Page, PageRequest};
use crate::engine::unit::Tx;
use crate::imports::ImportRecord;
use crate::names;
use crate::outbox::{Audience, Cause, Job};
use crate::schema::{employees, notices, role_permissions};
use crate::tasks::{CompletionRow, TaskRow};

/// What a notice says besides its kind, in the words of its moment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoticeSaid {
    /// Of the task.
    pub title: String,
    /// Of the completion that was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// How many tasks were handed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// What a message says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Why the delivery to `title` was given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Undelivered>,
    /// The import called `title`, and how it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import: Option<ImportSaid>,
    /// The action for many clients that has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bulk: Option<BulkSaid>,
}

/// An action for many clients that has ended, or was undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkSaid {
    pub id: BulkId,
    pub state: BulkState,
    pub fates: BulkFates,
}

/// An import that has ended, or was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportSaid {
    pub id: ImportId,
    pub state: ImportState,
    pub fates: Fates,
}

/// A prepared message for an employee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub to: EmployeeId,
    /// May be empty.
    pub subject: String,
    pub text: String,
    /// What it is about: a click on the notice opens it.
    pub task_id: Option<TaskId>,
    pub client_id: Option<ClientId>,
    pub branch_id: Option<BranchId>,
}

#[derive(Debug, Queryable)]
struct NoticeRow {
    id: NoticeId,
    _employee_id: EmployeeId,
    kind: NoticeKind,
    by_id: Option<EmployeeId>,
    task_id: Option<TaskId>,
    _client_id: Option<ClientId>,
    payload: Json<NoticeSaid>,
    at: Timestamp,
    read_at: Option<Timestamp>,
    _cause_id: Option<i64>,
}

/// A notice as it is read.
#[derive(Debug, Clone)]
pub struct Notice {
    pub id: NoticeId,
    pub kind: NoticeKind,
    pub at: Timestamp,
    pub read: bool,
    pub by: Option<(EmployeeId, String)>,
    pub task_id: Option<TaskId>,
    pub said: NoticeSaid,
}

impl Tx<'_> {
    /// One's own notices, newest first.
    pub fn notices(
        &mut self,
        unread: bool,
        page: &PageRequest,
    ) -> Result<Page<Notice>, StoreError> {
        let me = self.actor()?.employee;
        let list = ("notices", me, unread);
        let after: Option<NoticeId> = page.after(&list)?;
        let mut query = notices::table
            .filter(notices::employee_id.eq(bind(me)))
            .order(notices::id.desc())
            .limit(page.fetch())
            .into_boxed();
        if let Some(id) = after {
            query = query.filter(notices::id.lt(bind(id)));
        }
        if unread {
            query = query.filter(notices::read_at.is_null());
        }
        let rows: Vec<NoticeRow> = query.load(self.conn())?;
        let people = names::employees(self, rows.iter().filter_map(|row| row.by_id))?;
        let page = page.finish(rows, &list, |row| row.id)?;
        Ok(page.map(|row| Notice {
            id: row.id,
            kind: row.kind,
            at: row.at,
            read: row.read_at.is_some(),
            by: row
                .by_id
                .map(|id| (id, people.get(&id).cloned().unwrap_or_default())),
            task_id: row.task_id,
            said: row.payload.0,
        }))
    }

    /// How many of one's own are unread; counting stops at a hundred, as the bell does.
    pub fn unread_notices(&mut self) -> Result<u32, StoreError> {
        let me = self.actor()?.employee;
        let ids: Vec<NoticeId> = notices::table
            .filter(notices::employee_id.eq(bind(me)))
            .filter(notices::read_at.is_null())
            .select(notices::id)
            .limit(100)
            .load(self.conn())?;
        Ok(ids.len() as u32)
    }

    /// Tells whoever asked for it that an import has ended.
    pub fn notify_import(&mut self, import: &ImportRecord) -> Result<(), StoreError> {
        let Some(to) = import.acting else {
            return Ok(());
        };
        let id: NoticeId = self.new_id();
        let said = NoticeSaid {
            title: import.name.clone(),
            import: Some(ImportSaid {
                id: import.id,
                state: import.state,
                fates: import.fates.0,
            }),
            ..NoticeSaid::default()
        };
        let at = self.now();
        diesel::insert_into(notices::table)
            .values((
                notices::id.eq(bind(id)),
                notices::employee_id.eq(bind(to)),
                notices::kind.eq(bind(NoticeKind::Imported)),
                notices::payload.eq(Json(said)),
                notices::at.eq(bind(at)),
            ))
            .execute(self.conn())?;
        self.emit(
            "notice.created",
            id,
            1,
            Audience::branch(import.branch_id).and(Some(to)),
        )
    }

    /// Tells whoever asked for it that an action for many clients has ended.
    pub fn notify_bulk(&mut self, bulk: &BulkRow) -> Result<(), StoreError> {
        let (id, to, at): (NoticeId, _, _) = (self.new_id(), bulk.created_by, self.now());
        let said = NoticeSaid {
            bulk: Some(BulkSaid {
                id: bulk.id,
                state: bulk.state,
                fates: bulk.fates.0,
            }),
            ..NoticeSaid::default()
        };
        diesel::insert_into(notices::table)
            .values((
                notices::id.eq(bind(id)),
                notices::employee_id.eq(bind(to)),
                notices::kind.eq(bind(NoticeKind::BulkDone)),
                notices::payload.eq(Json(said)),
                notices::at.eq(bind(at)),
            ))
            .execute(self.conn())?;
        let audience = Audience::EVERYBODY.and(Some(to));
        self.emit("notice.created", id, 1, audience)
    }

    /// Marks all of one's own as read.
    pub fn read_notices(&mut self) -> Result<(), StoreError> {
        let (me, now) = (self.actor()?.employee, self.now());
        let unread = notices::table
            .filter(notices::employee_id.eq(bind(me)))
            .filter(notices::read_at.is_null());
        diesel::update(unread)
            .set(notices::read_at.eq(bind(now)))
            .execute(self.conn())?;
        Ok(())
    }

    /// Says a prepared message behind somebody's bell. It disappears when its cause is withdrawn.
    pub fn notify_message(
        &mut self,
        message: &Message,
        cause: Option<Cause>,
    ) -> Result<NoticeId, StoreError> {
        let id: NoticeId = self.new_id();
        let (at, by) = (self.now(), self.who().employee());
        let said = NoticeSaid {
            title: message.subject.clone(),
            text: Some(message.text.clone()),
            ..NoticeSaid::default()
        };
        diesel::insert_into(notices::table)
            .values((
                notices::id.eq(bind(id)),
                notices::employee_id.eq(bind(message.to)),
                notices::kind.eq(bind(NoticeKind::Message)),
                notices::by_id.eq(by.map(bind)),
                notices::task_id.eq(message.task_id.map(bind)),
                notices::client_id.eq(message.client_id.map(bind)),
                notices::payload.eq(Json(said)),
                notices::at.eq(bind(at)),
                notices::cause_id.eq(cause.map(Cause::number)),
            ))
            .execute(self.conn())?;
        let audience = message
            .branch_id
            .map_or(Audience::EVERYBODY, Audience::branch);
        self.emit("notice.created", id, 1, audience.and(Some(message.to)))?;
        Ok(id)
    }
}

/// Tells somebody that he was given a task by somebody else.
pub(crate) fn assigned(tx: &mut Tx<'_>, task: &TaskRow, title: &str) -> Result<(), StoreError> {
    match task.assignee_id {
        Some(to) if Some(to) != tx.who().employee() => {
            let said = NoticeSaid {
                title: title.to_owned(),
                ..NoticeSaid::default()
            };
            write(tx, to, NoticeKind::Assigned, task, said)
        }
        _ => Ok(()),
    }
}

/// Tells somebody that what he completed was taken back by somebody else.
pub(crate) fn taken_back(
    tx: &mut Tx<'_>,
    task: &TaskRow,
    completion: &CompletionRow,
    title: &str,
) -> Result<(), StoreError> {
    if tx.who().employee() == Some(completion.completed_by) {
        return Ok(());
    }
    let said = NoticeSaid {
        title: title.to_owned(),
        result: Some(completion.result_name.clone()),
        ..NoticeSaid::default()
    };
    write(
        tx,
        completion.completed_by,
        NoticeKind::TakenBack,
        task,
        said,
    )
}

/// Tells somebody that a colleague who left handed so many tasks over to him.
pub(crate) fn handed_over(tx: &mut Tx<'_>, to: EmployeeId, count: u32) -> Result<(), StoreError> {
    let id: NoticeId = tx.new_id();
    let (at, by) = (tx.now(), tx.who().employee());
    let said = NoticeSaid {
        count: Some(count),
        ..NoticeSaid::default()
    };
    diesel::insert_into(notices::table)
        .values((
            notices::id.eq(bind(id)),
            notices::employee_id.eq(bind(to)),
            notices::kind.eq(bind(NoticeKind::HandedOver)),
            notices::by_id.eq(by.map(bind)),
            notices::payload.eq(Json(said)),
            notices::at.eq(bind(at)),
        ))
        .execute(tx.conn())?;
    let audience = Audience::EVERYBODY.and(Some(to));
    tx.emit("notice.created", id, 1, audience)
}

/// Removes what was said about a task that is withdrawn.
pub(crate) fn withdraw(tx: &mut Tx<'_>, task: &TaskRow) -> Result<(), StoreError> {
    let Some(to) = task.assignee_id else {
        return Ok(());
    };
    let about = notices::table
        .filter(notices::employee_id.eq(bind(to)))
        .filter(notices::task_id.eq(bind(task.id)));
    diesel::delete(about).execute(tx.conn())?;
    Ok(())
}

/// Removes the messages of a cause; answers how many they were.
pub(crate) fn withdraw_messages(tx: &mut Tx<'_>, cause: Cause) -> Result<usize, StoreError> {
    let told = notices::table.filter(notices::cause_id.eq(cause.number()));
    let readers: Vec<(NoticeId, EmployeeId)> = told
        .select((notices::id, notices::employee_id))
        .load(tx.conn())?;
    let removed = diesel::delete(told).execute(tx.conn())?;
    for (id, reader) in readers {
        tx.emit(
            "notice.removed",
            id,
            2,
            Audience::EVERYBODY.and(Some(reader)),
        )?;
    }
    Ok(removed)
}

/// Tells those who may change the settings that a delivery was given up. Who has not read the last such notice yet gets no
/// further one: a mail server that is down is one piece of news.
pub(crate) fn undelivered(tx: &mut Tx<'_>, job: &Job, why: Undelivered) -> Result<(), StoreError> {
    let title = match job.outgoing() {
        Err(_) => job.kind.clone(),
        Ok(Outgoing::Mail(mail)) => mail.to,
        Ok(Outgoing::Hook(call)) => tx.hook_names()?.remove(&call.hook_id).unwrap_or_default(),
    };
    let able: Vec<EmployeeId> = employees::table
        .inner_join(role_permissions::table.on(role_permissions::role_id.eq(employees::role_id)))
        .filter(role_permissions::permission.eq(bind(Permission::OrganisationEdit)))
        .filter(employees::state.eq(bind(EmployeeState::Active)))
        .select(employees::id)
        .load(tx.conn())?;
    let unread: Vec<EmployeeId> = notices::table
        .filter(notices::kind.eq(bind(NoticeKind::Undelivered)))
        .filter(notices::read_at.is_null())
        .select(notices::employee_id)
        .load(tx.conn())?;
    for to in able.into_iter().filter(|to| !unread.contains(to)) {
        let id: NoticeId = tx.new_id();
        let said = NoticeSaid {
            title: title.clone(),
            why: Some(why),
            ..NoticeSaid::default()
        };
        diesel::insert_into(notices::table)
            .values((
                notices::id.eq(bind(id)),
                notices::employee_id.eq(bind(to)),
                notices::kind.eq(bind(NoticeKind::Undelivered)),
                notices::payload.eq(Json(said)),
                notices::at.eq(bind(tx.now())),
            ))
            .execute(tx.conn())?;
        tx.emit("notice.created", id, 1, Audience::EVERYBODY.and(Some(to)))?;
    }
    Ok(())
}

fn write(
    tx: &mut Tx<'_>,
    to: EmployeeId,
    kind: NoticeKind,
    task: &TaskRow,
    said: NoticeSaid,
) -> Result<(), StoreError> {
    let id: NoticeId = tx.new_id();
    let (at, by) = (tx.now(), tx.who().employee());
    each_backend!(tx.conn(), |c| diesel::insert_into(notices::table)
        .values((
            notices::id.eq(bind(id)),
            notices::employee_id.eq(bind(to)),
            notices::kind.eq(bind(kind)),
            notices::by_id.eq(by.map(bind)),
            notices::task_id.eq(bind(task.id)),
            notices::client_id.eq(task.client_id.map(bind)),
            notices::payload.eq(Json(said)),
            notices::at.eq(bind(at)),
        ))
        .execute(c))?;
    tx.emit(
        "notice.created",
        id,
        1,
        Audience::branch(task.branch_id).and(Some(to)),
    )
}
