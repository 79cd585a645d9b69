use chrono::Duration;
use diesel::prelude::*;
use domain::ids::JobId;
use domain::outgoing::{Failure, Hope};
use domain::time::Timestamp;
use serde_json::Value;

use super::outgoing::Cause;
use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::jobs;

/// How long a claim holds; a worker renews it every third of this.
pub const LEASE: Duration = Duration::seconds(60);
/// After so many failures a job is dead.
pub const MOST_ATTEMPTS: i32 = 25;

/// The life of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobState {
    /// To be claimed at its time.
    Waiting,
    /// Claimed; claimable again when the lease runs out.
    Running,
    Done,
    /// Failed too often: visible, and replayable by hand.
    Dead,
    /// Taken back before it began.
    Withdrawn,
}

impl JobState {
    const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Running,
        Self::Done,
        Self::Dead,
        Self::Withdrawn,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Dead => "dead",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// A job to be done after the commit.
#[derive(Debug, Clone)]
pub struct NewJob {
    pub kind: &'static str,
    /// At most one unfinished job has a key; enqueueing a second one is no error and does nothing.
    pub key: Option<String>,
    pub run_at: Timestamp,
    pub payload: Value,
    /// What it is withdrawn with.
    pub cause: Option<Cause>,
}

/// A claimed job.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Job {
    pub id: JobId,
    pub kind: String,
    pub key: Option<String>,
    payload: Json<Value>,
    pub run_at: Timestamp,
    /// Failures so far.
    pub attempts: i32,
    /// Fences off a worker that lost its lease: its answers change nothing.
    token: i64,
}

impl Job {
    pub fn payload(&self) -> &Value {
        &self.payload.0
    }
}

/// What becomes of a failed job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    RetriedAt(Timestamp),
    Dead,
}

const COLUMNS: (
    jobs::id,
    jobs::kind,
    jobs::key,
    jobs::payload,
    jobs::run_at,
    jobs::attempts,
    jobs::lease_token,
) = (
    jobs::id,
    jobs::kind,
    jobs::key,
    jobs::payload,
    jobs::run_at,
    jobs::attempts,
    jobs::lease_token,
);

