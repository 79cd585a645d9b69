//! What follows a result: attempts are counted, and one of the ways is taken.

use std::collections::BTreeMap;

use super::assign::Hands;
use super::begin::errands_done;
use super::next::{self, Undated};
use super::{
    Adjustment, ChainChange, ChainFacts, ChainState, Context, Filled, JoinFacts, MAX_TASKS_A_DAY,
    Next, Rejection, Sentence,
};
use crate::fields::FieldValue;
use crate::ids::{BranchId, ProcessId};
use crate::processes::{
    Because, Case, Condition, Continuation, Exhausted, Held, Seen, SleepUntil, Target,
};
use crate::results::ResultDef;
use crate::time::{Due, Timestamp};

/// What follows, with the words for it.
pub(super) struct Followed {
    pub chain: Option<ChainChange>,
    pub next: Next,
    pub sentence: Sentence,
    pub because: Option<Because>,
}

/// After a task outside any process, or beside one: the last errand that a chain waits for lets it go on.
pub(super) fn follow_nothing(
    adjustment: &Adjustment,
    branch: BranchId,
    cx: &Context,
) -> Result<Followed, Rejection> {
    nothing_to_adjust(adjustment)?;
    if let Some(JoinFacts { target, by }) = &cx.join {
        let begun = errands_done(target, *by, branch, cx)?;
        return Ok(Followed {
            chain: None,
            sentence: begun.sentence.clone(),
            next: Next::Join(begun),
            because: None,
        });
    }
    Ok(Followed {
        chain: None,
        next: Next::Nothing,
        sentence: Sentence::Nothing,
        because: None,
    })
}

/// After a task of a chain.
pub(super) fn follow(
    chain: &ChainFacts,
    step: &str,
    result: &ResultDef,
    adjustment: &Adjustment,
    hands: Hands<'_>,
) -> Result<Followed, Rejection> {
    let transition = chain
        .graph
        .transition(step, result.id)
        .ok_or(Rejection::NoContinuation)?;
    let mut attempts = chain.attempts.clone();
    let made = attempts.remove(step).unwrap_or(0).saturating_add(1);
    let (case, continuation) = transition.decide(seen(made, hands.answers, hands.branch, hands.cx));
    let because = case.map(|place| because(place, &transition.cases[place], result, hands.cx));
    // Without an open errand there is nothing to wait for.
    let joins = chain.open_errands > 0
        || transition.gives_errands(seen(made, hands.answers, hands.branch, hands.cx));
    let way = match continuation {
        Continuation::Retry {
            limit,
            due,
            assignee,
            freedom,
            exhausted,
        } => {
            if made >= *limit {
                Way::of_exhausted(exhausted)
            } else {
                attempts.insert(step.to_owned(), made);
                let place = (made as usize).min(due.len());
                let again = Target {
                    step: step.to_owned(),
                    due: place
                        .checked_sub(1)
                        .and_then(|place| due.get(place))
                        .cloned(),
                    assignee: assignee.clone(),
                    freedom: *freedom,
                };
                let next = make_task(&again, &attempts, adjustment, chain, hands)?;
                return Ok(next.with(attempts, because));
            }
        }
        Continuation::Step { target } => Way::Step(target),
        Continuation::Goal => Way::Goal,
        Continuation::Refusal => Way::Refusal,
        Continuation::End => Way::End,
        Continuation::Sleep { until, target } => Way::Sleep(until, target),
        Continuation::StartProcess { process_id } => Way::Process(*process_id),
    };
    let followed = match way {
        Way::Step(target) => make_task(target, &attempts, adjustment, chain, hands)?,
        Way::Sleep(until, target) if until.errands && !joins => {
            make_task(target, &attempts, adjustment, chain, hands)?
        }
        Way::Sleep(until, target) => fall_asleep(until, target, adjustment, hands)?,
        Way::Goal => Made::end(ChainState::Goal, Next::Goal, Sentence::Goal, adjustment)?,
        Way::Refusal => Made::end(
            ChainState::Refused,
            Next::Refusal,
            Sentence::Refusal,
            adjustment,
        )?,
        Way::End => Made::end(ChainState::Ended, Next::End, Sentence::End, adjustment)?,
        Way::Process(process_id) => {
            let process = hands
                .cx
                .processes
                .get(&process_id)
                .cloned()
                .unwrap_or_default();
            let sentence = Sentence::StartProcess { process };
            Made::end(
                ChainState::Ended,
                Next::StartProcess { process_id },
                sentence,
                adjustment,
            )?
        }
    };
    Ok(followed.with(attempts, because))
}

/// What the cases of a transition look at after the `attempt`-th try of a step.
pub(super) fn seen<'a>(
    attempt: u32,
    answers: &'a [Filled],
    branch: BranchId,
    cx: &'a Context,
) -> Seen<'a> {
    let client = cx.client.as_ref();
    Seen {
        answers,
        attempt,
        client: client.map(|client| (client.stage, client.tags.as_slice())),
        branch,
        now: cx.now,
        zone: &cx.zone,
    }
}

