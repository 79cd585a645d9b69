//! The same decision on answers that were checked when they were given: what a rehearsal replays.

use super::assign::Hands;
use super::decide::Place;
use super::follow::follow;
use super::{Adjustment, ChainChange, Context, Filled, Next, Rejection, TaskFacts};
use crate::ids::{EmployeeId, ResultId};

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
    };
    let followed = follow(chain, step, def, adjustment, hands)?;
    let change = followed.chain.ok_or(Rejection::NoContinuation)?;
    Ok((change, followed.next))
}
