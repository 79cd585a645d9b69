//! The companies of a client: a line each with what he is there, and a form for one more.

use domain::access::Permission;
use domain::ids::{ClientId, CompanyId};
use leptos::html;
use leptos::prelude::*;
use wire::companies::{
    AddCompanyPerson, CompaniesQuery, CreateCompany, ListClientCompanies, ListCompanies,
    NewCompany, NewCompanyPerson, PersonsCompany, RemoveCompanyPerson,
};

use super::about::OpenCard;
use super::link_form::LinkForm;
use crate::companies::{RoleBox, role_word};
use crate::data::{queries, query, sending, session};
use crate::i18n::t;
use crate::links;
use crate::quick::SaveTrouble;
use crate::ui::{Button, Choice, Combobox, Face, Field, Icon, InlineError, Kind};

fn changed() {
    queries().stale(&["companies", "clients"]);
}

#[component]
pub fn Companies(card: OpenCard) -> AnyView {
    let id = card.client.with_untracked(|client| client.id);
    let own = query::<ListClientCompanies>(move || Some(((id,), ())));
    let links = Memo::new(move |_| {
        own.data()
            .map(|page| page.items.clone())
            .unwrap_or_default()
    });
    let adding = RwSignal::new(false);
    let button = NodeRef::<html::Button>::new();
    let any = Memo::new(move |_| card.may_edit.get() || !links.with(Vec::is_empty));
    let close = Callback::new(move |()| {
        adding.set(false);
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    });
    view! {
        {move || any.get().then(|| view! {
            <section class="family" aria-label=t::companies::title()>
                <h2 class="section-head">{t::companies::title()}</h2>
                <ul class="plain-list">
                    <For each=move || links.get() key=|one| format!("{one:?}") let:one><Line card=card link=one /></For>
                </ul>
                {move || card.may_edit.get().then(|| view! {
                    {move || adding.get().then(|| view! { <Adding client=id close=close /> })}
                    <div hidden=move || adding.get()>
                        <Button label=t::companies::link_company() icon=Icon::Plus kind=Kind::Ghost node=button on_press=move |()| adding.set(true) />
                    </div>
                })}
            </section>
        })}
    }
    .into_any()
}

#[component]
fn Line(card: OpenCard, link: PersonsCompany) -> AnyView {
    let remove = sending();
    let (company, id) = (link.company_id, link.id);
    let press = move |()| {
        remove.send::<RemoveCompanyPerson>((company, id), (), (), |()| changed());
    };
    let label = t::companies::unlink(&link.name);
    view! {
        <li>
            <a href=links::company(company)>{link.name}</a>
            {link.role.map(|role| view! { <span class="meta">{role}</span> })}
            {move || card.may_edit.get().then(|| view! {
                <Button label=label.clone() icon=Icon::X face=Face::Icon kind=Kind::Ghost busy=Signal::derive(move || remove.pending()) on_press=press />
            })}
            <SaveTrouble of=remove />
        </li>
    }
    .into_any()
}

#[component]
fn Adding(client: ClientId, close: Callback<()>) -> AnyView {
    let chosen = RwSignal::new(Vec::<Choice>::new());
    let role = RwSignal::new(Vec::<Choice>::new());
    let typed = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let found = query::<ListCompanies>(move || {
        let q = typed.get();
        let question = CompaniesQuery {
            q: (!q.is_empty()).then_some(q),
            limit: Some(8),
            ..CompaniesQuery::default()
        };
        Some(((), question))
    });
    let options = Signal::derive(move || {
        let page = found.data();
        let rows = page.iter().flat_map(|page| page.items.iter());
        rows.map(|row| {
            Choice::new(row.id.to_string(), &row.name).hint(row.tax_id.clone().unwrap_or_default())
        })
        .collect::<Vec<_>>()
    });
    let create = sending();
    let make = move |name: String| {
        let new = NewCompany {
            name,
            ..NewCompany::default()
        };
        create.send::<CreateCompany>((), (), new, move |saved| {
            queries().stale(&["companies"]);
            let company = saved.company;
            chosen.set(vec![Choice::new(company.id.to_string(), company.name)]);
        });
    };
    let may_create = untrack(|| session().may(Permission::ClientCreate));
    let on_create = may_create.then(|| Callback::new(make));
    let save = sending();
    let trouble = move || {
        let missing = tried.get() && chosen.with(Vec::is_empty);
        save.fault("/client_id")
            .or_else(|| missing.then(|| t::companies::choose_company().to_owned()))
    };
    let submit = Callback::new(move |()| {
        tried.set(true);
        let picked: Option<CompanyId> =
            chosen.with_untracked(|chosen| chosen.first()?.value.parse().ok());
        let Some(company) = picked else { return };
        let new = NewCompanyPerson {
            client_id: client,
            role: role_word(role),
            main: false,
        };
        save.send::<AddCompanyPerson>((company,), (), new, move |_| {
            changed();
            close.run(());
        });
    });
    let first = NodeRef::<html::Input>::new();
    view! {
        <LinkForm label=t::companies::link_company() submit=t::companies::link() first=first busy=Signal::derive(move || save.pending()) on_submit=submit on_close=close>
            <Field label=t::companies::one()>
                <Combobox chosen=chosen options=options on_query=move |text: String| typed.set(text.trim().to_owned()) on_create=on_create
                    searching=Signal::derive(move || found.loading() || create.pending()) placeholder=t::companies::search() node=first />
            </Field>
            <InlineError text=Signal::derive(trouble) />
            <SaveTrouble of=create />
            <Field label=t::companies::role() error=Signal::derive(move || save.fault("/role"))><RoleBox chosen=role /></Field>
            <SaveTrouble of=save />
        </LinkForm>
    }
    .into_any()
}
