//! The sitting: which task is on the desk, what comes next, what was done.

use domain::ids::TaskId;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use wire::clients::GetBrief;
use wire::day::{DayQuery, GetMyDay};
use wire::tasks::{GetWorkplace, TaskView};

use super::card::Card;
use super::queue::{after, order};
use crate::data::{outbox, queries, query};
use crate::day::DayAddress;
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::links;
use crate::shell::loaded::Trouble;
use crate::tasks::task_line;
use crate::ui::{Button, EmptyState, Icon, Kind, LinkButton, Skeleton, Waiting, say};

/// As many as one sitting needs before the list is asked again.
const QUEUE: u32 = 200;
/// Cards that are fetched before they are needed.
const AHEAD: usize = 2;

/// What the card tells the sitting.
#[derive(Clone, Copy)]
pub struct Sitting {
    finished: RwSignal<Vec<TaskId>>,
    skipped: RwSignal<Vec<TaskId>>,
    /// Completed here, for the line above.
    done: RwSignal<u32>,
    queue: Memo<Vec<TaskId>>,
    tasks: Memo<Vec<TaskView>>,
    go: Callback<Option<TaskId>>,
}

impl Sitting {
    /// The task is off the desk: the next one comes at once.
    pub fn finish(self, task: TaskId, completed: bool) {
        let next = self.following(task);
        self.finished.update(|all| all.push(task));
        if completed {
            self.done.update(|done| *done += 1);
        }
        self.turn_to(next);
    }

    /// To the end of this sitting's queue.
    pub fn skip(self, task: TaskId) {
        let next = self.following(task);
        self.skipped.update(|all| {
            all.retain(|other| *other != task);
            all.push(task);
        });
        self.turn_to(next);
    }

    /// Back on the desk: it was taken back.
    pub fn reopen(self, task: TaskId) {
        // The sitting may be over; then the task is back in the day's list.
        let here = self
            .finished
            .try_update(|all| all.retain(|other| *other != task));
        if here.is_some() {
            self.done.update(|done| *done = done.saturating_sub(1));
            self.go.run(Some(task));
        }
    }

    /// Leaves it without doing anything: somebody else has.
    pub fn pass(self, task: TaskId) {
        self.finish(task, false);
    }

    fn following(self, task: TaskId) -> Option<TaskId> {
        self.queue.with_untracked(|queue| after(queue, task))
    }

    fn turn_to(self, next: Option<TaskId>) {
        if let Some(id) = next {
            let task = self
                .tasks
                .with_untracked(|all| all.iter().find(|task| task.id == id).cloned());
            if let Some(task) = task {
                say(t::run::following(task_line(&task), &task.title));
            }
        }
        self.go.run(next);
    }
}

