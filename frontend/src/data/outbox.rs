//! Completions on their way to the server.
//!
//! A completion is written to local storage before it is sent and stays there until the server has answered, so that neither a
//! lost connection nor a closed tab loses it. Its idempotency key makes any number of attempts, also from two tabs, one
//! completion.

use std::time::Duration;

use client::{Failure, ready};
use domain::ids::TaskId;
use futures_channel::oneshot;
use futures_util::future::{Either, select};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::error::Problem;
use wire::tasks::{CompleteRequest, TakeBack};

use super::parcel::{Parcel, ParcelState, remove, stored};
use super::{Connection, Queries, Session, State, now, sleep};

/// An attempt that got no answer for so long is said to wait. It goes on, and may be begun anew.
const PATIENCE: Duration = Duration::from_secs(5);
/// Between attempts, in seconds; the last one holds from then on.
const PAUSES: [u64; 7] = [1, 2, 5, 10, 20, 40, 60];
/// What a completion changes.
const CHANGED: &[&str] = &["tasks", "day", "clients", "chains", "notices"];

#[derive(Clone, Copy)]
pub struct Outbox {
    session: Session,
    queries: Queries,
    parcels: RwSignal<Vec<Parcel>>,
    /// Keys that are being sent.
    sending: StoredValue<Vec<String>>,
    /// Loops that pause between two attempts, or whose attempt gets no answer.
    pausing: StoredValue<Vec<oneshot::Sender<()>>>,
    /// The last attempt of these keys failed, or gets no answer.
    failed: RwSignal<Vec<String>>,
}

