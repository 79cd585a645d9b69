//! The decision: a task ends with a result, and exactly one thing follows.
//!
//! **Attempts.** A chain counts, per step, how many times in a row the step ended with a result that repeats it. The `n`-th
//! such ending makes the attempt `n + 1`, until the retry's limit is reached; then the chain goes where the retry says and the
//! count begins anew. Any other result of the step is progress *from* it and clears its count: after "thinks it over" the
//! next unanswered call is the first again. Counts of other steps are not touched.
//!
//! **Guard.** A chain that has made [`MAX_TASKS_A_DAY`] tasks within 24 hours makes no further one: somebody is clicking in
//! circles, or a process is badly drawn, and a person has to look at it. Results that end the chain are still accepted.

use std::collections::BTreeMap;

use super::assign::Hands;
use super::beside::{self, Standing};
use super::follow::{Followed, follow, follow_nothing, seen};
use super::{
    Adjustment, BackTo, ChainFacts, ChainState, ClientChange, Completed, Context, Decision, Filled,
    Next, Planned, Rejection, Returning, TaskFacts,
};
use crate::fields::{self, FaultKind, FieldDef, Raw, Surroundings};
use crate::ids::{EmployeeId, ResultId};
use crate::processes::{Back, Continuation, DueRule, Moment, propose};
use crate::results::{Outcome, ResultDef};
use crate::tasks::TaskState;
use crate::text::{self, Lines, TextFault};
use crate::time::Due;

/// Tasks that one chain may make within 24 hours.
pub const MAX_TASKS_A_DAY: u32 = 20;

/// Decides what completing a task means. Equal arguments give equal decisions; nothing is changed by asking.
///
/// # Errors
/// A [`Rejection`] names what is wrong; of several, the first by order of: state, result, form, next step.
pub fn complete(
    task: &TaskFacts,
    result: ResultId,
    values: &BTreeMap<String, Raw>,
    comment: Option<&str>,
    adjustment: &Adjustment,
    by: EmployeeId,
    cx: &Context,
) -> Result<Decision, Rejection> {
    let place = Place::of(task, cx)?;
    let def = place.result(result, cx)?;
    let answers = check_form(&def.fields, values, cx)?;
    let comment = clean_comment(comment)?;

    let hands = Hands {
        cx,
        by,
        branch: task.branch_id,
        answers: &answers,
        given: &[],
    };
    let followed = match &place {
        Place::Outside => follow_nothing(adjustment, task.branch_id, cx)?,
        Place::InChain { chain, step } => follow(chain, step, def, adjustment, hands)?,
    };
    let client = ClientChange {
        do_not_contact: def.do_not_contact,
        becomes_client: def.outcome == Outcome::Goal || followed.next == Next::Goal,
    };
    let also = match &place {
        Place::Outside => Vec::new(),
        Place::InChain { chain, step } => {
            let standing = Standing {
                client: &client,
                chain: followed.chain.as_ref().map(|chain| chain.state),
                next: &followed.next,
                result: &def.name,
            };
            besides(chain, step, def.id, &standing, hands)
        }
    };
    let back = returns(&followed, cx);
    let completed = Completed {
        result_id: def.id,
        result_name: def.name.clone(),
        outcome: def.outcome,
        by,
        at: cx.now,
        comment,
        values: answers,
    };
    Ok(Decision {
        completed,
        chain: followed.chain,
        next: followed.next,
        client,
        sentence: followed.sentence,
        because: followed.because,
        also,
        back,
    })
}

/// Where the caller goes on, when its wait is over with this decision. Whoever takes over is waited for instead.
fn returns(followed: &Followed, cx: &Context) -> Option<Returning> {
    let caller = cx.caller.as_ref()?;
    if matches!(followed.next, Next::StartProcess { .. }) {
        return None;
    }
    let then = match caller.call.back(followed.chain.as_ref()?.state)? {
        Back::Step { step } => BackTo::Step {
            template: caller.steps.get(step).cloned().unwrap_or_default(),
        },
        Back::Goal => BackTo::Goal,
        Back::Refusal => BackTo::Refusal,
        Back::End => BackTo::End,
    };
    Some(Returning {
        process: caller.process.clone(),
        then,
    })
}

/// What the transition also does, seen as its cases are seen.
pub(super) fn besides(
    chain: &ChainFacts,
    step: &str,
    result: ResultId,
    standing: &Standing<'_>,
    hands: Hands<'_>,
) -> Vec<Planned> {
    let Some(transition) = chain.graph.transition(step, result) else {
        return Vec::new();
    };
    let made = chain.attempts.get(step).copied().unwrap_or(0);
    let attempt = made.saturating_add(1);
    let seen = seen(attempt, hands.answers, hands.branch, hands.cx);
    beside::plan(transition, seen, standing, hands)
}

/// What is wrong with a request besides its form, for a refusal that names everything at once: neither the comment nor a
/// date chosen by hand depends on the answers.
pub fn beside_the_form(
    comment: Option<&str>,
    adjustment: &Adjustment,
    cx: &Context,
) -> Vec<Rejection> {
    let comment = clean_comment(comment).err();
    let due = adjustment
        .due
        .and_then(|due| super::next::chosen(due, cx).err());
    comment.into_iter().chain(due).collect()
}

/// The continuation that would win with the answers so far; of these, those that are wrong count as none. `None` outside a process.
pub fn would_follow<'a>(
    task: &TaskFacts,
    result: ResultId,
    values: &BTreeMap<String, Raw>,
    cx: &'a Context,
) -> Option<&'a Continuation> {
    let answers = answers_so_far(task, result, values, cx)?;
    winner(task, result, &answers, cx)
}

