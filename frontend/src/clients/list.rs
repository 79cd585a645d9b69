//! The list of clients: found by any part of the name or phone, narrowed by questions about every field, in columns of one's own.

use std::time::Duration;

use domain::access::Permission;
use domain::filters::{ColumnType, Filter};
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use wire::client_fields::{GetClientSchema, ListedField};
use wire::clients::{ClientRow, ListClients};

use super::address::Listing;
use super::bar::FilterBar;
use super::columns::ColumnChooser;
use super::export::ExportList;
use super::merges::DuplicatesLink;
use super::segments::Segments;
use super::selection::{Selection, SelectionBar, pick};
use super::views::Views;
use super::words;
use crate::clubtime;
use crate::data::{now, query, session};
use crate::i18n::{number, t};
use crate::keys::{self, Chord, Command, Scope};
use crate::links;
use crate::shell::Trouble;
use crate::ui::{
    Align, Button, Cell, Chip, EmptyState, Face, FilterChip, Heading, Icon, Kind, LinkButton, Page,
    Row, RowKeys, SearchInput, Skeleton, Sort, Table, Tone, Waiting,
};

/// Typing pauses this long before the list is asked.
const PAUSE: Duration = Duration::from_millis(180);

#[component]
pub fn Clients() -> AnyView {
    let address = use_query_map();
    let filter = Memo::new(move |_| address.with(Listing::read));
    let schema = query::<GetClientSchema>(|| Some(((), ())));
    let fields = Memo::new(move |_| {
        let schema = schema.data();
        schema.map_or_else(Vec::new, |schema| schema.fields.clone())
    });
    let go = use_navigate();
    let narrow = Callback::new(move |filter: Listing| {
        go(
            &filter.address(),
            NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            },
        );
    });
    let location = use_location();
    let create = move || links::panel(&location, &[("new", "client")]);
    let may_create = move || session().may(Permission::ClientCreate);
    let total = RwSignal::new(None::<wire::page::Total>);
    let note = move || {
        total.get().map(|total| {
            let count = number(i64::from(total.count));
            let text = if total.exact {
                count
            } else {
                t::clients::more_than(count)
            };
            view! { <span class="meta num">{text}</span> }
        })
    };
    view! {
        <Page
            title=t::clients::title()
            note=note
            flush=true
            actions=move || {
                let create = create.clone();
                view! {
                    <LinkButton label=t::companies::title() href=links::companies() icon=Icon::Building2 kind=Kind::Ghost face=Face::IconOnPhone />
                    <DuplicatesLink />
                    {session().may_import().then(|| view! {
                        <LinkButton label=t::imports::open() href=links::imports() icon=Icon::Upload face=Face::IconOnPhone />
                    })}
                    {may_create().then(|| view! {
                        <LinkButton label=t::clients::add() href=Signal::derive(create) icon=Icon::UserPlus kind=Kind::Primary chord=Chord::letter('c').shift() />
                    })}
                }
            }
            above=move || view! { <Views listing=filter on_change=narrow /><Filters filter=filter fields=fields narrow=narrow total=total /> }
        >
            <Rows filter=filter fields=fields narrow=narrow total=total />
        </Page>
    }
    .into_any()
}

