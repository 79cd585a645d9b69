//! Where a graph leads: what can be reached, what ends, and which loops let no time pass.

use std::collections::BTreeSet;

use super::super::{Back, Call, Continuation, DueRule, Exhausted, Graph, Target, Transition};
use super::{Catalogue, OtherProcess, Place, Problem, ProblemCode};
use crate::ids::ProcessId;
use crate::templates::TemplateDef;

pub(super) fn problems(graph: &Graph, catalogue: &Catalogue) -> Vec<Problem> {
    let edges = edges(graph, &catalogue.templates);
    let mut found = unreachable(graph, &edges);
    found.extend(without_end(graph, &edges));
    found.extend(timeless_loops(&edges));
    found.extend(timeless_hand_overs(graph, &edges, catalogue));
    found
}

/// A way from a step to another one.
struct Edge<'a> {
    from: &'a str,
    to: &'a str,
    place: Place<'a>,
    /// No time has to pass on it.
    at_once: bool,
}

/// All ways between existing steps, without the repetition of a retry.
fn edges<'a>(graph: &'a Graph, templates: &[TemplateDef]) -> Vec<Edge<'a>> {
    let mut edges = Vec::new();
    for (transition, case, then) in ways(graph) {
        // Errands may be done in a minute, and where there are none nothing is waited for.
        let asleep = then.sleeps().is_some_and(|until| !until.errands);
        let mut lead = |to: &'a str, at_once: bool| {
            if graph.step(&transition.step).is_some() && graph.step(to).is_some() {
                edges.push(Edge {
                    from: &transition.step,
                    to,
                    place: Place::result(&transition.step, transition.result_id).case(case),
                    at_once,
                });
            }
        };
        if let Some(target) = super::shape::target(then) {
            lead(
                &target.step,
                !asleep && is_at_once(target, graph, templates),
            );
        }
        // A process that is called may be over in a minute, too.
        for step in then.calls().into_iter().flat_map(Call::steps) {
            lead(step, is_at_once(&Target::plain(step), graph, templates));
        }
    }
    edges
}

/// Every continuation that may win, with the number of its case.
fn ways(graph: &Graph) -> impl Iterator<Item = (&Transition, Option<u32>, &Continuation)> {
    graph.transitions.iter().flat_map(|transition| {
        let ways = transition.numbered_ways();
        ways.map(move |(case, then)| (transition, case, then))
    })
}

/// Whether the task may be due in the very moment in which it is made.
fn is_at_once(target: &Target, graph: &Graph, templates: &[TemplateDef]) -> bool {
    let own = || {
        let id = graph.step(&target.step)?.template_id;
        templates
            .iter()
            .find(|template| template.id == id)
            .map(|template| &template.default_due)
    };
    match target.due.as_ref().or_else(own) {
        Some(DueRule::After { amount, .. }) => *amount == 0,
        // A person names the date.
        Some(DueRule::Field { .. } | DueRule::Ask { .. }) => false,
        // An unknown template is reported on its own.
        None => true,
    }
}

/// Everything that can be reached from some steps, those included.
fn reached<'a>(
    from: impl IntoIterator<Item = &'a str>,
    edges: &[Edge<'a>],
    passable: impl Fn(&Edge<'a>) -> bool,
) -> BTreeSet<&'a str> {
    let mut seen: BTreeSet<&str> = from.into_iter().collect();
    let mut open: Vec<&str> = seen.iter().copied().collect();
    while let Some(step) = open.pop() {
        for edge in edges
            .iter()
            .filter(|edge| edge.from == step && passable(edge))
        {
            if seen.insert(edge.to) {
                open.push(edge.to);
            }
        }
    }
    seen
}

