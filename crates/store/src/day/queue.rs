//! The queue of open tasks.

use std::collections::BTreeSet;

use diesel::prelude::*;
use domain::access::{Hand, Permission, Reach};
use domain::ids::{BranchId, EmployeeId, RoleId, TaskId};
use domain::tasks::{Band, Priority, QueueGroup, Rank, Waiting, rank};
use domain::time::Timestamp;

use super::{DayCounts, DayFilter, DayScope, Days, ids, told};
use crate::FAR_AHEAD;
use crate::engine::among::among;
use crate::engine::columns::{Sql, bind};
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::page::{Page, PageRequest};
use crate::engine::unit::Tx;
use crate::schema::tasks;
use crate::tasks::{TaskCard, of_words};

/// Somebody's open tasks at one instant.
pub struct Queue<'a> {
    filter: &'a DayFilter,
    days: &'a Days,
    walks: Vec<Walk>,
    /// What is due before the horizon, in the order of work.
    near: Vec<Rank>,
    /// The latest of all branches: beyond it everything is planned.
    horizon: Timestamp,
    /// How many are due there.
    far: u32,
}

/// A part of the queue that one index holds. Together the walks meet each open task of the queue once.
#[derive(Debug, Clone)]
enum Walk {
    Everywhere,
    In(Vec<BranchId>),
    Given(EmployeeId),
    GivenIn(EmployeeId, Vec<BranchId>),
    Pool(RoleId, Vec<BranchId>),
}

/// Compiles a query over the open tasks of a walk, for each database and each kind of walk apart, so that each is prepared once.
macro_rules! each_walk {
    ($tx:expr, $walk:expr, |$open:ident, $c:ident| $body:expr) => {{
        macro_rules! open_tasks {
            () => {
                tasks::table.filter(tasks::closed_at.is_null())
            };
        }
        macro_rules! given_to {
            ($id:expr) => {
                open_tasks!()
                    .filter(tasks::assignee_id.is_not_null())
                    .filter(tasks::assignee_id.assume_not_null().eq(bind($id)))
            };
        }
        each_backend!($tx.conn(), |$c| match $walk {
            Walk::Everywhere => {
                let $open = open_tasks!();
                $body
            }
            Walk::In(branches) => {
                let $open = open_tasks!().filter(tasks::branch_id.eq_any(ids(branches)));
                $body
            }
            Walk::Given(id) => {
                let $open = given_to!(*id);
                $body
            }
            Walk::GivenIn(id, branches) => {
                let $open = given_to!(*id).filter(tasks::branch_id.eq_any(ids(branches)));
                $body
            }
            Walk::Pool(role, branches) => {
                let $open = open_tasks!()
                    .filter(tasks::pool_role_id.is_not_null())
                    .filter(tasks::pool_role_id.assume_not_null().eq(bind(*role)))
                    .filter(tasks::branch_id.eq_any(ids(branches)));
                $body
            }
        })
    }};
}

/// What a place is computed from: all of it is in the indexes.
type Row = (TaskId, Timestamp, bool, Priority, BranchId);

macro_rules! row {
    () => {
        (
            tasks::id,
            tasks::due_sort,
            tasks::due_at.is_not_null(),
            tasks::priority,
            tasks::branch_id,
        )
    };
}

/// A place in a cursor: the due instant in microseconds.
type Key = (Band, i64, Priority, TaskId);

