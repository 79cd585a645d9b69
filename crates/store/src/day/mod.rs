//! My day: the queue of `domain::tasks::queue`, read band by band from the indexes of open tasks.
//!
//! A band is a range of `due_sort` with an order of its own, so a page reads only the rows it shows, however long the queue
//! is. `due_sort` of a day is its last microsecond where `domain` names the midnight after it; comparisons here are shifted
//! accordingly.

use diesel::dsl::{case_when, count, count_star};
use diesel::prelude::*;
use domain::access::{Hand, Permission, Reach};
use domain::ids::{BranchId, CompletionId, EmployeeId, TaskId};
use domain::results::Outcome;
use domain::tasks::{Marks, Priority, TaskType};
use domain::time::Timestamp;
use serde::Serialize;

use crate::access::{Condition, open_tasks_given, open_tasks_of_pool, tasks_within};
use crate::clients::Words;
use crate::engine::among::{Values, among};
use crate::engine::columns::{Sql, bind};
use crate::engine::conn::{MultiBackend, each_backend};
use crate::engine::constant::NOTHING;
use crate::engine::errors::StoreError;
use crate::engine::page::{Page, PageRequest};
use crate::engine::unit::Tx;
use crate::schema::{completions, tasks};
use crate::tasks::{Found, TaskCard, TaskRow, cards, of_words};

/// Whose queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum DayScope {
    /// The caller's: what is assigned to him, and the pool of his role at his branches.
    Mine,
    /// A colleague's, as far as the caller reaches.
    Person(EmployeeId),
    /// Everybody's within reach.
    Team,
}

/// Which tasks of the queue; what is absent does not narrow.
#[derive(Debug, Clone, Serialize)]
pub struct DayFilter {
    pub scope: DayScope,
    pub branch: Option<BranchId>,
    pub task_types: Vec<TaskType>,
    pub words: Option<Words>,
}

/// The instants that divide the queue, for the branches of one time zone.
#[derive(Debug, Clone)]
pub struct ZoneMarks {
    pub branches: Vec<BranchId>,
    pub marks: Marks,
    /// The midnight that began the day.
    pub day_start: Timestamp,
}

/// How many tasks stand under each heading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayCounts {
    pub now: u32,
    pub overdue: u32,
    pub today: u32,
    pub planned: u32,
}

/// What was done today.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayNumbers {
    pub done: u32,
    pub reached: u32,
    pub progress: u32,
    pub goals: u32,
}

/// A band of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Band {
    Now,
    Overdue,
    TodayTimed,
    TodayUntimed,
    Planned,
}

impl Band {
    const WORK: [Self; 4] = [
        Self::Now,
        Self::Overdue,
        Self::TodayTimed,
        Self::TodayUntimed,
    ];

    /// Where importance comes before time.
    fn by_importance(self) -> bool {
        matches!(self, Self::Overdue | Self::TodayUntimed)
    }

    /// What the places of a band are sorted by.
    fn order(self, (priority, due, id): &Place) -> impl Ord + use<> {
        let important = std::cmp::Reverse(rank(*priority));
        match self.by_importance() {
            true => (Some(important), *due, None, *id),
            false => (None, *due, Some(important), *id),
        }
    }
}

/// A part of the queue that one index holds.
#[derive(Debug, Clone)]
enum Walk {
    /// What is assigned to the caller.
    Given(Hand),
    /// What waits in the pool that he takes from.
    Pool(Hand),
    Within(Reach),
    Of(EmployeeId, Reach),
}

/// Where a task stands: what it is sorted by.
type Place = (Priority, Timestamp, TaskId);

/// Band, priority, due and id of the last row, and the instant the order was computed for.
type Key = (u8, u8, i64, i64);

type Query<'a> = tasks::BoxedQuery<'a, MultiBackend>;

