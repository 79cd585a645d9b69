//! The list itself: groups, keys, floats, what is shown when it is empty.

use domain::access::Permission;
use domain::ids::TaskId;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wire::day::{DayQuery, DayTab, GetMyDay, MyDay, QueueGroup, QueueItem};
use wire::tasks::TaskView;

use super::address::{DayAddress, Whose};
use super::bulk::Bulk;
use super::queue::{Held, hold, renew};
use super::row::{done_row, group_name, open_row};
use crate::clubtime;
use crate::data::{Query, outbox, session};
use crate::dial::{Way, dialler};
use crate::i18n::t;
use crate::keys::Chord;
use crate::links;
use crate::tasks::{Acts, AssigneeFloat, PriorityFloat, RescheduleFloat, task_line, why};
use crate::ui::{
    Button, EmptyState, Floating, Group, Heading, Icon, Kind, LinkButton, RowKeys, Skeleton, Table,
    Toast, Waiting, toasts,
};

/// What the rows and the floats share.
#[derive(Clone, Copy)]
pub struct ListState {
    pub held: Memo<Held>,
    pub selected: RwSignal<Vec<TaskId>>,
    /// Whose tasks an open float is about, and where it hangs.
    subject: RwSignal<Vec<TaskId>>,
    menu: RwSignal<Option<String>>,
    reschedule: RwSignal<Option<String>>,
    assign: RwSignal<Option<String>>,
    prioritise: RwSignal<Option<String>>,
    /// The assignee is a column only where there are several.
    pub team: Memo<bool>,
    pub parameters: Memo<String>,
    pub rows: RowKeys,
    pub acts: Acts,
    to_runner: Callback<TaskId>,
}

#[component]
pub fn DayList(day: Query<MyDay>, address: Memo<DayAddress>, acts: Acts) -> AnyView {
    let rows = RowKeys::new();
    let over = RwSignal::new(false);
    let take_all = RwSignal::new(0u32);
    let outbox = outbox();
    // Rows hold still while somebody points at them or works among them, within one tab and filter.
    let held = Memo::new(move |before: Option<&(DayAddress, u32, Held)>| {
        let (here, asked) = (address.get(), take_all.get());
        let Some(fresh) = day.data() else {
            // Another filter keeps the rows until its own come; another tab has other columns.
            let same_tab = before.filter(|(then, _, _)| then.tab == here.tab);
            let held = same_tab
                .map(|(_, _, held)| held.clone())
                .unwrap_or_else(Held::loading);
            return (here, asked, held);
        };
        let busy = over.get_untracked() || rows.focused_now().is_some();
        let held = match before {
            Some((then, taken, shown)) if busy && *then == here && *taken == asked => {
                hold(&shown.items, &fresh)
            }
            _ => renew(&fresh),
        };
        (here, asked, held)
    });
    let held = Memo::new(move |_| {
        let mut held = held.with(|(_, _, held)| held.clone());
        let done = address.with(|address| address.tab == DayTab::Done);
        held.items
            .retain(|item| done || !outbox.holds(item.task.id));
        held
    });
    let go = use_navigate();
    let parameters = Memo::new(move |_| address.get().with_tab(DayTab::Todo).parameters());
    let state = ListState {
        held,
        selected: RwSignal::new(Vec::new()),
        subject: RwSignal::new(Vec::new()),
        menu: RwSignal::new(None),
        reschedule: RwSignal::new(None),
        assign: RwSignal::new(None),
        prioritise: RwSignal::new(None),
        team: Memo::new(move |_| address.with(|address| address.whose == Whose::Team)),
        parameters,
        rows,
        acts,
        to_runner: Callback::new(move |id: TaskId| {
            go(
                &links::run_with(&parameters.get_untracked(), id),
                Default::default(),
            );
        }),
    };
    register_keys(state);

    let tab = Memo::new(move |_| address.with(|address| address.tab));
    Effect::new(move |_| {
        // Another tab, another list: what was chosen there is not chosen here.
        tab.track();
        state.selected.set(Vec::new());
    });
    let empty = Memo::new(move |_| held.with(|held| held.items.is_empty() && !held.loading));
    let loading = Memo::new(move |_| held.with(|held| held.loading));
    let headings = Signal::derive(move || headings(tab.get(), state.team.get()));
    let lines = move || lines(&held.read().items, tab.get());
    let more = move || more(day, address, held, take_all);
    view! {
        <div class="day" on:pointerenter=move |_| over.set(true) on:pointerleave=move |_| over.set(false)>
            {move || (tab.get() == DayTab::Done).then(|| numbers(day))}
            {move || match (loading.get(), empty.get()) {
                (true, _) => view! {
                    <Waiting ready=Signal::stored(false) skeleton=|| view! { <Skeleton rows=12 /> }.into_any()>{|| ()}</Waiting>
                }
                .into_any(),
                (false, true) => view! { <Nothing day=day address=address /> }.into_any(),
                (false, false) => view! {
                    <Table label=t::day::list() headings=headings keys=rows more=more>
                        <For each=lines key=|line| line.key.clone() let:line>
                            {match line.what {
                                What::Group(group, count) => view! { <Group label=format!("{} · {count}", group_name(group)) /> }.into_any(),
                                What::Task(item) if tab.get_untracked() == DayTab::Done => done_row(*item, state),
                                What::Task(item) => open_row(*item, state),
                            }}
                        </For>
                    </Table>
                }
                .into_any(),
            }}
            <Bulk state=state />
        </div>
        <Floats state=state />
    }
    .into_any()
}

