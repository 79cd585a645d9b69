//! Lists of tasks: filters, sorts, pages.

use diesel::dsl::exists;
use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::{
    BranchId, ChainId, ClientId, EmployeeId, ProcessId, ResultId, TaskId, TemplateId, VersionId,
};
use domain::tasks::{Priority, TaskState, TaskType};
use domain::time::Timestamp;
use serde::Serialize;

use super::cards::cards;
use super::rows::{TaskCard, TaskRow};
use crate::access::{Condition, tasks_within};
use crate::clients::{self, Words};
use crate::engine::among::among;
use crate::engine::beyond::after;
use crate::engine::columns::bind;
use crate::engine::constant::NOTHING;
use crate::engine::count::total;
use crate::engine::errors::StoreError;
use crate::engine::page::{Page, PageRequest};
use crate::engine::unit::Tx;
use crate::schema::{chains, client_tokens, completions, task_tokens, tasks, templates};
use crate::{FAR_AHEAD, LONG_AGO};

/// Which tasks; what is absent does not narrow.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TaskFilter {
    /// Empty: those that are open or in progress.
    pub states: Vec<TaskState>,
    pub assignee: Option<EmployeeId>,
    pub branch: Option<BranchId>,
    pub client: Option<ClientId>,
    pub chain: Option<ChainId>,
    pub template: Option<TemplateId>,
    /// Of chains of this process.
    pub process: Option<ProcessId>,
    /// Of chains that run on this version.
    pub version: Option<VersionId>,
    /// Key of a step.
    pub step: Option<String>,
    /// Done with this result.
    pub result: Option<ResultId>,
    pub task_types: Vec<TaskType>,
    pub priorities: Vec<Priority>,
    pub created_by: Option<EmployeeId>,
    /// Only those in a pool, or only those of a person.
    pub unassigned: Option<bool>,
    pub due_before: Option<Timestamp>,
    pub due_after: Option<Timestamp>,
    pub closed_before: Option<Timestamp>,
    pub closed_after: Option<Timestamp>,
    /// Beginnings of words of the title or of the client's name.
    pub words: Option<Words>,
}

/// In which order; ties by age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum TaskSort {
    Due,
    LatestDue,
    Newest,
    /// Tasks that are not closed come last.
    LatestClosed,
}

/// Above so many matches a search walks the sorted list instead of collecting them: they are dense then.
const MOST_MATCHES: usize = 2_000;

/// Sort value and id of the last row; a sort value is microseconds.
type Key = (Option<i64>, i64);

