//! What will happen next, in the order of time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use domain::ids::{ClientId, TaskId, TemplateId};
use domain::time::{Due, Timestamp};

/// Something that happens at its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The next person thinks of the club.
    Interest {
        number: u64,
    },
    /// He is met, and gets a card.
    Meeting {
        number: u64,
        branch: usize,
    },
    Work(Job),
    /// A day of the house begins: its errands are given out.
    Morning {
        branch: usize,
    },
    /// Chains whose date has come are woken.
    Waking,
    /// A member looks at what the bell says.
    Reading {
        member: usize,
    },
    /// Somebody is given a task that is still to be done when the history ends.
    Assignment {
        member: usize,
        due: Due,
        client: bool,
    },
}

/// An open task and who will do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Job {
    pub task: TaskId,
    pub template: TemplateId,
    pub client: Option<ClientId>,
    pub attempt: u32,
    pub branch: usize,
    pub member: usize,
    /// The operator whose client it is.
    pub keeper: usize,
    /// Its date was moved by hand already.
    pub moved: bool,
}

/// Events by time; of the same time, in the order in which they were put there.
#[derive(Debug, Default)]
pub struct Agenda {
    heap: BinaryHeap<Reverse<Entry>>,
    put: u64,
}

#[derive(Debug)]
struct Entry {
    at: Timestamp,
    place: u64,
    event: Event,
}

impl Agenda {
    pub fn put(&mut self, at: Timestamp, event: Event) {
        self.put += 1;
        let place = self.put;
        self.heap.push(Reverse(Entry { at, place, event }));
    }

    /// The next event that is not after `end`.
    pub fn next(&mut self, end: Timestamp) -> Option<(Timestamp, Event)> {
        if self.heap.peek()?.0.at > end {
            return None;
        }
        let Reverse(entry) = self.heap.pop()?;
        Some((entry.at, entry.event))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.place) == (other.at, other.place)
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.place).cmp(&(other.at, other.place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_by_time_and_then_by_turn() {
        let at = Timestamp::from_micros;
        let mut agenda = Agenda::default();
        for (micros, number) in [(3, 0), (1, 1), (1, 2), (9, 3)] {
            agenda.put(at(micros), Event::Interest { number });
        }
        let mut seen = Vec::new();
        while let Some((_, Event::Interest { number })) = agenda.next(at(5)) {
            seen.push(number);
        }
        assert_eq!(seen, [1, 2, 0], "and what lies after the end stays");
    }
}
