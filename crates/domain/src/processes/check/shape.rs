//! The shape of a graph: its steps, their results, and one continuation for each.

use std::collections::BTreeSet;

use super::super::{Call, Continuation, Exhausted, Graph, Target};
use super::{Catalogue, MAX_STEPS, Place, Problem, ProblemCode};
use crate::fields::is_key;
use crate::templates::MAX_RESULTS;

pub(super) fn problems(graph: &Graph, catalogue: &Catalogue) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut report = |code, place| found.push(Problem::new(code, place));

    match &graph.start {
        None => report(ProblemCode::MissingStart, Place::default()),
        Some(start) if graph.step(&start.step).is_none() => {
            report(ProblemCode::UnknownStep, Place::default());
        }
        Some(_) => {}
    }
    match graph.steps.len() {
        0 => report(ProblemCode::NoSteps, Place::default()),
        many if many > MAX_STEPS => report(ProblemCode::TooManySteps, Place::default()),
        _ => {}
    }

    let mut keys = BTreeSet::new();
    for step in &graph.steps {
        let here = Place::step(&step.key);
        if !is_key(&step.key) {
            report(ProblemCode::StepKeyForm, here);
        }
        if !keys.insert(step.key.as_str()) {
            report(ProblemCode::StepKeyTaken, here);
        }
        match catalogue.template(step.template_id) {
            None => report(ProblemCode::UnknownTemplate, here),
            Some(template) if template.results != step.results => {
                report(ProblemCode::TemplateDiffers, here);
            }
            Some(_) => {}
        }
        match step.results.len() {
            0 => report(ProblemCode::NoResults, here),
            many if many > MAX_RESULTS => report(ProblemCode::TooManyResults, here),
            _ => {}
        }
        let mut seen = BTreeSet::new();
        for result in &step.results {
            let here = Place::result(&step.key, *result);
            if !seen.insert(*result) {
                report(ProblemCode::ResultTwice, here);
                continue;
            }
            if catalogue.result(*result).is_none() {
                report(ProblemCode::UnknownResult, here);
            }
            let continuations = graph
                .transitions
                .iter()
                .filter(|one| one.step == step.key && one.result_id == *result)
                .count();
            match continuations {
                0 => report(ProblemCode::MissingContinuation, here),
                1 => {}
                _ => report(ProblemCode::DuplicateContinuation, here),
            }
        }
    }

    for transition in &graph.transitions {
        let here = Place::result(&transition.step, transition.result_id);
        let known = graph.step(&transition.step);
        if known.is_none_or(|step| !step.results.contains(&transition.result_id)) {
            report(ProblemCode::StrayTransition, here);
        }
        for (case, then) in transition.numbered_ways() {
            if targets(then).any(|step| graph.step(step).is_none()) {
                report(ProblemCode::UnknownStep, here.case(case));
            }
        }
    }
    found
}

/// Keys of the steps that a continuation may lead to, now or after a sleep; not the repetition of a retry.
pub(super) fn targets(then: &Continuation) -> impl Iterator<Item = &str> {
    let back = then.calls().into_iter().flat_map(Call::steps);
    target(then)
        .into_iter()
        .map(|target| target.step.as_str())
        .chain(back)
}

/// The task that it makes, now or after a sleep.
pub(super) fn target(then: &Continuation) -> Option<&Target> {
    match then {
        Continuation::Step { target } | Continuation::Sleep { target, .. } => Some(target),
        Continuation::Retry { exhausted, .. } => match exhausted {
            Exhausted::Step { target } | Exhausted::Sleep { target, .. } => Some(target),
            Exhausted::Goal
            | Exhausted::Refusal
            | Exhausted::End
            | Exhausted::StartProcess { .. } => None,
        },
        Continuation::Goal
        | Continuation::Refusal
        | Continuation::End
        | Continuation::StartProcess { .. } => None,
    }
}