fn unreachable(graph: &Graph, edges: &[Edge<'_>]) -> Vec<Problem> {
    // Without a start everything would be unreachable; the start is reported instead.
    let Some(start) = graph
        .start
        .as_ref()
        .filter(|start| graph.step(&start.step).is_some())
    else {
        return Vec::new();
    };
    let seen = reached([start.step.as_str()], edges, |_| true);
    let lost = graph
        .steps
        .iter()
        .filter(|step| !seen.contains(step.key.as_str()));
    lost.map(|step| Problem::new(ProblemCode::UnreachableStep, Place::step(&step.key)))
        .collect()
}

/// Steps from which the chain can only go round and round.
fn without_end(graph: &Graph, edges: &[Edge<'_>]) -> Vec<Problem> {
    let returns = |then: &Continuation| {
        let call = then.calls().into_iter();
        let mut backs = call.flat_map(|call| [&call.goal, &call.refusal, &call.end]);
        backs.any(|back| !matches!(back, Back::Step { .. }))
    };
    let ends = |then: &Continuation| match then {
        then if returns(then) => true,
        Continuation::Goal
        | Continuation::Refusal
        | Continuation::End
        | Continuation::StartProcess { .. } => true,
        Continuation::Retry { exhausted, .. } => {
            !matches!(exhausted, Exhausted::Step { .. } | Exhausted::Sleep { .. })
        }
        Continuation::Step { .. } | Continuation::Sleep { .. } => false,
    };
    let ending: BTreeSet<&str> = ways(graph)
        .filter(|(_, _, then)| ends(then))
        .map(|(transition, _, _)| transition.step.as_str())
        .collect();
    graph
        .steps
        .iter()
        .filter(|step| reached([step.key.as_str()], edges, |_| true).is_disjoint(&ending))
        .map(|step| Problem::new(ProblemCode::NoWayOut, Place::step(&step.key)))
        .collect()
}

/// Every transition that is part of a loop in which no time passes.
fn timeless_loops(edges: &[Edge<'_>]) -> Vec<Problem> {
    edges
        .iter()
        .filter(|edge| edge.at_once)
        .filter(|edge| reached([edge.to], edges, |way| way.at_once).contains(edge.from))
        .map(|edge| Problem::new(ProblemCode::IllegalLoop, edge.place))
        .collect()
}

/// Processes to which a chain may be handed over without any time passing since its start.
///
/// Kept beside a published version, so that loops through several processes are found.
pub fn hands_over_at_once(graph: &Graph, templates: &[TemplateDef]) -> BTreeSet<ProcessId> {
    quick_hand_overs(graph, &edges(graph, templates), templates)
        .map(|(_, process)| process)
        .collect()
}

fn quick_hand_overs<'a>(
    graph: &'a Graph,
    edges: &[Edge<'a>],
    templates: &[TemplateDef],
) -> impl Iterator<Item = (Place<'a>, ProcessId)> {
    let quick = match &graph.start {
        Some(start) if is_at_once(start, graph, templates) => {
            reached([start.step.as_str()], edges, |edge| edge.at_once)
        }
        _ => BTreeSet::new(),
    };
    let here = |transition: &'a Transition| Place::result(&transition.step, transition.result_id);
    let followed = ways(graph).filter_map(move |(transition, case, then)| match then {
        Continuation::StartProcess { process_id }
        | Continuation::Retry {
            exhausted: Exhausted::StartProcess { process_id },
            ..
        } => Some((transition, here(transition).case(case), *process_id)),
        other => other
            .calls()
            .map(|call| (transition, here(transition).case(case), call.process_id)),
    });
    // What is started beside begins as surely as what takes over.
    let beside = graph.transitions.iter().flat_map(move |transition| {
        let numbered = transition.also.iter().zip(1..);
        numbered.filter_map(move |(also, number)| {
            let process = also.act.process()?;
            Some((transition, here(transition).also(number), process))
        })
    });
    followed
        .chain(beside)
        .filter_map(move |(transition, place, process)| {
            let at_once = quick.contains(transition.step.as_str());
            at_once.then_some((place, process))
        })
}

/// Hand-overs through which a client comes back to the start of this process without any time passing.
fn timeless_hand_overs(graph: &Graph, edges: &[Edge<'_>], catalogue: &Catalogue) -> Vec<Problem> {
    let Some(own) = catalogue.own else {
        return Vec::new();
    };
    quick_hand_overs(graph, edges, &catalogue.templates)
        .filter(|(_, process)| comes_back(*process, own, catalogue))
        .map(|(place, _)| Problem::new(ProblemCode::IllegalLoop, place))
        .collect()
}

fn comes_back(from: ProcessId, own: ProcessId, catalogue: &Catalogue) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(process) = open.pop() {
        if process == own {
            return true;
        }
        let next = catalogue
            .processes
            .get(&process)
            .map(|OtherProcess { at_once, .. }| at_once);
        open.extend(
            next.into_iter()
                .flatten()
                .filter(|process| seen.insert(**process)),
        );
    }
    false
}
