//! What was sent lately, what became of it, and what can still be done about it.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use wire::sending::{
    DeliveriesQuery, Delivery, DeliveryState, ListDeliveries, OutgoingKind, RetryDelivery,
    WithdrawDelivery,
};

use super::{DELIVERIES, TAGS};
use crate::clubtime;
use crate::data::{queries, query, sending};
use crate::i18n::t;
use crate::links;
use crate::settings::general;
use crate::shell::Trouble;
use crate::ui::{
    Button, Cell, Chip, EmptyState, Heading, Icon, InlineError, Kind, Row, Skeleton, TabLink,
    TabLinks, Table, Tone, Waiting,
};

#[component]
pub fn Deliveries() -> AnyView {
    let parameters = use_query_map();
    let state = Memo::new(move |_| {
        parameters.with(|map| {
            map.get("state")
                .and_then(|word| DeliveryState::parse(&word))
        })
    });
    let tabs: Vec<TabLink> = [
        (None, t::sending::all()),
        (Some(DeliveryState::Dead), t::sending::state_dead()),
        (Some(DeliveryState::Waiting), t::sending::state_waiting()),
    ]
    .into_iter()
    .map(|(wanted, label)| {
        let parameters = wanted.map(|state| ("state".to_owned(), state.to_string()));
        let address = links::with_query(&links::setting("sending", DELIVERIES), parameters);
        TabLink::new(
            label,
            address,
            Signal::derive(move || state.get() == wanted),
        )
    })
    .collect();
    view! {
        <div class="form">
            <h2 class="section-head">{t::sending::deliveries()}</h2>
            <TabLinks label=t::sending::which() tabs=tabs />
            <Pages state=state />
        </div>
    }
    .into_any()
}

/// Pages one under another; each is a question of its own, so a hint refreshes them all in place.
#[component]
fn Pages(state: Memo<Option<DeliveryState>>) -> AnyView {
    let cursors = RwSignal::new(vec![None::<String>]);
    let next = RwSignal::new(None::<String>);
    let none = RwSignal::new(false);
    Effect::new(move |before: Option<Option<DeliveryState>>| {
        let now = state.get();
        if before.is_some_and(|before| before != now) {
            cursors.set(vec![None]);
            next.set(None);
            none.set(false);
        }
        now
    });
    let pages = move || {
        let state = state.get();
        let cursors = cursors.get().into_iter();
        cursors.map(|cursor| (state, cursor)).collect::<Vec<_>>()
    };
    let headings = Signal::derive(|| {
        vec![
            Heading::new(t::sending::to()),
            Heading::new(t::sending::about()),
            Heading::new(t::sending::when()),
            Heading::silent(t::sending::acts()),
        ]
    });
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
    view! {
        {move || none.get().then(|| view! { <EmptyState text=nothing(state.get()) /> })}
        <div hidden=none><div class="form">
            <Table label=t::sending::deliveries() headings=headings more=more>
                <For each=pages key=|(state, cursor)| format!("{state:?}{cursor:?}") let:page>
                    <Part state=page.0 cursor=page.1 cursors=cursors next=next none=none />
                </For>
            </Table>
            <p class="meta">{t::sending::kept()}</p>
        </div></div>
    }
    .into_any()
}

fn nothing(state: Option<DeliveryState>) -> &'static str {
    match state {
        Some(DeliveryState::Dead) => t::sending::nothing_dead(),
        Some(DeliveryState::Waiting) => t::sending::nothing_waiting(),
        _ => t::sending::nothing_sent(),
    }
}

