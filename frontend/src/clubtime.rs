//! Time as the club's wall clock shows it, in the reader's language. The device's own zone is never used for work.

use chrono::Duration;
use domain::ids::BranchId;
use domain::sentence::Telling;
use domain::time::{Due, Timestamp, Zone};
use leptos::prelude::*;
use wire::branches::ListBranches;

use crate::data::{now, queries, session};
use crate::i18n::{self, t};
use crate::ui::{Tone, When};

/// A branch's zone. Until the branches are known, its offset of today stands in; follows both.
pub fn zone_of(branch: BranchId) -> Zone {
    exact(branch)
        .or_else(|| {
            session()
                .branch(branch)
                .map(|branch| fixed(branch.zone, branch.offset))
        })
        .unwrap_or_else(home_zone)
}

/// The same without following, for event handlers.
pub fn zone_of_now(branch: BranchId) -> Zone {
    untrack(|| zone_of(branch))
}

/// The zone of the reader's first branch.
pub fn home_zone() -> Zone {
    let first = session()
        .with_me(|me| me.branches.first().cloned())
        .flatten();
    match first {
        Some(branch) => exact(branch.id).unwrap_or_else(|| fixed(branch.zone, branch.offset)),
        None => device(),
    }
}

fn exact(branch: BranchId) -> Option<Zone> {
    let page = queries().peek::<ListBranches>((), ())?;
    page.items
        .iter()
        .find(|known| known.id == branch)
        .map(|known| known.zone.clone())
}

fn fixed(name: String, offset: i32) -> Zone {
    Zone {
        name,
        base: offset,
        changes: Vec::new(),
    }
}

/// Before anybody is signed in there is no club.
fn device() -> Zone {
    let minutes = js_sys::Date::new_0().get_timezone_offset();
    fixed("device".to_owned(), -(minutes as i32) * 60)
}

/// How a date is told now, on this zone's wall.
pub fn telling(zone: &Zone) -> Telling<'_> {
    Telling {
        language: i18n::language(),
        zone,
        today: zone.day(now()),
    }
}

/// `сегодня 18:30`, `сб 5 декабря`.
pub fn spell(due: Due, zone: &Zone) -> String {
    telling(zone).due(due)
}

/// `вчера 14:05` on the wall of the reader's club.
pub fn moment(at: Timestamp) -> String {
    telling(&home_zone()).moment(at)
}

/// `14:05` on the wall of the reader's club.
pub fn clock(at: Timestamp) -> String {
    telling(&home_zone()).time(at)
}

/// What was typed on the branch's wall, as a due date.
pub fn due_of(when: When, zone: &Zone) -> Due {
    match when {
        When::Day(day) => Due::Day(day),
        When::Moment(wall) => Due::At(zone.instant(wall)),
    }
}

/// A due date as it is typed on the branch's wall.
pub fn when_of(due: Due, zone: &Zone) -> When {
    match due {
        Due::Day(day) => When::Day(day),
        Due::At(at) => When::Moment(zone.wall(at)),
    }
}

/// Where a date stands against the present moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// By so much.
    Overdue(Duration),
    /// Today, at a time or at any.
    Today,
    Later,
}

pub fn standing(due: Due, zone: &Zone, now: Timestamp) -> Standing {
    let today = zone.day(now);
    match due {
        Due::Day(day) if day < today => Standing::Overdue(today - day),
        Due::Day(day) if day == today => Standing::Today,
        Due::At(at) if at < now => Standing::Overdue(now.since(at)),
        Due::At(at) if zone.day(at) == today => Standing::Today,
        Due::Day(_) | Due::At(_) => Standing::Later,
    }
}

/// The chip of a due date: overdue says by how much, today says the time.
pub fn due_chip(due: Due, zone: &Zone, now: Timestamp) -> (String, Tone) {
    let told = telling(zone);
    match (standing(due, zone, now), due) {
        (Standing::Overdue(span), _) => (told.age(span), Tone::Danger),
        (Standing::Today, Due::At(at)) => (told.time(at), Tone::Warn),
        (Standing::Today, Due::Day(_)) => (t::day::all_day().to_owned(), Tone::Warn),
        (Standing::Later, _) => (told.due(due), Tone::Bare),
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Duration, NaiveDate};
    use domain::time::{Due, Timestamp, Zone};

    use super::{Standing, standing};

    #[test]
    fn a_day_is_never_late_at_midnight_and_a_moment_is_late_at_once() {
        let moscow = Zone {
            name: "Europe/Moscow".into(),
            base: 3 * 3600,
            changes: Vec::new(),
        };
        let at = |text: &str| Timestamp::parse(text).unwrap();
        let day = |text: &str| Due::Day(text.parse::<NaiveDate>().unwrap());
        // 01:30 of the 22nd in Moscow.
        let now = at("2026-11-21T22:30:00Z");
        assert_eq!(standing(day("2026-11-22"), &moscow, now), Standing::Today);
        assert_eq!(
            standing(day("2026-11-21"), &moscow, now),
            Standing::Overdue(Duration::days(1))
        );
        assert_eq!(
            standing(Due::At(at("2026-11-21T22:29:00Z")), &moscow, now),
            Standing::Overdue(Duration::minutes(1))
        );
        assert_eq!(
            standing(Due::At(at("2026-11-22T15:00:00Z")), &moscow, now),
            Standing::Today
        );
        assert_eq!(
            standing(Due::At(at("2026-11-22T21:00:00Z")), &moscow, now),
            Standing::Later
        );
    }
}
