//! The next step: what it is, and how to start, move or begin one.

use std::sync::Arc;

use domain::access::Permission;
use domain::ids::{BranchId, ChainId, ClientId};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wire::chains::{CancelChain, CancelRequest, ChainSummary, NewChain, StartChain};
use wire::clients::Client;
use wire::processes::ListProcesses;
use wire::tasks::{ListTasks, TasksQuery};

use crate::clubtime;
use crate::data::{now, queries, query, sending, session};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::links;
use crate::ui::{
    Button, Chip, Dialog, Field, Icon, InlineError, Kind, LinkButton, Menu, MenuItem, Need,
    Textarea, Toast, Tone, toasts,
};

const CHANGED: &[&str] = &["clients", "chains", "tasks", "day"];

#[component]
pub fn NextStep(client: Arc<Client>) -> AnyView {
    let Some(next) = client.next.clone() else {
        return view! { <h2 class="section-head">{t::clients::next_step()}</h2> }.into_any();
    };
    let (label, tone) = clubtime::due_chip(next.due, &clubtime::zone_of(client.branch_id), now());
    let who = next
        .assignee
        .as_ref()
        .map(|assignee| assignee.name.clone())
        .unwrap_or_default();
    let title = match who.is_empty() {
        true => next.title.clone(),
        false => format!("{} · {who}", next.title),
    };
    let run = next.task_id.map(links::run_task);
    if let Some(address) = run.clone() {
        let go = use_navigate();
        keys::add(
            Command::new(
                "client.start",
                Scope::Page,
                t::clients::start(),
                move || go(&address, Default::default()),
            )
            .on(Chord::ENTER),
        );
    }
    view! {
        <h2 class="section-head">{t::clients::next_step()}</h2>
        <div class="stack">
            <span><Chip label=label tone=tone icon=Icon::Clock /></span>
            <strong>{title}</strong>
            {match run {
                Some(address) => view! {
                    <LinkButton label=t::clients::start() href=address kind=Kind::Primary chord=Chord::ENTER />
                }.into_any(),
                None => view! { <p class="meta">{t::clients::asleep()}</p> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

#[component]
pub fn OpenTasks(id: ClientId, branch: BranchId) -> AnyView {
    let asked = TasksQuery {
        client_id: Some(id),
        limit: Some(20),
        ..TasksQuery::default()
    };
    let tasks = query::<ListTasks>(move || Some(((), asked.clone())));
    let lines = move || {
        let page = tasks.data()?;
        (page.items.len() > 1).then(|| {
            let zone = clubtime::zone_of(branch);
            let items = page.items.iter().map(|task| {
                let due = clubtime::spell(task.due, &zone);
                let (href, title, who) = (links::run_task(task.id), task.title.clone(), task.assignee.name.clone());
                view! { <li><a href=href>{title}</a><span class="meta">{format!(" {due} · {who}")}</span></li> }
            });
            view! {
                <h2 class="section-head">{t::clients::open_tasks()}</h2>
                <ul class="plain-list">{items.collect_view()}</ul>
            }
        })
    };
    view! { {lines} }.into_any()
}

/// Processes the client goes through, and starting one.
#[component]
pub fn Processes(client: Arc<Client>, running: bool) -> AnyView {
    let may_start = move || session().may(Permission::ChainStart);
    let id = client.id;
    let archived = client.archived_at.is_some();
    let chains = client.chains.clone();
    view! {
        {(!chains.is_empty()).then(|| view! {
            <h2 class="section-head">{t::clients::processes()}</h2>
            <ul class="plain-list">{chains.into_iter().map(|chain| view! { <ChainLine chain=chain /> }).collect_view()}</ul>
        })}
        {move || (may_start() && !archived).then(|| view! { <Start id=id primary=!running /> })}
    }
    .into_any()
}

#[component]
fn Start(id: ClientId, primary: bool) -> AnyView {
    let processes = query::<ListProcesses>(|| Some(((), ())));
    let (sending, queries) = (sending(), queries());
    let toasts = toasts();
    let published = move || {
        let page = processes.data();
        page.iter()
            .flat_map(|page| page.items.clone())
            .filter(|process| process.published.is_some() && process.archived_at.is_none())
            .collect::<Vec<_>>()
    };
    let trouble = Signal::derive(move || {
        sending
            .failure()
            .and_then(|failure| failure.problem().map(|problem| problem.detail.clone()))
    });
    view! {
        {move || (!published().is_empty()).then(|| view! {
            <Menu label=t::clients::start_process() icon=Icon::Workflow kind=if primary { Kind::Primary } else { Kind::Plain }>
                {move || published().into_iter().map(|process| {
                    let name = process.name.clone();
                    let start = move |()| {
                        let body = NewChain { client_id: id, process_id: process.id, assignee_id: None, due: None };
                        let name = process.name.clone();
                        sending.send::<StartChain>((), (), body, move |_| {
                            queries.stale(CHANGED);
                            toasts.show(Toast::new(t::clients::process_started(&name)));
                        });
                    };
                    view! { <MenuItem label=name on_press=start /> }
                }).collect_view()}
            </Menu>
        })}
        <InlineError text=trouble />
    }
    .into_any()
}

#[component]
fn ChainLine(chain: ChainSummary) -> AnyView {
    use domain::chains::ChainState;
    let (state, tone) = match chain.state {
        ChainState::Active => (t::clients::state_active().to_owned(), Tone::Info),
        ChainState::Sleeping => {
            let until = chain.wake_at.map(clubtime::moment).unwrap_or_default();
            (t::clients::state_sleeping(until), Tone::Plain)
        }
        ChainState::Goal => (t::clients::state_goal().to_owned(), Tone::Ok),
        ChainState::Refused => (t::clients::state_refused().to_owned(), Tone::Danger),
        ChainState::Ended => (t::clients::state_ended().to_owned(), Tone::Plain),
        ChainState::Cancelled => (t::clients::state_cancelled().to_owned(), Tone::Plain),
    };
    let running = chain.ended_at.is_none();
    let may = move || session().may(Permission::ChainCancel);
    let asking = RwSignal::new(false);
    let id = chain.id;
    view! {
        <li>
            <span>{chain.process_name.clone()}</span>
            <Chip label=state tone=tone />
            <span class="meta">{clubtime::moment(chain.started_at)}</span>
            {move || (running && may()).then(|| view! {
                <Button label=t::clients::cancel_process() kind=Kind::Ghost on_press=move |()| asking.set(true) />
                <CancelDialog id=id open=asking />
            })}
        </li>
    }
    .into_any()
}

/// Ending a process by hand wants a reason: it stands in the timeline for good.
#[component]
fn CancelDialog(id: ChainId, open: RwSignal<bool>) -> AnyView {
    let reason = RwSignal::new(String::new());
    let (sending, queries) = (sending(), queries());
    let cancel = move || {
        let body = CancelRequest {
            reason: reason.get_untracked().trim().to_owned(),
        };
        sending.send::<CancelChain>((id,), (), body, move |_| {
            open.set(false);
            queries.stale(CHANGED);
        });
    };
    let error = Signal::derive(move || {
        sending.fault("/reason").or_else(|| {
            sending
                .failure()
                .and_then(|failure| failure.problem().map(|problem| problem.detail.clone()))
        })
    });
    view! {
        <Dialog
            open=open
            title=t::clients::cancel_process()
            foot=move || view! {
                <Button label=t::clients::keep_process() on_press=move |()| open.set(false) />
                <Button label=t::clients::cancel_process_now() kind=Kind::DangerSolid busy=Signal::derive(move || sending.pending()) on_press=move |()| cancel() />
            }
        >
            <Field label=t::clients::reason() need=Need::Required error=error>
                <Textarea value=reason max_length=500 />
            </Field>
        </Dialog>
    }
    .into_any()
}
