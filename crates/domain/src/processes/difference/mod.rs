//! What differs between two graphs of a process, in the order in which a reader looks: where it begins, then step by step.
//!
//! Steps are the same when their keys are, results when their ids are. What leads to the same step by another rule is told by its
//! parts (due, assignee, attempts …); what leads elsewhere is told as a whole. A step that is gone takes its results with it.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::{
    Also, AssigneeRule, Case, Continuation, DueRule, Exhausted, Freedom, Graph, SleepUntil, Step,
};
use super::{Target, Transition};
use crate::ids::{BranchId, EmployeeId, HookId, ProcessId, ResultId, RoleId, TemplateId, ValueId};

/// What everything that graphs refer to is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Called {
    pub templates: BTreeMap<TemplateId, String>,
    pub results: BTreeMap<ResultId, String>,
    /// Labels of fields, by the result they belong to and their key.
    pub fields: BTreeMap<(ResultId, String), String>,
    pub roles: BTreeMap<RoleId, String>,
    pub employees: BTreeMap<EmployeeId, String>,
    pub processes: BTreeMap<ProcessId, String>,
    /// Of dictionaries.
    pub values: BTreeMap<ValueId, String>,
    pub branches: BTreeMap<BranchId, String>,
    pub hooks: BTreeMap<HookId, String>,
}

/// One thing that differs, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Key of the step; absent for the start and the process as a whole.
    pub step: Option<String>,
    /// The result of the step, where it is about one.
    pub result_id: Option<ResultId>,
    pub what: What,
}

/// What differs. Rules without a step are those of the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// Chains begin at another step; keys.
    Start {
        before: Option<String>,
        after: Option<String>,
    },
    StepAdded,
    StepRemoved,
    /// The same steps stand in another order.
    StepsOrdered,
    Template {
        before: TemplateId,
        after: TemplateId,
    },
    /// Drawn elsewhere.
    Moved,
    /// A result can be chosen that could not, and what follows it.
    ResultAdded {
        then: Option<Continuation>,
    },
    ResultRemoved,
    /// The same results have other hotkeys.
    ResultsOrdered,
    /// Something else follows.
    Then {
        before: Option<Continuation>,
        after: Option<Continuation>,
    },
    /// A case that is new, gone, or asks or leads otherwise.
    Case {
        before: Option<Case>,
        after: Option<Case>,
    },
    /// The same cases are asked in another order.
    CasesOrdered,
    /// Something that a result also does is new, gone, or other than it was.
    Also {
        before: Option<Also>,
        after: Option<Also>,
    },
    /// The same is also done in another order.
    AlsoOrdered,
    Due {
        before: Option<DueRule>,
        after: Option<DueRule>,
    },
    Assignee {
        before: AssigneeRule,
        after: AssigneeRule,
    },
    Freedom {
        before: Freedom,
        after: Freedom,
    },
    /// Most attempts of a retry.
    Attempts {
        before: u32,
        after: u32,
    },
    /// When a retry comes round.
    Retries {
        before: Vec<DueRule>,
        after: Vec<DueRule>,
    },
    /// What follows when the attempts are used up.
    Exhausted {
        before: Exhausted,
        after: Exhausted,
    },
    /// How long a chain sleeps.
    Until {
        before: SleepUntil,
        after: SleepUntil,
    },
}

impl What {
    /// The kind as a word, for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Start { .. } => "start",
            Self::StepAdded => "step_added",
            Self::StepRemoved => "step_removed",
            Self::StepsOrdered => "steps_ordered",
            Self::Template { .. } => "template",
            Self::Moved => "moved",
            Self::ResultAdded { .. } => "result_added",
            Self::ResultRemoved => "result_removed",
            Self::ResultsOrdered => "results_ordered",
            Self::Then { .. } => "then",
            Self::Case { .. } => "case",
            Self::CasesOrdered => "cases_ordered",
            Self::Also { .. } => "also",
            Self::AlsoOrdered => "also_ordered",
            Self::Due { .. } => "due",
            Self::Assignee { .. } => "assignee",
            Self::Freedom { .. } => "freedom",
            Self::Attempts { .. } => "attempts",
            Self::Retries { .. } => "retries",
            Self::Exhausted { .. } => "exhausted",
            Self::Until { .. } => "until",
        }
    }

    /// Whether it changes how work goes; where something is drawn or listed does not.
    pub const fn matters(&self) -> bool {
        !matches!(self, Self::Moved | Self::StepsOrdered)
    }
}

