//! Arithmetic on working time. Every function ends, also when the branch never opens.

use chrono::{Datelike, Days, Duration, NaiveDate};

use super::{Calendar, DayHours};
use crate::time::{Timestamp, Zone};

/// A calendar without an open day for so long counts as closed for ever.
const HORIZON_DAYS: u32 = 731;

/// Working time is never counted over more days than this (about ten years).
const LONGEST_COUNT: u32 = 3_660;

/// Kept per answer, so that what is stored with a task stays small.
const MOST_RUNS: usize = 12;

impl Calendar {
    /// When the branch is open on a day; `None` when it is closed. A holiday's entry wins over its weekday.
    pub fn hours(&self, date: NaiveDate) -> Option<DayHours> {
        let hours = match self.holiday(date) {
            Some(holiday) => holiday.hours,
            None => self.week[date.weekday().num_days_from_monday() as usize],
        };
        hours.filter(|hours| hours.opens < hours.closes)
    }

    fn holiday(&self, date: NaiveDate) -> Option<&super::Holiday> {
        // Not a binary search: the order comes from outside, and a wrong one must not open a holiday.
        self.holidays.iter().find(|holiday| holiday.date == date)
    }

    /// The name of the holiday that closes a day, if it is one.
    fn closed_name(&self, date: NaiveDate) -> Option<String> {
        self.holiday(date)
            .map(|holiday| holiday.name.clone())
            .filter(|name| !name.is_empty())
    }
}

/// Closed days in a row that were passed over; one holiday's, or ordinary days off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedRun {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub name: Option<String>,
}

/// Where a computation arrived, and what it met on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    pub at: T,
    /// In order; empty when no closed day was passed over.
    pub closed: Vec<ClosedRun>,
    /// The time asked for lay before opening or after closing of an open day.
    pub outside_hours: bool,
    /// The calendar does not open within two years (or the count is longer than ten): plain time was counted.
    pub never_open: bool,
}

impl<T> Found<T> {
    fn plain(at: T) -> Self {
        Self {
            at,
            closed: Vec::new(),
            outside_hours: false,
            never_open: false,
        }
    }

    fn never(at: T) -> Self {
        Self {
            never_open: true,
            ..Self::plain(at)
        }
    }

    fn pass(&mut self, calendar: &Calendar, date: NaiveDate) {
        let name = calendar.closed_name(date);
        match self.closed.last_mut() {
            Some(run) if run.name == name && run.to.succ_opt() == Some(date) => {
                run.to = date;
                return;
            }
            _ => {}
        }
        if self.closed.len() < MOST_RUNS {
            self.closed.push(ClosedRun {
                from: date,
                to: date,
                name,
            });
        }
    }
}

/// A branch's hours on the clock of its wall.
#[derive(Debug, Clone, Copy)]
pub struct WorkingTime<'a> {
    pub calendar: &'a Calendar,
    pub zone: &'a Zone,
}

impl WorkingTime<'_> {
    /// The instants of opening and closing on a day.
    pub fn open_span(self, date: NaiveDate) -> Option<(Timestamp, Timestamp)> {
        let hours = self.calendar.hours(date)?;
        let opens = self.zone.instant(date.and_time(hours.opens));
        let closes = self.zone.instant(date.and_time(hours.closes));
        // A gap of daylight saving may swallow a short day whole.
        (opens < closes).then_some((opens, closes))
    }

    /// Whether the branch is open at this instant; closing time still counts.
    pub fn is_open(self, at: Timestamp) -> bool {
        self.open_span(self.zone.day(at))
            .is_some_and(|(opens, closes)| opens <= at && at <= closes)
    }

    /// The instant itself when the branch is open then, otherwise the next opening.
    pub fn next_open(self, at: Timestamp) -> Found<Timestamp> {
        let mut found = Found::plain(at);
        let first = self.zone.day(at);
        let mut date = first;
        for _ in 0..=HORIZON_DAYS {
            match self.open_span(date) {
                Some((opens, closes)) if date == first && at > closes => {
                    debug_assert!(opens < closes);
                    found.outside_hours = true;
                }
                Some((opens, _)) => {
                    if at < opens {
                        found.outside_hours |= date == first;
                        found.at = opens;
                    }
                    return found;
                }
                None => found.pass(self.calendar, date),
            }
            let Some(next) = date.succ_opt() else { break };
            date = next;
        }
        Found::never(at)
    }

    /// So many minutes of open time later. Zero minutes: [`Self::next_open`].
    pub fn add_minutes(self, from: Timestamp, minutes: u32) -> Found<Timestamp> {
        if minutes == 0 {
            return self.next_open(from);
        }
        let plain = from.plus(Duration::minutes(i64::from(minutes)));
        let mut left = Duration::minutes(i64::from(minutes));
        let mut found = Found::plain(from);
        let first = self.zone.day(from);
        let mut date = first;
        let mut closed_in_a_row = 0;
        for _ in 0..LONGEST_COUNT {
            match self.open_span(date) {
                Some((opens, closes)) => {
                    closed_in_a_row = 0;
                    let begin = opens.max(from);
                    if begin < closes {
                        found.outside_hours |= date == first && from < opens;
                        let open_for = closes.since(begin);
                        if left <= open_for {
                            found.at = begin.plus(left);
                            return found;
                        }
                        left -= open_for;
                    } else {
                        found.outside_hours = true;
                    }
                }
                None => {
                    closed_in_a_row += 1;
                    if closed_in_a_row > HORIZON_DAYS {
                        return Found::never(plain);
                    }
                    found.pass(self.calendar, date);
                }
            }
            let Some(next) = date.succ_opt() else { break };
            date = next;
        }
        Found::never(plain)
    }

    /// The first open day on or after `date`.
    pub fn open_day(self, date: NaiveDate) -> Found<NaiveDate> {
        let mut found = Found::plain(date);
        for _ in 0..=HORIZON_DAYS {
            if self.calendar.hours(found.at).is_some() {
                return found;
            }
            found.pass(self.calendar, found.at);
            let Some(next) = found.at.succ_opt() else {
                break;
            };
            found.at = next;
        }
        Found::never(date)
    }

    /// The `count`-th open day after `from`. Zero: [`Self::open_day`].
    pub fn add_days(self, from: NaiveDate, count: u32) -> Found<NaiveDate> {
        if count == 0 {
            return self.open_day(from);
        }
        let never = Found::never(
            from.checked_add_days(Days::new(u64::from(count)))
                .unwrap_or(from),
        );
        if count > LONGEST_COUNT {
            return never;
        }
        let mut found = Found::plain(from);
        for _ in 0..count {
            let Some(next) = found.at.succ_opt() else {
                return never;
            };
            let step = self.open_day(next);
            if step.never_open || (step.at - from).num_days() > i64::from(LONGEST_COUNT) {
                return never;
            }
            for run in step.closed {
                for day in run.from.iter_days().take_while(|day| *day <= run.to) {
                    found.pass(self.calendar, day);
                }
            }
            found.at = step.at;
        }
        found
    }
}