#[component]
pub fn Runner() -> AnyView {
    let map = use_query_map();
    let address = Memo::new(move |_| map.with(DayAddress::read).with_tab(wire::day::DayTab::Todo));
    let wanted = Memo::new(move |_| {
        map.with(|map| map.get_str("task").and_then(|id| id.parse::<TaskId>().ok()))
    });
    let question = move || DayQuery {
        limit: Some(QUEUE),
        ..address.get().question()
    };
    let day = query::<GetMyDay>(move || Some(((), question())));
    let finished = RwSignal::new(Vec::new());
    let skipped = RwSignal::new(Vec::new());
    let outbox = outbox();
    let tasks = Memo::new(move |_| {
        let day = day.data();
        let items = day.iter().flat_map(|day| day.items.iter());
        items
            .map(|item| item.task.clone())
            .filter(|task| !outbox.holds(task.id))
            .collect::<Vec<_>>()
    });
    let queue = Memo::new(move |_| {
        let ids: Vec<TaskId> = tasks.with(|tasks| tasks.iter().map(|task| task.id).collect());
        order(&ids, &finished.read(), &skipped.read())
    });
    let navigate = use_navigate();
    let go = Callback::new(move |task: Option<TaskId>| {
        let parameters = address.get_untracked().parameters();
        let to = match task {
            Some(task) => links::run_with(&parameters, task),
            None => links::run(&parameters),
        };
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&to, options);
    });
    let sitting = Sitting {
        finished,
        skipped,
        done: RwSignal::new(0),
        queue,
        tasks,
        go,
    };
    // A task once begun stays on the desk whatever happens to the order behind it: it is in the address.
    let current = Memo::new(move |_| wanted.get());
    Effect::new(move |_| {
        if wanted.get().is_none()
            && let Some(first) = queue.get().first()
        {
            go.run(Some(*first));
        }
    });
    // What comes next is fetched now.
    Effect::new(move |_| {
        let here = current.get();
        let ahead = queue.with(|queue| {
            let place = here
                .and_then(|here| queue.iter().position(|id| *id == here))
                .map_or(0, |place| place + 1);
            queue
                .iter()
                .cycle()
                .skip(place)
                .take(AHEAD.min(queue.len()))
                .copied()
                .collect::<Vec<_>>()
        });
        for id in ahead {
            let known = queries().peek::<GetWorkplace>((id,), ());
            queries().prefetch::<GetWorkplace>((id,), ());
            if let Some(client) = known.and_then(|place| place.client.as_ref().map(|it| it.id)) {
                queries().prefetch::<GetBrief>((client,), ());
            }
        }
    });

    let leave = use_navigate();
    let close = Callback::new(move |()| leave(&address.get_untracked().link(), Default::default()));
    keys::add(
        Command::new("run.close", Scope::Page, t::run::close(), move || {
            close.run(())
        })
        .on(Chord::ESCAPE),
    );

    let left = move || queue.with(Vec::len);
    let ready = Signal::derive(move || {
        day.data().is_some() || day.failure().is_some() || current.get().is_some()
    });
    let empty = Memo::new(move |_| {
        current.get().is_none() && day.data().is_some() && queue.with(Vec::is_empty)
    });
    let failed = move || {
        (current.get().is_none() && day.data().is_none())
            .then(|| day.failure())
            .flatten()
    };
    document().set_title(t::run::title());
    view! {
        <div class="run">
            <div class="run__bar">
                <span class="num">{move || t::run::progress(sitting.done.get(), left())}</span>
                <span class="run__push"></span>
                <Button label=t::run::close() kind=Kind::Ghost icon=Icon::X chord=Chord::ESCAPE on_press=close />
            </div>
            <Waiting ready=ready skeleton=|| view! { <Skeleton rows=8 lines=true /> }.into_any()>
                {move || match (failed(), empty.get()) {
                    (Some(failure), _) => view! { <Trouble failure=failure on_retry=move |()| day.refresh() /> }.into_any(),
                    (None, true) => view! { <Summary day=day /> }.into_any(),
                    (None, false) => view! {
                        {move || current.get().map(|task| view! { <Card task=task sitting=sitting /> })}
                    }
                    .into_any(),
                }}
            </Waiting>
        </div>
    }
    .into_any()
}

/// Nothing is left: the day in numbers.
#[component]
fn Summary(day: crate::data::Query<wire::day::MyDay>) -> AnyView {
    day.refresh();
    let numbers = move || {
        let numbers = day.data()?.numbers.clone();
        if numbers.done == 0 {
            return Some(t::day::all_done().to_owned());
        }
        let parts = [
            t::day::numbers_done(i64::from(numbers.done)),
            t::day::numbers_reached(i64::from(numbers.reached)),
            t::day::numbers_progress(i64::from(numbers.progress)),
            t::day::numbers_goals(i64::from(numbers.goals)),
        ];
        Some(t::run::summary_text(parts.join(" · ")))
    };
    view! {
        <h1 class="run__summary" id=super::client_pane::NAME_ID tabindex="-1">{t::run::summary_title()}</h1>
        <EmptyState
            text=Signal::derive(move || numbers().unwrap_or_default())
            icon=Icon::CircleCheck
            actions=|| view! { <LinkButton label=t::run::to_day() href=links::day() kind=Kind::Primary /> }.into_any()
        />
    }
    .into_any()
}
