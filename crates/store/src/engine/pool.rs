//! The door to the database: asynchronous units of work over threads that own connections.
//!
//! A unit is one hop: it is put into a queue, a thread that owns a connection runs it, the asker is woken with the
//! answer. SQLite has many readers and one writer in front of one fair queue; PostgreSQL has one pool for both.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use domain::time::Timestamp;
use tokio::sync::{Notify, oneshot};

use super::conn::{self, Address, Backend, Conn, Purpose};
use super::errors::{Remedy, StoreError, UnitError};
use super::ids::NextId;
use super::migrate;
use super::queue::{Access, Job, Queue, Ran, Ticket};
use super::unit::{Tx, Who};
use super::worker::{Counters, Open, Worker};
use crate::directory::{Directory, Known};

/// How much an answered write outlives a power cut.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Durability {
    /// It is on disk before it is answered.
    #[default]
    Full,
    /// The last writes before a power cut may be missing; the file stays sound. A crash of the program loses nothing.
    Normal,
    /// For files that can be made again: tests and the building of a demo club.
    Off,
}

/// How to open a database.
#[derive(Clone)]
pub struct DbConfig {
    /// `postgres://…`, `sqlite:path` or the path of a SQLite file.
    pub url: String,
    pub ids: Arc<dyn NextId>,
    pub durability: Durability,
    /// Bring an older schema up to date; otherwise an older one is refused.
    pub migrate: bool,
    /// Threads: readers of SQLite, connections of PostgreSQL. By the number of cores when absent.
    pub threads: Option<usize>,
    /// Units that may wait, for reading and for writing.
    pub queue: usize,
    /// How long a unit may wait; 5 s on SQLite and 3 s on PostgreSQL when absent.
    pub patience: Option<Duration>,
    /// PostgreSQL ends a statement that takes longer.
    pub statement_timeout: Duration,
}

impl DbConfig {
    pub fn new(url: impl Into<String>, ids: Arc<dyn NextId>) -> Self {
        Self {
            url: url.into(),
            ids,
            durability: Durability::Full,
            migrate: true,
            threads: None,
            queue: 1_000,
            patience: None,
            statement_timeout: Duration::from_secs(10),
        }
    }
}

impl std::fmt::Debug for DbConfig {
    /// Without the address: it may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DbConfig")
            .field("durability", &self.durability)
            .finish_non_exhaustive()
    }
}

/// An open database. Cheap to clone; it closes when the last clone is dropped.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    address: Address,
    durability: Durability,
    statement_timeout: Duration,
    readers: Arc<Queue>,
    /// On PostgreSQL the same queue as `readers`.
    writers: Arc<Queue>,
    patience: Duration,
    ids: Arc<dyn NextId>,
    known: Arc<Known>,
    committed: Arc<Notify>,
    counters: Arc<Counters>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// How busy the database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pressure {
    pub waiting_reads: usize,
    pub waiting_writes: usize,
    /// Since the start: writing units, their commits (fewer than units when commits are shared) and retries.
    pub units: u64,
    pub commits: u64,
    pub retries: u64,
}

