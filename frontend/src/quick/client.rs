//! A new client.

use std::collections::BTreeMap;

use domain::access::Permission;
use domain::fields::Raw;
use domain::ids::ProcessId;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use serde::{Deserialize, Serialize};
use wire::clients::{Client, CreateClient, NewClient, PhoneEntry};
use wire::duplicates::{FindLookAlikes, LookAlike, LookAlikesRequest};
use wire::processes::ListProcesses;

use super::own_fields::{OwnAnswers, OwnFields};
use super::parts::SaveTrouble;
use crate::clients::source_options;
use crate::clubtime;
use crate::data::drafts::draft;
use crate::data::{queries, query, sending, session};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::links;
use crate::merges::words::reasons;
use crate::ui::{
    Banner, Button, Field, Input, InputKind, Kind, LinkButton, Need, PhoneInput, Radio, Select,
    Textarea, Toast, Tone, toasts,
};

/// What survives closing the panel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Kept {
    name: String,
    phone: String,
    email: String,
    note: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    fields: BTreeMap<String, Raw>,
}

/// What the address already says of the client, when he was looked for and not found.
fn asked() -> Option<Kept> {
    let (name, phone) = use_query_map().with_untracked(|map| (map.get("name"), map.get("phone")));
    (name.is_some() || phone.is_some()).then(|| Kept {
        name: name.unwrap_or_default(),
        phone: phone.unwrap_or_default(),
        ..Kept::default()
    })
}

