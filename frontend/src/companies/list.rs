//! The list of companies: found by any part of the name, the tax number or a phone, narrowed by questions about every field, in columns of one's
//! own.

use domain::access::Permission;
use domain::filters::Widths;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use wire::companies::{CompanyRow, ListCompanies};
use wire::own_fields::{GetCompanySchema, ListedField};

use crate::clients::{ListFilters, Listing, Of, extra_cell, is_number};
use crate::clubtime;
use crate::data::{query, session};
use crate::i18n::{number, t};
use crate::links;
use crate::lists::{Column, Line, Lines, List, asked, counted, narrowing};
use crate::ui::{
    Button, Cell, EmptyState, Face, Heading, Icon, Kind, LinkButton, Page, RowKeys, Sort,
};

#[component]
pub fn Companies() -> AnyView {
    let address = use_query_map();
    let listing = Memo::new(move |_| address.with(|map| Listing::read(Of::Companies, map)));
    let schema = query::<GetCompanySchema>(|| Some(((), ())));
    let fields = Memo::new(move |_| {
        let schema = schema.data();
        schema.map_or_else(Vec::new, |schema| schema.fields.clone())
    });
    let go = narrowing();
    let narrow = Callback::new(move |listing: Listing| go.run(listing.address()));
    let rows = Memo::new(move |_| listing.with(Listing::rows));
    let keys = RowKeys::new().walk();
    let lines = Lines::of(rows, keys);
    let total = Memo::new(move |_| lines.total());
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
            above=move || view! { <ListFilters label=t::companies::search() listing=listing fields=fields narrow=narrow total=total /> }
        >
            <Rows listing=listing fields=fields narrow=narrow lines=lines />
        </Page>
    }
    .into_any()
}

#[component]
fn Rows(
    listing: Memo<Listing>,
    fields: Memo<Vec<ListedField>>,
    narrow: Callback<Listing>,
    lines: Lines,
) -> AnyView {
    let ask = move |cursor: Option<String>| {
        let question = listing.with_untracked(|listing| listing.companies(cursor));
        let page = query::<ListCompanies>(move || Some(((), question.clone())));
        asked(page, |row| row.id.to_string())
    };
    let shown = Memo::new(move |_| listing.with(|listing| (listing.shown(), listing.asked())));
    let cells = move |line: Line| {
        line.drawn(|company: &CompanyRow| {
            shown.with_untracked(|(shown, extra)| row(company, shown, extra, fields))
        })
    };
    let sort = move |by: Option<&'static str>| {
        move || {
            narrow.run(Listing {
                sort: by.map(str::to_owned),
                ..listing.get_untracked()
            })
        }
    };
    let sorted = move |by: Option<&'static str>, how: Sort| {
        Signal::derive(
            move || match listing.with(|listing| listing.sort.as_deref() == by) {
                true => how,
                false => Sort::None,
            },
        )
    };
    let label = move |key: &str| {
        fields.with(|fields| {
            let field = fields.iter().find(|field| field.key == key);
            field.map(|field| field.label.clone()).unwrap_or_default()
        })
    };
    // Made once: a heading stays while the columns around it change.
    let by_name =
        Heading::new(t::companies::name()).sort(sorted(None, Sort::Ascending), sort(None));
    let newest = Some("-created_at");
    let by_age =
        Heading::new(t::companies::created()).sort(sorted(newest, Sort::Descending), sort(newest));
    let columns = Signal::derive(move || {
        let column = |key: &String| {
            let (width, heading) = match key.as_str() {
                "name" => (240, by_name.clone()),
                "phone" => (160, Heading::new(t::clients::phone())),
                "contact" => (240, Heading::new(t::companies::contact())),
                "tax_id" => (144, Heading::new(t::companies::tax_id())),
                "responsible" => (160, Heading::new(t::clients::responsible())),
                "created_at" => (152, by_age.clone()),
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
    let widths = Signal::derive(move || listing.with(|listing| listing.widths.clone()));
    let resize = Callback::new(move |widths: Widths| {
        narrow.run(Listing {
            widths,
            ..listing.get_untracked()
        });
    });
    let is_archived = |line: Line| {
        line.read::<CompanyRow>()
            .is_some_and(|company| company.archived_at.is_some())
    };
    let nothing = move || {
        match listing.with(Listing::is_narrow) {
        true => view! {
            <EmptyState text=t::clients::nothing_fits() actions=move || view! {
                <Button label=t::clients::reset() on_press=move |()| narrow.run(listing.get_untracked().widened()) />
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

fn row(
    company: &CompanyRow,
    shown: &[String],
    extra: &[String],
    fields: Memo<Vec<ListedField>>,
) -> AnyView {
    let cell = |key: &String| match key.as_str() {
        "name" => Cell::link(links::company(company.id), company.name.clone()),
        "phone" => {
            let phone = company.phone.as_ref().map(|phone| phone.display.clone());
            Cell::Line.view(view! { <span class="num nowrap">{phone}</span> })
        }
        "contact" => Cell::WideOnly.view(contact(company)),
        "tax_id" => {
            Cell::WideOnly.view(view! { <span class="num">{company.tax_id.clone()}</span> })
        }
        "responsible" => Cell::WideOnly.view(
            company
                .responsible
                .as_ref()
                .map(|person| person.name.clone()),
        ),
        "created_at" => Cell::WideOnly.view(clubtime::moment(company.created_at)),
        key => {
            let place = extra.iter().position(|asked| asked == key);
            let text = place.and_then(|place| company.cells.get(place)).cloned();
            extra_cell(key, text.unwrap_or_default(), fields)
        }
    };
    shown.iter().map(cell).collect_view().into_any()
}

fn contact(company: &CompanyRow) -> Option<AnyView> {
    let contact = company.contact.as_ref()?;
    let more = (company.people > 1).then(|| format!("+{}", number(i64::from(company.people) - 1)));
    let contact = view! {
        <span class="cluster nowrap">
            <a href=links::client(contact.client_id)>{contact.name.clone()}</a>
            {contact.role.clone().map(|role| view! { <span class="meta truncate">{role}</span> })}
            {more.map(|more| view! { <span class="meta">{more}</span> })}
        </span>
    };
    Some(contact.into_any())
}
