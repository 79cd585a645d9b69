//! An action for many clients or companies: how far it is, what came of it, for whom nothing was done and why, and the way back.

use std::sync::Arc;

use domain::bulks::{BulkFate, BulkState, Hindrance};
use domain::filters::ListSubject;
use domain::ids::BulkId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use wire::bulks::{Bulk, BulkItem, BulkItemsQuery, GetBulk, ListBulkItems, UndoBulk};
use wire::list::Listed;

use crate::clubtime;
use crate::data::{now, queries, query, sending};
use crate::i18n::{number, t};
use crate::links;
use crate::shell::Loaded;
use crate::ui::{Banner, Button, Face, Icon, InlineError, Kind, LinkButton, Page, Progress, Tone};

/// What changes with the clients and the companies.
pub const CHANGED: &[&str] = &[
    "bulks",
    "clients",
    "companies",
    "chains",
    "tasks",
    "day",
    "search",
];

/// The page of an action: the bell leads here.
#[component]
pub fn BulkPage() -> AnyView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|map| map.get("id")?.parse::<BulkId>().ok()));
    let bulk = query::<GetBulk>(move || Some(((id.get()?,), ())));
    let of = Memo::new(move |_| bulk.data().map(|bulk| bulk.subject));
    let back = move || {
        match of.get() {
        Some(ListSubject::Companies) => view! {
            <LinkButton label=t::bulks::to_companies() href=links::companies() icon=Icon::Building2 />
        }
        .into_any(),
        _ => view! { <LinkButton label=t::bulks::to_clients() href=links::clients() icon=Icon::Users /> }.into_any(),
    }
    };
    view! {
        <Page title=t::bulks::title() actions=move || view! {
            <LinkButton label=t::bulks::past() href=links::bulks() icon=Icon::History kind=Kind::Ghost face=Face::IconOnPhone />
            {back}
        }>
            {move || id.get().map(|id| view! { <div class="bulk-page"><Outcome id=id /></div> })}
        </Page>
    }
    .into_any()
}

#[component]
pub fn Outcome(id: BulkId) -> AnyView {
    let bulk = query::<GetBulk>(move || Some(((id,), ())));
    let queries = queries();
    let state = Memo::new(move |_| bulk.data().map(|bulk| bulk.state));
    // Whoever watches sees the cards of the club change with it.
    Effect::new(move |before: Option<Option<BulkState>>| {
        let now = state.get();
        if before.flatten().is_some_and(|before| Some(before) != now) {
            queries.stale(CHANGED);
        }
        now
    });
    view! {
        <Loaded query=bulk rows=3 let:bulk>
            <Told bulk=bulk />
        </Loaded>
    }
    .into_any()
}

#[component]
fn Told(bulk: Arc<Bulk>) -> AnyView {
    let (id, fates) = (bulk.id, bulk.fates);
    let (save, queries) = (sending(), queries());
    let undo = move |()| {
        save.send::<UndoBulk>((id,), (), (), move |now| {
            queries.put::<GetBulk>((id,), (), now);
            queries.stale(CHANGED);
        });
    };
    let failed = Signal::derive(move || save.failure().map(|_| t::bulks::undo_failed().to_owned()));
    let until = bulk.undo_until.filter(|until| *until > now());
    let head = match bulk.state {
        BulkState::Gathering | BulkState::Running | BulkState::Undoing => at_work(&bulk),
        BulkState::Done | BulkState::Undone => {
            let words = ended(&bulk);
            view! { <Banner text=words tone=Tone::Ok inset=true /> }.into_any()
        }
    };
    let listed = match bulk.state {
        BulkState::Done if fates.skipped > 0 => Some(BulkFate::Skipped),
        BulkState::Undone if fates.kept > 0 => Some(BulkFate::Kept),
        _ => None,
    };
    view! {
        <div class="stack">
            <p><strong>{bulk.title.clone()}</strong></p>
            {head}
            {listed.map(|fate| view! { <Left id=id fate=fate /> })}
            {until.map(|until| view! {
                <div class="cluster">
                    <Button label=t::bulks::undo() icon=Icon::Undo2 busy=Signal::derive(move || save.pending()) on_press=undo />
                    <span class="meta">{t::bulks::undo_until(clubtime::moment(until))}</span>
                </div>
            })}
            <InlineError text=failed />
            <p class="meta">{bulk.created_by.name.clone()}" · "{clubtime::moment(bulk.created_at)}</p>
        </div>
    }
    .into_any()
}