impl Tx<'_> {
    /// What is to be done today and overdue, in the order of work.
    pub fn day_todo(
        &mut self,
        filter: &DayFilter,
        zones: &[ZoneMarks],
        page: &PageRequest,
    ) -> Result<Page<TaskCard>, StoreError> {
        self.bands(&Band::WORK, filter, zones, page)
    }

    /// What is planned for later days, the next first.
    pub fn day_planned(
        &mut self,
        filter: &DayFilter,
        zones: &[ZoneMarks],
        page: &PageRequest,
    ) -> Result<Page<TaskCard>, StoreError> {
        self.bands(&[Band::Planned], filter, zones, page)
    }

    fn bands(
        &mut self,
        bands: &[Band],
        filter: &DayFilter,
        zones: &[ZoneMarks],
        page: &PageRequest,
    ) -> Result<Page<TaskCard>, StoreError> {
        let list = (
            "day",
            bands.iter().map(|band| *band as u8).collect::<Vec<_>>(),
            filter,
        );
        let after: Option<Key> = page.after(&list)?;
        let found = of_words(self, filter.words.as_ref())?;
        let mut places: Vec<(Band, Place)> = Vec::new();
        for band in bands {
            let left = page.fetch() - places.len() as i64;
            let key = match after {
                Some((last, ..)) if last > *band as u8 => continue,
                Some(key) if key.0 == *band as u8 => Some(key),
                _ => None,
            };
            if left <= 0 {
                break;
            }
            let mut more: Vec<Place> = Vec::new();
            for walk in self.walks(filter) {
                let mut query = self
                    .narrowed(filter, &walk, &found)
                    .filter(in_band(*band, zones))
                    .select((tasks::priority, tasks::due_sort, tasks::id));
                query = match band.by_importance() {
                    true => query.order((
                        tasks::priority.desc(),
                        tasks::due_sort.asc(),
                        tasks::id.asc(),
                    )),
                    false => query.order((
                        tasks::due_sort.asc(),
                        tasks::priority.desc(),
                        tasks::id.asc(),
                    )),
                };
                if let Some(key) = key {
                    query = query.filter(beyond(*band, key));
                }
                more.extend(query.limit(left).load::<Place>(self.conn())?);
            }
            more.sort_by_key(|place| band.order(place));
            more.truncate(left as usize);
            places.extend(more.into_iter().map(|place| (*band, place)));
        }
        let page = page.finish(places, &list, |(band, (priority, due, id))| {
            let key: Key = (*band as u8, rank(*priority), due.as_micros(), id.as_i64());
            key
        })?;
        let ids: Vec<TaskId> = page.items.iter().map(|(_, (_, _, id))| *id).collect();
        Ok(Page {
            items: self.cards_of(&ids)?,
            next_cursor: page.next_cursor,
            total: None,
        })
    }

    /// Cards of these tasks in this order.
    fn cards_of(&mut self, ids: &[TaskId]) -> Result<Vec<TaskCard>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut rows: Vec<TaskRow> = each_backend!(self.conn(), |c| tasks::table
            .filter(tasks::id.eq_any(among(ids.iter().copied())))
            .load(c))?;
        rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
        cards(self, rows)
    }

    /// How many tasks stand under each heading.
    pub fn day_counts(
        &mut self,
        filter: &DayFilter,
        zones: &[ZoneMarks],
    ) -> Result<DayCounts, StoreError> {
        let found = of_words(self, filter.words.as_ref())?;
        // All headings in one walk.
        let of = |band| count(case_when(in_band(band, zones), tasks::id));
        let mut counts = DayCounts::default();
        for walk in self.walks(filter) {
            let counted: (i64, i64, i64, i64, i64) = self
                .narrowed(filter, &walk, &found)
                .select((
                    of(Band::Now),
                    of(Band::Overdue),
                    of(Band::TodayTimed),
                    of(Band::TodayUntimed),
                    of(Band::Planned),
                ))
                .first(self.conn())?;
            let (now, overdue, timed, untimed, planned) = counted;
            let told = |count| u32::try_from(count).unwrap_or(u32::MAX);
            counts.now += told(now);
            counts.overdue += told(overdue);
            counts.today += told(timed + untimed);
            counts.planned += told(planned);
        }
        Ok(counts)
    }

    /// What was completed today, the latest first.
    pub fn day_done(
        &mut self,
        filter: &DayFilter,
        zones: &[ZoneMarks],
        page: &PageRequest,
    ) -> Result<Page<TaskCard>, StoreError> {
        let list = ("day done", filter);
        let after: Option<(i64, i64)> = page.after(&list)?;
        let found = of_words(self, filter.words.as_ref())?;
        let mut query = done(self, filter, zones)?
            .select((
                completions::completed_at,
                completions::id,
                completions::task_id,
            ))
            .order((completions::completed_at.desc(), completions::id.desc()));
        if filter.words.is_some() {
            query = query.filter(found.condition_on_completions());
        }
        if let Some((at, id)) = after {
            let (at, id) = (Timestamp::from_micros(at), CompletionId::from_i64(id));
            query = query.filter(completions::completed_at.le(bind(at))).filter(
                completions::completed_at
                    .lt(bind(at))
                    .or(completions::id.lt(bind(id))),
            );
        }
        let rows: Vec<(Timestamp, CompletionId, TaskId)> =
            query.limit(page.fetch()).load(self.conn())?;
        let page = page.finish(rows, &list, |(at, id, _)| (at.as_micros(), id.as_i64()))?;
        let ids: Vec<TaskId> = page.items.iter().map(|(_, _, id)| *id).collect();
        Ok(Page {
            items: self.cards_of(&ids)?,
            next_cursor: page.next_cursor,
            total: None,
        })
    }

    /// What was done today, in numbers.
    pub fn day_numbers(
        &mut self,
        filter: &DayFilter,
        zones: &[ZoneMarks],
    ) -> Result<DayNumbers, StoreError> {
        let ended = |outcome| case_when(completions::outcome.eq(bind(outcome)), completions::id);
        let reached = case_when(completions::reached_human.eq(true), completions::id);
        let counted: (i64, i64, i64, i64) = done(self, filter, zones)?
            .select((
                count_star(),
                count(reached),
                count(ended(Outcome::Progress)),
                count(ended(Outcome::Goal)),
            ))
            .first(self.conn())?;
        let told = |count| u32::try_from(count).unwrap_or(u32::MAX);
        let (done, reached, progress, goals) = counted;
        Ok(DayNumbers {
            done: told(done),
            reached: told(reached),
            progress: told(progress),
            goals: told(goals),
        })
    }

    /// The walks over indexes that together meet each open task of the queue once.
    fn walks(&self, filter: &DayFilter) -> Vec<Walk> {
        match (filter.scope, self.hand()) {
            (DayScope::Mine, Some(hand)) => vec![Walk::Given(hand.clone()), Walk::Pool(hand)],
            (DayScope::Mine, None) | (DayScope::Team, _) => {
                vec![Walk::Within(self.reach(Permission::TaskRead))]
            }
            (DayScope::Person(id), _) => {
                vec![Walk::Of(id, self.reach(Permission::TaskRead))]
            }
        }
    }

    fn narrowed<'a>(&self, filter: &'a DayFilter, walk: &Walk, found: &'a Found) -> Query<'a> {
        let mut query = tasks::table.into_boxed().filter(tasks::closed_at.is_null());
        query = match walk {
            Walk::Given(hand) => query.filter(open_tasks_given(hand)),
            Walk::Pool(hand) => query.filter(open_tasks_of_pool(hand)),
            Walk::Within(reach) => query.filter(tasks_within(reach)),
            Walk::Of(id, reach) => query
                .filter(tasks_within(reach))
                .filter(tasks::assignee_id.eq(bind(*id))),
        };
        if let Some(id) = filter.branch {
            query = query.filter(tasks::branch_id.eq(bind(id)));
        }
        if !filter.task_types.is_empty() {
            let types = among(filter.task_types.iter().copied());
            query = query.filter(tasks::task_type.eq_any(types));
        }
        match &filter.words {
            Some(_) => query.filter(found.condition()),
            None => query,
        }
    }

    /// What makes a task the caller's own.
    fn hand(&self) -> Option<Hand> {
        let actor = self.actor().ok()?;
        Some(Hand {
            employee: actor.employee,
            role: actor.role,
            branches: actor.branches.clone(),
        })
    }
}

