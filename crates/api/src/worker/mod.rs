//! The worker: what happens after the commit, and what happens because time passes.
//!
//! - The **relay** numbers committed events and seals the audit log; the **feed** carries what was numbered to the readers of
//!   this server. Both are woken by commits, and look by themselves now and then, for other servers' commits.
//! - **Errands** are small transactions of the system that a slice wants done from time to time: waking sleeping chains,
//!   forgetting what is old. Each takes a bite and is called again at once while there is more. Several servers may run the
//!   same errand; the database decides who was first.
//! - **Jobs** reach outside: letters and calls of hooks, claimed by a lease and tried until they arrived or are given up.

mod errands;
mod jobs;

use std::time::Duration;

use store::{StoreError, Who};
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub use errands::{Errand, errands, forget_old_events};
pub use jobs::run_jobs;

use crate::http::ApiError;
use crate::state::State;

/// How often other servers' commits are looked for.
const LOOK: Duration = Duration::from_secs(2);
/// Events carried at once.
const BITE: i64 = 500;

/// A running worker.
#[derive(Debug)]
pub struct Worker {
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Worker {
    pub fn start(state: &State) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut tasks = vec![
            tokio::spawn(relay(state.clone(), stopped.clone())),
            tokio::spawn(jobs::run(state.clone(), stopped.clone())),
            tokio::spawn(crate::files::keep_clean(state.clone(), stopped.clone())),
        ];
        for errand in errands() {
            tasks.push(tokio::spawn(run(state.clone(), errand, stopped.clone())));
        }
        Self { stop, tasks }
    }

    /// Finishes what is being done.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        for task in self.tasks {
            let _ = task.await;
        }
    }
}

/// Carries everything that was committed until now, as the running worker would: for tests.
///
/// # Errors
/// The store's.
pub async fn carry_all(state: &State, carried: &mut Option<i64>) -> Result<(), StoreError> {
    while carry(state, carried).await? {}
    Ok(())
}

/// Does every errand until there is nothing more to do now: for tests.
///
/// # Errors
/// The first errand's that fails.
pub async fn run_errands(state: &State) -> Result<usize, ApiError> {
    let mut done = 0;
    for errand in errands() {
        loop {
            let now = state.clock.now();
            match state.db.write(Who::System, now, errand.run).await? {
                0 => break,
                more => done += more,
            }
        }
    }
    Ok(done)
}

async fn relay(state: State, mut stopped: watch::Receiver<bool>) {
    let committed = state.db.committed();
    let mut carried: Option<i64> = None;
    loop {
        match carry(&state, &mut carried).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(cause) => tracing::warn!(%cause, "the relay will try again"),
        }
        tokio::select! {
            () = committed.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
            _ = stopped.wait_for(|stopped| *stopped) => return,
        }
    }
}

/// Numbers what was committed and carries what was numbered. True: there may be more.
async fn carry(state: &State, carried: &mut Option<i64>) -> Result<bool, StoreError> {
    let now = state.clock.now();
    // Nothing is written while nothing waits.
    let waits = state
        .db
        .read(Who::System, now, |tx| tx.relay_waits())
        .await?;
    let more = waits && state.db.write(Who::System, now, |tx| tx.relay()).await?;
    let Some(after) = *carried else {
        // Readers who come later ask for the past themselves.
        *carried = Some(
            state
                .db
                .read(Who::System, now, |tx| tx.last_event())
                .await?,
        );
        return Ok(more);
    };
    let fresh = state
        .db
        .read(Who::System, now, move |tx| tx.events_after(after, BITE))
        .await?;
    let full = fresh.len() as i64 == BITE;
    for event in fresh {
        *carried = Some(event.seq);
        state.live.publish(event);
    }
    Ok(more || full)
}

async fn run(state: State, errand: Errand, mut stopped: watch::Receiver<bool>) {
    loop {
        let now = state.clock.now();
        let run = errand.run;
        match state.db.write(Who::System, now, run).await {
            Ok(0) => {}
            Ok(done) => {
                tracing::debug!(errand = errand.name, done, "errand");
                // The next bite at once, but not before others had their turn.
                tokio::task::yield_now().await;
                if !*stopped.borrow() {
                    continue;
                }
            }
            Err(error) => {
                let cause = format!("{error:?}");
                tracing::warn!(errand = errand.name, cause, "an errand will be tried again");
            }
        }
        state.limits.tidy();
        state.dials.tidy();
        tokio::select! {
            () = tokio::time::sleep(errand.every) => {}
            _ = stopped.wait_for(|stopped| *stopped) => return,
        }
    }
}