fn at_work(bulk: &Bulk) -> AnyView {
    let fates = bulk.fates;
    let total = match bulk.state {
        BulkState::Undoing => fates.changed + fates.returned + fates.kept,
        _ => bulk.total,
    };
    let done = bulk.looked_at;
    let (shown, all) = (number(i64::from(done)), number(i64::from(total)));
    let words = match bulk.state {
        BulkState::Gathering => t::bulks::gathering(all),
        BulkState::Undoing => t::bulks::undoing(shown, all),
        _ => t::bulks::running(shown, all),
    };
    view! {
        <div class="stack" role="status">
            <Progress done=Signal::stored(done) total=Signal::stored(total) label=words />
            <p class="meta">{t::bulks::may_leave()}</p>
        </div>
    }
    .into_any()
}

/// How many they are, in words.
type Words = fn(i64) -> String;

/// "37 clients changed, 2 as they were, 1 skipped".
pub fn ended(bulk: &Bulk) -> String {
    let fates = bulk.fates;
    let parts: [(u32, Words); 5] = [
        (fates.changed, t::bulks::changed),
        (fates.returned, t::bulks::returned),
        (fates.unchanged, t::bulks::unchanged),
        (fates.skipped, t::bulks::skipped),
        (fates.kept, t::bulks::kept),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, words)| words(i64::from(count)))
        .collect();
    match (parts.is_empty(), bulk.subject) {
        (true, ListSubject::Clients) => t::bulks::nobody().to_owned(),
        (true, ListSubject::Companies) => t::bulks::nothing().to_owned(),
        (false, _) => parts.join(", "),
    }
}

/// Those for whom nothing was done, or who stayed as they are.
#[component]
fn Left(id: BulkId, fate: BulkFate) -> AnyView {
    let cursors = RwSignal::new(vec![None::<String>]);
    let title = match fate {
        BulkFate::Kept => t::bulks::kept_title(),
        _ => t::bulks::skipped_title(),
    };
    view! {
        <section aria-label=title>
            <h2 class="section-head">{title}</h2>
            <For each=move || cursors.get() key=Clone::clone let:cursor>
                <LeftPage id=id fate=fate cursor=cursor cursors=cursors />
            </For>
        </section>
    }
    .into_any()
}

#[component]
fn LeftPage(
    id: BulkId,
    fate: BulkFate,
    cursor: Option<String>,
    cursors: RwSignal<Vec<Option<String>>>,
) -> AnyView {
    let items = query::<ListBulkItems>(move || {
        let asked = BulkItemsQuery {
            fate: Some(Listed(vec![fate])),
            cursor: cursor.clone(),
            ..BulkItemsQuery::default()
        };
        Some(((id,), asked))
    });
    view! {
        <Loaded query=items rows=3 let:page>
            {
                let next = page.next_cursor.clone();
                view! {
                    <ul class="plain-list bulk-left">{page.items.iter().cloned().map(left).collect_view()}</ul>
                    {next.map(|next| view! {
                        <Button label=t::clients::show_more() on_press=move |()| cursors.update(|all| {
                            if all.last() != Some(&Some(next.clone())) {
                                all.push(Some(next.clone()));
                            }
                        }) />
                    })}
                }
            }
        </Loaded>
    }
    .into_any()
}

fn left(item: BulkItem) -> AnyView {
    let why = match item.hindrance {
        Some(why) => hindrance(why),
        None => t::bulks::changed_since(),
    };
    let client = item.client.map(|one| (links::client(one.id), one.name));
    let company = item.company.map(|one| (links::company(one.id), one.name));
    let card = match client.or(company) {
        Some((href, name)) => view! { <a href=href>{name}</a> }.into_any(),
        None => view! { <span>{t::bulks::unseen()}</span> }.into_any(),
    };
    view! { <li>{card}<span class="meta">{why}</span></li> }.into_any()
}

fn hindrance(why: Hindrance) -> &'static str {
    match why {
        Hindrance::NotFound => t::bulks::why_not_found(),
        Hindrance::NotAllowed => t::bulks::why_not_allowed(),
        Hindrance::Archived => t::bulks::why_archived(),
        Hindrance::Merged => t::bulks::why_merged(),
        Hindrance::WorksElsewhere => t::bulks::why_works_elsewhere(),
        Hindrance::LedAlready => t::bulks::why_led_already(),
        Hindrance::TooManyTags => t::bulks::why_too_many_tags(),
        Hindrance::Refused => t::bulks::why_refused(),
    }
}
