use chrono::{Duration, NaiveDate, NaiveTime};
use proptest::prelude::*;

use super::*;
use crate::time::tests::{utc, wall, zone};

pub(crate) fn hours(opens: &str, closes: &str) -> Option<DayHours> {
    let time = |text| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
    Some(DayHours {
        opens: time(opens),
        closes: time(closes),
    })
}

pub(crate) fn date(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

/// Monday to Friday 9 to 21, Saturday 10 to 18; New Year's holidays; a short 31 December.
pub(crate) fn club() -> Calendar {
    let day = hours("09:00", "21:00");
    let holiday = |text, name: &str, hours| Holiday {
        date: date(text),
        name: name.into(),
        hours,
    };
    Calendar {
        week: [day, day, day, day, day, hours("10:00", "18:00"), None],
        holidays: vec![
            holiday("2026-12-31", "Канун", hours("09:00", "15:00")),
            holiday("2027-01-01", "Новый год", None),
            holiday("2027-01-02", "Новый год", None),
        ],
    }
}

#[test]
fn working_minutes_skip_what_is_closed() {
    let calendar = club();
    for (name, from, minutes, expected, runs, outside) in [
        (
            "Europe/Moscow",
            "2026-11-20 12:00",
            120,
            "2026-11-20 14:00",
            0,
            false,
        ),
        // Ends exactly at closing time.
        (
            "Europe/Moscow",
            "2026-11-20 19:00",
            120,
            "2026-11-20 21:00",
            0,
            false,
        ),
        // Friday evening runs over into Saturday.
        (
            "Europe/Moscow",
            "2026-11-20 20:00",
            120,
            "2026-11-21 11:00",
            0,
            false,
        ),
        // Saturday evening runs over Sunday into Monday.
        (
            "Europe/Moscow",
            "2026-11-21 17:00",
            120,
            "2026-11-23 10:00",
            1,
            false,
        ),
        (
            "Europe/Moscow",
            "2026-11-20 06:00",
            30,
            "2026-11-20 09:30",
            0,
            true,
        ),
        (
            "Europe/Moscow",
            "2026-11-20 22:00",
            30,
            "2026-11-21 10:30",
            0,
            true,
        ),
        (
            "Europe/Moscow",
            "2026-11-22 12:00",
            30,
            "2026-11-23 09:30",
            1,
            false,
        ),
        (
            "Europe/Moscow",
            "2026-11-22 12:00",
            0,
            "2026-11-23 09:00",
            1,
            false,
        ),
        // Short day, two holidays of one name, a Sunday.
        (
            "Europe/Moscow",
            "2026-12-31 14:00",
            120,
            "2027-01-04 10:00",
            2,
            false,
        ),
        // The clocks change on a Sunday, when this club is closed.
        (
            "Europe/Berlin",
            "2027-03-27 17:30",
            60,
            "2027-03-29 09:30",
            1,
            false,
        ),
    ] {
        let zone = zone(name);
        let found = WorkingTime {
            calendar: &calendar,
            zone: &zone,
        }
        .add_minutes(zone.instant(wall(from)), minutes);
        assert_eq!(zone.wall(found.at), wall(expected), "{from} + {minutes}");
        assert_eq!(
            found.closed.len(),
            runs,
            "{from} + {minutes}: {:?}",
            found.closed
        );
        assert_eq!(found.outside_hours, outside, "{from} + {minutes}");
        assert!(!found.never_open);
    }
}

#[test]
fn minutes_are_real_minutes_on_the_night_the_clocks_change() {
    let all_night = Calendar {
        week: [hours("00:00", "23:59"); 7],
        holidays: vec![],
    };
    let berlin = zone("Europe/Berlin");
    let time = WorkingTime {
        calendar: &all_night,
        zone: &berlin,
    };
    let spring = time.add_minutes(berlin.instant(wall("2027-03-28 01:00")), 120);
    assert_eq!(berlin.wall(spring.at), wall("2027-03-28 04:00"));
    let autumn = time.add_minutes(berlin.instant(wall("2026-10-25 01:00")), 180);
    assert_eq!(berlin.wall(autumn.at), wall("2026-10-25 03:00"));
}

#[test]
fn working_days_name_what_they_skip() {
    let calendar = club();
    let zone = zone("Europe/Moscow");
    let time = WorkingTime {
        calendar: &calendar,
        zone: &zone,
    };
    for (from, count, expected) in [
        ("2026-11-20", 1, "2026-11-21"),
        ("2026-11-20", 2, "2026-11-23"),
        ("2026-11-22", 0, "2026-11-23"),
        ("2026-11-22", 1, "2026-11-23"),
        ("2026-12-30", 2, "2027-01-04"),
        ("2028-02-28", 1, "2028-02-29"),
    ] {
        assert_eq!(
            time.add_days(date(from), count).at,
            date(expected),
            "{from} + {count}"
        );
    }
    assert_eq!(
        time.add_days(date("2026-12-30"), 2).closed,
        [
            ClosedRun {
                from: date("2027-01-01"),
                to: date("2027-01-02"),
                name: Some("Новый год".into())
            },
            ClosedRun {
                from: date("2027-01-03"),
                to: date("2027-01-03"),
                name: None
            },
        ]
    );
}

#[test]
fn a_calendar_that_never_opens_counts_plain_time() {
    let closed = Calendar::default();
    let zone = zone("Asia/Kolkata");
    let time = WorkingTime {
        calendar: &closed,
        zone: &zone,
    };
    let from = utc("2026-11-20 12:00");
    for (found, expected) in [
        (time.next_open(from), from),
        (time.add_minutes(from, 90), utc("2026-11-20 13:30")),
        (
            time.add_minutes(from, u32::MAX),
            from.plus(Duration::minutes(i64::from(u32::MAX))),
        ),
    ] {
        assert_eq!(found.at, expected);
        assert!(found.never_open && found.closed.is_empty());
    }
    assert_eq!(time.add_days(date("2026-11-20"), 3).at, date("2026-11-23"));
    assert!(time.add_days(date("2026-11-20"), u32::MAX).never_open);
    assert!(time.open_day(NaiveDate::MAX).never_open);
}

#[test]
fn hours_that_end_before_they_begin_are_closed() {
    let odd = Calendar {
        week: [hours("22:00", "06:00"); 7],
        holidays: vec![],
    };
    assert_eq!(odd.hours(date("2026-11-20")), None);
}

fn any_day() -> impl Strategy<Value = Option<DayHours>> {
    prop_oneof![
        1 => Just(None),
        3 => (0u32..1380, 1u32..600).prop_map(|(opens, long)| {
            let time = |minutes: u32| NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).unwrap();
            Some(DayHours { opens: time(opens), closes: time((opens + long).min(1439)) })
        }),
    ]
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    let holidays = proptest::collection::btree_map(0i64..60, any_day(), 0..8);
    (proptest::array::uniform7(any_day()), holidays).prop_map(|(week, holidays)| Calendar {
        week,
        holidays: holidays
            .into_iter()
            .map(|(offset, hours)| Holiday {
                date: date("2026-10-01") + Duration::days(offset),
                name: "Праздник".into(),
                hours,
            })
            .collect(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Against a minute-by-minute count.
    #[test]
    fn working_minutes_agree_with_counting(
        calendar in any_calendar(),
        place in 0usize..3,
        start in 0i64..40_000,
        minutes in 1u32..900,
    ) {
        let zone = zone(["Europe/Berlin", "Asia/Kolkata", "America/St_Johns"][place]);
        let time = WorkingTime { calendar: &calendar, zone: &zone };
        let from = utc("2026-10-01 00:00").plus(Duration::minutes(start));
        let found = time.add_minutes(from, minutes);
        if found.never_open {
            prop_assert!(calendar.week.iter().all(Option::is_none));
            return Ok(());
        }
        prop_assert!(found.at > from);
        let mut left = minutes;
        let mut at = from;
        let mut steps = 0;
        while left > 0 {
            let next = at.plus(Duration::minutes(1));
            // A minute is worked when both its ends are on one open day.
            if time.is_open(at) && time.is_open(next) && zone.day(at) == zone.day(next) {
                left -= 1;
            }
            at = next;
            steps += 1;
            prop_assert!(steps < 60 * 24 * 90, "the count ends");
        }
        prop_assert_eq!(found.at, at);
    }

    #[test]
    fn a_working_day_is_open_and_so_is_a_working_moment(
        calendar in any_calendar(),
        start in 0i64..40_000,
        count in 0u32..30,
    ) {
        let zone = zone("Europe/Berlin");
        let time = WorkingTime { calendar: &calendar, zone: &zone };
        let from = utc("2026-10-01 00:00").plus(Duration::minutes(start));
        let day = time.add_days(zone.day(from), count);
        prop_assert!(day.never_open || calendar.hours(day.at).is_some());
        let moment = time.next_open(from);
        prop_assert!(moment.at >= from);
        prop_assert!(moment.never_open || time.is_open(moment.at));
        prop_assert_eq!(time.next_open(moment.at).at, moment.at);
    }
}
