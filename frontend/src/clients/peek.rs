//! A look at a card beside the list: who it is, what comes next and what was said last, without leaving the list.
//!
//! The list keeps the focus: its keys go on, and the panel shows whoever has the focus there.

use std::time::Duration;

use domain::ids::ClientId;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use wire::branches::ListBranches;
use wire::clients::{Client, EmailContact, GetClient, ListTimeline, TimelineQuery};

use super::brief::BriefLines;
use super::words;
use crate::clubtime;
use crate::data::{now, query};
use crate::dial::{Dialler, Way, dialler};
use crate::i18n::{self, t};
use crate::keys::Chord;
use crate::links;
use crate::lists::narrowing;
use crate::shell::{Loaded, Trouble};
use crate::timeline;
use crate::ui::{
    Button, Chip, Face, Icon, Kind, LinkButton, RowKeys, SidePanel, Tone, focus_lost, icon, say,
};

/// So many of the latest events.
const LATEST: u32 = 4;
/// Who walks along the list is looked at when he stays for so long.
const PAUSE: Duration = Duration::from_millis(90);

/// Whom the address looks at.
fn peeked() -> Memo<Option<ClientId>> {
    let address = use_query_map();
    Memo::new(move |_| {
        let peek = address.with(|map| map.get("peek"))?;
        peek.strip_prefix("client:")?.parse().ok()
    })
}

/// Opens and closes the panel.
#[derive(Clone, Copy)]
pub struct Peeking {
    id: Memo<Option<ClientId>>,
    go: Callback<Option<ClientId>>,
}

impl Peeking {
    pub fn new() -> Self {
        let (location, go) = (use_location(), narrowing());
        // What is looked at is no step of its own in the browser's history: Back leads to where one was before the list.
        let to = move |id: Option<ClientId>| {
            let peek = id.map(|id| format!("client:{id}"));
            let peek = peek.as_deref().map(|peek| ("peek", peek));
            go.run(untrack(|| links::panel(&location, peek.as_slice())));
        };
        Self {
            id: peeked(),
            go: Callback::new(to),
        }
    }

    pub fn is_open(self) -> bool {
        self.id.get_untracked().is_some()
    }

    fn close(self) {
        self.go.run(None);
    }

    /// The same key opens and closes; on another row it looks at that one.
    pub fn turn(self, id: ClientId) {
        match self.id.get_untracked() == Some(id) {
            true => self.close(),
            false => self.go.run(Some(id)),
        }
    }

    /// `Space` on a row; while the panel is open it follows the focus, and when it goes the list has the focus again.
    pub fn keys(self, rows: RowKeys) -> RowKeys {
        let waiting = StoredValue::new(None::<TimeoutHandle>);
        let stop = move || {
            if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
                handle.clear();
            }
        };
        Effect::new(move |_| {
            let focused: Option<ClientId> = rows.focused().and_then(|row| row.parse().ok());
            stop();
            let Some(focused) = focused else { return };
            if self.is_open() && self.id.get_untracked() != Some(focused) {
                let follow = move || {
                    if self.is_open() {
                        self.go.run(Some(focused));
                    }
                };
                waiting.set_value(set_timeout_with_handle(follow, PAUSE).ok());
            }
        });
        on_cleanup(stop);
        Effect::new(move |before: Option<Option<ClientId>>| {
            let now = self.id.get();
            if now.is_none() && before.flatten().is_some() {
                request_animation_frame(move || {
                    if focus_lost() {
                        rows.step(1);
                    }
                });
            }
            now
        });
        rows.on_row(
            "clients.peek",
            t::clients::peek(),
            Chord::SPACE,
            move |row| {
                if let Ok(id) = row.parse() {
                    self.turn(id);
                }
            },
        )
    }

    /// The same for a pointer, at the end of the name.
    pub fn button(self, id: ClientId, name: &str) -> AnyView {
        view! {
            <button class="client-peek" type="button" tabindex="-1" aria-label=t::clients::peek_at(name) data-tip=t::clients::peek() on:click=move |_| self.turn(id)>
                {icon(Icon::Eye)}
            </button>
        }
        .into_any()
    }
}

#[component]
pub fn Peek() -> AnyView {
    let peeking = Peeking::new();
    let id = peeking.id;
    let card = query::<GetClient>(move || Some(((id.get()?,), ())));
    // Until the next one is known, the name of the one before stands there.
    let name = Memo::new(move |before: Option<&String>| {
        let name = card.data().map(|card| card.name.clone());
        name.or_else(|| before.cloned())
            .unwrap_or_else(|| t::clients::one().to_owned())
    });
    let title = Signal::derive(move || name.get());
    Effect::new(move |_| {
        if let Some(card) = card.data() {
            say(card.name.clone());
        }
    });
    let dialler = dialler();
    let open = move || {
        id.get().map(|id| view! {
            <LinkButton label=t::clients::open_card() href=links::client(id) icon=Icon::ArrowRight chord=Chord::ENTER />
        })
    };
    let there = Memo::new(move |_| id.with(Option::is_some));
    let body = move || {
        view! {
            <div class="stack peek">
                <Loaded query=card rows=6 let:card>{facts(&card, dialler)}</Loaded>
                {move || id.get().map(|id| view! { <section class="peek__part"><BriefLines id=id /></section><Latest id=id card=card /> })}
            </div>
        }
    };
    view! {
        {move || there.get().then(|| view! {
            <SidePanel title=title on_close=move |()| peeking.close() keeps_focus=true foot=open>{body()}</SidePanel>
        })}
    }
    .into_any()
}

