//! The list of companies: found by any part of the name, the tax number or a phone.

use domain::access::Permission;
use domain::filters::Widths;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use wire::companies::{CompaniesQuery, CompanyRow, ListCompanies};

use crate::clubtime;
use crate::data::{query, session};
use crate::i18n::{number, t};
use crate::links;
use crate::lists::{self, Column, Line, Lines, List, ListSearch, asked, counted, narrowing};
use crate::ui::{
    Button, Cell, EmptyState, Face, FilterChip, Heading, Icon, Kind, LinkButton, Page, RowKeys,
    Sort,
};

/// The order besides that of names.
const NEWEST: &str = "-created_at";

/// Which companies the address asks for.
#[derive(Debug, Clone, Default, PartialEq)]
struct Listing {
    q: String,
    newest: bool,
    archived: bool,
    widths: Widths,
}

impl Listing {
    fn address(&self) -> String {
        let widths = lists::write_widths(&self.widths);
        let pairs = [
            ("q", self.q.as_str(), !self.q.is_empty()),
            ("sort", NEWEST, self.newest),
            ("archived", "true", self.archived),
            ("widths", widths.as_str(), !widths.is_empty()),
        ];
        let pairs = pairs.into_iter().filter(|(_, _, there)| *there);
        let pairs = pairs.map(|(name, value, _)| (name.to_owned(), value.to_owned()));
        links::with_lines(&links::companies(), pairs)
    }

    /// What is listed and how.
    fn rows(&self) -> String {
        let rows = Self {
            widths: Widths::new(),
            ..self.clone()
        };
        rows.address()
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
            widths: lists::read_widths(&map.get("widths").unwrap_or_default()),
        })
    });
    let go = narrowing();
    let narrow = Callback::new(move |listing: Listing| go.run(listing.address()));
    let rows = Memo::new(move |_| listing.with(Listing::rows));
    let keys = RowKeys::new().walk();
    let lines = Lines::of(rows, keys);
    let location = use_location();
    let create = move || links::panel(&location, &[("new", "company")]);
    view! {
        <Page
            title=t::companies::title()
            note=move || counted(lines)
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
            <Rows listing=listing narrow=narrow lines=lines />
        </Page>
    }
    .into_any()
}

#[component]
fn Filters(listing: Memo<Listing>, narrow: Callback<Listing>) -> AnyView {
    let seek = move |q: String| {
        narrow.run(Listing {
            q,
            ..listing.get_untracked()
        });
    };
    let q = Signal::derive(move || listing.with(|listing| listing.q.clone()));
    let archived = Signal::derive(move || listing.with(|listing| listing.archived));
    let turn = move |()| {
        let now = listing.get_untracked();
        let archived = !now.archived;
        narrow.run(Listing { archived, ..now });
    };
    view! {
        <div class="cluster list-filters">
            <ListSearch label=t::companies::search() q=q on_change=seek />
            <FilterChip label=t::clients::archived() on=archived on_press=turn />
        </div>
    }
    .into_any()
}

#[component]
fn Rows(listing: Memo<Listing>, narrow: Callback<Listing>, lines: Lines) -> AnyView {
    let ask = move |cursor: Option<String>| {
        let question = listing.with_untracked(|listing| listing.query(cursor));
        let page = query::<ListCompanies>(move || Some(((), question.clone())));
        asked(page, |row| row.id.to_string())
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
    let name = Heading::new(t::companies::name());
    let created = Heading::new(t::companies::created());
    let columns = Signal::stored(vec![
        Column::new(
            "name",
            240,
            name.sort(sorted(false, Sort::Ascending), sort(false)),
        ),
        Column::new("phone", 160, Heading::new(t::clients::phone())),
        Column::new("contact", 240, Heading::new(t::companies::contact())),
        Column::new("tax_id", 144, Heading::new(t::companies::tax_id())),
        Column::new("responsible", 160, Heading::new(t::clients::responsible())),
        Column::new(
            "created_at",
            152,
            created.sort(sorted(true, Sort::Descending), sort(true)),
        ),
    ]);
    let widths = Signal::derive(move || listing.with(|listing| listing.widths.clone()));
    let resize = Callback::new(move |widths: Widths| {
        narrow.run(Listing {
            widths,
            ..listing.get_untracked()
        });
    });
    let cells = |line: Line| line.drawn(row);
    let is_archived = |line: Line| {
        line.read::<CompanyRow>()
            .is_some_and(|company| company.archived_at.is_some())
    };
    let is_narrow = move || listing.with(|listing| !listing.q.is_empty() || listing.archived);
    let nothing = move || {
        match is_narrow() {
        true => view! {
            <EmptyState text=t::clients::nothing_fits() actions=move || view! {
                <Button label=t::clients::reset() on_press=move |()| narrow.run(Listing::default()) />
            } />
        }
        .into_any(),
        false => view! { <EmptyState text=t::companies::none_yet() icon=Icon::Building2 /> }.into_any(),
    }
    };
    view! {
        <List
            lines=lines
            label=t::companies::title()
            columns=columns
            ask=ask
            cells=cells
            done=is_archived
            widths=(widths, resize)
            nothing=nothing
        />
    }
    .into_any()
}

fn row(company: &CompanyRow) -> AnyView {
    let phone = company.phone.as_ref().map(|phone| phone.display.clone());
    let contact = company.contact.as_ref().map(|contact| {
        let more =
            (company.people > 1).then(|| format!("+{}", number(i64::from(company.people) - 1)));
        view! {
            <span class="cluster nowrap">
                <a href=links::client(contact.client_id)>{contact.name.clone()}</a>
                {contact.role.clone().map(|role| view! { <span class="meta truncate">{role}</span> })}
                {more.map(|more| view! { <span class="meta">{more}</span> })}
            </span>
        }
    });
    let responsible = company
        .responsible
        .as_ref()
        .map(|person| person.name.clone());
    view! {
        {Cell::link(links::company(company.id), company.name.clone())}
        {Cell::Line.view(view! { <span class="num nowrap">{phone}</span> })}
        {Cell::WideOnly.view(contact)}
        {Cell::WideOnly.view(view! { <span class="num">{company.tax_id.clone()}</span> })}
        {Cell::WideOnly.view(responsible)}
        {Cell::WideOnly.view(clubtime::moment(company.created_at))}
    }
    .into_any()
}
