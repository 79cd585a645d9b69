//! Saves a card's values one after another.

use std::collections::VecDeque;
use std::sync::Arc;

use leptos::prelude::*;
use wire::clients::Client;
use wire::error::{Code, Fault, FieldError};

use super::subject::{Change, Subject};
use crate::data::{Queries, Sending, queries, sending};
use crate::i18n::t;

/// Saves changes of one card, one at a time, each on the version that the one before left.
pub struct Saver<C: Subject = Client> {
    id: C::Id,
    /// The card as it is shown, or as the last answer told it.
    latest: StoredValue<Option<Arc<C>>>,
    /// What was sent last, to be sent again.
    sent: StoredValue<Option<Change<C>>>,
    /// What was changed while an answer was on its way.
    waiting: RwSignal<VecDeque<Change<C>>>,
    /// What was refused, until it is changed again.
    faults: RwSignal<Vec<FieldError>>,
    sending: Sending,
    queries: Queries,
}

/// What can be done about a change that was not saved and of which no field is to blame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Somebody else changed the card in between.
    Choose,
    Repeat,
    Nothing,
}

impl<C: Subject> Clone for Saver<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Subject> Copy for Saver<C> {}

impl<C: Subject> Saver<C> {
    pub fn new(id: C::Id) -> Self {
        let saver = Self {
            id,
            latest: StoredValue::new(None),
            sent: StoredValue::new(None),
            waiting: RwSignal::new(VecDeque::new()),
            faults: RwSignal::new(Vec::new()),
            sending: sending(),
            queries: queries(),
        };
        // One after the other: what was refused is noted before the next change takes its place.
        Effect::new(move |_| {
            let failure = saver.sending.failure();
            if saver.sending.pending() {
                return;
            }
            if let Some(failure) = failure {
                let errors = failure.field_errors().to_vec();
                saver.faults.update(|faults| faults.extend(errors));
            }
            if saver.is_stuck() {
                return;
            }
            let next = saver.waiting.try_update(VecDeque::pop_front).flatten();
            if let Some(next) = next {
                saver.send(next);
            }
        });
        saver
    }

    /// The card on the screen is this one now.
    pub fn show(self, card: Arc<C>) {
        self.latest.set_value(Some(card));
    }

    /// Something is not saved yet: what is shown is ahead of what the server has.
    pub fn is_ahead(self) -> bool {
        self.sending.pending() || self.waiting.with(|waiting| !waiting.is_empty())
    }

    pub fn save(self, change: impl Fn(&C) -> C::Patch + Send + Sync + 'static) {
        let change: Change<C> = Arc::new(change);
        match untrack(|| self.is_ahead() || self.is_stuck()) {
            true => self.waiting.update(|waiting| waiting.push_back(change)),
            false => self.send(change),
        }
    }

    /// The server's sentence about a value, or the page's own.
    pub fn fault(self, pointer: &str) -> Option<String> {
        self.faults.with(|faults| {
            let mut faults = faults.iter().rev();
            let fault = faults.find(|fault| fault.pointer.as_deref() == Some(pointer))?;
            Some(fault.message.clone())
        })
    }

    /// Refuses a value here, before anything is sent.
    pub fn refuse(self, pointer: &str, fault: Fault, message: &str) {
        let mut fault = FieldError::at(pointer, fault);
        fault.message = message.to_owned();
        self.faults.update(|faults| faults.push(fault));
    }

    /// Why the last change was not saved, when that is nothing about a value, and what can be done.
    pub fn trouble(self) -> Option<(String, Remedy)> {
        let failure = self.sending.failure()?;
        if !failure.field_errors().is_empty() {
            return None;
        }
        let remedy = match failure.code() {
            Some(Code::VersionMismatch) => Remedy::Choose,
            _ if failure.may_repeat() => Remedy::Repeat,
            _ => Remedy::Nothing,
        };
        let words = failure.problem().map_or_else(
            || t::shell::not_saved().to_owned(),
            |problem| problem.detail.clone(),
        );
        Some((words, remedy))
    }

    /// Gives up what is not saved for what the server has.
    pub fn take_new(self) {
        self.waiting.update(VecDeque::clear);
        self.sending.refuse(None);
        self.queries.stale(C::STALE);
    }

    /// Makes the change again, on the card as it is now.
    pub fn keep_mine(self) {
        self.sending.send::<C::Get>((self.id,), (), (), move |now| {
            self.show(Arc::new(now));
            self.repeat();
        });
    }

    pub fn repeat(self) {
        if let Some(change) = self.sent.get_value() {
            self.send(change);
        }
    }

    fn is_stuck(self) -> bool {
        self.trouble()
            .is_some_and(|(_, remedy)| remedy != Remedy::Nothing)
    }

    fn send(self, change: Change<C>) {
        let Some(card) = self.latest.get_value() else {
            return;
        };
        let patch = change(&card);
        self.sent.set_value(Some(change));
        self.forgive(&patch);
        let id = self.id;
        self.sending
            .change::<C::Update>((id,), card.version(), patch, move |saved| {
                let card = C::saved(saved);
                self.show(Arc::new(card.clone()));
                self.queries.put::<C::Get>((id,), (), card);
                self.queries.stale(C::STALE);
            });
    }

    /// What is sent again is not refused yet.
    fn forgive(self, patch: &C::Patch) {
        let Ok(serde_json::Value::Object(members)) = serde_json::to_value(patch) else {
            return;
        };
        let again = |fault: &FieldError| {
            let pointer = fault.pointer.as_deref().unwrap_or_default();
            let member = pointer.split('/').nth(1).unwrap_or_default();
            members.contains_key(member)
        };
        self.faults
            .update(|faults| faults.retain(|fault| !again(fault)));
    }
}