/// The row of a claim that still holds.
macro_rules! mine {
    ($job:expr) => {
        jobs::table.filter(
            jobs::id
                .eq(bind($job.id))
                .and(jobs::lease_token.eq($job.token))
                .and(jobs::finished_at.is_null()),
        )
    };
}
impl Tx<'_> {
    /// Writes a job with its cause. The id is that of no row when an unfinished job has the key already.
    pub fn enqueue(&mut self, new: NewJob) -> Result<JobId, StoreError> {
        let id: JobId = self.new_id();
        let now = self.now();
        let row = (
            jobs::id.eq(bind(id)),
            jobs::kind.eq(new.kind),
            jobs::key.eq(new.key),
            jobs::payload.eq(Json(new.payload)),
            jobs::state.eq(bind(JobState::Waiting)),
            jobs::run_at.eq(bind(new.run_at)),
            jobs::attempts.eq(0),
            jobs::lease_token.eq(0_i64),
            jobs::created_at.eq(bind(now)),
            jobs::cause_id.eq(new.cause.map(Cause::number)),
        );
        each_backend!(self.conn(), |conn| diesel::insert_into(jobs::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(conn))?;
        self.announced = true;
        Ok(id)
    }

    /// Claims due jobs for [`LEASE`], the longest due first. A claim whose lease ran out is taken over.
    pub fn claim_jobs(&mut self, most: i64) -> Result<Vec<Job>, StoreError> {
        let now = self.now();
        let due: Vec<Job> = jobs::table
            .filter(jobs::finished_at.is_null())
            .filter(jobs::run_at.le(bind(now)))
            .filter(
                jobs::lease_until
                    .is_null()
                    .or(jobs::lease_until.lt(bind(now))),
            )
            .order((jobs::run_at, jobs::id))
            .limit(most)
            .select(COLUMNS)
            .load(self.conn())?;
        let mut claimed = Vec::with_capacity(due.len());
        for mut job in due {
            let seen = jobs::table.filter(
                jobs::id
                    .eq(bind(job.id))
                    .and(jobs::lease_token.eq(job.token)),
            );
            let changed = diesel::update(seen)
                .set((
                    jobs::state.eq(bind(JobState::Running)),
                    jobs::lease_token.eq(job.token + 1),
                    jobs::lease_until.eq(bind(now.plus(LEASE))),
                ))
                .execute(self.conn())?;
            // Another worker was faster when nothing changed.
            if changed == 1 {
                job.token += 1;
                claimed.push(job);
            }
        }
        Ok(claimed)
    }

    /// Whether a job could be claimed now.
    pub fn jobs_due(&mut self) -> Result<bool, StoreError> {
        let now = self.now();
        let due = jobs::table
            .filter(jobs::finished_at.is_null())
            .filter(jobs::run_at.le(bind(now)))
            .filter(
                jobs::lease_until
                    .is_null()
                    .or(jobs::lease_until.lt(bind(now))),
            );
        Ok(diesel::select(diesel::dsl::exists(due)).get_result(self.conn())?)
    }

    /// When the next job is due, claimed ones aside: so long a worker may sleep.
    pub fn next_job_at(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let at = jobs::table
            .filter(jobs::finished_at.is_null())
            .filter(jobs::lease_until.is_null())
            .order((jobs::run_at, jobs::id))
            .select(jobs::run_at)
            .first(self.conn())
            .optional()?;
        Ok(at)
    }

    /// Keeps a claim alive. False: the lease was lost, the worker must stop.
    pub fn renew_lease(&mut self, job: &Job) -> Result<bool, StoreError> {
        let until = self.now().plus(LEASE);
        let changed = diesel::update(mine!(job))
            .set(jobs::lease_until.eq(bind(until)))
            .execute(self.conn())?;
        Ok(changed == 1)
    }

    /// The job is done. False: the lease was lost, and whatever this unit did besides must be undone by failing.
    pub fn finish_job(&mut self, job: &Job) -> Result<bool, StoreError> {
        let now = self.now();
        let changed = diesel::update(mine!(job))
            .set((
                jobs::state.eq(bind(JobState::Done)),
                jobs::finished_at.eq(bind(now)),
                jobs::lease_until.eq(None::<crate::engine::columns::Sql<Timestamp>>),
            ))
            .execute(self.conn())?;
        Ok(changed == 1)
    }

    /// The job failed: it is tried again after 5 s to 1 h, or dead after [`MOST_ATTEMPTS`] or when there is no hope. `None`: the
    /// lease was lost, and nothing was written.
    pub fn fail_job(&mut self, job: &Job, failure: &Failure) -> Result<Option<Failed>, StoreError> {
        let now = self.now();
        let attempts = job.attempts + 1;
        let failed = match attempts >= MOST_ATTEMPTS || failure.hope == Hope::Never {
            true => Failed::Dead,
            false => Failed::RetriedAt(now.plus(backoff(attempts, job.id))),
        };
        let (state, run_at, finished) = match failed {
            Failed::Dead => (JobState::Dead, job.run_at, Some(now)),
            Failed::RetriedAt(at) => (JobState::Waiting, at, None),
        };
        let changed = diesel::update(mine!(job))
            .set((
                jobs::state.eq(bind(state)),
                jobs::run_at.eq(bind(run_at)),
                jobs::attempts.eq(attempts),
                jobs::failure.eq(bind(failure.why)),
                jobs::last_error.eq(failure.detail.chars().take(2_000).collect::<String>()),
                jobs::finished_at.eq(finished.map(bind)),
                jobs::lease_until.eq(None::<crate::engine::columns::Sql<Timestamp>>),
            ))
            .execute(self.conn())?;
        Ok((changed == 1).then_some(failed))
    }

    /// How many jobs wait longer than they should, and how many are dead.
    pub fn job_backlog(&mut self) -> Result<(i64, i64), StoreError> {
        let late = self.now().minus(Duration::seconds(60));
        let waiting = jobs::table
            .filter(jobs::finished_at.is_null().and(jobs::run_at.lt(bind(late))))
            .count()
            .get_result(self.conn())?;
        let dead = jobs::table
            .filter(jobs::state.eq(bind(JobState::Dead)))
            .count()
            .get_result(self.conn())?;
        Ok((waiting, dead))
    }

    /// Removes jobs that were done or withdrawn before an instant; dead ones stay three times as long.
    pub fn forget_jobs(&mut self, before: Timestamp) -> Result<usize, StoreError> {
        let age = self.now().since(before);
        let long_before = before.minus(age * 2);
        let old = jobs::table
            .filter(jobs::finished_at.lt(bind(before)))
            .filter(
                jobs::state
                    .ne(bind(JobState::Dead))
                    .or(jobs::finished_at.lt(bind(long_before))),
            );
        Ok(diesel::delete(old).execute(self.conn())?)
    }
}

/// 5 s, doubled each time up to an hour, ± 20 % by the job's id so that what failed together does not return together.
fn backoff(attempts: i32, id: JobId) -> Duration {
    let doubled = 5_000_i64 << (attempts - 1).clamp(0, 10);
    let base = doubled.min(3_600_000);
    let spread = (id.as_i64().rem_euclid(41) - 20) * base / 100;
    Duration::milliseconds(base + spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_to_an_hour_and_differs_from_job_to_job() {
        let at = |attempts, id| backoff(attempts, JobId::from_i64(id)).num_milliseconds();
        assert_eq!(at(1, 20), 5_000);
        assert_eq!(at(2, 20), 10_000);
        assert_eq!(at(24, 20), 3_600_000);
        assert_eq!((at(1, 0), at(1, 40)), (4_000, 6_000));
    }
}
