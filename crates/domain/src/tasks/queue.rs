//! The order of My day: one order for everybody, and the reason of each place.
//!
//! Promised for about now → overdue, the important first → today at a time → today at any time → planned. Ties go to the older
//! task.
//!
//! # The same order in SQL
//!
//! A task is stored with `due_sort`, the instant of [`due_instant`] (of a day: the midnight that ends it on the branch's wall),
//! and with `due_at`, which is null for a day. With the [`Marks`] of one request (`soon_from`, `soon_to`, `now`, `day_end`) the
//! band is
//!
//! ```sql
//! CASE WHEN due_at IS NOT NULL AND due_sort >= :soon_from AND due_sort <= :soon_to THEN 0
//!      WHEN due_at IS NOT NULL AND due_sort < :soon_from OR due_at IS NULL AND due_sort <= :now THEN 1
//!      WHEN due_at IS NOT NULL AND due_sort < :day_end THEN 2
//!      WHEN due_at IS NULL AND due_sort <= :day_end THEN 3
//!      ELSE 4 END
//! ```
//!
//! and the order `band, <priority descending when band in (1, 3), else 0>, due_sort, priority descending, id`. A queue over
//! branches of several zones takes the marks of each row's own branch; the ids are ordered by time, so that the lower one is
//! the older task.

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
}

/// The instant by which a due date is ordered: a moment itself, a day's end.
pub fn due_instant(due: Due, zone: &Zone) -> Timestamp {
    match due {
        Due::At(at) => at,
        Due::Day(date) => day_end(date, zone),
    }
}

fn day_end(date: chrono::NaiveDate, zone: &Zone) -> Timestamp {
    zone.midnight(date.succ_opt().unwrap_or(date))
}

/// A task as the queue sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    pub id: TaskId,
    pub due: Due,
    pub priority: Priority,
}

/// A place in the queue; the least comes first. Its fields are the columns of the SQL order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank {
    /// 0 now, 1 overdue, 2 today at a time, 3 today at any time, 4 planned.
    pub band: u8,
    /// Where importance comes before time: 0 high, 1 normal, 2 low. Elsewhere 0.
    pub importance: u8,
    pub due_at: Timestamp,
    /// Among equal times.
    pub tie: u8,
    pub id: TaskId,
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

/// The place of a task, the heading it stands under, and why.
pub fn rank(task: Waiting, marks: Marks, zone: &Zone) -> (Rank, QueueGroup, RankReason) {
    let due_at = due_instant(task.due, zone);
    let unimportance = match task.priority {
        Priority::High => 0,
        Priority::Normal => 1,
        Priority::Low => 2,
    };
    let by = match task.due {
        Due::At(at) => marks.now.since(at),
        // A day is late by days, not by hours since its midnight.
        Due::Day(date) => zone.day(marks.now) - date,
    };
    let overdue = RankReason::Overdue {
        priority: task.priority,
        by,
    };
    let (band, group, reason) = match task.due {
        Due::At(at) if at < marks.soon_from => (1, QueueGroup::Overdue, overdue),
        Due::At(at) if at <= marks.soon_to => (0, QueueGroup::Now, RankReason::Now { at }),
        Due::At(at) if at < marks.day_end => (2, QueueGroup::Today, RankReason::TodayAt { at }),
        Due::Day(_) if due_at <= marks.now => (1, QueueGroup::Overdue, overdue),
        Due::Day(_) if due_at <= marks.day_end => (
            3,
            QueueGroup::Today,
            RankReason::Today {
                priority: task.priority,
            },
        ),
        Due::At(_) | Due::Day(_) => (
            4,
            QueueGroup::Planned,
            RankReason::Planned { due: task.due },
        ),
    };
    let rank = Rank {
        band,
        importance: if matches!(band, 1 | 3) {
            unimportance
        } else {
            0
        },
        due_at,
        tie: unimportance,
        id: task.id,
    };
    (rank, group, reason)
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
                let task = Waiting {
                    id,
                    due: due(text),
                    priority: *priority,
                };
                let (rank, found, _) = rank(task, marks, &moscow);
                assert_eq!(found, *group, "{text}");
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
        let task = |id| Waiting {
            id: TaskId::from_i64(id),
            due: due("2026-11-19"),
            priority: Priority::High,
        };
        let (older, _, reason) = rank(task(1), marks, &moscow);
        let (newer, _, _) = rank(task(2), marks, &moscow);
        assert!(older < newer);
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
        /// The documented SQL, written as code, gives the same order.
        #[test]
        fn the_sql_order_is_this_order(
            minutes in -5_000i64..5_000,
            timed in any::<bool>(),
            place in 0usize..3,
            now in 0i64..3_000,
        ) {
            let zone = zone("America/St_Johns");
            let now = zone.instant(wall("2026-10-30 00:00")).plus(Duration::minutes(now));
            let at = now.plus(Duration::minutes(minutes));
            let due = if timed { Due::At(at) } else { Due::Day(zone.day(at)) };
            let marks = Marks::of(now, &zone);
            let due_at = due_instant(due, &zone);
            let band = if timed && due_at >= marks.soon_from && due_at <= marks.soon_to { 0 }
                else if timed && due_at < marks.soon_from || !timed && due_at <= marks.now { 1 }
                else if timed && due_at < marks.day_end { 2 }
                else if !timed && due_at <= marks.day_end { 3 }
                else { 4 };
            let task = Waiting { id: TaskId::from_i64(1), due, priority: Priority::ALL[place] };
            let (rank, _, _) = rank(task, marks, &zone);
            prop_assert_eq!(rank.band, band);
            prop_assert_eq!(rank.due_at, due_at);
        }
    }
}