/// A row is drawn anew only when what it shows has changed.
#[derive(Clone)]
struct Line {
    key: String,
    what: What,
}

#[derive(Clone)]
enum What {
    Group(QueueGroup, usize),
    Task(Box<QueueItem>),
}

fn lines(items: &[QueueItem], tab: DayTab) -> Vec<Line> {
    let mut lines = Vec::with_capacity(items.len() + 4);
    let mut group = None;
    for item in items {
        if group != Some(item.group) && tab == DayTab::Todo {
            group = Some(item.group);
            let count = items
                .iter()
                .filter(|other| other.group == item.group)
                .count();
            lines.push(Line {
                key: format!("{:?}·{count}", item.group),
                what: What::Group(item.group, count),
            });
        }
        let task = &item.task;
        let due = task.due;
        lines.push(Line {
            key: format!(
                "{}·{}·{due:?}·{:?}·{}",
                task.id, task.version, task.priority, task.assignee.name
            ),
            what: What::Task(Box::new(item.clone())),
        });
    }
    lines
}

fn headings(tab: DayTab, team: bool) -> Vec<Heading> {
    let assignee = team.then(|| Heading::new(t::day::col_assignee()));
    let actions = Heading::silent(t::day::col_actions());
    match tab {
        DayTab::Done => [
            Heading::new(t::day::col_time()),
            Heading::new(t::day::col_client()),
            Heading::new(t::day::col_task()),
            Heading::new(t::day::col_result()),
        ]
        .into_iter()
        .chain(assignee)
        .chain([actions])
        .collect(),
        DayTab::Todo | DayTab::Planned => [
            Heading::silent(t::day::select()),
            Heading::new(t::day::col_due()),
            Heading::new(t::day::col_client()),
            Heading::new(t::day::col_task()),
            Heading::new(t::day::col_context()),
            Heading::new(t::day::col_phone()),
            Heading::new(t::day::col_priority()),
        ]
        .into_iter()
        .chain(assignee)
        .chain([actions])
        .collect(),
    }
}

