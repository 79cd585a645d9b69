//! The list of companies: found by any part of the name, the tax number or a phone.

use std::time::Duration;

use domain::access::Permission;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use wire::companies::{CompaniesQuery, CompanyRow, ListCompanies};

use crate::clubtime;
use crate::data::{query, session};
use crate::i18n::{number, t};
use crate::keys::{self, Chord, Command, Scope};
use crate::links;
use crate::shell::Trouble;
use crate::ui::{
    Button, Cell, EmptyState, Face, FilterChip, Heading, Icon, Kind, LinkButton, Page, Row,
    RowKeys, SearchInput, Skeleton, Sort, Table, Waiting,
};

/// Typing pauses this long before the list is asked.
const PAUSE: Duration = Duration::from_millis(180);
/// The order besides that of names.
const NEWEST: &str = "-created_at";

/// Which companies the address asks for.
#[derive(Debug, Clone, Default, PartialEq)]
struct Listing {
    q: String,
    newest: bool,
    archived: bool,
}

impl Listing {
    fn address(&self) -> String {
        let pairs = [
            ("q", self.q.as_str(), !self.q.is_empty()),
            ("sort", NEWEST, self.newest),
            ("archived", "true", self.archived),
        ];
        let pairs = pairs.into_iter().filter(|(_, _, there)| *there);
        let pairs = pairs.map(|(name, value, _)| (name.to_owned(), value.to_owned()));
        links::with_query(&links::companies(), pairs)
    }

    fn query(&self, cursor: Option<String>) -> CompaniesQuery {
        CompaniesQuery {
            q: (!self.q.is_empty()).then(|| self.q.clone()),
            sort: self.newest.then(|| NEWEST.to_owned()),
            archived: self.archived.then_some(true),
            include_total: cursor.is_none().then_some(true),
            limit: Some(100),
            cursor,
            ..CompaniesQuery::default()
        }
    }
}

#[component]
pub fn Companies() -> AnyView {
    let address = use_query_map();
    let listing = Memo::new(move |_| {
        address.with(|map| Listing {
            q: map.get("q").unwrap_or_default(),
            newest: map.get("sort").as_deref() == Some(NEWEST),
            archived: map.get("archived").as_deref() == Some("true"),
        })
    });
    let go = use_navigate();
    let narrow = Callback::new(move |listing: Listing| {
        go(
            &listing.address(),
            NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            },
        );
    });
    let location = use_location();
    let create = move || links::panel(&location, &[("new", "company")]);
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
            title=t::companies::title()
            note=note
            flush=true
            actions=move || {
                let create = create.clone();
                view! {
                    <LinkButton label=t::clients::title() href=links::clients() icon=Icon::Users kind=Kind::Ghost face=Face::IconOnPhone />
                    {session().may(Permission::ClientCreate).then(|| view! {
                        <LinkButton label=t::companies::add() href=Signal::derive(create) icon=Icon::Plus kind=Kind::Primary />
                    })}
                }
            }
            above=move || view! { <Filters listing=listing narrow=narrow /> }
        >
            <Rows listing=listing narrow=narrow total=total />
        </Page>
    }
    .into_any()
}

#[component]
fn Filters(listing: Memo<Listing>, narrow: Callback<Listing>) -> AnyView {
    let typed = RwSignal::new(listing.get_untracked().q);
    let input = NodeRef::<html::Input>::new();
    keys::add(
        Command::new(
            "list.search",
            Scope::Page,
            t::companies::search(),
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
        if listing.with_untracked(|now| now.q == q) {
            return;
        }
        let ask = move || {
            narrow.run(Listing {
                q: q.clone(),
                ..listing.get_untracked()
            })
        };
        waiting.set_value(set_timeout_with_handle(ask, PAUSE).ok());
    });
    // Back and forward, and "reset".
    Effect::new(move |_| {
        let q = listing.with(|listing| listing.q.clone());
        if waiting.with_value(Option::is_none) && typed.get_untracked() != q {
            typed.set(q);
        }
    });
    let archived = Signal::derive(move || listing.with(|listing| listing.archived));
    let turn = move |()| {
        let now = listing.get_untracked();
        let archived = !now.archived;
        narrow.run(Listing { archived, ..now });
    };
    view! {
        <div class="cluster list-filters">
            <SearchInput value=typed label=t::companies::search() node=input />
            <FilterChip label=t::clients::archived() on=archived on_press=turn />
        </div>
    }
    .into_any()
}

