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
use super::next::{self, Undated};
use super::{
    Adjustment, ChainChange, ChainFacts, ChainState, ClientChange, Completed, Context, Decision,
    Filled, NewTask, Next, Rejection, Sentence, TaskFacts,
};
use crate::fields::{self, FaultKind, FieldValue, Raw, Surroundings};
use crate::ids::{BranchId, EmployeeId, ProcessId, ResultId};
use crate::processes::{Continuation, DueRule, Exhausted, Moment, SleepUntil, Target, propose};
use crate::results::{Outcome, ResultDef};
use crate::tasks::TaskState;
use crate::text::{self, Lines, TextFault};
use crate::time::{Due, Timestamp};

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
    let answers = check_form(def, values, cx)?;
    let comment = clean_comment(comment)?;

    let hands = Hands {
        cx,
        by,
        branch: task.branch_id,
        answers: &answers,
    };
    let followed = match place {
        Place::Outside => follow_nothing(adjustment)?,
        Place::InChain { chain, step } => follow(chain, step, result, adjustment, hands)?,
    };
    let completed = Completed {
        result_id: def.id,
        result_name: def.name.clone(),
        outcome: def.outcome,
        by,
        at: cx.now,
        comment,
        values: answers,
    };
    let client = ClientChange {
        do_not_contact: def.do_not_contact,
        becomes_client: def.outcome == Outcome::Goal || followed.next == Next::Goal,
    };
    Ok(Decision {
        completed,
        chain: followed.chain,
        next: followed.next,
        client,
        sentence: followed.sentence,
    })
}

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
        },
    )
}

/// The task of a chain that wakes: `target` is what the sleep was decided with, `slept_by` whoever decided it.
pub fn wake(
    target: &Target,
    slept_by: EmployeeId,
    branch: BranchId,
    cx: &Context,
) -> Result<Begun, Rejection> {
    let chain = cx.chain.as_ref().ok_or(Rejection::NoContinuation)?;
    let hands = Hands {
        cx,
        by: slept_by,
        branch,
        answers: &[],
    };
    let mut begun = begin(
        target,
        chain.attempts.clone(),
        &Adjustment::default(),
        hands,
    )?;
    begun.task.due_reason.insert(0, super::DueReason::Woken);
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

/// The date that the form offers when a result's transition asks for one, or depends on a field that is still empty;
/// `None` when the transition names its date itself.
pub fn proposed_due(task: &TaskFacts, result: ResultId, cx: &Context) -> Option<Due> {
    let Ok(Place::InChain { chain, step }) = Place::of(task, cx) else {
        return None;
    };
    let (due, to) = match chain.graph.continuation(step, result)? {
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

/// Where the task stands.
enum Place<'a> {
    Outside,
    InChain {
        chain: &'a ChainFacts,
        step: &'a str,
    },
}

impl<'a> Place<'a> {
    fn of(task: &'a TaskFacts, cx: &'a Context) -> Result<Self, Rejection> {
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
    fn result(&self, wanted: ResultId, cx: &'a Context) -> Result<&'a ResultDef, Rejection> {
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

fn check_form(
    def: &ResultDef,
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
    fields::check(&def.fields, values, around).map_err(Rejection::Fields)
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

/// What follows, with the words for it.
struct Followed {
    chain: Option<ChainChange>,
    next: Next,
    sentence: Sentence,
}

/// After a task outside any process.
fn follow_nothing(adjustment: &Adjustment) -> Result<Followed, Rejection> {
    nothing_to_adjust(adjustment)?;
    Ok(Followed {
        chain: None,
        next: Next::Nothing,
        sentence: Sentence::Nothing,
    })
}

/// After a task of a chain.
fn follow(
    chain: &ChainFacts,
    step: &str,
    result: ResultId,
    adjustment: &Adjustment,
    hands: Hands<'_>,
) -> Result<Followed, Rejection> {
    let continuation = chain
        .graph
        .continuation(step, result)
        .ok_or(Rejection::NoContinuation)?;
    let mut attempts = chain.attempts.clone();
    let made = attempts.remove(step).unwrap_or(0).saturating_add(1);
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
                return Ok(next.with(attempts));
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
    Ok(followed.with(attempts))
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

    fn with(self, attempts: BTreeMap<String, u32>) -> Followed {
        Followed {
            chain: Some(ChainChange {
                state: self.state,
                attempts,
            }),
            next: self.next,
            sentence: self.sentence,
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
        sentence: next::sleep_sentence(wakes, target, cx),
        next: Next::Sleep {
            until: wakes,
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
