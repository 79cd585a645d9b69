//! Transfers: running chains go over to another version of their process.
//!
//! Publishing lets running chains stay where they are. Whoever publishes may decide otherwise for those who stand at a step of
//! an older version: they go over to a step of the new one, or their chain ends with a reason. [`seated`] says what
//! changes of a chain that goes over; for [`UNDO`] a transfer can be undone, for all chains on which nobody has worked since.

use std::collections::BTreeMap;

use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::{Graph, Target};
use crate::ids::{TemplateId, VersionId};
use crate::time::Timestamp;
use crate::words::words;

/// How long a transfer can be undone.
pub const UNDO: Duration = Duration::hours(24);
/// Lots of a transfer at most.
pub const MOST_LOTS: usize = 500;

/// Until when a transfer that began at `started_at` can be undone.
pub fn undo_until(started_at: Timestamp) -> Timestamp {
    started_at.plus(UNDO)
}

words! {
    TransferState {
        /// Chains are being moved.
        Running = "running",
        Done = "done",
        /// Chains are being returned.
        Undoing = "undoing",
        Undone = "undone",
    }
}

words! {
    /// What became of one chain.
    Carried {
        /// It runs on the new version.
        Moved = "moved",
        /// It was ended with the reason of its lot.
        Ended = "ended",
        /// The transfer was undone: it is where it was.
        Returned = "returned",
        /// The transfer was undone, but this chain was worked on since and stays.
        Kept = "kept",
    }
}

/// All chains that stand at one step of one version, and what becomes of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Lot {
    /// The version that they run on now.
    pub version_id: VersionId,
    /// Key of the step whose task is open, or to which a sleeping chain wakes.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[a-z][a-z0-9_]{0,39}$"))]
    pub step: String,
    pub then: Fate,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fate {
    /// They finish as they began.
    Stay,
    /// They go over to a step of the new version; date and person stay.
    Move {
        #[cfg_attr(feature = "openapi", schema(pattern = "^[a-z][a-z0-9_]{0,39}$"))]
        step: String,
    },
    /// Their chain is cancelled.
    End {
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
        reason: String,
    },
}

/// What is wrong with a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LotProblem {
    /// No version of this process that chains may still run on.
    UnknownVersion,
    /// The lot's version has no such step.
    UnknownStep,
    /// An earlier lot speaks of the same step.
    Twice,
    /// The new version has no such step.
    UnknownDestination,
}

/// What is wrong with lots, each by its place. `older` are the versions chains may run on besides `new`.
pub fn lot_problems(
    lots: &[Lot],
    older: &BTreeMap<VersionId, Graph>,
    new: &Graph,
) -> Vec<(usize, LotProblem)> {
    let problem = |place: usize, lot: &Lot| {
        let Some(graph) = older.get(&lot.version_id) else {
            return Some(LotProblem::UnknownVersion);
        };
        if graph.step(&lot.step).is_none() {
            return Some(LotProblem::UnknownStep);
        }
        let same = |other: &Lot| other.version_id == lot.version_id && other.step == lot.step;
        if lots[..place].iter().any(same) {
            return Some(LotProblem::Twice);
        }
        match &lot.then {
            Fate::Move { step } if new.step(step).is_none() => Some(LotProblem::UnknownDestination),
            _ => None,
        }
    };
    lots.iter()
        .enumerate()
        .filter_map(|(place, lot)| Some((place, problem(place, lot)?)))
        .collect()
}

/// What becomes of chains at a step of a version; whom no lot names stays.
pub fn fate<'a>(lots: &'a [Lot], version: VersionId, step: &str) -> &'a Fate {
    lots.iter()
        .find(|lot| lot.version_id == version && lot.step == step)
        .map_or(&Fate::Stay, |lot| &lot.then)
}

/// What of a chain depends on its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub attempts: BTreeMap<String, u32>,
    pub place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// An open task.
    Task {
        step: String,
        template_id: TemplateId,
        attempt_limit: Option<u32>,
    },
    /// What a sleeping chain wakes to.
    Sleep { target: Target },
}

impl Place {
    /// Key of the step.
    pub fn step(&self) -> &str {
        match self {
            Self::Task { step, .. } => step,
            Self::Sleep { target } => &target.step,
        }
    }
}

