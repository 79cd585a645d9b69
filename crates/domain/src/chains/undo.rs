//! Taking a completion back: for ten minutes, while nobody has worked on what it made.

use chrono::Duration;

use super::{ChainChange, ChainState};
use crate::ids::{ChainId, EmployeeId, TaskId};
use crate::tasks::TaskState;
use crate::time::Timestamp;

/// How long a completion can be taken back.
pub const UNDO: Duration = Duration::minutes(10);

/// Until when a completion can be taken back.
pub fn undo_until(completed_at: Timestamp) -> Timestamp {
    completed_at.plus(UNDO)
}

/// Whether somebody may take back what others completed (`task.take_back` within reach).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    OnlyOwn,
    Anybodys,
}

/// A completion and what became of what it made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletionFacts {
    pub by: EmployeeId,
    pub at: Timestamp,
    pub taken_back: bool,
    /// The chain as it was before the completion; absent for a task outside any process.
    pub before: Option<ChainChange>,
    /// The chain's state as the completion left it.
    pub left: Option<ChainState>,
    /// The chain's state now.
    pub now: Option<ChainState>,
    /// Since then the chain, or the one that took over, went over to another version of its process.
    pub transferred: bool,
    pub made: Made,
    pub beside: MadeBeside,
}

/// What a completion made beside the next step, as it stands now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MadeBeside {
    pub errands: Vec<MadeTask>,
    /// Chains that were started, each with its first task if that is still all there is to it.
    pub chains: Vec<(ChainId, Option<MadeTask>)>,
}

/// What a completion made, as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Made {
    /// The chain ended, or there was none.
    Nothing,
    /// A task of this chain, or the first task of a chain that took over.
    Task(MadeTask),
    /// A sleep. When it is over, the task it woke to counts as made: [`Self::Task`].
    Sleep,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeTask {
    pub id: TaskId,
    pub state: TaskState,
    /// Its date, person, priority or note was changed by hand since.
    pub changed: bool,
}

impl MadeTask {
    /// Nobody has worked on it.
    fn is_untouched(&self) -> bool {
        self.state == TaskState::Open && !self.changed
    }
}

/// What taking back does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBack {
    /// This task disappears; with it the chain that it began, if another process had taken over.
    pub withdrawn: Option<TaskId>,
    /// State and counters as they were, byte for byte; the wake-up date goes.
    pub chain: Option<ChainChange>,
    /// These errands disappear; those that somebody works on stay.
    pub errands: Vec<TaskId>,
    /// These chains disappear with their first task; those that have gone on stay.
    pub chains: Vec<ChainId>,
}

/// Why a completion stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    AlreadyTakenBack,
    /// Somebody else's, and the role does not allow that.
    NotOwn,
    /// The ten minutes were over then.
    Expired {
        until: Timestamp,
    },
    /// The task that it made was worked on.
    NextStarted {
        task: TaskId,
    },
    /// The chain was moved on or cancelled since.
    ChainMoved,
}

