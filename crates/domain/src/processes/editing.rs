//! Editing a draft: what a person does to a graph, and taking it back.
//!
//! An [`Edit`] is data. Applied to a graph it always gives a graph, possibly an unfinished one: what is missing is for the checker to say. Only what an edit
//! makes pointless goes with it: the continuations of a result that was taken away, and those that led to a step that was.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::{Also, Case, Continuation, Graph, Position, Step, Target, Transition};
use crate::ids::{ResultId, TemplateId};
use crate::latin;

/// Longest memory of an editor, in edits.
const REMEMBERED: usize = 200;
/// Room for a number after a key made from a name; keys have at most 40 characters.
const KEY_LENGTH: usize = 32;

/// One thing that a person does to a draft.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    AddStep(Step),
    /// A result leads on to a step that comes with this edit.
    AddNext {
        step: String,
        result: ResultId,
        next: Step,
    },
    RemoveStep {
        step: String,
    },
    /// The results that a step may end with, in the order of their digits.
    Results {
        step: String,
        results: Vec<ResultId>,
    },
    /// What follows a result; `None` takes it away.
    Continue {
        step: String,
        result: ResultId,
        then: Option<Continuation>,
    },
    /// The cases of a result, in the order in which they are asked. Where nothing follows yet there is nothing that they could be exceptions of.
    Cases {
        step: String,
        result: ResultId,
        cases: Vec<Case>,
    },
    /// What a result also does. Where nothing follows yet there is nothing that it could happen beside.
    Also {
        step: String,
        result: ResultId,
        also: Vec<Also>,
    },
    Start(Target),
    /// A step is put somewhere by hand.
    Move {
        step: String,
        to: Position,
    },
    /// No step stands where a hand put it any more.
    Tidy,
    /// Another graph altogether: an older version, a draft that was kept.
    Replace(Graph),
}

impl Edit {
    fn apply(self, graph: &mut Graph) {
        match self {
            Self::AddStep(step) => graph.add(step),
            Self::AddNext { step, result, next } => {
                let target = Target::plain(&next.key);
                graph.add(next);
                graph.follow(&step, result, Some(Continuation::Step { target }));
            }
            Self::RemoveStep { step } => graph.remove(&step),
            Self::Results { step, results } => {
                graph
                    .transitions
                    .retain(|known| known.step != step || results.contains(&known.result_id));
                if let Some(known) = graph.steps.iter_mut().find(|known| known.key == step) {
                    known.results = results;
                }
            }
            Self::Continue { step, result, then } => graph.follow(&step, result, then),
            Self::Cases {
                step,
                result,
                cases,
            } => graph.ask(&step, result, cases),
            Self::Also { step, result, also } => graph.do_also(&step, result, also),
            Self::Start(target) => graph.start = Some(target),
            Self::Move { step, to } => {
                if let Some(known) = graph.steps.iter_mut().find(|known| known.key == step) {
                    known.position = Some(to);
                }
            }
            Self::Tidy => {
                for step in &mut graph.steps {
                    step.position = None;
                }
            }
            Self::Replace(other) => *graph = other,
        }
    }

    /// The step whose being moved this continues: a way in many small moves is taken back as one.
    fn moves(&self) -> Option<&str> {
        match self {
            Self::Move { step, .. } => Some(step),
            _ => None,
        }
    }
}

impl Target {
    /// A step to go to, by the usual rules.
    pub fn plain(step: &str) -> Self {
        Self {
            step: step.into(),
            due: None,
            assignee: Default::default(),
            freedom: Default::default(),
        }
    }
}

impl Continuation {
    /// The step that the chain goes on with when this happens, at once or after a sleep. A retry stays where it is and is none.
    pub fn leads_to(&self) -> Option<&str> {
        match self {
            Self::Step { target } | Self::Sleep { target, .. } => Some(&target.step),
            Self::Retry { .. }
            | Self::Goal
            | Self::Refusal
            | Self::End
            | Self::StartProcess { .. } => None,
        }
    }
}

impl Graph {
    fn add(&mut self, step: Step) {
        if self.start.is_none() {
            self.start = Some(Target::plain(&step.key));
        }
        self.steps.push(step);
    }