/// New tasks that wait, and the next page.
fn more(
    day: Query<MyDay>,
    address: Memo<DayAddress>,
    held: Memo<Held>,
    take_all: RwSignal<u32>,
) -> AnyView {
    let waiting = move || held.with(|held| held.waiting);
    let has_next = move || day.data().is_some_and(|day| day.next_cursor.is_some());
    view! {
        {move || (waiting() > 0).then(|| view! {
            <Button
                label=t::day::news(i64::try_from(waiting()).unwrap_or_default())
                icon=Icon::ArrowUp
                kind=Kind::Ghost
                on_press=move |()| take_all.update(|count| *count += 1)
            />
        })}
        {move || has_next().then(|| view! { <NextPage day=day address=address /> })}
    }
    .into_any()
}

#[component]
fn NextPage(day: Query<MyDay>, address: Memo<DayAddress>) -> AnyView {
    let ask = crate::data::sending();
    let more = move |()| {
        let Some(cursor) = day
            .data_untracked()
            .and_then(|shown| shown.next_cursor.clone())
        else {
            return;
        };
        let next = DayQuery {
            cursor: Some(cursor),
            ..address.get_untracked().question()
        };
        ask.send::<GetMyDay>((), next, (), move |page| {
            day.grow(|shown: &mut MyDay| {
                shown.items.extend(page.items);
                shown.next_cursor = page.next_cursor;
            });
        });
    };
    view! { <Button label=t::day::more_rows() busy=Signal::derive(move || ask.pending()) on_press=more /> }.into_any()
}

/// "21 done · 9 reached · 3 moved on".
fn numbers(day: Query<MyDay>) -> AnyView {
    let line = move || {
        let numbers = day.data()?.numbers.clone();
        let parts = [
            t::day::numbers_done(i64::from(numbers.done)),
            t::day::numbers_reached(i64::from(numbers.reached)),
            t::day::numbers_progress(i64::from(numbers.progress)),
            t::day::numbers_goals(i64::from(numbers.goals)),
        ];
        (numbers.done > 0).then(|| parts.join(" · "))
    };
    view! { <p class="day__numbers num">{line}</p> }.into_any()
}

#[component]
fn Nothing(day: Query<MyDay>, address: Memo<DayAddress>) -> AnyView {
    let nearest = move || {
        let task = day.data()?.nearest.clone()?;
        let zone = clubtime::zone_of(task.branch_id);
        Some(t::day::nearest(
            clubtime::spell(task.due, &zone),
            task_line(&task),
        ))
    };
    let planned = Signal::derive(move || address.get().with_tab(DayTab::Planned).link());
    let new_task = Signal::derive(move || {
        let parameters = address.get().parameters();
        let joint = if parameters.is_empty() { "" } else { "&" };
        format!("{}?{parameters}{joint}new=task", links::day())
    });
    let create = move |kind: Kind| {
        let may = session().may(Permission::TaskCreate);
        may.then(|| view! { <LinkButton label=t::shell::new_task() href=new_task icon=Icon::Plus kind=kind /> })
    };
    let counts = move || day.data().map(|day| day.counts.clone());
    let has_planned = Memo::new(move |_| counts().is_some_and(|counts| counts.planned > 0));
    let is_new = move || counts().is_some_and(|counts| counts.planned + counts.done == 0);
    let content = move || {
        let here = address.get();
        match (here.is_filtered(), here.tab) {
            (true, _) => {
                let all = here.unfiltered().link();
                view! {
                    <EmptyState
                        text=t::day::nothing_fits()
                        actions=move || view! { <LinkButton label=t::day::reset() href=all.clone() /> }
                    />
                }
                .into_any()
            }
            (false, DayTab::Todo) if is_new() => view! {
                <EmptyState text=t::day::nothing_yet() icon=Icon::Sun actions=move || create(Kind::Primary) />
            }
            .into_any(),
            (false, DayTab::Todo) => view! {
                <EmptyState
                    text=Signal::derive(move || match nearest() {
                        Some(nearest) => format!("{} {nearest}", t::day::all_done()),
                        None => t::day::all_done().to_owned(),
                    })
                    icon=Icon::CircleCheck
                    actions=move || view! {
                        {has_planned.get().then(|| view! { <LinkButton label=t::day::show_planned() href=planned kind=Kind::Primary /> })}
                        {create(if has_planned.get() { Kind::Plain } else { Kind::Primary })}
                    }
                />
            }
            .into_any(),
            (false, DayTab::Planned) => {
                view! { <EmptyState text=t::day::planned_empty() actions=move || create(Kind::Plain) /> }.into_any()
            }
            (false, DayTab::Done) => view! { <EmptyState text=t::day::done_empty() /> }.into_any(),
        }
    };
    view! { {content} }.into_any()
}

