use std::collections::BTreeMap;
use std::sync::Arc;

use domain::ids::{BranchId, EmployeeId};
use domain::tasks::{Marks, RankReason, Waiting, rank};
use domain::time::{Timestamp, Zone};
use store::day::{BranchDay, DayFilter, DayScope, Days};
use store::tasks::TaskCard;
use store::{PageRequest, Tx};
use wire::day::{DayCounts, DayNumbers, DayQuery, DayTab, GetMyDay, MyDay, QueueGroup, QueueItem};
use wire::list::Person;

use crate::http::{Answer, ApiError, Call, Ctx};
use crate::tasks::convert::{Reader, words};
use crate::zones;

pub async fn my_day(cx: Ctx, call: Call<GetMyDay>) -> Answer<MyDay> {
    let (query, language) = (call.query, cx.language());
    let me = cx.actor()?.employee;
    cx.read(move |tx| {
        let reader = Reader::of(tx, language)?;
        day(tx, query, me, &reader)
    })
    .await
}

/// A page of somebody's day, with its numbers.
pub fn day(
    tx: &mut Tx<'_>,
    query: DayQuery,
    me: EmployeeId,
    reader: &Reader,
) -> Result<MyDay, ApiError> {
    let filter = DayFilter {
        scope: match (query.team, query.assignee_id) {
            (Some(true), _) => DayScope::Team,
            (_, None | Some(Person::Me)) => DayScope::Mine,
            (_, Some(Person::Employee(id))) if id == me => DayScope::Mine,
            (_, Some(Person::Employee(id))) => DayScope::Person(id),
        },
        branch: query.branch_id,
        task_types: query.task_type.map(|list| list.0).unwrap_or_default(),
        words: words(query.q.as_deref()),
    };
    let page = PageRequest {
        limit: query.limit,
        cursor: query.cursor,
        include_total: false,
    };
    let walls = Walls::of(tx)?;
    let queue = tx.day_queue(&filter, &walls.days)?;
    let found = match query.tab {
        DayTab::Todo => tx.day_todo(&queue, &page)?,
        DayTab::Planned => tx.day_planned(&queue, &page)?,
        DayTab::Done => tx.day_done(&filter, &walls.days, &page)?,
    };
    let counts = queue.counts();
    let numbers = tx.day_numbers(&filter, &walls.days)?;
    let nothing_to_do = counts.now + counts.overdue + counts.today == 0;
    let nearest = match nothing_to_do && counts.planned > 0 {
        true => tx.day_planned(&queue, &PageRequest::first(1))?.items.pop(),
        false => None,
    };
    Ok(MyDay {
        next_cursor: found.next_cursor,
        items: found
            .items
            .into_iter()
            .map(|card| item(card, &walls, reader, query.tab))
            .collect(),
        counts: DayCounts {
            now: counts.now,
            overdue: counts.overdue,
            today: counts.today,
            planned: counts.planned,
            done: numbers.done,
        },
        numbers: DayNumbers {
            done: numbers.done,
            reached: numbers.reached,
            progress: numbers.progress,
            goals: numbers.goals,
        },
        nearest: nearest.map(|card| reader.task(card)),
        at: tx.now(),
    })
}

/// The walls of all branches: each has its own day.
struct Walls {
    zones: BTreeMap<BranchId, Arc<Zone>>,
    days: Days,
    now: Timestamp,
}

impl Walls {
    fn of(tx: &mut Tx<'_>) -> Result<Self, ApiError> {
        let now = tx.now();
        let (mut zones, mut days) = (BTreeMap::new(), Days::new());
        for branch in tx.branches()?.iter() {
            let zone = zones::around(&branch.zone, now);
            let day = BranchDay {
                marks: Marks::of(now, &zone),
                start: zone.midnight(zone.day(now)),
            };
            days.insert(branch.id, day);
            zones.insert(branch.id, zone);
        }
        Ok(Self { zones, days, now })
    }
}

fn item(card: TaskCard, walls: &Walls, reader: &Reader, tab: DayTab) -> QueueItem {
    let utc = Zone::utc();
    let zone = walls
        .zones
        .get(&card.row.branch_id)
        .map_or(&utc, |zone| zone);
    let telling = reader.telling(zone);
    if tab == DayTab::Done {
        let done = card.completion.as_ref();
        let rank_reason = done.map(|done| telling.moment(done.at)).unwrap_or_default();
        return QueueItem {
            task: reader.task(card),
            group: QueueGroup::Done,
            rank_reason,
        };
    }
    let (due, priority) = (card.row.due(), card.row.priority);
    let waiting = Waiting::new(card.row.id, due, priority, zone);
    let band = rank(waiting, Marks::of(walls.now, zone)).band;
    let reason = RankReason::of(band, due, priority, walls.now, zone);
    QueueItem {
        group: match band.group() {
            domain::tasks::QueueGroup::Now => QueueGroup::Now,
            domain::tasks::QueueGroup::Overdue => QueueGroup::Overdue,
            domain::tasks::QueueGroup::Today => QueueGroup::Today,
            domain::tasks::QueueGroup::Planned => QueueGroup::Planned,
        },
        rank_reason: telling.rank_reason(reason),
        task: reader.task(card),
    }
}