fn facts(card: &Client, dialler: Dialler) -> AnyView {
    let next = match &card.next {
        Some(next) => {
            let zone = clubtime::zone_of(card.branch_id);
            let (label, tone) = clubtime::due_chip(next.due, &zone, now());
            let title = next.title.clone();
            view! { <span class="cluster"><Chip label=label tone=tone /><span>{title}</span></span> }.into_any()
        }
        None => view! { <Chip label=t::clients::no_step() tone=Tone::Missing /> }.into_any(),
    };
    let phones: Vec<AnyView> = card
        .phones
        .iter()
        .map(|phone| phone_line(card, phone, dialler))
        .collect();
    let emails: Vec<AnyView> = card.emails.iter().map(email_line).collect();
    let tags = card.tags.join(", ");
    let responsible = card.responsible.as_ref().map(|person| person.name.clone());
    let fact = |label: &'static str, there: bool, value: AnyView| {
        there.then(|| view! {
            <div class="fact"><span class="fact__label">{label}</span><span class="fact__value">{value}</span></div>
        })
    };
    view! {
        <div class="facts">
            {fact(t::clients::phones(), !phones.is_empty(), phones.into_any())}
            {fact(t::clients::email(), !emails.is_empty(), emails.into_any())}
            {fact(t::clients::stage(), true, words::stage(card.stage).into_any())}
            {fact(t::clients::next_step(), true, next)}
            {fact(t::clients::last_contact(), card.last_contact_at.is_some(), card.last_contact_at.map(clubtime::moment).into_any())}
            {fact(t::clients::responsible(), responsible.is_some(), responsible.into_any())}
            {fact(t::clients::birth_date(), card.birth_date.is_some(), card.birth_date.map(i18n::date).into_any())}
            {fact(t::clients::tags(), !tags.is_empty(), tags.into_any())}
            {fact(t::clients::note(), card.note.is_some(), card.note.clone().into_any())}
        </div>
    }
    .into_any()
}

/// A number to press; for whoever does not see it, what he sees and a button that calls.
fn phone_line(card: &Client, phone: &wire::clients::Phone, dialler: Dialler) -> AnyView {
    let shown = phone.display.clone();
    if phone.do_not_call {
        return view! { <div><s class="num">{shown}</s></div> }.into_any();
    }
    let way = Way::to(card, phone);
    let label = phone
        .label
        .clone()
        .map(|label| view! { <span class="meta">{label}</span> });
    let call = match way.link() {
        Some(link) => view! { <a class="num" href=link>{shown}</a> }.into_any(),
        None => view! {
            <span class="num">{shown}</span>
            <Button label=t::clients::dial() icon=Icon::Phone face=Face::Icon kind=Kind::Ghost on_press=move |()| dialler.dial(&way) />
        }
        .into_any(),
    };
    view! { <div class="cluster">{call}{label}</div> }.into_any()
}

fn email_line(email: &EmailContact) -> AnyView {
    let shown = email.address.clone();
    let label = email
        .label
        .clone()
        .map(|label| view! { <span class="meta">{label}</span> });
    match email.do_not_write {
        true => view! { <div class="cluster"><s>{shown}</s>{label}</div> }.into_any(),
        false => view! { <div class="cluster"><span>{shown}</span>{label}</div> }.into_any(),
    }
}

/// What happened last.
#[component]
fn Latest(id: ClientId, card: crate::data::Query<Client>) -> AnyView {
    let page = query::<ListTimeline>(move || {
        let asked = TimelineQuery {
            limit: Some(LATEST),
            ..TimelineQuery::default()
        };
        Some(((id,), asked))
    });
    let branch = Memo::new(move |_| card.data().map(|card| card.branch_id));
    // An hour of last summer is told by the branch's zone, which comes with the branches: its offset of today may be another.
    query::<ListBranches>(|| Some(((), ())));
    view! {
        {move || match (page.data(), page.failure(), branch.get()) {
            (Some(page), _, Some(branch)) if !page.items.is_empty() => view! {
                <section class="peek__part">
                    <h2 class="section-head">{t::clients::latest()}</h2>
                    {timeline::by_day(&page.items, &clubtime::zone_of(branch))}
                </section>
            }
            .into_any(),
            (None, Some(failure), _) => view! { <Trouble failure=failure on_retry=move |()| page.refresh() /> }.into_any(),
            _ => ().into_any(),
        }}
    }
    .into_any()
}
