//! The list of clients: found by any part of the name or phone, narrowed by questions about every field, in columns of one's own.

use domain::access::Permission;
use domain::filters::{ColumnType, Widths};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use wire::clients::{ClientRow, ListClients};
use wire::own_fields::{GetClientSchema, ListedField};

use super::address::{Listing, Of};
use super::filters::ListFilters;
use super::merges::DuplicatesLink;
use super::peek::Peeking;
use super::segments::Segments;
use super::selection::{Selection, SelectionBar, pick};
use super::views::Views;
use super::words;
use crate::clubtime;
use crate::data::{now, query, session};
use crate::i18n::t;
use crate::keys::Chord;
use crate::links;
use crate::lists::{Column, Line, Lines, List, asked, counted, narrowing};
use crate::ui::{
    Align, Button, Cell, Chip, EmptyState, Face, Heading, Icon, Kind, LinkButton, Page, RowKeys,
    Sort, Tone,
};

#[component]
pub fn Clients() -> AnyView {
    let address = use_query_map();
    let filter = Memo::new(move |_| address.with(|map| Listing::read(Of::Clients, map)));
    let schema = query::<GetClientSchema>(|| Some(((), ())));
    let fields = Memo::new(move |_| {
        let schema = schema.data();
        schema.map_or_else(Vec::new, |schema| schema.fields.clone())
    });
    let go = narrowing();
    let narrow = Callback::new(move |listing: Listing| go.run(listing.address()));
    let rows = Memo::new(move |_| filter.with(Listing::rows));
    let keys = RowKeys::new().walk();
    let lines = Lines::of(rows, keys);
    let total = Memo::new(move |_| lines.total());
    let location = use_location();
    let create = move || links::panel(&location, &[("new", "client")]);
    let may_create = move || session().may(Permission::ClientCreate);
    view! {
        <Page
            title=t::clients::title()
            note=move || counted(lines)
            flush=true
            actions=move || {
                let create = create.clone();
                view! {
                    <LinkButton label=t::companies::title() href=links::companies() icon=Icon::Building2 kind=Kind::Ghost face=Face::IconOnPhone />
                    <DuplicatesLink />
                    <LinkButton label=t::bulks::past() href=links::bulks() icon=Icon::History kind=Kind::Ghost face=Face::IconOnPhone />
                    {session().may_import().then(|| view! {
                        <LinkButton label=t::imports::open() href=links::imports() icon=Icon::Upload face=Face::IconOnPhone />
                    })}
                    {may_create().then(|| view! {
                        <LinkButton label=t::clients::add() href=Signal::derive(create) icon=Icon::UserPlus kind=Kind::Primary chord=Chord::letter('c').shift() />
                    })}
                }
            }
            above=move || view! { <Views listing=filter on_change=narrow /><ListFilters label=t::clients::search() listing=filter fields=fields narrow=narrow total=total end=move || view! { <Segments listing=filter fields=fields on_change=narrow /> } /> }
        >
            <Rows filter=filter fields=fields narrow=narrow lines=lines keys=keys />
        </Page>
    }
    .into_any()
}

