//! When the next task is due: a rule, the answers of the form and the branch's calendar give a date and its reasons.
//!
//! What a rule counts lands in working time: a date on a closed day, or a moment outside the hours, is moved to the next
//! opening and says so. What a *person named* stays exactly where he put it, because a promise is a promise: the moment or day
//! of a field without an offset is only remarked on when the branch is closed then. With an offset (a day before the visit)
//! it is our own plan again, and is moved like any other.

use chrono::{Duration, NaiveDate, NaiveTime};

use super::{DueRule, DueUnit};
use crate::calendar::{Calendar, Found, WorkingTime};
use crate::chains::{DueReason, Filled};
use crate::fields::FieldValue;
use crate::time::{Due, Timestamp, Zone};

/// What a rule is applied to.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    pub now: Timestamp,
    pub zone: &'a Zone,
    pub calendar: &'a Calendar,
    /// Checked answers of the result, for rules that read a field. Empty where there is no form: at a start and after a sleep.
    pub answers: &'a [Filled],
}

/// A due date with the way that led to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    pub due: Due,
    /// A person named this very moment or day.
    pub promised: bool,
    /// In the order in which they applied; never empty.
    pub reasons: Vec<DueReason>,
}

/// Why a rule gives no date by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDue {
    /// The rule asks the employee.
    Asked,
    /// The rule's field was left empty, or its answer is not a date.
    Unanswered,
}

/// Applies a rule. A rule that asks, or whose field is empty, gives no date.
pub fn resolve(rule: &DueRule, moment: Moment<'_>) -> Result<Resolved, NoDue> {
    match rule {
        DueRule::After { amount, unit, at } => Ok(moment.after(*amount, *unit, *at)),
        DueRule::Ask { .. } => Err(NoDue::Asked),
        DueRule::Field {
            field,
            offset_minutes,
        } => {
            let answer = moment.answers.iter().find(|filled| filled.key == *field);
            let Some(answer) = answer else {
                return Err(NoDue::Unanswered);
            };
            moment
                .named(answer, *offset_minutes)
                .ok_or(NoDue::Unanswered)
        }
    }
}

/// What the form offers where a rule asks; for the other rules, what they give.
pub fn propose(rule: &DueRule, moment: Moment<'_>) -> Resolved {
    match rule {
        DueRule::Ask { amount, unit } => moment.after(*amount, *unit, None),
        other => {
            resolve(other, moment).unwrap_or_else(|_| moment.after(1, DueUnit::WorkingDays, None))
        }
    }
}

impl Moment<'_> {
    fn hours(&self) -> WorkingTime<'_> {
        WorkingTime {
            calendar: self.calendar,
            zone: self.zone,
        }
    }

    fn after(&self, amount: u32, unit: DueUnit, at: Option<NaiveTime>) -> Resolved {
        let mut reasons = vec![DueReason::After { amount, unit }];
        // Minutes are counted from the next full minute: nobody plans for seconds.
        let now = full_minute(self.now);
        let today = self.zone.day(self.now);
        let due = match unit {
            DueUnit::Minutes => {
                let found = self
                    .hours()
                    .next_open(now.plus(Duration::minutes(i64::from(amount))));
                Due::At(explain(found, &mut reasons))
            }
            DueUnit::WorkingMinutes => {
                Due::At(explain(self.hours().add_minutes(now, amount), &mut reasons))
            }
            DueUnit::Days => {
                let date = today.checked_add_days(chrono::Days::new(u64::from(amount)));
                self.on(date.unwrap_or(today), at, &mut reasons)
            }
            DueUnit::WorkingDays => {
                let date = explain(self.hours().add_days(today, amount), &mut reasons);
                self.on(date, at, &mut reasons)
            }
        };
        Resolved {
            due,
            promised: false,
            reasons,
        }
    }

    /// A day, or a time on it, moved to where the branch is open and the time has not passed.
    fn on(&self, date: NaiveDate, at: Option<NaiveTime>, reasons: &mut Vec<DueReason>) -> Due {
        let hours = self.hours();
        let today = self.zone.day(self.now);
        let mut date = explain(hours.open_day(date), reasons);
        let Some(at) = at else {
            // Today is over when the branch has closed.
            if date == today
                && hours
                    .open_span(date)
                    .is_some_and(|(_, closes)| closes <= self.now)
            {
                push(reasons, DueReason::OutsideHours);
                date = explain(hours.add_days(date, 1), reasons);
            }
            return Due::Day(date);
        };
        if self.zone.instant(date.and_time(at)) < self.now {
            push(reasons, DueReason::Passed);
            date = explain(hours.add_days(date, 1), reasons);
        }
        Due::At(explain(
            hours.next_open(self.zone.instant(date.and_time(at))),
            reasons,
        ))
    }

    /// The date or moment that was answered, moved by the offset.
    fn named(&self, answer: &Filled, offset_minutes: i64) -> Option<Resolved> {
        let mut reasons = vec![DueReason::Field {
            label: answer.label.clone(),
        }];
        let hours = self.hours();
        let promised = offset_minutes == 0;
        let offset = Duration::try_minutes(offset_minutes)?;
        let due = match (&answer.value, promised) {
            (FieldValue::DateTime(at), true) => {
                if !hours.is_open(*at) {
                    push(&mut reasons, DueReason::PromisedOutside);
                }
                Due::At(*at)
            }
            (FieldValue::DateTime(at), false) => {
                let mut at = at.plus(offset);
                if at < self.now {
                    push(&mut reasons, DueReason::Passed);
                    at = full_minute(self.now);
                }
                Due::At(explain(hours.next_open(at), &mut reasons))
            }
            (FieldValue::Date(date), true) => {
                if self.calendar.hours(*date).is_none() {
                    push(&mut reasons, DueReason::PromisedOutside);
                }
                Due::Day(*date)
            }
            (FieldValue::Date(date), false) => {
                let mut date = date.checked_add_signed(Duration::days(offset.num_days()))?;
                let today = self.zone.day(self.now);
                if date < today {
                    push(&mut reasons, DueReason::Passed);
                    date = today;
                }
                self.on(date, None, &mut reasons)
            }
            _ => return None,
        };
        Some(Resolved {
            due,
            promised,
            reasons,
        })
    }
}