impl Tx<'_> {
    /// Tasks within reach.
    pub fn tasks(
        &mut self,
        filter: &TaskFilter,
        sort: TaskSort,
        page: &PageRequest,
    ) -> Result<Page<TaskCard>, StoreError> {
        let list = ("tasks", filter, sort);
        let last: Option<Key> = page.after(&list)?;
        let found = Found::of(self, filter)?;
        let row = |at, id| (bind(Timestamp::from_micros(at)), bind(TaskId::from_i64(id)));
        let narrowed = |tx: &Tx<'_>| match &filter.words {
            Some(_) => narrowed(tx, filter).filter(found.condition()),
            None => narrowed(tx, filter),
        };
        let rows: Vec<TaskRow> = match sort {
            TaskSort::Due => {
                let mut query = narrowed(self).order((tasks::due_sort.asc(), tasks::id.asc()));
                if let Some((Some(at), id)) = last {
                    query = query.filter(after((tasks::due_sort, tasks::id), row(at, id)));
                }
                query.limit(page.fetch()).load(self.conn())?
            }
            TaskSort::LatestDue => {
                let mut query = narrowed(self).order((tasks::due_sort.desc(), tasks::id.desc()));
                if let Some((Some(at), id)) = last {
                    query =
                        query.filter(after((tasks::due_sort, tasks::id), row(at, id)).descending());
                }
                query.limit(page.fetch()).load(self.conn())?
            }
            TaskSort::Newest => {
                let mut query = narrowed(self).order(tasks::id.desc());
                if let Some((_, id)) = last {
                    query = query.filter(tasks::id.lt(bind(TaskId::from_i64(id))));
                }
                query.limit(page.fetch()).load(self.conn())?
            }
            TaskSort::LatestClosed => {
                // Closed ones first, by when; then the others, by age: no database is asked where it puts NULL.
                let mut rows: Vec<TaskRow> = match last {
                    Some((None, _)) => Vec::new(),
                    _ => {
                        let mut query = narrowed(self)
                            .filter(tasks::closed_at.is_not_null())
                            .order((tasks::closed_at.desc(), tasks::id.desc()));
                        if let Some((Some(at), id)) = last {
                            let closed = tasks::closed_at.assume_not_null();
                            query =
                                query.filter(after((closed, tasks::id), row(at, id)).descending());
                        }
                        query.limit(page.fetch()).load(self.conn())?
                    }
                };
                let left = page.fetch() - rows.len() as i64;
                if left > 0 {
                    let mut query = narrowed(self)
                        .filter(tasks::closed_at.is_null())
                        .order(tasks::id.desc());
                    if let Some((None, id)) = last {
                        query = query.filter(tasks::id.lt(bind(TaskId::from_i64(id))));
                    }
                    let open: Vec<TaskRow> = query.limit(left).load(self.conn())?;
                    rows.extend(open);
                }
                rows
            }
        };
        let total = match page.include_total {
            true => Some(total(narrowed(self).select(tasks::id), self.conn())?),
            false => None,
        };
        let page = page.finish(rows, &list, |row| key(row, sort))?;
        Ok(Page {
            items: cards(self, page.items)?,
            next_cursor: page.next_cursor,
            total,
        })
    }

    /// Open tasks within reach whose words begin so, the next due first: for the palette.
    pub fn find_tasks(&mut self, words: &Words, limit: u32) -> Result<Vec<TaskCard>, StoreError> {
        let filter = TaskFilter {
            words: Some(words.clone()),
            ..TaskFilter::default()
        };
        Ok(self
            .tasks(&filter, TaskSort::Due, &PageRequest::first(limit))?
            .items)
    }
}

/// Done tasks of a process, from the index of what was given there: it knows the step, the result and the period.
fn of_past<'a>(query: Query<'a>, process: ProcessId, filter: &'a TaskFilter) -> Query<'a> {
    macro_rules! given {
        () => {
            completions::table
                .filter(completions::process_id.eq(bind(process)))
                .filter(completions::taken_back_at.is_null())
                .filter(completions::completed_at.ge(bind(filter.closed_after.unwrap_or(LONG_AGO))))
                .filter(
                    completions::completed_at.lt(bind(filter.closed_before.unwrap_or(FAR_AHEAD))),
                )
        };
    }
    match (&filter.step, filter.result) {
        (Some(step), Some(result)) => {
            let given = given!()
                .filter(completions::step.eq(step))
                .filter(completions::result_id.eq(bind(result)));
            query.filter(tasks::id.eq_any(given.select(completions::task_id)))
        }
        (Some(step), None) => {
            let given = given!().filter(completions::step.eq(step));
            query.filter(tasks::id.eq_any(given.select(completions::task_id)))
        }
        (None, _) => query.filter(tasks::id.eq_any(given!().select(completions::task_id))),
    }
}

/// The tasks of a filter that looks for no words, within reach: what a list of them holds.
pub(crate) fn narrowed<'a>(tx: &Tx<'_>, filter: &'a TaskFilter) -> Query<'a> {
    let query = tasks::table
        .into_boxed()
        .filter(tasks_within(&tx.reach(Permission::TaskRead)));
    conditions(query, filter)
}

fn key(row: &TaskRow, sort: TaskSort) -> Key {
    let at = match sort {
        TaskSort::Due | TaskSort::LatestDue => Some(row.due_sort),
        TaskSort::Newest => None,
        TaskSort::LatestClosed => row.closed_at,
    };
    (at.map(Timestamp::as_micros), row.id.as_i64())
}

pub(crate) type Query<'a> = tasks::BoxedQuery<'a, crate::engine::conn::MultiBackend>;

