//! Days and times. All arguments are local to the branch; the zone was applied before.

use std::cell::OnceCell;

use chrono::{Datelike as _, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike as _};
use domain::language::Language;
use domain::time_text::Spoken;
use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use super::{language, t, tag};

type Cached = OnceCell<Function>;

thread_local! {
    static SHORT: Cached = const { OnceCell::new() };
    static LISTED: Cached = const { OnceCell::new() };
    static LISTED_YEAR: Cached = const { OnceCell::new() };
    static LONG: Cached = const { OnceCell::new() };
    static MONTH: Cached = const { OnceCell::new() };
    static WEEKDAY: Cached = const { OnceCell::new() };
}

fn format(
    cell: &'static std::thread::LocalKey<Cached>,
    parts: &[(&str, &str)],
    date: NaiveDate,
) -> String {
    cell.with(|cell| {
        let function = cell.get_or_init(|| {
            let options = Object::new();
            for (name, value) in parts.iter().chain(&[("timeZone", "UTC")]) {
                let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
            }
            Intl::DateTimeFormat::new(&Array::of1(&tag().into()), &options).format()
        });
        // The date is shown as it is: midnight UTC, formatted in UTC.
        let days = f64::from(date.num_days_from_ce() - 719_163);
        let text = function.call1(&JsValue::UNDEFINED, &JsValue::from_f64(days * 86_400_000.0));
        text.ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    })
}

/// In forms and tooltips: 21.11.2026, in English 21/11/2026.
pub fn date(date: NaiveDate) -> String {
    format(
        &SHORT,
        &[
            ("day", "2-digit"),
            ("month", "2-digit"),
            ("year", "numeric"),
        ],
        date,
    )
}

/// In lists: 21 нояб., 21 Nov 2026; the year where it is not this one.
pub fn day(date: NaiveDate, today: NaiveDate) -> String {
    if date.year() == today.year() && language() != Language::En {
        format(&LISTED, &[("day", "numeric"), ("month", "short")], date)
    } else {
        let text = format(
            &LISTED_YEAR,
            &[("day", "numeric"), ("month", "short"), ("year", "numeric")],
            date,
        );
        text.trim_end_matches(" г.")
            .trim_end_matches("\u{A0}г.")
            .to_owned()
    }
}

/// With its weekday: сб, 21 ноября.
pub fn day_long(date: NaiveDate) -> String {
    let text = format(
        &LONG,
        &[("weekday", "short"), ("day", "numeric"), ("month", "long")],
        date,
    );
    if language() == Language::En {
        text.replacen(", ", " ", 1)
    } else {
        text
    }
}

/// The name of a month with its year, for the head of a calendar.
pub fn month(date: NaiveDate) -> String {
    let text = format(&MONTH, &[("month", "long"), ("year", "numeric")], date);
    text.trim_end_matches(" г.")
        .trim_end_matches("\u{A0}г.")
        .to_owned()
}

/// The short name of the weekday: пн.
pub fn weekday(date: NaiveDate) -> String {
    format(&WEEKDAY, &[("weekday", "short")], date)
}

/// 16:05 in every language.
pub fn time(time: NaiveTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The word for a near day (yesterday, today, tomorrow), otherwise the day as in lists.
pub fn relative(date: NaiveDate, today: NaiveDate) -> String {
    match (date - today).num_days() {
        0 => t::dates::today().to_owned(),
        1 => t::dates::tomorrow().to_owned(),
        -1 => t::dates::yesterday().to_owned(),
        // "The day before yesterday" is one word in Russian and Romanian only.
        -2 if language() != Language::En => t::dates::before_yesterday().to_owned(),
        _ => day(date, today),
    }
}

/// A moment beside today's ones: "сегодня 18:30", "24 нояб. 08:00".
pub fn moment(at: NaiveDateTime, today: NaiveDate) -> String {
    format!("{} {}", relative(at.date(), today), time(at.time()))
}

/// A date that was typed, in full, so that a misunderstanding is seen: "вт, 24 ноября, 08:00".
pub fn spoken(spoken: Spoken) -> String {
    match spoken {
        Spoken::Day(date) => day_long(date),
        Spoken::Moment(at) => format!("{}, {}", day_long(at.date()), time(at.time())),
    }
}

/// How long something is late, in its largest unit: 5 мин, 3 ч, 2 дня, 3 нед.
pub fn age(span: Duration) -> String {
    let minutes = span.num_minutes().max(0);
    match minutes {
        0..60 => t::dates::minutes(minutes),
        60..1440 => t::dates::hours(minutes / 60),
        1440..20_160 => t::dates::days(minutes / 1440),
        _ => t::dates::weeks(minutes / 10_080),
    }
}