fn register_keys(state: ListState) {
    let at_row = move |float: RwSignal<Option<String>>| {
        move |row: String| {
            let Ok(id) = row.parse::<TaskId>() else {
                return;
            };
            let meant = state.changeable(&state.meant(id));
            if !meant.is_empty() {
                state.hang(float, meant, format!("more-{row}"));
            }
        }
    };
    let _ = state
        .rows
        .walk()
        .on_row(
            "task.reschedule",
            t::day::reschedule(),
            Chord::letter('h'),
            at_row(state.reschedule),
        )
        .on_row(
            "task.assign",
            t::day::reassign(),
            Chord::letter('a'),
            at_row(state.assign),
        )
        .on_row(
            "task.priority",
            t::day::priority(),
            Chord::letter('p'),
            at_row(state.prioritise),
        )
        .on_row(
            "task.select",
            t::day::select(),
            Chord::letter('x'),
            move |row: String| {
                if let Ok(id) = row.parse()
                    && !state.changeable(&[id]).is_empty()
                {
                    state.toggle(id);
                }
            },
        );
}

impl ListState {
    pub fn task(self, id: TaskId) -> Option<TaskView> {
        self.held.with_untracked(|held| {
            held.items
                .iter()
                .find(|item| item.task.id == id)
                .map(|item| item.task.clone())
        })
    }

    pub fn tasks(self, ids: &[TaskId]) -> Vec<TaskView> {
        ids.iter().filter_map(|id| self.task(*id)).collect()
    }

    /// Those that one may change.
    fn changeable(self, ids: &[TaskId]) -> Vec<TaskId> {
        let may = |task: &TaskView| session().may_with_task(Permission::TaskEdit, task);
        let tasks = self.tasks(ids).into_iter();
        tasks.filter(may).map(|task| task.id).collect()
    }

    pub fn toggle(self, id: TaskId) {
        self.selected
            .update(|all| match all.iter().position(|known| *known == id) {
                Some(place) => {
                    all.remove(place);
                }
                None => all.push(id),
            });
    }

    pub fn finish(self, ids: Vec<TaskId>) {
        self.step_aside(&ids);
        self.acts.finish(self.tasks(&ids), self.to_runner);
        self.selected
            .update(|all| all.retain(|id| !ids.contains(id)));
    }

    /// Takes back what was done, from the list of it.
    pub fn take_back(self, id: TaskId, line: String) {
        outbox().take_back("", id, move |taken| match taken {
            Ok(()) => toasts().show(Toast::new(t::day::taken_back(line))),
            Err(failure) => self.acts.refuse(t::run::undo_refused(why(&failure))),
        });
    }

    /// The menu of one row.
    pub fn open_menu(self, row: &str, anchor: String) {
        if let Ok(id) = row.parse() {
            self.hang(self.menu, vec![id], anchor);
        }
    }

    /// A float for the chosen tasks, from the bar below the list.
    pub fn hang_on_bar(self, which: Ask, anchor: &str) {
        let float = match which {
            Ask::Date => self.reschedule,
            Ask::Person => self.assign,
            Ask::Priority => self.prioritise,
        };
        self.hang(float, self.selected.get_untracked(), anchor.to_owned());
    }

    /// A key on a chosen row means all chosen ones.
    fn meant(self, id: TaskId) -> Vec<TaskId> {
        let selected = self.selected.get_untracked();
        if selected.contains(&id) {
            selected
        } else {
            vec![id]
        }
    }

