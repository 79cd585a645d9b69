//! Lists of clients: filters, sorts, pages, and search.

use std::collections::BTreeMap;

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use domain::access::Permission;
use domain::filters::Sieve;
use domain::ids::ClientId;
use domain::time::Timestamp;
use serde::Serialize;

use super::ClientPhone;
use super::card::{NextStep, next_steps};
use super::find::{Matches, Range, Words, forgiving, matching};
use super::rows::ClientRow;
use super::sieve::condition;
use crate::access::{Condition, clients_within};
use crate::engine::among::among;
use crate::engine::beyond::after;
use crate::engine::columns::bind;
use crate::engine::conn::{MultiBackend, each_backend};
use crate::engine::constant::NOTHING;
use crate::engine::count::total;
use crate::engine::errors::StoreError;
use crate::engine::page::{Page, PageRequest, Total};
use crate::engine::unit::Tx;
use crate::names;
use crate::schema::{client_phones, client_tokens, clients, merges};

/// Which clients; what is absent does not narrow.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ClientFilter {
    pub words: Option<Words>,
    pub sieve: Sieve,
    /// Only archived cards; otherwise only the others.
    pub archived: bool,
    /// Only these cards.
    pub ids: Option<Vec<ClientId>>,
    /// Only those within the reach of this permission, too.
    pub besides: Option<Permission>,
}

/// In which order; ties by age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum ClientSort {
    Name,
    Newest,
    LatestContact,
    /// Those without a next step come last.
    NextDue,
}

/// A client in a list.
#[derive(Debug, Clone)]
pub struct ClientListed {
    pub row: ClientRow,
    pub phone: Option<ClientPhone>,
    pub responsible_name: Option<String>,
    pub next: Option<NextStep>,
}

/// Above so many matches a search walks the sorted list instead of collecting them: they are dense then.
const MOST_MATCHES: usize = 2_000;

/// Which part of the list the last row stands in, its name or microseconds, and its id.
type Key = (usize, String, i64, i64);

type Query<'a> = clients::BoxedQuery<'a, MultiBackend>;

impl Tx<'_> {
    /// Clients within reach. Sorted by name, those that words find come in parts: whose name begins as was typed, then the others.
    pub fn clients(
        &mut self,
        filter: &ClientFilter,
        sort: ClientSort,
        page: &PageRequest,
    ) -> Result<Page<ClientListed>, StoreError> {
        let list = ("clients", filter, sort);
        let mut last: Option<Key> = page.after(&list)?;
        let words = filter.words.as_ref().map(|words| forgiving(self, words));
        let filter = &ClientFilter {
            words: words.transpose()?,
            ..filter.clone()
        };
        let openings = match (&filter.words, sort) {
            (Some(words), ClientSort::Name) => words.openings(),
            _ => Vec::new(),
        };
        let mut rows: Vec<ClientRow> = Vec::new();
        for part in last.as_ref().map_or(0, |last| last.0)..=openings.len() {
            let left = page.fetch() - rows.len() as i64;
            if left == 0 {
                break;
            }
            let last = last.take();
            let found = match openings.get(part) {
                Some(opening) => {
                    let before = &openings[..part];
                    part_of_names(self, filter, opening, before, last, left)?
                }
                None => others(self, filter, sort, &openings, last, left)?,
            };
            rows.extend(found);
        }
        let total = match page.include_total {
            true => Some(count(self, filter)?),
            false => None,
        };
        let page = page.finish(rows, &list, |row| key(row, sort, &openings))?;
        Ok(Page {
            items: listed(self, page.items)?,
            next_cursor: page.next_cursor,
            total,
        })
    }
}

impl Tx<'_> {
    /// Ids of all whom a filter finds, in their own order: those after one of them.
    pub fn client_ids(
        &mut self,
        filter: &ClientFilter,
        after: ClientId,
        most: usize,
    ) -> Result<Vec<ClientId>, StoreError> {
        let words = filter.words.as_ref().map(|words| forgiving(self, words));
        let filter = &ClientFilter {
            words: words.transpose()?,
            ..filter.clone()
        };
        let matches = match &filter.words {
            Some(words) => Some(matching(self, words, MOST_MATCHES)?),
            None => None,
        };
        let query = narrowed(self, filter, matches.as_ref())
            .filter(clients::id.gt(bind(after)))
            .order(clients::id.asc())
            .limit(most as i64);
        Ok(query.select(clients::id).load(self.conn())?)
    }
}