impl Db {
    /// Opens and checks a database and brings its schema up to date. Blocks: call it before serving.
    ///
    /// # Errors
    /// [`StoreError::Setup`] with a sentence for the administrator, [`StoreError::Unavailable`] when the server cannot be
    /// reached.
    pub fn open(config: &DbConfig) -> Result<Self, StoreError> {
        let address = Address::parse(&config.url)?;
        let (durability, timeout) = (config.durability, config.statement_timeout);
        let mut first = conn::connect(&address, Purpose::Write, durability, timeout)?;
        migrate::prepare(&mut first, config.migrate)?;

        let cores = thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let counters = Arc::new(Counters::default());
        let readers = Arc::new(Queue::new(config.queue));
        let opener = |purpose| -> Arc<Open> {
            let address = address.clone();
            Arc::new(move || conn::connect(&address, purpose, durability, timeout))
        };
        let mut workers = Vec::new();
        let (writers, patience) = match address.backend() {
            Backend::Sqlite => {
                let writers = Arc::new(Queue::new(config.queue));
                let worker = Worker::new(
                    writers.clone(),
                    opener(Purpose::Write),
                    counters.clone(),
                    Some(first),
                );
                workers.push(start("db-writer", move || worker.in_groups())?);
                let open = opener(Purpose::Read);
                for _ in 0..config.threads.unwrap_or(cores.max(2) * 2) {
                    let worker = Worker::new(readers.clone(), open.clone(), counters.clone(), None);
                    workers.push(start("db-reader", move || worker.one_by_one())?);
                }
                (writers, Duration::from_secs(5))
            }
            Backend::Postgres => {
                let open = opener(Purpose::Write);
                let mut first = Some(first);
                for _ in 0..config.threads.unwrap_or(cores * 2 + 1) {
                    let worker = Worker::new(
                        readers.clone(),
                        open.clone(),
                        counters.clone(),
                        first.take(),
                    );
                    workers.push(start("db", move || worker.one_by_one())?);
                }
                (readers.clone(), Duration::from_secs(3))
            }
        };
        Ok(Self {
            inner: Arc::new(Inner {
                address,
                durability,
                statement_timeout: timeout,
                readers,
                writers,
                patience: config.patience.unwrap_or(patience),
                ids: config.ids.clone(),
                known: Arc::default(),
                committed: Arc::default(),
                counters,
                threads: Mutex::new(workers),
            }),
        })
    }

    pub fn backend(&self) -> Backend {
        self.inner.address.backend()
    }

