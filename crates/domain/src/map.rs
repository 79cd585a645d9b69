//! The live map: what the numbers on the picture of a process mean.
//!
//! Who stands where is counted from open tasks, what happened from results that were given within a period. The rules here say what is typical,
//! what is a share, and when a step is behind; they hold no more than the numbers need, so that a hundred thousand tasks are one pass.

use std::collections::BTreeMap;

use crate::ids::ResultId;
use crate::time::Timestamp;
use crate::words::words;

words! {
    /// How far a step is behind: what the picture says by a colour and a sign.
    Delay {
        /// Nobody who stands here is overdue.
        None = "none",
        /// Somebody is.
        Some = "some",
        /// A third of those who stand here, or more.
        Much = "much",
    }
}

impl Delay {
    pub const fn of(standing: u32, overdue: u32) -> Self {
        match overdue {
            0 => Self::None,
            overdue if overdue as u64 * 3 >= standing as u64 => Self::Much,
            _ => Self::Some,
        }
    }
}

/// The middle of some values; of an even number, halfway between the two in the middle, downwards. `None` when there are none.
pub fn median(values: &mut [i64]) -> Option<i64> {
    let middle = values.len() / 2;
    let even = values.len().is_multiple_of(2);
    if values.is_empty() {
        return None;
    }
    let (below, upper, _) = values.select_nth_unstable(middle);
    let upper = *upper;
    match below.iter().max() {
        Some(lower) if even => Some(lower + (upper - lower).div_euclid(2)),
        _ => Some(upper),
    }
}

/// The middle of values of which each stands for so many: half of all are below it, half above.
fn weighted_median(values: &mut [(i64, u64)]) -> Option<i64> {
    values.sort_unstable();
    let all: u64 = values.iter().map(|(_, weight)| weight).sum();
    let mut below = 0;
    let mut sorted = values.iter().peekable();
    while let Some((value, weight)) = sorted.next() {
        below += weight;
        if below * 2 > all {
            return Some(*value);
        }
        if let Some((upper, _)) = sorted.peek().filter(|_| below * 2 == all) {
            return Some(value + (upper - value).div_euclid(2));
        }
    }
    None
}

/// Which part of `all` these are, from 0 to 1; 0 of nothing.
pub fn share(times: u32, all: u32) -> f64 {
    match all {
        0 => 0.0,
        all => f64::from(times) / f64::from(all),
    }
}

/// What one step of the map shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Clients who stand here: each has one open task.
    pub standing: u32,
    pub overdue: u32,
    /// Clients who sleep and will wake up here.
    pub sleeping: u32,
    /// How long half of the open tasks have been waiting, in seconds.
    pub waiting: Option<i64>,
    /// Results that were given here within the period.
    pub done: u32,
    /// From the making of a task to its result, for the middle one of the period, in seconds.
    pub lasting: Option<i64>,
    pub results: BTreeMap<ResultId, u32>,
}

impl Place {
    pub const fn delay(&self) -> Delay {
        Delay::of(self.standing, self.overdue)
    }
}

/// An open task as the map counts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub step: String,
    pub since: Timestamp,
    /// The instant after which it is late.
    pub due: Timestamp,
}

/// A result on a step: how often it was given within the period, and how long the newest of its tasks took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub step: String,
    pub result: ResultId,
    pub times: u32,
    /// When a task was made and when it was done; none only where `times` is 0.
    pub newest: Vec<(Timestamp, Timestamp)>,
}

/// One time of a sample stands for so many thousandths of a task.
const WHOLE: u64 = 1_000;

/// Everything that was read, on its way to be the places of the map.
#[derive(Debug, Default)]
pub struct Count {
    places: BTreeMap<String, Place>,
    ages: BTreeMap<String, Vec<i64>>,
    times: BTreeMap<String, Vec<(i64, u64)>>,
}

impl Count {
    pub fn standing(&mut self, task: Standing, now: Timestamp) {
        let place = self.places.entry(task.step.clone()).or_default();
        place.standing += 1;
        place.overdue += u32::from(task.due < now);
        let age = now.since(task.since).num_seconds().max(0);
        self.ages.entry(task.step).or_default().push(age);
    }

    pub fn sleeping(&mut self, step: String, clients: u32) {
        self.places.entry(step).or_default().sleeping += clients;
    }

    /// The sample of a result counts as much as the result was given: a rare one does not weigh more because all of it was read.
    pub fn given(&mut self, given: Given) {
        let sampled = given.newest.len() as u64;
        if given.times == 0 || sampled == 0 {
            return;
        }
        let place = self.places.entry(given.step.clone()).or_default();
        place.done += given.times;
        *place.results.entry(given.result).or_default() += given.times;
        let weight = u64::from(given.times) * WHOLE / sampled;
        let times = given.newest.into_iter();
        let times = times.map(|(from, to)| (to.since(from).num_seconds().max(0), weight));
        self.times.entry(given.step).or_default().extend(times);
    }