#[component]
fn Filters(
    filter: Memo<Listing>,
    fields: Memo<Vec<ListedField>>,
    narrow: Callback<Listing>,
    total: RwSignal<Option<wire::page::Total>>,
) -> AnyView {
    let typed = RwSignal::new(filter.get_untracked().q);
    let input = NodeRef::<html::Input>::new();
    keys::add(
        Command::new(
            "list.search",
            Scope::Page,
            t::clients::search(),
            move || {
                if let Some(input) = input.get_untracked() {
                    let _ = input.focus();
                    input.select();
                }
            },
        )
        .on(Chord::SLASH),
    );
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        let q = typed.get();
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
        if filter.with_untracked(|now| now.q == q) {
            return;
        }
        let ask = move || {
            narrow.run(Listing {
                q: q.clone(),
                ..filter.get_untracked()
            })
        };
        waiting.set_value(set_timeout_with_handle(ask, PAUSE).ok());
    });
    // Back and forward, and "reset".
    Effect::new(move |_| {
        let q = filter.with(|filter| filter.q.clone());
        if waiting.with_value(Option::is_none) && typed.get_untracked() != q {
            typed.set(q);
        }
    });
    let asked = Memo::new(move |_| filter.with(|listing| listing.filter.clone()));
    let change = move |filter_now: Filter| {
        narrow.run(Listing {
            filter: filter_now,
            ..filter.get_untracked()
        });
    };
    let columns = move |columns: Vec<String>| {
        narrow.run(Listing {
            columns,
            ..filter.get_untracked()
        });
    };
    let archived = Signal::derive(move || filter.with(|listing| listing.archived));
    let turn = move |()| {
        let now = filter.get_untracked();
        let archived = !now.archived;
        narrow.run(Listing { archived, ..now });
    };
    view! {
        <div class="cluster list-filters">
            <SearchInput value=typed label=t::clients::search() node=input />
            <FilterBar fields=fields filter=asked on_change=change />
            <FilterChip label=t::clients::archived() on=archived on_press=turn />
            {move || filter.with(Listing::is_narrow).then(|| view! {
                <Button label=t::clients::reset() kind=Kind::Ghost on_press=move |()| narrow.run(filter.get_untracked().widened()) />
            })}
            <span class="cluster list-filters__end"><Segments listing=filter fields=fields on_change=narrow /><ColumnChooser fields=fields listing=filter on_change=columns /><ExportList listing=filter total=total /></span>
        </div>
    }
    .into_any()
}

/// Pages of the list one under another; each is a question of its own, so a hint refreshes them all in place.
#[component]
fn Rows(
    filter: Memo<Listing>,
    fields: Memo<Vec<ListedField>>,
    narrow: Callback<Listing>,
    total: RwSignal<Option<wire::page::Total>>,
) -> AnyView {
    let selection = Selection::of(filter);
    let keys = selection.keys(RowKeys::new().walk());
    let cursors = RwSignal::new(vec![None::<String>]);
    let next = RwSignal::new(None::<String>);
    let count = RwSignal::new(None::<usize>);
    Effect::new(move |before: Option<Listing>| {
        let now = filter.get();
        if before.is_some_and(|before| before != now) {
            cursors.set(vec![None]);
            next.set(None);
        }
        now
    });
    let pages = move || {
        let filter = filter.get();
        cursors
            .get()
            .into_iter()
            .enumerate()
            .map(|(place, cursor)| (filter.clone(), place, cursor))
            .collect::<Vec<_>>()
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
        let narrow = narrow;
        move || {
            narrow.run(Listing {
                sort: by.map(str::to_owned),
                ..filter.get_untracked()
            })
        }
    };
    let kinds = fields;
    let headings = Signal::derive(move || {
        let label = |key: &str| {
            fields.with(|fields| {
                let field = fields.iter().find(|field| field.key == key);
                field.map(|field| field.label.clone())
            })
        };
        let heading = |key: String| match key.as_str() {
            "name" => Heading::new(t::clients::name()).sort(sorted("name", ""), sort(None)),
            "phone" => Heading::new(t::clients::phone()),
            "stage" => Heading::new(t::clients::stage()),
            "next_step" => Heading::new(t::clients::next_step())
                .sort(sorted("next_due", ""), sort(Some("next_due"))),
            "last_contact_at" => Heading::new(t::clients::last_contact()).sort(
                sorted("", "-last_contact_at"),
                sort(Some("-last_contact_at")),
            ),
            "responsible" => Heading::new(t::clients::responsible()),
            "created_at" => Heading::new(label("created_at").unwrap_or_default())
                .sort(sorted("", "-created_at"), sort(Some("-created_at"))),
            key => {
                let heading = Heading::new(label(key).unwrap_or_default());
                match kinds.with(|kinds| is_number(kinds, key)) {
                    true => heading.end(),
                    false => heading,
                }
            }
        };
        let shown = filter.with(Listing::shown);
        let first = Heading::silent(t::clients::select());
        let shown = shown.into_iter().map(heading);
        std::iter::once(first).chain(shown).collect::<Vec<_>>()
    });
    let nothing = move || count.get() == Some(0);
    view! {
        <div class="clients">
            <Table
                label=t::clients::title()
                headings=headings
                keys=keys
                total=Signal::derive(move || total.get().map(|total| u64::from(total.count)))
                more=move || next.get().map(|cursor| view! {
                    <Button label=t::clients::show_more() on_press=move |()| {
                        let cursor = cursor.clone();
                        next.set(None);
                        cursors.update(|cursors| cursors.push(Some(cursor)));
                    } />
                })
            >
                <For each=pages key=|(filter, _, cursor)| format!("{filter:?}{cursor:?}") let:page>
                    <ListPage filter=page.0 fields=fields place=page.1 cursor=page.2 next=next total=total count=count selection=selection />
                </For>
            </Table>
            <SelectionBar selection=selection listing=filter total=total />
        </div>
        {move || nothing().then(|| match filter.with(Listing::is_narrow) {
            true => view! {
                <EmptyState text=t::clients::nothing_fits() actions=move || view! {
                    <Button label=t::clients::reset() on_press=move |()| narrow.run(filter.get_untracked().widened()) />
                } />
            }.into_any(),
            false => view! {
                <EmptyState text=t::clients::nobody_yet() icon=Icon::Users actions=|| view! {
                    {session().may_import().then(|| view! {
                        <LinkButton label=t::imports::open() href=links::imports() icon=Icon::Upload />
                    })}
                } />
            }.into_any(),
        })}
    }
    .into_any()
}

