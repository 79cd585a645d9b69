//! The threads that own connections and run units of work on them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use diesel::r2d2::R2D2Connection;

use super::conn::Conn;
use super::dialect;
use super::errors::{Remedy, StoreError};
use super::queue::{Access, Job, Queue, Ran};

/// Opens a connection for a worker.
pub(crate) type Open = dyn Fn() -> Result<Conn, StoreError> + Send + Sync;

/// A group commit takes no more jobs after this long …
const GROUP_TIME: Duration = Duration::from_millis(20);
/// … or this many.
const GROUP_SIZE: usize = 128;
/// Retries of a lost race.
const RETRIES: u32 = 3;
/// A connection that was idle this long is asked whether it still lives.
const IDLE: Duration = Duration::from_secs(5);

/// What the writer did since the start.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) commits: AtomicU64,
    pub(crate) units: AtomicU64,
    pub(crate) retries: AtomicU64,
}

pub(crate) struct Worker {
    queue: Arc<Queue>,
    open: Arc<Open>,
    counters: Arc<Counters>,
    conn: Option<Conn>,
    used: Instant,
}

impl Worker {
    pub(crate) fn new(
        queue: Arc<Queue>,
        open: Arc<Open>,
        counters: Arc<Counters>,
        conn: Option<Conn>,
    ) -> Self {
        Self {
            queue,
            open,
            counters,
            conn,
            used: Instant::now(),
        }
    }

    /// Runs units one by one: reads on SQLite, everything on PostgreSQL.
    pub(crate) fn one_by_one(mut self) {
        while let Some(job) = self.queue.pop() {
            match job.access() {
                Access::Read => self.read(job),
                Access::Write => self.write(job),
            }
            self.used = Instant::now();
        }
    }

    /// The one writer of SQLite. Jobs that wait share a commit: each has its own savepoint, all are answered when the
    /// commit is on disk.
    pub(crate) fn in_groups(mut self) {
        while let Some(first) = self.queue.pop() {
            self.group(first);
        }
        // Last one out folds the write-ahead log into the file.
        if let Some(Conn::Sqlite(conn)) = &mut self.conn {
            let _ = diesel::connection::SimpleConnection::batch_execute(
                conn,
                "PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)",
            );
        }
    }

    fn read(&mut self, mut job: Box<dyn Job>) {
        let failure = self
            .begin(dialect::begin_read)
            .and_then(|conn| match job.run(conn) {
                Ran::Keep => dialect::commit(conn).map_err(StoreError::from),
                Ran::Undo(_) => dialect::rollback(conn).map_err(StoreError::from),
                Ran::Panicked => Err(StoreError::Panicked(String::new())),
            });
        match failure {
            Ok(()) => job.answer(None),
            // The job has its own words for a panic, and a snapshot that cannot be closed has been read all the same.
            Err(StoreError::Panicked(_)) => {
                self.conn = None;
                job.answer(None);
            }
            Err(error) => {
                self.conn = None;
                job.answer(Some(error));
            }
        }
    }

