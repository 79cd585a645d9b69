//! What a comparison has shown so far, and what may be said of it.

use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::interval::{Estimate, difference, median, per_goal, wilson};
use super::{Planned, Side, Terms};
use crate::chains::ChainState;
use crate::time::Timestamp;

/// The first chain of a client in a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub side: Side,
    pub began: Timestamp,
    pub state: ChainState,
    pub ended: Option<Timestamp>,
    /// When tasks that turn to the client were completed.
    pub contacts: Vec<Timestamp>,
}

impl Run {
    /// How long it took to the goal, in seconds, when that was reached before the client was judged.
    fn to_goal(&self, judged: Timestamp) -> Option<i64> {
        let ended = self.ended.filter(|ended| *ended <= judged)?;
        (self.state == ChainState::Goal).then(|| ended.since(self.began).num_seconds().max(0))
    }
}

/// One side of a report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Judged {
    /// Clients to be judged.
    pub planned: u32,
    /// Clients whose chain began, and where those chains are now.
    pub begun: u32,
    pub goal: u32,
    pub refused: u32,
    /// Ended otherwise, or cancelled.
    pub ended: u32,
    pub running: u32,
    /// Clients whose days are over, of the planned first ones. All numbers below are of them.
    pub judged: u32,
    /// Those who reached the goal within their days.
    pub reached: u32,
    /// From 0 to 1, with Wilson's interval.
    pub goal_share: Option<Estimate>,
    /// Seconds to the goal, of those who reached it: the middle one, with the interval of the order statistics. From six of them.
    pub seconds_to_goal: Option<Estimate>,
    /// Completed tasks that turn to the client.
    pub contacts: u32,
    /// Those of all, by the goals, with the interval of the delta method. From five goals.
    pub contacts_per_goal: Option<Estimate>,
}

/// What may be said.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Verdict {
    /// Not enough data yet.
    NotYet {
        /// About so many more clients must begin.
        more: u32,
        /// So many have begun and are not judged yet.
        waiting: u32,
        /// When the last of the planned clients will be judged, once all of them have begun.
        until: Option<Timestamp>,
    },
    PresentBetter,
    ChallengerBetter,
    /// No difference has shown; if there is one, it is at most so much of the goal share, from 0 to 1.
    NoDifference {
        at_most: f64,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    /// What it says is of this instant.
    pub at: Timestamp,
    pub present: Judged,
    pub challenger: Judged,
    /// How much greater the challenger's goal share is, with Newcombe's interval.
    pub difference: Option<Estimate>,
    pub verdict: Verdict,
}

/// Looks at the runs, which come in the order in which they began.
///
/// Everybody is judged by the same number of days, whether his chain ended or not: counting chains as they end would count
/// refusals, which are quick, before goals. Of each side only the planned first clients are judged, so that the verdict is given
/// once and does not waver with every look.
pub fn report(terms: &Terms, planned: Planned, runs: &[Run], now: Timestamp) -> Report {
    let window = Duration::days(i64::from(terms.days));
    let of = |side| judged(side, planned.of(side), runs, window, now);
    let (present, challenger) = (of(Side::Present), of(Side::Challenger));
    let difference = match (present.goal_share, challenger.goal_share) {
        (Some(present), Some(challenger)) => Some(difference(present, challenger)),
        _ => None,
    };
    let done = |side: &Judged| side.judged >= side.planned;
    let verdict = match difference {
        Some(difference) if done(&present) && done(&challenger) => said(difference),
        _ => Verdict::NotYet {
            more: more(terms, &present, &challenger),
            waiting: waiting(&present) + waiting(&challenger),
            until: until(planned, runs, window),
        },
    };
    Report {
        at: now,
        present,
        challenger,
        difference,
        verdict,
    }
}

/// When the last client who is judged began; nothing that later ones did is looked at. Runs come in the order in which they began.
pub fn last_judged(
    terms: &Terms,
    planned: Planned,
    runs: &[Run],
    now: Timestamp,
) -> Option<Timestamp> {
    let window = Duration::days(i64::from(terms.days));
    let of = |side| {
        let of_side = runs.iter().filter(move |run| run.side == side);
        let first = of_side.take(planned.of(side) as usize);
        first
            .map(|run| run.began)
            .take_while(|began| began.plus(window) <= now)
            .last()
    };
    of(Side::Present).max(of(Side::Challenger))
}

fn judged(side: Side, planned: u32, runs: &[Run], window: Duration, now: Timestamp) -> Judged {
    let mut told = Judged {
        planned,
        ..Judged::default()
    };
    let (mut clients, mut times) = (Vec::new(), Vec::new());
    for run in runs.iter().filter(|run| run.side == side) {
        told.begun += 1;
        *match run.state {
            ChainState::Goal => &mut told.goal,
            ChainState::Refused => &mut told.refused,
            ChainState::Ended | ChainState::Cancelled => &mut told.ended,
            ChainState::Active | ChainState::Sleeping => &mut told.running,
        } += 1;
        let day = run.began.plus(window);
        if told.begun > planned || now < day {
            continue;
        }
        told.judged += 1;
        let time = run.to_goal(day);
        let contacts = run.contacts.iter().filter(|at| **at <= day).count() as u32;
        told.reached += u32::from(time.is_some());
        told.contacts = told.contacts.saturating_add(contacts);
        clients.push((contacts, time.is_some()));
        times.extend(time);
    }
    told.goal_share = wilson(told.reached, told.judged);
    told.seconds_to_goal = median(&mut times);
    told.contacts_per_goal = per_goal(&clients);
    told
}

/// The verdict is what the drawn interval shows: a side is better when all of it lies on that side of nought.
fn said(difference: Estimate) -> Verdict {
    match difference {
        Estimate { low, .. } if low > 0.0 => Verdict::ChallengerBetter,
        Estimate { high, .. } if high < 0.0 => Verdict::PresentBetter,
        Estimate { low, high, .. } => Verdict::NoDifference {
            at_most: high.max(-low),
        },
    }
}

/// Clients who must still begin until both sides have theirs: of new ones each side gets its part.
fn more(terms: &Terms, present: &Judged, challenger: &Judged) -> u32 {
    let missing = |side: Side, judged: &Judged| {
        let clients = judged.planned.saturating_sub(judged.begun);
        (f64::from(clients) / terms.part(side)).ceil() as u32
    };
    missing(Side::Present, present).max(missing(Side::Challenger, challenger))
}

fn waiting(side: &Judged) -> u32 {
    side.begun.min(side.planned) - side.judged
}

/// When the planned last client of the slower side has had his days.
fn until(planned: Planned, runs: &[Run], window: Duration) -> Option<Timestamp> {
    let last = |side: Side| {
        let place = planned.of(side).checked_sub(1)?;
        let mut runs = runs.iter().filter(|run| run.side == side);
        Some(runs.nth(place as usize)?.began.plus(window))
    };
    Some(last(Side::Present)?.max(last(Side::Challenger)?))
}