/// Completions of today within the scope.
fn done<'a>(
    tx: &Tx<'_>,
    filter: &'a DayFilter,
    zones: &[ZoneMarks],
) -> Result<completions::BoxedQuery<'a, MultiBackend>, StoreError> {
    let first = zones
        .iter()
        .map(|zone| zone.day_start)
        .min()
        .unwrap_or(tx.now());
    let mut query = completions::table
        .into_boxed()
        .filter(completions::completed_at.ge(bind(first)))
        .filter(completions::taken_back_at.is_null())
        .filter(since_midnight(zones));
    let branches = |hand: Hand| among(hand.branches);
    query = match filter.scope {
        DayScope::Mine => query.filter(completions::completed_by.eq(bind(tx.actor()?.employee))),
        DayScope::Person(id) => query.filter(completions::completed_by.eq(bind(id))),
        DayScope::Team => query,
    };
    if filter.scope != DayScope::Mine {
        query = match tx.reach(Permission::TaskRead) {
            Reach::All => query,
            Reach::Branches(hand) => query.filter(completions::branch_id.eq_any(branches(hand))),
            Reach::Own(hand) => query.filter(completions::completed_by.eq(bind(hand.employee))),
            Reach::Nothing => query.filter(completions::id.eq(bind(CompletionId::from_i64(0)))),
        };
    }
    if let Some(id) = filter.branch {
        query = query.filter(completions::branch_id.eq(bind(id)));
    }
    if !filter.task_types.is_empty() {
        let of_type = tasks::table
            .filter(tasks::id.eq(completions::task_id))
            .filter(tasks::task_type.eq_any(among(filter.task_types.iter().copied())))
            .select(tasks::id);
        query = query.filter(diesel::dsl::exists(of_type));
    }
    Ok(query)
}

