//! What the worker does: gathering, carrying out or undoing is carried on by some of them in one transaction.

use std::sync::Arc;

use chrono::Duration;
use domain::access::{Actor, Permission, Reach};
use domain::bulks::{BulkFate, BulkState};
use domain::filters::ListSubject;
use domain::ids::{ClientId, CompanyId};
use store::bulks::{BulkItem, BulkRow, Card, Given, ITEMS_AT_ONCE};
use store::clients::ClientFilter;
use store::companies::CompanyFilter;
use store::{Tx, Who};
use wire::error::Code;

use super::{deeds, words};
use crate::clients::filters;
use crate::http::ApiError;
use crate::tasks::convert;

/// Cards of one transaction at most: nobody else writes on SQLite until it ends.
const BATCH: i64 = 50;
/// The bell says the end of what took longer: who waited has seen it.
const LONG: Duration = Duration::seconds(10);
/// How long actions are kept.
const KEPT: Duration = Duration::days(30);

/// Carries the action on that has waited longest. Answers how many were looked at.
pub fn carry(tx: &mut Tx<'_>) -> Result<usize, ApiError> {
    let Some(mut bulk) = tx.bulk_at_work()? else {
        return Ok(0);
    };
    let now = tx.now();
    let who = Who::Actor(Arc::new(acting(tx, &bulk)?));
    let done = tx.as_of(now, &who, |tx| step(tx, &mut bulk))?;
    tx.carry_bulk(&mut bulk)?;
    Ok(done.max(1))
}

/// Forgets what nothing can be done with any more, bit by bit.
pub fn forget(tx: &mut Tx<'_>) -> Result<usize, ApiError> {
    Ok(tx.forget_bulks(tx.now().minus(KEPT))?)
}

/// On whose behalf: with the rights that he has now, and with none when he has left.
fn acting(tx: &mut Tx<'_>, bulk: &BulkRow) -> Result<Actor, ApiError> {
    let mut actor = tx.actor_of(bulk.created_by)?;
    if !tx.still_works(bulk.created_by)? {
        actor.grants.clear();
    }
    Ok(actor)
}

/// One batch of a held action, on behalf of whoever asked. What it leaves is to be stored.
pub fn step(tx: &mut Tx<'_>, bulk: &mut BulkRow) -> Result<usize, ApiError> {
    let (done, most) = match bulk.state {
        BulkState::Gathering => (gathered(tx, bulk)?, ITEMS_AT_ONCE),
        BulkState::Running => (carried_out(tx, bulk)?, BATCH as usize),
        BulkState::Undoing => (taken_back(tx, bulk)?, BATCH as usize),
        BulkState::Done | BulkState::Undone => return Ok(0),
    };
    let over = match bulk.state {
        BulkState::Running => bulk.looked_at >= bulk.total,
        _ => done < most,
    };
    if over {
        let now = tx.now();
        let (next, since) = match bulk.state {
            BulkState::Gathering => {
                bulk.behind = 0;
                (BulkState::Running, None)
            }
            BulkState::Running => {
                bulk.finished_at = Some(now);
                (BulkState::Done, Some(bulk.created_at))
            }
            _ => (BulkState::Undone, bulk.undone_at),
        };
        bulk.state = next;
        if since.is_some_and(|since| now.since(since) >= LONG) {
            tx.notify_bulk(bulk)?;
        }
    }
    Ok(done)
}

/// Writes down whom the filter finds. First all of them and then the work: what is done changes whom the filter finds.
fn gathered(tx: &mut Tx<'_>, bulk: &mut BulkRow) -> Result<usize, ApiError> {
    let found = match tx.reach(Permission::ClientRead) {
        // Whoever asked is not here any more.
        Reach::Nothing => Vec::new(),
        _ => match found(tx, bulk) {
            Ok(found) => found,
            // A field is gone since, or whoever asked may not ask about it any more: nobody else is found.
            Err(ApiError::Refused(refusal)) if refusal.code == Code::ValidationFailed => {
                return Ok(0);
            }
            Err(error) => return Err(error),
        },
    };
    match found.last() {
        Some(Card::Client(last)) => bulk.behind = last.as_i64(),
        Some(Card::Company(last)) => bulk.behind = last.as_i64(),
        None => {}
    }
    tx.add_bulk_items(bulk, &found)?;
    Ok(found.len())
}

/// Those whom the filter finds after the last one that was gathered.
fn found(tx: &mut Tx<'_>, bulk: &BulkRow) -> Result<Vec<Card>, ApiError> {
    let (whom, behind) = (bulk.whom.0.clone(), bulk.behind);
    let words = convert::words(whom.q.as_deref());
    Ok(match bulk.subject {
        ListSubject::Clients => {
            let filter = ClientFilter {
                words,
                sieve: filters::read(tx, &whom.filter, "/filter")?,
                archived: whom.archived,
                ..ClientFilter::default()
            };
            let ids = tx.client_ids(&filter, ClientId::from_i64(behind), ITEMS_AT_ONCE)?;
            ids.into_iter().map(Card::Client).collect()
        }
        ListSubject::Companies => {
            let filter = CompanyFilter {
                words,
                sieve: filters::read(tx, &whom.filter, "/filter")?,
                archived: whom.archived,
                ..CompanyFilter::default()
            };
            let ids = tx.company_ids(&filter, CompanyId::from_i64(behind), ITEMS_AT_ONCE)?;
            ids.into_iter().map(Card::Company).collect()
        }
    })
}

fn carried_out(tx: &mut Tx<'_>, bulk: &mut BulkRow) -> Result<usize, ApiError> {
    let items = tx.next_bulk_items(bulk, BATCH)?;
    let count = items.len();
    for mut item in items {
        seen(bulk, &item);
        match deeds::done(tx, &bulk.action.0, &mut item) {
            Ok(fate) => ended(bulk, &mut item, fate),
            Err(error) => {
                item.hindrance = Some(deeds::hindrance(error)?);
                ended(bulk, &mut item, BulkFate::Skipped);
            }
        }
        tx.save_bulk_item(&item)?;
    }
    Ok(count)
}

fn taken_back(tx: &mut Tx<'_>, bulk: &mut BulkRow) -> Result<usize, ApiError> {
    let order = tx.name_order()?;
    let reason = words::undone(tx.organisation()?.language);
    let items = tx.bulk_items_to_return(bulk, BATCH)?;
    let count = items.len();
    for mut item in items {
        seen(bulk, &item);
        let fate = match tx.take_back_bulk(&item, order, reason)? {
            Given::Returned => BulkFate::Returned,
            Given::Kept => BulkFate::Kept,
        };
        ended(bulk, &mut item, fate);
        tx.save_bulk_item(&item)?;
    }
    Ok(count)
}

fn seen(bulk: &mut BulkRow, item: &BulkItem) {
    bulk.behind = i64::from(item.number);
    bulk.looked_at += 1;
}

fn ended(bulk: &mut BulkRow, item: &mut BulkItem, fate: BulkFate) {
    bulk.fates.0.moved(item.fate, fate);
    item.fate = Some(fate);
}