    fn write(&mut self, mut job: Box<dyn Job>) {
        let (mut races, mut looked, mut reconnected) = (0, false, false);
        loop {
            self.counters.units.fetch_add(1, Ordering::Relaxed);
            let conn = match self.begin(dialect::begin_write) {
                Ok(conn) => conn,
                Err(error) => return job.answer(Some(error)),
            };
            let remedy = match job.run(conn) {
                Ran::Keep => match dialect::commit(conn).map_err(StoreError::from) {
                    Ok(()) => {
                        self.counters.commits.fetch_add(1, Ordering::Relaxed);
                        return job.answer(None);
                    }
                    Err(StoreError::Raced) if races < RETRIES => Remedy::Retry,
                    // Nobody knows whether the commit arrived: it must not be done twice.
                    Err(error) => {
                        self.conn = None;
                        return job.answer(Some(error));
                    }
                },
                Ran::Undo(remedy) => {
                    if dialect::rollback(conn).is_err() {
                        self.conn = None;
                    }
                    remedy
                }
                Ran::Panicked => {
                    self.conn = None;
                    return job.answer(None);
                }
            };
            match remedy {
                Remedy::Retry if races < RETRIES => {
                    races += 1;
                    thread::sleep(pause(races));
                }
                Remedy::LookAgain if !looked => looked = true,
                Remedy::Reconnect if !reconnected && !self.alive() => reconnected = true,
                _ => return job.answer(None),
            }
            self.counters.retries.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn group(&mut self, first: Box<dyn Job>) {
        if let Err(error) = self.begin(dialect::begin_write) {
            return first.answer(Some(error));
        }
        let began = Instant::now();
        let mut kept: Vec<Box<dyn Job>> = Vec::new();
        let mut refused: Vec<Box<dyn Job>> = Vec::new();
        let mut next = Some(first);
        let mut whole = true;
        while let Some(mut job) = next.take() {
            let alone = kept.is_empty() && refused.is_empty();
            let ended = self.conn.as_mut().map(|conn| match alone {
                true => first_of_all(conn, job.as_mut()),
                false => inside_savepoint(conn, job.as_mut()),
            });
            match ended {
                Some(Ok(true)) => kept.push(job),
                Some(Ok(false)) => refused.push(job),
                // The transaction is gone with everything in it.
                Some(Err(())) | None => {
                    refused.push(job);
                    whole = false;
                }
            }
            if whole && kept.len() + refused.len() < GROUP_SIZE && began.elapsed() < GROUP_TIME {
                next = self.queue.try_pop();
            }
        }
        self.counters
            .units
            .fetch_add((kept.len() + refused.len()) as u64, Ordering::Relaxed);
        let committed = match self.conn.as_mut() {
            Some(conn) if whole => dialect::commit(conn).map_err(StoreError::from),
            _ => Err(StoreError::Unavailable(
                "the group of writes was undone".into(),
            )),
        };
        for job in refused {
            job.answer(None);
        }
        match committed {
            Ok(()) => {
                self.counters.commits.fetch_add(1, Ordering::Relaxed);
                for job in kept {
                    job.answer(None);
                }
            }
            Err(_) => {
                self.conn = None;
                // One bad neighbour must not fail the others: each gets a transaction of its own.
                for job in kept {
                    self.write(job);
                }
            }
        }
    }

    fn begin(
        &mut self,
        begin: fn(&mut Conn) -> diesel::QueryResult<()>,
    ) -> Result<&mut Conn, StoreError> {
        if self.used.elapsed() > IDLE {
            self.alive();
        }
        for last_try in [false, true] {
            let mut conn = match self.conn.take() {
                Some(conn) => conn,
                None => (self.open)()?,
            };
            match begin(&mut conn) {
                Ok(()) => return Ok(self.conn.insert(conn)),
                Err(error) if last_try => return Err(error.into()),
                Err(error) => tracing::warn!(%error, "a connection is replaced"),
            }
        }
        Err(StoreError::Unavailable("no connection".into()))
    }

    /// Drops the connection when it no longer answers.
    fn alive(&mut self) -> bool {
        let Some(conn) = &mut self.conn else {
            return false;
        };
        let alive = conn.ping().is_ok();
        if !alive {
            self.conn = None;
        }
        alive
    }
}

/// The same as [`inside_savepoint`] for a job with nothing before it in the transaction. A savepoint copies every page that a
/// job changes, and a large job many times over.
fn first_of_all(conn: &mut Conn, job: &mut dyn Job) -> Result<bool, ()> {
    match job.run(conn) {
        Ran::Keep => Ok(true),
        Ran::Undo(_) => {
            dialect::rollback(conn).map_err(drop)?;
            dialect::begin_write(conn).map_err(drop)?;
            Ok(false)
        }
        Ran::Panicked => Err(()),
    }
}

/// Whether the job's changes stay; an error when its transaction is lost.
fn inside_savepoint(conn: &mut Conn, job: &mut dyn Job) -> Result<bool, ()> {
    dialect::savepoint(conn).map_err(drop)?;
    match job.run(conn) {
        Ran::Keep => dialect::commit(conn).map(|()| true).map_err(drop),
        Ran::Undo(_) => dialect::rollback(conn).map(|()| false).map_err(drop),
        Ran::Panicked => Err(()),
    }
}

/// 5 to 40 ms, growing, and different from thread to thread so that two that collided do not collide again.
fn pause(races: u32) -> Duration {
    let address = std::ptr::from_ref(&races) as usize;
    let jitter = (address >> 6) % 5;
    Duration::from_millis(u64::from(races) * 5 + jitter as u64 * 5)
}