/// Those whose name begins so, and with nothing of what came before: one range of the index.
fn part_of_names(
    tx: &mut Tx<'_>,
    filter: &ClientFilter,
    opening: &Range,
    before: &[Range],
    last: Option<Key>,
    limit: i64,
) -> Result<Vec<ClientRow>, StoreError> {
    let words = filter
        .words
        .as_ref()
        .map(|words| words.of_clients().collect());
    let matches = words.map(Matches::Many);
    let mut query = narrowed(tx, filter, matches.as_ref())
        .filter(clients::sort_key.ge(&opening.0))
        .filter(clients::sort_key.lt(&opening.1))
        .order((clients::sort_key.asc(), clients::id.asc()));
    for range in before {
        query = query.filter(not(begins(range)));
    }
    if let Some(last) = last {
        query = query.filter(beyond(ClientSort::Name, last));
    }
    Ok(query.limit(limit).load(tx.conn())?)
}

/// Everybody, but for those whose names begin so.
fn others(
    tx: &mut Tx<'_>,
    filter: &ClientFilter,
    sort: ClientSort,
    but: &[Range],
    last: Option<Key>,
    limit: i64,
) -> Result<Vec<ClientRow>, StoreError> {
    let matches = match &filter.words {
        Some(words) => Some(matching(tx, words, MOST_MATCHES)?),
        None => None,
    };
    let query = narrowed(tx, filter, matches.as_ref());
    let mut query = match sort {
        ClientSort::Name => query.order((clients::sort_key.asc(), clients::id.asc())),
        ClientSort::Newest => query.order(clients::id.desc()),
        ClientSort::LatestContact => {
            query.order((clients::last_contact_sort.desc(), clients::id.desc()))
        }
        ClientSort::NextDue => query.order((clients::next_due_sort.asc(), clients::id.asc())),
    };
    for range in but {
        query = query.filter(not(begins(range)));
    }
    if let Some(last) = last {
        query = query.filter(beyond(sort, last));
    }
    let query = query.limit(limit);
    match matches {
        // No index has them in this order: what is sorted are ids, and the rows of the page are read afterwards.
        Some(Matches::Few(_)) => {
            let ids: Vec<ClientId> = query.select(clients::id).load(tx.conn())?;
            rows_of(tx, &ids)
        }
        _ => Ok(query.load(tx.conn())?),
    }
}

fn count(tx: &mut Tx<'_>, filter: &ClientFilter) -> Result<Total, StoreError> {
    let mut query = narrowed(tx, filter, None);
    // Nothing is sorted here: the matches are gathered from the index of tokens, and not looked for card by card.
    for word in filter.words.iter().flat_map(Words::ranges) {
        let mut any: Condition<clients::table> = Box::new(NOTHING);
        for (from, to) in word {
            let tokens = client_tokens::table
                .filter(client_tokens::token.ge(from))
                .filter(client_tokens::token.lt(to))
                .select(client_tokens::client_id);
            any = Box::new(any.or(clients::id.eq_any(tokens)));
        }
        query = query.filter(any);
    }
    total(query.select(clients::id), tx.conn())
}

fn begins((from, to): &Range) -> Condition<clients::table> {
    let from = clients::sort_key.ge(from.clone());
    Box::new(from.and(clients::sort_key.lt(to.clone())))
}

fn narrowed<'a>(tx: &Tx<'_>, filter: &'a ClientFilter, matches: Option<&Matches>) -> Query<'a> {
    let seen = tx.client_reach(Permission::ClientRead);
    let mut query = clients::table.into_boxed().filter(clients_within(&seen));
    let besides = filter.besides.map(|permission| tx.client_reach(permission));
    if let Some(reach) = besides.filter(|reach| *reach != seen) {
        query = query.filter(clients_within(&reach));
    }
    narrow(query, filter, matches)
}

/// These cards in this order.
fn rows_of(tx: &mut Tx<'_>, ids: &[ClientId]) -> Result<Vec<ClientRow>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows: Vec<ClientRow> = each_backend!(tx.conn(), |c| clients::table
        .filter(clients::id.eq_any(among(ids.iter().copied())))
        .load(c))?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(rows)
}

