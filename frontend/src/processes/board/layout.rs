//! Where the picture puts each step: layered, left to right, by a library; places chosen by hand are kept.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::ResultId;
use domain::processes::{Call, Continuation, Exhausted, Graph, Position};
use rust_sugiyama::configure::Config;

/// Of a step, in the units of the picture; `styles/screens/board.css` has the same numbers.
pub const NODE_WIDTH: f64 = 256.0;
pub const HEAD_HEIGHT: f64 = 40.0;
pub const ROW_HEIGHT: f64 = 28.0;
const FOOT_HEIGHT: f64 = 6.0;
/// Between two steps one above the other.
const GAP: f64 = 36.0;
/// Between two layers: room for the words beside a row, then for the curve.
const LAYER_GAP: f64 = 148.0;

/// A step's upper left corner and height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    pub x: f64,
    pub y: f64,
    pub height: f64,
}

impl Place {
    /// Where the line of a row leaves.
    pub fn leaves(self, row: usize) -> (f64, f64) {
        let y = self.y + HEAD_HEIGHT + ROW_HEIGHT * (row as f64 + 0.5);
        (self.x + NODE_WIDTH, y)
    }

    /// Where lines come in.
    pub fn enters(self) -> (f64, f64) {
        (self.x, self.y + HEAD_HEIGHT / 2.0)
    }
}

pub type Places = BTreeMap<String, Place>;

/// What a step's place depends on.
#[derive(Debug, Clone, PartialEq)]
struct Sketch {
    key: String,
    results: usize,
    hand: Option<Position>,
}

/// What places depend on: two graphs with the same outline are drawn alike.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outline {
    steps: Vec<Sketch>,
    /// Ways onward, by the numbers of their steps.
    ways: Vec<(u32, u32)>,
}

/// The step that a result leads onward to, also when that is only after the last attempt.
pub fn onward(then: &Continuation) -> Option<&str> {
    match then {
        Continuation::Retry { exhausted, .. } => match exhausted {
            Exhausted::Step { target } | Exhausted::Sleep { target, .. } => Some(&target.step),
            Exhausted::Goal
            | Exhausted::Refusal
            | Exhausted::End
            | Exhausted::StartProcess { .. } => None,
        },
        other => other.leads_to(),
    }
}

/// Every step that a continuation may lead to: its own, and those that the ends of a process lead to that it calls.
pub fn all_onward(then: &Continuation) -> impl Iterator<Item = &str> {
    let call = match then {
        Continuation::Sleep { until, .. } => until.call.as_ref(),
        _ => None,
    };
    onward(then)
        .into_iter()
        .chain(call.into_iter().flat_map(Call::steps))
}

/// The ways of a graph that go back: to a step that the chain came through on its way from the start.
pub struct Returns<'g>(BTreeSet<(&'g str, &'g str)>);

impl<'g> Returns<'g> {
    /// Found by following every result from the start, in the order in which they stand.
    pub fn of(graph: &'g Graph) -> Self {
        let mut leaving: BTreeMap<&str, BTreeMap<ResultId, Vec<&str>>> = BTreeMap::new();
        for transition in &graph.transitions {
            // What usually follows is the way that is walked first.
            for to in transition.ways().rev().flat_map(all_onward) {
                let ways = leaving.entry(&transition.step).or_default();
                ways.entry(transition.result_id).or_default().push(to);
            }
        }
        let mut walk = Walk {
            graph,
            leaving,
            trail: Vec::new(),
            seen: BTreeSet::new(),
            back: BTreeSet::new(),
        };
        let start = graph.start.iter().map(|start| start.step.as_str());
        let others = graph.steps.iter().map(|step| step.key.as_str());
        for step in start.chain(others) {
            if !walk.seen.contains(step) {
                walk.follow(step);
            }
        }
        Self(walk.back)
    }

    pub fn has(&self, from: &str, to: &str) -> bool {
        from == to || self.0.contains(&(from, to))
    }
}

struct Walk<'g> {
    graph: &'g Graph,
    leaving: BTreeMap<&'g str, BTreeMap<ResultId, Vec<&'g str>>>,
    /// From the start to here.
    trail: Vec<&'g str>,
    seen: BTreeSet<&'g str>,
    back: BTreeSet<(&'g str, &'g str)>,
}

impl<'g> Walk<'g> {
    fn follow(&mut self, here: &'g str) {
        self.seen.insert(here);
        self.trail.push(here);
        let results = self.graph.step(here).map_or(&[][..], |step| &step.results);
        for result in results {
            let ways = self.leaving.get(here).and_then(|ways| ways.get(result));
            for to in ways.cloned().unwrap_or_default() {
                if self.trail.contains(&to) {
                    self.back.insert((here, to));
                } else if !self.seen.contains(to) {
                    self.follow(to);
                }
            }
        }
        self.trail.pop();
    }
}

pub fn outline(graph: &Graph, returns: &Returns<'_>) -> Outline {
    let numbers: BTreeMap<&str, u32> = (0u32..)
        .zip(&graph.steps)
        .map(|(number, step)| (step.key.as_str(), number))
        .collect();
    let ways: BTreeSet<(u32, u32)> = graph
        .transitions
        .iter()
        .flat_map(|transition| {
            let ways = transition.ways().flat_map(all_onward);
            ways.map(move |to| (transition.step.as_str(), to))
        })
        .filter_map(|(from, to)| {
            // The picture shows a return as a mark, not as a line: it must not pull its step to the right.
            (!returns.has(from, to)).then_some((*numbers.get(from)?, *numbers.get(to)?))
        })
        .collect();
    Outline {
        steps: graph
            .steps
            .iter()
            .map(|step| Sketch {
                key: step.key.clone(),
                results: step.results.len(),
                hand: step.position,
            })
            .collect(),
        ways: ways.into_iter().collect(),
    }
}

