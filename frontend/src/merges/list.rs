//! The list of pairs: what was found, why, and what was decided.

use domain::access::Permission;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use wire::duplicates::{
    DismissDuplicate, Duplicate, DuplicateState, DuplicatesQuery, ListDuplicateLooks,
    ListDuplicates, ReopenDuplicate, StartDuplicateLook,
};

use super::words;
use crate::clubtime;
use crate::data::{queries, query, sending, session};
use crate::i18n::t;
use crate::links;
use crate::quick::take_back;
use crate::shell::{Forbidden, Loaded};
use crate::ui::{
    Button, Cell, EmptyState, FilterChip, Heading, Icon, Kind, LinkButton, Page, Row, RowKeys,
    Table, Toast, toasts,
};

#[component]
pub fn Duplicates() -> AnyView {
    let address = use_query_map();
    let state = Memo::new(move |_| {
        let word = address.with(|map| map.get("state")).unwrap_or_default();
        DuplicateState::parse(&word).unwrap_or(DuplicateState::Open)
    });
    let go = use_navigate();
    let chips = DuplicateState::ALL.iter().map(move |own| {
        let (own, go) = (*own, go.clone());
        let label = match own {
            DuplicateState::Open => t::duplicates::open(),
            DuplicateState::Dismissed => t::duplicates::decided(),
            DuplicateState::Merged => t::duplicates::merged(),
        };
        let press = move |()| {
            let narrowed = (own != DuplicateState::Open).then(|| ("state".to_owned(), own.to_string()));
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            go(&links::with_query(&links::duplicates(), narrowed), options);
        };
        view! { <FilterChip label=label on=Signal::derive(move || state.get() == own) on_press=press /> }
    });
    let chips = chips.collect_view();
    let may = untrack(|| session().may(Permission::ClientMerge));
    if !may {
        return view! { <Page title=t::duplicates::title()><Forbidden permission=Permission::ClientMerge /></Page> }.into_any();
    }
    view! {
        <Page title=t::duplicates::title() flush=true actions=|| view! { <Look /> }>
            <div class="cluster list-filters">{chips}</div>
            {move || view! { <Pairs state=state.get() /> }}
        </Page>
    }
    .into_any()
}

/// When the base was looked at, and looking now.
#[component]
fn Look() -> AnyView {
    let looks = query::<ListDuplicateLooks>(|| Some(((), ())));
    let (sending, queries) = (sending(), queries());
    let told = move || {
        let looks = looks.data()?;
        Some(match looks.looks.first() {
            None => t::duplicates::never().to_owned(),
            Some(look) => match look.finished_at {
                None => t::duplicates::looking(i64::from(look.looked)),
                Some(at) => {
                    let looked =
                        t::duplicates::looked(i64::from(look.looked), clubtime::moment(at));
                    match looks.waiting {
                        0 => looked,
                        more => format!("{looked}, {}", t::duplicates::waiting(i64::from(more))),
                    }
                }
            },
        })
    };
    let busy = Signal::derive(move || {
        let running = looks.data().is_some_and(|looks| {
            looks
                .looks
                .first()
                .is_some_and(|look| look.finished_at.is_none())
        });
        running || sending.pending()
    });
    let look = move |()| {
        sending.send::<StartDuplicateLook>((), (), (), move |_| queries.stale(&["duplicates"]));
    };
    view! {
        <span class="meta wide-only" role="status">{told}</span>
        <Button label=t::duplicates::look_now() icon=Icon::RefreshCw busy=busy on_press=look />
    }
    .into_any()
}

#[component]
fn Pairs(state: DuplicateState) -> AnyView {
    let cursors = RwSignal::new(vec![None::<String>]);
    let pages = move || cursors.get();
    view! {
        <For each=pages key=|cursor| format!("{cursor:?}") let:cursor>
            <PairsPage state=state cursor=cursor cursors=cursors />
        </For>
    }
    .into_any()
}