fn key(row: &ClientRow, sort: ClientSort, openings: &[Range]) -> Key {
    let id = row.id.as_i64();
    match sort {
        ClientSort::Name => {
            let key = &row.sort_key;
            let mut parts = openings.iter();
            let part = parts.position(|(from, to)| from <= key && key < to);
            (part.unwrap_or(openings.len()), key.clone(), 0, id)
        }
        ClientSort::Newest => (0, String::new(), 0, id),
        ClientSort::LatestContact => (0, String::new(), row.last_contact_sort.as_micros(), id),
        ClientSort::NextDue => (0, String::new(), row.next_due_sort.as_micros(), id),
    }
}

/// Rows after a key.
fn beyond(sort: ClientSort, (_, name, at, id): Key) -> Condition<clients::table> {
    let (at, id) = (Timestamp::from_micros(at), ClientId::from_i64(id));
    match sort {
        ClientSort::Name => Box::new(after((clients::sort_key, clients::id), (name, bind(id)))),
        ClientSort::Newest => Box::new(clients::id.lt(bind(id))),
        ClientSort::LatestContact => Box::new(
            after(
                (clients::last_contact_sort, clients::id),
                (bind(at), bind(id)),
            )
            .descending(),
        ),
        ClientSort::NextDue => Box::new(after(
            (clients::next_due_sort, clients::id),
            (bind(at), bind(id)),
        )),
    }
}

fn narrow<'a>(
    mut query: Query<'a>,
    filter: &'a ClientFilter,
    matches: Option<&Matches>,
) -> Query<'a> {
    query = match filter.archived {
        true => query
            .filter(clients::archived_at.is_not_null())
            // Who was merged is found on the card that he came to.
            .filter(not(exists(
                merges::table
                    .filter(merges::other_id.eq(clients::id))
                    .filter(merges::undone_at.is_null())
                    .select(merges::id),
            ))),
        false => query.filter(clients::archived_at.is_null()),
    };
    query = query.filter(condition(&filter.sieve));
    if let Some(ids) = &filter.ids {
        query = query.filter(clients::id.eq_any(among(ids.iter().copied())));
    }
    match matches {
        None => query,
        Some(Matches::Few(ids)) => query.filter(clients::id.eq_any(among(ids.iter().copied()))),
        Some(Matches::Many(words)) => {
            for word in words {
                query = query.filter(has_word(word));
            }
            query
        }
    }
}

/// Whether a client has a token in one of the ranges.
fn has_word(word: &[Range]) -> Condition<clients::table> {
    let mut any: Option<Condition<clients::table>> = None;
    for (from, to) in word {
        let token = client_tokens::table
            .filter(client_tokens::client_id.eq(clients::id))
            .filter(client_tokens::token.ge(from.clone()))
            .filter(client_tokens::token.lt(to.clone()))
            .select(client_tokens::client_id);
        any = Some(match any {
            None => Box::new(exists(token)),
            Some(known) => Box::new(known.or(exists(token))),
        });
    }
    any.unwrap_or_else(|| Box::new(NOTHING))
}

/// Puts phones, names and next steps on a page of clients.
fn listed(tx: &mut Tx<'_>, rows: Vec<ClientRow>) -> Result<Vec<ClientListed>, StoreError> {
    let ids: Vec<ClientId> = rows.iter().map(|row| row.id).collect();
    let mut next = next_steps(tx, &ids)?;
    let people = names::employees(tx, rows.iter().filter_map(|row| row.responsible_id))?;
    let phones: Vec<(ClientId, ClientPhone)> = each_backend!(tx.conn(), |c| client_phones::table
        .filter(client_phones::client_id.eq_any(among(ids.iter().copied())))
        .order((client_phones::client_id, client_phones::position.desc()))
        .select((client_phones::client_id, ClientPhone::as_select()))
        .load(c))?;
    // The last one written into the map is the first of the card.
    let mut phones: BTreeMap<ClientId, ClientPhone> = phones.into_iter().collect();
    Ok(rows
        .into_iter()
        .map(|row| ClientListed {
            phone: phones.remove(&row.id),
            responsible_name: row.responsible_id.and_then(|id| people.get(&id).cloned()),
            next: next.remove(&row.id),
            row,
        })
        .collect())
}