/// The instant itself, or the beginning of the next minute.
fn full_minute(at: Timestamp) -> Timestamp {
    const MINUTE: i64 = 60_000_000;
    let micros = at.as_micros();
    let rest = micros.rem_euclid(MINUTE);
    if rest == 0 {
        at
    } else {
        Timestamp::from_micros(micros - rest + MINUTE)
    }
}

/// Takes the answer of the calendar and notes what it met.
fn explain<T>(found: Found<T>, reasons: &mut Vec<DueReason>) -> T {
    for run in found.closed {
        push(
            reasons,
            DueReason::ClosedDays {
                from: run.from,
                to: run.to,
                name: run.name,
            },
        );
    }
    if found.outside_hours {
        push(reasons, DueReason::OutsideHours);
    }
    if found.never_open {
        push(reasons, DueReason::NeverOpen);
    }
    found.at
}

fn push(reasons: &mut Vec<DueReason>, reason: DueReason) {
    if !reasons.contains(&reason) {
        reasons.push(reason);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::tests::{club, date};
    use crate::fields::FieldType;
    use crate::time::tests::{wall, zone};

    fn filled(value: FieldValue) -> Filled {
        Filled {
            key: "when".into(),
            label: "Когда".into(),
            kind: FieldType::DateTime,
            value,
            names: vec![],
        }
    }

    /// `After` in Moscow, from a wall time; the answer is printed as on the wall, with the kinds of its reasons.
    fn after(from: &str, amount: u32, unit: DueUnit, at: Option<&str>) -> (String, String) {
        let at = at.map(|text| NaiveTime::parse_from_str(text, "%H:%M").unwrap());
        show(from, &DueRule::After { amount, unit, at }, &[])
    }

    fn show(from: &str, rule: &DueRule, answers: &[Filled]) -> (String, String) {
        let (zone, calendar) = (zone("Europe/Moscow"), club());
        let moment = Moment {
            now: zone.instant(wall(from)),
            zone: &zone,
            calendar: &calendar,
            answers,
        };
        let resolved = resolve(rule, moment).unwrap();
        let due = match resolved.due {
            Due::Day(day) => day.to_string(),
            Due::At(at) => zone.wall(at).format("%Y-%m-%d %H:%M").to_string(),
        };
        let kinds: Vec<&str> = resolved.reasons[1..]
            .iter()
            .map(|reason| match reason {
                DueReason::ClosedDays { .. } => "closed",
                DueReason::OutsideHours => "outside",
                DueReason::Passed => "passed",
                DueReason::PromisedOutside => "kept",
                DueReason::NeverOpen => "never",
                _ => "other",
            })
            .collect();
        (due, kinds.join(" "))
    }

    #[test]
    fn a_counted_date_lands_in_working_time_and_says_what_moved_it() {
        use DueUnit::{Days, Minutes, WorkingDays, WorkingMinutes};
        for (from, amount, unit, at, due, kinds) in [
            (
                "2026-11-20 12:00",
                30,
                Minutes,
                None,
                "2026-11-20 12:30",
                "",
            ),
            (
                "2026-11-20 20:45",
                30,
                Minutes,
                None,
                "2026-11-21 10:00",
                "outside",
            ),
            (
                "2026-11-21 17:45",
                30,
                Minutes,
                None,
                "2026-11-23 09:00",
                "closed outside",
            ),
            (
                "2026-11-22 12:00",
                0,
                Minutes,
                None,
                "2026-11-23 09:00",
                "closed",
            ),
            (
                "2026-11-20 20:00",
                120,
                WorkingMinutes,
                None,
                "2026-11-21 11:00",
                "",
            ),
            ("2026-11-20 12:00", 1, Days, None, "2026-11-21", ""),
            ("2026-11-20 12:00", 2, Days, None, "2026-11-23", "closed"),
            (
                "2026-11-20 12:00",
                2,
                WorkingDays,
                None,
                "2026-11-23",
                "closed",
            ),
            ("2026-11-20 22:00", 0, Days, None, "2026-11-21", "outside"),
            (
                "2026-11-20 22:00",
                0,
                WorkingDays,
                Some("10:00"),
                "2026-11-21 10:00",
                "passed",
            ),
            (
                "2026-11-20 08:00",
                0,
                WorkingDays,
                Some("10:00"),
                "2026-11-20 10:00",
                "",
            ),
            (
                "2026-11-20 12:00",
                1,
                Days,
                Some("19:00"),
                "2026-11-23 09:00",
                "outside closed",
            ),
            (
                "2026-11-20 12:00",
                1,
                Days,
                Some("07:00"),
                "2026-11-21 10:00",
                "outside",
            ),
            // The short last day of the year: five in the afternoon is too late.
            (
                "2026-12-30 12:00",
                1,
                WorkingDays,
                Some("17:00"),
                "2027-01-04 09:00",
                "outside closed closed",
            ),
        ] {
            let (got_due, got_kinds) = after(from, amount, unit, at);
            assert_eq!(got_due, due, "{from} {amount} {unit} {at:?}");
            let (mut got, mut wanted): (Vec<_>, Vec<_>) =
                (got_kinds.split(' ').collect(), kinds.split(' ').collect());
            got.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(got, wanted, "{from} {amount} {unit} {at:?}");
        }
    }

    #[test]
    fn a_promise_stays_and_a_plan_moves() {
        let sunday_night = zone("Europe/Moscow").instant(wall("2026-11-22 23:00"));
        let field = |offset_minutes| DueRule::Field {
            field: "when".into(),
            offset_minutes,
        };
        for (value, offset, due, kinds) in [
            (
                FieldValue::DateTime(sunday_night),
                0,
                "2026-11-22 23:00",
                "kept",
            ),
            (
                FieldValue::DateTime(sunday_night),
                -60,
                "2026-11-23 09:00",
                "closed",
            ),
            (
                FieldValue::DateTime(sunday_night),
                -60 * 24 * 7,
                "2026-11-20 12:00",
                "passed",
            ),
            (
                FieldValue::Date(date("2026-11-22")),
                0,
                "2026-11-22",
                "kept",
            ),
            (
                FieldValue::Date(date("2026-11-24")),
                -1440,
                "2026-11-23",
                "",
            ),
            (
                FieldValue::Date(date("2026-11-23")),
                -1440,
                "2026-11-23",
                "closed",
            ),
            (
                FieldValue::Date(date("2026-11-24")),
                -30 * 1440,
                "2026-11-20",
                "passed",
            ),
        ] {
            let got = show("2026-11-20 12:00", &field(offset), &[filled(value.clone())]);
            assert_eq!(
                got,
                (due.to_owned(), kinds.to_owned()),
                "{value:?} {offset}"
            );
        }
    }

    #[test]
    fn asked_and_unanswered_give_no_date_but_a_proposal() {
        let (zone, calendar) = (zone("Europe/Moscow"), club());
        let moment = Moment {
            now: zone.instant(wall("2026-11-20 12:00")),
            zone: &zone,
            calendar: &calendar,
            answers: &[],
        };
        let ask = DueRule::Ask {
            amount: 2,
            unit: DueUnit::WorkingDays,
        };
        assert_eq!(resolve(&ask, moment), Err(NoDue::Asked));
        assert_eq!(propose(&ask, moment).due, Due::Day(date("2026-11-23")));
        let field = DueRule::Field {
            field: "when".into(),
            offset_minutes: 0,
        };
        assert_eq!(resolve(&field, moment), Err(NoDue::Unanswered));
        assert_eq!(propose(&field, moment).due, Due::Day(date("2026-11-21")));
    }

    #[test]
    fn seconds_are_rounded_up() {
        let (zone, calendar) = (zone("Europe/Moscow"), club());
        let now = zone
            .instant(wall("2026-11-20 12:00"))
            .plus(Duration::milliseconds(1_500));
        let rule = DueRule::After {
            amount: 10,
            unit: DueUnit::Minutes,
            at: None,
        };
        let moment = Moment {
            now,
            zone: &zone,
            calendar: &calendar,
            answers: &[],
        };
        let due = resolve(&rule, moment).unwrap().due;
        assert_eq!(due, Due::At(zone.instant(wall("2026-11-20 12:11"))));
    }
}
