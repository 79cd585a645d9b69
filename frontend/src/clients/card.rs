//! A client's card: who it is, what happened, what comes next.

use std::sync::Arc;

use domain::ids::ClientId;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};
use wire::clients::{Client, GetClient};

use super::about::{About, Saver};
use super::edit::Typing;
use super::history::History;
use super::next_step::{NextStep, OpenTasks, Processes};
use super::words;
use crate::data::query;
use crate::data::recent::{self, Record};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::links;
use crate::shell::Loaded;
use crate::ui::{Banner, Button, Chip, EmptyState, Face, Icon, Kind, LinkButton, Page, Tone};

#[component]
pub fn ClientCard() -> AnyView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params
            .with(|map| map.get("id"))
            .and_then(|text| text.parse::<ClientId>().ok())
    });
    view! {
        {move || match id.get() {
            Some(id) => view! { <Card id=id /> }.into_any(),
            None => view! { <Page title=t::clients::one()><EmptyState text=t::shell::not_found_title() /></Page> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Card(id: ClientId) -> AnyView {
    let client = query::<GetClient>(move || Some(((id,), ())));
    let (typing, saver) = (RwSignal::new(false), Saver::new(id));
    provide_context(Typing(typing));
    provide_context(saver);
    let hold = Signal::derive(move || typing.get() || saver.pending());
    let title = Signal::derive(move || {
        client.data().map_or_else(
            || t::clients::one().to_owned(),
            |client| client.name.clone(),
        )
    });
    Effect::new(move |_| {
        if let Some(client) = client.data() {
            let phone = client.phones.first();
            let phone = phone.map(|phone| phone.display.clone()).unwrap_or_default();
            recent::remember(Record::Client(id), &client.name, &phone);
        }
    });
    let stage = move || {
        client
            .data()
            .map(|client| view! { <Chip label=words::stage(client.stage) /> })
    };
    view! {
        <Page
            title=title
            note=stage
            flush=true
            actions=move || view! { <Actions client=Signal::derive(move || client.data()) /> }
        >
            <Loaded query=client rows=8 hold=hold let:client><Columns client=client /></Loaded>
        </Page>
    }
    .into_any()
}

#[component]
fn Actions(client: Signal<Option<Arc<Client>>>) -> AnyView {
    let location = use_location();
    let callable = move || {
        let client = client.get()?;
        let phone = client.phones.iter().find(|phone| !phone.do_not_call)?;
        Some((phone.display.clone(), format!("tel:{}", phone.number)))
    };
    keys::add(
        Command::new("client.dial", Scope::Page, t::clients::dial(), move || {
            if let Some((_, address)) = untrack(callable) {
                let _ = window().location().set_href(&address);
            }
        })
        .on(Chord::letter('d')),
    );
    let task = move || links::panel(&location, &[("new", "task")]);
    view! {
        {move || callable().map(|(display, address)| view! {
            <LinkButton label=display href=address icon=Icon::Phone chord=Chord::letter('d') />
        })}
        <LinkButton label=t::clients::new_task() href=Signal::derive(task) icon=Icon::Plus face=Face::IconOnPhone />
    }
    .into_any()
}

#[component]
fn Columns(client: Arc<Client>) -> AnyView {
    let running = client.chains.iter().any(|chain| chain.ended_at.is_none());
    let archived = client.archived_at.is_some();
    let forgotten = client.next.is_none() && !archived;
    let (id, branch) = (client.id, client.branch_id);
    let shared = StoredValue::new(client.clone());
    view! {
        {archived.then(|| view! { <Banner text=t::clients::in_archive() actions=move || view! { <Restore id=id /> } /> })}
        <div class="card-columns">
            <section class="card-columns__about" aria-label=t::clients::about()>
                <About client=client.clone() />
            </section>
            <section class="card-columns__history" aria-label=t::clients::history()>
                <History id=id branch=branch />
            </section>
            <section class="card-columns__next" aria-label=t::clients::next_step()>
                {forgotten.then(|| view! { <Banner text=t::clients::nobody_thinks() tone=Tone::Missing inset=true /> })}
                <NextStep client=client.clone() />
                <OpenTasks id=id branch=branch />
                {move || shared.with_value(|client| view! { <Processes client=client.clone() running=running /> })}
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn Restore(id: ClientId) -> AnyView {
    let sending = crate::data::sending();
    let queries = crate::data::queries();
    view! {
        <Button
            label=t::clients::restore()
            kind=Kind::Ghost
            busy=Signal::derive(move || sending.pending())
            on_press={move |()| sending.send::<wire::clients::RestoreClient>((id,), (), (), move |_| queries.stale(&["clients"]))}
        />
    }
    .into_any()
}
