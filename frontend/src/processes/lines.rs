//! A list that is edited line by line, without what stays being built anew.

use leptos::prelude::*;

use crate::settings::{Move, carry_out};

/// A line of a list that is edited, with a number of its own: what is moved is not built anew.
#[derive(Debug, Clone, PartialEq)]
struct Line<T> {
    number: usize,
    value: T,
}

/// A list whose lines keep their numbers.
#[derive(Debug)]
pub(super) struct Lines<T: Send + Sync + 'static> {
    lines: RwSignal<Vec<Line<T>>>,
    given: StoredValue<usize>,
}

impl<T: Send + Sync + 'static> Clone for Lines<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Lines<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Lines<T> {
    pub(super) fn new(values: Vec<T>) -> Self {
        let given = StoredValue::new(values.len());
        let lines = values.into_iter().enumerate();
        let lines = lines.map(|(number, value)| Line { number, value });
        Self {
            lines: RwSignal::new(lines.collect()),
            given,
        }
    }

    pub(super) fn values(self) -> Vec<T> {
        self.lines
            .with_untracked(|lines| lines.iter().map(|line| line.value.clone()).collect())
    }

    pub(super) fn value(self, number: usize) -> Option<T> {
        self.lines.with_untracked(|lines| {
            let line = lines.iter().find(|line| line.number == number);
            line.map(|line| line.value.clone())
        })
    }

    pub(super) fn set(self, number: usize, value: T) {
        self.lines.update(|lines| {
            if let Some(line) = lines.iter_mut().find(|line| line.number == number) {
                line.value = value;
            }
        });
    }

    pub(super) fn push(self, value: T) -> usize {
        let number = self.given.get_value();
        self.given.set_value(number + 1);
        self.lines
            .update(|lines| lines.push(Line { number, value }));
        number
    }

    pub(super) fn carry(self, number: usize, to: Move) {
        self.lines.update(|lines| {
            let place = lines.iter().position(|line| line.number == number);
            if let Some(place) = place {
                carry_out(lines, place, to);
            }
        });
    }

    /// The numbers in their order.
    pub(super) fn order(self) -> Memo<Vec<usize>> {
        let lines = self.lines;
        Memo::new(move |_| lines.with(|lines| lines.iter().map(|line| line.number).collect()))
    }
}
