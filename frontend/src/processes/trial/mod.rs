//! A fictitious client on his way through a draft: the same decisions as in the runner, on invented facts. Nothing is stored anywhere.

use std::collections::BTreeMap;

use chrono::Duration;
use domain::chains::{
    Adjustment, Begun, ChainFacts, ChainState, ClientFacts, Context, Decision, Deed, NewTask, Next,
    Rejection, Returned, Sentence, TaskFacts, Told, come_back, complete, errands_done,
    proposed_due, start, wake,
};
use domain::clients::Stage;
use domain::collation::sort_key;
use domain::fields::Raw;
use domain::ids::{BranchId, ChainId, EmployeeId, ResultId, TaskId, VersionId};
use domain::processes::{Call, Graph, Target};
use domain::tasks::{Assignee, Priority, TaskState};
use domain::time::{Due, Timestamp};

/// Where the client is.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    Task(TaskFacts),
    Asleep {
        until: Timestamp,
        /// Also until its errands are done.
        errands: bool,
        /// Or until this process is over.
        call: Option<Call>,
        target: Target,
    },
    /// The chain is over, with the sentence that said so.
    Over,
}

/// How a sleep ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Waking {
    Date,
    Errands,
    /// The process that was called ended so.
    Called(ChainState),
}

/// One thing that happened on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Happened {
    pub at: Timestamp,
    /// Key of the step.
    pub step: String,
    /// Absent for waking up.
    pub result: Option<ResultId>,
    pub then: Told,
}

/// What conditions read of the client. Whoever tries the draft says it, and results change it as they would a real client's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    pub stage: Stage,
    pub tags: Vec<String>,
    /// Absent: as in the club's context.
    responsible: Option<EmployeeId>,
}

impl Default for Who {
    fn default() -> Self {
        Self {
            stage: Stage::Lead,
            tags: Vec::new(),
            responsible: None,
        }
    }
}

impl Who {
    fn tagged(&self, tag: &str) -> bool {
        let key = sort_key(tag);
        self.tags.iter().any(|known| sort_key(known) == key)
    }

    /// What a decision makes of the client.
    fn changed(&mut self, decision: &Decision) {
        if decision.client.becomes_client {
            self.stage = Stage::Client;
        }
        for planned in &decision.also {
            match &planned.deed {
                Deed::Stage(stage) => self.stage = *stage,
                Deed::Tags { add, remove } => {
                    let gone: Vec<String> = remove.iter().map(|tag| sort_key(tag)).collect();
                    self.tags.retain(|tag| !gone.contains(&sort_key(tag)));
                    for tag in add {
                        if !self.tagged(tag) {
                            self.tags.push(tag.clone());
                        }
                    }
                }
                Deed::Responsible(id) => self.responsible = Some(*id),
                Deed::Errand(_)
                | Deed::Start(_)
                | Deed::LeaveRunning(_)
                | Deed::Notify { .. }
                | Deed::Write { .. }
                | Deed::Call(_)
                | Deed::Nothing => {}
            }
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    pub standing: Standing,
    pub who: Who,
    /// The invented clock: it jumps to when the next task is due, and can be set.
    pub now: Timestamp,
    pub story: Vec<Happened>,
    attempts: BTreeMap<String, u32>,
    /// Given on the way and not done yet: in a trial they are all done at once.
    open_errands: u32,
    /// How the chain began.
    pub beginning: Sentence,
}

/// Who acts, and where: the one who looks at it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Actor {
    pub by: EmployeeId,
    pub branch: BranchId,
}

impl Trial {
    /// `cx` describes the club; its chain is replaced by this one, and its client by `who`.
    pub fn begin(graph: &Graph, actor: Actor, cx: &Context, who: Who) -> Result<Self, Rejection> {
        let cx = with_client(with_chain(cx, graph, cx.now, &BTreeMap::new()), &who);
        let begun = start(actor.by, actor.branch, &Adjustment::default(), &cx)?;
        let mut trial = Self {
            standing: Standing::Over,
            who,
            now: cx.now,
            story: Vec::new(),
            attempts: BTreeMap::new(),
            open_errands: 0,
            beginning: begun.sentence.clone(),
        };
        trial.take(begun, actor, &cx);
        Ok(trial)
    }

    /// The context that the present task is decided in.
    pub fn context(&self, graph: &Graph, cx: &Context) -> Context {
        let mut cx = with_client(with_chain(cx, graph, self.now, &self.attempts), &self.who);
        if let Some(chain) = &mut cx.chain {
            chain.open_errands = self.open_errands;
        }
        cx
    }

    /// The present task. It stands in the actor's branch, whichever that was when it was made.
    pub fn task(&self, actor: Actor) -> Option<TaskFacts> {
        let Standing::Task(task) = &self.standing else {
            return None;
        };
        Some(TaskFacts {
            branch_id: actor.branch,
            ..task.clone()
        })
    }