/// The seat of a chain that goes over to the step `to` of `graph`; `None` when there is no such step.
///
/// Attempts count on: where two steps become one, the larger number holds.
pub fn seated(seat: &Seat, to: &str, graph: &Graph) -> Option<Seat> {
    let step = graph.step(to)?;
    let from = seat.place.step();
    let mut attempts = seat.attempts.clone();
    if from != to
        && let Some(counted) = attempts.remove(from)
    {
        let here = attempts.entry(to.to_owned()).or_default();
        *here = counted.max(*here);
    }
    let place = match &seat.place {
        Place::Task { .. } => Place::Task {
            step: step.key.clone(),
            template_id: step.template_id,
            attempt_limit: graph.attempt_limit(to),
        },
        Place::Sleep { target } => Place::Sleep {
            target: Target {
                step: step.key.clone(),
                ..target.clone()
            },
        },
    };
    Some(Seat { attempts, place })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ResultId;
    use crate::processes::{
        AssigneeRule, Continuation, DueRule, DueUnit, Exhausted, Freedom, Step, Transition,
    };

    const OLD: VersionId = VersionId::from_i64(1);
    const OTHER: VersionId = VersionId::from_i64(2);
    const NO_ANSWER: ResultId = ResultId::from_i64(7);

    fn graph(steps: &[(&str, i64)]) -> Graph {
        let step = |(key, template): &(&str, i64)| Step {
            key: (*key).to_owned(),
            template_id: TemplateId::from_i64(*template),
            results: vec![NO_ANSWER],
            position: None,
        };
        Graph {
            start: None,
            steps: steps.iter().map(step).collect(),
            transitions: vec![Transition {
                step: "call".into(),
                result_id: NO_ANSWER,
                cases: Vec::new(),
                then: Continuation::Retry {
                    limit: 5,
                    due: vec![DueRule::Ask {
                        amount: 1,
                        unit: DueUnit::Days,
                    }],
                    assignee: AssigneeRule::Same,
                    freedom: Freedom::Both,
                    exhausted: Exhausted::Refusal,
                },
                also: Vec::new(),
            }],
        }
    }

    fn lot(version_id: VersionId, step: &str, then: Fate) -> Lot {
        Lot {
            version_id,
            step: step.into(),
            then,
        }
    }

    fn to(step: &str) -> Fate {
        Fate::Move { step: step.into() }
    }

    fn at(step: &str, template: i64, attempt_limit: Option<u32>) -> Place {
        Place::Task {
            step: step.into(),
            template_id: TemplateId::from_i64(template),
            attempt_limit,
        }
    }

    #[test]
    fn each_wrong_lot_is_named_by_its_place() {
        let older = BTreeMap::from([(OLD, graph(&[("call", 1), ("trial", 2)]))]);
        let new = graph(&[("call", 1), ("check", 3)]);
        let end = Fate::End {
            reason: "закрыли направление".into(),
        };
        let lots = [
            lot(OLD, "call", to("call")),
            lot(OTHER, "call", Fate::Stay),
            lot(OLD, "check", Fate::Stay),
            lot(OLD, "call", end.clone()),
            lot(OLD, "trial", to("trial")),
        ];
        let expected = [
            (1, LotProblem::UnknownVersion),
            (2, LotProblem::UnknownStep),
            (3, LotProblem::Twice),
            (4, LotProblem::UnknownDestination),
        ];
        assert_eq!(lot_problems(&lots, &older, &new), expected);
        let lots = [lot(OLD, "call", to("check")), lot(OLD, "trial", end)];
        assert_eq!(lot_problems(&lots, &older, &new), []);
    }

    #[test]
    fn whom_no_lot_names_stays() {
        let lots = [lot(OLD, "call", to("check"))];
        assert_eq!(fate(&lots, OLD, "call"), &to("check"));
        assert_eq!(fate(&lots, OLD, "trial"), &Fate::Stay);
        assert_eq!(fate(&lots, OTHER, "call"), &Fate::Stay);
    }

    #[test]
    fn an_open_task_takes_template_and_limit_of_its_new_step() {
        let new = graph(&[("call", 9), ("check", 3)]);
        for (from, to, place) in [
            (at("call", 1, None), "call", at("call", 9, Some(5))),
            (at("trial", 2, None), "call", at("call", 9, Some(5))),
            (at("call", 1, Some(3)), "check", at("check", 3, None)),
        ] {
            let seat = Seat {
                attempts: BTreeMap::new(),
                place: from,
            };
            assert_eq!(seated(&seat, to, &new).unwrap().place, place);
        }
    }

    #[test]
    fn attempts_count_on_under_the_new_name() {
        let new = graph(&[("call", 1), ("check", 3)]);
        let seat = |attempts: &[(&str, u32)]| Seat {
            attempts: attempts
                .iter()
                .map(|(key, count)| ((*key).to_owned(), *count))
                .collect(),
            place: at("trial", 2, None),
        };
        for (before, after) in [
            (&[("trial", 3)][..], &[("check", 3)][..]),
            (&[("trial", 1), ("check", 2)], &[("check", 2)]),
            (&[("call", 4), ("trial", 2)], &[("call", 4), ("check", 2)]),
            (&[("call", 4)], &[("call", 4)]),
        ] {
            let moved = seated(&seat(before), "check", &new).unwrap();
            assert_eq!(moved.attempts, seat(after).attempts);
        }
    }

    #[test]
    fn a_sleeper_wakes_at_the_new_step() {
        let target = Target {
            step: "trial".into(),
            due: None,
            assignee: AssigneeRule::Responsible,
            freedom: Freedom::Nothing,
        };
        let seat = Seat {
            attempts: BTreeMap::new(),
            place: Place::Sleep {
                target: target.clone(),
            },
        };
        let new = graph(&[("call", 1)]);
        let expected = Place::Sleep {
            target: Target {
                step: "call".into(),
                ..target
            },
        };
        assert_eq!(seated(&seat, "call", &new).unwrap().place, expected);
        assert_eq!(seated(&seat, "trial", &new), None);
    }
}
