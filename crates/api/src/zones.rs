//! The zone database: the one place where the name of a time zone becomes offsets.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::{Datelike as _, Duration, NaiveDate, Offset as _, TimeZone as _};
use chrono_tz::Tz;
use domain::time::{Timestamp, Zone};

/// Offsets of an IANA zone from the year before `now` to eleven years after it: as far as a chain can sleep.
///
/// A name that the database does not know (it was checked when it came in) is UTC.
pub fn around(name: &str, now: Timestamp) -> Arc<Zone> {
    type Known = Mutex<BTreeMap<(String, i32), Arc<Zone>>>;
    static KNOWN: OnceLock<Known> = OnceLock::new();
    let year = now.as_utc().year();
    let mut known = KNOWN
        .get_or_init(Known::default)
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let zone = known
        .entry((name.to_owned(), year))
        .or_insert_with(|| Arc::new(window(name, year)));
    Arc::clone(zone)
}

fn window(name: &str, year: i32) -> Zone {
    let zone: Tz = name.parse().unwrap_or(chrono_tz::UTC);
    let new_year = |year| {
        let day = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        Timestamp::from_naive(day.and_time(chrono::NaiveTime::MIN))
    };
    let (from, to) = (
        new_year(year - 1),
        new_year(year + 11).plus(Duration::days(1)),
    );
    Zone::window(zone.name(), from, to, |at| {
        zone.offset_from_utc_datetime(&at.naive())
            .fix()
            .local_minus_utc()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).expect("an instant")
    }

    #[test]
    fn a_zone_knows_its_changes_for_as_long_as_a_chain_can_sleep() {
        let now = at("2026-11-21T12:00:00Z");
        let zone = around("Europe/Chisinau", now);
        assert_eq!(zone.name, "Europe/Chisinau");
        for (instant, hours) in [
            ("2026-11-21T12:00:00Z", 2),
            ("2027-07-01T12:00:00Z", 3),
            ("2036-07-01T12:00:00Z", 3),
        ] {
            assert_eq!(
                zone.offset_at(at(instant)),
                Duration::hours(hours),
                "{instant}"
            );
        }
        assert_eq!(
            around("Europe/Moscow", now).offset_at(now),
            Duration::hours(3)
        );
        assert!(
            Arc::ptr_eq(&zone, &around("Europe/Chisinau", now)),
            "computed once"
        );
    }
}
