//! Taking back what a message offers to take back.

use client::{Ready, ready};
use leptos::task::spawn_local;
use wire::operation::{Idempotency, Operation};

use super::parts::refusal;
use crate::data::{random_key, session};
use crate::ui::{Toast, toasts};

/// Asks the server for `O`, which undoes something. The screen that offered it may be gone by now: this belongs to none, and a refusal is a message
/// as the offer was.
pub fn take_back<O: Operation<Query = (), Body = ()>>(
    path: O::Path,
    then: impl FnOnce(O::Reply) + 'static,
) {
    let request = ready::<O>(&path, &(), &()).map(|request| Ready {
        idempotency_key: (O::ABOUT.idempotency != Idempotency::None).then(random_key),
        ..request
    });
    spawn_local(async move {
        let answer = match request {
            Ok(request) => session().exchange(&request).await,
            Err(failure) => Err(failure),
        };
        match answer.and_then(|answer| answer.read::<O::Reply>()) {
            Ok(answer) => then(answer.reply),
            Err(failure) => toasts().show(Toast::new(refusal(&failure))),
        }
    });
}
