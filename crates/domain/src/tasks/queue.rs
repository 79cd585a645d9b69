//! The order of My day: one order for everybody, and the reason of each place.
//!
//! Promised for about now → overdue, the important first → today at a time → today at any time → planned. Ties go to the older
//! task.
//!
//! A queue over branches of several zones takes the [`Marks`] of each task's own branch.

use std::cmp::Reverse;

use chrono::Duration;

use super::Priority;
use crate::ids::TaskId;
use crate::time::{Due, Timestamp, Zone};
use crate::words::words;

/// Before and after a promised moment.
pub const SOON: Duration = Duration::minutes(15);

words! {
    /// A heading of the queue.
    QueueGroup {
        /// Promised for a moment within a quarter of an hour.
        Now = "now",
        Overdue = "overdue",
        Today = "today",
        Planned = "planned",
    }
}

/// The instants by which a queue is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    pub now: Timestamp,
    pub soon_from: Timestamp,
    pub soon_to: Timestamp,
    /// The midnight that ends the branch's day.
    pub day_end: Timestamp,
}

impl Marks {
    pub fn of(now: Timestamp, zone: &Zone) -> Self {
        Self {
            now,
            soon_from: now.minus(SOON),
            soon_to: now.plus(SOON),
            day_end: day_end(zone.day(now), zone),
        }
    }

    /// From this instant on everything is planned, whatever its priority.
    pub fn horizon(self) -> Timestamp {
        self.day_end
            .max(self.soon_to.plus(Duration::microseconds(1)))
    }
}

/// The last instant at which a task is not late: a moment itself, the last microsecond of a day. Due dates are ordered by it.
pub fn due_instant(due: Due, zone: &Zone) -> Timestamp {
    match due {
        Due::At(at) => at,
        Due::Day(date) => day_end(date, zone).minus(Duration::microseconds(1)),
    }
}

fn day_end(date: chrono::NaiveDate, zone: &Zone) -> Timestamp {
    zone.midnight(date.succ_opt().unwrap_or(date))
}

/// A task as the queue sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    pub id: TaskId,
    /// Its [`due_instant`].
    pub due_at: Timestamp,
    /// Promised for a moment, not for a day.
    pub timed: bool,
    pub priority: Priority,
}

impl Waiting {
    pub fn new(id: TaskId, due: Due, priority: Priority, zone: &Zone) -> Self {
        Self {
            id,
            due_at: due_instant(due, zone),
            timed: matches!(due, Due::At(_)),
            priority,
        }
    }
}

words! {
    /// A part of the queue that has one order.
    Band {
        Now = "now",
        Overdue = "overdue",
        TodayAtATime = "today_at_a_time",
        TodayAtAnyTime = "today_at_any_time",
        Planned = "planned",
    }
}

impl Band {
    pub fn group(self) -> QueueGroup {
        match self {
            Self::Now => QueueGroup::Now,
            Self::Overdue => QueueGroup::Overdue,
            Self::TodayAtATime | Self::TodayAtAnyTime => QueueGroup::Today,
            Self::Planned => QueueGroup::Planned,
        }
    }

    /// Where importance comes before time.
    fn by_importance(self) -> bool {
        matches!(self, Self::Overdue | Self::TodayAtAnyTime)
    }
}

/// A place in the queue; the least comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank {
    pub band: Band,
    /// Where importance comes before time.
    importance: Option<Reverse<Priority>>,
    pub due_at: Timestamp,
    pub priority: Reverse<Priority>,
    /// Ids are ordered by time: the lower one is the older task.
    pub id: TaskId,
}

impl Rank {
    pub fn new(band: Band, due_at: Timestamp, priority: Priority, id: TaskId) -> Self {
        Self {
            band,
            importance: band.by_importance().then_some(Reverse(priority)),
            due_at,
            priority: Reverse(priority),
            id,
        }
    }
}

/// The place of a task by the marks of its branch.
pub fn rank(task: Waiting, marks: Marks) -> Rank {
    let due_at = task.due_at;
    let band = match task.timed {
        true if due_at < marks.soon_from => Band::Overdue,
        true if due_at <= marks.soon_to => Band::Now,
        true if due_at < marks.day_end => Band::TodayAtATime,
        false if due_at < marks.now => Band::Overdue,
        false if due_at < marks.day_end => Band::TodayAtAnyTime,
        _ => Band::Planned,
    };
    Rank::new(band, due_at, task.priority, task.id)
}

/// Why a task stands where it stands. [`crate::sentence`] puts it into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankReason {
    /// Promised for this moment, which is about now.
    Now {
        at: Timestamp,
    },
    /// Overdue for so long.
    Overdue {
        priority: Priority,
        by: Duration,
    },
    /// Today at this time.
    TodayAt {
        at: Timestamp,
    },
    /// Some time today.
    Today {
        priority: Priority,
    },
    Planned {
        due: Due,
    },
}

