//! What the picture shows, made anew from the draft and the directories after each change.

use std::collections::BTreeMap;

use domain::ids::ResultId;
use domain::processes::{Back, Continuation, DueRule, DueUnit, Graph, Transition};
use domain::tasks::TaskType;
use wire::processes::{GraphProblem, Severity};

use super::super::names::{Known, Names};
use super::super::short;
use super::layout::{Returns, all_onward, onward};
use crate::clubtime;
use crate::i18n::t;
use crate::settings::outcome_tone;
use crate::ui::{Icon, Tone};

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scene {
    /// In the order of the process: from the start along the results.
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub key: String,
    pub title: String,
    pub icon: Icon,
    /// New chains begin here.
    pub start: bool,
    pub rows: Vec<Row>,
    /// The worst that the checker says of the step itself, in one line each.
    pub trouble: Option<Trouble>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub result: ResultId,
    pub name: String,
    pub tone: Tone,
    pub mark: Mark,
    /// Beside the line that leaves here: when, or after how many attempts.
    pub label: String,
    /// The cases, each as a sentence.
    pub cases: Vec<String>,
    /// What the result also does, each as a sentence.
    pub also: Vec<String>,
    pub trouble: Option<Trouble>,
}

/// What stands at the end of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// Nothing follows yet.
    Missing,
    /// A line leaves here.
    Onward,
    Goal,
    Refusal,
    End,
    /// Back to a step that was passed, or to the same.
    Return {
        to: String,
        words: String,
    },
    Sleep {
        to: String,
        words: String,
    },
    /// Asleep until what it waits for is done.
    Waits {
        to: String,
        what: Waits,
    },
    Process {
        name: String,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Waits {
    Errands,
    /// Another process that it calls, by its name.
    Process(String),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Trouble {
    pub severity: Severity,
    pub words: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    pub from: String,
    pub row: usize,
    pub result: ResultId,
    pub to: String,
    /// The chain sleeps on the way, goes it only after the last attempt, or only in a case.
    pub rare: bool,
    /// What is written along it, and in which line: the case that it is the way of, or the end of a called process.
    pub label: Option<(usize, String)>,
}

impl Scene {
    pub fn node(&self, key: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.key == key)
    }

    pub fn make(
        graph: &Graph,
        returns: &Returns<'_>,
        names: Names,
        problems: &[GraphProblem],
    ) -> Self {
        let known = names.known(graph, None);
        let transitions: BTreeMap<(&str, ResultId), &Transition> = graph
            .transitions
            .iter()
            .map(|known| ((known.step.as_str(), known.result_id), known))
            .collect();
        let zone = clubtime::home_zone();
        let telling = clubtime::telling(&zone);
        let mut scene = Self::default();
        for step in &graph.steps {
            let template = known.template(step.template_id);
            // A way back is a mark and no line.
            let drawn = |to: &str| !returns.has(&step.key, to) && graph.step(to).is_some();
            let rows = step.results.iter().enumerate().map(|(row, result)| {
                let transition = transitions.get(&(step.key.as_str(), *result)).copied();
                let then = transition.map(|transition| &transition.then);
                let cases = transition.map_or(&[][..], |transition| &transition.cases);
                let also = transition.map_or(&[][..], |transition| &transition.also);
                // Only the few results with more than one continuation are told: a name is looked up for each.
                let is_plain = cases.is_empty() && also.is_empty();
                let here = (!is_plain).then(|| names.known(graph, Some(*result)));
                let cases = cases.iter().zip(1..).filter_map(|(case, number)| {
                    let here = here.as_ref()?;
                    let words = || format!("{number}: {}", shortened(&telling.when(case, here)));
                    for to in all_onward(&case.then).filter(|to| drawn(to)) {
                        scene.edges.push(Edge {
                            from: step.key.clone(),
                            row,
                            result: *result,
                            to: to.to_owned(),
                            rare: true,
                            label: Some((number, words())),
                        });
                    }
                    Some(telling.case(case, here))
                });
                let cases: Vec<String> = cases.collect();
                let also = also
                    .iter()
                    .filter_map(|also| Some(telling.also(also, here.as_ref()?)))
                    .collect();
                let ways = then.map(|then| ways(then)).unwrap_or_default();
                for (to, label) in ways.into_iter().filter(|(to, _)| drawn(to)) {
                    scene.edges.push(Edge {
                        from: step.key.clone(),
                        row,
                        result: *result,
                        to: to.to_owned(),
                        rare: !matches!(then, Some(Continuation::Step { .. })),
                        label,
                    });
                }
                let entry = known.result(*result);
                let (mark, label) = told(then, step.key.as_str(), returns, &known);
                Row {
                    result: *result,
                    name: entry.map_or_else(|| result.to_string(), |entry| entry.name.clone()),
                    tone: entry
                        .map(|entry| outcome_tone(entry.outcome))
                        .unwrap_or_default(),
                    mark,
                    label,
                    cases,
                    also,
                    trouble: trouble(problems, &step.key, Some(*result)),
                }
            });
            let rows = rows.collect();
            scene.nodes.push(Node {
                key: step.key.clone(),
                title: template.map_or_else(|| step.key.clone(), |template| template.name.clone()),
                icon: template.map_or(Icon::CircleHelp, |template| type_icon(template.task_type)),
                start: graph
                    .start
                    .as_ref()
                    .is_some_and(|start| start.step == step.key),
                rows,
                trouble: trouble(problems, &step.key, None),
            });
        }
        scene
    }
}

/// Where a continuation leads, and where each end of a process does that it calls.
fn ways(then: &Continuation) -> Vec<(&str, Option<(usize, String)>)> {
    let call = match then {
        Continuation::Sleep { until, .. } => until.call.as_ref(),
        _ => None,
    };
    let ends = call.into_iter().flat_map(|call| {
        [
            (&call.goal, t::processes::line_goal()),
            (&call.refusal, t::processes::line_refusal()),
            (&call.end, t::processes::line_end()),
        ]
    });
    let mut ways: Vec<(&str, Option<(usize, String)>)> =
        onward(then).map(|to| (to, None)).into_iter().collect();
    for ((back, words), line) in ends.zip(1..) {
        if let Back::Step { step } = back {
            ways.push((step, Some((line, words.to_owned()))));
        }
    }
    ways
}

/// Along a line there is room for a few words.
fn shortened(words: &str) -> String {
    const ROOM: usize = 18;
    match words.char_indices().nth(ROOM) {
        None => words.to_owned(),
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
    }
}

pub const fn type_icon(kind: TaskType) -> Icon {
    match kind {
        TaskType::ClientCall => Icon::Phone,
        TaskType::CampaignCall => Icon::Target,
        TaskType::ClientTask => Icon::UserRound,
        TaskType::Internal => Icon::ListChecks,
    }
}

fn told(
    then: Option<&Continuation>,
    step: &str,
    returns: &Returns<'_>,
    known: &Known<'_>,
) -> (Mark, String) {
    let Some(then) = then else {
        return (Mark::Missing, String::new());
    };
    let mark = match then {
        Continuation::Goal => Mark::Goal,
        Continuation::Refusal => Mark::Refusal,
        Continuation::End => Mark::End,
        Continuation::Step { target } => {
            let words = short::target(target, known);
            match returns.has(step, &target.step) {
                true => Mark::Return {
                    to: target.step.clone(),
                    words,
                },
                false => return (Mark::Onward, words),
            }
        }
        Continuation::Retry { due, limit, .. } => {
            let first = due.first().map(short::due).unwrap_or_default();
            let words = format!("{first} ≤{limit}");
            let label = match onward(then) {
                Some(to) if !returns.has(step, to) => t::processes::after_attempts(*limit),
                _ => String::new(),
            };
            return (
                Mark::Return {
                    to: step.to_owned(),
                    words,
                },
                label,
            );
        }
        Continuation::Sleep { until, target } => {
            let words = short::due(&DueRule::After {
                amount: until.days,
                unit: DueUnit::Days,
                at: None,
            });
            let to = target.step.clone();
            let process = until.call.as_ref().map(|call| call.process_id);
            match process {
                Some(id) => Mark::Waits {
                    to,
                    what: Waits::Process(known.process_name(id)),
                },
                None if until.errands => Mark::Waits {
                    to,
                    what: Waits::Errands,
                },
                None => Mark::Sleep { to, words },
            }
        }
        Continuation::StartProcess { process_id } => Mark::Process {
            name: known.process_name(*process_id),
        },
    };
    (mark, String::new())
}

fn trouble(problems: &[GraphProblem], step: &str, result: Option<ResultId>) -> Option<Trouble> {
    let here = |problem: &&GraphProblem| {
        problem.step.as_deref() == Some(step) && problem.result_id == result
    };
    let own: Vec<&GraphProblem> = problems.iter().filter(here).collect();
    let severity = own.iter().map(|problem| problem.severity).min()?;
    let words = own.iter().map(|problem| problem.message.as_str());
    Some(Trouble {
        severity,
        words: words.collect::<Vec<_>>().join(" "),
    })
}
