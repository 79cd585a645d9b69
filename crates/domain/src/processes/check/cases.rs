//! The cases of a graph: conditions that can be asked, of things that exist, and that can decide.

use super::super::{
    Case, Condition, Graph, MAX_CASES, MAX_CONDITIONS, MAX_NAMED, Test, Transition,
};
use super::{Catalogue, MAX_ATTEMPTS, MAX_DAYS, Place, Problem, ProblemCode};
use crate::results::ResultDef;

pub(super) fn problems(graph: &Graph, catalogue: &Catalogue) -> Vec<Problem> {
    let mut looked = Looked::new(catalogue);
    for transition in &graph.transitions {
        looked.transition(transition);
    }
    looked.found
}

pub(super) struct Looked<'a> {
    catalogue: &'a Catalogue,
    pub(super) found: Vec<Problem>,
}

impl<'a> Looked<'a> {
    pub(super) const fn new(catalogue: &'a Catalogue) -> Self {
        Self {
            catalogue,
            found: Vec::new(),
        }
    }

    fn report(&mut self, code: ProblemCode, place: Place<'_>) {
        self.found.push(Problem::new(code, place));
    }

    fn transition(&mut self, transition: &Transition) {
        let here = Place::result(&transition.step, transition.result_id);
        if transition.cases.len() > MAX_CASES {
            self.report(ProblemCode::TooManyCases, here);
        }
        let result = self.catalogue.result(transition.result_id);
        for (place, (case, number)) in transition.cases.iter().zip(1..).enumerate() {
            let here = here.case(Some(number));
            if case.when.is_empty() {
                self.report(ProblemCode::EmptyCase, here);
            }
            if transition.cases[..place]
                .iter()
                .any(|earlier| covers(earlier, case))
            {
                self.report(ProblemCode::CaseNeverDecides, here);
            }
            self.conditions(&case.when, result, here);
        }
    }

    /// Those of a case, or of something that a result also does.
    pub(super) fn conditions(
        &mut self,
        when: &[Condition],
        result: Option<&ResultDef>,
        here: Place<'_>,
    ) {
        if when.len() > MAX_CONDITIONS {
            self.report(ProblemCode::TooManyCases, here);
        }
        for condition in when {
            self.condition(condition, result, here);
        }
    }

    /// `result` is absent when it is unknown, which is reported on its own.
    fn condition(&mut self, condition: &Condition, result: Option<&ResultDef>, here: Place<'_>) {
        let sound = match condition {
            Condition::Field { field, is } => {
                if let Some(result) = result {
                    self.field(field, is, result, here);
                }
                in_bounds(is)
            }
            Condition::Attempt { at_least } => (1..=MAX_ATTEMPTS).contains(at_least),
            Condition::Stage { one_of } => counted(one_of),
            Condition::Tagged { any_of: tags } | Condition::Untagged { none_of: tags } => {
                counted(tags) && tags.iter().all(|tag| !tag.trim().is_empty())
            }
            Condition::Branch { one_of } => {
                let known = &self.catalogue.branches;
                if one_of.iter().any(|branch| !known.contains(branch)) {
                    self.report(ProblemCode::UnknownBranch, here);
                }
                counted(one_of)
            }
            Condition::Hour { from, until } => from != until,
        };
        if !sound {
            let problem = Problem::new(ProblemCode::ConditionBounds, here);
            self.found.push(match condition.field() {
                Some(field) => problem.with_field(field),
                None => problem,
            });
        }
    }

    fn field(&mut self, key: &str, is: &Test, result: &ResultDef, here: Place<'_>) {
        let mut report = |code| self.found.push(Problem::new(code, here).with_field(key));
        let Some(def) = result.fields.iter().find(|field| field.key == key) else {
            report(ProblemCode::UnknownField);
            return;
        };
        if !is.suits(def.kind) {
            report(ProblemCode::WrongFieldType);
            return;
        }
        let known = def
            .dictionary_id
            .and_then(|id| self.catalogue.values.get(&id));
        if known.is_some_and(|known| is.values().iter().any(|value| !known.contains(value))) {
            report(ProblemCode::UnknownValue);
        }
    }
}

/// Whether an earlier case holds whenever a later one does: the later one asks everything that the earlier one asks.
fn covers(earlier: &Case, later: &Case) -> bool {
    let asked = |condition| later.when.contains(condition);
    earlier.when.iter().all(asked)
}

fn in_bounds(test: &Test) -> bool {
    match test {
        Test::OneOf { values } | Test::AllOf { values } | Test::NoneOf { values } => {
            counted(values)
        }
        Test::DaysAtLeast { days } | Test::DaysAtMost { days } => days.unsigned_abs() <= MAX_DAYS,
        Test::Filled
        | Test::Empty
        | Test::Yes
        | Test::No
        | Test::AtLeast { .. }
        | Test::AtMost { .. }
        | Test::SumAtLeast { .. }
        | Test::SumAtMost { .. }
        | Test::Before { .. }
        | Test::After { .. } => true,
    }
}

/// Something is named, and not too much.
fn counted<T>(named: &[T]) -> bool {
    (1..=MAX_NAMED).contains(&named.len())
}