/// The date that the form offers when what would follow asks for one, or depends on a field that is still empty;
/// `None` when the transition names its date itself.
pub fn proposed_due(
    task: &TaskFacts,
    result: ResultId,
    values: &BTreeMap<String, Raw>,
    cx: &Context,
) -> Option<Due> {
    let answers = answers_so_far(task, result, values, cx)?;
    offered_due(task, result, &answers, cx)
}

/// [`proposed_due`] for answers that were checked.
pub fn offered_due(
    task: &TaskFacts,
    result: ResultId,
    answers: &[Filled],
    cx: &Context,
) -> Option<Due> {
    let then = winner(task, result, answers, cx)?;
    let (chain, step) = (cx.chain.as_ref()?, task.step.as_deref()?);
    let (due, to) = match then {
        Continuation::Step { target } => (target.due.as_ref(), target.step.as_str()),
        Continuation::Retry { due, .. } => {
            let made = chain.attempts.get(step).copied().unwrap_or(0) as usize;
            (due.get(made).or(due.last()), step)
        }
        _ => return None,
    };
    let template = chain.graph.step(to)?.template_id;
    let own = || cx.templates.iter().find(|known| known.id == template);
    let rule = due.or_else(|| own().map(|template| &template.default_due))?;
    let moment = Moment {
        now: cx.now,
        zone: &cx.zone,
        calendar: &cx.calendar,
        answers: &[],
    };
    matches!(rule, DueRule::Ask { .. } | DueRule::Field { .. }).then(|| propose(rule, moment).due)
}

fn winner<'a>(
    task: &TaskFacts,
    result: ResultId,
    answers: &[Filled],
    cx: &'a Context,
) -> Option<&'a Continuation> {
    let (chain, step) = (cx.chain.as_ref()?, task.step.as_deref()?);
    let made = chain.attempts.get(step).copied().unwrap_or(0);
    let seen = seen(made.saturating_add(1), answers, task.branch_id, cx);
    let transition = chain.graph.transition(step, result)?;
    Some(transition.decide(seen).1)
}

fn answers_so_far(
    task: &TaskFacts,
    result: ResultId,
    values: &BTreeMap<String, Raw>,
    cx: &Context,
) -> Option<Vec<Filled>> {
    let place = Place::of(task, cx).ok()?;
    let def = place.result(result, cx).ok()?;
    Some(sound_answers(def, values, cx))
}

/// Where the task stands.
pub(super) enum Place<'a> {
    Outside,
    InChain {
        chain: &'a ChainFacts,
        step: &'a str,
    },
}

impl<'a> Place<'a> {
    pub(super) fn of(task: &'a TaskFacts, cx: &'a Context) -> Result<Self, Rejection> {
        if !matches!(task.state, TaskState::Open | TaskState::InProgress) {
            return Err(Rejection::NotOpen);
        }
        match (&cx.chain, &task.step) {
            (Some(chain), Some(_)) if chain.state != ChainState::Active => Err(Rejection::NotOpen),
            (Some(chain), Some(step)) => Ok(Self::InChain { chain, step }),
            _ => Ok(Self::Outside),
        }
    }

    /// The chosen result, if this task may end with it.
    pub(super) fn result(
        &self,
        wanted: ResultId,
        cx: &'a Context,
    ) -> Result<&'a ResultDef, Rejection> {
        let allowed: Vec<&ResultDef> = match self {
            Self::Outside => cx.results.iter().collect(),
            Self::InChain { chain, step } => {
                let step = chain.graph.step(step).ok_or(Rejection::NoContinuation)?;
                let known = |id: &ResultId| cx.results.iter().find(|def| def.id == *id);
                step.results.iter().filter_map(known).collect()
            }
        };
        match allowed.iter().find(|def| def.id == wanted) {
            Some(def) => Ok(def),
            None => Err(Rejection::ResultNotAllowed {
                allowed: allowed.iter().map(|def| def.id).collect(),
            }),
        }
    }
}

/// The answers that are right, while others are still missing or wrong.
fn sound_answers(def: &ResultDef, values: &BTreeMap<String, Raw>, cx: &Context) -> Vec<Filled> {
    let one_by_one = def.fields.iter().filter_map(|field| {
        let answer = values.get(&field.key)?;
        let only = BTreeMap::from([(field.key.clone(), answer.clone())]);
        check_form(std::slice::from_ref(field), &only, cx).ok()
    });
    one_by_one.flatten().collect()
}

fn check_form(
    form: &[FieldDef],
    values: &BTreeMap<String, Raw>,
    cx: &Context,
) -> Result<Vec<Filled>, Rejection> {
    let employees: Vec<EmployeeId> = cx.staff.iter().map(|staff| staff.id).collect();
    let around = Surroundings {
        now: cx.now,
        today: cx.zone.day(cx.now),
        currency: &cx.currency,
        country: &cx.country,
        dictionaries: &cx.dictionaries,
        employees: &employees,
    };
    fields::check(form, values, around).map_err(Rejection::Fields)
}

fn clean_comment(comment: Option<&str>) -> Result<Option<String>, Rejection> {
    let Some(typed) = comment else {
        return Ok(None);
    };
    match text::clean(typed, Lines::Many, text::TEXT) {
        Ok(text) => Ok(Some(text).filter(|text| !text.is_empty())),
        Err(TextFault::TooLong { max }) => Err(Rejection::Comment(FaultKind::TooLong { max })),
        Err(TextFault::Characters) => Err(Rejection::Comment(FaultKind::Characters)),
    }
}
