//! The list of companies: found by any part of the name, the tax number or a phone, narrowed by questions about every field, in columns of one's
//! own.

use domain::access::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wire::companies::{CompanyRow, ListCompanies};
use wire::imports::ListSubject;
use wire::own_fields::GetCompanySchema;

use crate::clients::{Of, Table, TableHead, TableRows};
use crate::clubtime;
use crate::data::{query, session};
use crate::i18n::{number, t};
use crate::links;
use crate::lists::{Line, asked, counted};
use crate::ui::{Cell, EmptyState, Face, Heading, Icon, Kind, LinkButton, Page, Sort};

#[component]
pub fn Companies() -> AnyView {
    let schema = query::<GetCompanySchema>(|| Some(((), ())));
    let fields = Memo::new(move |_| {
        let schema = schema.data();
        schema.map_or_else(Vec::new, |schema| schema.fields.clone())
    });
    let table = Table::of(Of::Companies, fields);
    let location = use_location();
    let create = move || links::panel(&location, &[("new", "company")]);
    view! {
        <Page
            title=t::companies::title()
            note=move || counted(table.lines)
            flush=true
            actions=move || {
                let create = create.clone();
                view! {
                    <LinkButton label=t::clients::title() href=links::clients() icon=Icon::Users kind=Kind::Ghost face=Face::IconOnPhone />
                    <LinkButton label=t::bulks::past() href=links::bulks() icon=Icon::History kind=Kind::Ghost face=Face::IconOnPhone />
                    {session().may_import().then(|| view! {
                        <LinkButton label=t::imports::open() href=links::imports(ListSubject::Companies) icon=Icon::Upload face=Face::IconOnPhone />
                    })}
                    {session().may(Permission::ClientCreate).then(|| view! {
                        <LinkButton label=t::companies::add() href=Signal::derive(create) icon=Icon::Plus kind=Kind::Primary />
                    })}
                }
            }
            above=move || view! { <TableHead table=table label=t::companies::search() /> }
        >
            <Rows table=table />
        </Page>
    }
    .into_any()
}

#[component]
fn Rows(table: Table) -> AnyView {
    let ask = move |cursor: Option<String>| {
        let question = table
            .listing
            .with_untracked(|listing| listing.companies(cursor));
        let page = query::<ListCompanies>(move || Some(((), question.clone())));
        asked(page, |row| row.id.to_string())
    };
    // Made once: a heading stays while the columns around it change.
    let by_name = table.sorted_by(Heading::new(t::companies::name()), None, Sort::Ascending);
    let by_age = Heading::new(t::companies::created());
    let by_age = table.sorted_by(by_age, Some("-created_at"), Sort::Descending);
    let columns = table.columns(move |key| {
        Some(match key {
            "name" => (240, by_name.clone()),
            "phone" => (160, Heading::new(t::clients::phone())),
            "contact" => (240, Heading::new(t::companies::contact())),
            "tax_id" => (144, Heading::new(t::companies::tax_id())),
            "responsible" => (160, Heading::new(t::clients::responsible())),
            "created_at" => (152, by_age.clone()),
            _ => return None,
        })
    });
    let is_archived = |line: Line| {
        line.read::<CompanyRow>()
            .is_some_and(|company| company.archived_at.is_some())
    };
    view! {
        <TableRows
            table=table
            label=t::companies::title()
            columns=columns
            ask=ask
            cells=move |line: Line| line.drawn(|company: &CompanyRow| row(company, table))
            archived=is_archived
            none=|| view! {
                <EmptyState text=t::companies::none_yet() icon=Icon::Building2 actions=|| view! {
                    {session().may_import().then(|| view! {
                        <LinkButton label=t::imports::open() href=links::imports(ListSubject::Companies) icon=Icon::Upload />
                    })}
                } />
            }
        />
    }
    .into_any()
}

fn row(company: &CompanyRow, table: Table) -> AnyView {
    let cell = |key: &str| {
        Some(match key {
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
            _ => return None,
        })
    };
    table.row(company.id.to_string(), &company.name, &company.cells, cell)
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
