//! The rehearsal: how many rows of which kind, the rules for all of them, and the rows that ask for somebody.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use wire::imports::{
    CheckImport, GetImport, Import, ImportRowsQuery, ImportState, ListImportRows, Plan, Plans,
};
use wire::list::Listed;

use super::bulk::Bulk;
use super::grid::Grid;
use super::import::AtWork;
use super::row::OneRow;
use super::upload::Refusal;
use super::words;
use crate::data::{queries, query, sending};
use crate::i18n::{number, t};
use crate::links;
use crate::shell::Loaded;
use crate::ui::{Button, EmptyState, Icon, Kind, LinkButton, TabLink, TabLinks, narrow};

/// Narrower than this one watches.
const NARROW: u32 = 767;

#[component]
pub fn Check(import: Signal<Arc<Import>>) -> AnyView {
    let state = Memo::new(move |_| import.with(|import| import.state));
    view! {
        {move || match state.get() {
            ImportState::Draft => view! { <Begin import=import /> }.into_any(),
            ImportState::Checking => view! { <AtWork import=import /> }.into_any(),
            _ => view! { <Found import=import /> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Begin(import: Signal<Arc<Import>>) -> AnyView {
    let id = import.get_untracked().id;
    let (sending, queries) = (sending(), queries());
    let check = move |()| {
        sending.send::<CheckImport>((id,), (), (), move |now| {
            queries.put::<GetImport>((id,), (), now);
        });
    };
    let busy = Signal::derive(move || sending.pending());
    view! {
        <EmptyState text=t::imports::check_first() icon=Icon::ListChecks actions=move || view! {
            <LinkButton label=t::imports::step_columns() href=links::import(id, "columns") />
            <Button label=t::imports::check_now() kind=Kind::Primary busy=busy on_press=check />
        } />
        <Refusal sending=sending />
    }
    .into_any()
}

#[component]
fn Found(import: Signal<Arc<Import>>) -> AnyView {
    let id = import.get_untracked().id;
    let parameters = use_query_map();
    let plans = Memo::new(move |_| import.with(|import| import.plans));
    let first = plans.with_untracked(words::first);
    let plan = Memo::new(move |_| {
        let said = parameters.with(|map| map.get("rows").and_then(|word| Plan::parse(&word)));
        said.unwrap_or(first)
    });
    let present = Memo::new(move |_| {
        let plans = plans.get();
        let shown = |wanted: &Plan| words::count(&plans, *wanted) > 0 || *wanted == plan.get();
        words::PLANS.into_iter().filter(shown).collect::<Vec<_>>()
    });
    let tab = move |wanted: Plan| {
        let parameters = [("rows".to_owned(), wanted.to_string())];
        let address = links::with_query(&links::import(id, "check"), parameters);
        let count =
            Signal::derive(move || Some(number(i64::from(words::count(&plans.get(), wanted)))));
        let current = Signal::derive(move || plan.get() == wanted);
        TabLink::new(words::plan(wanted), address, current).count(count)
    };
    let open = Memo::new(move |_| import.with(|import| import.state == ImportState::Checked));
    let small = narrow(NARROW);
    let editable = Signal::derive(move || open.get() && !small.get());
    view! {
        <p class="import-count" role="status">{move || counted(&plans.get())}</p>
        {move || editable.get().then(|| view! { <Bulk import=import /> })}
        {move || (open.get() && small.get()).then(|| view! { <p class="meta">{t::imports::on_phone()}</p> })}
        <section class="import-part" aria-label=t::imports::which()>
            {move || view! { <TabLinks label=t::imports::which() tabs=present.get().into_iter().map(tab).collect() /> }}
            {move || view! { <Rows import=import plan=plan.get() open=editable /> }}
        </section>
        {move || open.get().then(|| view! {
            <div class="cluster">
                <LinkButton label=t::imports::go_run() href=links::import(id, "run") kind=Kind::Primary icon=Icon::ArrowRight />
            </div>
        })}
    }
    .into_any()
}

/// "1 204 ready · 31 to put right · 12 to skip".
fn counted(plans: &Plans) -> String {
    let ready = plans.new + plans.change + plans.unchanged;
    let parts = [
        t::imports::count_ready(i64::from(ready)),
        t::imports::count_wrong(i64::from(plans.faulty + plans.conflict)),
        t::imports::count_skipped(i64::from(plans.double + plans.skipped)),
    ];
    parts.join(" · ")
}

/// Rows of one kind, page by page. A row that is put right stays in its place until the list is asked again.
#[component]
fn Rows(import: Signal<Arc<Import>>, plan: Plan, open: Signal<bool>) -> AnyView {
    let cursors = RwSignal::new(vec![None::<String>]);
    view! {
        <div class="import-pages">
            <For each=move || cursors.get() key=Clone::clone let:cursor>
                <Part import=import plan=plan cursor=cursor cursors=cursors open=open />
            </For>
        </div>
    }
    .into_any()
}

#[component]
fn Part(
    import: Signal<Arc<Import>>,
    plan: Plan,
    cursor: Option<String>,
    cursors: RwSignal<Vec<Option<String>>>,
    open: Signal<bool>,
) -> AnyView {
    let id = import.get_untracked().id;
    let first = cursor.is_none();
    let rows = query::<ListImportRows>(move || {
        let asked = ImportRowsQuery {
            plan: Some(Listed(vec![plan])),
            cursor: cursor.clone(),
            ..ImportRowsQuery::default()
        };
        Some(((id,), asked))
    });
    // Nothing is drawn anew under the hands of who corrects a row.
    let touched = RwSignal::new(false);
    view! {
        <Loaded query=rows hold=touched let:page>
            {
                let (items, next) = (page.items.clone(), page.next_cursor.clone());
                let shown = match (items.is_empty(), plan) {
                    (true, _) => first.then(|| view! { <EmptyState text=t::imports::no_rows() icon=Icon::CircleCheck /> }).into_any(),
                    (false, Plan::Faulty) => view! { <Grid import=import rows=items touched=touched open=open /> }.into_any(),
                    (false, _) => view! {
                        <ol class="import-rows">
                            {items.into_iter().map(|row| view! { <OneRow import=import row=row touched=touched open=open /> }).collect_view()}
                        </ol>
                    }.into_any(),
                };
                view! {
                    {shown}
                    {next.map(|next| more(next, cursors))}
                }
            }
        </Loaded>
    }
    .into_any()
}

/// The button for the next page, until it is there.
pub fn more(next: String, cursors: RwSignal<Vec<Option<String>>>) -> AnyView {
    let next = Some(next);
    let known = next.clone();
    let shown = Memo::new(move |_| cursors.with(|cursors| cursors.contains(&known)));
    view! {
        {move || (!shown.get()).then(|| {
            let next = next.clone();
            view! {
                <div><Button label=t::imports::show_more() kind=Kind::Ghost on_press=move |()| {
                    let next = next.clone();
                    cursors.update(|all| if !all.contains(&next) { all.push(next) });
                } /></div>
            }
        })}
    }
    .into_any()
}