/// Everything that differs; nothing for equal graphs.
pub fn difference(before: &Graph, after: &Graph) -> Vec<Change> {
    let mut found = Found::default();
    found.start(before.start.as_ref(), after.start.as_ref());
    for step in &after.steps {
        match before.step(&step.key) {
            None => found.step_added(step, after),
            Some(known) => found.step((known, before), (step, after)),
        }
    }
    for step in &before.steps {
        if after.step(&step.key).is_none() {
            found.place = (Some(step.key.clone()), None);
            found.note(What::StepRemoved);
        }
    }
    found.loose_ends(before, after);
    found.place = (None, None);
    let order = |graph: &Graph, other: &Graph| -> Vec<String> {
        let kept = graph.steps.iter().map(|step| step.key.clone());
        kept.filter(|key| other.step(key).is_some()).collect()
    };
    if order(before, after) != order(after, before) {
        found.note(What::StepsOrdered);
    }
    found.changes
}

/// The changes so far, and where we look.
#[derive(Default)]
struct Found {
    changes: Vec<Change>,
    place: (Option<String>, Option<ResultId>),
}

impl Found {
    fn note(&mut self, what: What) {
        let (step, result_id) = self.place.clone();
        self.changes.push(Change {
            step,
            result_id,
            what,
        });
    }

    fn start(&mut self, before: Option<&Target>, after: Option<&Target>) {
        match (before, after) {
            (Some(before), Some(after)) if before.step == after.step => {
                self.target(before, after);
            }
            (before, after) => {
                let key = |target: Option<&Target>| target.map(|target| target.step.clone());
                let (from, to) = (key(before), key(after));
                if from != to {
                    self.note(What::Start {
                        before: from,
                        after: to,
                    });
                }
                if let (Some(before), Some(after)) = (before, after) {
                    self.target(before, after);
                }
            }
        }
    }

    fn step_added(&mut self, step: &Step, graph: &Graph) {
        self.place = (Some(step.key.clone()), None);
        self.note(What::StepAdded);
        for result in &step.results {
            self.place.1 = Some(*result);
            self.note(What::ResultAdded {
                then: graph.continuation(&step.key, *result).cloned(),
            });
            self.cases(&[], graph.cases(&step.key, *result));
            self.also(&[], graph.also(&step.key, *result));
        }
    }

    fn step(&mut self, (before, old): (&Step, &Graph), (after, new): (&Step, &Graph)) {
        self.place = (Some(after.key.clone()), None);
        if before.template_id != after.template_id {
            self.note(What::Template {
                before: before.template_id,
                after: after.template_id,
            });
        }
        let kept = |list: &[ResultId], other: &[ResultId]| -> Vec<ResultId> {
            let kept = list.iter().filter(|id| other.contains(id));
            kept.copied().collect()
        };
        if kept(&before.results, &after.results) != kept(&after.results, &before.results) {
            self.note(What::ResultsOrdered);
        }
        if before.position != after.position {
            self.note(What::Moved);
        }
        for result in &after.results {
            self.place.1 = Some(*result);
            let then = new.continuation(&after.key, *result);
            let cases = new.cases(&after.key, *result);
            let also = new.also(&after.key, *result);
            match before.results.contains(result) {
                true => {
                    self.cases(old.cases(&after.key, *result), cases);
                    self.then(old.continuation(&after.key, *result), then);
                    self.also(old.also(&after.key, *result), also);
                }
                false => {
                    self.note(What::ResultAdded {
                        then: then.cloned(),
                    });
                    self.cases(&[], cases);
                    self.also(&[], also);
                }
            }
        }
        for result in &before.results {
            if !after.results.contains(result) {
                self.place.1 = Some(*result);
                self.note(What::ResultRemoved);
            }
        }
    }

    /// Transitions that belong to no listed result, and doubles: only an unfinished draft has them.
    fn loose_ends(&mut self, before: &Graph, after: &Graph) {
        let (old, new) = (loose(before), loose(after));
        let mut told: Vec<&Transition> = Vec::new();
        for loose in old.iter().chain(&new) {
            let times = |list: &[&Transition]| list.iter().filter(|one| *one == loose).count();
            let (was, is) = (times(&old), times(&new));
            if was == is || told.contains(loose) {
                continue;
            }
            told.push(loose);
            self.place = (Some(loose.step.clone()), Some(loose.result_id));
            self.note(What::Then {
                before: (was > 0).then(|| loose.then.clone()),
                after: (is > 0).then(|| loose.then.clone()),
            });
        }
    }

