//! The numbers of the map in words.

use std::collections::BTreeMap;

use chrono::Duration;
use domain::map::{Delay, share};
use wire::map::{MapResult, MapStep};

use super::super::board::{Figure, Share};
use crate::i18n::{self, t};

pub fn whole(count: u32) -> String {
    i18n::number(i64::from(count))
}

/// A number that is left out when it is nothing.
pub fn some(count: u32) -> Option<String> {
    (count > 0).then(|| whole(count))
}

pub fn span(seconds: Option<i64>) -> Option<String> {
    seconds.map(|seconds| i18n::age(Duration::seconds(seconds)))
}

pub const fn delay(delay: Delay) -> fn() -> &'static str {
    match delay {
        Delay::None => t::map::delay_none,
        Delay::Some => t::map::delay_some,
        Delay::Much => t::map::delay_much,
    }
}

/// Of its step, as it stands beside its line.
pub fn percent(step: &MapStep, result: &MapResult) -> String {
    i18n::percent((share(result.times, step.done) * 100.0).round() / 100.0)
}

pub fn figures(steps: &[MapStep]) -> BTreeMap<String, Figure> {
    let told = steps.iter().map(|step| (step.step.clone(), figure(step)));
    told.collect()
}

fn figure(step: &MapStep) -> Figure {
    let rows = step.results.iter().filter(|result| result.times > 0);
    let rows = rows.map(|result| {
        let percent = percent(step, result);
        let told = Share {
            of_all: share(result.times, step.done),
            shown: t::map::beside(&percent, whole(result.times)),
            said: t::map::share_said(percent, whole(result.times), whole(step.done)),
        };
        (result.result_id, told)
    });
    Figure {
        delay: Some(step.delay),
        standing: whole(step.standing),
        overdue: some(step.overdue),
        sleeping: some(step.sleeping),
        waiting: span(step.waiting_seconds),
        said: said(step),
        rows: rows.collect(),
    }
}

fn said(step: &MapStep) -> String {
    let mut parts = vec![t::map::said_standing(i64::from(step.standing))];
    if step.overdue > 0 {
        parts.push(t::map::said_overdue(i64::from(step.overdue)));
    }
    if step.sleeping > 0 {
        parts.push(t::map::said_asleep(i64::from(step.sleeping)));
    }
    if let Some(span) = span(step.waiting_seconds) {
        parts.push(t::map::said_waiting(span));
    }
    parts.join(", ")
}
