//! Completions on their way to the server.
//!
//! A completion is written to local storage before it is sent and stays there until the server has answered, so that neither a
//! lost connection nor a closed tab loses it. Its idempotency key makes any number of attempts, also from two tabs, one
//! completion. Each parcel has a storage key of its own: tabs never overwrite each other's.

use std::time::Duration;

use client::{Failure, Ready, ready};
use domain::ids::TaskId;
use domain::time::Timestamp;
use futures_channel::oneshot;
use futures_util::future::select;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use wire::error::Problem;
use wire::tasks::{CompleteRequest, CompleteTask, TakeBack};

use super::{Connection, Queries, Session, State, now, sleep, storage};

/// Between attempts, in seconds; the last one holds from then on.
const PAUSES: [u64; 7] = [1, 2, 5, 10, 20, 40, 60];
/// What a completion changes.
const CHANGED: &[&str] = &["tasks", "day", "clients", "chains", "notices"];

/// A completion that the server does not have yet, or has refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parcel {
    /// Its idempotency key.
    pub key: String,
    pub task_id: TaskId,
    pub request: CompleteRequest,
    /// For the list of what is not sent: the client or the task, and the result.
    pub what: String,
    pub result: String,
    pub at: Timestamp,
    pub state: ParcelState,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ParcelState {
    Waiting,
    /// The server refused it: the employee decides what becomes of it.
    Refused(Box<Problem>),
}

#[derive(Clone, Copy)]
pub struct Outbox {
    session: Session,
    queries: Queries,
    parcels: RwSignal<Vec<Parcel>>,
    /// Keys that are being sent, and keys to be taken back as soon as they were.
    sending: StoredValue<Vec<String>>,
    unwanted: StoredValue<Vec<String>>,
    /// Loops that pause between two attempts.
    pausing: StoredValue<Vec<oneshot::Sender<()>>>,
    /// The last attempt of these keys failed.
    failed: RwSignal<Vec<String>>,
}

impl Outbox {
    pub(super) fn new(session: Session, queries: Queries, connection: Connection) -> Self {
        let outbox = Self {
            session,
            queries,
            parcels: RwSignal::new(Vec::new()),
            sending: StoredValue::new(Vec::new()),
            unwanted: StoredValue::new(Vec::new()),
            pausing: StoredValue::new(Vec::new()),
            failed: RwSignal::new(Vec::new()),
        };
        Effect::new(move |loaded: Option<bool>| {
            let signed_in = session.state() == State::SignedIn;
            if signed_in && loaded != Some(true) {
                outbox.load();
            }
            loaded == Some(true) || signed_in
        });
        Effect::new(move |_| {
            connection.returns();
            outbox.send_all();
        });
        outbox
    }

    /// Takes a completion over; from here on it is sent by itself. Answers its key.
    pub fn complete(
        self,
        task_id: TaskId,
        request: CompleteRequest,
        what: String,
        result: String,
    ) -> String {
        let parcel = Parcel {
            key: random_key(),
            task_id,
            request,
            what,
            result,
            at: now(),
            state: ParcelState::Waiting,
        };
        let key = parcel.key.clone();
        self.store(&parcel);
        self.parcels.update(|parcels| parcels.push(parcel));
        self.send(key.clone());
        key
    }

    /// What the server does not have yet.
    pub fn parcels(self) -> Vec<Parcel> {
        self.parcels.get()
    }

    /// How many the server does not have yet.
    pub fn waiting(self) -> usize {
        self.parcels.with(|parcels| {
            parcels
                .iter()
                .filter(|parcel| parcel.state == ParcelState::Waiting)
                .count()
        })
    }

    /// Whether something that waits was tried in vain.
    pub fn is_stuck(self) -> bool {
        self.failed.with(|failed| !failed.is_empty())
    }

    /// Refused ones, oldest first.
    pub fn refused(self) -> Vec<Parcel> {
        self.parcels.with(|parcels| {
            let refused = parcels
                .iter()
                .filter(|parcel| matches!(parcel.state, ParcelState::Refused(_)));
            refused.cloned().collect()
        })
    }

    /// Whether a task's completion is on its way; such a task is no longer shown as work.
    pub fn holds(self, task: TaskId) -> bool {
        self.parcels.with(|parcels| {
            let mut waiting = parcels
                .iter()
                .filter(|parcel| parcel.state == ParcelState::Waiting);
            waiting.any(|parcel| parcel.task_id == task && !self.is_unwanted(&parcel.key))
        })
    }

    /// Takes a completion back, wherever it is: what the server refused is forgotten, what is on its way is taken back when it
    /// has arrived, what the server has is taken back now.
    pub fn take_back(
        self,
        key: &str,
        task_id: TaskId,
        then: impl FnOnce(Result<(), Failure>) + 'static,
    ) {
        if let Some(parcel) = self.parcel(key) {
            if matches!(parcel.state, ParcelState::Refused(_)) {
                self.forget(key);
            } else {
                // It may have arrived although no answer came, so it is sent for certain and taken back then.
                self.unwanted
                    .update_value(|unwanted| unwanted.push(key.to_owned()));
                // Its task is work again.
                self.parcels.notify();
            }
            return then(Ok(()));
        }
        spawn_local(async move {
            let taken = self.withdraw(task_id).await;
            self.queries.stale(CHANGED);
            then(taken);
        });
    }