/// The case at a place, in the words of this moment.
fn because(place: usize, case: &Case, result: &ResultDef, cx: &Context) -> Because {
    let held = |condition: &Condition| {
        let key = condition.field();
        let field = key.and_then(|key| result.fields.iter().find(|field| field.key == key));
        let choices = field
            .and_then(|field| cx.dictionaries.get(&field.dictionary_id?))
            .map_or(&[][..], Vec::as_slice);
        let values = condition.values().iter().map(|id| {
            let mut choices = choices.iter();
            choices
                .find(|choice| choice.id == *id)
                .map(|choice| &choice.name)
        });
        let branches = condition.branches().iter().map(|id| cx.branches.get(id));
        Held {
            condition: condition.clone(),
            label: field.map(|field| field.label.clone()),
            names: values
                .chain(branches)
                .map(|name| name.cloned().unwrap_or_default())
                .collect(),
        }
    };
    Because {
        case: u32::try_from(place + 1).unwrap_or(u32::MAX),
        when: case.when.iter().map(held).collect(),
    }
}

/// A continuation after attempts are counted.
enum Way<'a> {
    Step(&'a Target),
    Sleep(&'a SleepUntil, &'a Target),
    Goal,
    Refusal,
    End,
    Process(ProcessId),
}

impl<'a> Way<'a> {
    fn of_exhausted(exhausted: &'a Exhausted) -> Self {
        match exhausted {
            Exhausted::Step { target } => Self::Step(target),
            Exhausted::Goal => Self::Goal,
            Exhausted::Refusal => Self::Refusal,
            Exhausted::End => Self::End,
            Exhausted::Sleep { until, target } => Self::Sleep(until, target),
            Exhausted::StartProcess { process_id } => Self::Process(*process_id),
        }
    }
}

/// What a way leads to, before the counters are attached.
struct Made {
    state: ChainState,
    next: Next,
    sentence: Sentence,
}

impl Made {
    fn end(
        state: ChainState,
        next: Next,
        sentence: Sentence,
        adjustment: &Adjustment,
    ) -> Result<Self, Rejection> {
        nothing_to_adjust(adjustment)?;
        Ok(Self {
            state,
            next,
            sentence,
        })
    }

    fn with(self, attempts: BTreeMap<String, u32>, because: Option<Because>) -> Followed {
        Followed {
            chain: Some(ChainChange {
                state: self.state,
                attempts,
            }),
            next: self.next,
            sentence: self.sentence,
            because,
        }
    }
}

fn make_task(
    target: &Target,
    attempts: &BTreeMap<String, u32>,
    adjustment: &Adjustment,
    chain: &ChainFacts,
    hands: Hands<'_>,
) -> Result<Made, Rejection> {
    if chain.recent_tasks >= MAX_TASKS_A_DAY {
        return Err(Rejection::TooManySteps);
    }
    let attempt = attempts.get(&target.step).copied().unwrap_or(0) + 1;
    let task = next::make(target, attempt, Undated::Ask, adjustment, hands)?;
    Ok(Made {
        state: ChainState::Active,
        sentence: next::task_sentence(&task, hands),
        next: Next::Task(task),
    })
}

/// A chain wakes at the first minute of its day, so that the task is there before the branch opens; never in the past.
fn fall_asleep(
    until: &SleepUntil,
    target: &Target,
    adjustment: &Adjustment,
    hands: Hands<'_>,
) -> Result<Made, Rejection> {
    let cx = hands.cx;
    let answer = until
        .field
        .as_ref()
        .and_then(|key| hands.answers.iter().find(|filled| filled.key == *key));
    let today = cx.zone.day(cx.now);
    let named = match answer.map(|filled| &filled.value) {
        Some(FieldValue::Date(date)) => cx.zone.midnight(*date),
        Some(FieldValue::DateTime(at)) => *at,
        _ => {
            let days = chrono::Days::new(u64::from(until.days));
            cx.zone
                .midnight(today.checked_add_days(days).unwrap_or(today))
        }
    };
    if adjustment.assignee_id.is_some() {
        return Err(Rejection::AssigneeNotAdjustable);
    }
    let wakes: Timestamp = match adjustment.due {
        None => named,
        Some(_) if !target.freedom.allows_due() => return Err(Rejection::DueNotAdjustable),
        Some(wanted) => match next::chosen(wanted, cx)?.due {
            Due::Day(day) => cx.zone.midnight(day),
            Due::At(at) => at,
        },
    };
    let wakes = wakes.max(cx.now);
    Ok(Made {
        state: ChainState::Sleeping,
        sentence: next::sleep_sentence(wakes, until, target, cx),
        next: Next::Sleep {
            until: wakes,
            errands: until.errands,
            call: until.call.clone(),
            target: target.clone(),
        },
    })
}

fn nothing_to_adjust(adjustment: &Adjustment) -> Result<(), Rejection> {
    match (adjustment.due, adjustment.assignee_id) {
        (Some(_), _) => Err(Rejection::DueNotAdjustable),
        (None, Some(_)) => Err(Rejection::AssigneeNotAdjustable),
        (None, None) => Ok(()),
    }
}
