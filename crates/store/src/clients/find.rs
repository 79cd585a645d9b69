//! Finding clients by beginnings of words and by phone digits: ranges on the index of tokens, on both databases.

use std::collections::BTreeSet;

use diesel::prelude::*;
use domain::access::Permission;
use domain::collation::sort_prefix;
use domain::ids::ClientId;
use domain::search::{Query, contact, is_one_slip, name_tokens, range_end, slips, unmarked};
use serde::Serialize;

use super::read;
use super::rows::ClientName;
use crate::access::clients_within;
use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::{client_phones, client_tokens, clients, word_slips};

/// What is looked for: every word must be found, each by any of its spellings. See [`domain::search`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Words {
    spellings: Vec<Vec<String>>,
    openings: Vec<String>,
    /// Whether who asks may find people by their contacts.
    contacts: bool,
}

impl From<Query> for Words {
    fn from(query: Query) -> Self {
        let terms = query.terms.into_iter();
        Self {
            spellings: terms.map(|term| term.alternatives).collect(),
            openings: query.openings,
            contacts: false,
        }
    }
}

/// From, and up to but not with.
pub(crate) type Range = (String, String);

impl Words {
    /// The ranges of each word's spellings in an index of titles.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = Vec<Range>> {
        self.spellings
            .iter()
            .map(|spellings| spellings.iter().map(|spelling| range(spelling)).collect())
    }

    /// The ranges of each word's spellings in the index of clients, as [`forgiving`] found them.
    pub(crate) fn of_clients(&self) -> impl Iterator<Item = Vec<Range>> {
        self.spellings
            .iter()
            .map(|spellings| of_spellings(spellings, self.contacts))
    }

    /// The same in another index of names and contacts, whose words are taken as they were typed.
    pub(crate) fn for_reader(&self, contacts: bool) -> impl Iterator<Item = Vec<Range>> {
        self.spellings
            .iter()
            .map(move |spellings| of_spellings(spellings, contacts))
    }

    /// What the words of a sort key begin with, for each word.
    pub(super) fn of_names(&self) -> Vec<Vec<String>> {
        let begins = |spellings: &Vec<String>| {
            let words = spellings.iter().filter(|word| unmarked(word) == *word);
            words.map(|word| sort_prefix(word)).collect()
        };
        self.spellings.iter().map(begins).collect()
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

pub(super) fn range(beginning: &str) -> Range {
    (beginning.to_owned(), range_end(beginning))
}

fn of_spellings(spellings: &[String], contacts: bool) -> Vec<Range> {
    // What is typed with a mark would be a contact without the right to it.
    let words = spellings
        .iter()
        .filter(|spelling| unmarked(spelling) == *spelling);
    let words = words.map(|spelling| range(spelling));
    let marked = spellings.iter().filter(|_| contacts);
    words
        .chain(marked.map(|spelling| range(&contact(spelling))))
        .collect()
}

/// Rows of one statement.
const ROWS_AT_ONCE: usize = 500;
/// So many words are tried at most in the place of one that nobody has.
const MOST_MEANT: i64 = 200;

/// What was typed as it is meant by who asks, with the words that nobody has replaced by those that they are one slip away from.
pub(crate) fn forgiving(tx: &mut Tx<'_>, words: &Words) -> Result<Words, StoreError> {
    let mut meant = words.clone();
    meant.contacts = tx.sees_contacts();
    for place in 0..meant.spellings.len() {
        if any_has(tx, &of_spellings(&meant.spellings[place], meant.contacts))? {
            continue;
        }
        let found = one_slip_from(tx, &meant.spellings[place])?;
        if found.is_empty() {
            continue;
        }
        for opening in found.iter().map(|word| sort_prefix(word)) {
            if !meant.openings.contains(&opening) {
                meant.openings.push(opening);
            }
        }
        meant.spellings[place] = found;
    }
    Ok(meant)
}

fn any_has(tx: &mut Tx<'_>, ranges: &[Range]) -> Result<bool, StoreError> {
    for (from, to) in ranges {
        let first: Option<ClientId> = each_backend!(tx.conn(), |c| client_tokens::table
            .filter(client_tokens::token.ge(from))
            .filter(client_tokens::token.lt(to))
            .select(client_tokens::client_id)
            .first(c)
            .optional())?;
        if first.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Known words that one slip makes from one of the spellings.
fn one_slip_from(tx: &mut Tx<'_>, spellings: &[String]) -> Result<Vec<String>, StoreError> {
    let all: BTreeSet<String> = spellings.iter().flat_map(|word| slips(word)).collect();
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let known: Vec<String> = word_slips::table
        .filter(word_slips::slip.eq_any(all.into_iter().collect::<Vec<_>>()))
        .select(word_slips::word)
        .distinct()
        .order(word_slips::word)
        .limit(MOST_MEANT)
        .load(tx.conn())?;
    let near = |word: &String| spellings.iter().any(|typed| is_one_slip(typed, word));
    Ok(known.into_iter().filter(near).collect())
}

/// Keeps the words among the tokens, so that a slip in them is forgiven.
pub(super) fn learn(tx: &mut Tx<'_>, tokens: &[String]) -> Result<(), StoreError> {
    let words: Vec<&str> = tokens.iter().map(|token| unmarked(token)).collect();
    let words: Vec<&str> = words
        .into_iter()
        .filter(|it| !slips(it).is_empty())
        .collect();
    if words.is_empty() {
        return Ok(());
    }
    let known: Vec<String> = word_slips::table
        .filter(word_slips::slip.eq_any(words.clone()))
        .filter(word_slips::slip.eq(word_slips::word))
        .select(word_slips::word)
        .load(tx.conn())?;
    let new = words
        .into_iter()
        .filter(|word| !known.iter().any(|it| it == word));
    // In one order everywhere: two who bring the same words wait for each other, and never both.
    let rows: BTreeSet<(String, &str)> = new
        .flat_map(|word| slips(word).into_iter().map(move |slip| (slip, word)))
        .collect();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(slip, word)| (word_slips::slip.eq(slip), word_slips::word.eq(word)))
        .collect();
    for part in rows.chunks(ROWS_AT_ONCE) {
        each_backend!(tx.conn(), |c| diesel::insert_into(word_slips::table)
            .values(part)
            .on_conflict_do_nothing()
            .execute(c))?;
    }
    Ok(())
}

/// The clients that words match.
pub(crate) enum Matches {
    Few(Vec<ClientId>),
    /// More than are collected: the ranges of each word's spellings, to be asked row by row.
    Many(Vec<Vec<Range>>),
}

/// Among so many clients whom one of several words finds, those whom all find are looked for one by one.
const MOST_SIFTED: usize = 20_000;

/// Collects matching clients, at most `most`; the longest word is tried first, because it matches the fewest.
pub(crate) fn matching(tx: &mut Tx<'_>, words: &Words, most: usize) -> Result<Matches, StoreError> {
    let mut words: Vec<_> = words.of_clients().collect();
    if words.is_empty() || words.iter().any(Vec::is_empty) {
        return Ok(Matches::Few(Vec::new()));
    }
    let shortest = |word: &Vec<Range>| word.iter().map(|(from, _)| from.len()).min();
    words.sort_by_key(|word| std::cmp::Reverse(shortest(word)));
    // Two words that many have each may be had together by few.
    let sifted = match words.len() {
        1 => most,
        _ => most.max(MOST_SIFTED),
    };
    for first in 0..words.len() {
        let Some(mut found) = with_first(tx, &words[first], sifted)? else {
            continue;
        };
        for (place, word) in words.iter().enumerate() {
            if place != first && !found.is_empty() {
                found = with_word(tx, &found, word)?;
            }
        }
        if found.len() <= most {
            return Ok(Matches::Few(found));
        }
        break;
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
        let reach = self.client_reach(Permission::ClientRead);
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
