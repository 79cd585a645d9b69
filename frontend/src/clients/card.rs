//! A client's card: who it is, what happened, what comes next.

use std::sync::Arc;

use domain::access::Permission;
use domain::ids::ClientId;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_params_map};
use wire::clients::{Client, GetClient};

use super::about::{About, OpenCard};
use super::brief::BriefLines;
use super::history::History;
use super::merges::{LooksLike, Merges};
use super::next_step::{NextStep, OpenTasks, Processes};
use super::saver::Saver;
use super::words;
use crate::data::recent::{self, Record};
use crate::data::{query, session};
use crate::dial::{Way, dialler};
use crate::files::Files;
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::links;
use crate::shell::Followed;
use crate::ui::{
    Banner, Button, Chip, EmptyState, Face, Icon, Kind, LinkButton, Page, Toast, Tone, toasts,
};

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
    let saver = Saver::new(id);
    let ahead = Signal::derive(move || saver.is_ahead());
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
            if client.merged_into.is_none() {
                recent::remember(Record::Client(id), &client.name, &phone);
            }
        }
    });
    // Whose card was put into another one is found there.
    let go = use_navigate();
    Effect::new(move |_| {
        if let Some(into) = client.data().and_then(|client| client.merged_into) {
            toasts().show(Toast::new(t::merges::forwarded()));
            go(
                &links::client(into),
                NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                },
            );
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
            <Followed query=client rows=8 hold=ahead let:client><Columns client=client saver=saver /></Followed>
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
        Some((phone.display.clone(), Way::to(&client, phone)))
    };
    let dialler = dialler();
    keys::add(
        Command::new("client.dial", Scope::Page, t::clients::dial(), move || {
            if let Some((_, way)) = untrack(callable) {
                dialler.dial(&way);
            }
        })
        .on(Chord::letter('d')),
    );
    // The sheet that is printed is the card without what only a screen can do; see print.css.
    let print = move || {
        let _ = window().print();
    };
    keys::add(Command::new(
        "client.print",
        Scope::Page,
        t::clients::print(),
        print,
    ));
    let task = move || links::panel(&location, &[("new", "task")]);
    let may_create = move || client.with(Option::is_some) && session().may(Permission::TaskCreate);
    view! {
        {move || callable().map(|(display, way)| match way.link() {
            Some(address) => view! { <LinkButton label=display href=address icon=Icon::Phone chord=Chord::letter('d') /> }.into_any(),
            None => view! { <Button label=display icon=Icon::Phone chord=Chord::letter('d') on_press=move |()| dialler.dial(&way) /> }.into_any(),
        })}
        {move || {
            let task = task.clone();
            may_create().then(|| view! {
                <LinkButton label=t::clients::new_task() href=Signal::derive(task) icon=Icon::Plus face=Face::IconOnPhone />
            })
        }}
        <Button label=t::clients::print() icon=Icon::Printer face=Face::IconOnPhone on_press=move |()| print() />
    }
    .into_any()
}

#[component]
fn Columns(client: Signal<Arc<Client>>, saver: Saver) -> AnyView {
    let card = OpenCard::new(client, saver);
    let (id, branch) = client.with_untracked(|client| (client.id, client.branch_id));
    let archived = card.read(|client| client.archived_at.is_some());
    let forgotten = card.read(|client| client.next.is_none() && client.archived_at.is_none());
    let may_restore =
        move || client.with(|client| session().may_with_client(Permission::ClientEdit, client));
    view! {
        {move || archived.get().then(|| view! {
            <Banner text=t::clients::in_archive() actions=move || may_restore().then(|| view! { <Restore id=id /> }) />
        })}
        <LooksLike card=card id=id />
        <div class="card-columns">
            <section class="card-columns__about" aria-label=t::clients::about()>
                <About card=card />
                <Files client=id may_edit=card.may_edit />
                <Merges card=card id=id />
            </section>
            <section class="card-columns__history" aria-label=t::clients::history()>
                <History card=card id=id branch=branch />
            </section>
            <section class="card-columns__next" aria-label=t::clients::next_step()>
                {move || forgotten.get().then(|| view! { <Banner text=t::clients::nobody_thinks() tone=Tone::Missing inset=true /> })}
                <NextStep card=card />
                <BriefLines id=id />
                <OpenTasks card=card id=id branch=branch />
                <Processes card=card id=id />
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