impl RankReason {
    /// Why a task of this due date stands in this band at this moment of its branch.
    pub fn of(band: Band, due: Due, priority: Priority, now: Timestamp, zone: &Zone) -> Self {
        let at = due_instant(due, zone);
        match band {
            Band::Now => Self::Now { at },
            Band::Overdue => Self::Overdue {
                priority,
                by: match due {
                    Due::At(at) => now.since(at),
                    // A day is late by days, not by hours since its midnight.
                    Due::Day(date) => zone.day(now) - date,
                },
            },
            Band::TodayAtATime => Self::TodayAt { at },
            Band::TodayAtAnyTime => Self::Today { priority },
            Band::Planned => Self::Planned { due },
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::tests::date;
    use crate::time::tests::{wall, zone};

    fn due(text: &str) -> Due {
        match text.len() {
            10 => Due::Day(date(text)),
            _ => Due::At(zone("Europe/Moscow").instant(wall(text))),
        }
    }

    #[test]
    fn the_order_of_a_day() {
        use Priority::{High, Low, Normal};
        use QueueGroup as G;
        let moscow = zone("Europe/Moscow");
        let marks = Marks::of(moscow.instant(wall("2026-11-21 16:20")), &moscow);
        let in_order = [
            ("2026-11-21 16:05", Low, G::Now),
            ("2026-11-21 16:30", Normal, G::Now),
            ("2026-11-21 16:35", High, G::Now),
            ("2026-11-18", High, G::Overdue),
            ("2026-11-21 15:00", High, G::Overdue),
            ("2026-11-19", Normal, G::Overdue),
            ("2026-11-20", Normal, G::Overdue),
            ("2026-11-21 16:04", Normal, G::Overdue),
            ("2026-11-01", Low, G::Overdue),
            ("2026-11-21 16:36", Low, G::Today),
            ("2026-11-21 23:59", High, G::Today),
            ("2026-11-21", High, G::Today),
            ("2026-11-21", Normal, G::Today),
            ("2026-11-21", Low, G::Today),
            ("2026-11-22 00:00", Low, G::Planned),
            ("2026-11-22 10:00", High, G::Planned),
            ("2026-11-22 10:00", Low, G::Planned),
            ("2026-11-22", High, G::Planned),
            ("2026-11-23", Low, G::Planned),
        ];
        let mut ranked: Vec<_> = in_order
            .iter()
            .enumerate()
            .rev()
            .map(|(place, (text, priority, group))| {
                let id = TaskId::from_i64(1);
                let rank = rank(Waiting::new(id, due(text), *priority, &moscow), marks);
                assert_eq!(rank.band.group(), *group, "{text}");
                (rank, place)
            })
            .collect();
        ranked.sort();
        let places: Vec<usize> = ranked.iter().map(|(_, place)| *place).collect();
        assert_eq!(places, (0..in_order.len()).collect::<Vec<_>>());
    }

    #[test]
    fn equal_tasks_go_by_age_and_say_why() {
        let moscow = zone("Europe/Moscow");
        let marks = Marks::of(moscow.instant(wall("2026-11-21 16:20")), &moscow);
        let (due, priority) = (due("2026-11-19"), Priority::High);
        let place = |id| {
            let task = Waiting::new(TaskId::from_i64(id), due, priority, &moscow);
            rank(task, marks)
        };
        assert!(place(1) < place(2));
        let reason = RankReason::of(place(1).band, due, priority, marks.now, &moscow);
        let by = Duration::days(2);
        assert_eq!(
            reason,
            RankReason::Overdue {
                priority: Priority::High,
                by
            }
        );
    }

    proptest! {
        /// What lists rely on that count beyond the horizon without looking.
        #[test]
        fn beyond_the_horizon_everything_is_planned(
            minutes in -3_000i64..3_000,
            timed in any::<bool>(),
            place in 0usize..3,
            now in 0i64..3_000,
        ) {
            let zone = zone("America/St_Johns");
            let now = zone.instant(wall("2026-10-30 00:00")).plus(Duration::minutes(now));
            let marks = Marks::of(now, &zone);
            let at = marks.horizon().plus(Duration::minutes(minutes));
            let due = if timed { Due::At(at) } else { Due::Day(zone.day(at)) };
            let task = Waiting::new(TaskId::from_i64(1), due, Priority::ALL[place], &zone);
            let planned = rank(task, marks).band == Band::Planned;
            prop_assert!(planned || task.due_at < marks.horizon());
            prop_assert!(!planned || task.due_at >= marks.day_end);
        }
    }
}
