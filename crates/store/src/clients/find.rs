//! Finding clients by beginnings of words and by phone digits: ranges on the index of tokens, on both databases.

use std::collections::BTreeSet;

use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::ClientId;
use domain::search::{Query, name_tokens, range_end};
use serde::Serialize;

use super::read;
use super::rows::ClientName;
use crate::access::clients_within;
use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::{client_phones, client_tokens, clients};

/// What is looked for: every word must be found, each by any of its spellings. See [`domain::search`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Words {
    spellings: Vec<Vec<String>>,
    openings: Vec<String>,
}

impl From<Query> for Words {
    fn from(query: Query) -> Self {
        let terms = query.terms.into_iter();
        Self {
            spellings: terms.map(|term| term.alternatives).collect(),
            openings: query.openings,
        }
    }
}

/// From, and up to but not with.
pub(crate) type Range = (String, String);

impl Words {
    /// The index ranges of each word's spellings.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = Vec<Range>> {
        self.spellings
            .iter()
            .map(|spellings| spellings.iter().map(|spelling| range(spelling)).collect())
    }

    /// The ranges of sort keys of the names that begin as was typed.
    pub(crate) fn openings(&self) -> Vec<Range> {
        self.openings.iter().map(|opening| range(opening)).collect()
    }

    /// Whether every word begins a word of a name.
    pub(crate) fn begin_words_of(&self, name: &str) -> bool {
        let tokens = name_tokens(&[name]);
        let begins = |spelling: &String| tokens.iter().any(|token| token.starts_with(spelling));
        let words = &self.spellings;
        !words.is_empty() && words.iter().all(|spellings| spellings.iter().any(begins))
    }
}

fn range(beginning: &str) -> Range {
    (beginning.to_owned(), range_end(beginning))
}

/// The clients that words match.
pub(crate) enum Matches {
    Few(Vec<ClientId>),
    /// More than are collected: the ranges of each word's spellings, to be asked row by row.
    Many(Vec<Vec<Range>>),
}

/// Collects matching clients, at most `most`; the longest word is tried first, because it matches the fewest.
pub(crate) fn matching(tx: &mut Tx<'_>, words: &Words, most: usize) -> Result<Matches, StoreError> {
    let mut words: Vec<_> = words.ranges().collect();
    if words.is_empty() || words.iter().any(Vec::is_empty) {
        return Ok(Matches::Few(Vec::new()));
    }
    let shortest = |word: &Vec<Range>| word.iter().map(|(from, _)| from.len()).min();
    words.sort_by_key(|word| std::cmp::Reverse(shortest(word)));
    for first in 0..words.len() {
        let Some(mut found) = with_first(tx, &words[first], most)? else {
            continue;
        };
        for (place, word) in words.iter().enumerate() {
            if place != first && !found.is_empty() {
                found = with_word(tx, &found, word)?;
            }
        }
        return Ok(Matches::Few(found));
    }
    Ok(Matches::Many(words))
}

/// The clients with a token in one of the ranges; `None` when there are more than `most`. Each range is a statement of its own, read from the
/// index alone: several at once send PostgreSQL to the rows.
fn with_first(
    tx: &mut Tx<'_>,
    word: &[Range],
    most: usize,
) -> Result<Option<Vec<ClientId>>, StoreError> {
    let mut found = BTreeSet::new();
    for (from, to) in word {
        let tokens: Vec<ClientId> = each_backend!(tx.conn(), |c| client_tokens::table
            .filter(client_tokens::token.ge(from))
            .filter(client_tokens::token.lt(to))
            .select(client_tokens::client_id)
            .limit(most as i64 * 2)
            .load(c))?;
        let more = tokens.len() == most * 2;
        found.extend(tokens);
        if more || found.len() > most {
            return Ok(None);
        }
    }
    Ok(Some(found.into_iter().collect()))
}

/// Those of the clients that also have a token in one of the ranges.
fn with_word(
    tx: &mut Tx<'_>,
    ids: &[ClientId],
    word: &[Range],
) -> Result<Vec<ClientId>, StoreError> {
    let mut kept = BTreeSet::new();
    for (from, to) in word {
        let found: Vec<ClientId> = client_tokens::table
            .filter(client_tokens::client_id.eq_any(among(ids.iter().copied())))
            .filter(
                client_tokens::token
                    .ge(from)
                    .and(client_tokens::token.lt(to)),
            )
            .select(client_tokens::client_id)
            .distinct()
            .load(tx.conn())?;
        kept.extend(found);
    }
    Ok(kept.into_iter().collect())
}

/// Another card with a number that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameNumber {
    pub client: ClientName,
    /// E.164.
    pub number: String,
}

/// So many cards are named at most.
const MOST_NAMED: i64 = 10;

impl Tx<'_> {
    /// Cards within reach, archived ones aside, that have one of these numbers. A family shares numbers: this is no error.
    pub fn same_numbers(
        &mut self,
        numbers: &[String],
        except: Option<ClientId>,
    ) -> Result<Vec<SameNumber>, StoreError> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = client_phones::table
            .inner_join(clients::table)
            .filter(client_phones::e164.eq_any(numbers.to_vec()))
            .filter(clients::archived_at.is_null())
            .select((client_phones::client_id, client_phones::e164))
            .distinct()
            .order((client_phones::client_id, client_phones::e164))
            .limit(MOST_NAMED * 5)
            .into_boxed();
        if let Some(id) = except {
            query = query.filter(client_phones::client_id.ne(bind(id)));
        }
        let found: Vec<(ClientId, String)> = query.load(self.conn())?;
        let reach = self.reach(Permission::ClientRead);
        let seen: BTreeSet<ClientId> = clients::table
            .filter(clients::id.eq_any(among(found.iter().map(|(id, _)| *id))))
            .filter(clients_within(&reach))
            .select(clients::id)
            .load::<ClientId>(self.conn())?
            .into_iter()
            .collect();
        let names = read::names(self, seen)?;
        Ok(found
            .into_iter()
            .filter_map(|(id, number)| {
                Some(SameNumber {
                    client: names.get(&id)?.clone(),
                    number,
                })
            })
            .take(MOST_NAMED as usize)
            .collect())
    }
}