#[component]
fn Part(
    state: Option<DeliveryState>,
    cursor: Option<String>,
    cursors: RwSignal<Vec<Option<String>>>,
    next: RwSignal<Option<String>>,
    none: RwSignal<bool>,
) -> AnyView {
    let asked = DeliveriesQuery {
        state,
        cursor: cursor.clone(),
        ..DeliveriesQuery::default()
    };
    let page = query::<ListDeliveries>(move || Some(((), asked.clone())));
    Effect::new(move |_| {
        let Some(page) = page.data() else { return };
        // A page before the last one that is asked again has nothing to say about what comes after all of them.
        if cursors.with_untracked(|cursors| cursors.last() == Some(&cursor)) {
            next.set(page.next_cursor.clone());
        }
        if cursor.is_none() {
            none.set(page.items.is_empty());
        }
    });
    let ready = Signal::derive(move || page.data().is_some() || page.failure().is_some());
    view! {
        <Waiting ready=ready skeleton=|| view! { <tr><td colspan="4"><Skeleton rows=8 /></td></tr> }>
            {move || match (page.data(), page.failure()) {
                (Some(page), _) => page.items.iter().cloned().map(line).collect_view().into_any(),
                (None, Some(failure)) => view! {
                    <tr><td colspan="4"><Trouble failure=failure on_retry=move |()| page.refresh() /></td></tr>
                }.into_any(),
                (None, None) => ().into_any(),
            }}
        </Waiting>
    }
    .into_any()
}

fn line(delivery: Delivery) -> AnyView {
    let (label, tone) = match delivery.state {
        DeliveryState::Waiting if delivery.attempts > 0 => (t::sending::state_again(), Tone::Warn),
        DeliveryState::Waiting => (t::sending::one_waiting(), Tone::Info),
        DeliveryState::Running => (t::sending::state_running(), Tone::Info),
        DeliveryState::Done => (t::sending::state_done(), Tone::Ok),
        DeliveryState::Dead => (t::sending::one_dead(), Tone::Danger),
        DeliveryState::Withdrawn => (t::sending::state_withdrawn(), Tone::Plain),
    };
    let kind = match delivery.kind {
        OutgoingKind::Mail => t::sending::letter(),
        OutgoingKind::Hook => t::sending::hook(),
    };
    let when = clubtime::moment(delivery.finished_at.unwrap_or(delivery.due_at));
    let why = delivery
        .error
        .clone()
        .map(|error| match error.detail.is_empty() {
            true => error.text,
            false => format!("{} {}", error.text, t::sending::they_said(&error.detail)),
        });
    view! {
        <Row id=delivery.id.to_string()>
            {Cell::Title.view(view! { <span class="cluster"><span class="truncate">{delivery.to.clone()}</span><Chip label=label tone=tone /></span> })}
            {Cell::Line.view(view! {
                <span class="stack">
                    <span>{kind}" · "{delivery.subject.clone()}</span>
                    {why.map(|why| view! { <span class="settings__why">{why}</span> })}
                </span>
            })}
            {Cell::End.view(when)}
            {Cell::Mark.view(view! { <Act delivery=delivery /> })}
        </Row>
    }
    .into_any()
}

#[component]
fn Act(delivery: Delivery) -> AnyView {
    let id = delivery.id;
    let (sending, queries) = (sending(), queries());
    let trouble = Signal::derive(move || general(sending.failure()));
    let busy = Signal::derive(move || sending.pending());
    let retry = move |()| {
        sending.send::<RetryDelivery>((id,), (), (), move |_| queries.stale(TAGS));
    };
    let withdraw = move |()| {
        sending.send::<WithdrawDelivery>((id,), (), (), move |_| queries.stale(TAGS));
    };
    let button = match delivery.state {
        DeliveryState::Dead => Some(
            view! { <Button label=t::sending::retry() kind=Kind::Ghost icon=Icon::RefreshCw busy=busy on_press=retry /> }
                .into_any(),
        ),
        DeliveryState::Waiting => Some(
            view! { <Button label=t::sending::withdraw() kind=Kind::Ghost busy=busy on_press=withdraw /> }
                .into_any(),
        ),
        DeliveryState::Running | DeliveryState::Done | DeliveryState::Withdrawn => None,
    };
    view! {
        {button}
        <InlineError text=trouble />
    }
    .into_any()
}
