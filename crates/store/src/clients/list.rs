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
use super::parts::{Parts, surnames_sounding};
use super::pool::pool;
use super::rows::ClientRow;
use super::sieve::{OfClients, condition, condition_on_all};
use crate::access::clients_within;
use crate::engine::among::among;
use crate::engine::beyond::after;
use crate::engine::columns::bind;
use crate::engine::conn::{MultiBackend, each_backend};
use crate::engine::constant::{EVERYTHING, NOTHING};
use crate::engine::count::total;
use crate::engine::errors::StoreError;
use crate::engine::page::{Page, PageRequest, Total};
use crate::engine::unindexed::unindexed;
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
const MOST_MATCHES: usize = 5_000;

/// Which part of the list the last row stands in, its name or microseconds, and its id.
type Key = (usize, String, i64, i64);

type Query<'a> = clients::BoxedQuery<'a, MultiBackend>;

/// A filter as it is meant, and the few whom it narrows the list to.
struct Asked {
    filter: ClientFilter,
    pool: Option<Vec<ClientId>>,
}

/// A stretch of the list: one of its parts, from a row on.
struct Stretch<'a> {
    parts: &'a Parts,
    part: usize,
    last: Option<Key>,
    limit: i64,
}

impl Tx<'_> {
    /// Clients within reach. Sorted by name, those that words find come in [`Parts`].
    pub fn clients(
        &mut self,
        filter: &ClientFilter,
        sort: ClientSort,
        page: &PageRequest,
    ) -> Result<Page<ClientListed>, StoreError> {
        let list = ("clients", filter, sort);
        let mut last: Option<Key> = page.after(&list)?;
        let question = &asked(self, filter)?;
        let words = question.filter.words.as_ref();
        let mut parts = match (words, sort) {
            (Some(words), ClientSort::Name) => Parts::typed(words),
            _ => Parts::default(),
        };
        let mut rows: Vec<ClientRow> = Vec::new();
        let mut part = last.as_ref().map_or(0, |last| last.0);
        let mut matches = None;
        while (rows.len() as i64) < page.fetch() {
            if part >= parts.len() && matches.is_none() {
                matches = matches_of(self, words)?;
                if let (Some(Matches::Many(words)), ClientSort::Name) = (&matches, sort) {
                    parts.add_sounding(surnames_sounding(self, words)?);
                }
            }
            let stretch = Stretch {
                parts: &parts,
                part,
                last: last.take(),
                limit: page.fetch() - rows.len() as i64,
            };
            rows.extend(found(self, question, matches.as_ref(), sort, stretch)?);
            if part >= parts.len() {
                break;
            }
            part += 1;
        }
        let total = match page.include_total {
            true => Some(count(self, question)?),
            false => None,
        };
        let page = page.finish(rows, &list, |row| key(row, sort, &parts))?;
        Ok(Page {
            items: listed(self, page.items)?,
            next_cursor: page.next_cursor,
            total,
        })
    }

    /// Ids of all whom a filter finds, in their own order: those after one of them.
    pub fn client_ids(
        &mut self,
        filter: &ClientFilter,
        after: ClientId,
        most: usize,
    ) -> Result<Vec<ClientId>, StoreError> {
        let question = &asked(self, filter)?;
        let matches = matches_of(self, question.filter.words.as_ref())?;
        let mut query = narrowed(self, question, condition).filter(clients::id.gt(bind(after)));
        if let Some(matches) = &matches {
            query = query.filter(matched(matches));
        }
        let query = query.order(clients::id.asc()).limit(most as i64);
        Ok(query.select(clients::id).load(self.conn())?)
    }
}

fn asked(tx: &mut Tx<'_>, filter: &ClientFilter) -> Result<Asked, StoreError> {
    let words = filter.words.as_ref().map(|words| forgiving(tx, words));
    let filter = ClientFilter {
        words: words.transpose()?,
        ..filter.clone()
    };
    let pool = match (&filter.ids, filter.archived) {
        (None, false) => pool(tx, &filter.sieve)?,
        _ => None,
    };
    Ok(Asked { filter, pool })
}

fn matches_of(tx: &mut Tx<'_>, words: Option<&Words>) -> Result<Option<Matches>, StoreError> {
    let found = words.map(|words| matching(tx, words, MOST_MATCHES));
    found.transpose()
}

