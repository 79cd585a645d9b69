//! The same decision on answers that were checked when they were given: what a rehearsal replays.

use super::assign::Hands;
use super::beside::{Deed, Standing};
use super::decide::{Place, besides};
use super::follow::follow;
use super::{
    Adjustment, ChainChange, ClientChange, Context, Filled, NewErrand, Next, Rejection, TaskFacts,
};
use crate::ids::{EmployeeId, ResultId};
use crate::results::Outcome;

/// What follows when a task of a chain ends with this result and these answers. [`complete`](super::complete) without its form: the form may have
/// changed since they were given, and what a dictionary offers now was not the question then.
///
/// # Errors
/// As for [`complete`](super::complete), without those of the form; [`Rejection::NoContinuation`] for a task outside any chain.
pub fn again(
    task: &TaskFacts,
    result: ResultId,
    answers: &[Filled],
    adjustment: &Adjustment,
    by: EmployeeId,
    cx: &Context,
) -> Result<(ChainChange, Next), Rejection> {
    let place = Place::of(task, cx)?;
    let def = place.result(result, cx)?;
    let Place::InChain { chain, step } = place else {
        return Err(Rejection::NoContinuation);
    };
    let hands = Hands {
        cx,
        by,
        branch: task.branch_id,
        answers,
        given: &[],
    };
    let followed = follow(chain, step, def, adjustment, hands)?;
    let change = followed.chain.ok_or(Rejection::NoContinuation)?;
    Ok((change, followed.next))
}

/// The errands that the same result gives besides. `change` and `next` are what [`again`] answered.
pub fn errands_again(
    task: &TaskFacts,
    result: ResultId,
    answers: &[Filled],
    (change, next): (&ChainChange, &Next),
    by: EmployeeId,
    cx: &Context,
) -> Vec<NewErrand> {
    let Ok(place) = Place::of(task, cx) else {
        return Vec::new();
    };
    let (Ok(def), Place::InChain { chain, step }) = (place.result(result, cx), &place) else {
        return Vec::new();
    };
    let client = ClientChange {
        do_not_contact: def.do_not_contact,
        becomes_client: def.outcome == Outcome::Goal || *next == Next::Goal,
    };
    let standing = Standing {
        client: &client,
        chain: Some(change.state),
        next,
        result: &def.name,
    };
    let hands = Hands {
        cx,
        by,
        branch: task.branch_id,
        answers,
        given: &[],
    };
    let planned = besides(chain, step, def.id, &standing, hands).into_iter();
    let errands = planned.filter_map(|planned| match planned.deed {
        Deed::Errand(errand) => Some(errand),
        _ => None,
    });
    errands.collect()
}