impl Tx<'_> {
    /// The open tasks of the filter.
    pub fn day_queue<'a>(
        &mut self,
        filter: &'a DayFilter,
        days: &'a Days,
    ) -> Result<Queue<'a>, StoreError> {
        let chosen = self.chosen(filter)?;
        self.keep_plans()?;
        let horizons = days.values().map(|day| day.marks.horizon());
        let horizon = match chosen {
            None => horizons.max().unwrap_or(FAR_AHEAD),
            // What words choose cannot be counted from an index: the queue is read whole.
            Some(_) => FAR_AHEAD,
        };
        let mut queue = Queue {
            filter,
            days,
            walks: self.walks(filter)?,
            near: Vec::new(),
            horizon,
            far: 0,
        };
        for walk in &queue.walks {
            let rows: Vec<Row> = each_walk!(self, walk, |open, c| open
                .filter(tasks::due_sort.lt(bind(horizon)))
                .select(row!())
                .load(c))?;
            let is_chosen = |row: &Row| chosen.as_ref().is_none_or(|ids| ids.contains(&row.0));
            let places = rows.into_iter().filter(is_chosen);
            queue.near.extend(places.filter_map(|row| place(row, days)));
            if chosen.is_none() {
                let count: i64 = each_walk!(self, walk, |open, c| open
                    .filter(tasks::due_sort.ge(bind(horizon)))
                    .count()
                    .get_result(c))?;
                queue.far += told(count);
            }
        }
        queue.near.sort_unstable();
        Ok(queue)
    }

    /// What is to be done today and overdue, in the order of work.
    pub fn day_todo(
        &mut self,
        queue: &Queue<'_>,
        page: &PageRequest,
    ) -> Result<Page<TaskCard>, StoreError> {
        let list = ("day todo", queue.filter);
        let after = page.after(&list)?.map(at);
        let places = queue.near(after, |band| band != Band::Planned);
        let places = places.take(page.fetch() as usize).collect();
        self.cards_at(page.finish(places, &list, key)?)
    }

    /// What is planned for later days, the next first.
    pub fn day_planned(
        &mut self,
        queue: &Queue<'_>,
        page: &PageRequest,
    ) -> Result<Page<TaskCard>, StoreError> {
        let list = ("day planned", queue.filter);
        let after = page.after(&list)?.map(at);
        let places = queue.near(after, |band| band == Band::Planned);
        let mut places: Vec<Rank> = places.take(page.fetch() as usize).collect();
        let left = page.fetch() - places.len() as i64;
        if left > 0 && queue.far > 0 {
            places.extend(self.beyond_the_horizon(queue, after, left)?);
        }
        self.cards_at(page.finish(places, &list, key)?)
    }

    /// So many places after the last one that is known.
    fn beyond_the_horizon(
        &mut self,
        queue: &Queue<'_>,
        after: Option<Rank>,
        left: i64,
    ) -> Result<Vec<Rank>, StoreError> {
        let mut places = Vec::new();
        for walk in &queue.walks {
            let rows: Vec<Row> = each_walk!(self, walk, |open, c| {
                let far = tasks::due_sort.ge(bind(queue.horizon));
                let mut rows = open.filter(far).select(row!()).into_boxed();
                if let Some(last) = after {
                    let due: Sql<Timestamp> = bind(last.due_at);
                    let priority: Sql<Priority> = bind(last.priority.0);
                    let younger = tasks::id.gt(bind(last.id));
                    rows = rows.filter(tasks::due_sort.ge(due)).filter(
                        tasks::due_sort
                            .gt(due)
                            .or(tasks::priority.lt(priority))
                            .or(tasks::priority.eq(priority).and(younger)),
                    );
                }
                rows.order((
                    tasks::due_sort.asc(),
                    tasks::priority.desc(),
                    tasks::id.asc(),
                ))
                .limit(left)
                .load(c)
            })?;
            places.extend(rows.into_iter().filter_map(|row| place(row, queue.days)));
        }
        places.sort_unstable();
        places.truncate(left as usize);
        Ok(places)
    }

    fn cards_at(&mut self, page: Page<Rank>) -> Result<Page<TaskCard>, StoreError> {
        let ids: Vec<TaskId> = page.items.iter().map(|place| place.id).collect();
        Ok(Page {
            items: self.cards_of(&ids)?,
            next_cursor: page.next_cursor,
            total: None,
        })
    }

    /// The open tasks that words and types choose; `None` when they do not narrow.
    fn chosen(&mut self, filter: &DayFilter) -> Result<Option<BTreeSet<TaskId>>, StoreError> {
        if filter.words.is_none() && filter.task_types.is_empty() {
            return Ok(None);
        }
        let found = of_words(self, filter.words.as_ref())?;
        let mut query = tasks::table
            .filter(tasks::closed_at.is_null())
            .select(tasks::id)
            .into_boxed();
        if !filter.task_types.is_empty() {
            let types = among(filter.task_types.iter().copied());
            query = query.filter(tasks::task_type.eq_any(types));
        }
        if filter.words.is_some() {
            query = query.filter(found.condition());
        }
        let ids: Vec<TaskId> = query.load(self.conn())?;
        Ok(Some(ids.into_iter().collect()))
    }

    /// The walks over indexes that together meet each open task of the queue once.
    fn walks(&mut self, filter: &DayFilter) -> Result<Vec<Walk>, StoreError> {
        let own = |hand: Hand| {
            vec![
                Walk::Given(hand.employee),
                Walk::Pool(hand.role, hand.branches),
            ]
        };
        let mut walks = match (filter.scope, self.reach(Permission::TaskRead)) {
            (DayScope::Mine, _) => own(Hand::of(self.actor()?)),
            (_, Reach::Nothing) => Vec::new(),
            (DayScope::Team, Reach::All) => vec![Walk::Everywhere],
            (DayScope::Team, Reach::Own(hand)) => own(hand),
            (DayScope::Team, Reach::Branches(hand)) => {
                let elsewhere = self.branches()?.iter().map(|branch| branch.id).collect();
                let mut elsewhere = Walk::GivenIn(hand.employee, elsewhere);
                elsewhere.keep(|branch| !hand.branches.contains(&branch));
                vec![Walk::In(hand.branches), elsewhere]
            }
            (DayScope::Person(id), Reach::Branches(hand)) if id != hand.employee => {
                vec![Walk::GivenIn(id, hand.branches)]
            }
            (DayScope::Person(id), Reach::Own(hand)) if id != hand.employee => Vec::new(),
            (DayScope::Person(id), _) => vec![Walk::Given(id)],
        };
        if let Some(id) = filter.branch {
            walks = walks.into_iter().map(|walk| walk.only(id)).collect();
        }
        walks.retain(|walk| !walk.is_empty());
        Ok(walks)
    }
}

