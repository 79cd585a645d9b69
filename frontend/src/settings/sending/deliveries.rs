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
use crate::shell::Loaded;
use crate::ui::{
    Button, Cell, Chip, EmptyState, Heading, Icon, InlineError, Kind, Row, TabLink, TabLinks,
    Table, Tone,
};

/// So many of the latest are shown.
const SHOWN: u32 = 100;

#[component]
pub fn Deliveries() -> AnyView {
    let parameters = use_query_map();
    let state = Memo::new(move |_| {
        parameters.with(|map| {
            map.get("state")
                .and_then(|word| DeliveryState::parse(&word))
        })
    });
    let list = query::<ListDeliveries>(move || {
        let query = DeliveriesQuery {
            state: state.get(),
            limit: Some(SHOWN),
            ..DeliveriesQuery::default()
        };
        Some(((), query))
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
    let headings = Signal::derive(|| {
        vec![
            Heading::new(t::sending::to()),
            Heading::new(t::sending::about()),
            Heading::new(t::sending::when()),
            Heading::silent(t::sending::acts()),
        ]
    });
    view! {
        <div class="form">
            <h2 class="section-head">{t::sending::deliveries()}</h2>
            <TabLinks label=t::sending::which() tabs=tabs />
            <Loaded query=list let:page>
                {
                    let all = page.items.clone();
                    match all.is_empty() {
                        true => view! { <EmptyState text=t::sending::nothing_sent() /> }.into_any(),
                        false => view! {
                            <Table label=t::sending::deliveries() headings=headings>
                                {all.into_iter().map(line).collect_view()}
                            </Table>
                            <p class="meta">{t::sending::kept()}</p>
                        }.into_any(),
                    }
                }
            </Loaded>
        </div>
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