#[component]
pub fn ClientForm(close: Callback<()>) -> AnyView {
    let draft = draft("client", "new");
    let kept = asked().unwrap_or_else(|| draft.restore().map(|(kept, _)| kept).unwrap_or_default());
    let name = RwSignal::new(kept.name);
    let phone = RwSignal::new(kept.phone);
    let email = RwSignal::new(kept.email);
    let note = RwSignal::new(kept.note);
    let source = RwSignal::new(kept.source);
    let own = OwnAnswers::new::<Client>(kept.fields);
    let sources = source_options(Signal::stored(None));
    Effect::new(move |before: Option<Kept>| {
        let now = Kept {
            name: name.get(),
            phone: phone.get(),
            email: email.get(),
            note: note.get(),
            source: source.get(),
            fields: own.get(),
        };
        if before.is_some_and(|before| before != now) {
            draft.keep(now.clone());
        }
        now
    });
    let branches = session()
        .with_me(|me| me.branches.clone())
        .unwrap_or_default();
    let branch = RwSignal::new(
        branches
            .first()
            .map(|branch| branch.id.to_string())
            .unwrap_or_default(),
    );
    let several = branches.len() > 1;
    let branch_options: Vec<Radio> = branches
        .into_iter()
        .map(|branch| Radio::new(branch.id.to_string(), branch.name))
        .collect();
    let processes = query::<ListProcesses>(|| Some(((), ())));
    let process = RwSignal::new(String::new());
    let process_options = Signal::derive(move || {
        let page = processes.data();
        let all = page.iter().flat_map(|page| page.items.iter());
        let usable =
            all.filter(|process| process.published.is_some() && process.archived_at.is_none());
        let own = usable.map(|process| Radio::new(process.id.to_string(), process.name.clone()));
        std::iter::once(Radio::new("", t::quick::no_process()))
            .chain(own)
            .collect::<Vec<_>>()
    });

    let same = sending();
    let cards = RwSignal::new(Vec::<LookAlike>::new());
    // Whose card is there already, by everything that is typed so far.
    let look = move |_: String| {
        cards.set(Vec::new());
        let typed = |value: RwSignal<String>| {
            let text = value.get_untracked().trim().to_owned();
            (!text.is_empty()).then_some(text)
        };
        let request = LookAlikesRequest {
            name: typed(name),
            phones: typed(phone).into_iter().collect(),
            emails: typed(email).into_iter().collect(),
            ..LookAlikesRequest::default()
        };
        if request == LookAlikesRequest::default() {
            return;
        }
        same.send::<FindLookAlikes>((), (), request, move |found| {
            cards.set(found.cards);
        });
    };
    let save = sending();
    let tried = RwSignal::new(false);
    let name_error = move || {
        let missing = tried.get()
            && name.with(|text| text.trim().is_empty())
            && phone.with(|text| text.trim().is_empty());
        save.fault("/name")
            .or_else(|| missing.then(|| t::quick::name_required().to_owned()))
    };
    let go = use_navigate();
    let may_start = move || session().may(Permission::ChainStart);
    let submit = Callback::new(move |()| {
        tried.set(true);
        if untrack(|| name_error().is_some()) {
            return;
        }
        let trimmed = |value: RwSignal<String>| {
            Some(value.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
        };
        let client = NewClient {
            name: Some(trimmed(name).unwrap_or_else(|| t::quick::unnamed().to_owned())),
            phones: trimmed(phone)
                .into_iter()
                .map(|number| PhoneEntry {
                    number,
                    label: None,
                    do_not_call: false,
                })
                .collect(),
            emails: trimmed(email).into_iter().map(Into::into).collect(),
            note: trimmed(note),
            source_id: source.get_untracked().parse().ok(),
            fields: untrack(|| own.get()),
            branch_id: branch.get_untracked().parse().ok(),
            start_process_id: process
                .get_untracked()
                .parse::<ProcessId>()
                .ok()
                .filter(|_| untrack(may_start)),
            ..NewClient::default()
        };
        let go = go.clone();
        save.send::<CreateClient>((), (), client, move |saved| {
            draft.forget();
            queries().stale(&["clients", "tasks", "day"]);
            close.run(());
            let (go, href) = (go.clone(), links::client(saved.client.id));
            let said = t::quick::created_client(saved.client.name);
            toasts().show(
                Toast::new(said).action(t::quick::open(), move || go(&href, Default::default())),
            );
        });
    });
    keys::add(
        Command::new("quick.save", Scope::Panel, t::quick::create(), move || {
            submit.run(())
        })
        .on(Chord::ENTER.ctrl()),
    );
    let first = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = first.get() {
            let _ = input.focus();
        }
    });
    let country = Signal::derive(move || {
        session()
            .with_me(|me| me.organisation.phone_country.clone())
            .unwrap_or_default()
    });
    let zone = Signal::derive(move || match branch.with(|id| id.parse().ok()) {
        Some(branch) => clubtime::zone_of(branch),
        None => clubtime::home_zone(),
    });
    view! {
        <form
            class="stack"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                submit.run(());
            }
        >
            <Field label=t::quick::name() error=Signal::derive(name_error)>
                <Input value=name kind=InputKind::Name node=first on_commit=look />
            </Field>
            <Field label=t::quick::phone() error=Signal::derive(move || save.fault("/phones/0/number").or_else(|| save.fault("/phones/0")))>
                <PhoneInput value=phone country=country on_commit=look />
            </Field>
            {move || cards.get().into_iter().map(|card| {
                let href = links::client(card.client_id);
                view! {
                    <Banner
                        text=t::duplicates::looks_like(&card.name, reasons(&card.reasons))
                        tone=Tone::Warn
                        inset=true
                        actions=move || view! { <LinkButton label=t::quick::open() href=href.clone() kind=Kind::Ghost /> }.into_any()
                    />
                }
            }).collect_view()}
            <Field label=t::quick::email() need=Need::Optional error=Signal::derive(move || save.fault("/emails/0/address"))>
                <Input value=email kind=InputKind::Email on_commit=look />
            </Field>
            <Field label=t::clients::source() need=Need::Optional error=Signal::derive(move || save.fault("/source_id"))>
                <Select value=source options=sources />
            </Field>
            {several.then(|| view! {
                <Field label=t::quick::branch()><Select value=branch options=Signal::stored(branch_options) /></Field>
            })}
            <OwnFields answers=own save=save zone=zone />
            {move || may_start().then(|| view! {
                <Field label=t::quick::start_process() error=Signal::derive(move || save.fault("/start_process_id"))>
                    <Select value=process options=process_options />
                </Field>
            })}
            <Field label=t::quick::note() need=Need::Optional error=Signal::derive(move || save.fault("/note"))>
                <Textarea value=note rows=3 />
            </Field>
            <SaveTrouble of=save />
            <div>
                <Button
                    label=t::quick::create()
                    kind=Kind::Primary
                    chord=Chord::ENTER.ctrl()
                    busy=Signal::derive(move || save.pending())
                    on_press=submit
                />
            </div>
        </form>
    }
    .into_any()
}