/// Decides whether a completion is taken back, and to what.
pub fn take_back(
    facts: &CompletionFacts,
    by: EmployeeId,
    whose: Whose,
    now: Timestamp,
) -> Result<TakenBack, Kept> {
    if facts.taken_back {
        return Err(Kept::AlreadyTakenBack);
    }
    if facts.by != by && whose == Whose::OnlyOwn {
        return Err(Kept::NotOwn);
    }
    let until = undo_until(facts.at);
    if now > until {
        return Err(Kept::Expired { until });
    }
    let withdrawn = match &facts.made {
        Made::Task(task) if !task.is_untouched() => {
            return Err(Kept::NextStarted { task: task.id });
        }
        Made::Task(task) => Some(task.id),
        Made::Nothing | Made::Sleep => None,
    };
    if facts.transferred {
        return Err(Kept::ChainMoved);
    }
    // A sleep that ended by itself made the chain active again; its task was judged above.
    let woke = facts.left == Some(ChainState::Sleeping) && withdrawn.is_some();
    if facts.now != facts.left && !woke {
        return Err(Kept::ChainMoved);
    }
    let untouched = |task: &&MadeTask| task.is_untouched();
    let errands = facts.beside.errands.iter().filter(untouched);
    let chains = facts.beside.chains.iter();
    let unmoved = chains.filter(|(_, first)| first.as_ref().is_some_and(MadeTask::is_untouched));
    Ok(TakenBack {
        withdrawn,
        chain: facts.before.clone(),
        errands: errands.map(|task| task.id).collect(),
        chains: unmoved.map(|(id, _)| *id).collect(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::time::tests::utc;

    const ANNA: EmployeeId = EmployeeId::from_i64(1);
    const BORIS: EmployeeId = EmployeeId::from_i64(2);
    const NEXT: TaskId = TaskId::from_i64(8);

    fn facts(made: Made) -> CompletionFacts {
        CompletionFacts {
            by: ANNA,
            at: utc("2026-11-21 12:00"),
            taken_back: false,
            before: Some(ChainChange {
                state: ChainState::Active,
                attempts: BTreeMap::from([("call".into(), 2)]),
            }),
            left: Some(ChainState::Active),
            now: Some(ChainState::Active),
            transferred: false,
            made,
            beside: MadeBeside::default(),
        }
    }

    fn next(state: TaskState, changed: bool) -> Made {
        Made::Task(MadeTask {
            id: NEXT,
            state,
            changed,
        })
    }

    #[test]
    fn an_untouched_next_step_is_withdrawn_and_counters_return() {
        let facts = facts(next(TaskState::Open, false));
        for (by, whose, now) in [
            (ANNA, Whose::OnlyOwn, "2026-11-21 12:10"),
            (BORIS, Whose::Anybodys, "2026-11-21 12:00"),
        ] {
            let back = take_back(&facts, by, whose, utc(now)).unwrap();
            assert_eq!(back.withdrawn, Some(NEXT));
            assert_eq!(back.chain, facts.before);
        }
    }

    #[test]
    fn what_has_consequences_stays() {
        let in_time = utc("2026-11-21 12:05");
        let open = || facts(next(TaskState::Open, false));
        let mut taken = open();
        taken.taken_back = true;
        let mut transferred = open();
        transferred.transferred = true;
        let mut cancelled = facts(Made::Nothing);
        cancelled.now = Some(ChainState::Cancelled);
        for (facts, by, now, expected) in [
            (taken, ANNA, in_time, Kept::AlreadyTakenBack),
            (open(), BORIS, in_time, Kept::NotOwn),
            (
                open(),
                ANNA,
                utc("2026-11-21 12:11"),
                Kept::Expired {
                    until: utc("2026-11-21 12:10"),
                },
            ),
            (
                facts(next(TaskState::Done, false)),
                ANNA,
                in_time,
                Kept::NextStarted { task: NEXT },
            ),
            (
                facts(next(TaskState::InProgress, false)),
                ANNA,
                in_time,
                Kept::NextStarted { task: NEXT },
            ),
            (
                facts(next(TaskState::Cancelled, false)),
                ANNA,
                in_time,
                Kept::NextStarted { task: NEXT },
            ),
            (
                facts(next(TaskState::Open, true)),
                ANNA,
                in_time,
                Kept::NextStarted { task: NEXT },
            ),
            (cancelled, ANNA, in_time, Kept::ChainMoved),
            (transferred, ANNA, in_time, Kept::ChainMoved),
        ] {
            assert_eq!(take_back(&facts, by, Whose::OnlyOwn, now), Err(expected));
        }
    }

    #[test]
    fn ends_and_sleeps_can_be_taken_back() {
        let now = utc("2026-11-21 12:05");
        for (left, state_now, made, withdrawn) in [
            (ChainState::Goal, ChainState::Goal, Made::Nothing, None),
            (
                ChainState::Sleeping,
                ChainState::Sleeping,
                Made::Sleep,
                None,
            ),
            (
                ChainState::Sleeping,
                ChainState::Active,
                next(TaskState::Open, false),
                Some(NEXT),
            ),
            (
                ChainState::Ended,
                ChainState::Ended,
                next(TaskState::Open, false),
                Some(NEXT),
            ),
        ] {
            let facts = CompletionFacts {
                left: Some(left),
                now: Some(state_now),
                ..facts(made)
            };
            let back = take_back(&facts, ANNA, Whose::OnlyOwn, now).unwrap();
            assert_eq!((back.withdrawn, back.chain), (withdrawn, facts.before));
        }
        let free = CompletionFacts {
            before: None,
            left: None,
            now: None,
            ..facts(Made::Nothing)
        };
        let back = take_back(&free, ANNA, Whose::OnlyOwn, now).unwrap();
        assert_eq!(
            back,
            TakenBack {
                withdrawn: None,
                chain: None,
                errands: vec![],
                chains: vec![],
            }
        );
    }

    #[test]
    fn what_was_made_beside_goes_as_far_as_nobody_works_on_it() {
        let task = |id, state, changed| MadeTask {
            id: TaskId::from_i64(id),
            state,
            changed,
        };
        let chain = ChainId::from_i64;
        let facts = CompletionFacts {
            beside: MadeBeside {
                errands: vec![
                    task(21, TaskState::Open, false),
                    task(22, TaskState::Done, false),
                    task(23, TaskState::Open, true),
                ],
                chains: vec![
                    (chain(31), Some(task(41, TaskState::Open, false))),
                    (chain(32), Some(task(42, TaskState::InProgress, false))),
                    (chain(33), None),
                ],
            },
            ..facts(next(TaskState::Open, false))
        };
        let back = take_back(&facts, ANNA, Whose::OnlyOwn, utc("2026-11-21 12:05")).unwrap();
        assert_eq!(back.errands, [TaskId::from_i64(21)]);
        assert_eq!(back.chains, [chain(31)]);
    }
}
