//! The order of those whom words find, by name: first those whose name begins as was typed and holds every word, then those whose surname sounds
//! so, then the others. Each part is a range of the index of names; what one part shows, no later one does.

use std::collections::BTreeSet;

use diesel::dsl::not;
use diesel::prelude::*;
use domain::collation::sort_prefix;
use domain::ids::ClientId;
use domain::search::name_tokens;

use super::find::{Range, Words};
use super::sieve::OfClients;
use crate::engine::among::among;
use crate::engine::conn::each_backend;
use crate::engine::constant::{EVERYTHING, NOTHING};
use crate::engine::errors::StoreError;
use crate::engine::folding::{at_first, begins_a_word};
use crate::engine::unit::Tx;
use crate::schema::{client_tokens, clients};

/// What stands in front of the others, in order.
#[derive(Debug, Default)]
pub(super) struct Parts {
    ranges: Vec<Range>,
    /// So many of them are of names that begin as was typed; in the rest a name only sounds so.
    typed: usize,
    /// What the words of a name begin with, for each word that was typed.
    words: Vec<Vec<String>>,
}

impl Parts {
    /// The names that begin as was typed.
    pub fn typed(words: &Words) -> Self {
        let ranges = words.openings();
        Self {
            typed: ranges.len(),
            ranges,
            words: words.of_names(),
        }
    }

    /// Surnames that sound as was typed, in their order; one that begins like another is in its part.
    pub fn add_sounding(&mut self, mut surnames: Vec<String>) {
        surnames.sort();
        surnames.dedup_by(|later, kept| later.starts_with(kept.as_str()));
        self.ranges
            .extend(surnames.iter().map(|surname| super::find::range(surname)));
    }

    pub fn len(&self) -> usize {
        self.ranges.len()
    }

    /// Whether the index of names answers all that is asked in this part.
    pub fn is_by_name(&self, part: usize) -> bool {
        part < self.typed
    }

    pub fn is_in(&self, part: usize) -> OfClients {
        let Some((from, to)) = self.ranges.get(part) else {
            return Box::new(EVERYTHING);
        };
        let begins = clients::sort_key
            .ge(from.clone())
            .and(clients::sort_key.lt(to.clone()));
        match self.is_by_name(part) {
            false => Box::new(begins),
            true => {
                let mut all: OfClients = Box::new(begins);
                for word in &self.words {
                    all = Box::new(all.and(has_word(word)));
                }
                all
            }
        }
    }

    pub fn is_in_none_before(&self, part: usize) -> OfClients {
        let mut none: OfClients = Box::new(EVERYTHING);
        for before in 0..part.min(self.len()) {
            none = Box::new(none.and(not(self.is_in(before))));
        }
        none
    }

    /// The part of a name by its sort key.
    pub fn of(&self, sort_key: &str) -> usize {
        let whole = || self.words.iter().all(|word| is_word_of(word, sort_key));
        let mut ranges = self.ranges.iter().enumerate();
        let part = ranges.position(|(part, (from, to))| {
            let begins = from.as_str() <= sort_key && sort_key < to.as_str();
            begins && (!self.is_by_name(part) || whole())
        });
        part.unwrap_or(self.len())
    }
}

/// Whether a word of the name begins so.
fn has_word(beginnings: &[String]) -> OfClients {
    let mut any: OfClients = Box::new(NOTHING);
    for beginning in beginnings {
        let first = clients::sort_key.like(at_first(beginning)).escape('\\');
        let later = clients::sort_key
            .like(begins_a_word(beginning))
            .escape('\\');
        any = Box::new(any.or(first.or(later)));
    }
    any
}

/// The same of a key in memory.
fn is_word_of(beginnings: &[String], sort_key: &str) -> bool {
    beginnings.iter().any(|beginning| {
        let later = || sort_key.contains(&format!(" {beginning}"));
        sort_key.starts_with(beginning.as_str()) || later()
    })
}

/// So many of those whom a word finds are looked at for how their surnames are written.
const LOOKED_AT: usize = 64;
/// And so many ways of writing are taken.
const MOST_SURNAMES: usize = 8;

/// How the surnames of those whom the words find are written, where they sound like one of the words: `melnikov` is found in one stretch of the
/// list, and not by walking up to it.
pub(super) fn surnames_sounding(
    tx: &mut Tx<'_>,
    words: &[Vec<Range>],
) -> Result<Vec<String>, StoreError> {
    let mut surnames = BTreeSet::new();
    for (from, to) in words.iter().flatten() {
        let found: Vec<ClientId> = each_backend!(tx.conn(), |c| client_tokens::table
            .filter(client_tokens::token.ge(from))
            .filter(client_tokens::token.lt(to))
            .select(client_tokens::client_id)
            .limit(LOOKED_AT as i64 * 16)
            .load(c))?;
        let apart = found.len().div_ceil(LOOKED_AT).max(1);
        let looked_at = found.into_iter().step_by(apart);
        let keys: Vec<String> = clients::table
            .filter(clients::id.eq_any(among(looked_at)))
            .select(clients::sort_key)
            .load(tx.conn())?;
        let sounds = |surname: &&str| {
            let tokens = name_tokens(&[surname]);
            tokens.iter().any(|token| from <= token && token < to)
        };
        let written = keys
            .iter()
            .filter_map(|key| key.split([' ', '\u{1}']).next());
        surnames.extend(written.filter(sounds).map(sort_prefix));
    }
    Ok(surnames.into_iter().take(MOST_SURNAMES).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_in_the_first_part_that_has_it() {
        let parts = Parts {
            ranges: vec![
                super::super::find::range("ан"),
                super::super::find::range("ме"),
            ],
            typed: 2,
            words: vec![vec!["ан".into(), "fy".into()], vec!["ме".into()]],
        };
        for (key, part) in [
            ("андреева мелания", 0),
            ("андреева ольга", 2),
            ("мельникова анна", 1),
            ("мельникова ольга ивановна", 2),
            ("яковлева анна мефодиевна", 2),
        ] {
            assert_eq!(parts.of(key), part, "{key}");
        }
    }

    #[test]
    fn surnames_that_begin_alike_are_one_part() {
        let mut parts = Parts::default();
        let surnames = ["мельникова", "мелехов", "мельников", "мельниковская"];
        parts.add_sounding(surnames.map(str::to_owned).to_vec());
        let begins: Vec<&str> = parts.ranges.iter().map(|(from, _)| from.as_str()).collect();
        assert_eq!(begins, ["мелехов", "мельников"]);
        assert!(!parts.is_by_name(0));
    }
}
