//! Letters and calls of hooks as jobs: written with their cause, withdrawn with it, looked at afterwards.

use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::{CompletionId, JobId, TaskId};
use domain::outgoing::{Failure, HookCall, Mail, Outgoing, OutgoingKind, Undelivered};
use domain::time::Timestamp;
use serde_json::{Value, json};

use super::events::Audience;
use super::jobs::{Failed, Job, JobState, NewJob};
use crate::engine::columns::{Json, Sql, bind};
use crate::engine::errors::StoreError;
use crate::engine::page::{Page, PageRequest};
use crate::engine::unit::Tx;
use crate::notices;
use crate::schema::jobs;

/// Why something is sent or told. What is not on its way yet is withdrawn with its cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    Completion(CompletionId),
    Task(TaskId),
}

impl Cause {
    /// Numbers of ids are unique across their kinds.
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Completion(id) => id.as_i64(),
            Self::Task(id) => id.as_i64(),
        }
    }
}

/// A delivery as it is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub id: JobId,
    /// Without its content once it was delivered.
    pub outgoing: Outgoing,
    pub state: JobState,
    /// When it is or was due.
    pub run_at: Timestamp,
    /// Failures so far.
    pub attempts: i32,
    /// Of the last try.
    pub failure: Option<Undelivered>,
    pub detail: Option<String>,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

/// Which deliveries are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DeliveryFilter {
    pub state: Option<JobState>,
    pub kind: Option<OutgoingKind>,
}

type Row = (
    JobId,
    Json<Outgoing>,
    JobState,
    Timestamp,
    i32,
    Option<Undelivered>,
    Option<String>,
    Timestamp,
    Option<Timestamp>,
);

const COLUMNS: (
    jobs::id,
    jobs::payload,
    jobs::state,
    jobs::run_at,
    jobs::attempts,
    jobs::failure,
    jobs::last_error,
    jobs::created_at,
    jobs::finished_at,
) = (
    jobs::id,
    jobs::payload,
    jobs::state,
    jobs::run_at,
    jobs::attempts,
    jobs::failure,
    jobs::last_error,
    jobs::created_at,
    jobs::finished_at,
);

const KINDS: [&str; 2] = [OutgoingKind::Mail.as_str(), OutgoingKind::Hook.as_str()];