/// Those of a part. What the index of names does not answer alone is asked of the matches.
fn found(
    tx: &mut Tx<'_>,
    question: &Asked,
    matches: Option<&Matches>,
    sort: ClientSort,
    stretch: Stretch<'_>,
) -> Result<Vec<ClientRow>, StoreError> {
    let by_name = stretch.parts.is_by_name(stretch.part);
    let mut query = narrowed(tx, question, condition);
    if let Some(matches) = matches.filter(|_| !by_name) {
        query = query.filter(matched(matches));
    }
    let are_few = question.pool.is_some() || matches!(matches, Some(Matches::Few(_)));
    let query = stretched(query, sort, stretch, are_few);
    match by_name || are_few {
        // An index answers by itself, or none has them in this order: ids come first, and the rows of the page afterwards.
        true => {
            let ids: Vec<ClientId> = query.select(clients::id).load(tx.conn())?;
            rows_of(tx, &ids)
        }
        // Many fit: the list is walked until the page is full.
        false if question.filter.sieve.asks() => tx.walking(|tx| Ok(query.load(tx.conn())?)),
        false => Ok(query.load(tx.conn())?),
    }
}

fn stretched<'a>(
    query: Query<'a>,
    sort: ClientSort,
    stretch: Stretch<'_>,
    are_few: bool,
) -> Query<'a> {
    let (parts, part) = (stretch.parts, stretch.part);
    let query = query
        .filter(parts.is_in(part))
        .filter(parts.is_in_none_before(part));
    macro_rules! ordered {
        ($column:ident.$direction:ident) => {
            match are_few {
                true => query.order((
                    unindexed(clients::$column).$direction(),
                    clients::id.$direction(),
                )),
                false => query.order((clients::$column.$direction(), clients::id.$direction())),
            }
        };
    }
    let query = match sort {
        ClientSort::Name => ordered!(sort_key.asc),
        ClientSort::Newest => query.order(clients::id.desc()),
        ClientSort::LatestContact => ordered!(last_contact_sort.desc),
        ClientSort::NextDue => ordered!(next_due_sort.asc),
    };
    let query = match stretch.last {
        Some(last) => query.filter(beyond(sort, last)),
        None => query,
    };
    query.limit(stretch.limit)
}

fn count(tx: &mut Tx<'_>, question: &Asked) -> Result<Total, StoreError> {
    let mut query = narrowed(tx, question, condition_on_all);
    // Nothing is sorted here: the matches are gathered from the index of tokens, and not looked for card by card.
    for word in question.filter.words.iter().flat_map(Words::of_clients) {
        let mut any: OfClients = Box::new(NOTHING);
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

/// Cards within reach that fit, whatever words are looked for. `sieve` writes the questions of the filter.
fn narrowed<'a>(tx: &Tx<'_>, question: &Asked, sieve: fn(&Sieve) -> OfClients) -> Query<'a> {
    let filter = &question.filter;
    let seen = tx.client_reach(Permission::ClientRead);
    let mut query = clients::table.into_boxed().filter(clients_within(&seen));
    let besides = filter.besides.map(|permission| tx.client_reach(permission));
    if let Some(reach) = besides.filter(|reach| *reach != seen) {
        query = query.filter(clients_within(&reach));
    }
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
    for only in [&filter.ids, &question.pool].into_iter().flatten() {
        query = query.filter(clients::id.eq_any(among(only.iter().copied())));
    }
    query.filter(sieve(&filter.sieve))
}

/// Whether the words find a client.
fn matched(matches: &Matches) -> OfClients {
    match matches {
        Matches::Few(ids) => Box::new(clients::id.eq_any(among(ids.iter().copied()))),
        Matches::Many(words) => {
            let mut all: OfClients = Box::new(EVERYTHING);
            for word in words {
                all = Box::new(all.and(has_word(word)));
            }
            all
        }
    }
}

/// Whether a client has a token in one of the ranges.
fn has_word(word: &[Range]) -> OfClients {
    let mut any: Option<OfClients> = None;
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

fn key(row: &ClientRow, sort: ClientSort, parts: &Parts) -> Key {
    let id = row.id.as_i64();
    match sort {
        ClientSort::Name => (parts.of(&row.sort_key), row.sort_key.clone(), 0, id),
        ClientSort::Newest => (0, String::new(), 0, id),
        ClientSort::LatestContact => (0, String::new(), row.last_contact_sort.as_micros(), id),
        ClientSort::NextDue => (0, String::new(), row.next_due_sort.as_micros(), id),
    }
}

/// Rows after a key.
fn beyond(sort: ClientSort, (_, name, at, id): Key) -> OfClients {
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
