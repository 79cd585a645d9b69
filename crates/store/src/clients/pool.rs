//! Whom a list can be gathered from: the few that one of its questions leaves, found by an index of that question's own.
//!
//! A list is walked in its order until a page is full. That is quick when many fit, however large the club; it goes through everybody when few do.
//! So each question that narrows the whole list is first asked whom it leaves. Those few are sorted; when all questions leave many, the walk is short.
//! What is gathered may hold more than fit: every question is still asked of each of them.

use diesel::prelude::*;
use domain::chains::ChainState;
use domain::filters::{Choice, Field, Leaf, Sieve, Test};
use domain::ids::{ClientId, ProcessId, ResultId, SegmentId, VersionId};
use domain::search::{self, contact, range_end};

use super::sieve::question;
use crate::FAR_AHEAD;
use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::folding::{anywhere, at_first, folded};
use crate::engine::unit::Tx;
use crate::filters::{choices, ids, moments, words};
use crate::schema::{
    chains, client_emails, client_tags, client_tokens, client_values, clients, completions,
    segment_members,
};

/// So many are gathered at most; where more fit, they are dense enough to be walked.
const MOST_GATHERED: i64 = 5_000;
/// So many of each question are gathered to see whom several of them leave together.
const MOST_COMPARED: i64 = 30_000;
/// Fewer digits are in too many numbers.
const SHORTEST_DIGITS: usize = 3;
/// Where so many words begin as a text does, walking comes to a full page soon enough.
const COMMON: usize = 500;

/// The few to which one of the questions narrows the list, or several of them together; `None` when they leave many. Archived cards have no
/// indexes.
pub(super) fn pool(tx: &mut Tx<'_>, sieve: &Sieve) -> Result<Option<Vec<ClientId>>, StoreError> {
    let mut leaves = Vec::new();
    required(sieve, &mut leaves);
    for leaf in &leaves {
        if let Some(few) = gathered(tx, leaf, MOST_GATHERED)? {
            return Ok(Some(few));
        }
    }
    let mut common: Option<Vec<ClientId>> = None;
    if leaves.len() > 1 {
        for leaf in &leaves {
            let Some(some) = gathered(tx, leaf, MOST_COMPARED)? else {
                continue;
            };
            common = Some(match common {
                None => some,
                Some(mut known) => {
                    known.retain(|id| some.binary_search(id).is_ok());
                    known
                }
            });
        }
    }
    Ok(common.filter(|common| common.len() as i64 <= MOST_GATHERED))
}

/// The questions of which every one must hold.
fn required<'s>(sieve: &'s Sieve, leaves: &mut Vec<&'s Leaf>) {
    match sieve {
        Sieve::All(of) => of.iter().for_each(|one| required(one, leaves)),
        Sieve::Leaf(leaf) => leaves.push(leaf),
        Sieve::Any(_) | Sieve::Not(_) => {}
    }
}

/// Clients of rows that are so, when there are no more than `$most`, sorted.
macro_rules! few {
    ($tx:expr, $most:expr, $table:ident, $client:expr, $($condition:expr),+) => {{
        let found: Vec<ClientId> = $table::table
            $(.filter($condition))+
            .select($client)
            .limit($most + 1)
            .load($tx.conn())?;
        Ok(distinct(found, $most))
    }};
}

pub(super) fn distinct(mut found: Vec<ClientId>, most: i64) -> Option<Vec<ClientId>> {
    if found.len() as i64 > most {
        return None;
    }
    found.sort_unstable();
    found.dedup();
    Some(found)
}