    /// By the key of the step.
    pub fn finish(mut self) -> BTreeMap<String, Place> {
        for (step, mut ages) in self.ages {
            self.places.entry(step).or_default().waiting = median(&mut ages);
        }
        for (step, mut times) in self.times {
            self.places.entry(step).or_default().lasting = weighted_median(&mut times);
        }
        self.places
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::EPOCH.plus(Duration::seconds(seconds))
    }

    #[test]
    fn the_middle_of_values() {
        for (values, middle) in [
            (vec![], None),
            (vec![7], Some(7)),
            (vec![9, 1], Some(5)),
            (vec![4, 1], Some(2)),
            (vec![3, 1, 2], Some(2)),
            (vec![10, 20, 30, 1_000], Some(25)),
            (vec![5, 5, 5, 5], Some(5)),
            (vec![i64::MAX, i64::MAX - 2], Some(i64::MAX - 1)),
        ] {
            assert_eq!(median(&mut values.clone()), middle, "{values:?}");
        }
    }

    /// A thousand quick answers of which ten were read outweigh three slow ones that were all read.
    #[test]
    fn a_sample_stands_for_all_of_its_kind() {
        let mut count = Count::default();
        for (result, times, seconds) in [(1, 1_000, vec![60; 10]), (2, 3, vec![9_000; 3])] {
            count.given(Given {
                step: "call".into(),
                result: ResultId::from_i64(result),
                times,
                newest: seconds.into_iter().map(|time| (at(0), at(time))).collect(),
            });
        }
        assert_eq!(count.finish()["call"].lasting, Some(60));
    }

    #[test]
    fn a_step_is_behind_when_somebody_is_and_far_behind_when_a_third_is() {
        for (standing, overdue, delay) in [
            (0, 0, Delay::None),
            (40, 0, Delay::None),
            (40, 1, Delay::Some),
            (40, 13, Delay::Some),
            (39, 13, Delay::Much),
            (3, 1, Delay::Much),
            (1, 1, Delay::Much),
            (u32::MAX, u32::MAX, Delay::Much),
        ] {
            assert_eq!(
                Delay::of(standing, overdue),
                delay,
                "{overdue} of {standing}"
            );
        }
    }

    #[test]
    fn shares_are_of_all_that_was_done() {
        assert_eq!(share(0, 0), 0.0);
        assert_eq!(share(1, 4), 0.25);
        assert_eq!(share(4, 4), 1.0);
    }

    #[test]
    fn a_place_tells_who_stands_who_sleeps_and_what_was_done() {
        let (yes, no) = (ResultId::from_i64(1), ResultId::from_i64(2));
        let mut count = Count::default();
        for (since, due) in [(0, 50), (40, 100), (90, 99)] {
            let task = Standing {
                step: "call".into(),
                since: at(since),
                due: at(due),
            };
            count.standing(task, at(100));
        }
        count.sleeping("call".into(), 4);
        for (step, result, seconds) in [
            ("call", yes, vec![10, 30, 5]),
            ("call", no, vec![40]),
            ("visit", yes, vec![7, 9]),
            ("never", no, vec![]),
        ] {
            count.given(Given {
                step: step.into(),
                result,
                times: seconds.len() as u32,
                newest: seconds.into_iter().map(|time| (at(0), at(time))).collect(),
            });
        }
        let places = count.finish();
        let call = &places["call"];
        // What is due at this very instant is not late yet.
        assert_eq!((call.standing, call.overdue, call.sleeping), (3, 2, 4));
        assert_eq!(call.delay(), Delay::Much);
        assert_eq!((call.waiting, call.lasting), (Some(60), Some(20)));
        assert_eq!(
            (call.done, call.results[&yes], call.results[&no]),
            (4, 3, 1)
        );
        let visit = &places["visit"];
        assert_eq!((visit.standing, visit.done, visit.waiting), (0, 2, None));
        assert_eq!(visit.lasting, Some(8));
        assert!(!places.contains_key("never"));
    }

    proptest! {
        /// As many are below the middle as above it.
        #[test]
        fn half_is_on_each_side(mut values in prop::collection::vec(-1_000_i64..1_000, 1..60)) {
            let middle = median(&mut values.clone()).expect("a middle");
            values.sort_unstable();
            let below = values.iter().filter(|value| **value < middle).count();
            let above = values.iter().filter(|value| **value > middle).count();
            prop_assert!(below <= values.len() / 2 && above <= values.len() / 2);
        }

        /// Where each stands for as many, weighing changes nothing.
        #[test]
        fn equal_weights_weigh_nothing(values in prop::collection::vec(-1_000_i64..1_000, 1..60), weight in 1_u64..9) {
            let mut weighed: Vec<_> = values.iter().map(|value| (*value, weight)).collect();
            prop_assert_eq!(weighted_median(&mut weighed), median(&mut values.clone()));
        }

        /// The shares of a step's results make a whole.
        #[test]
        fn shares_make_a_whole(times in prop::collection::vec(0_u32..1_000, 1..9)) {
            let all = times.iter().sum();
            let sum: f64 = times.iter().map(|times| share(*times, all)).sum();
            prop_assert!(all == 0 || (sum - 1.0).abs() < 1e-9);
        }
    }
}