/// All but the words.
fn conditions<'a>(mut query: Query<'a>, filter: &'a TaskFilter) -> Query<'a> {
    query = match filter.states.as_slice() {
        [] => query.filter(tasks::closed_at.is_null()),
        states => {
            let open = |state: &TaskState| matches!(state, TaskState::Open | TaskState::InProgress);
            // Said twice, so that the partial indexes of open and of closed tasks can be used.
            if states.iter().all(open) {
                query = query.filter(tasks::closed_at.is_null());
            } else if !states.iter().any(open) {
                query = query.filter(tasks::closed_at.is_not_null());
            }
            query.filter(tasks::state.eq_any(among(states.iter().copied())))
        }
    };
    if let Some(id) = filter.assignee {
        query = query.filter(tasks::assignee_id.eq(bind(id)));
    }
    if let Some(id) = filter.branch {
        query = query.filter(tasks::branch_id.eq(bind(id)));
    }
    if let Some(id) = filter.client {
        query = query.filter(tasks::client_id.eq(bind(id)));
    }
    if let Some(id) = filter.chain {
        query = query.filter(tasks::chain_id.eq(bind(id)));
    }
    if let Some(id) = filter.template {
        query = query.filter(tasks::template_id.eq(bind(id)));
    }
    if let Some(id) = filter.process {
        query = match filter.states.as_slice() {
            [TaskState::Done] => of_past(query, id, filter),
            // Only a chain that runs has an open task.
            [] => {
                let running = chains::table
                    .filter(chains::process_id.eq(bind(id)))
                    .filter(chains::ended_at.is_null())
                    .select(chains::id.nullable());
                query.filter(tasks::chain_id.eq_any(running))
            }
            _ => {
                let of_process = chains::table
                    .filter(chains::process_id.eq(bind(id)))
                    .select(chains::id.nullable());
                query.filter(tasks::chain_id.eq_any(of_process))
            }
        };
    }
    if let Some(id) = filter.version {
        let on_version = chains::table
            .filter(chains::version_id.eq(bind(id)))
            .select(chains::id.nullable());
        query = query.filter(tasks::chain_id.eq_any(on_version));
    }
    if let Some(step) = &filter.step {
        query = query.filter(tasks::step.eq(step));
    }
    if let Some(id) = filter.result {
        let with_result = completions::table
            .filter(completions::task_id.eq(tasks::id))
            .filter(completions::taken_back_at.is_null())
            .filter(completions::result_id.eq(bind(id)))
            .select(completions::id);
        query = query.filter(exists(with_result));
    }
    if !filter.task_types.is_empty() {
        query = query.filter(tasks::task_type.eq_any(among(filter.task_types.iter().copied())));
    }
    if !filter.priorities.is_empty() {
        query = query.filter(tasks::priority.eq_any(among(filter.priorities.iter().copied())));
    }
    if let Some(id) = filter.created_by {
        query = query.filter(tasks::created_by.eq(bind(id)));
    }
    query = match filter.unassigned {
        Some(true) => query.filter(tasks::pool_role_id.is_not_null()),
        Some(false) => query.filter(tasks::assignee_id.is_not_null()),
        None => query,
    };
    if let Some(at) = filter.due_before {
        query = query.filter(tasks::due_sort.lt(bind(at)));
    }
    if let Some(at) = filter.due_after {
        query = query.filter(tasks::due_sort.ge(bind(at)));
    }
    let closed = tasks::closed_at.assume_not_null();
    if let Some(at) = filter.closed_before {
        query = query
            .filter(tasks::closed_at.is_not_null())
            .filter(closed.lt(bind(at)));
    }
    if let Some(at) = filter.closed_after {
        query = query
            .filter(tasks::closed_at.is_not_null())
            .filter(closed.ge(bind(at)));
    }
    query
}

/// What the words of a search match.
pub(crate) struct Found {
    clients: clients::Matches,
    titles: Vec<TaskId>,
    templates: Vec<TemplateId>,
}

impl Found {
    pub(crate) fn of(tx: &mut Tx<'_>, filter: &TaskFilter) -> Result<Self, StoreError> {
        of_words(tx, filter.words.as_ref())
    }