    /// Reads in a snapshot: everything the closure sees is one state of the database. A write in it fails.
    ///
    /// # Errors
    /// The closure's own; [`StoreError::Busy`] when the wait was too long.
    pub async fn read<T, E, F>(&self, who: impl Into<Who>, now: Timestamp, unit: F) -> Result<T, E>
    where
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: UnitError,
    {
        let mut once = Some(unit);
        let again = || StoreError::Unavailable("a reading unit ran twice".into());
        let unit = move |tx: &mut Tx<'_>| match once.take() {
            Some(unit) => unit(tx),
            None => Err(again().into()),
        };
        self.submit(Access::Read, who.into(), now, unit).await
    }

    /// Runs the closure in a transaction and commits it: all of it or nothing.
    ///
    /// The closure may run more than once: PostgreSQL lets two transactions race, and the loser is run again so that
    /// it sees what the winner wrote. It therefore takes what it needs by reference or clones it, and does nothing
    /// outside the database.
    ///
    /// # Errors
    /// The closure's own, with nothing stored; [`StoreError::Busy`] when the wait was too long.
    pub async fn write<T, E, F>(&self, who: impl Into<Who>, now: Timestamp, unit: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: UnitError,
    {
        self.submit(Access::Write, who.into(), now, unit).await
    }

    /// Notified after each commit that wrote events or jobs. For one waiter, the relay: a notice wakes one.
    pub fn committed(&self) -> Arc<Notify> {
        self.inner.committed.clone()
    }

    pub fn pressure(&self) -> Pressure {
        let counters = &self.inner.counters;
        Pressure {
            waiting_reads: self.inner.readers.len(),
            waiting_writes: self.inner.writers.len(),
            units: counters.units.load(Ordering::Relaxed),
            commits: counters.commits.load(Ordering::Relaxed),
            retries: counters.retries.load(Ordering::Relaxed),
        }
    }

    /// Finishes what waits and closes every connection. Blocks; later units are refused.
    pub fn close(&self) {
        self.inner.close();
        let threads = std::mem::take(
            &mut *self
                .inner
                .threads
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
        for thread in threads {
            let _ = thread.join();
        }
    }

    /// Waits until the disk has what was written without waiting for it ([`Durability::Off`]). After [`Self::close`].
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the disk refuses: the file may be damaged after a power cut.
    pub fn wait_for_disk(&self) -> Result<(), StoreError> {
        match &self.inner.address {
            Address::Sqlite(path) => std::fs::File::open(path)
                .and_then(|file| file.sync_all())
                .map_err(|error| StoreError::Unavailable(format!("{}: {error}", path.display()))),
            // The server writes what it has answered within a second by itself.
            Address::Postgres(_) => Ok(()),
        }
    }

    /// A connection of its own, for what must not stand in a queue (backups, checks of the whole file).
    pub(crate) fn apart(&self, purpose: Purpose) -> Result<Conn, StoreError> {
        let inner = &self.inner;
        conn::connect(
            &inner.address,
            purpose,
            inner.durability,
            inner.statement_timeout,
        )
    }

    async fn submit<T, E, F>(
        &self,
        access: Access,
        who: Who,
        now: Timestamp,
        unit: F,
    ) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: UnitError,
    {
        let inner = &self.inner;
        let (reply, mut answer) = oneshot::channel();
        let ticket = Arc::new(Ticket::default());
        let call = Call {
            access,
            unit,
            who,
            now,
            ids: inner.ids.clone(),
            known: inner.known.clone(),
            learned: None,
            committed: inner.committed.clone(),
            announced: false,
            ticket: ticket.clone(),
            reply,
            outcome: None,
        };
        let queue = match access {
            Access::Read => &inner.readers,
            Access::Write => &inner.writers,
        };
        queue.push(Box::new(call))?;
        let gone = |_| E::from(StoreError::Unavailable("the database was closed".into()));
        match tokio::time::timeout(inner.patience, &mut answer).await {
            Ok(answer) => answer.map_err(gone)?,
            Err(_) if ticket.give_up() => Err(StoreError::Busy.into()),
            // It is being done: what was begun is waited for.
            Err(_) => answer.await.map_err(gone)?,
        }
    }
}

impl Inner {
    fn close(&self) {
        self.readers.close();
        self.writers.close();
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
    }
}

fn start(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map_err(|error| StoreError::Setup(format!("cannot start a thread: {error}")))
}

/// A closure with everything it needs, waiting for a thread.
struct Call<T, E, F> {
    access: Access,
    unit: F,
    who: Who,
    now: Timestamp,
    ids: Arc<dyn NextId>,
    known: Arc<Known>,
    /// What the unit has seen of the directory.
    learned: Option<Arc<Directory>>,
    committed: Arc<Notify>,
    announced: bool,
    ticket: Arc<Ticket>,
    reply: oneshot::Sender<Result<T, E>>,
    outcome: Option<Result<T, E>>,
}

impl<T, E, F> Job for Call<T, E, F>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: UnitError,
{
    fn access(&self) -> Access {
        self.access
    }

    fn begin(&self) -> bool {
        !self.reply.is_closed() && self.ticket.begin()
    }

    fn run(&mut self, conn: &mut Conn) -> Ran {
        let mut tx = Tx::new(
            conn,
            self.access,
            self.now,
            &self.who,
            self.ids.as_ref(),
            &self.known,
        );
        let unit = &mut self.unit;
        let result = catch_unwind(AssertUnwindSafe(|| unit(&mut tx)));
        self.announced = tx.announced;
        self.learned = tx.directory.take();
        let (outcome, ran) = match result {
            Ok(Ok(value)) => (Ok(value), Ran::Keep),
            Ok(Err(error)) => {
                let remedy = error
                    .store_error()
                    .map_or(Remedy::Answer, StoreError::remedy);
                (Err(error), Ran::Undo(remedy))
            }
            Err(panic) => (
                Err(StoreError::Panicked(words_of(panic.as_ref())).into()),
                Ran::Panicked,
            ),
        };
        self.outcome = Some(outcome);
        ran
    }

    fn answer(self: Box<Self>, failure: Option<StoreError>) {
        let result = match (failure, self.outcome) {
            (Some(error), _) => Err(error.into()),
            (None, Some(outcome)) => outcome,
            (None, None) => Err(StoreError::Unavailable("the unit did not run".into()).into()),
        };
        if result.is_ok() {
            if self.announced {
                self.committed.notify_one();
            }
            if let Some(directory) = self.learned {
                self.known.learn(directory);
            }
        }
        // Nobody listens when the request was dropped; what was committed stays committed.
        let _ = self.reply.send(result);
    }
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(words), _) => (*words).to_owned(),
        (_, Some(words)) => words.clone(),
        _ => "without words".to_owned(),
    }
}