    /// Gives a refused completion up: its card has what was typed, or nobody needs it.
    pub fn forget(self, key: &str) {
        self.parcels
            .update(|parcels| parcels.retain(|parcel| parcel.key != key));
        self.has_answer(key);
        if let Some(place) = self.place(key) {
            storage::remove(&place);
        }
    }

    /// Tries again at once, also what pauses between two attempts.
    pub fn send_all(self) {
        let pausing = self.pausing.try_update_value(std::mem::take);
        for sender in pausing.unwrap_or_default() {
            let _ = sender.send(());
        }
        let keys = self.parcels.with_untracked(|parcels| {
            let waiting = parcels
                .iter()
                .filter(|parcel| parcel.state == ParcelState::Waiting);
            waiting.map(|parcel| parcel.key.clone()).collect::<Vec<_>>()
        });
        for key in keys {
            self.send(key);
        }
    }

    fn load(self) {
        let Some(beginning) = self.place("") else {
            return;
        };
        let mut kept: Vec<Parcel> = storage::keys(&beginning)
            .iter()
            .filter_map(|key| storage::read_json(key))
            .collect();
        kept.sort_by_key(|parcel| parcel.at);
        self.parcels.set(kept);
        self.send_all();
    }

    /// One loop a parcel: until the server has answered.
    fn send(self, key: String) {
        let taken = self.sending.try_update_value(|sending| {
            let free = !sending.contains(&key);
            if free {
                sending.push(key.clone());
            }
            free
        });
        if taken != Some(true) {
            return;
        }
        spawn_local(async move {
            let mut attempts = 0;
            while let Some(parcel) = self.parcel(&key) {
                let Ok(request) = letter(&parcel) else { break };
                let answer = self.session.exchange(&request).await;
                match answer.and_then(|answer| answer.check()) {
                    Ok(()) => {
                        self.delivered(&parcel).await;
                        break;
                    }
                    Err(failure) if failure.may_repeat() => {
                        let pause = PAUSES[usize::min(attempts, PAUSES.len() - 1)];
                        attempts += 1;
                        self.failed.update(|failed| {
                            if !failed.contains(&key) {
                                failed.push(key.clone());
                            }
                        });
                        self.pause(Duration::from_secs(pause)).await;
                    }
                    Err(failure) => {
                        self.came_back(&parcel, &failure);
                        break;
                    }
                }
            }
            self.sending
                .update_value(|sending| sending.retain(|other| *other != key));
        });
    }

    /// Ends early when somebody wants it sent at once.
    async fn pause(self, span: Duration) {
        let (sender, wanted) = oneshot::channel();
        self.pausing.update_value(|pausing| {
            pausing.retain(|sender| !sender.is_canceled());
            pausing.push(sender);
        });
        select(Box::pin(sleep(span)), wanted).await;
    }

    async fn delivered(self, parcel: &Parcel) {
        self.forget(&parcel.key);
        if self.no_longer_wanted(&parcel.key) {
            let _ = self.withdraw(parcel.task_id).await;
        }
        self.queries.stale(CHANGED);
    }

    fn came_back(self, parcel: &Parcel, failure: &Failure) {
        let unwanted = self.no_longer_wanted(&parcel.key);
        let (Some(problem), false) = (failure.problem(), unwanted) else {
            return self.forget(&parcel.key);
        };
        let refused = Parcel {
            state: ParcelState::Refused(Box::new(problem.clone())),
            ..parcel.clone()
        };
        self.store(&refused);
        self.has_answer(&parcel.key);
        self.parcels.update(|parcels| {
            if let Some(place) = parcels.iter_mut().find(|other| other.key == refused.key) {
                *place = refused;
            }
        });
        self.queries.stale(CHANGED);
    }

    fn has_answer(self, key: &str) {
        if self
            .failed
            .with_untracked(|failed| failed.iter().any(|other| other == key))
        {
            self.failed
                .update(|failed| failed.retain(|other| other != key));
        }
    }

    fn is_unwanted(self, key: &str) -> bool {
        self.unwanted
            .with_value(|unwanted| unwanted.iter().any(|other| other == key))
    }

    fn no_longer_wanted(self, key: &str) -> bool {
        let removed = self.unwanted.try_update_value(|unwanted| {
            let before = unwanted.len();
            unwanted.retain(|other| other != key);
            unwanted.len() < before
        });
        removed == Some(true)
    }

    async fn withdraw(self, task_id: TaskId) -> Result<(), Failure> {
        let request = ready::<TakeBack>(&(task_id,), &(), &())?;
        self.session.exchange(&request).await?.check()
    }

    fn parcel(self, key: &str) -> Option<Parcel> {
        let find = |parcels: &Vec<Parcel>| parcels.iter().find(|parcel| parcel.key == key).cloned();
        self.parcels.with_untracked(find)
    }

    fn store(self, parcel: &Parcel) {
        if let Some(place) = self.place(&parcel.key) {
            storage::write_json(&place, parcel);
        }
    }

    /// Per person: a colleague at the same computer neither sends nor sees it.
    fn place(self, key: &str) -> Option<String> {
        Some(format!("outbox:{}:{key}", self.session.my_id()?))
    }
}

fn letter(parcel: &Parcel) -> Result<Ready, Failure> {
    let request = ready::<CompleteTask>(&(parcel.task_id,), &(), &parcel.request)?;
    Ok(Ready {
        idempotency_key: Some(parcel.key.clone()),
        ..request
    })
}

/// 128 random bits. `randomUUID` exists only on https, a club's own network may be plain http.
pub(super) fn random_key() -> String {
    let mut bytes = [0; 16];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
