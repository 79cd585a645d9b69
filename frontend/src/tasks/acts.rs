//! Changes of one task or of many.

use client::{Failure, Ready, ready};
use domain::ids::{EmployeeId, ResultId, TaskId};
use domain::results::Outcome;
use domain::tasks::Priority;
use domain::time::Due;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use wire::day::{GetMyDay, MyDay};
use wire::operation::Operation;
use wire::tasks::{
    CancelTask, CancelTaskRequest, CompleteRequest, GetWorkplace, TaskPatch, TaskView, UpdateTask,
};

use super::names::{priority_name, task_line};
use crate::clubtime;
use crate::data::{Outbox, Queries, Session, outbox, queries, session};
use crate::i18n::t;
use crate::run::refusal_words;
use crate::ui::{Toast, Toasts, say_now, toasts};

const CHANGED: &[&str] = &["tasks", "day", "clients"];

/// What a screen can ask for. A change that is refused stands in [`Acts::trouble`] until the next one.
#[derive(Clone, Copy)]
pub struct Acts {
    session: Session,
    queries: Queries,
    outbox: Outbox,
    toasts: Toasts,
    trouble: RwSignal<Option<String>>,
}

pub fn acts() -> Acts {
    Acts {
        session: session(),
        queries: queries(),
        outbox: outbox(),
        toasts: toasts(),
        trouble: RwSignal::new(None),
    }
}

/// What finishing must know of a task's workplace. Reading the whole of it, with the process and its rules, is the runner's
/// business: that code is not part of the first load.
#[derive(Deserialize)]
struct Endings {
    context: Offer,
}

#[derive(Deserialize)]
struct Offer {
    results: Vec<Ending>,
}

#[derive(Deserialize)]
struct Ending {
    id: ResultId,
    name: String,
    outcome: Outcome,
    fields: Vec<Question>,
}

#[derive(Deserialize)]
struct Question {
    #[serde(default)]
    required: bool,
}

impl Acts {
    /// Why the last change did not happen.
    pub fn trouble(self) -> Option<String> {
        self.trouble.get()
    }

    /// Says why something asked for elsewhere did not happen.
    pub fn refuse(self, words: String) {
        say_now(words.clone());
        self.trouble.set(Some(words));
    }

    pub fn forget_trouble(self) {
        self.trouble.set(None);
    }

    pub fn reschedule(self, tasks: Vec<TaskView>, due: Due) {
        let Some(first) = tasks.first() else { return };
        let when = clubtime::spell(due, &clubtime::zone_of_now(first.branch_id));
        let said = match tasks.as_slice() {
            [one] => t::day::moved(task_line(one), &when),
            many => t::day::moved_many(count(many), &when),
        };
        let to = move |due: Due| TaskPatch {
            due: Some(due),
            ..TaskPatch::default()
        };
        self.foresee(&tasks, move |task| task.due = due);
        self.change(tasks, said, move |_| to(due), move |before| to(before.due));
    }

    pub fn assign(self, tasks: Vec<TaskView>, employee: EmployeeId, name: String) {
        let said = match tasks.as_slice() {
            [one] => t::day::handed(task_line(one), &name),
            many => t::day::handed_many(count(many), &name),
        };
        let back = |before: &TaskView| TaskPatch {
            assignee_id: before.assignee.employee_id,
            pool_role_id: before.assignee.role_id,
            ..TaskPatch::default()
        };
        let to = move |_: &TaskView| TaskPatch {
            assignee_id: Some(employee),
            ..TaskPatch::default()
        };
        self.foresee(&tasks, move |task| {
            task.assignee.employee_id = Some(employee);
            task.assignee.role_id = None;
            task.assignee.name.clone_from(&name);
        });
        self.change(tasks, said, to, back);
    }

    pub fn prioritise(self, tasks: Vec<TaskView>, priority: Priority) {
        let said = match tasks.as_slice() {
            [one] => t::day::prioritised(priority_name(priority), task_line(one)),
            many => t::day::prioritised_many(count(many), priority_name(priority)),
        };
        let to = |priority: Priority| TaskPatch {
            priority: Some(priority),
            ..TaskPatch::default()
        };
        self.foresee(&tasks, move |task| task.priority = priority);
        self.change(
            tasks,
            said,
            move |_| to(priority),
            move |before| to(before.priority),
        );
    }

    /// Cancels tasks outside chains. It cannot be taken back, so the caller has asked.
    pub fn cancel(self, tasks: Vec<TaskView>, reason: String) {
        self.trouble.set(None);
        spawn_local(async move {
            let mut refused = Vec::new();
            for task in &tasks {
                let body = CancelTaskRequest {
                    reason: reason.clone(),
                };
                let request = ready::<CancelTask>(&(task.id,), &(), &body);
                if let Err(failure) = self.send::<CancelTask>(request).await {
                    refused.push(failure);
                }
            }
            self.queries.stale(CHANGED);
            let done = tasks.len() - refused.len();
            self.report(
                done,
                refused,
                t::day::cancelled_many(i64::try_from(done).unwrap_or_default()),
                None,
            );
        });
    }

