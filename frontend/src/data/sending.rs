//! One request that changes something, as a screen sees it: is it under way, was it refused.

use client::{Failure, RawAnswer, Ready, ready};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::operation::{Access, Idempotency, Operation};

use super::outbox::random_key;
use super::{Session, session};

/// What is done with a reply that came.
type Then = Box<dyn FnOnce()>;
/// Reads the answer as what its operation replies.
type Read = Box<dyn FnOnce(RawAnswer) -> Result<Then, Failure>>;

/// A button's or a form's request. A second one is not sent while the first is under way.
#[derive(Clone, Copy)]
pub struct Sending {
    session: Session,
    pending: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
    /// The request of which it is not known whether it arrived: repeated as it is, it keeps its idempotency key.
    unanswered: StoredValue<Option<Ready>>,
}

pub fn sending() -> Sending {
    Sending {
        session: session(),
        pending: RwSignal::new(false),
        failure: RwSignal::new(None),
        unanswered: StoredValue::new(None),
    }
}

impl Sending {
    pub fn pending(self) -> bool {
        self.pending.get()
    }

    pub fn failure(self) -> Option<Failure> {
        self.failure.get()
    }

    /// The server's sentence about a member of the body, by its JSON pointer (`/email`).
    pub fn fault(self, pointer: &str) -> Option<String> {
        self.failure.with(|failure| {
            let errors = failure.as_ref()?.field_errors();
            let at = |error: &&wire::error::FieldError| error.pointer.as_deref() == Some(pointer);
            errors.iter().find(at).map(|error| error.message.clone())
        })
    }

    /// A refusal made here, before anything was sent, or one to be shown again.
    pub fn refuse(self, failure: Option<Failure>) {
        self.failure.set(failure);
    }

    pub fn send<O: Operation>(
        self,
        path: O::Path,
        query: O::Query,
        body: O::Body,
        then: impl FnOnce(O::Reply) + 'static,
    ) {
        self.start::<O>(ready::<O>(&path, &query, &body), then);
    }

    /// A change of something whose version was seen.
    pub fn change<O: Operation<Query = ()>>(
        self,
        path: O::Path,
        seen: i64,
        body: O::Body,
        then: impl FnOnce(O::Reply) + 'static,
    ) {
        let request = ready::<O>(&path, &(), &body).map(|request| Ready {
            if_match: Some(seen),
            ..request
        });
        self.start::<O>(request, then);
    }

    fn start<O: Operation>(
        self,
        request: Result<Ready, Failure>,
        then: impl FnOnce(O::Reply) + 'static,
    ) {
        let request = match request {
            Ok(request) if O::ABOUT.idempotency != Idempotency::None => self.with_key(request),
            Ok(request) => request,
            Err(failure) => return self.failure.set(Some(failure)),
        };
        let open = O::ABOUT.access == Access::Public;
        let read = |answer: RawAnswer| {
            let reply = answer.read::<O::Reply>()?.reply;
            Ok(Box::new(move || then(reply)) as Then)
        };
        self.run(request, open, Box::new(read));
    }

    /// The same for all operations, so that each of them costs the program little.
    fn run(self, request: Ready, open: bool, read: Read) {
        if self.pending.get_untracked() {
            return;
        }
        self.unanswered.set_value(Some(request.clone()));
        self.pending.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let answer = match open {
                true => self.session.exchange_openly(&request).await,
                false => self.session.exchange(&request).await,
            };
            let reply = answer.and_then(read);
            // The screen may be gone by now; then nobody waits for the answer.
            if self.pending.try_set(false).is_some() {
                return;
            }
            if !reply.as_ref().is_err_and(Failure::may_repeat) {
                self.unanswered.set_value(None);
            }
            match reply {
                Ok(then) => then(),
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }

    /// What makes something is made once, also when the answer was lost and the button is pressed again.
    fn with_key(self, request: Ready) -> Ready {
        let again = self
            .unanswered
            .get_value()
            .filter(|last| last.path == request.path && last.body == request.body);
        Ready {
            idempotency_key: again
                .and_then(|last| last.idempotency_key)
                .or_else(|| Some(random_key())),
            ..request
        }
    }
}
