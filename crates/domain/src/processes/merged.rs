//! Merged dictionary values: a condition on a value that was merged is one on the value that counts for it.
//!
//! A published graph stays as it was written. It is read through the merges of the moment, so that whatever looks at a graph (a decision, the checker, a
//! screen, a file, a rehearsal) meets values that answers can hold, and nothing else knows that there was a merge.

use std::collections::{BTreeMap, BTreeSet};

use super::{Condition, Graph, Test};
use crate::ids::ValueId;

impl Graph {
    /// Puts into its conditions the values that count for merged ones: `merged` says which. A value that is named twice then is
    /// named once.
    pub fn count_merged(&mut self, merged: &BTreeMap<ValueId, ValueId>) {
        for transition in &mut self.transitions {
            let cases = transition.cases.iter_mut().map(|case| &mut case.when);
            let also = transition.also.iter_mut().map(|also| &mut also.when);
            for condition in cases.chain(also).flatten() {
                condition.count_merged(merged);
            }
        }
    }

    /// Whether a condition names a dictionary value.
    pub fn names_values(&self) -> bool {
        self.transitions.iter().any(|transition| {
            let cases = transition.cases.iter().map(|case| &case.when);
            let also = transition.also.iter().map(|also| &also.when);
            let mut asked = cases.chain(also).flatten();
            asked.any(|condition| !condition.values().is_empty())
        })
    }
}

impl Condition {
    fn count_merged(&mut self, merged: &BTreeMap<ValueId, ValueId>) {
        let Self::Field {
            is: Test::OneOf { values } | Test::AllOf { values } | Test::NoneOf { values },
            ..
        } = self
        else {
            return;
        };
        if values.iter().all(|value| !merged.contains_key(value)) {
            return;
        }
        for value in values.iter_mut() {
            if let Some(into) = merged.get(value) {
                *value = *into;
            }
        }
        let mut named = BTreeSet::new();
        values.retain(|value| named.insert(*value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ResultId;
    use crate::processes::{Action, Also, Case, Continuation, Transition};

    fn ids(numbers: &[i64]) -> Vec<ValueId> {
        numbers.iter().copied().map(ValueId::from_i64).collect()
    }

    fn field(is: Test) -> Condition {
        Condition::Field {
            field: "source".into(),
            is,
        }
    }

    /// One case and one action, both with this condition.
    fn asking(condition: &Condition) -> Graph {
        let mut transition = Transition::plain("call", ResultId::from_i64(1), Continuation::End);
        transition.cases = vec![Case {
            when: vec![condition.clone()],
            then: Continuation::Goal,
        }];
        transition.also = vec![Also {
            when: vec![Condition::Attempt { at_least: 2 }, condition.clone()],
            act: Action::Tag {
                add: vec!["new".into()],
                remove: Vec::new(),
            },
        }];
        Graph {
            transitions: vec![transition],
            ..Graph::empty()
        }
    }

    #[test]
    fn a_condition_names_the_value_that_counts() {
        // 1 was merged into 2, and 3 into 4.
        let merged: BTreeMap<_, _> = ids(&[1, 3]).into_iter().zip(ids(&[2, 4])).collect();
        let cases: [(&[i64], &[i64]); 6] = [
            (&[], &[]),
            (&[1], &[2]),
            (&[5, 1], &[5, 2]),
            (&[1, 2, 5], &[2, 5]),
            (&[3, 1, 4, 2], &[4, 2]),
            // Nothing of it was merged: it stays as somebody wrote it.
            (&[5, 2, 5], &[5, 2, 5]),
        ];
        let tests = [
            |values| Test::OneOf { values },
            |values| Test::AllOf { values },
            |values| Test::NoneOf { values },
        ];
        for (before, after) in cases {
            for test in tests {
                let mut graph = asking(&field(test(ids(before))));
                assert_eq!(graph.names_values(), !before.is_empty());
                graph.count_merged(&merged);
                assert_eq!(graph, asking(&field(test(ids(after)))), "{before:?}");
            }
        }
    }

    #[test]
    fn what_names_no_values_stays_as_it_is() {
        let merged = BTreeMap::from([(ValueId::from_i64(1), ValueId::from_i64(2))]);
        for condition in [
            Condition::Attempt { at_least: 1 },
            field(Test::AtLeast { number: 1 }),
        ] {
            let mut graph = asking(&condition);
            assert!(!graph.names_values());
            graph.count_merged(&merged);
            assert_eq!(graph, asking(&condition));
        }
    }
}