    /// Finishes errands with their first result that asks nothing. What asks something goes to `ask`.
    pub fn finish(self, tasks: Vec<TaskView>, ask: Callback<TaskId>) {
        self.trouble.set(None);
        spawn_local(async move {
            let mut sent = Vec::new();
            for task in tasks {
                let workplace = match self.endings(task.id).await {
                    Ok(workplace) => workplace,
                    Err(failure) => {
                        self.report(0, vec![failure], String::new(), None);
                        continue;
                    }
                };
                let free = workplace.context.results.iter().find(|result| {
                    let good = matches!(result.outcome, Outcome::Goal | Outcome::Progress);
                    good && result.fields.iter().all(|field| !field.required)
                });
                let Some(result) = free else {
                    ask.run(task.id);
                    continue;
                };
                let request = CompleteRequest {
                    result_id: result.id,
                    fields: Default::default(),
                    comment: None,
                    next: Default::default(),
                };
                let line = task_line(&task);
                let key = self
                    .outbox
                    .complete(task.id, request, line.clone(), result.name.clone());
                sent.push((key, task.id, line));
                self.queries.amend::<GetMyDay>(|day| remove(day, task.id));
            }
            let said = match sent.as_slice() {
                [] => return,
                [(_, _, line)] => t::day::completed(line),
                many => t::day::completed_many(i64::try_from(many.len()).unwrap_or_default()),
            };
            let undo = move || {
                for (key, task, _) in &sent {
                    self.outbox.take_back(key, *task, move |taken| {
                        if let Err(failure) = taken {
                            self.trouble.set(Some(why(&failure)));
                        }
                    });
                }
            };
            self.toasts.show(Toast::new(said).undo(undo));
        });
    }

    /// Shows the change before the server has it.
    fn foresee(self, tasks: &[TaskView], change: impl Fn(&mut TaskView)) {
        let ids: Vec<TaskId> = tasks.iter().map(|task| task.id).collect();
        self.queries.amend::<GetMyDay>(|day| {
            let items = day
                .items
                .iter_mut()
                .filter(|item| ids.contains(&item.task.id));
            items.map(|item| change(&mut item.task)).count() > 0
        });
    }

    fn change(
        self,
        tasks: Vec<TaskView>,
        said: String,
        to: impl Fn(&TaskView) -> TaskPatch + Send + Sync + 'static,
        back: impl Fn(&TaskView) -> TaskPatch + Send + Sync + 'static,
    ) {
        self.trouble.set(None);
        spawn_local(async move {
            let mut changed = Vec::new();
            let mut refused = Vec::new();
            for task in tasks {
                match self.patch(&task, &to(&task)).await {
                    Ok(now) => changed.push((now, back(&task))),
                    Err(failure) => refused.push(failure),
                }
            }
            self.queries.stale(CHANGED);
            let done = changed.len();
            let undo = Callback::new(move |()| {
                let changed = changed.clone();
                spawn_local(async move {
                    for (task, patch) in &changed {
                        if let Err(failure) = self.patch(task, patch).await {
                            self.trouble.set(Some(why(&failure)));
                        }
                    }
                    self.queries.stale(CHANGED);
                });
            });
            self.report(done, refused, said, Some(undo));
        });
    }

    async fn patch(self, task: &TaskView, patch: &TaskPatch) -> Result<TaskView, Failure> {
        let request = ready::<UpdateTask>(&(task.id,), &(), patch).map(|request| Ready {
            if_match: Some(task.version),
            ..request
        });
        self.send::<UpdateTask>(request).await
    }

    async fn endings(self, task: TaskId) -> Result<Endings, Failure> {
        let request = ready::<GetWorkplace>(&(task,), &(), &())?;
        let answer = self.session.exchange(&request).await?;
        Ok(answer.read()?.reply)
    }

    async fn send<O: Operation>(
        self,
        request: Result<Ready, Failure>,
    ) -> Result<O::Reply, Failure> {
        self.session.send::<O>(request?).await
    }

    fn report(self, done: usize, refused: Vec<Failure>, said: String, undo: Option<Callback<()>>) {
        if done > 0 {
            let toast = Toast::new(said);
            self.toasts.show(match undo {
                Some(undo) => toast.undo(move || undo.run(())),
                None => toast,
            });
        }
        if let Some(first) = refused.first() {
            let count = i64::try_from(refused.len()).unwrap_or_default();
            self.refuse(t::day::some_refused(count, why(first)));
        }
    }
}

pub fn why(failure: &Failure) -> String {
    match failure.problem() {
        Some(problem) => refusal_words(problem),
        None => t::shell::cannot_read().to_owned(),
    }
}

/// Takes a task out of a kept day, as the server will.
pub(crate) fn remove(day: &mut MyDay, task: TaskId) -> bool {
    let before = day.items.len();
    day.items.retain(|item| item.task.id != task);
    day.items.len() < before
}

fn count(tasks: &[TaskView]) -> i64 {
    i64::try_from(tasks.len()).unwrap_or_default()
}
