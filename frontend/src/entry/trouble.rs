//! Why an entry form was not accepted, in the reader's words.

use std::time::Duration;

use client::Failure;
use leptos::prelude::*;
use wire::error::Code;

use crate::data::{Sending, now, tick_every};
use crate::i18n::t;
use crate::ui::InlineError;

/// Below a form's button: why it was refused. Counts the seconds down after too many attempts.
#[component]
pub fn Trouble(
    of: Sending,
    /// What to say of a password that does not fit.
    #[prop(default = t::entry::wrong)]
    wrong: fn() -> &'static str,
) -> AnyView {
    let moment = tick_every(Duration::from_secs(1));
    let refused_at = RwSignal::new(now());
    Effect::new(move |_| {
        if of.failure().is_some() {
            refused_at.set(now());
        }
    });
    let text = move || {
        let failure = of.failure()?;
        match &failure {
            Failure::Refused {
                problem,
                retry_after,
            } => match problem.code {
                Code::WrongCredentials => Some(wrong().to_owned()),
                Code::TooManyRequests => {
                    let passed = moment.get().since(refused_at.get()).num_seconds();
                    let left = i64::from(retry_after.unwrap_or(60)) - passed;
                    (left > 0).then(|| t::entry::too_many(clock(left)))
                }
                Code::ValidationFailed => None,
                _ => Some(problem.detail.clone()),
            },
            _ => Some(t::entry::no_answer().to_owned()),
        }
    };
    view! { <InlineError text=Signal::derive(text) /> }.into_any()
}

/// `2:05`.
fn clock(seconds: i64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
