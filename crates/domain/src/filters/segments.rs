//! Segments: sets of clients under a name, that filters ask about.
//!
//! A live segment is its filter, read wherever it is named; a frozen one is whom its filter found one day. "Me" in the filter of a segment is whoever
//! the segment belongs to, so that the set is one for everybody, each seeing his own part of it.

use std::collections::BTreeMap;

use super::asked::Asked;
use super::sieve::{Around, At, Choice, FilterFault, Leaf, Reading, Sieve, Test};
use super::{Filter, MAX_LEAVES, Operator};
use crate::ids::{EmployeeId, SegmentId};

/// Most segments within each other.
pub const MAX_NESTED: usize = 4;
/// Most questions of a filter and of all the segments that it names, together.
const MAX_ALL: usize = 10 * MAX_LEAVES;

/// All that a club has.
pub type Segments = BTreeMap<SegmentId, Segment>;

/// What a filter must know of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    Live { filter: Filter, owner: EmployeeId },
    Frozen,
}

impl<'a> Reading<'a> {
    /// Live segments as what they ask, frozen ones as a question of who was found then.
    pub(super) fn segments<F: Asked>(
        &mut self,
        field: F,
        is: Operator,
        values: &[String],
    ) -> Result<Sieve<F>, (At, FilterFault)> {
        let mut any = Vec::with_capacity(values.len());
        let mut frozen = Vec::new();
        for (place, value) in values.iter().enumerate() {
            let id = value.trim().parse::<SegmentId>();
            let id = id.map_err(|_| (At::Value(place), FilterFault::WrongId { wanted: "seg" }))?;
            match self.around.segments.get(&id) {
                None => return Err((At::Value(place), FilterFault::UnknownSegment)),
                Some(Segment::Frozen) => frozen.push(Choice::Id(id.as_i64())),
                Some(Segment::Live { filter, owner }) => {
                    let read = self.inside(id, filter, *owner);
                    any.push(read.map_err(|why| (At::Value(place), why))?);
                }
            }
        }
        if !frozen.is_empty() {
            let test = Test::OneOf(frozen);
            any.push(Sieve::Leaf(Leaf { field, test }));
        }
        let any = match any.len() {
            1 => any.remove(0),
            _ => Sieve::Any(any),
        };
        Ok(match is {
            Operator::Not => Sieve::Not(Box::new(any)),
            _ => any,
        })
    }

    /// What a live segment asks. Its own depth and number of questions are its own matter; what is wrong inside is told of the segment as a whole.
    fn inside<F: Asked>(
        &mut self,
        id: SegmentId,
        filter: &Filter,
        owner: EmployeeId,
    ) -> Result<Sieve<F>, FilterFault> {
        if self.within.contains(&id) {
            return Err(FilterFault::Circle);
        }
        if self.within.len() == MAX_NESTED {
            return Err(FilterFault::TooDeep { max: MAX_NESTED });
        }
        let around: Around<'a> = Around {
            me: Some(owner),
            ..self.around
        };
        let mut within = self.within.clone();
        within.push(id);
        let mut reading = Reading::new(around, within);
        let read = reading.node(filter, 1);
        self.read_beside += reading.leaves + reading.read_beside;
        if self.read_beside > MAX_ALL {
            return Err(FilterFault::TooMany { max: MAX_ALL });
        }
        let circle = reading
            .faults
            .iter()
            .any(|fault| fault.why == FilterFault::Circle);
        match reading.faults.is_empty() {
            true => Ok(read),
            false if circle => Err(FilterFault::Circle),
            false => Err(FilterFault::Unusable),
        }
    }
}
