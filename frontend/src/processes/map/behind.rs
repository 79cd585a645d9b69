//! The list behind a number: who stands there, who is late, who sleeps, what was done.

use std::sync::Arc;

use domain::tasks::TaskState;
use leptos::prelude::*;
use wire::clients::{ClientRow, ClientsQuery, ListClients};
use wire::list::Listed;
use wire::map::{MapStep, ProcessMap};
use wire::page::Page;
use wire::tasks::{ListTasks, TaskView, TasksQuery};

use super::super::spot::Spot;
use super::look::{List, Looking};
use super::words::{percent, span, whole};
use crate::clubtime;
use crate::data::{Query, now, query};
use crate::i18n::t;
use crate::links;
use crate::shell::Trouble;
use crate::ui::{
    Button, Chip, EmptyState, Face, Icon, Kind, Skeleton, TabLink, TabLinks, Waiting, focus_on,
};

/// Beside the picture or the table, while a place is chosen.
pub fn panel(looking: Looking, told: RwSignal<Option<Arc<ProcessMap>>>) -> AnyView {
    // A number that changes must not draw the list anew.
    let place = Memo::new(move |_| {
        let (spot, list) = looking.look.with(|look| (look.spot.clone(), look.list));
        let list = match spot.as_ref()?.result {
            Some(_) => List::Done,
            None => list,
        };
        Some((
            spot?,
            list,
            looking.look.with(|look| (look.version, look.period)),
        ))
    });
    let there = Memo::new(move |_| told.with(Option::is_some));
    move_to(looking, place, there, told)
}

type Chosen = (
    Spot,
    List,
    (Option<domain::ids::VersionId>, super::look::Period),
);

fn move_to(
    looking: Looking,
    place: Memo<Option<Chosen>>,
    there: Memo<bool>,
    told: RwSignal<Option<Arc<ProcessMap>>>,
) -> AnyView {
    let step = move |key: &str| {
        told.with(|told| {
            let mut steps = told.as_ref()?.steps.iter();
            steps.find(|step| step.step == key).cloned()
        })
    };
    let back = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape"
            && !event.default_prevented()
            && let Some((spot, ..)) = place.get_untracked()
        {
            event.prevent_default();
            focus_on(&spot.id());
        }
    };
    let content = move || {
        let (spot, list, _) = place.get().filter(|_| there.get())?;
        let known = untrack(|| step(&spot.step))?;
        let title = match spot.result {
            Some(result) => {
                let mut results = known.results.iter();
                let found = results.find(|known| known.result_id == result);
                found.map(|found| found.name.clone())?
            }
            None => known.name.clone(),
        };
        let about = match spot.result {
            Some(_) => known.name.clone(),
            None => t::processes::step().to_owned(),
        };
        let key = spot.step.clone();
        let line = Memo::new({
            let spot = spot.clone();
            move |_| {
                step(&key)
                    .map(|known| line(&known, &spot))
                    .unwrap_or_default()
            }
        });
        let tabs = spot
            .result
            .is_none()
            .then(|| tabs(looking, told, &spot, list));
        let told = told.get_untracked()?;
        Some(view! {
            <header class="inspector__head">
                <div class="grow">
                    <p class="meta">{about}</p>
                    <h2 class="section-head" id="inspector-title" tabindex="-1">{title}</h2>
                    <p class="meta">{line}</p>
                </div>
                <Button label=t::ui::close() icon=Icon::X face=Face::Icon kind=Kind::Ghost on_press=move |()| {
                    let spot = place.get_untracked().map(|(spot, ..)| spot);
                    looking.change(|look| look.spot = None);
                    if let Some(spot) = spot {
                        request_animation_frame(move || focus_on(&spot.id()));
                    }
                } />
            </header>
            {tabs}
            <div class="inspector__body" role="region" aria-labelledby="inspector-title" tabindex="0">{rows(looking, told, spot, list)}</div>
        })
    };
    let open = Memo::new(move |_| place.with(Option::is_some));
    view! {
        {move || open.get().then(|| view! {
            <aside class="inspector map__behind" aria-labelledby="inspector-title" on:keydown=back>{content}</aside>
        })}
    }
    .into_any()
}

/// Under the title: what is typical here.
fn line(step: &MapStep, spot: &Spot) -> String {
    if let Some(id) = spot.result {
        let mut results = step.results.iter();
        let Some(result) = results.find(|result| result.result_id == id) else {
            return String::new();
        };
        return t::map::share_said(percent(step, result), whole(result.times), whole(step.done));
    }
    let waiting = span(step.waiting_seconds).map(t::map::said_waiting);
    let lasting = span(step.lasting_seconds).map(t::map::said_lasting);
    waiting
        .into_iter()
        .chain(lasting)
        .collect::<Vec<_>>()
        .join(" · ")
}

fn tabs(
    looking: Looking,
    told: RwSignal<Option<Arc<ProcessMap>>>,
    spot: &Spot,
    now: List,
) -> AnyView {
    let tab = |own: List, label: &'static str, of: fn(&MapStep) -> u32| {
        let there = spot.clone();
        let href = move || {
            let spot = there.clone();
            looking.link(|look| {
                look.spot = Some(spot);
                look.list = own;
            })
        };
        let key = spot.step.clone();
        let count = Signal::derive(move || {
            told.with(|told| {
                let mut steps = told.as_ref()?.steps.iter();
                steps
                    .find(|step| step.step == key)
                    .map(|step| whole(of(step)))
            })
        });
        TabLink::new(label, href, Signal::stored(own == now)).count(count)
    };
    let tabs = vec![
        tab(List::Standing, t::map::standing(), |step| step.standing),
        tab(List::Overdue, t::map::overdue(), |step| step.overdue),
        tab(List::Asleep, t::map::asleep(), |step| step.sleeping),
        tab(List::Done, t::map::done(), |step| step.done),
    ];
    view! { <TabLinks label=t::map::lists() tabs=tabs /> }.into_any()
}

