//! The run: what will happen, with or without a process, how far it is, what came of it, and the way back.

use std::sync::Arc;

use domain::access::Permission;
use domain::ids::ImportId;
use leptos::prelude::*;
use wire::imports::{
    GetImport, GetImportErrors, Import, ImportRow, ImportRowsQuery, ImportState, ListImportRows,
    ListSubject, Plan, RowFate, RunImport, RunRequest, UndoImport,
};
use wire::list::Listed;
use wire::processes::ListProcesses;

use super::check::more;
use super::import::AtWork;
use super::subject::{self, Met};
use super::upload::Refusal;
use super::{file, words};
use crate::clubtime;
use crate::data::{now, queries, query, sending, session};
use crate::i18n::t;
use crate::links;
use crate::shell::Loaded;
use crate::timeline::change_name;
use crate::ui::{
    Banner, Button, Dialog, EmptyState, Field, Icon, Kind, LinkButton, NumberInput, Radio, Select,
    Toast, Tone, Width, toasts,
};

/// What changes when cards come or go.
const CARDS: &[&str] = &["imports", "clients", "companies", "search", "day", "tasks"];

#[component]
pub fn Run(import: Signal<Arc<Import>>) -> AnyView {
    let state = Memo::new(move |_| import.with(|import| import.state));
    let queries = queries();
    // Whoever watches sees the cards of the club change with it.
    Effect::new(move |before: Option<ImportState>| {
        let now = state.get();
        if before.is_some_and(|before| before != now) {
            queries.stale(CARDS);
        }
        now
    });
    view! {
        {move || match state.get() {
            ImportState::Draft | ImportState::Checking => view! {
                <EmptyState text=t::imports::check_first() icon=Icon::ListChecks actions=move || view! {
                    <LinkButton label=t::imports::step_check() href=links::import(import.get_untracked().id, "check") kind=Kind::Primary />
                } />
            }.into_any(),
            ImportState::Checked => view! { <Begin import=import /> }.into_any(),
            ImportState::Running | ImportState::Undoing => view! { <AtWork import=import /> }.into_any(),
            ImportState::Done | ImportState::Undone => view! { <Outcome import=import /> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Begin(import: Signal<Arc<Import>>) -> AnyView {
    let first = import.get_untracked();
    let (id, of, plans) = (first.id, first.subject, first.plans);
    let process = RwSignal::new(String::new());
    let per_day = RwSignal::new(String::new());
    // Companies have no processes: their people have.
    let may_start = of == ListSubject::Clients && session().may(Permission::ChainStart);
    let processes = query::<ListProcesses>(move || may_start.then_some(((), ())));
    let options = Signal::derive(move || {
        let mut options = vec![Radio::new("", t::imports::no_chains())];
        let page = processes.data();
        let items = page.iter().flat_map(|page| page.items.iter());
        options.extend(
            items
                .filter(|one| one.published.is_some() && one.archived_at.is_none())
                .map(|one| Radio::new(one.id.to_string(), one.name.clone())),
        );
        options
    });
    let pace = Memo::new(move |_| {
        let typed = per_day.get();
        let typed = typed.trim();
        match typed.is_empty() {
            true => Ok(None),
            false => match typed.parse::<u32>() {
                Ok(count) if (1..=1000).contains(&count) => Ok(Some(count)),
                _ => Err(()),
            },
        }
    });
    let nothing = plans.new + plans.change == 0;
    let blocked = Signal::derive(move || match (nothing, pace.get()) {
        (true, _) => Some(t::imports::nothing().to_owned()),
        (false, Err(())) => Some(t::imports::bad_number().to_owned()),
        _ => None,
    });
    let (sending, queries) = (sending(), queries());
    let run = move |()| {
        let process_id = process.get_untracked().parse().ok();
        let request = RunRequest {
            process_id,
            per_day: process_id.and_then(|_| pace.get_untracked().ok().flatten()),
        };
        sending.send::<RunImport>((id,), (), request, move |now| {
            queries.put::<GetImport>((id,), (), now);
            queries.stale(CARDS);
        });
    };
    let chooses = Memo::new(move |_| process.with(|word| !word.is_empty()));
    let part = |count: u32, words: fn(i64) -> String, plan: Plan| {
        (count > 0).then(|| (words(i64::from(count)), plan))
    };
    let unclear = plans.faulty + plans.conflict;
    let parts = [
        part(plans.new, subject::will_make(of), Plan::New),
        part(plans.change, t::imports::will_change, Plan::Change),
        part(plans.unchanged, t::imports::will_stay, Plan::Unchanged),
        part(unclear, t::imports::will_leave, words::first(&plans)),
        part(plans.double, t::imports::will_double, Plan::Double),
        part(plans.skipped, t::imports::will_skip, Plan::Skipped),
    ];
    let line = move |(words, plan): (String, Plan)| {
        let rows = [("rows".to_owned(), plan.to_string())];
        let href = links::with_query(&links::import(id, "check"), rows);
        view! { <li><a href=href>{words}</a></li> }
    };
    view! {
        <section class="import-part" aria-label=t::imports::summary()>
            <h2 class="section-head">{t::imports::summary()}</h2>
            <ul class="import-summary">
                {parts.into_iter().flatten().map(line).collect_view()}
            </ul>
        </section>
        {(may_start && plans.new > 0).then(|| view! {
            <div class="import-settings">
                <Field label=t::imports::chains() hint=Signal::derive(move || (!chooses.get()).then(|| t::imports::no_chains_hint().to_owned())) width=Width::Medium
                    error=Signal::derive(move || sending.fault("/process_id"))>
                    <Select value=process options=options />
                </Field>
                {move || chooses.get().then(|| view! {
                    <Field label=t::imports::per_day() hint=t::imports::per_day_hint().to_owned() width=Width::Medium
                        error=Signal::derive(move || pace.get().is_err().then(|| t::imports::bad_number().to_owned()))>
                        <NumberInput value=per_day />
                    </Field>
                })}
            </div>
        })}
        <Refusal sending=sending />
        <div class="cluster">
            <Button label=t::imports::run_now() kind=Kind::Primary icon=Icon::Play blocked=blocked busy=Signal::derive(move || sending.pending()) on_press=run />
            {(words::left(&plans) > 0).then(|| view! { <Errors import=import /> })}
        </div>
    }
    .into_any()
}

#[component]
fn Outcome(import: Signal<Arc<Import>>) -> AnyView {
    let one = import.get();
    let undone = one.state == ImportState::Undone;
    let (title, text) = match undone {
        true => (
            t::imports::undone_title(),
            subject::undone(one.subject, &one.fates),
        ),
        false => (
            t::imports::done_title(),
            subject::done(one.subject, &one.fates),
        ),
    };
    let waiting = (one.waiting > 0).then(|| t::imports::waiting(i64::from(one.waiting)));
    let (label, href, icon) = subject::list(one.subject);
    let until = one.undo_until.filter(|until| *until > now());
    view! {
        <Banner text=said(title, &text) tone=Tone::Ok inset=true />
        {waiting.map(|words| view! { <p>{words}</p> })}
        <div class="cluster">
            <LinkButton label=label href=href kind=Kind::Primary icon=icon />
            {(one.fates.left > 0).then(|| view! { <Errors import=import /> })}
        </div>
        {until.map(|until| view! { <Undo import=import until=clubtime::moment(until) /> })}
        {(undone && one.fates.kept > 0).then(|| view! { <Kept import=import /> })}
    }
    .into_any()
}

/// "Import complete: 3 new clients".
fn said(title: &str, text: &str) -> String {
    match text.is_empty() {
        true => title.to_owned(),
        false => format!("{title}: {text}"),
    }
}

#[component]
fn Undo(import: Signal<Arc<Import>>, until: String) -> AnyView {
    let (id, of) = import.with_untracked(|import| (import.id, import.subject));
    let open = RwSignal::new(false);
    let (sending, queries) = (sending(), queries());
    let undo = move |()| {
        sending.send::<UndoImport>((id,), (), (), move |now| {
            open.set(false);
            queries.put::<GetImport>((id,), (), now);
            queries.stale(CARDS);
        });
    };
    let words = subject::undo_until(of, until);
    let asked = words.clone();
    view! {
        <section class="import-part" aria-label=t::imports::undo()>
            <p class="meta">{words}</p>
            <div><Button label=t::imports::undo() kind=Kind::Danger icon=Icon::Undo2 on_press=move |()| open.set(true) /></div>
        </section>
        <Dialog open=open title=t::imports::undo_title() foot=move || view! {
            <Button label=t::imports::undo() kind=Kind::DangerSolid busy=Signal::derive(move || sending.pending()) on_press=undo />
        }>
            <p>{asked.clone()}</p>
            <Refusal sending=sending />
        </Dialog>
    }
    .into_any()
}

/// The rows that were not taken, as a file.
#[component]
fn Errors(import: Signal<Arc<Import>>) -> AnyView {
    let id = import.get_untracked().id;
    let (sending, toasts) = (sending(), toasts());
    let save = move |()| {
        sending.send::<GetImportErrors>((id,), (), (), move |errors| {
            if !file::save(&errors.name, &errors.file) {
                toasts.show(Toast::new(t::imports::not_saved()));
            }
        });
    };
    view! {
        <Button label=t::imports::errors_file() icon=Icon::Download busy=Signal::derive(move || sending.pending()) on_press=save />
        <Refusal sending=sending />
    }
    .into_any()
}

/// Cards that somebody has worked with since, and what stays on them.
#[component]
fn Kept(import: Signal<Arc<Import>>) -> AnyView {
    let id = import.get_untracked().id;
    let cursors = RwSignal::new(vec![None::<String>]);
    view! {
        <section class="import-part" aria-label=t::imports::kept_title()>
            <h2 class="section-head">{t::imports::kept_title()}</h2>
            <For each=move || cursors.get() key=Clone::clone let:cursor>
                <KeptPage id=id cursor=cursor cursors=cursors />
            </For>
        </section>
    }
    .into_any()
}

#[component]
fn KeptPage(
    id: ImportId,
    cursor: Option<String>,
    cursors: RwSignal<Vec<Option<String>>>,
) -> AnyView {
    let rows = query::<ListImportRows>(move || {
        let asked = ImportRowsQuery {
            fate: Some(Listed(vec![RowFate::Kept])),
            cursor: cursor.clone(),
            ..ImportRowsQuery::default()
        };
        Some(((id,), asked))
    });
    view! {
        <Loaded query=rows let:page>
            {
                let next = page.next_cursor.clone();
                view! {
                    <ul class="import-kept">
                        {page.items.iter().cloned().map(kept).collect_view()}
                    </ul>
                    {next.map(|next| more(next, cursors))}
                }
            }
        </Loaded>
    }
    .into_any()
}

fn kept(row: ImportRow) -> AnyView {
    let number = t::imports::row(row.number);
    let what: Vec<String> = row.changes.iter().map(change_name).collect();
    let what = match what.is_empty() {
        true => t::imports::kept_whole().to_owned(),
        false => what.join(", "),
    };
    let card = Met::of(&row).map(|met| view! { <a href=met.href>{met.name}</a> });
    view! { <li>{card}<span class="meta">{number}" · "{what}</span></li> }.into_any()
}
