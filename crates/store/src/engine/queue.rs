//! One fair, bounded queue in front of the threads that own connections.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::conn::Conn;
use super::errors::{Remedy, StoreError};

/// A unit of work on its way through a queue.
pub(crate) trait Job: Send {
    fn access(&self) -> Access;
    /// Takes the ticket: false when the asker has given up or gone.
    fn begin(&self) -> bool;
    /// Runs the closure inside a transaction that the worker has begun, and keeps its result.
    fn run(&mut self, conn: &mut Conn) -> Ran;
    /// Answers the asker with the kept result, or with `failure` instead.
    fn answer(self: Box<Self>, failure: Option<StoreError>);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

/// How a closure ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ran {
    Keep,
    Undo(Remedy),
    /// The state of the connection is unknown.
    Panicked,
}

/// Settles who decides: a worker that begins, or an asker that gives up waiting.
#[derive(Debug, Default)]
pub(crate) struct Ticket(AtomicU8);

const WAITING: u8 = 0;
const BEGUN: u8 = 1;
const GIVEN_UP: u8 = 2;

impl Ticket {
    pub(crate) fn begin(&self) -> bool {
        self.settle(BEGUN)
    }

    pub(crate) fn give_up(&self) -> bool {
        self.settle(GIVEN_UP)
    }

    fn settle(&self, as_what: u8) -> bool {
        self.0
            .compare_exchange(WAITING, as_what, Ordering::AcqRel, Ordering::Acquire)
            .is_ok()
    }
}

pub(crate) struct Queue {
    state: Mutex<State>,
    ready: Condvar,
    most: usize,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Box<dyn Job>>,
    closed: bool,
}

impl Queue {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            state: Mutex::default(),
            ready: Condvar::new(),
            most,
        }
    }

    pub(crate) fn push(&self, job: Box<dyn Job>) -> Result<(), StoreError> {
        let mut state = self.lock();
        if state.closed {
            return Err(StoreError::Unavailable(
                "the database is being closed".into(),
            ));
        }
        if state.waiting.len() >= self.most {
            return Err(StoreError::Busy);
        }
        state.waiting.push_back(job);
        drop(state);
        self.ready.notify_one();
        Ok(())
    }

    /// The longest waiting job; sleeps until there is one. `None` when the queue is closed and drained.
    pub(crate) fn pop(&self) -> Option<Box<dyn Job>> {
        let mut state = self.lock();
        loop {
            match state.waiting.pop_front() {
                Some(job) if job.begin() => return Some(job),
                Some(_) => {}
                None if state.closed => return None,
                None => {
                    state = self
                        .ready
                        .wait(state)
                        .unwrap_or_else(PoisonError::into_inner)
                }
            }
        }
    }

    /// The longest waiting job, if there is one now.
    pub(crate) fn try_pop(&self) -> Option<Box<dyn Job>> {
        let mut state = self.lock();
        loop {
            let job = state.waiting.pop_front()?;
            if job.begin() {
                return Some(job);
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.lock().waiting.len()
    }

    /// No new jobs; those that wait are still done.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.ready.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that can panic runs under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
