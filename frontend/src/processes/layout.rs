//! Where the picture puts each step: layered, left to right, by a library; places chosen by hand are kept.

use std::collections::{BTreeMap, BTreeSet};

use domain::processes::{Continuation, Graph};
use rust_sugiyama::configure::Config;

/// Width of a node; its height follows from its results.
pub const NODE_WIDTH: f64 = 260.0;
pub const HEAD_HEIGHT: f64 = 40.0;
pub const ROW_HEIGHT: f64 = 24.0;
const GAP: f64 = 72.0;
const MARGIN: f64 = 16.0;

/// A step's upper left corner and size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    pub x: f64,
    pub y: f64,
    pub height: f64,
}

/// Every step's place, and the size of the whole.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layout {
    pub places: BTreeMap<String, Place>,
    pub width: f64,
    pub height: f64,
}

/// The step a result leads to directly, if it leads to one.
pub fn leads_to(then: &Continuation) -> Option<&str> {
    match then {
        Continuation::Step { target } | Continuation::Sleep { target, .. } => Some(&target.step),
        _ => None,
    }
}

fn height(results: usize) -> f64 {
    HEAD_HEIGHT + ROW_HEIGHT * results as f64 + 8.0
}

pub fn lay_out(graph: &Graph) -> Layout {
    let number = |key: &str| {
        graph
            .steps
            .iter()
            .position(|step| step.key == key)
            .and_then(|n| u32::try_from(n).ok())
    };
    // The library layers from top to bottom; width and height change places for left to right.
    let vertices: Vec<(u32, (f64, f64))> = (0u32..)
        .zip(&graph.steps)
        .map(|(n, step)| (n, (height(step.results.len()), NODE_WIDTH)))
        .collect();
    let mut edges: Vec<(u32, u32)> = Vec::new();
    for transition in &graph.transitions {
        let (Some(from), Some(to)) = (
            number(&transition.step),
            leads_to(&transition.then).and_then(number),
        ) else {
            continue;
        };
        // The picture shows a return as a mark, not as a line: it must not pull its step to the right.
        if from != to
            && !returns(graph, &transition.step, &graph.steps[to as usize].key)
            && !edges.contains(&(from, to))
        {
            edges.push((from, to));
        }
    }
    let config = Config {
        vertex_spacing: GAP,
        dummy_vertices: true,
        dummy_size: 0.2,
        ..Config::default()
    };
    let mut places = BTreeMap::new();
    let mut below = MARGIN;
    for (part, across, _) in rust_sugiyama::from_vertices_and_edges(&vertices, &edges, &config) {
        let corner = |n: usize, (down, right): (f64, f64)| {
            let height = height(graph.steps[n].results.len());
            (right - NODE_WIDTH / 2.0, down - height / 2.0, height)
        };
        let corners: Vec<_> = part.iter().map(|(n, at)| (*n, corner(*n, *at))).collect();
        let left = corners
            .iter()
            .map(|(_, (x, _, _))| *x)
            .fold(f64::INFINITY, f64::min);
        let top = corners
            .iter()
            .map(|(_, (_, y, _))| *y)
            .fold(f64::INFINITY, f64::min);
        for (n, (x, y, height)) in corners {
            places.insert(
                graph.steps[n].key.clone(),
                Place {
                    x: x - left + MARGIN,
                    y: y - top + below,
                    height,
                },
            );
        }
        below += across + GAP;
    }
    for step in &graph.steps {
        if let (Some(hand), Some(place)) = (step.position, places.get_mut(&step.key)) {
            (place.x, place.y) = (f64::from(hand.x), f64::from(hand.y));
        }
    }
    let width = places
        .values()
        .map(|place| place.x + NODE_WIDTH)
        .fold(0.0, f64::max)
        + MARGIN;
    let height = places
        .values()
        .map(|place| place.y + place.height)
        .fold(0.0, f64::max)
        + MARGIN;
    Layout {
        places,
        width,
        height,
    }
}

/// Whether going from `from` to `to` goes back: to a step that the chain has come through on its way from the start.
pub fn returns(graph: &Graph, from: &str, to: &str) -> bool {
    from == to || ways_back(graph).contains(&(from, to))
}

