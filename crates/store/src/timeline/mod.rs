//! The timeline: what happened to a client, a company or a task, each entry with its cause. Written once, never changed.
//!
//! An entry keeps its words: the title of the task and the names of values are those of that moment. Words of the interface
//! (an outcome, a state, a date) are kept as data and said in the reader's language when they are read.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::access::Permission;
use domain::fields::FieldType;
use domain::ids::{ChainId, ClientId, CompanyId, CompletionId, EmployeeId, EntryId, TaskId};
use domain::time::Timestamp;
use domain::timeline::EntryKind;
use serde::{Deserialize, Serialize};

use crate::access::{Condition, clients_within};
use crate::clients::{ClientName, names as names_of_clients};
use crate::engine::among::among;
use crate::engine::columns::{Json, bind};
use crate::engine::conn::{MultiBackend, each_backend};
use crate::engine::errors::StoreError;
use crate::engine::page::{Page, PageRequest};
use crate::engine::unit::Tx;
use crate::names;
use crate::schema::{clients, timeline};
use crate::tasks::{Completion, completions_by_id};

/// So many changes of a card are looked at for those that somebody did not see.
const MOST_LOOKED_AT: i64 = 200;

/// What an entry says besides its kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Said {
    /// The task's template or title, as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A note, a reason, or the name of the process.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Changed>,
    /// Of the club's own fields among the changes: what they were called then, by the name of the member.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, OwnField>,
    /// The version of the card after the change, so that a stale editor can be told what changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// The import that did it, by the name of its file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import: Option<String>,
}

/// A changed member: values as text. Dates and words of the interface stay in their API form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub member: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnField {
    pub label: String,
    pub kind: FieldType,
}

impl Changed {
    /// A change, or nothing when both are the same.
    pub fn from(member: &str, before: Option<String>, after: Option<String>) -> Option<Self> {
        (before != after).then(|| Self {
            member: member.to_owned(),
            before,
            after,
        })
    }
}

/// What an entry is about. One about a company that names a client stands in the company's timeline and not in the client's, who has one of his own.
#[derive(Debug, Clone, Copy, Default)]
pub struct About {
    pub client: Option<ClientId>,
    pub company: Option<CompanyId>,
    pub task: Option<TaskId>,
    pub chain: Option<ChainId>,
    pub completion: Option<CompletionId>,
}

#[derive(Debug, Clone, Queryable)]
struct EntryRow {
    id: EntryId,
    client_id: Option<ClientId>,
    task_id: Option<TaskId>,
    _chain_id: Option<ChainId>,
    completion_id: Option<CompletionId>,
    kind: EntryKind,
    by_id: Option<EmployeeId>,
    at: Timestamp,
    payload: Json<Said>,
    _company_id: Option<CompanyId>,
}

/// An entry as it is read.
#[derive(Debug, Clone)]
pub struct Entry {
    pub id: EntryId,
    pub kind: EntryKind,
    pub at: Timestamp,
    /// Absent for what the system did by itself.
    pub by: Option<(EmployeeId, String)>,
    pub task_id: Option<TaskId>,
    /// In the timeline of a company: the person it is about.
    pub client: Option<(ClientId, ClientName)>,
    pub said: Said,
    pub completion: Option<Completion>,
}

/// Writes an entry at the unit's instant.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    kind: EntryKind,
    about: About,
    by: Option<EmployeeId>,
    said: Said,
) -> Result<EntryId, StoreError> {
    let (id, at) = (tx.new_id::<EntryId>(), tx.now());
    let said = Said {
        import: tx.importing().map(str::to_owned),
        ..said
    };
    each_backend!(tx.conn(), |c| diesel::insert_into(timeline::table)
        .values((
            timeline::id.eq(bind(id)),
            timeline::client_id.eq(about.client.map(bind)),
            timeline::task_id.eq(about.task.map(bind)),
            timeline::chain_id.eq(about.chain.map(bind)),
            timeline::completion_id.eq(about.completion.map(bind)),
            timeline::kind.eq(bind(kind)),
            timeline::by_id.eq(by.map(bind)),
            timeline::at.eq(bind(at)),
            timeline::payload.eq(Json(said)),
            timeline::company_id.eq(about.company.map(bind)),
        ))
        .execute(c))?;
    Ok(id)
}

/// A client's timeline, newest first. Whoever calls has fetched the client.
pub(crate) fn of_client(
    tx: &mut Tx<'_>,
    client: ClientId,
    kinds: &[EntryKind],
    page: &PageRequest,
) -> Result<Page<Entry>, StoreError> {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    let list = ("timeline", client, words);
    let after: Option<EntryId> = page.after(&list)?;
    let mut query = timeline::table
        .filter(timeline::client_id.eq(bind(client)))
        .filter(timeline::company_id.is_null())
        .order(timeline::id.desc())
        .limit(page.fetch())
        .into_boxed();
    if let Some(id) = after {
        query = query.filter(timeline::id.lt(bind(id)));
    }
    if !kinds.is_empty() {
        query = query.filter(timeline::kind.eq_any(among(kinds.iter().copied())));
    }
    let rows: Vec<EntryRow> = query.load(tx.conn())?;
    let page = page.finish(rows, &list, |row| row.id)?;
    let (next_cursor, total) = (page.next_cursor, page.total);
    Ok(Page {
        items: entries(tx, page.items)?,
        next_cursor,
        total,
    })
}