/// Whom a question leaves, when they are no more than so many.
fn gathered(tx: &mut Tx<'_>, leaf: &Leaf, most: i64) -> Result<Option<Vec<ClientId>>, StoreError> {
    let test = &leaf.test;
    match (leaf.field, test) {
        (Field::Stage | Field::Branch, Test::OneOf(_))
        | (Field::Source | Field::Responsible, Test::OneOf(_) | Test::Empty)
        | (Field::Birthday, Test::Birthdays(_))
        | (Field::LastContact, Test::Moments { .. } | Test::Empty)
        | (Field::NextStep, Test::Overdue(_) | Test::Empty | Test::Filled) => {
            of_clients(tx, leaf, most)
        }
        (Field::NextStep, Test::Steps { after, until }) => {
            let (after, until) = moments(*after, *until);
            let sort = clients::next_due_sort;
            few!(
                tx,
                most,
                clients,
                clients::id,
                clients::archived_at.is_null(),
                sort.ge(bind(after)).and(sort.le(bind(until))),
                sort.lt(bind(FAR_AHEAD))
            )
        }
        (Field::Tag, Test::OneOf(_)) => {
            let keys: Vec<String> = words(test).map(str::to_owned).collect();
            few!(
                tx,
                most,
                client_tags,
                client_tags::client_id,
                client_tags::key.eq_any(keys)
            )
        }
        (Field::Discount | Field::DiscountEnds, Test::Granted(granted)) => {
            super::granted::gathered(tx, granted, most)
        }
        (Field::Segment, Test::OneOf(_)) => {
            let segments = ids(choices(test), SegmentId::from_i64);
            few!(
                tx,
                most,
                segment_members,
                segment_members::client_id,
                segment_members::segment_id.eq_any(among(segments))
            )
        }
        (Field::Chain, Test::OneOf(_)) => {
            let states = words(test).filter_map(ChainState::parse);
            few!(
                tx,
                most,
                chains,
                chains::client_id,
                chains::state.eq_any(among(states))
            )
        }
        (Field::Process, Test::Filled) => {
            few!(
                tx,
                most,
                chains,
                chains::client_id,
                chains::ended_at.is_null()
            )
        }
        (Field::Process, Test::OneOf(_)) => {
            let processes = ids(choices(test), ProcessId::from_i64);
            few!(
                tx,
                most,
                chains,
                chains::client_id,
                chains::process_id.eq_any(among(processes)),
                chains::ended_at.is_null()
            )
        }
        (Field::Version, Test::OneOf(_)) => {
            let versions = ids(choices(test), VersionId::from_i64);
            few!(
                tx,
                most,
                chains,
                chains::client_id,
                chains::version_id.eq_any(among(versions)),
                chains::ended_at.is_null()
            )
        }
        // Whoever stands on a step or sleeps until one is in a process.
        (Field::Step | Field::WakesAt, Test::OneOf(of)) => {
            let process = |choice: &Choice| match choice {
                Choice::Step(process, _) => *process,
                _ => None,
            };
            let processes: Option<Vec<ProcessId>> = of.iter().map(process).collect();
            match processes {
                Some(processes) => few!(
                    tx,
                    most,
                    chains,
                    chains::client_id,
                    chains::process_id.eq_any(among(processes)),
                    chains::ended_at.is_null()
                ),
                None => few!(
                    tx,
                    most,
                    chains,
                    chains::client_id,
                    chains::ended_at.is_null()
                ),
            }
        }
        (Field::LastResult, Test::OneOf(_)) => {
            let results = ids(choices(test), ResultId::from_i64);
            few!(
                tx,
                most,
                completions,
                completions::client_id.assume_not_null(),
                completions::result_id.eq_any(among(results)),
                completions::client_id.is_not_null()
            )
        }
        (Field::Phone, Test::Has(digits) | Test::Begins(digits))
            if digits.len() >= SHORTEST_DIGITS =>
        {
            let from = contact(digits);
            let to = range_end(&from);
            few!(
                tx,
                most,
                client_tokens,
                client_tokens::client_id,
                client_tokens::token.ge(from),
                client_tokens::token.lt(to)
            )
        }
        (Field::Name | Field::Note, Test::Has(text) | Test::Begins(text) | Test::Equals(text))
            if !is_common(tx, text, false)? =>
        {
            of_clients(tx, leaf, most)
        }
        (Field::Email, Test::Has(text) | Test::Begins(text) | Test::Equals(text))
            if !is_common(tx, text, true)? =>
        {
            let like = match test {
                Test::Has(_) => anywhere(text),
                _ => at_first(text),
            };
            few!(
                tx,
                most,
                client_emails,
                client_emails::client_id,
                folded(client_emails::email.nullable())
                    .assume_not_null()
                    .like(like)
                    .escape('\\')
            )
        }
        (Field::Own(id, _), Test::OneOf(_)) => {
            let chosen = ids(choices(test), |number| number);
            few!(
                tx,
                most,
                client_values,
                client_values::client_id,
                client_values::field_id.eq(bind(id)),
                client_values::reference.eq_any(chosen)
            )
        }
        // The answers of a field that few cards have.
        (Field::Own(id, _), asked) if !is_negative(asked) => {
            few!(
                tx,
                most,
                client_values,
                client_values::client_id,
                client_values::field_id.eq(bind(id))
            )
        }
        _ => Ok(None),
    }
}

/// Those who pass a question about columns of their own.
fn of_clients(
    tx: &mut Tx<'_>,
    leaf: &Leaf,
    most: i64,
) -> Result<Option<Vec<ClientId>>, StoreError> {
    few!(
        tx,
        most,
        clients,
        clients::id,
        clients::archived_at.is_null(),
        question(leaf, false)
    )
}

/// Whether who has no answer passes.
fn is_negative(test: &Test) -> bool {
    matches!(
        test,
        Test::Empty | Test::Lacks(_) | Test::Differs(_) | Test::NoneOf(_)
    )
}

/// Whether many words begin as the text does.
fn is_common(tx: &mut Tx<'_>, text: &str, contacts: bool) -> Result<bool, StoreError> {
    let text = search::folded(text);
    let Some(word) = text.split_whitespace().next() else {
        return Ok(true);
    };
    let from = match contacts {
        true => contact(word),
        false => word.to_owned(),
    };
    let to = range_end(&from);
    let known: Vec<ClientId> = client_tokens::table
        .filter(client_tokens::token.ge(from))
        .filter(client_tokens::token.lt(to))
        .select(client_tokens::client_id)
        .limit(COMMON as i64)
        .load(tx.conn())?;
    Ok(known.len() == COMMON)
}
