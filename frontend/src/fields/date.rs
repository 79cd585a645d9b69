//! Answers that are days, times and moments, typed in words or chosen.

use chrono::NaiveTime;
use domain::fields::Raw;
use domain::time::{Timestamp, Zone};
use leptos::prelude::*;

use super::{follow, text_of};
use crate::data::now;
use crate::ui::{DatePicker, DateTimePicker, Input, When};

pub fn day(value: RwSignal<Option<Raw>>, zone: &Zone, not_past: bool) -> AnyView {
    let wall = zone.wall(now());
    let when = RwSignal::new(text_of(value).parse().ok().map(When::Day));
    let valid = RwSignal::new(true);
    let change = move |when: Option<When>| {
        let day = when.map(|when| Raw::Text(when.date().to_string()));
        value.set(day.or_else(|| unclear(valid)));
    };
    let earliest = not_past.then(|| wall.date());
    let now = Signal::stored(wall);
    match earliest {
        Some(earliest) => {
            view! { <DatePicker value=when now=now earliest=earliest valid=valid on_change=change /> }
                .into_any()
        }
        None => view! { <DatePicker value=when now=now valid=valid on_change=change /> }.into_any(),
    }
}

pub fn moment(value: RwSignal<Option<Raw>>, zone: Zone, not_past: bool) -> AnyView {
    let wall = zone.wall(now());
    let when =
        RwSignal::new(Timestamp::parse(&text_of(value)).map(|at| When::Moment(zone.wall(at))));
    let valid = RwSignal::new(true);
    let change = move |when: Option<When>| {
        let moment = when.map(|when| match when {
            When::Moment(wall) => Raw::Text(zone.instant(wall).to_string()),
            // A day without its time is not an answer yet; the domain says what is missing.
            When::Day(day) => Raw::Text(day.to_string()),
        });
        value.set(moment.or_else(|| unclear(valid)));
    };
    let now = Signal::stored(wall);
    match not_past {
        true => {
            view! { <DateTimePicker value=when now=now earliest=wall.date() valid=valid on_change=change /> }
                .into_any()
        }
        false => view! { <DateTimePicker value=when now=now valid=valid on_change=change /> }.into_any(),
    }
}

/// What is typed and is no date stands in its place, so that the domain refuses it: it must not empty the answer.
fn unclear(valid: RwSignal<bool>) -> Option<Raw> {
    (!valid.get_untracked()).then(|| Raw::Text("?".to_owned()))
}

pub fn time(value: RwSignal<Option<Raw>>) -> AnyView {
    let text = RwSignal::new(text_of(value));
    follow(text, value, |typed| {
        let read = parse_time(typed).map(|time| time.format("%H:%M").to_string());
        let text = read.unwrap_or_else(|| typed.to_owned());
        (!typed.is_empty()).then_some(Raw::Text(text))
    });
    view! { <Input value=text placeholder="18:30" /> }.into_any()
}

/// `18:30`, `18.30`, `1830`, `18`.
fn parse_time(typed: &str) -> Option<NaiveTime> {
    let digits: Vec<&str> = typed
        .split([':', '.', '-', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let (hour, minute) = match digits.as_slice() {
        [hour, minute] => (hour.parse().ok()?, minute.parse().ok()?),
        [both] if both.len() > 2 => both
            .parse::<u32>()
            .ok()
            .map(|both| (both / 100, both % 100))?,
        [hour] => (hour.parse().ok()?, 0),
        _ => return None,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

#[cfg(test)]
mod tests {
    use super::parse_time;

    #[test]
    fn times_as_people_type_them() {
        for (typed, expected) in [
            ("18:30", "18:30"),
            ("18.30", "18:30"),
            ("1830", "18:30"),
            ("930", "09:30"),
            ("7", "07:00"),
        ] {
            let time = parse_time(typed).map(|time| time.format("%H:%M").to_string());
            assert_eq!(time.as_deref(), Some(expected), "{typed}");
        }
        for typed in ["", "25:00", "18:61", "утром", "1:2:3"] {
            assert_eq!(parse_time(typed), None, "{typed}");
        }
    }
}
