//! Dates, times and spans as they are read.

use chrono::{Datelike, Duration, NaiveDate};

use super::plural::Noun;
use super::{NBSP, Telling};
use crate::language::Language;
use crate::time::{Due, Timestamp};

const WEEKDAYS: [[&str; 7]; 3] = [
    ["пн", "вт", "ср", "чт", "пт", "сб", "вс"],
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    ["lun.", "mar.", "mie.", "joi", "vin.", "sâm.", "dum."],
];

const MONTHS: [[&str; 12]; 3] = [
    [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    [
        "ianuarie",
        "februarie",
        "martie",
        "aprilie",
        "mai",
        "iunie",
        "iulie",
        "august",
        "septembrie",
        "octombrie",
        "noiembrie",
        "decembrie",
    ],
];

pub(super) const DAYS: Noun = Noun {
    ru: ["день", "дня", "дней"],
    en: ["day", "days"],
    ro: ["zi", "zile"],
};

impl Telling<'_> {
    /// `сегодня 18:30`, `сб 5 декабря 19:00`; a day without its time.
    pub fn due(self, due: Due) -> String {
        match due {
            Due::Day(date) => self.day(date),
            Due::At(at) => self.moment(at),
        }
    }

    /// On the branch's wall.
    pub fn moment(self, at: Timestamp) -> String {
        let wall = self.zone.wall(at);
        format!("{} {}", self.day(wall.date()), wall.format("%H:%M"))
    }

    /// `16:05` on the branch's wall.
    pub fn time(self, at: Timestamp) -> String {
        self.zone.wall(at).format("%H:%M").to_string()
    }

    /// `сегодня`, `завтра`, or [`Self::date`].
    pub fn day(self, date: NaiveDate) -> String {
        match (date - self.today).num_days() {
            0 => self.say("сегодня", "today", "azi").into(),
            1 => self.say("завтра", "tomorrow", "mâine").into(),
            -1 => self.say("вчера", "yesterday", "ieri").into(),
            _ => self.date(date),
        }
    }

    /// `сб 5 декабря`, with the year when it is another one.
    pub fn date(self, date: NaiveDate) -> String {
        let weekday = self.table(&WEEKDAYS)[date.weekday().num_days_from_monday() as usize];
        format!("{weekday} {}", self.day_of_month(date))
    }

    /// `5 декабря`, with the year when it is another one.
    pub(super) fn day_of_month(self, date: NaiveDate) -> String {
        let month = self.table(&MONTHS)[date.month0() as usize];
        let day = format!("{}{NBSP}{month}", date.day());
        if date.year() == self.today.year() {
            day
        } else {
            format!("{day}{NBSP}{}", date.year())
        }
    }

    /// `1–3 января`, `30 декабря – 2 января`.
    pub(super) fn span(self, from: NaiveDate, to: NaiveDate) -> String {
        if from == to {
            return self.date(from);
        }
        match (from.year(), from.month()) == (to.year(), to.month()) {
            true => format!("{}–{}", from.day(), self.day_of_month(to)),
            false => format!("{} – {}", self.day_of_month(from), self.day_of_month(to)),
        }
    }

    /// How long something is overdue: `5 мин`, `3 ч`, `2 дня`, `3 нед.`
    pub fn age(self, span: Duration) -> String {
        let (minutes, hours, days) = (span.num_minutes().max(0), span.num_hours(), span.num_days());
        match (hours, days) {
            (0, _) | (i64::MIN..0, _) => {
                format!("{minutes}{NBSP}{}", self.say("мин", "min", "min"))
            }
            (_, 0) => format!("{hours}{NBSP}{}", self.say("ч", "h", "h")),
            (_, 1..14) => DAYS.counted(self.language, days as u64),
            _ => format!("{}{NBSP}{}", days / 7, self.say("нед.", "wk", "săpt.")),
        }
    }

    fn table<T: Copy>(self, tables: &[T; 3]) -> T {
        match self.language {
            Language::Ru => tables[0],
            Language::En => tables[1],
            Language::Ro => tables[2],
        }
    }
}