/// The ways back, found by following every result from the start, in the order in which they stand.
fn ways_back(graph: &Graph) -> Vec<(&str, &str)> {
    let first = graph.steps.first().map(|step| step.key.as_str());
    let start = graph.start.as_ref().map(|start| start.step.as_str());
    let mut walk = Walk {
        graph,
        trail: Vec::new(),
        seen: BTreeSet::new(),
        back: Vec::new(),
    };
    if let Some(start) = start.or(first) {
        walk.follow(start);
    }
    walk.back
}

struct Walk<'g> {
    graph: &'g Graph,
    /// From the start to here.
    trail: Vec<&'g str>,
    seen: BTreeSet<&'g str>,
    back: Vec<(&'g str, &'g str)>,
}

impl<'g> Walk<'g> {
    fn follow(&mut self, here: &'g str) {
        self.seen.insert(here);
        self.trail.push(here);
        let graph = self.graph;
        let leaving = graph
            .transitions
            .iter()
            .filter(|transition| transition.step == here);
        for to in leaving.filter_map(|transition| leads_to(&transition.then)) {
            if self.trail.contains(&to) {
                self.back.push((here, to));
            } else if !self.seen.contains(to) {
                self.follow(to);
            }
        }
        self.trail.pop();
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::{ResultId, TemplateId};
    use domain::processes::{AssigneeRule, Continuation, Freedom, Graph, Step, Target, Transition};

    use super::{NODE_WIDTH, lay_out, returns};

    fn graph(edges: &[(&str, &str)]) -> Graph {
        let mut keys: Vec<&str> = edges.iter().flat_map(|(from, to)| [*from, *to]).collect();
        keys.sort_unstable();
        keys.dedup();
        let target = |key: &str| Target {
            step: key.into(),
            due: None,
            assignee: AssigneeRule::Same,
            freedom: Freedom::Both,
        };
        let steps = keys.iter().map(|key| {
            let results = edges
                .iter()
                .enumerate()
                .filter(|(_, (from, _))| from == key);
            Step {
                key: (*key).into(),
                template_id: TemplateId::from_i64(1),
                results: results.map(|(n, _)| ResultId::from_i64(n as i64)).collect(),
                position: None,
            }
        });
        Graph {
            start: Some(target("a")),
            steps: steps.collect(),
            transitions: edges
                .iter()
                .enumerate()
                .map(|(n, (from, to))| Transition {
                    step: (*from).into(),
                    result_id: ResultId::from_i64(n as i64),
                    then: Continuation::Step { target: target(to) },
                })
                .collect(),
        }
    }

    #[test]
    fn steps_stand_in_layers_and_never_on_each_other() {
        let graph = graph(&[
            ("a", "b"),
            ("a", "c"),
            ("b", "d"),
            ("c", "d"),
            ("d", "a"),
            ("a", "a"),
            ("a", "d"),
        ]);
        let layout = lay_out(&graph);
        assert_eq!(layout.places.len(), 4);
        assert!(layout.places["a"].x + NODE_WIDTH < layout.places["b"].x);
        assert!(layout.places["b"].x + NODE_WIDTH < layout.places["d"].x);
        let all: Vec<_> = layout.places.values().collect();
        for (n, one) in all.iter().enumerate() {
            for other in &all[n + 1..] {
                let apart_x = one.x + NODE_WIDTH <= other.x || other.x + NODE_WIDTH <= one.x;
                let apart_y = one.y + one.height <= other.y || other.y + other.height <= one.y;
                assert!(apart_x || apart_y, "{layout:?}");
            }
        }
    }

    #[test]
    fn a_way_back_is_told_from_a_way_forward() {
        let graph = graph(&[("a", "b"), ("b", "a"), ("b", "c")]);
        assert!(returns(&graph, "b", "a"));
        assert!(!returns(&graph, "b", "c"));
    }

    #[test]
    fn a_large_process_is_laid_out() {
        let names: Vec<String> = (0..40).map(|n| format!("s{n:02}")).collect();
        let mut edges = Vec::new();
        for (n, name) in names.iter().enumerate() {
            for step in 1..=3 {
                if let Some(to) = names.get(n + step) {
                    edges.push((name.as_str(), to.as_str()));
                }
            }
        }
        let mut graph = graph(&edges);
        graph.start.as_mut().unwrap().step = "s00".into();
        assert_eq!(lay_out(&graph).places.len(), 40);
    }
}
