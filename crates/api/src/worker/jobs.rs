//! Jobs: claimed by a lease, done outside any transaction, finished or failed under the claim's token.
//!
//! A server that stops or dies leaves its claims to run out; another one, or the same after its start, takes them over, so that
//! every delivery is tried until it arrived, and may arrive twice. Whoever lost a claim stops and writes nothing.

use std::time::Duration;

use domain::outgoing::Failure;
use futures_util::future::join_all;
use store::{Job, StoreError, Who};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::sending::deliver;
use crate::state::State;

/// How often due jobs are looked for while there are none.
const LOOK: Duration = Duration::from_secs(1);
/// Jobs that one server does at the same time.
const AT_ONCE: usize = 8;
/// A claim is renewed three times before it runs out.
const BEAT: Duration = Duration::from_secs(20);
/// How long a stopping server waits for what it has begun.
const LAST_WORDS: Duration = Duration::from_secs(8);

pub(super) async fn run(state: State, mut stopped: watch::Receiver<bool>) {
    let mut at_work = JoinSet::new();
    loop {
        let free = AT_ONCE - at_work.len();
        match claim(&state, free).await {
            Ok(claimed) => {
                for job in claimed {
                    at_work.spawn(settle(state.clone(), job));
                }
            }
            Err(cause) => tracing::warn!(%cause, "jobs will be looked for again"),
        }
        tokio::select! {
            _ = stopped.wait_for(|stopped| *stopped) => break,
            Some(_) = at_work.join_next(), if !at_work.is_empty() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
    let rest = async { while at_work.join_next().await.is_some() {} };
    if tokio::time::timeout(LAST_WORDS, rest).await.is_err() {
        tracing::info!("what is still on its way is tried again after the next start");
    }
}

/// Does every job that is due until there is none: for tests. Answers how many were done or tried.
///
/// # Errors
/// The store's.
pub async fn run_jobs(state: &State) -> Result<usize, StoreError> {
    let mut done = 0;
    loop {
        let claimed = claim(state, AT_ONCE).await?;
        if claimed.is_empty() {
            return Ok(done);
        }
        done += claimed.len();
        join_all(claimed.into_iter().map(|job| settle(state.clone(), job))).await;
    }
}

/// Nothing is written while nothing is due.
async fn claim(state: &State, most: usize) -> Result<Vec<Job>, StoreError> {
    let now = state.clock.now();
    let read = state.db.read(Who::System, now, |tx| tx.jobs_due());
    if most == 0 || !read.await? {
        return Ok(Vec::new());
    }
    let most = most as i64;
    let claim = state
        .db
        .write(Who::System, now, move |tx| tx.claim_jobs(most));
    claim.await
}

/// Tries one job and writes what came of it.
async fn settle(state: State, job: Job) {
    let Some(tried) = while_claimed(&state, &job, deliver(&state, &job)).await else {
        tracing::warn!(job = %job.id, "the claim was lost; another worker has it");
        return;
    };
    let (id, now) = (job.id, state.clock.now());
    let written = state.db.write(Who::System, now, move |tx| match &tried {
        Ok(()) => tx.delivered(&job),
        Err(failure) => Ok(tx.undelivered(&job, failure)?.is_some()),
    });
    match written.await {
        Ok(true) => {}
        Ok(false) => {
            tracing::warn!(job = %id, "the claim ran out meanwhile; another worker has it")
        }
        // The claim runs out, and the job is tried again.
        Err(cause) => tracing::warn!(job = %id, %cause, "what came of a job could not be written"),
    }
}

/// Renews the claim while the job is tried; `None` as soon as it is lost.
async fn while_claimed(
    state: &State,
    job: &Job,
    trying: impl Future<Output = Result<(), Failure>>,
) -> Option<Result<(), Failure>> {
    let mut trying = std::pin::pin!(trying);
    loop {
        tokio::select! {
            tried = &mut trying => return Some(tried),
            () = tokio::time::sleep(BEAT) => {}
        }
        let (mine, now) = (job.clone(), state.clock.now());
        let renewed = state
            .db
            .write(Who::System, now, move |tx| tx.renew_lease(&mine));
        if let Ok(false) = renewed.await {
            return None;
        }
    }
}