    /// Ends the present task with a result.
    pub fn go_on(
        &self,
        graph: &Graph,
        actor: Actor,
        cx: &Context,
        result: ResultId,
        values: &BTreeMap<String, Raw>,
    ) -> Result<Self, Rejection> {
        let task = self.task(actor).ok_or(Rejection::NotOpen)?;
        let cx = self.context(graph, cx);
        let decision = decide(&task, result, values, actor.by, &cx)?;
        let mut next = self.clone();
        next.who.changed(&decision);
        next.story.push(Happened {
            at: self.now,
            step: task.step.unwrap_or_default(),
            result: Some(result),
            then: decision.told(),
        });
        if let Some(chain) = decision.chain {
            next.attempts = chain.attempts;
        }
        let errands = decision.also.iter();
        let given = errands.filter(|planned| matches!(planned.deed, Deed::Errand(_)));
        next.open_errands += u32::try_from(given.count()).unwrap_or(0);
        match decision.next {
            Next::Task(task) => next.stand(task, actor, &cx),
            Next::Sleep {
                until,
                errands,
                call,
                target,
            } => {
                next.standing = Standing::Asleep {
                    until,
                    errands,
                    call,
                    target,
                };
            }
            Next::Goal
            | Next::Refusal
            | Next::End
            | Next::StartProcess { .. }
            | Next::Join(_)
            | Next::Nothing => next.standing = Standing::Over,
        }
        Ok(next)
    }

    /// The sleep is over. `process` is what the one that was called is named.
    pub fn wake(
        &self,
        graph: &Graph,
        actor: Actor,
        cx: &Context,
        how: Waking,
        process: &str,
    ) -> Result<Self, Rejection> {
        let Standing::Asleep {
            until,
            call,
            target,
            ..
        } = &self.standing
        else {
            return Err(Rejection::NotOpen);
        };
        let mut next = self.clone();
        match how {
            Waking::Date => next.now = self.now.max(*until),
            Waking::Errands => next.open_errands = 0,
            Waking::Called(_) => {}
        }
        let cx = next.context(graph, cx);
        let (by, branch) = (actor.by, actor.branch);
        let returned = match how {
            Waking::Date => wake(target, by, branch, &cx).map(Returned::task),
            Waking::Errands => errands_done(target, by, branch, &cx).map(Returned::task),
            Waking::Called(end) => {
                let back = call.as_ref().and_then(|call| call.back(end));
                let back = back.ok_or(Rejection::NotOpen)?;
                come_back(back, target, process, by, branch, &cx)
            }
        }?;
        let then = match &returned {
            Returned::Task(begun) => begun.sentence.clone(),
            Returned::Ended(ChainState::Goal) => Sentence::Goal,
            Returned::Ended(ChainState::Refused) => Sentence::Refusal,
            Returned::Ended(_) => Sentence::End,
        };
        next.story.push(Happened {
            at: next.now,
            step: target.step.clone(),
            result: None,
            then: Told::plain(then),
        });
        match returned {
            Returned::Task(begun) => next.take(*begun, actor, &cx),
            Returned::Ended(_) => next.standing = Standing::Over,
        }
        Ok(next)
    }

    fn take(&mut self, begun: Begun, actor: Actor, cx: &Context) {
        self.attempts = begun.chain.attempts;
        self.stand(begun.task, actor, cx);
    }

    fn stand(&mut self, task: NewTask, actor: Actor, cx: &Context) {
        self.now = self.now.max(worked_at(task.due, cx));
        self.standing = Standing::Task(TaskFacts {
            id: TaskId::from_i64(1),
            template_id: Some(task.template_id),
            step: Some(task.step),
            branch_id: actor.branch,
            assignee: task.assignee,
            due: task.due,
            priority: task.priority,
            state: TaskState::Open,
            attempt: task.attempt,
        });
    }
}

/// A task of a step as an operator would have it now, for a look at its results.
pub fn standing_at(graph: &Graph, step: &str, actor: Actor, cx: &Context) -> Option<TaskFacts> {
    let step = graph.step(step)?;
    Some(TaskFacts {
        id: TaskId::from_i64(1),
        template_id: Some(step.template_id),
        step: Some(step.key.clone()),
        branch_id: actor.branch,
        assignee: Assignee::Employee(actor.by),
        due: Due::At(cx.now),
        priority: Priority::Normal,
        state: TaskState::Open,
        attempt: 1,
    })
}

/// What a result means. Where the employee is asked for a date, the proposal is taken.
pub fn decide(
    task: &TaskFacts,
    result: ResultId,
    values: &BTreeMap<String, Raw>,
    by: EmployeeId,
    cx: &Context,
) -> Result<Decision, Rejection> {
    let with = |adjustment: &Adjustment| complete(task, result, values, None, adjustment, by, cx);
    match with(&Adjustment::default()) {
        Err(Rejection::DueRequired) => with(&Adjustment {
            due: proposed_due(task, result, values, cx),
            assignee_id: None,
        }),
        other => other,
    }
}

/// The context of the club with a chain of this graph in it.
pub fn with_chain(
    cx: &Context,
    graph: &Graph,
    now: Timestamp,
    attempts: &BTreeMap<String, u32>,
) -> Context {
    Context {
        now,
        chain: Some(ChainFacts {
            id: ChainId::from_i64(1),
            version_id: VersionId::from_i64(1),
            graph: graph.clone(),
            state: ChainState::Active,
            attempts: attempts.clone(),
            recent_tasks: 0,
            open_errands: 0,
        }),
        ..cx.clone()
    }
}

fn with_client(cx: Context, who: &Who) -> Context {
    let client = cx.client.map(|client| ClientFacts {
        stage: who.stage,
        tags: who.tags.clone(),
        responsible_id: who.responsible.or(client.responsible_id),
        ..client
    });
    Context { client, ..cx }
}

/// When somebody would do a task: at its moment, or on its day when the branch opens.
fn worked_at(due: Due, cx: &Context) -> Timestamp {
    match due {
        Due::At(at) => at,
        Due::Day(day) => match cx.calendar.hours(day) {
            Some(hours) => cx.zone.instant(day.and_time(hours.opens)),
            None => cx.zone.midnight(day).plus(Duration::hours(10)),
        },
    }
}

#[cfg(test)]
mod tests;
