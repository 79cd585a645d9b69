//! Beginning: the first task of a chain, and the task after a sleep.

use std::collections::BTreeMap;

use super::assign::Hands;
use super::next::{self, Undated};
use super::{
    Adjustment, AssigneeReason, ChainChange, ChainState, Context, DueReason, NewTask, Rejection,
    Sentence,
};
use crate::ids::{BranchId, EmployeeId};
use crate::processes::{Back, Target};

/// A chain that begins, or goes on after a sleep: it always has a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    pub chain: ChainChange,
    pub task: NewTask,
    pub sentence: Sentence,
}

/// The first task of a chain whose graph is in `cx.chain`. `by` is whoever starts it, or completed the task that did.
///
/// A start rule that asks for a date takes its own proposal when `adjustment` brings none.
pub fn start(
    by: EmployeeId,
    branch: BranchId,
    adjustment: &Adjustment,
    cx: &Context,
) -> Result<Begun, Rejection> {
    let chain = cx.chain.as_ref().ok_or(Rejection::NoContinuation)?;
    let target = chain
        .graph
        .start
        .as_ref()
        .ok_or(Rejection::NoContinuation)?;
    begin(
        target,
        BTreeMap::new(),
        adjustment,
        Hands {
            cx,
            by,
            branch,
            answers: &[],
            given: &[],
        },
    )
}

/// The task of a chain that wakes: `target` is what the sleep was decided with, `slept_by` whoever decided it.
///
/// Who does not work here any more gets no task: the client's responsible stands in for him, or a colleague.
pub fn wake(
    target: &Target,
    slept_by: EmployeeId,
    branch: BranchId,
    cx: &Context,
) -> Result<Begun, Rejection> {
    go_on(target, slept_by, branch, DueReason::Woken, cx)
}

/// The same for a chain whose errands are done before its date.
pub fn errands_done(
    target: &Target,
    slept_by: EmployeeId,
    branch: BranchId,
    cx: &Context,
) -> Result<Begun, Rejection> {
    go_on(target, slept_by, branch, DueReason::ErrandsDone, cx)
}

/// A caller goes on: the process that it waited for is over, and `back` is where that leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Returned {
    Task(Box<Begun>),
    /// It ends, too.
    Ended(ChainState),
}

impl Returned {
    /// It goes on with this.
    pub fn task(begun: Begun) -> Self {
        Self::Task(Box::new(begun))
    }
}

/// What follows for the caller in `cx.chain` when `process` is over. A step that its version does not have any more gives way to `target`, with which it
/// was to wake at the latest.
pub fn come_back(
    back: &Back,
    target: &Target,
    process: &str,
    slept_by: EmployeeId,
    branch: BranchId,
    cx: &Context,
) -> Result<Returned, Rejection> {
    let step = match back {
        Back::Goal => return Ok(Returned::Ended(ChainState::Goal)),
        Back::Refusal => return Ok(Returned::Ended(ChainState::Refused)),
        Back::End => return Ok(Returned::Ended(ChainState::Ended)),
        Back::Step { step } => step,
    };
    let graph = cx.chain.as_ref().map(|chain| &chain.graph);
    let known = graph.is_some_and(|graph| graph.step(step).is_some());
    let to = match known {
        true => &Target::plain(step),
        false => target,
    };
    let because = DueReason::Returned {
        process: process.to_owned(),
    };
    go_on(to, slept_by, branch, because, cx).map(Returned::task)
}

fn go_on(
    target: &Target,
    slept_by: EmployeeId,
    branch: BranchId,
    because: DueReason,
    cx: &Context,
) -> Result<Begun, Rejection> {
    let chain = cx.chain.as_ref().ok_or(Rejection::NoContinuation)?;
    let hands = Hands {
        cx,
        by: slept_by,
        branch,
        answers: &[],
        given: &[],
    };
    let hands = Hands {
        by: hands.remaining(slept_by),
        ..hands
    };
    let mut begun = begin(
        target,
        chain.attempts.clone(),
        &Adjustment::default(),
        hands,
    )?;
    if hands.by != slept_by && begun.task.assignee_reason == AssigneeReason::Same {
        begun.task.assignee_reason = AssigneeReason::Substitute { instead_of: None };
    }
    begun.task.due_reason.insert(0, because);
    begun.sentence = next::task_sentence(&begun.task, hands);
    Ok(begun)
}

fn begin(
    target: &Target,
    attempts: BTreeMap<String, u32>,
    adjustment: &Adjustment,
    hands: Hands<'_>,
) -> Result<Begun, Rejection> {
    let attempt = attempts.get(&target.step).copied().unwrap_or(0) + 1;
    let task = next::make(target, attempt, Undated::Propose, adjustment, hands)?;
    Ok(Begun {
        chain: ChainChange {
            state: ChainState::Active,
            attempts,
        },
        sentence: next::task_sentence(&task, hands),
        task,
    })
}