/// Pages one under another; each is a question of its own, so a hint refreshes them all in place.
fn rows(looking: Looking, told: Arc<ProcessMap>, spot: Spot, list: List) -> AnyView {
    let cursors = RwSignal::new(vec![None::<String>]);
    let next = RwSignal::new(None::<String>);
    let more = move || {
        next.get().map(|cursor| {
            view! {
                <Button label=t::clients::show_more() on_press=move |()| {
                    let cursor = cursor.clone();
                    next.set(None);
                    cursors.update(|cursors| cursors.push(Some(cursor)));
                } />
            }
        })
    };
    let version = looking.look.with_untracked(|look| look.version);
    let process = looking.process;
    let page = move |cursor: Option<String>| match list {
        List::Asleep => {
            let asked = ClientsQuery {
                process_id: Some(process),
                version_id: version,
                sleeps_before: Some(spot.step.clone()),
                sort: Some("next_due".to_owned()),
                cursor,
                ..ClientsQuery::default()
            };
            let page = query::<ListClients>(move || Some(((), asked.clone())));
            shown(page, next, list, asleep)
        }
        _ => {
            let done = list == List::Done;
            let asked = TasksQuery {
                status: done.then(|| Listed(vec![TaskState::Done])),
                process_id: Some(process),
                version_id: version,
                step: Some(spot.step.clone()),
                result_id: spot.result,
                due_before: (list == List::Overdue).then_some(told.at),
                closed_after: done.then_some(told.since),
                closed_before: done.then_some(told.until),
                sort: done.then(|| "-closed_at".to_owned()),
                cursor,
                ..TasksQuery::default()
            };
            let page = query::<ListTasks>(move || Some(((), asked.clone())));
            shown(
                page,
                next,
                list,
                match done {
                    true => done_task,
                    false => open_task,
                },
            )
        }
    };
    view! {
        <ul class="map__list">
            <For each=move || cursors.get() key=|cursor| cursor.clone() let:cursor>{page(cursor)}</For>
        </ul>
        {more}
    }
    .into_any()
}

fn shown<T: Clone + Send + Sync + 'static>(
    page: Query<Page<T>>,
    next: RwSignal<Option<String>>,
    list: List,
    row: fn(&T) -> AnyView,
) -> AnyView {
    Effect::new(move |_| {
        if let Some(page) = page.data() {
            next.set(page.next_cursor.clone());
        }
    });
    let ready = Signal::derive(move || page.data().is_some() || page.failure().is_some());
    view! {
        <Waiting ready=ready skeleton=move || view! { <li><Skeleton rows=6 /></li> }>
            {move || match (page.data(), page.failure()) {
                (Some(page), _) if page.items.is_empty() => view! { <li><EmptyState text=nobody(list) /></li> }.into_any(),
                (Some(page), _) => page.items.iter().map(row).collect_view().into_any(),
                (None, Some(failure)) => view! { <li><Trouble failure=failure on_retry=move |()| page.refresh() /></li> }.into_any(),
                (None, None) => ().into_any(),
            }}
        </Waiting>
    }
    .into_any()
}

fn nobody(list: List) -> &'static str {
    match list {
        List::Standing => t::map::nobody_stands(),
        List::Overdue => t::map::nobody_late(),
        List::Asleep => t::map::nobody_sleeps(),
        List::Done => t::map::nothing_done(),
    }
}

fn client_link(task: &TaskView) -> AnyView {
    match &task.client {
        Some(client) => {
            view! { <a href=links::client(client.id)>{client.name.clone()}</a> }.into_any()
        }
        None => view! { <span>{task.title.clone()}</span> }.into_any(),
    }
}

fn open_task(task: &TaskView) -> AnyView {
    let (label, tone) = clubtime::due_chip(task.due, &clubtime::zone_of(task.branch_id), now());
    let context = task
        .context
        .clone()
        .map(|words| view! { <span class="meta">{words}</span> });
    view! {
        <li class="map__line">
            {client_link(task)}
            <Chip label=label tone=tone />
            <span class="meta">{task.assignee.name.clone()}</span>
            {context}
        </li>
    }
    .into_any()
}

fn done_task(task: &TaskView) -> AnyView {
    let result = task
        .completion
        .as_ref()
        .map(|done| done.result_name.clone());
    let by = task.completion.as_ref().map(|done| done.by.name.clone());
    let at = task.closed_at.map(clubtime::moment);
    view! {
        <li class="map__line">
            {client_link(task)}
            <span>{result}</span>
            <span class="meta">{by}</span>
            <span class="meta">{at}</span>
        </li>
    }
    .into_any()
}

fn asleep(client: &ClientRow) -> AnyView {
    let due = client.next.as_ref().map(|next| {
        let (label, tone) =
            clubtime::due_chip(next.due, &clubtime::zone_of(client.branch_id), now());
        view! { <Chip label=label tone=tone /> }
    });
    let responsible = client
        .responsible
        .as_ref()
        .map(|person| person.name.clone());
    view! {
        <li class="map__line">
            <a href=links::client(client.id)>{client.name.clone()}</a>
            {due}
            <span class="meta">{responsible}</span>
        </li>
    }
    .into_any()
}