impl Outbox {
    pub(super) fn new(session: Session, queries: Queries, connection: Connection) -> Self {
        let outbox = Self {
            session,
            queries,
            parcels: RwSignal::new(Vec::new()),
            sending: StoredValue::new(Vec::new()),
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
            unwanted: false,
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
        self.parcels
            .with(|parcels| parcels.iter().filter(|parcel| parcel.waits()).count())
    }

    /// Whether something that waits was tried in vain.
    pub fn is_stuck(self) -> bool {
        self.failed.with(|failed| !failed.is_empty())
    }

    /// Refused ones, oldest first.
    pub fn refused(self) -> Vec<Parcel> {
        self.parcels.with(|parcels| {
            let refused = parcels.iter().filter(|parcel| !parcel.waits());
            refused.cloned().collect()
        })
    }

    /// Whether a task's completion is on its way; such a task is no longer shown as work.
    pub fn holds(self, task: TaskId) -> bool {
        self.parcels.with(|parcels| {
            let mut wanted = parcels
                .iter()
                .filter(|parcel| parcel.waits() && !parcel.unwanted);
            wanted.any(|parcel| parcel.task_id == task)
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
            match parcel.state {
                ParcelState::Refused(_) => self.forget(key),
                // It may have arrived although no answer came, so it is sent for certain and taken back then.
                ParcelState::Waiting => self.replace(Parcel {
                    unwanted: true,
                    ..parcel
                }),
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
        if let Some(owner) = self.session.my_id() {
            remove(owner, key);
        }
    }

    /// Tries again at once, also what pauses between two attempts or gets no answer.
    pub fn send_all(self) {
        let pausing = self.pausing.try_update_value(std::mem::take);
        for sender in pausing.unwrap_or_default() {
            let _ = sender.send(());
        }
        self.send_waiting();
    }

    fn send_waiting(self) {
        let keys = self.parcels.with_untracked(|parcels| {
            let waiting = parcels.iter().filter(|parcel| parcel.waits());
            waiting.map(|parcel| parcel.key.clone()).collect::<Vec<_>>()
        });
        for key in keys {
            self.send(key);
        }
    }

    fn load(self) {
        let Some(owner) = self.session.my_id() else {
            return;
        };
        self.parcels.set(stored(owner));
        self.send_all();
    }

    /// One loop a parcel: until the server has answered.
    fn send(self, key: String) {
        if self.stands_behind_another(&key) || !self.begins(&key) {
            return;
        }
        spawn_local(async move {
            let mut attempts = 0;
            while let Some(parcel) = self.parcel(&key) {
                match self.attempt(&parcel).await {
                    None => {}
                    Some(Ok(())) => {
                        self.forget(&key);
                        self.queries.stale(CHANGED);
                        break;
                    }
                    Some(Err(failure)) => {
                        if let (Some(problem), false) = (failure.problem(), failure.may_repeat()) {
                            self.came_back(&key, problem);
                            break;
                        }
                        // Also after an answer that is not the API's: what stands between us may go away again.
                        self.tried_in_vain(&key);
                        let pause = PAUSES[usize::min(attempts, PAUSES.len() - 1)];
                        attempts += 1;
                        let pause = Box::pin(sleep(Duration::from_secs(pause)));
                        select(pause, self.wanted_at_once()).await;
                    }
                }
            }
            self.sending
                .update_value(|sending| sending.retain(|other| *other != key));
            self.send_waiting();
        });
    }

    /// A task's completions go in their order: what was taken back and done anew would otherwise be refused as done already.
    fn stands_behind_another(self, key: &str) -> bool {
        self.parcels.with_untracked(|parcels| {
            let Some(place) = parcels.iter().position(|parcel| parcel.key == key) else {
                return false;
            };
            let task_id = parcels[place].task_id;
            let mut before = parcels[..place].iter();
            before.any(|parcel| parcel.waits() && parcel.task_id == task_id)
        })
    }

    fn begins(self, key: &str) -> bool {
        let begun = self.sending.try_update_value(|sending| {
            let free = !sending.iter().any(|other| other == key);
            if free {
                sending.push(key.to_owned());
            }
            free
        });
        begun == Some(true)
    }

    /// `None`: there was no answer for a while, and somebody wants it tried anew. The key makes both attempts one completion.
    async fn attempt(self, parcel: &Parcel) -> Option<Result<(), Failure>> {
        let answer = Box::pin(self.deliver(parcel));
        let answer = match select(answer, Box::pin(sleep(PATIENCE))).await {
            Either::Left((answer, _)) => return Some(answer),
            Either::Right(((), answer)) => answer,
        };
        self.tried_in_vain(&parcel.key);
        match select(answer, self.wanted_at_once()).await {
            Either::Left((answer, _)) => Some(answer),
            Either::Right(_) => None,
        }
    }

    async fn deliver(self, parcel: &Parcel) -> Result<(), Failure> {
        let letter = parcel.letter()?;
        self.session.exchange(&letter).await?.check()?;
        let unwanted = self.parcel(&parcel.key).is_some_and(|now| now.unwanted);
        match unwanted {
            true => match self.withdraw(parcel.task_id).await {
                Err(failure) if failure.may_repeat() => Err(failure),
                // Taken back, or too late for it: then the card says who completed it.
                _ => Ok(()),
            },
            false => Ok(()),
        }
    }

    /// Comes when what waits is to be sent at once.
    fn wanted_at_once(self) -> oneshot::Receiver<()> {
        let (sender, wanted) = oneshot::channel();
        self.pausing.update_value(|pausing| {
            pausing.retain(|sender| !sender.is_canceled());
            pausing.push(sender);
        });
        wanted
    }

    fn came_back(self, key: &str, problem: &Problem) {
        match self.parcel(key) {
            Some(parcel) if !parcel.unwanted => {
                self.has_answer(key);
                self.replace(Parcel {
                    state: ParcelState::Refused(Box::new(problem.clone())),
                    ..parcel
                });
            }
            _ => self.forget(key),
        }
        self.queries.stale(CHANGED);
    }

    fn tried_in_vain(self, key: &str) {
        let known = |failed: &Vec<String>| failed.iter().any(|other| other == key);
        if !self.failed.with_untracked(known) {
            self.failed.update(|failed| failed.push(key.to_owned()));
        }
    }

    fn has_answer(self, key: &str) {
        let known = |failed: &Vec<String>| failed.iter().any(|other| other == key);
        if self.failed.with_untracked(known) {
            self.failed
                .update(|failed| failed.retain(|other| other != key));
        }
    }

    async fn withdraw(self, task_id: TaskId) -> Result<(), Failure> {
        let request = ready::<TakeBack>(&(task_id,), &(), &())?;
        self.session.exchange(&request).await?.check()
    }

    fn parcel(self, key: &str) -> Option<Parcel> {
        let find = |parcels: &Vec<Parcel>| parcels.iter().find(|parcel| parcel.key == key).cloned();
        self.parcels.with_untracked(find)
    }

    /// In its place, here and in storage.
    fn replace(self, parcel: Parcel) {
        self.store(&parcel);
        self.parcels.update(|parcels| {
            if let Some(place) = parcels.iter_mut().find(|other| other.key == parcel.key) {
                *place = parcel;
            }
        });
    }

    fn store(self, parcel: &Parcel) {
        if let Some(owner) = self.session.my_id() {
            parcel.store(owner);
        }
    }
}

/// 128 random bits. `randomUUID` exists only on https, a club's own network may be plain http.
pub fn random_key() -> String {
    let mut bytes = [0; 16];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
