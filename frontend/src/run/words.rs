//! Words of the runner.

use domain::results::Outcome;
use domain::results::Tone as ResultTone;
use wire::error::{Code, Problem};

use crate::clubtime;
use crate::i18n::t;
use crate::ui::Tone;

/// Why the server refused, with who did what before where that is the reason.
pub fn refusal_words(problem: &Problem) -> String {
    let fact = |name: &str| problem.params.get(name).cloned().unwrap_or_default();
    match problem.code {
        Code::TaskAlreadyDone => {
            let at = fact("at");
            let at = domain::time::Timestamp::parse(&at).map_or(at, clubtime::moment);
            t::run::closed_by(fact("by"), at, fact("result"))
        }
        Code::TaskCancelled => t::run::cancelled_by(fact("by"), fact("reason")),
        Code::ValidationFailed => {
            let messages: Vec<&str> = problem
                .errors
                .iter()
                .map(|error| error.message.as_str())
                .collect();
            match messages.is_empty() {
                true => problem.detail.clone(),
                false => messages.join(" · "),
            }
        }
        Code::VersionMismatch => t::shell::saved_elsewhere().to_owned(),
        _ => problem.detail.clone(),
    }
}

pub fn tone_of(outcome: Outcome) -> Tone {
    match outcome.tone() {
        ResultTone::Positive => Tone::Ok,
        ResultTone::Waiting => Tone::Warn,
        ResultTone::NoContact => Tone::Plain,
        ResultTone::Negative => Tone::Danger,
        ResultTone::Neutral => Tone::Info,
    }
}