#[component]
fn Rows(
    filter: Memo<Listing>,
    fields: Memo<Vec<ListedField>>,
    narrow: Callback<Listing>,
    lines: Lines,
    keys: RowKeys,
) -> AnyView {
    let (selection, peeking) = (Selection::of(filter, lines), Peeking::new());
    peeking.keys(selection.keys(keys));
    let total = Memo::new(move |_| lines.total());
    let ask = move |cursor: Option<String>| {
        let question = filter.with_untracked(|listing| listing.query(cursor));
        let page = query::<ListClients>(move || Some(((), question.clone())));
        asked(page, |row| row.id.to_string())
    };
    let shown = Memo::new(move |_| filter.with(|listing| (listing.shown(), listing.asked())));
    let cells = move |line: Line| {
        line.drawn(|client: &ClientRow| {
            shown.with_untracked(|(shown, extra)| {
                row(client, shown, extra, fields, selection, peeking)
            })
        })
    };
    let sorted = move |column: &'static str, down: &'static str| {
        Signal::derive(move || match filter.with(|filter| filter.sort.clone()) {
            Some(sort) if sort == down => Sort::Descending,
            Some(sort) if sort == column => Sort::Ascending,
            None if column == "name" => Sort::Ascending,
            _ => Sort::None,
        })
    };
    let sort = move |by: Option<&'static str>| {
        move || {
            narrow.run(Listing {
                sort: by.map(str::to_owned),
                ..filter.get_untracked()
            })
        }
    };
    let label = move |key: &str| {
        fields.with(|fields| {
            let field = fields.iter().find(|field| field.key == key);
            field.map(|field| field.label.clone()).unwrap_or_default()
        })
    };
    // Made once: a heading stays while the columns around it change.
    let by_name = Heading::new(t::clients::name()).sort(sorted("name", ""), sort(None));
    let by_step =
        Heading::new(t::clients::next_step()).sort(sorted("next_due", ""), sort(Some("next_due")));
    let by_contact = Heading::new(t::clients::last_contact()).sort(
        sorted("", "-last_contact_at"),
        sort(Some("-last_contact_at")),
    );
    let by_age = Heading::new(move || label("created_at"))
        .sort(sorted("", "-created_at"), sort(Some("-created_at")));
    let columns = Signal::derive(move || {
        let column = |key: &String| {
            let (width, heading) = match key.as_str() {
                "name" => (240, by_name.clone()),
                "phone" => (160, Heading::new(t::clients::phone())),
                "stage" => (104, Heading::new(t::clients::stage())),
                "next_step" => (256, by_step.clone()),
                "last_contact_at" => (184, by_contact.clone()),
                "responsible" => (160, Heading::new(t::clients::responsible())),
                "created_at" => (144, by_age.clone()),
                key => {
                    let heading = Heading::new(label(key));
                    match fields.with(|fields| is_number(fields, key)) {
                        true => (112, heading.end()),
                        false => (160, heading),
                    }
                }
            };
            Column::new(key.clone(), width, heading)
        };
        shown.with(|(shown, _)| shown.iter().map(column).collect::<Vec<_>>())
    });
    let widths = Signal::derive(move || filter.with(|listing| listing.widths.clone()));
    let resize = Callback::new(move |widths: Widths| {
        narrow.run(Listing {
            widths,
            ..filter.get_untracked()
        });
    });
    let is_archived = |line: Line| {
        line.read::<ClientRow>()
            .is_some_and(|client| client.archived_at.is_some())
    };
    let nothing = move || {
        match filter.with(Listing::is_narrow) {
        true => view! {
            <EmptyState text=t::clients::nothing_fits() actions=move || view! {
                <Button label=t::clients::reset() on_press=move |()| narrow.run(filter.get_untracked().widened()) />
            } />
        }
        .into_any(),
        false => view! {
            <EmptyState text=t::clients::nobody_yet() icon=Icon::Users actions=|| view! {
                {session().may_import().then(|| view! {
                    <LinkButton label=t::imports::open() href=links::imports() icon=Icon::Upload />
                })}
            } />
        }
        .into_any(),
    }
    };
    view! {
        <List
            lines=lines
            label=t::clients::title()
            columns=columns
            ask=ask
            cells=cells
            done=is_archived
            selected=move |id: String| id.parse().is_ok_and(|id| selection.holds(id))
            boxes=t::clients::select()
            widths=(widths, resize)
            nothing=nothing
            bar=move || view! { <SelectionBar selection=selection listing=filter total=total /> }
        />
    }
    .into_any()
}

/// Whether a column holds numbers, which stand under each other.
pub fn is_number(fields: &[ListedField], key: &str) -> bool {
    let mut fields = fields.iter();
    let kind = fields
        .find(|field| field.key == key)
        .map(|field| field.kind);
    matches!(
        kind,
        Some(ColumnType::Integer | ColumnType::Decimal | ColumnType::Money)
    )
}

/// What stands in a column that a row has no member for.
pub fn extra_cell(key: &str, text: String, fields: Memo<Vec<ListedField>>) -> AnyView {
    let align = match fields.with_untracked(|fields| is_number(fields, key)) {
        true => Align::End,
        false => Align::Start,
    };
    let tip = text.clone();
    Cell::WideOnly.aligned(align, view! { <span title=tip>{text}</span> })
}

fn row(
    client: &ClientRow,
    shown: &[String],
    extra: &[String],
    fields: Memo<Vec<ListedField>>,
    selection: Selection,
    peeking: Peeking,
) -> AnyView {
    let cell = |key: &String| match key.as_str() {
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
        key => {
            let place = extra.iter().position(|asked| asked == key);
            let text = place.and_then(|place| client.cells.get(place)).cloned();
            extra_cell(key, text.unwrap_or_default(), fields)
        }
    };
    let cells = shown.iter().map(cell).collect_view();
    view! { {pick(client.id, &client.name, selection)}{cells} }.into_any()
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
