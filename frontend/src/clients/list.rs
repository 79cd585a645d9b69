//! The list of clients: found by any part of the name or phone, narrowed by questions about every field, in columns of one's own.

use domain::access::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wire::clients::{ClientRow, ListClients};
use wire::imports::ListSubject;
use wire::own_fields::GetClientSchema;

use super::address::Of;
use super::merges::DuplicatesLink;
use super::peek::Peeking;
use super::segments::Segments;
use super::table::{Table, TableHead, TableRows};
use super::words;
use crate::clubtime;
use crate::data::{now, query, session};
use crate::i18n::t;
use crate::keys::Chord;
use crate::links;
use crate::lists::{Line, asked, counted};
use crate::ui::{Cell, Chip, EmptyState, Face, Heading, Icon, Kind, LinkButton, Page, Sort, Tone};

#[component]
pub fn Clients() -> AnyView {
    let schema = query::<GetClientSchema>(|| Some(((), ())));
    let fields = Memo::new(move |_| {
        let schema = schema.data();
        schema.map_or_else(Vec::new, |schema| schema.fields.clone())
    });
    let table = Table::of(Of::Clients, fields);
    let location = use_location();
    let create = move || links::panel(&location, &[("new", "client")]);
    let may_create = move || session().may(Permission::ClientCreate);
    view! {
        <Page
            title=t::clients::title()
            note=move || counted(table.lines)
            flush=true
            actions=move || {
                let create = create.clone();
                view! {
                    <LinkButton label=t::companies::title() href=links::companies() icon=Icon::Building2 kind=Kind::Ghost face=Face::IconOnPhone />
                    <DuplicatesLink />
                    <LinkButton label=t::bulks::past() href=links::bulks() icon=Icon::History kind=Kind::Ghost face=Face::IconOnPhone />
                    {session().may_import().then(|| view! {
                        <LinkButton label=t::imports::open() href=links::imports(ListSubject::Clients) icon=Icon::Upload face=Face::IconOnPhone />
                    })}
                    {may_create().then(|| view! {
                        <LinkButton label=t::clients::add() href=Signal::derive(create) icon=Icon::UserPlus kind=Kind::Primary chord=Chord::letter('c').shift() />
                    })}
                }
            }
            above=move || view! { <TableHead table=table label=t::clients::search() end=move || view! { <Segments listing=table.listing fields=fields on_change=table.narrow /> } /> }
        >
            <Rows table=table />
        </Page>
    }
    .into_any()
}

#[component]
fn Rows(table: Table) -> AnyView {
    let peeking = Peeking::new();
    peeking.keys(table.keys);
    let ask = move |cursor: Option<String>| {
        let question = table
            .listing
            .with_untracked(|listing| listing.query(cursor));
        let page = query::<ListClients>(move || Some(((), question.clone())));
        asked(page, |row| row.id.to_string())
    };
    // Made once: a heading stays while the columns around it change.
    let by_name = table.sorted_by(Heading::new(t::clients::name()), None, Sort::Ascending);
    let by_step = Heading::new(t::clients::next_step());
    let by_step = table.sorted_by(by_step, Some("next_due"), Sort::Ascending);
    let by_contact = Heading::new(t::clients::last_contact());
    let by_contact = table.sorted_by(by_contact, Some("-last_contact_at"), Sort::Descending);
    let by_age = Heading::new(move || table.label("created_at"));
    let by_age = table.sorted_by(by_age, Some("-created_at"), Sort::Descending);
    let columns = table.columns(move |key| {
        Some(match key {
            "name" => (240, by_name.clone()),
            "phone" => (160, Heading::new(t::clients::phone())),
            "stage" => (104, Heading::new(t::clients::stage())),
            "next_step" => (256, by_step.clone()),
            "last_contact_at" => (184, by_contact.clone()),
            "responsible" => (160, Heading::new(t::clients::responsible())),
            "created_at" => (144, by_age.clone()),
            _ => return None,
        })
    });
    let is_archived = |line: Line| {
        line.read::<ClientRow>()
            .is_some_and(|client| client.archived_at.is_some())
    };
    let none = || {
        view! {
            <EmptyState text=t::clients::nobody_yet() icon=Icon::Users actions=|| view! {
                {session().may_import().then(|| view! {
                    <LinkButton label=t::imports::open() href=links::imports(ListSubject::Clients) icon=Icon::Upload />
                })}
            } />
        }
    };
    view! {
        <TableRows
            table=table
            label=t::clients::title()
            columns=columns
            ask=ask
            cells=move |line: Line| line.drawn(|client: &ClientRow| row(client, table, peeking))
            archived=is_archived
            none=none
        />
    }
    .into_any()
}

fn row(client: &ClientRow, table: Table, peeking: Peeking) -> AnyView {
    let cell = |key: &str| {
        Some(match key {
            "name" => Cell::Title.view(view! {
                <a href=links::client(client.id) tabindex="-1">{client.name.clone()}</a>
                {peeking.button(client.id, &client.name)}
            }),
            "phone" => {
                let phone = words::phone_of(client);
                Cell::Line.view(view! { <span class="num nowrap">{phone}</span> })
            }
            "stage" => Cell::WideOnly.view(words::stage(client.stage)),
            "next_step" => Cell::Mark.view(next_step(client)),
            "last_contact_at" => Cell::WideOnly.view(client.last_contact_at.map(clubtime::moment)),
            "responsible" => Cell::WideOnly.view(
                client
                    .responsible
                    .as_ref()
                    .map(|person| person.name.clone()),
            ),
            _ => return None,
        })
    };
    table.row(client.id.to_string(), &client.name, &client.cells, cell)
}

fn next_step(client: &ClientRow) -> AnyView {
    match &client.next {
        Some(next) => {
            let (label, tone) =
                clubtime::due_chip(next.due, &clubtime::zone_of(client.branch_id), now());
            let title = next.title.clone();
            view! { <span class="cluster nowrap"><Chip label=label tone=tone /><span class="truncate">{title}</span></span> }.into_any()
        }
        None => view! { <Chip label=t::clients::no_step() tone=Tone::Missing /> }.into_any(),
    }
}