/// Each branch's day begins at its own midnight.
fn since_midnight(zones: &[ZoneMarks]) -> Condition<completions::table> {
    match zones {
        [only] => Box::new(completions::completed_at.ge(bind(only.day_start))),
        zones => {
            let mut any: Condition<completions::table> = Box::new(NOTHING);
            for zone in zones {
                let here = completions::branch_id
                    .eq_any(ids(&zone.branches))
                    .and(completions::completed_at.ge(bind(zone.day_start)));
                any = Box::new(any.or(here));
            }
            any
        }
    }
}

/// The rows of a band.
fn in_band(band: Band, zones: &[ZoneMarks]) -> Condition<tasks::table> {
    match zones {
        [] => Box::new(NOTHING),
        [only] => in_band_of(band, only.marks),
        zones => {
            let first = zones[0].marks;
            // Bands that do not end with the day are the same in every zone.
            if matches!(band, Band::Now | Band::Overdue) {
                return in_band_of(band, first);
            }
            let mut any: Condition<tasks::table> = Box::new(NOTHING);
            for zone in zones {
                let here = tasks::branch_id.eq_any(ids(&zone.branches));
                any = Box::new(any.or(here.and(in_band_of(band, zone.marks))));
            }
            // What holds in every zone stands apart as well: an index is entered by it.
            let ends = || zones.iter().map(|zone| zone.marks.day_end);
            let earliest = ends().min().unwrap_or(first.day_end);
            let latest = ends().max().unwrap_or(first.day_end);
            match band {
                Band::Planned => Box::new(tasks::due_sort.ge(bind(earliest)).and(any)),
                Band::TodayTimed | Band::TodayUntimed => Box::new(
                    tasks::due_sort
                        .ge(bind(first.now))
                        .and(tasks::due_sort.lt(bind(latest)))
                        .and(any),
                ),
                Band::Now | Band::Overdue => any,
            }
        }
    }
}

fn in_band_of(band: Band, marks: Marks) -> Condition<tasks::table> {
    let due = tasks::due_sort;
    let timed = || tasks::due_at.is_not_null();
    let untimed = || tasks::due_at.is_null();
    let Marks {
        now,
        soon_from,
        soon_to,
        day_end,
    } = marks;
    match band {
        Band::Now => Box::new(
            due.ge(bind(soon_from))
                .and(due.le(bind(soon_to)))
                .and(timed()),
        ),
        Band::Overdue => Box::new(
            due.lt(bind(now))
                .and(timed().and(due.lt(bind(soon_from))).or(untimed())),
        ),
        Band::TodayTimed => Box::new(
            due.gt(bind(soon_to))
                .and(due.lt(bind(day_end)))
                .and(timed()),
        ),
        Band::TodayUntimed => Box::new(due.ge(bind(now)).and(due.lt(bind(day_end))).and(untimed())),
        Band::Planned => Box::new(
            due.ge(bind(day_end))
                .and(untimed().or(due.gt(bind(soon_to)))),
        ),
    }
}

/// Rows of a band after a key.
fn beyond(band: Band, (_, priority, due, id): Key) -> Condition<tasks::table> {
    let priority: Sql<Priority> = bind(ranked(priority));
    let (due, id) = (Timestamp::from_micros(due), TaskId::from_i64(id));
    match band.by_importance() {
        true => Box::new(
            tasks::priority.le(priority).and(
                tasks::priority
                    .lt(priority)
                    .or(tasks::due_sort.gt(bind(due)))
                    .or(tasks::due_sort.eq(bind(due)).and(tasks::id.gt(bind(id)))),
            ),
        ),
        false => Box::new(
            tasks::due_sort.ge(bind(due)).and(
                tasks::due_sort
                    .gt(bind(due))
                    .or(tasks::priority.lt(priority))
                    .or(tasks::priority.eq(priority).and(tasks::id.gt(bind(id)))),
            ),
        ),
    }
}

fn rank(priority: Priority) -> u8 {
    match priority {
        Priority::Low => 0,
        Priority::Normal => 1,
        Priority::High => 2,
    }
}

fn ranked(rank: u8) -> Priority {
    match rank {
        0 => Priority::Low,
        1 => Priority::Normal,
        _ => Priority::High,
    }
}

fn ids(branches: &[BranchId]) -> Values<BranchId> {
    among(branches.iter().copied())
}
