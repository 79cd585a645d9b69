//! The rounds that one client is led in: from a step back to the same step.

use std::collections::BTreeMap;

use crate::time::Timestamp;

/// The way of one client, without the rounds that are behind him.
#[derive(Debug, Default)]
pub(super) struct Way {
    steps: Vec<(String, Timestamp)>,
    /// Rounds by their steps, with how long they took together.
    pub(super) rounds: BTreeMap<Vec<String>, (u32, i64)>,
}

impl Way {
    /// A task of this step is made.
    pub(super) fn reach(&mut self, step: &str, at: Timestamp) {
        let Some(place) = self.steps.iter().position(|(known, _)| known == step) else {
            self.steps.push((step.to_owned(), at));
            return;
        };
        let began = self.steps[place].1;
        let mut round: Vec<String> = self.steps.drain(place..).map(|(step, _)| step).collect();
        // The same round may be entered anywhere: it is called by its first step in the order of keys.
        let first = (0..round.len()).min_by_key(|place| &round[*place]);
        round.rotate_left(first.unwrap_or(0));
        let (times, micros) = self.rounds.entry(round).or_default();
        *times += 1;
        *micros += at.since(began).num_microseconds().unwrap_or(0);
        self.steps.push((step.to_owned(), at));
    }
}