#[component]
fn PairsPage(
    state: DuplicateState,
    cursor: Option<String>,
    cursors: RwSignal<Vec<Option<String>>>,
) -> AnyView {
    let first = cursor.is_none();
    let asked = DuplicatesQuery {
        state: Some(state),
        cursor,
        ..DuplicatesQuery::default()
    };
    let page = query::<ListDuplicates>(move || Some(((), asked.clone())));
    let headings = Signal::derive(|| {
        vec![
            Heading::new(t::duplicates::name()),
            Heading::new(t::duplicates::other()),
            Heading::new(t::duplicates::why()),
            Heading::new(t::duplicates::how_sure()),
            Heading::silent(t::duplicates::compare()),
        ]
    });
    view! {
        <Loaded query=page rows=8 let:page>
            {
                let (items, next) = (page.items.clone(), page.next_cursor.clone());
                let nothing = match state {
                    DuplicateState::Open => t::duplicates::nothing(),
                    DuplicateState::Dismissed => t::duplicates::nothing_decided(),
                    DuplicateState::Merged => t::duplicates::nothing_merged(),
                };
                match items.is_empty() && first && next.is_none() {
                    true => view! { <EmptyState text=nothing icon=Icon::Users /> }.into_any(),
                    false => view! {
                        <Table label=t::duplicates::title() headings=headings keys=RowKeys::new().walk()>
                            {items.into_iter().map(|pair| view! { <PairRow pair=pair /> }).collect_view()}
                        </Table>
                        {next.map(|next| view! {
                            <Button label=t::duplicates::more() kind=Kind::Ghost on_press=move |()| {
                                let next = Some(next.clone());
                                cursors.update(|all| if !all.contains(&next) { all.push(next) });
                            } />
                        })}
                    }
                    .into_any(),
                }
            }
        </Loaded>
    }
    .into_any()
}

#[component]
fn PairRow(pair: Duplicate) -> AnyView {
    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let id = pair.id;
    let reopen = move || {
        take_back::<ReopenDuplicate>((id,), move |_| {
            queries.stale(&["duplicates"]);
            toasts.show(Toast::new(t::duplicates::reopened()));
        });
    };
    let dismiss = move || {
        sending.send::<DismissDuplicate>((id,), (), (), move |_| {
            queries.stale(&["duplicates"]);
            toasts.show(Toast::new(t::duplicates::dismissed()).undo(reopen));
        });
    };
    let href = match pair.state {
        DuplicateState::Merged => links::client(pair.one.id),
        _ => links::duplicate(id),
    };
    let act = match pair.state {
        DuplicateState::Open => view! {
            <div class="cluster nowrap">
                <LinkButton label=t::duplicates::compare() href=href.clone() />
                <Button label=t::duplicates::two() kind=Kind::Ghost on_press=move |()| dismiss() />
            </div>
        }
        .into_any(),
        DuplicateState::Dismissed => view! { <Button label=t::duplicates::back_to_list() kind=Kind::Ghost on_press=move |()| reopen() /> }.into_any(),
        DuplicateState::Merged => ().into_any(),
    };
    let decided = pair.decided_at.map(|at| {
        let who = pair
            .decided_by
            .as_ref()
            .map(|by| by.name.clone())
            .unwrap_or_default();
        t::duplicates::who_decided(who, clubtime::moment(at))
    });
    let why = match decided {
        Some(decided) => format!("{} · {decided}", words::reasons(&pair.reasons)),
        None => words::reasons(&pair.reasons),
    };
    let (other, sure) = (pair.other.name.clone(), pair.certainty);
    view! {
        <Row id=id.to_string()>
            {Cell::link(href, pair.one.name.clone())}
            {Cell::Line.view(other)}
            {Cell::WideOnly.view(why)}
            {Cell::Mark.view(words::certainty(sure))}
            {Cell::End.view(act)}
        </Row>
    }
    .into_any()
}
