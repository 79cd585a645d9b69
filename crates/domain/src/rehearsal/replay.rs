//! One client after another through a graph.
//!
//! **Who acts.** Where the draft gives a task to the same person as in reality, whoever really did it does it again; otherwise the one who has it now.
//! **Shares.** Rules that choose the least loaded, or take turns, share out what the replay made so far, which is what they come to in the long run:
//! clients are replayed one by one, not day by day. Who is absent today was there then: nobody is passed over.

use std::collections::BTreeMap;

use super::clock::{chosen_due, day_of, done_at, shifted};
use super::rounds::Way;
use super::tally::{DeadEnd, DeadEndReason, Ends, Replayed, Tally};
use super::{Beginning, Given, Period, Story};
use crate::chains::{
    Adjustment, ChainChange, ChainFacts, ChainState, Context, Filled, NewErrand, NewTask, Next,
    Rejection, TaskFacts, again, errands_again, offered_due, start, wake,
};
use crate::ids::{BranchId, ChainId, EmployeeId, TaskId, TemplateId, VersionId};
use crate::processes::Graph;
use crate::tasks::{Assignee, Priority, TaskState};
use crate::time::Timestamp;

/// A graph on which stories are replayed, and what came of it so far.
#[derive(Debug)]
pub struct Rehearsal {
    graph: Graph,
    /// The club as each branch sees it.
    stages: BTreeMap<BranchId, Context>,
    period: Period,
    tally: Tally,
    /// How often somebody was chosen: the clock by which turns are taken.
    turns: i64,
}

/// How a replay ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Goal,
    Refusal,
    Ended,
    HandedOver,
    Sleeping,
    Open,
    Unknown,
    Dead,
}

impl Rehearsal {
    /// `stages` describe the club around each branch that stories are of: calendar, zone, templates and results of the graph, staff.
    pub fn new(graph: &Graph, period: Period, stages: BTreeMap<BranchId, Context>) -> Self {
        let stages = stages
            .into_iter()
            .map(|(branch, cx)| (branch, prepared(cx, graph)));
        Self {
            stages: stages.collect(),
            period,
            tally: Tally::new(graph, period),
            turns: 0,
            graph: graph.clone(),
        }
    }

    /// Counts one client in. A story without results, or of a branch that has no stage, tells nothing.
    pub fn replay(&mut self, story: &Story) {
        let Some(cx) = self.stages.get_mut(&story.branch) else {
            return;
        };
        if story.given.is_empty() {
            return;
        }
        cx.client = Some(story.client.clone());
        let mut walk = Walk {
            graph: &self.graph,
            period: self.period,
            tally: &mut self.tally,
            turns: &mut self.turns,
            taken: vec![false; story.given.len()],
            way: Way::default(),
            now: story.given[0].at,
            story,
            cx,
        };
        let end = walk.run();
        let (taken, way, now) = (walk.taken, walk.way, walk.now);
        let left = taken.iter().filter(|taken| !**taken).count();
        self.tally.done.left_over += left as u32;
        self.tally.done.chains += 1;
        self.tally.way(way);
        if let (End::Goal, Beginning::Started { at, .. }) = (end, story.beginning) {
            self.tally.goal_after(now.since(at).num_seconds());
        }
        end.count(&mut self.tally.done.ends);
    }

    pub fn finish(self) -> Replayed {
        self.tally.finish()
    }
}

impl End {
    const fn count(self, ends: &mut Ends) {
        let place = match self {
            Self::Goal => &mut ends.goal,
            Self::Refusal => &mut ends.refusal,
            Self::Ended => &mut ends.ended,
            Self::HandedOver => &mut ends.handed_over,
            Self::Sleeping => &mut ends.sleeping,
            Self::Open => &mut ends.open,
            Self::Unknown => &mut ends.unknown,
            Self::Dead => &mut ends.dead_end,
        };
        *place += 1;
    }
}

fn prepared(mut cx: Context, graph: &Graph) -> Context {
    for member in &mut cx.staff {
        member.available = true;
        member.load = Default::default();
    }
    cx.chain = Some(ChainFacts {
        id: ChainId::from_i64(0),
        version_id: VersionId::from_i64(0),
        graph: graph.clone(),
        state: ChainState::Active,
        attempts: BTreeMap::new(),
        recent_tasks: 0,
        open_errands: 0,
    });
    cx
}

/// One client on his way.
struct Walk<'a> {
    graph: &'a Graph,
    period: Period,
    tally: &'a mut Tally,
    turns: &'a mut i64,
    /// Which of the story's results are used up.
    taken: Vec<bool>,
    way: Way,
    now: Timestamp,
    story: &'a Story,
    cx: &'a mut Context,
}