    pub(crate) fn condition(&self) -> Condition<tasks::table> {
        let titles = among(self.titles.iter().copied());
        let templates = among(self.templates.iter().copied());
        let titled = tasks::id.eq_any(titles).or(tasks::template_id
            .is_not_null()
            .and(tasks::template_id.assume_not_null().eq_any(templates)));
        match &self.clients {
            clients::Matches::Few(ids) => {
                let ids = among(ids.iter().copied());
                Box::new(
                    titled.or(tasks::client_id
                        .is_not_null()
                        .and(tasks::client_id.assume_not_null().eq_any(ids))),
                )
            }
            clients::Matches::Many(ranges) => {
                let mut all: Condition<tasks::table> = Box::new(tasks::client_id.is_not_null());
                for word in ranges {
                    all = Box::new(all.and(has_word(word)));
                }
                Box::new(titled.or(all))
            }
        }
    }
}

/// Whether a task's client has a token in one of the ranges.
fn has_word(word: &[(String, String)]) -> Condition<tasks::table> {
    let mut any: Condition<tasks::table> = Box::new(NOTHING);
    for (from, to) in word {
        let token = client_tokens::table
            .filter(client_tokens::client_id.nullable().eq(tasks::client_id))
            .filter(client_tokens::token.ge(from.clone()))
            .filter(client_tokens::token.lt(to.clone()))
            .select(client_tokens::client_id);
        any = Box::new(any.or(exists(token)));
    }
    any
}

/// Collects what the words match, once for a list.
pub(crate) fn of_words(tx: &mut Tx<'_>, words: Option<&Words>) -> Result<Found, StoreError> {
    let Some(words) = words else {
        return Ok(Found {
            clients: clients::Matches::Few(Vec::new()),
            titles: Vec::new(),
            templates: Vec::new(),
        });
    };
    let meant = clients::forgiving(tx, words)?;
    let clients = clients::matching(tx, &meant, MOST_MATCHES)?;
    let mut titles: Option<Vec<TaskId>> = None;
    for word in words.ranges() {
        let mut query = task_tokens::table
            .select(task_tokens::task_id)
            .distinct()
            .limit(MOST_MATCHES as i64)
            .into_boxed();
        for (from, to) in word {
            let range = task_tokens::token.ge(from).and(task_tokens::token.lt(to));
            query = query.or_filter(range);
        }
        let found: Vec<TaskId> = query.load(tx.conn())?;
        titles = Some(match titles {
            None => found,
            Some(known) => known.into_iter().filter(|id| found.contains(id)).collect(),
        });
    }
    let named: Vec<(TemplateId, String)> = templates::table
        .select((templates::id, templates::name))
        .load(tx.conn())?;
    let templates = named
        .into_iter()
        .filter(|(_, name)| words.begin_words_of(name))
        .map(|(id, _)| id)
        .collect();
    Ok(Found {
        clients,
        titles: titles.unwrap_or_default(),
        templates,
    })
}

impl Found {
    /// The same for completions: by the client or the task's title.
    pub(crate) fn condition_on_completions(&self) -> Condition<completions::table> {
        let titles = among(self.titles.iter().copied());
        let templates = among(self.templates.iter().copied());
        let of_template = tasks::table
            .filter(tasks::id.eq(completions::task_id))
            .filter(tasks::template_id.is_not_null())
            .filter(tasks::template_id.assume_not_null().eq_any(templates))
            .select(tasks::id);
        let titled = completions::task_id.eq_any(titles).or(exists(of_template));
        match &self.clients {
            clients::Matches::Few(ids) => {
                let ids = among(ids.iter().copied());
                Box::new(
                    titled.or(completions::client_id
                        .is_not_null()
                        .and(completions::client_id.assume_not_null().eq_any(ids))),
                )
            }
            clients::Matches::Many(words) => {
                let mut all: Condition<completions::table> =
                    Box::new(completions::client_id.is_not_null());
                for word in words {
                    let mut any: Condition<completions::table> = Box::new(NOTHING);
                    for (from, to) in word {
                        let token = client_tokens::table
                            .filter(
                                client_tokens::client_id
                                    .nullable()
                                    .eq(completions::client_id),
                            )
                            .filter(client_tokens::token.ge(from.clone()))
                            .filter(client_tokens::token.lt(to.clone()))
                            .select(client_tokens::client_id);
                        any = Box::new(any.or(exists(token)));
                    }
                    all = Box::new(all.and(any));
                }
                Box::new(titled.or(all))
            }
        }
    }
}