    /// What attempts that are used up lead to stays even if its step is gone, and so does what follows when no case holds: neither a retry nor
    /// cases can be without it, and the checker names it.
    fn remove(&mut self, key: &str) {
        self.steps.retain(|step| step.key != key);
        for known in &mut self.transitions {
            known.cases.retain(|case| case.then.leads_to() != Some(key));
        }
        self.transitions.retain(|known| {
            let leads_on = known.then.leads_to() != Some(key) || !known.cases.is_empty();
            known.step != key && leads_on
        });
        if self.start.as_ref().is_some_and(|start| start.step == key) {
            self.start = self.steps.first().map(|step| Target::plain(&step.key));
        }
    }

    fn follow(&mut self, step: &str, result: ResultId, then: Option<Continuation>) {
        let here = |known: &Transition| known.step == step && known.result_id == result;
        let place = self.transitions.iter().position(here);
        match (place, then) {
            // What is changed keeps its place: two versions differ in what was changed only.
            (Some(place), Some(then)) => self.transitions[place].then = then,
            (None, Some(then)) => {
                self.transitions.push(Transition::plain(step, result, then));
            }
            (_, None) => self.transitions.retain(|known| !here(known)),
        }
    }

    fn ask(&mut self, step: &str, result: ResultId, cases: Vec<Case>) {
        let here = |known: &&mut Transition| known.step == step && known.result_id == result;
        if let Some(known) = self.transitions.iter_mut().find(here) {
            known.cases = cases;
        }
    }

    fn do_also(&mut self, step: &str, result: ResultId, also: Vec<Also>) {
        let here = |known: &&mut Transition| known.step == step && known.result_id == result;
        if let Some(known) = self.transitions.iter_mut().find(here) {
            known.also = also;
        }
    }

    /// A key for a new step of this template, made from its name.
    ///
    /// Clients keep their place by the key from version to version, so a key that an earlier version gave to another template is never given again;
    /// `used` are the keys of earlier versions. The same template gets its former key back.
    pub fn free_key(
        &self,
        name: &str,
        template: TemplateId,
        used: &BTreeMap<String, TemplateId>,
    ) -> String {
        let named = latin::key(name, KEY_LENGTH);
        let stem = match named.chars().next() {
            Some('a'..='z') => named,
            _ => "step".into(),
        };
        let free = |key: &String| {
            self.step(key).is_none() && used.get(key).is_none_or(|known| *known == template)
        };
        let numbered = (2..).map(|number| format!("{stem}_{number}"));
        std::iter::once(stem.clone())
            .chain(numbered)
            .find(free)
            .unwrap_or(stem)
    }
}

/// A draft while it is edited, with what can be taken back.
#[derive(Debug, Clone)]
pub struct Editing {
    graph: Graph,
    past: Vec<Graph>,
    future: Vec<Graph>,
    /// The step that is being moved, while nothing else is done.
    moving: Option<String>,
}

impl Editing {
    pub const fn new(graph: Graph) -> Self {
        Self {
            graph,
            past: Vec::new(),
            future: Vec::new(),
            moving: None,
        }
    }

    pub const fn graph(&self) -> &Graph {
        &self.graph
    }

    /// How many edits can be taken back.
    pub const fn depth(&self) -> usize {
        self.past.len()
    }

    pub const fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub const fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Applies an edit. One that changes nothing is not remembered.
    pub fn apply(&mut self, edit: Edit) {
        let moves = edit.moves().map(str::to_owned);
        let mut next = self.graph.clone();
        edit.apply(&mut next);
        if next == self.graph {
            return;
        }
        let before = std::mem::replace(&mut self.graph, next);
        self.future.clear();
        if moves.is_none() || moves != self.moving {
            self.past.push(before);
            if self.past.len() > REMEMBERED {
                self.past.remove(0);
            }
        }
        self.moving = moves;
    }

    pub fn undo(&mut self) {
        if let Some(before) = self.past.pop() {
            self.future.push(std::mem::replace(&mut self.graph, before));
            self.moving = None;
        }
    }

    pub fn redo(&mut self) {
        if let Some(after) = self.future.pop() {
            self.past.push(std::mem::replace(&mut self.graph, after));
            self.moving = None;
        }
    }
}
