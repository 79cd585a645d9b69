//! My day: the open tasks of somebody, in the order of `domain::tasks::queue`, and what was done today.
//!
//! What may stand under today's headings is read whole from the covering indexes of open tasks and ranked by the domain; rows
//! are read only for the page that is shown. Beyond the horizon, where everything is planned, tasks are only counted, and
//! listed page by page.

mod queue;

use std::collections::BTreeMap;

use diesel::dsl::{case_when, count, count_star, exists, not};
use diesel::prelude::*;
use domain::access::{Permission, Reach};
use domain::ids::{BranchId, CompletionId, EmployeeId, TaskId};
use domain::results::Outcome;
use domain::tasks::{Marks, TaskType};
use domain::time::Timestamp;
use serde::Serialize;

use crate::clients::Words;
use crate::engine::among::{Values, among};
use crate::engine::beyond::after;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::page::{Page, PageRequest};
use crate::engine::unit::Tx;
use crate::schema::{completions, tasks};
use crate::tasks::{TaskCard, TaskRow, cards, of_words};

pub use queue::Queue;

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

/// A branch's day.
#[derive(Debug, Clone, Copy)]
pub struct BranchDay {
    pub marks: Marks,
    /// The midnight that began it.
    pub start: Timestamp,
}

/// The day of each branch, on its own wall.
pub type Days = BTreeMap<BranchId, BranchDay>;

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

/// Which completions count as done today.
struct DoneToday {
    /// The midnight of the earliest day.
    from: Timestamp,
    /// Later midnights, and whose they are.
    later: Vec<(Timestamp, Vec<BranchId>)>,
    by: Option<EmployeeId>,
    branches: Option<Vec<BranchId>>,
    task_types: Vec<TaskType>,
}

/// The query of [`DoneToday`]. A macro, because it is compiled for each database apart.
macro_rules! done_today {
    ($today:expr) => {{
        let today: &DoneToday = $today;
        let mut query = completions::table
            .into_boxed()
            .filter(completions::completed_at.ge(bind(today.from)))
            .filter(completions::taken_back_at.is_null());
        // Said as what is left out: an index is entered by the employee or the branch and the earliest midnight.
        for (start, branches) in &today.later {
            let early = completions::completed_at.lt(bind(*start));
            query = query.filter(not(completions::branch_id.eq_any(ids(branches)).and(early)));
        }
        if let Some(id) = today.by {
            query = query.filter(completions::completed_by.eq(bind(id)));
        }
        if let Some(branches) = &today.branches {
            query = query.filter(completions::branch_id.eq_any(ids(branches)));
        }
        if !today.task_types.is_empty() {
            let of_type = tasks::table
                .filter(tasks::id.eq(completions::task_id))
                .filter(tasks::task_type.eq_any(among(today.task_types.iter().copied())))
                .select(tasks::id);
            query = query.filter(exists(of_type));
        }
        query
    }};
}

impl Tx<'_> {
    /// What was completed today, the latest first.
    pub fn day_done(
        &mut self,
        filter: &DayFilter,
        days: &Days,
        page: &PageRequest,
    ) -> Result<Page<TaskCard>, StoreError> {
        let list = ("day done", filter);
        let last: Option<(i64, i64)> = page.after(&list)?;
        let found = of_words(self, filter.words.as_ref())?;
        let today = self.done_today(filter, days)?;
        let mut query = done_today!(&today)
            .select((
                completions::completed_at,
                completions::id,
                completions::task_id,
            ))
            .order((completions::completed_at.desc(), completions::id.desc()));
        if filter.words.is_some() {
            query = query.filter(found.condition_on_completions());
        }
        if let Some((at, id)) = last {
            let (at, id) = (Timestamp::from_micros(at), CompletionId::from_i64(id));
            let columns = (completions::completed_at, completions::id);
            query = query.filter(after(columns, (bind(at), bind(id))).descending());
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
        days: &Days,
    ) -> Result<DayNumbers, StoreError> {
        let today = self.done_today(filter, days)?;
        let ended = |outcome| case_when(completions::outcome.eq(bind(outcome)), completions::id);
        let reached = case_when(completions::reached_human.eq(true), completions::id);
        let asked = (
            count_star(),
            count(reached),
            count(ended(Outcome::Progress)),
            count(ended(Outcome::Goal)),
        );
        let counted: (i64, i64, i64, i64) =
            each_backend!(self.conn(), |c| done_today!(&today).select(asked).first(c))?;
        let (done, reached, progress, goals) = counted;
        Ok(DayNumbers {
            done: told(done),
            reached: told(reached),
            progress: told(progress),
            goals: told(goals),
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

    fn done_today(&self, filter: &DayFilter, days: &Days) -> Result<DoneToday, StoreError> {
        let mut starts: BTreeMap<Timestamp, Vec<BranchId>> = BTreeMap::new();
        for (branch, day) in days {
            starts.entry(day.start).or_default().push(*branch);
        }
        let from = starts.keys().next().copied().unwrap_or(self.now());
        let (by, branches) = match filter.scope {
            DayScope::Mine => (Some(self.actor()?.employee), None),
            DayScope::Person(id) => (Some(id), None),
            DayScope::Team => (None, Some(days.keys().copied().collect())),
        };
        let mut today = DoneToday {
            from,
            later: starts.into_iter().skip(1).collect(),
            by,
            branches,
            task_types: filter.task_types.clone(),
        };
        if filter.scope != DayScope::Mine {
            match self.reach(Permission::TaskRead) {
                Reach::All => {}
                Reach::Branches(hand) => today.within(&hand.branches),
                Reach::Own(hand) if today.by.is_none_or(|id| id == hand.employee) => {
                    today.by = Some(hand.employee);
                }
                Reach::Own(_) | Reach::Nothing => today.within(&[]),
            }
        }
        if let Some(id) = filter.branch {
            today.within(&[id]);
        }
        Ok(today)
    }
}

impl DoneToday {
    /// Only what was done in these branches.
    fn within(&mut self, branches: &[BranchId]) {
        let here = self.branches.get_or_insert_with(|| branches.to_vec());
        here.retain(|id| branches.contains(id));
    }
}

fn ids(branches: &[BranchId]) -> Values<BranchId> {
    among(branches.iter().copied())
}

fn told(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
