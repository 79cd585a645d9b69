use chrono::{NaiveDate, NaiveDateTime, Offset, TimeZone};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;

/// The zone as the server would send it: a window of it, cut out of the zone database.
pub(crate) fn zone(name: &str) -> Zone {
    let tz: Tz = name.parse().unwrap();
    Zone::window(
        name,
        utc("2020-01-01 00:00"),
        utc("2032-01-01 00:00"),
        |at| {
            tz.offset_from_utc_datetime(&at.naive())
                .fix()
                .local_minus_utc()
        },
    )
}

pub(crate) fn utc(text: &str) -> Timestamp {
    Timestamp::from_naive(wall(text))
}

pub(crate) fn wall(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

/// What the zone database says, with our rule for what a wall shows never or twice.
fn oracle(name: &str, at: NaiveDateTime) -> Timestamp {
    let tz: Tz = name.parse().unwrap();
    match tz.from_local_datetime(&at) {
        chrono::LocalResult::Single(one) => Timestamp::from_utc(one.to_utc()),
        chrono::LocalResult::Ambiguous(first, _) => Timestamp::from_utc(first.to_utc()),
        chrono::LocalResult::None => {
            let before = tz
                .from_local_datetime(&(at - Duration::hours(3)))
                .earliest()
                .unwrap();
            Timestamp::from_utc(before.to_utc() + Duration::hours(3))
        }
    }
}

const ZONES: [&str; 9] = [
    "Europe/Berlin",
    "Europe/Chisinau",
    "Europe/Moscow",
    "Asia/Almaty",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Africa/Casablanca",
];

#[test]
fn unexpected_times_follow_the_rule() {
    for (name, typed, expected) in [
        // Spring: 02:30 is skipped, the offset before the gap holds, so the wall shows 03:30.
        ("Europe/Berlin", "2027-03-28 02:30", "2027-03-28 01:30"),
        // Autumn: 02:30 comes twice, the first one is meant.
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30"),
        ("Europe/Berlin", "2026-10-25 03:00", "2026-10-25 02:00"),
        ("Europe/Berlin", "2027-03-28 03:00", "2027-03-28 01:00"),
        // Kazakhstan went to UTC+5 on the first of March 2024.
        ("Asia/Almaty", "2024-02-29 12:00", "2024-02-29 06:00"),
        ("Asia/Almaty", "2024-02-29 23:30", "2024-02-29 17:30"),
        ("Asia/Almaty", "2024-03-01 12:00", "2024-03-01 07:00"),
        ("Europe/Moscow", "2026-12-05 19:00", "2026-12-05 16:00"),
        ("Asia/Kolkata", "2026-06-01 00:00", "2026-05-31 18:30"),
        // Half an hour of daylight saving.
        (
            "Australia/Lord_Howe",
            "2026-10-04 02:15",
            "2026-10-03 15:45",
        ),
        (
            "Australia/Lord_Howe",
            "2026-04-05 01:45",
            "2026-04-04 14:45",
        ),
    ] {
        assert_eq!(
            zone(name).instant(wall(typed)),
            utc(expected),
            "{name} {typed}"
        );
        assert_eq!(
            oracle(name, wall(typed)),
            utc(expected),
            "oracle: {name} {typed}"
        );
    }
}

#[test]
fn the_window_has_exactly_the_changes_of_its_span() {
    let berlin = zone("Europe/Berlin");
    assert_eq!(berlin.changes.len(), 24);
    assert_eq!(berlin.base, 3600);
    let spring = berlin
        .changes
        .iter()
        .find(|change| change.at > utc("2027-01-01 00:00"))
        .unwrap();
    assert_eq!((spring.at, spring.offset), (utc("2027-03-28 01:00"), 7200));
    assert_eq!(zone("Europe/Moscow").changes, []);
    assert_eq!(zone("Asia/Almaty").changes.len(), 1);
}

#[test]
fn midnight_is_the_first_instant_of_a_day() {
    let date = |text| NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap();
    assert_eq!(
        zone("Asia/Almaty").midnight(date("2026-11-21")),
        utc("2026-11-20 19:00")
    );
    // Beirut skips midnight in spring.
    assert_eq!(
        zone("Asia/Beirut").day(zone("Asia/Beirut").midnight(date("2027-03-28"))),
        date("2027-03-28")
    );
}

proptest! {
    #[test]
    fn the_wall_and_the_instant_agree_with_the_zone_database(
        place in 0..ZONES.len(),
        minutes in 0i64..5_700_000,
    ) {
        let name = ZONES[place];
        let zone = zone(name);
        let at = utc("2020-06-01 00:00").plus(Duration::minutes(minutes));
        let tz: Tz = name.parse().unwrap();
        prop_assert_eq!(zone.wall(at), tz.from_utc_datetime(&at.naive()).naive_local());
        let shown = at.naive();
        prop_assert_eq!(zone.instant(shown), oracle(name, shown));
    }

    #[test]
    fn what_the_wall_shows_leads_back(place in 0..ZONES.len(), minutes in 0i64..5_700_000) {
        let zone = zone(ZONES[place]);
        let at = utc("2020-06-01 00:00").plus(Duration::minutes(minutes));
        let back = zone.instant(zone.wall(at));
        // The second of two equal wall times leads to the first.
        prop_assert!(back <= at && at.since(back) <= Duration::hours(1));
        prop_assert_eq!(zone.wall(back), zone.wall(at));
    }
}

#[test]
fn an_instant_is_cut_to_the_microsecond_and_prints_milliseconds() {
    let at = Timestamp::parse("2026-12-05T19:00:00.123456789+03:00").unwrap();
    assert_eq!(at.as_micros() % 1_000_000, 123_456);
    assert_eq!(at.to_string(), "2026-12-05T16:00:00.123Z");
    assert_eq!(Timestamp::parse("2026-12-05 19:00"), None);
}
