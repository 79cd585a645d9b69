//! Real delays on other dates: how late or early somebody was is his habit and stays.

use chrono::{Duration, NaiveDate};

use super::Given;
use crate::chains::Filled;
use crate::fields::FieldValue;
use crate::time::{Due, Timestamp, Zone};

/// When a task that is due then would be done: as long after its due moment as in reality; of a due day, so many days after it at the same time of day.
pub(super) fn done_at(given: &Given, due: Due, now: Timestamp, zone: &Zone) -> Timestamp {
    let at = match (given.due, due) {
        (Due::At(was), Due::At(is)) => is.plus(given.at.since(was)),
        (was, is) => {
            let late = zone.day(given.at) - day_of(was, zone);
            let day = day_of(is, zone).checked_add_signed(late);
            let time = zone.wall(given.at).time();
            zone.instant(day.unwrap_or(day_of(is, zone)).and_time(time))
        }
    };
    at.max(now)
}

/// The date that a person named for this task, as far from `now` as it was from when the task was made.
pub(super) fn chosen_due(given: &Given, now: Timestamp, zone: &Zone) -> Due {
    match given.due {
        Due::At(at) => Due::At(now.plus(at.since(given.made).max(Duration::zero()))),
        Due::Day(day) => {
            let ahead = (day - zone.day(given.made)).max(Duration::zero());
            let today = zone.day(now);
            Due::Day(today.checked_add_signed(ahead).unwrap_or(today))
        }
    }
}

/// The answers with their dates as far from `now` as they were from when they were given. `None` when they are right as they are.
pub(super) fn shifted(given: &Given, now: Timestamp, zone: &Zone) -> Option<Vec<Filled>> {
    let by = zone.day(now) - zone.day(given.at);
    if by.is_zero() || given.answers.is_empty() {
        return None;
    }
    let moved = given.answers.iter().map(|filled| Filled {
        value: match &filled.value {
            FieldValue::Date(day) => FieldValue::Date(day.checked_add_signed(by).unwrap_or(*day)),
            // The wall's time stays, also over a change of the clocks.
            FieldValue::DateTime(at) => {
                let wall = zone.wall(*at);
                let moved = wall.checked_add_signed(by).unwrap_or(wall);
                FieldValue::DateTime(zone.instant(moved))
            }
            other => other.clone(),
        },
        ..filled.clone()
    });
    Some(moved.collect())
}

pub(super) fn day_of(due: Due, zone: &Zone) -> NaiveDate {
    match due {
        Due::Day(day) => day,
        Due::At(at) => zone.day(at),
    }
}