    /// Cases that ask the same are the same; of the others, the first of one side is told beside the first of the other.
    fn cases(&mut self, before: &[Case], after: &[Case]) {
        let (mut gone, mut new): (Vec<&Case>, Vec<&Case>) =
            (before.iter().collect(), after.iter().collect());
        let mut kept: Vec<&Case> = Vec::new();
        for case in before {
            if let Some(place) = new.iter().position(|one| one.when == case.when) {
                let same = new.remove(place);
                gone.retain(|one| !std::ptr::eq(*one, case));
                if same.then != case.then {
                    self.note(What::Case {
                        before: Some(case.clone()),
                        after: Some(same.clone()),
                    });
                }
                kept.push(same);
            }
        }
        for place in 0..gone.len().max(new.len()) {
            self.note(What::Case {
                before: gone.get(place).map(|case| (*case).clone()),
                after: new.get(place).map(|case| (*case).clone()),
            });
        }
        let stands = |case: &&Case| after.iter().position(|one| std::ptr::eq(one, *case));
        if !kept.iter().map(stands).is_sorted() {
            self.note(What::CasesOrdered);
        }
    }

    /// Actions that are the same on both sides are kept; of the others, the first of a kind is told beside the first of that kind.
    fn also(&mut self, before: &[Also], after: &[Also]) {
        let (mut gone, mut new): (Vec<&Also>, Vec<&Also>) = (Vec::new(), after.iter().collect());
        let mut kept = Vec::new();
        for also in before {
            match new.iter().position(|one| *one == also) {
                Some(place) => kept.push(new.remove(place)),
                None => gone.push(also),
            }
        }
        for was in gone {
            let kind = std::mem::discriminant(&was.act);
            let place = new
                .iter()
                .position(|one| std::mem::discriminant(&one.act) == kind);
            self.note(What::Also {
                before: Some(was.clone()),
                after: place.map(|place| new.remove(place).clone()),
            });
        }
        for is in new {
            self.note(What::Also {
                before: None,
                after: Some(is.clone()),
            });
        }
        let stands = |also: &&Also| after.iter().position(|one| std::ptr::eq(one, *also));
        if !kept.iter().map(stands).is_sorted() {
            self.note(What::AlsoOrdered);
        }
    }

    fn then(&mut self, before: Option<&Continuation>, after: Option<&Continuation>) {
        if before == after {
            return;
        }
        match (before, after) {
            (
                Some(Continuation::Step { target: before }),
                Some(Continuation::Step { target: after }),
            ) if before.step == after.step => self.target(before, after),
            (
                Some(Continuation::Sleep {
                    until: slept,
                    target: before,
                }),
                Some(Continuation::Sleep {
                    until,
                    target: after,
                }),
            ) if before.step == after.step => {
                if slept != until {
                    self.note(What::Until {
                        before: slept.clone(),
                        after: until.clone(),
                    });
                }
                self.target(before, after);
            }
            (
                Some(Continuation::Retry {
                    limit: most,
                    due: dues,
                    assignee: who,
                    freedom: free,
                    exhausted: last,
                }),
                Some(Continuation::Retry {
                    limit,
                    due,
                    assignee,
                    freedom,
                    exhausted,
                }),
            ) => {
                if most != limit {
                    self.note(What::Attempts {
                        before: *most,
                        after: *limit,
                    });
                }
                if dues != due {
                    self.note(What::Retries {
                        before: dues.clone(),
                        after: due.clone(),
                    });
                }
                self.people((who, *free), (assignee, *freedom));
                if last != exhausted {
                    self.note(What::Exhausted {
                        before: last.clone(),
                        after: exhausted.clone(),
                    });
                }
            }
            (before, after) => self.note(What::Then {
                before: before.cloned(),
                after: after.cloned(),
            }),
        }
    }

    /// Two ways to the same step, or two starts.
    fn target(&mut self, before: &Target, after: &Target) {
        if before.due != after.due {
            self.note(What::Due {
                before: before.due.clone(),
                after: after.due.clone(),
            });
        }
        self.people(
            (&before.assignee, before.freedom),
            (&after.assignee, after.freedom),
        );
    }

    fn people(&mut self, before: (&AssigneeRule, Freedom), after: (&AssigneeRule, Freedom)) {
        if before.0 != after.0 {
            self.note(What::Assignee {
                before: before.0.clone(),
                after: after.0.clone(),
            });
        }
        if before.1 != after.1 {
            self.note(What::Freedom {
                before: before.1,
                after: after.1,
            });
        }
    }
}

/// Transitions that a reader of the steps does not meet.
fn loose(graph: &Graph) -> Vec<&Transition> {
    let met = |place: usize, transition: &Transition| {
        let listed = graph
            .step(&transition.step)
            .is_some_and(|step| step.results.contains(&transition.result_id));
        let same = |other: &Transition| {
            other.step == transition.step && other.result_id == transition.result_id
        };
        listed && !graph.transitions[..place].iter().any(same)
    };
    let all = graph.transitions.iter().enumerate();
    all.filter(|(place, transition)| !met(*place, transition))
        .map(|(_, transition)| transition)
        .collect()
}