impl Walk<'_> {
    fn run(&mut self) -> End {
        let mut task = match self.enter() {
            Ok(task) => task,
            Err(end) => return end,
        };
        loop {
            match self.work(&task) {
                Ok(next) => task = next,
                Err(end) => return end,
            }
        }
    }

    /// The first task.
    fn enter(&mut self) -> Result<TaskFacts, End> {
        let first = &self.story.given[0];
        match self.story.beginning {
            Beginning::Started { at, by } => {
                self.now = at;
                self.stand(ChainState::Active, BTreeMap::new());
                let by = by.unwrap_or(first.by);
                let begin = |adjustment: &Adjustment, cx: &Context| {
                    start(by, self.story.branch, adjustment, cx)
                };
                let Ok(mut begun) = begin(&Adjustment::default(), self.cx) else {
                    return Err(self.gone(first));
                };
                if let Some(hand) = self.by_hand(begun.task.template_id) {
                    begun = begin(&hand, self.cx).unwrap_or(begun);
                }
                Ok(self.take(begun.chain, begun.task))
            }
            Beginning::Before => self.go_on(first),
        }
    }

    /// Where a client stood who was on his way already.
    fn go_on(&mut self, first: &Given) -> Result<TaskFacts, End> {
        let of_template = |key: Option<&str>| {
            let mut steps = self.graph.steps.iter();
            steps.find(|step| {
                step.template_id == first.template_id && key.is_none_or(|key| step.key == key)
            })
        };
        let Some(step) = of_template(Some(&first.step)).or_else(|| of_template(None)) else {
            return Err(self.gone(first));
        };
        let made = first.attempt.saturating_sub(1);
        let attempts = (made > 0).then(|| (step.key.clone(), made));
        self.now = first.made;
        self.stand(ChainState::Active, attempts.into_iter().collect());
        self.way.reach(&step.key, self.now);
        Ok(TaskFacts {
            id: TaskId::from_i64(0),
            template_id: Some(step.template_id),
            step: Some(step.key.clone()),
            branch_id: self.story.branch,
            assignee: first.assignee,
            due: first.due,
            priority: Priority::Normal,
            state: TaskState::Open,
            attempt: first.attempt,
        })
    }

    /// There is no step for him.
    fn gone(&mut self, first: &Given) -> End {
        self.tally.dead_end(DeadEnd {
            why: DeadEndReason::StepGone,
            step: first.step.clone(),
            template_id: first.template_id,
            result_id: None,
        });
        End::Dead
    }

    /// The task ends with the next result that was really given on its template, and the next one is made.
    fn work(&mut self, task: &TaskFacts) -> Result<TaskFacts, End> {
        let (Some(step), Some(template)) = (task.step.as_deref(), task.template_id) else {
            return Err(End::Dead);
        };
        let zone = &self.cx.zone;
        let due = day_of(task.due, zone);
        let Some(place) = self.next(template) else {
            self.count(step, task, due);
            if self.story.waits_at == Some(template) || due > zone_day(self.cx, self.period.until) {
                return Err(End::Open);
            }
            self.tally.unknown(step);
            return Err(End::Unknown);
        };
        let given = &self.story.given[place];
        let at = done_at(given, task.due, self.now, zone);
        if at > self.period.until {
            self.count(step, task, due);
            return Err(End::Open);
        }
        self.taken[place] = true;
        self.now = at;
        self.cx.now = at;
        self.count(step, task, zone_day(self.cx, at));
        let by = match task.assignee {
            Assignee::Employee(now) if given.assignee != Assignee::Employee(now) => now,
            _ => given.by,
        };
        let moved = shifted(given, at, &self.cx.zone);
        let answers = moved.as_deref().unwrap_or(&given.answers);
        self.tally.result(step, given.result_id);
        match self.decide(task, given, answers, by) {
            Ok((chain, next)) => {
                self.tally.done.used += 1;
                let followed = (&chain, &next);
                let errands = errands_again(task, given.result_id, answers, followed, by, self.cx);
                let dead = DeadEnd {
                    why: DeadEndReason::NothingFollows,
                    step: step.to_owned(),
                    template_id: template,
                    result_id: Some(given.result_id),
                };
                let next = self.follow(chain, next, by, dead);
                for errand in errands {
                    self.give(errand.assignee);
                    self.errand(&errand);
                }
                next
            }
            Err(why) => {
                self.taken[place] = false;
                let why = match why {
                    Rejection::ResultNotAllowed { .. } => DeadEndReason::ResultUnknown,
                    _ => DeadEndReason::NothingFollows,
                };
                self.tally.dead_end(DeadEnd {
                    why,
                    step: step.to_owned(),
                    template_id: template,
                    result_id: Some(given.result_id),
                });
                Err(End::Dead)
            }
        }
    }

    /// Where a rule asks for a date, or a person named another, what he named in reality holds; where he named none, the proposal.
    fn decide(
        &self,
        task: &TaskFacts,
        given: &Given,
        answers: &[Filled],
        by: EmployeeId,
    ) -> Result<(ChainChange, Next), Rejection> {
        let result = given.result_id;
        let with = |hand: &Adjustment| again(task, result, answers, hand, by, self.cx);
        let decided = match with(&Adjustment::default()) {
            Err(Rejection::DueRequired) => with(&Adjustment {
                due: offered_due(task, result, answers, self.cx),
                assignee_id: None,
            }),
            other => other,
        }?;
        let hand = match &decided.1 {
            Next::Task(next) => self.by_hand(next.template_id),
            _ => None,
        };
        Ok(match hand {
            Some(hand) => with(&hand).unwrap_or(decided),
            None => decided,
        })
    }

    fn follow(
        &mut self,
        chain: ChainChange,
        next: Next,
        by: EmployeeId,
        dead: DeadEnd,
    ) -> Result<TaskFacts, End> {
        match next {
            Next::Task(task) => Ok(self.take(chain, task)),
            // What becomes of him in the process that is called, this one's past does not tell.
            Next::Sleep { call: Some(_), .. } => Err(End::HandedOver),
            Next::Sleep { until, .. } if until > self.period.until => Err(End::Sleeping),
            Next::Sleep { until, target, .. } => {
                self.now = self.now.max(until);
                self.stand(ChainState::Sleeping, chain.attempts);
                let woken = wake(&target, by, self.story.branch, self.cx);
                match woken {
                    Ok(woken) => Ok(self.take(woken.chain, woken.task)),
                    Err(_) => {
                        self.tally.dead_end(dead);
                        Err(End::Dead)
                    }
                }
            }
            Next::Goal => Err(End::Goal),
            Next::Refusal => Err(End::Refusal),
            Next::End | Next::Nothing | Next::Join(_) => Err(End::Ended),
            Next::StartProcess { .. } => Err(End::HandedOver),
        }
    }

    /// A task that was decided on is made.
    fn take(&mut self, chain: ChainChange, task: NewTask) -> TaskFacts {
        self.stand(chain.state, chain.attempts);
        self.way.reach(&task.step, self.now);
        self.give(task.assignee);
        TaskFacts {
            id: TaskId::from_i64(0),
            template_id: Some(task.template_id),
            step: Some(task.step),
            branch_id: self.story.branch,
            assignee: task.assignee,
            due: task.due,
            priority: task.priority,
            state: TaskState::Open,
            attempt: task.attempt,
        }
    }

    /// Somebody has a task more than before, for the rules that share out.
    fn give(&mut self, assignee: Assignee) {
        if let Assignee::Employee(id) = assignee {
            *self.turns += 1;
            if let Some(member) = self.cx.staff.iter_mut().find(|member| member.id == id) {
                member.load.open_tasks += 1;
                member.load.last_assigned = Some(Timestamp::from_micros(*self.turns));
            }
        }
    }

    /// When an errand is really done, no story tells: it counts on its due day.
    fn errand(&mut self, errand: &NewErrand) {
        let day = day_of(errand.due, &self.cx.zone);
        let planned = self.planned(errand.template_id);
        self.tally.errand(errand.assignee.into(), day, planned);
    }

    fn planned(&self, template: TemplateId) -> Option<u32> {
        let mut templates = self.cx.templates.iter();
        templates
            .find(|known| known.id == template)
            .and_then(|template| template.planned_minutes)
    }

    /// The chain as the next decision finds it.
    fn stand(&mut self, state: ChainState, attempts: BTreeMap<String, u32>) {
        self.cx.now = self.now;
        if let Some(chain) = &mut self.cx.chain {
            chain.state = state;
            chain.attempts = attempts;
        }
    }

    fn next(&self, template: TemplateId) -> Option<usize> {
        let mut given = self.story.given.iter().zip(&self.taken);
        given.position(|(given, taken)| !taken && given.template_id == template)
    }

    /// The date that a person really named for the next task of this template.
    fn by_hand(&self, template: TemplateId) -> Option<Adjustment> {
        let given = &self.story.given[self.next(template)?];
        given.chosen.then(|| Adjustment {
            due: Some(chosen_due(given, self.cx.now, &self.cx.zone)),
            assignee_id: None,
        })
    }

    fn count(&mut self, step: &str, task: &TaskFacts, day: chrono::NaiveDate) {
        let planned = task.template_id.and_then(|template| self.planned(template));
        self.tally.task(step, task.assignee.into(), day, planned);
    }
}

fn zone_day(cx: &Context, at: Timestamp) -> chrono::NaiveDate {
    cx.zone.day(at)
}