impl Tx<'_> {
    /// A letter to be sent at `run_at`, unless its cause is withdrawn before.
    pub fn send_mail(
        &mut self,
        mail: &Mail,
        run_at: Timestamp,
        cause: Option<Cause>,
    ) -> Result<JobId, StoreError> {
        self.send(&Outgoing::Mail(mail.clone()), run_at, cause)
    }

    /// A hook to be called at `run_at`, unless its cause is withdrawn before. The receiver gets
    /// `{"type": event, "timestamp": now, "data": body}`, the same at every try.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when the body is not JSON.
    pub fn call_hook(
        &mut self,
        call: &HookCall,
        run_at: Timestamp,
        cause: Option<Cause>,
    ) -> Result<JobId, StoreError> {
        let data: Value = serde_json::from_str(&call.body)
            .map_err(|error| StoreError::Corrupt(format!("the body of a hook's call: {error}")))?;
        let body = json!({ "type": call.event, "timestamp": self.now(), "data": data });
        let call = HookCall {
            body: body.to_string(),
            ..call.clone()
        };
        self.send(&Outgoing::Hook(call), run_at, cause)
    }

    fn send(
        &mut self,
        outgoing: &Outgoing,
        run_at: Timestamp,
        cause: Option<Cause>,
    ) -> Result<JobId, StoreError> {
        let payload = serde_json::to_value(outgoing)
            .map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let id = self.enqueue(NewJob {
            kind: outgoing.kind().as_str(),
            key: None,
            run_at,
            payload,
            cause,
        })?;
        self.emit("delivery.created", id, 0, Audience::EVERYBODY)?;
        Ok(id)
    }

    /// Takes back what a cause has sent and told, as far as nobody has begun to deliver it: letters and calls are not sent,
    /// messages behind the bell disappear. Answers how many they were.
    pub fn withdraw_sent(&mut self, cause: Cause) -> Result<u32, StoreError> {
        let now = self.now();
        let waiting = jobs::table
            .filter(jobs::cause_id.eq(cause.number()))
            .filter(jobs::state.eq(bind(JobState::Waiting)));
        let ids: Vec<JobId> = waiting.select(jobs::id).load(self.conn())?;
        let withdrawn = diesel::update(waiting)
            .set((
                jobs::state.eq(bind(JobState::Withdrawn)),
                jobs::finished_at.eq(bind(now)),
            ))
            .execute(self.conn())?;
        for id in ids {
            self.emit("delivery.withdrawn", id, 0, Audience::EVERYBODY)?;
        }
        let told = notices::withdraw_messages(self, cause)?;
        Ok((withdrawn + told) as u32)
    }

    /// Letters and calls, the latest first.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] without `organisation.edit`; [`StoreError::CursorInvalid`].
    pub fn deliveries(
        &mut self,
        filter: DeliveryFilter,
        page: &PageRequest,
    ) -> Result<Page<Delivery>, StoreError> {
        self.demand(Permission::OrganisationEdit)?;
        let list = (
            "deliveries",
            filter.state.map(JobState::as_str),
            filter.kind.map(OutgoingKind::as_str),
        );
        let mut query = jobs::table
            .order(jobs::id.desc())
            .limit(page.fetch())
            .select(COLUMNS)
            .into_boxed();
        query = match filter.kind {
            Some(kind) => query.filter(jobs::kind.eq(kind.as_str())),
            None => query.filter(jobs::kind.eq_any(KINDS)),
        };
        if let Some(state) = filter.state {
            query = query.filter(jobs::state.eq(bind(state)));
        }
        if let Some(id) = page.after::<JobId>(&list)? {
            query = query.filter(jobs::id.lt(bind(id)));
        }
        let rows: Vec<Row> = query.load(self.conn())?;
        let page = page.finish(rows, &list, |row| row.0)?;
        Ok(page.map(delivery))
    }

    /// A delivery to look at, to try again or to withdraw.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]; [`StoreError::Forbidden`] without `organisation.edit`.
    pub fn delivery(&mut self, id: JobId) -> Result<Delivery, StoreError> {
        self.demand(Permission::OrganisationEdit)?;
        let row: Option<Row> = jobs::table
            .filter(jobs::id.eq(bind(id)))
            .filter(jobs::kind.eq_any(KINDS))
            .select(COLUMNS)
            .first(self.conn())
            .optional()?;
        row.map(delivery).ok_or(StoreError::NotFound)
    }

    /// A dead delivery is tried again from now on. False: it is not dead any more.
    ///
    /// # Errors
    /// As [`Self::delivery`].
    pub fn retry_delivery(&mut self, id: JobId) -> Result<bool, StoreError> {
        self.demand(Permission::OrganisationEdit)?;
        let now = self.now();
        let dead = jobs::table
            .filter(jobs::id.eq(bind(id)))
            .filter(jobs::state.eq(bind(JobState::Dead)));
        let changed = diesel::update(dead)
            .set((
                jobs::state.eq(bind(JobState::Waiting)),
                jobs::run_at.eq(bind(now)),
                jobs::attempts.eq(0),
                jobs::finished_at.eq(None::<Sql<Timestamp>>),
            ))
            .execute(self.conn())?;
        self.delivery_told("retried", id, changed)
    }

    /// A waiting delivery is not sent. False: it is not waiting any more.
    ///
    /// # Errors
    /// As [`Self::delivery`].
    pub fn withdraw_delivery(&mut self, id: JobId) -> Result<bool, StoreError> {
        self.demand(Permission::OrganisationEdit)?;
        let now = self.now();
        let waiting = jobs::table
            .filter(jobs::id.eq(bind(id)))
            .filter(jobs::state.eq(bind(JobState::Waiting)));
        let changed = diesel::update(waiting)
            .set((
                jobs::state.eq(bind(JobState::Withdrawn)),
                jobs::finished_at.eq(bind(now)),
            ))
            .execute(self.conn())?;
        self.delivery_told("withdrawn", id, changed)
    }

    fn delivery_told(&mut self, what: &str, id: JobId, changed: usize) -> Result<bool, StoreError> {
        if changed == 1 {
            let topic = format!("delivery.{what}");
            self.audit(&topic, id, None, None)?;
            self.emit(&topic, id, 0, Audience::EVERYBODY)?;
        }
        Ok(changed == 1)
    }

    /// How many deliveries wait, and how many were given up.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] without `organisation.edit`.
    pub fn delivery_counts(&mut self) -> Result<(i64, i64), StoreError> {
        self.demand(Permission::OrganisationEdit)?;
        let mut count = |state| -> Result<i64, StoreError> {
            let these = jobs::table
                .filter(jobs::state.eq(bind(state)))
                .filter(jobs::kind.eq_any(KINDS));
            Ok(these.count().get_result(self.conn())?)
        };
        Ok((count(JobState::Waiting)?, count(JobState::Dead)?))
    }

    /// The delivery arrived; what was said in it is forgotten. False: the claim was lost, and nothing was written.
    pub fn delivered(&mut self, job: &Job) -> Result<bool, StoreError> {
        let mine = self.finish_job(job)?;
        if mine {
            let outgoing = job.outgoing()?.without_content();
            diesel::update(jobs::table.filter(jobs::id.eq(bind(job.id))))
                .set(jobs::payload.eq(Json(outgoing)))
                .execute(self.conn())?;
            self.emit("delivery.done", job.id, 0, Audience::EVERYBODY)?;
        }
        Ok(mine)
    }

    /// The delivery failed: it is tried again later or given up, and then those who can help are told. `None`: the claim
    /// was lost, and nothing was written.
    pub fn undelivered(
        &mut self,
        job: &Job,
        failure: &Failure,
    ) -> Result<Option<Failed>, StoreError> {
        let failed = self.fail_job(job, failure)?;
        match failed {
            Some(Failed::Dead) => {
                notices::undelivered(self, job, failure.why)?;
                self.emit("delivery.dead", job.id, 0, Audience::EVERYBODY)?;
            }
            Some(Failed::RetriedAt(_)) => {
                self.emit("delivery.failed", job.id, 0, Audience::EVERYBODY)?;
            }
            None => {}
        }
        Ok(failed)
    }
}

impl Job {
    /// What the job delivers.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when it is something else.
    pub fn outgoing(&self) -> Result<Outgoing, StoreError> {
        serde_json::from_value(self.payload().clone())
            .map_err(|error| StoreError::Corrupt(format!("the job {}: {error}", self.id)))
    }
}

fn delivery(row: Row) -> Delivery {
    let (id, Json(outgoing), state, run_at, attempts, failure, detail, created_at, finished_at) =
        row;
    Delivery {
        id,
        outgoing,
        state,
        run_at,
        attempts,
        failure,
        detail,
        created_at,
        finished_at,
    }
}