    fn hang(self, float: RwSignal<Option<String>>, subject: Vec<TaskId>, anchor: String) {
        self.subject.set(subject);
        float.set(Some(anchor));
    }

    fn subject(self) -> Vec<TaskView> {
        let ids = self.subject.get_untracked();
        self.selected.set(Vec::new());
        self.tasks(&ids)
    }

    /// The focus goes on before its row vanishes.
    fn step_aside(self, ids: &[TaskId]) {
        let focused = self
            .rows
            .focused_now()
            .and_then(|row| row.parse::<TaskId>().ok());
        if focused.is_some_and(|id| ids.contains(&id)) {
            self.rows.step(1);
        }
    }
}

/// What a float asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    Date,
    Person,
    Priority,
}

#[component]
fn Floats(state: ListState) -> AnyView {
    let zone = Signal::derive(move || {
        let first = state.subject.get().first().and_then(|id| state.task(*id));
        first.map_or_else(clubtime::home_zone, |task| {
            clubtime::zone_of(task.branch_id)
        })
    });
    let acts = state.acts;
    view! {
        <RescheduleFloat anchor=state.reschedule zone=zone on_choose=move |due| acts.reschedule(state.subject(), due) />
        <AssigneeFloat anchor=state.assign on_choose=move |(id, name): (_, String)| acts.assign(state.subject(), id, name) />
        <PriorityFloat anchor=state.prioritise on_choose=move |priority| acts.prioritise(state.subject(), priority) />
        <RowMenu state=state />
    }
    .into_any()
}

/// Everything a row can do, for the mouse and for the thumb.
#[component]
fn RowMenu(state: ListState) -> AnyView {
    let dialler = dialler();
    let item = move |label: &'static str, icon: Icon, run: Callback<()>| {
        view! {
            <button
                class="menu__item"
                type="button"
                on:click=move |_| {
                    state.menu.set(None);
                    run.run(());
                }
            >
                {crate::ui::icon(icon)}
                <span>{label}</span>
            </button>
        }
    };
    let then = move |float: RwSignal<Option<String>>| {
        let anchor = state.menu.get_untracked();
        Callback::new(move |()| float.set(anchor.clone()))
    };
    let content = move || {
        let task = state.subject.get().first().and_then(|id| state.task(*id));
        task.map(|task| {
            let way = task.client.as_ref().and_then(Way::to_client_of_task);
            let card = task.client.as_ref().map(|client| links::client(client.id));
            let id = task.id;
            let may_change = session().may_with_task(Permission::TaskEdit, &task);
            view! {
                <div class="menu__list">
                    {way.map(|way| match way.link() {
                        Some(address) => view! {
                            <a class="menu__item" href=address on:click=move |_| state.menu.set(None)>
                                {crate::ui::icon(Icon::Phone)}
                                <span>{t::day::call()}</span>
                            </a>
                        }
                        .into_any(),
                        None => item(t::day::call(), Icon::Phone, Callback::new(move |()| dialler.dial(&way))).into_any(),
                    })}
                    {card.map(|href| view! {
                        <a class="menu__item" href=href>
                            {crate::ui::icon(Icon::Users)}
                            <span>{t::day::open_card()}</span>
                        </a>
                    })}
                    {may_change.then(|| view! {
                        {item(t::day::reschedule(), Icon::CalendarClock, then(state.reschedule))}
                        {item(t::day::reassign(), Icon::UserRound, then(state.assign))}
                        {item(t::day::priority(), Icon::Flag, then(state.prioritise))}
                        {item(t::day::select(), Icon::Check, Callback::new(move |()| state.toggle(id)))}
                    })}
                </div>
            }
        })
    };
    view! { <Floating anchor=state.menu label=t::day::col_actions() edge=crate::ui::Edge::End>{content}</Floating> }.into_any()
}