fn height(results: usize) -> f64 {
    HEAD_HEIGHT + ROW_HEIGHT * results as f64 + FOOT_HEIGHT
}

pub fn lay_out(outline: &Outline) -> Places {
    // The library layers from top to bottom; width and height change places for left to right.
    let vertices: Vec<(u32, (f64, f64))> = (0u32..)
        .zip(&outline.steps)
        .map(|(number, step)| (number, (height(step.results), NODE_WIDTH)))
        .collect();
    let config = Config {
        vertex_spacing: GAP,
        dummy_vertices: true,
        dummy_size: 0.2,
        ..Config::default()
    };
    let mut places = Places::new();
    let mut below = 0.0;
    let parts = rust_sugiyama::from_vertices_and_edges(&vertices, &outline.ways, &config);
    for (part, ..) in parts {
        // Its distance between layers is that between steps; ours is wider.
        let mut layers: Vec<i64> = part.iter().map(|(_, (_, right))| *right as i64).collect();
        layers.sort_unstable();
        layers.dedup();
        let tops = part
            .iter()
            .map(|(number, (down, _))| down - height(outline.steps[*number].results) / 2.0);
        let top = tops.fold(f64::INFINITY, f64::min);
        for (number, (down, right)) in &part {
            let step = &outline.steps[*number];
            let layer = layers.binary_search(&(*right as i64)).unwrap_or_default();
            let height = height(step.results);
            let place = Place {
                x: layer as f64 * (NODE_WIDTH + LAYER_GAP),
                y: (down - height / 2.0 - top + below).round(),
                height,
            };
            places.insert(step.key.clone(), place);
        }
        below = places
            .values()
            .map(|place| place.y + place.height + GAP)
            .fold(below, f64::max);
    }
    for step in &outline.steps {
        if let (Some(hand), Some(place)) = (step.hand, places.get_mut(&step.key)) {
            (place.x, place.y) = (f64::from(hand.x), f64::from(hand.y));
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use domain::ids::{ResultId, TemplateId};
    use domain::processes::{
        Case, Condition, Continuation, Graph, Position, Step, Target, Transition,
    };

    use super::{NODE_WIDTH, Places, Returns, lay_out, outline};

    fn graph(edges: &[(&str, &str)]) -> Graph {
        let mut keys: Vec<&str> = edges.iter().flat_map(|(from, to)| [*from, *to]).collect();
        keys.sort_unstable();
        keys.dedup();
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
            start: Some(Target::plain("a")),
            steps: steps.collect(),
            transitions: edges
                .iter()
                .enumerate()
                .map(|(n, (from, to))| Transition {
                    step: (*from).into(),
                    result_id: ResultId::from_i64(n as i64),
                    cases: Vec::new(),
                    then: Continuation::Step {
                        target: Target::plain(to),
                    },
                    also: Vec::new(),
                })
                .collect(),
        }
    }

    fn laid_out(graph: &Graph) -> Places {
        lay_out(&outline(graph, &Returns::of(graph)))
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
        let places = laid_out(&graph);
        assert_eq!(places.len(), 4);
        assert!(places["a"].x + NODE_WIDTH < places["b"].x);
        assert!(places["b"].x + NODE_WIDTH < places["d"].x);
        let all: Vec<_> = places.values().collect();
        for (n, one) in all.iter().enumerate() {
            for other in &all[n + 1..] {
                let apart_x = one.x + NODE_WIDTH <= other.x || other.x + NODE_WIDTH <= one.x;
                let apart_y = one.y + one.height <= other.y || other.y + other.height <= one.y;
                assert!(apart_x || apart_y, "{places:?}");
            }
        }
    }

    #[test]
    fn the_way_of_a_case_joins_steps_too() {
        let mut graph = graph(&[("a", "b"), ("b", "b"), ("c", "a")]);
        graph.transitions[1].cases = vec![Case {
            when: vec![Condition::Attempt { at_least: 2 }],
            then: Continuation::Step {
                target: Target::plain("c"),
            },
        }];
        let returns = Returns::of(&graph);
        assert!(returns.has("c", "a") && !returns.has("b", "c"));
        let places = laid_out(&graph);
        assert!(places["a"].x < places["b"].x && places["b"].x < places["c"].x);
    }

    #[test]
    fn steps_that_nothing_joins_stand_below_each_other() {
        let mut graph = graph(&[("a", "b"), ("c", "c"), ("d", "d")]);
        graph.steps[0].results = (0..9).map(ResultId::from_i64).collect();
        let places = laid_out(&graph);
        let below = |one: &str, other: &str| {
            let bottom = places[one].y + places[one].height;
            bottom < places[other].y || places[other].y + places[other].height < places[one].y
        };
        assert!(
            below("a", "c") && below("a", "d") && below("c", "d"),
            "{places:?}"
        );
    }

    #[test]
    fn a_way_back_is_told_from_a_way_forward() {
        let graph = graph(&[("a", "b"), ("b", "a"), ("b", "c")]);
        let returns = Returns::of(&graph);
        assert!(returns.has("b", "a"));
        assert!(!returns.has("b", "c"));
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
        assert_eq!(laid_out(&graph).len(), 40);
    }

    #[test]
    fn a_place_chosen_by_hand_is_kept_and_moves_nobody_else() {
        let mut graph = graph(&[("a", "b"), ("b", "c")]);
        let before = laid_out(&graph);
        graph.steps[1].position = Some(Position { x: -40, y: 900 });
        let after = laid_out(&graph);
        assert_eq!((after["b"].x, after["b"].y), (-40.0, 900.0));
        assert_eq!((before["a"], before["c"]), (after["a"], after["c"]));
    }
}