/// Pages of the list one under another; each is a question of its own, so a hint refreshes them all in place.
#[component]
fn Rows(
    listing: Memo<Listing>,
    narrow: Callback<Listing>,
    total: RwSignal<Option<wire::page::Total>>,
) -> AnyView {
    let keys = RowKeys::new().walk();
    let cursors = RwSignal::new(vec![None::<String>]);
    let next = RwSignal::new(None::<String>);
    Effect::new(move |before: Option<Listing>| {
        let now = listing.get();
        if before.is_some_and(|before| before != now) {
            cursors.set(vec![None]);
            next.set(None);
        }
        now
    });
    let pages = move || {
        let listing = listing.get();
        let cursors = cursors.get().into_iter();
        cursors
            .map(|cursor| (listing.clone(), cursor))
            .collect::<Vec<_>>()
    };
    let sort = move |newest: bool| {
        move || {
            narrow.run(Listing {
                newest,
                ..listing.get_untracked()
            })
        }
    };
    let sorted = move |newest: bool, how: Sort| {
        Signal::derive(
            move || match listing.with(|listing| listing.newest) == newest {
                true => how,
                false => Sort::None,
            },
        )
    };
    let headings = Signal::derive(move || {
        vec![
            Heading::new(t::companies::name()).sort(sorted(false, Sort::Ascending), sort(false)),
            Heading::new(t::clients::phone()),
            Heading::new(t::companies::contact()),
            Heading::new(t::companies::tax_id()),
            Heading::new(t::clients::responsible()),
            Heading::new(t::companies::created()).sort(sorted(true, Sort::Descending), sort(true)),
        ]
    });
    let nothing = move || total.with(|total| total.is_some_and(|total| total.count == 0));
    let is_narrow = move || listing.with(|listing| !listing.q.is_empty() || listing.archived);
    view! {
        <div class="clients">
            <Table
                label=t::companies::title()
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
                <For each=pages key=|(listing, cursor)| format!("{listing:?}{cursor:?}") let:page>
                    <ListPage listing=page.0 cursor=page.1 next=next total=total />
                </For>
            </Table>
        </div>
        {move || nothing().then(|| match is_narrow() {
            true => view! {
                <EmptyState text=t::clients::nothing_fits() actions=move || view! {
                    <Button label=t::clients::reset() on_press=move |()| narrow.run(Listing::default()) />
                } />
            }.into_any(),
            false => view! { <EmptyState text=t::companies::none_yet() icon=Icon::Building2 /> }.into_any(),
        })}
    }
    .into_any()
}

#[component]
fn ListPage(
    listing: Listing,
    cursor: Option<String>,
    next: RwSignal<Option<String>>,
    total: RwSignal<Option<wire::page::Total>>,
) -> AnyView {
    let first = cursor.is_none();
    let asked = listing.query(cursor);
    let page = query::<ListCompanies>(move || Some(((), asked.clone())));
    Effect::new(move |_| {
        let Some(page) = page.data() else { return };
        next.set(page.next_cursor.clone());
        if first {
            total.set(page.total);
        }
    });
    let ready = Signal::derive(move || page.data().is_some() || page.failure().is_some());
    view! {
        <Waiting ready=ready skeleton=|| view! { <tr><td colspan="6"><Skeleton rows=12 /></td></tr> }>
            {move || match (page.data(), page.failure()) {
                (Some(page), _) => page.items.iter().cloned().map(row).collect_view().into_any(),
                (None, Some(failure)) => view! {
                    <tr><td colspan="6"><Trouble failure=failure on_retry=move |()| page.refresh() /></td></tr>
                }.into_any(),
                (None, None) => ().into_any(),
            }}
        </Waiting>
    }
    .into_any()
}

fn row(company: CompanyRow) -> AnyView {
    let phone = company.phone.map(|phone| phone.display);
    let contact = company.contact.map(|contact| {
        let more =
            (company.people > 1).then(|| format!("+{}", number(i64::from(company.people) - 1)));
        view! {
            <span class="cluster nowrap">
                <a href=links::client(contact.client_id)>{contact.name}</a>
                {contact.role.map(|role| view! { <span class="meta truncate">{role}</span> })}
                {more.map(|more| view! { <span class="meta">{more}</span> })}
            </span>
        }
    });
    view! {
        <Row id=company.id.to_string() done=company.archived_at.is_some()>
            {Cell::link(links::company(company.id), company.name)}
            {Cell::Line.view(view! { <span class="num nowrap">{phone}</span> })}
            {Cell::WideOnly.view(contact)}
            {Cell::WideOnly.view(view! { <span class="num">{company.tax_id}</span> })}
            {Cell::WideOnly.view(company.responsible.map(|person| person.name))}
            {Cell::WideOnly.view(clubtime::moment(company.created_at))}
        </Row>
    }
    .into_any()
}
