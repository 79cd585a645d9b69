//! Working hours of a week and the days that differ, typed as people write them: `9:00–21:00`, empty for a day off.

use chrono::{NaiveDate, NaiveTime};
use domain::calendar::{DayHours, Holiday};
use leptos::prelude::*;

use crate::i18n::{self, t};
use crate::ui::{Button, Face, Field, Icon, Input, Kind, fresh_id};

/// Seven lines of text, Monday first.
pub type Week = [RwSignal<String>; 7];

pub fn week_of(hours: &[Option<DayHours>; 7]) -> Week {
    std::array::from_fn(|day| RwSignal::new(written(hours[day])))
}

fn written(hours: Option<DayHours>) -> String {
    hours
        .map(|hours| {
            format!(
                "{}–{}",
                hours.opens.format("%H:%M"),
                hours.closes.format("%H:%M")
            )
        })
        .unwrap_or_default()
}

/// `None` when a line cannot be read.
pub fn read_week(week: &Week) -> Option<[Option<DayHours>; 7]> {
    let mut read = [None; 7];
    for (day, line) in week.iter().enumerate() {
        read[day] = parse(&line.get()).ok()?;
    }
    Some(read)
}

/// `9-21`, `9:00–21:00`, `09.00 - 21.30`; empty means closed.
pub fn parse(line: &str) -> Result<Option<DayHours>, ()> {
    let line = line.trim();
    if line.is_empty() {
        return Ok(None);
    }
    let (opens, closes) = line.split_once(['-', '–', '—']).ok_or(())?;
    let (opens, closes) = (time(opens)?, time(closes)?);
    if closes <= opens {
        return Err(());
    }
    Ok(Some(DayHours { opens, closes }))
}

fn time(text: &str) -> Result<NaiveTime, ()> {
    let text = text.trim().replace('.', ":");
    let (hour, minute) = text.split_once(':').unwrap_or((&text, "0"));
    let (hour, minute) = (hour.parse().map_err(drop)?, minute.parse().map_err(drop)?);
    // Midnight at the end of a day is its last minute.
    if hour == 24 && minute == 0 {
        return NaiveTime::from_hms_opt(23, 59, 0).ok_or(());
    }
    NaiveTime::from_hms_opt(hour, minute, 0).ok_or(())
}

#[component]
pub fn WeekFields(week: Week) -> AnyView {
    let lines = week.into_iter().enumerate().map(|(day, line)| {
        let monday = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default();
        let name = i18n::weekday(monday + chrono::Days::new(day as u64));
        let error = Signal::derive(move || parse(&line.get()).is_err().then(|| t::settings::hours_unclear().to_owned()));
        view! { <Field label=name error=error><Input value=line placeholder=t::settings::day_off() /></Field> }
    });
    view! { <div class="week">{lines.collect_view()}</div> }.into_any()
}

/// A day that differs, while it is edited.
#[derive(Clone)]
pub struct Special {
    row: String,
    date: RwSignal<String>,
    name: RwSignal<String>,
    hours: RwSignal<String>,
}

impl Special {
    pub fn of(holiday: &Holiday) -> Self {
        Self {
            row: fresh_id("special"),
            date: RwSignal::new(holiday.date.format("%d.%m.%Y").to_string()),
            name: RwSignal::new(holiday.name.clone()),
            hours: RwSignal::new(written(holiday.hours)),
        }
    }

    fn fresh() -> Self {
        Self {
            row: fresh_id("special"),
            date: RwSignal::new(String::new()),
            name: RwSignal::new(String::new()),
            hours: RwSignal::new(String::new()),
        }
    }

    fn read(&self) -> Option<Holiday> {
        Some(Holiday {
            date: date(&self.date.get())?,
            name: self.name.get().trim().to_owned(),
            hours: parse(&self.hours.get()).ok()?,
        })
    }
}

fn date(text: &str) -> Option<NaiveDate> {
    ["%d.%m.%Y", "%Y-%m-%d"]
        .iter()
        .find_map(|form| NaiveDate::parse_from_str(text.trim(), form).ok())
}

/// `None` when a line cannot be read.
pub fn read_specials(specials: &[Special]) -> Option<Vec<Holiday>> {
    let mut days: Vec<Holiday> = specials.iter().map(Special::read).collect::<Option<_>>()?;
    days.sort_by_key(|day| day.date);
    Some(days)
}

#[component]
pub fn SpecialDays(days: RwSignal<Vec<Special>>) -> AnyView {
    view! {
        <ul class="special-days">
            <For each=move || days.get() key=|day| day.row.clone() let:day>
                {
                    let unclear = Signal::derive(move || {
                        let typed = day.date.get();
                        (!typed.is_empty() && date(&typed).is_none()).then(|| t::clients::birth_unclear().to_owned())
                    });
                    let row = day.row.clone();
                    view! {
                        <li class="special-days__line">
                            <Field label=t::settings::date() error=unclear><Input value=day.date placeholder="31.12.2026" /></Field>
                            <Field label=t::settings::name()><Input value=day.name max_length=100 /></Field>
                            <Field label=t::settings::hours()><Input value=day.hours placeholder=t::settings::day_off() /></Field>
                            <Button label=t::settings::remove_day() icon=Icon::X face=Face::Icon kind=Kind::Ghost
                                on_press=move |()| days.update(|days| days.retain(|known| known.row != row)) />
                        </li>
                    }
                }
            </For>
        </ul>
        <Button label=t::settings::add_day() icon=Icon::Plus on_press=move |()| days.update(|days| days.push(Special::fresh())) />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{parse, written};

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (typed, expected) in [
            ("9-21", Some("09:00–21:00")),
            ("09:00–21:30", Some("09:00–21:30")),
            ("9.00 — 24", Some("09:00–23:59")),
            ("", Some("")),
            ("21-9", None),
            ("утром", None),
            ("9:77-21", None),
        ] {
            assert_eq!(
                parse(typed).ok().map(written).as_deref(),
                expected,
                "{typed}"
            );
        }
    }
}