impl Walk {
    /// The part of it in one branch.
    fn only(self, id: BranchId) -> Self {
        match self {
            Self::Everywhere => Self::In(vec![id]),
            Self::Given(employee) => Self::GivenIn(employee, vec![id]),
            mut here => {
                here.keep(|branch| branch == id);
                here
            }
        }
    }

    fn keep(&mut self, keeps: impl Fn(BranchId) -> bool) {
        if let Self::In(branches) | Self::GivenIn(_, branches) | Self::Pool(_, branches) = self {
            branches.retain(|branch| keeps(*branch));
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Everywhere | Self::Given(_) => false,
            Self::In(branches) | Self::GivenIn(_, branches) | Self::Pool(_, branches) => {
                branches.is_empty()
            }
        }
    }
}

impl Queue<'_> {
    pub fn counts(&self) -> DayCounts {
        let mut counts = DayCounts {
            planned: self.far,
            ..DayCounts::default()
        };
        for place in &self.near {
            *match place.band.group() {
                QueueGroup::Now => &mut counts.now,
                QueueGroup::Overdue => &mut counts.overdue,
                QueueGroup::Today => &mut counts.today,
                QueueGroup::Planned => &mut counts.planned,
            } += 1;
        }
        counts
    }

    /// Places of some bands after a known one.
    fn near(
        &self,
        after: Option<Rank>,
        bands: impl Fn(Band) -> bool,
    ) -> impl Iterator<Item = Rank> {
        let from = after.map_or(0, |last| self.near.partition_point(|place| *place <= last));
        let places = self.near[from..].iter().copied();
        places.filter(move |place| bands(place.band))
    }
}

/// A branch that has a row has a day.
fn place((id, due_at, timed, priority, branch): Row, days: &Days) -> Option<Rank> {
    let day = days.get(&branch)?;
    let task = Waiting {
        id,
        due_at,
        timed,
        priority,
    };
    Some(rank(task, day.marks))
}

fn key(place: &Rank) -> Key {
    let due = place.due_at.as_micros();
    (place.band, due, place.priority.0, place.id)
}

fn at((band, due, priority, id): Key) -> Rank {
    Rank::new(band, Timestamp::from_micros(due), priority, id)
}
