use std::collections::BTreeMap;

use domain::ids::HookId;
use domain::language::Language;
use domain::outgoing::{DeliveryState, Outgoing, Undelivered};
use store::JobState;
use wire::sending::{Delivery, DeliveryError};

use super::words;

pub(super) fn delivery(
    known: store::Delivery,
    hooks: &BTreeMap<HookId, String>,
    language: Language,
) -> Delivery {
    let kind = known.outgoing.kind();
    let (to, subject, hook_id) = match known.outgoing {
        Outgoing::Mail(mail) => (mail.to, mail.subject, None),
        Outgoing::Hook(call) => {
            let name = hooks.get(&call.hook_id).cloned().unwrap_or_default();
            (name, call.event, Some(call.hook_id))
        }
    };
    // What arrived after all needs no excuse.
    let failure = known.failure.filter(|_| known.state != JobState::Done);
    Delivery {
        id: known.id,
        kind,
        state: state(known.state),
        to,
        subject,
        hook_id,
        attempts: u32::try_from(known.attempts).unwrap_or_default(),
        due_at: known.run_at,
        error: failure.map(|why| error(why, known.detail.unwrap_or_default(), language)),
        created_at: known.created_at,
        finished_at: known.finished_at,
    }
}

pub(super) fn error(why: Undelivered, detail: String, language: Language) -> DeliveryError {
    DeliveryError {
        why,
        text: words(why, language).to_owned(),
        detail,
    }
}

pub(super) fn state(state: JobState) -> DeliveryState {
    match state {
        JobState::Waiting => DeliveryState::Waiting,
        JobState::Running => DeliveryState::Running,
        JobState::Done => DeliveryState::Done,
        JobState::Dead => DeliveryState::Dead,
        JobState::Withdrawn => DeliveryState::Withdrawn,
    }
}

pub(super) fn job_state(state: DeliveryState) -> JobState {
    match state {
        DeliveryState::Waiting => JobState::Waiting,
        DeliveryState::Running => JobState::Running,
        DeliveryState::Done => JobState::Done,
        DeliveryState::Dead => JobState::Dead,
        DeliveryState::Withdrawn => JobState::Withdrawn,
    }
}
