//! What a replay counts.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Period;
use super::rounds::Way;
use crate::ids::{EmployeeId, ResultId, RoleId, TemplateId};
use crate::processes::Graph;
use crate::tasks::Assignee;
use crate::words::words;

/// Of the rounds that were found, so many are told: those with the most of them.
const ROUNDS: usize = 20;

/// What a graph would have made of the past.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Clients that were replayed.
    pub chains: u32,
    /// Results that the graph took up, and those for which it had no place.
    pub used: u32,
    pub left_over: u32,
    /// Tasks that fall into the period, their planned minutes, and those whose template has none.
    pub tasks: u32,
    pub minutes: u64,
    pub unplanned: u32,
    /// Of these tasks, those that results give besides the next step. They are of no step.
    pub errands: u32,
    pub ends: Ends,
    /// Of those who began in the period and reached the goal: the middle one's time to it.
    pub seconds_to_goal: Option<i64>,
    pub load: BTreeMap<Carrier, Load>,
    /// By the key of the step.
    pub places: BTreeMap<String, PlaceTally>,
    pub dead_ends: BTreeMap<DeadEnd, u32>,
    /// The most frequent first.
    pub rounds: Vec<Round>,
}

/// Where the clients are when the replay ends. Together they are all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReplayEnds))]
pub struct Ends {
    pub goal: u32,
    pub refusal: u32,
    pub ended: u32,
    /// Another process took over.
    pub handed_over: u32,
    pub sleeping: u32,
    /// With a task that nobody has done yet.
    pub open: u32,
    /// At a step for which the past has no result of theirs. Nothing is invented: what would follow is not counted.
    pub unknown: u32,
    /// Where the graph knows no way on.
    pub dead_end: u32,
}

/// Who carries a task: a person, or whoever of a role takes it first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Carrier {
    Employee(EmployeeId),
    Pool(RoleId),
}

impl From<Assignee> for Carrier {
    fn from(assignee: Assignee) -> Self {
        match assignee {
            Assignee::Employee(id) => Self::Employee(id),
            Assignee::Pool(role) => Self::Pool(role),
        }
    }
}

/// The tasks of one carrier. A task counts on the day on which it would be done; one that is not done, on its due day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Load {
    pub tasks: u32,
    pub minutes: u64,
    /// One number for each day of the period.
    pub days: Vec<u32>,
}

/// What happened at one step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceTally {
    pub tasks: u32,
    pub minutes: u64,
    /// How often each result that the step offers was given, in the order of their hotkeys.
    pub results: Vec<(ResultId, u32)>,
    /// Clients for whom nothing is known from here.
    pub unknown: u32,
}

/// Where a client cannot go on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeadEnd {
    pub why: DeadEndReason,
    /// Key of the step; of one that is gone, as it was called in the version the client ran on.
    pub step: String,
    pub template_id: TemplateId,
    /// Absent for a step that is gone.
    pub result_id: Option<ResultId>,
}

words! {
    /// Why a client cannot go on.
    DeadEndReason {
        /// The step does not offer the result that was given there.
        ResultUnknown = "result_unknown",
        /// The step offers it, and nothing follows.
        NothingFollows = "nothing_follows",
        /// The client stood at a step that is not there any more.
        StepGone = "step_gone",
    }
}

/// A way round: the steps one after another, back to the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    pub steps: Vec<String>,
    /// How often it was made, and by how many clients.
    pub times: u32,
    pub clients: u32,
    /// By the one who made it most often.
    pub most: u32,
    /// On average.
    pub seconds: i64,
}

/// Counts while a replay runs.
#[derive(Debug)]
pub(super) struct Tally {
    period: Period,
    pub(super) done: Replayed,
    to_goal: Vec<i64>,
    rounds: BTreeMap<Vec<String>, (u32, u32, u32, i64)>,
}

impl Tally {
    pub(super) fn new(graph: &Graph, period: Period) -> Self {
        let places = graph.steps.iter().map(|step| {
            let results = step.results.iter().map(|result| (*result, 0));
            let place = PlaceTally {
                results: results.collect(),
                ..PlaceTally::default()
            };
            (step.key.clone(), place)
        });
        Self {
            period,
            done: Replayed {
                places: places.collect(),
                ..Replayed::default()
            },
            to_goal: Vec::new(),
            rounds: BTreeMap::new(),
        }
    }

    /// A task of a step, on a day. What lies outside the period is not counted.
    pub(super) fn task(
        &mut self,
        step: &str,
        carrier: Carrier,
        day: NaiveDate,
        planned: Option<u32>,
    ) {
        if !self.carried(carrier, day, planned) {
            return;
        }
        let at = self.done.places.entry(step.to_owned()).or_default();
        at.tasks += 1;
        at.minutes += u64::from(planned.unwrap_or(0));
    }

    /// An errand, on the day on which it is due.
    pub(super) fn errand(&mut self, carrier: Carrier, day: NaiveDate, planned: Option<u32>) {
        self.done.errands += u32::from(self.carried(carrier, day, planned));
    }

    /// Somebody's work on a day; false when the day is not of the period.
    fn carried(&mut self, carrier: Carrier, day: NaiveDate, planned: Option<u32>) -> bool {
        let place = (day - self.period.first_day).num_days();
        let Some(place) = usize::try_from(place)
            .ok()
            .filter(|place| *place < self.period.days as usize)
        else {
            return false;
        };
        let minutes = u64::from(planned.unwrap_or(0));
        self.done.tasks += 1;
        self.done.minutes += minutes;
        self.done.unplanned += u32::from(planned.is_none());
        let load = self.done.load.entry(carrier).or_default();
        load.tasks += 1;
        load.minutes += minutes;
        load.days.resize(self.period.days as usize, 0);
        load.days[place] += 1;
        true
    }

    /// A result that was given at a step, whatever followed.
    pub(super) fn result(&mut self, step: &str, result: ResultId) {
        let known = self.done.places.get_mut(step);
        let known = known.and_then(|place| place.results.iter_mut().find(|(id, _)| *id == result));
        if let Some((_, times)) = known {
            *times += 1;
        }
    }

    pub(super) fn unknown(&mut self, step: &str) {
        self.done.places.entry(step.to_owned()).or_default().unknown += 1;
    }

    pub(super) fn dead_end(&mut self, end: DeadEnd) {
        *self.done.dead_ends.entry(end).or_default() += 1;
    }

    pub(super) fn goal_after(&mut self, seconds: i64) {
        self.to_goal.push(seconds);
    }

    pub(super) fn way(&mut self, way: Way) {
        for (steps, (times, micros)) in way.rounds {
            let (all, clients, most, long) = self.rounds.entry(steps).or_default();
            *all += times;
            *clients += 1;
            *most = times.max(*most);
            *long += micros;
        }
    }

    pub(super) fn finish(mut self) -> Replayed {
        // Of an even number, the sooner of the two in the middle: one that really was.
        let middle = self.to_goal.len().saturating_sub(1) / 2;
        if !self.to_goal.is_empty() {
            let (_, median, _) = self.to_goal.select_nth_unstable(middle);
            self.done.seconds_to_goal = Some(*median);
        }
        let rounds = self.rounds.into_iter();
        let mut rounds: Vec<Round> = rounds
            .map(|(steps, (times, clients, most, micros))| Round {
                steps,
                times,
                clients,
                most,
                seconds: micros / 1_000_000 / i64::from(times.max(1)),
            })
            .collect();
        rounds.sort_by_key(|round| std::cmp::Reverse(round.times));
        rounds.truncate(ROUNDS);
        self.done.rounds = rounds;
        self.done
    }
}