#[component]
fn ListPage(
    filter: Listing,
    fields: Memo<Vec<ListedField>>,
    place: usize,
    cursor: Option<String>,
    next: RwSignal<Option<String>>,
    total: RwSignal<Option<wire::page::Total>>,
    count: RwSignal<Option<usize>>,
    selection: Selection,
) -> AnyView {
    let first = cursor.is_none();
    let columns = StoredValue::new((filter.shown(), filter.asked()));
    let width = columns.with_value(|(shown, _)| (shown.len() + 1).to_string());
    let width = StoredValue::new(width);
    let asked = filter.query(cursor);
    let page = query::<ListClients>(move || Some(((), asked.clone())));
    Effect::new(move |_| {
        let Some(page) = page.data() else { return };
        next.set(page.next_cursor.clone());
        selection.loaded(place, page.items.iter().map(|row| row.id).collect());
        if first {
            total.set(page.total);
            count.set(Some(page.items.len()));
        }
    });
    let ready = Signal::derive(move || page.data().is_some() || page.failure().is_some());
    view! {
        <Waiting ready=ready skeleton=move || view! { <tr><td colspan=width.get_value()><Skeleton rows=12 /></td></tr> }>
            {move || match (page.data(), page.failure()) {
                (Some(page), _) => {
                    let rows = page.items.iter().cloned();
                    columns.with_value(|(shown, extra)| {
                        rows.map(|client| row(client, shown, extra, fields, selection)).collect_view().into_any()
                    })
                }
                (None, Some(failure)) => view! {
                    <tr><td colspan=width.get_value()><Trouble failure=failure on_retry=move |()| page.refresh() /></td></tr>
                }.into_any(),
                (None, None) => ().into_any(),
            }}
        </Waiting>
    }
    .into_any()
}

/// Whether a column holds numbers, which stand under each other.
fn is_number(fields: &[ListedField], key: &str) -> bool {
    let mut fields = fields.iter();
    let kind = fields
        .find(|field| field.key == key)
        .map(|field| field.kind);
    matches!(
        kind,
        Some(ColumnType::Integer | ColumnType::Decimal | ColumnType::Money)
    )
}

fn row(
    client: ClientRow,
    shown: &[String],
    extra: &[String],
    fields: Memo<Vec<ListedField>>,
    selection: Selection,
) -> AnyView {
    let id = client.id;
    let chosen = Signal::derive(move || selection.holds(id));
    let cell = |key: &String| match key.as_str() {
        "name" => Cell::link(links::client(client.id), client.name.clone()),
        "phone" => {
            let phone = words::phone_of(&client);
            Cell::Line.view(view! { <span class="num nowrap">{phone}</span> })
        }
        "stage" => Cell::WideOnly.view(words::stage(client.stage)),
        "next_step" => Cell::Mark.view(next_step(&client)),
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
            let align = match fields.with_untracked(|fields| is_number(fields, key)) {
                true => Align::End,
                false => Align::Start,
            };
            let text = text.unwrap_or_default();
            let tip = text.clone();
            Cell::WideOnly.aligned(align, view! { <span title=tip>{text}</span> })
        }
    };
    let cells = shown.iter().map(cell).collect_view();
    view! {
        <Row id=id.to_string() selected=chosen done=client.archived_at.is_some()>{pick(id, &client.name, selection)}{cells}</Row>
    }
    .into_any()
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