/// A company's timeline, newest first: its own entries and those of its people, as far as whoever reads it sees them.
pub(crate) fn of_company(
    tx: &mut Tx<'_>,
    company: CompanyId,
    people: &[ClientId],
    kinds: &[EntryKind],
    page: &PageRequest,
) -> Result<Page<Entry>, StoreError> {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    let list = ("company timeline", company, words);
    let after: Option<EntryId> = page.after(&list)?;
    // Who is not of the company any more is still told of to those who see him.
    let named: Vec<Option<ClientId>> = timeline::table
        .filter(timeline::company_id.eq(bind(company)))
        .filter(timeline::client_id.is_not_null())
        .select(timeline::client_id)
        .distinct()
        .load(tx.conn())?;
    let reach = tx.client_reach(Permission::ClientRead);
    let seen: Vec<ClientId> = clients::table
        .filter(clients::id.eq_any(among(named.into_iter().flatten())))
        .filter(clients_within(&reach))
        .select(clients::id)
        .load(tx.conn())?;
    let (about, of) = (
        timeline::client_id.assume_not_null(),
        timeline::company_id.assume_not_null(),
    );
    let nobody_or_seen = timeline::client_id.is_null().or(about.eq_any(among(seen)));
    let own: Condition<timeline::table> = Box::new(
        timeline::company_id
            .is_not_null()
            .and(of.eq(bind(company)))
            .and(nobody_or_seen),
    );
    let theirs: Condition<timeline::table> = Box::new(
        timeline::company_id
            .is_null()
            .and(timeline::client_id.is_not_null())
            .and(about.eq_any(among(people.iter().copied()))),
    );
    let mut query: timeline::BoxedQuery<'_, MultiBackend> = timeline::table
        .into_boxed()
        .filter(own.or(theirs))
        .order(timeline::id.desc())
        .limit(page.fetch());
    if let Some(id) = after {
        query = query.filter(timeline::id.lt(bind(id)));
    }
    if !kinds.is_empty() {
        query = query.filter(timeline::kind.eq_any(among(kinds.iter().copied())));
    }
    let rows: Vec<EntryRow> = query.load(tx.conn())?;
    let page = page.finish(rows, &list, |row| row.id)?;
    let about: Vec<Option<ClientId>> = page.items.iter().map(|row| row.client_id).collect();
    let named = names_of_clients(tx, about.iter().copied().flatten())?;
    let (next_cursor, total) = (page.next_cursor, page.total);
    let items = entries(tx, page.items)?.into_iter().zip(about);
    Ok(Page {
        items: items
            .map(|(entry, about)| Entry {
                client: about.and_then(|id| Some((id, named.get(&id)?.clone()))),
                ..entry
            })
            .collect(),
        next_cursor,
        total,
    })
}

/// One entry, just written.
pub(crate) fn entry(tx: &mut Tx<'_>, id: EntryId) -> Result<Entry, StoreError> {
    let row: EntryRow = timeline::table
        .filter(timeline::id.eq(bind(id)))
        .first(tx.conn())?;
    entries(tx, vec![row])?.pop().ok_or(StoreError::NotFound)
}

/// Some entries about a client, the latest first.
pub(crate) fn named(
    tx: &mut Tx<'_>,
    client: ClientId,
    ids: &[EntryId],
) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<EntryRow> = timeline::table
        .filter(timeline::id.eq_any(among(ids.iter().copied())))
        .filter(timeline::client_id.eq(bind(client)))
        .filter(timeline::company_id.is_null())
        .order(timeline::id.desc())
        .load(tx.conn())?;
    entries(tx, rows)
}

/// What members of a card were changed after a version.
pub(crate) fn members_changed_since(
    tx: &mut Tx<'_>,
    client: ClientId,
    version: i64,
) -> Result<Vec<String>, StoreError> {
    let rows: Vec<Json<Said>> = timeline::table
        .filter(timeline::client_id.eq(bind(client)))
        .filter(timeline::kind.eq(bind(EntryKind::ClientChanged)))
        .select(timeline::payload)
        .order(timeline::id.desc())
        .limit(MOST_LOOKED_AT)
        .load(tx.conn())?;
    Ok(changed_after(rows, version))
}

/// What members of a company's card were changed after a version.
pub(crate) fn company_changed_since(
    tx: &mut Tx<'_>,
    company: CompanyId,
    version: i64,
) -> Result<Vec<String>, StoreError> {
    let rows: Vec<Json<Said>> = timeline::table
        .filter(timeline::company_id.eq(bind(company)))
        .filter(timeline::kind.eq(bind(EntryKind::CompanyChanged)))
        .select(timeline::payload)
        .order(timeline::id.desc())
        .limit(MOST_LOOKED_AT)
        .load(tx.conn())?;
    Ok(changed_after(rows, version))
}

fn changed_after(rows: Vec<Json<Said>>, version: i64) -> Vec<String> {
    let mut members: Vec<String> = rows
        .into_iter()
        .filter(|Json(said)| said.version.is_some_and(|after| after > version))
        .flat_map(|Json(said)| said.changes)
        .map(|change| change.member)
        .collect();
    members.sort();
    members.dedup();
    members
}

fn entries(tx: &mut Tx<'_>, rows: Vec<EntryRow>) -> Result<Vec<Entry>, StoreError> {
    let people = names::employees(tx, rows.iter().filter_map(|row| row.by_id))?;
    let done: BTreeMap<CompletionId, Completion> =
        completions_by_id(tx, rows.iter().filter_map(|row| row.completion_id))?;
    Ok(rows
        .into_iter()
        .map(|row| Entry {
            id: row.id,
            kind: row.kind,
            at: row.at,
            by: row
                .by_id
                .map(|id| (id, people.get(&id).cloned().unwrap_or_default())),
            task_id: row.task_id,
            client: None,
            completion: row.completion_id.and_then(|id| done.get(&id).cloned()),
            said: row.payload.0,
        })
        .collect())
}
