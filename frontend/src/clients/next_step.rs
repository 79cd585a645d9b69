//! The next step: what it is, and how to start, move or begin one.

use domain::access::Permission;
use domain::ids::{BranchId, ChainId, ClientId};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wire::chains::{CancelChain, CancelRequest, ChainSummary, NewChain, StartChain};
use wire::clients::NextContact;
use wire::processes::ListProcesses;
use wire::tasks::{ListTasks, TaskView, TasksQuery};

use super::about::OpenCard;
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
pub fn NextStep(card: OpenCard) -> AnyView {
    let next = card.read(|client| client.next.clone().map(|next| (next, client.branch_id)));
    view! {
        <h2 class="section-head">{t::clients::next_step()}</h2>
        {move || next.get().map(|(next, branch)| view! { <Step next=next branch=branch /> })}
    }
    .into_any()
}

#[component]
fn Step(next: NextContact, branch: BranchId) -> AnyView {
    let (label, tone) = clubtime::due_chip(next.due, &clubtime::zone_of(branch), now());
    let whose = next.assignee.as_ref();
    let title = match whose {
        Some(whose) => format!("{} · {}", next.title, whose.name),
        None => next.title.clone(),
    };
    let may = |permission| session().may_with_work(permission, branch, whose);
    let act = match next.task_id.map(links::run_task) {
        None => view! { <p class="meta">{t::clients::asleep()}</p> }.into_any(),
        Some(address) if may(Permission::TaskComplete) => begin(address),
        Some(address) if may(Permission::TaskRead) => {
            view! { <LinkButton label=t::clients::open_task() href=address /> }.into_any()
        }
        Some(_) => ().into_any(),
    };
    view! {
        <div class="stack">
            <span><Chip label=label tone=tone icon=Icon::Clock /></span>
            <strong>{title}</strong>
            {act}
        </div>
    }
    .into_any()
}

fn begin(address: String) -> AnyView {
    let (go, to) = (use_navigate(), address.clone());
    keys::add(
        Command::new(
            "client.start",
            Scope::Page,
            t::clients::start(),
            move || go(&to, Default::default()),
        )
        .on(Chord::ENTER),
    );
    view! { <LinkButton label=t::clients::start() href=address kind=Kind::Primary chord=Chord::ENTER /> }
        .into_any()
}

#[component]
pub fn OpenTasks(card: OpenCard, id: ClientId, branch: BranchId) -> AnyView {
    let asked = TasksQuery {
        client_id: Some(id),
        limit: Some(20),
        ..TasksQuery::default()
    };
    let tasks = query::<ListTasks>(move || Some(((), asked.clone())));
    let next = card.read(|client| client.next.as_ref().and_then(|next| next.task_id));
    let lines = move || {
        let page = tasks.data()?;
        let next = next.get();
        let (errands, own): (Vec<_>, Vec<_>) =
            page.items.iter().partition(|task| task.errand_of.is_some());
        let others = |tasks: &[&TaskView]| tasks.iter().any(|task| Some(task.id) != next);
        let own = others(&own).then(|| list(t::clients::open_tasks(), &own, branch));
        let errands = others(&errands).then(|| list(t::clients::errands(), &errands, branch));
        Some(view! { {own}{errands} })
    };
    view! { {lines} }.into_any()
}

fn list(heading: &'static str, tasks: &[&TaskView], branch: BranchId) -> AnyView {
    let zone = clubtime::zone_of(branch);
    let lines = tasks.iter().map(|task| {
        let due = clubtime::spell(task.due, &zone);
        let (href, title) = (links::run_task(task.id), task.title.clone());
        let meta = format!(" {due} · {}", task.assignee.name);
        let note = task.note.clone().filter(|_| task.errand_of.is_some());
        view! {
            <li>
                <a href=href>{title}</a><span class="meta">{meta}</span>
                {note.map(|note| view! { <p class="meta">{note}</p> })}
            </li>
        }
    });
    view! {
        <h2 class="section-head">{heading}</h2>
        <ul class="plain-list">{lines.collect_view()}</ul>
    }
    .into_any()
}

/// Processes the client goes through, and starting one.
#[component]
pub fn Processes(card: OpenCard, id: ClientId) -> AnyView {
    let chains = card.read(|client| client.chains.clone());
    let branch = card.read(|client| client.branch_id);
    // The next step is the first thing to do, when there is one.
    let is_idle = card.read(|client| client.next.is_none());
    let may = move |permission| {
        Memo::new(move |_| {
            let client = card.client.get();
            client.archived_at.is_none() && session().may_with_client(permission, &client)
        })
    };
    let (may_start, may_cancel) = (may(Permission::ChainStart), may(Permission::ChainCancel));
    view! {
        {move || (!chains.with(Vec::is_empty)).then(|| view! {
            <h2 class="section-head">{t::clients::processes()}</h2>
            <ul class="plain-list">
                {move || chains.get().into_iter().map(|chain| view! { <ChainLine chain=chain branch=branch.get() may_cancel=may_cancel /> }).collect_view()}
            </ul>
        })}
        {move || may_start.get().then(|| view! { <Start id=id primary=is_idle.get() /> })}
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
fn ChainLine(chain: ChainSummary, branch: BranchId, may_cancel: Memo<bool>) -> AnyView {
    use domain::chains::ChainState;
    let zone = clubtime::zone_of(branch);
    let (state, tone) = match chain.state {
        ChainState::Active => (t::clients::state_active().to_owned(), Tone::Info),
        ChainState::Sleeping => {
            let until = chain.wake_at.map(|at| clubtime::telling(&zone).moment(at));
            let until = until.unwrap_or_default();
            let words = match chain.waits_for_errands {
                true => t::clients::state_waiting(until),
                false if chain.waits_for.is_some() => t::clients::state_calling(until),
                false => t::clients::state_sleeping(until),
            };
            (words, Tone::Plain)
        }
        ChainState::Goal => (t::clients::state_goal().to_owned(), Tone::Ok),
        ChainState::Refused => (t::clients::state_refused().to_owned(), Tone::Danger),
        ChainState::Ended => (t::clients::state_ended().to_owned(), Tone::Plain),
        ChainState::Cancelled => (t::clients::state_cancelled().to_owned(), Tone::Plain),
    };
    let running = chain.ended_at.is_none();
    let asking = RwSignal::new(false);
    let id = chain.id;
    view! {
        <li>
            <span>{chain.process_name.clone()}</span>
            <Chip label=state tone=tone />
            <span class="meta">{clubtime::telling(&zone).moment(chain.started_at)}</span>
            {move || (running && may_cancel.get()).then(|| view! {
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
            <Field label=t::clients::reason() hint=t::clients::cancel_hint() need=Need::Required error=error>
                <Textarea value=reason max_length=500 />
            </Field>
        </Dialog>
    }
    .into_any()
}
