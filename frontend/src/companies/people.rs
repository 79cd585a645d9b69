//! Who stands for a company, as what, and what comes next with each.

use domain::ids::{CompanyId, CompanyPersonId};
use leptos::html;
use leptos::prelude::*;
use wire::companies::{
    AddCompanyPerson, Company, CompanyPerson, CompanyPersonPatch, GetCompany, NewCompanyPerson,
    RemoveCompanyPerson, UpdateCompanyPerson,
};

use super::role::{RoleBox, word};
use crate::clients::{LinkForm, OpenCard};
use crate::clubtime;
use crate::data::{now, queries, sending};
use crate::i18n::t;
use crate::links;
use crate::quick::{ClientBox, SaveTrouble};
use crate::ui::{
    Button, Checkbox, Chip, Choice, EmptyState, Face, Field, Icon, InlineError, Kind, Tone,
};

/// The company as the server has it now, and what shows it elsewhere.
fn put(company: Company) {
    let id = company.id;
    queries().put::<GetCompany>((id,), (), company);
    queries().stale(&["companies", "clients"]);
}

#[component]
pub fn People(card: OpenCard<Company>, id: CompanyId) -> AnyView {
    let people = card.read(|company| company.people.clone());
    let branch = card.read(|company| company.branch_id);
    let adding = RwSignal::new(false);
    let button = NodeRef::<html::Button>::new();
    let close = Callback::new(move |()| {
        adding.set(false);
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    });
    let nobody = Memo::new(move |_| people.with(Vec::is_empty) && !adding.get());
    view! {
        <div class="family">
            <h2 class="section-head">{t::companies::people()}</h2>
            {move || nobody.get().then(|| view! { <EmptyState text=t::companies::nobody_yet() icon=Icon::Users /> })}
            <ul class="company-people">
                <For each=move || people.get() key=|one| format!("{one:?}") let:one>
                    <Person card=card company=id person=one zone=branch />
                </For>
            </ul>
            {move || card.may_edit.get().then(|| view! {
                {move || adding.get().then(|| view! { <Adding id=id close=close /> })}
                <div hidden=move || adding.get()>
                    <Button label=t::companies::add_person() icon=Icon::Plus kind=Kind::Ghost node=button on_press=move |()| adding.set(true) />
                </div>
            })}
        </div>
    }
    .into_any()
}

#[component]
fn Person(
    card: OpenCard<Company>,
    company: CompanyId,
    person: CompanyPerson,
    zone: Memo<domain::ids::BranchId>,
) -> AnyView {
    let CompanyPerson {
        id,
        client_id,
        name,
        role,
        main,
        phone,
        next,
    } = person;
    let change = sending();
    let naming = RwSignal::new(false);
    let chosen = RwSignal::new(
        role.iter()
            .map(|role| Choice::new(role.clone(), role.clone()))
            .collect::<Vec<_>>(),
    );
    let save = move |patch: CompanyPersonPatch| {
        change.send::<UpdateCompanyPerson>((company, id), (), patch, put);
    };
    let rename = move |all: Vec<Choice>| {
        naming.set(false);
        save(CompanyPersonPatch {
            role: Some(all.first().map(|choice| choice.label.clone())),
            main: None,
        });
    };
    let make_main = move |()| {
        save(CompanyPersonPatch {
            role: None,
            main: Some(!main),
        });
    };
    let next = match next {
        Some(next) => {
            let zone = zone.with_untracked(|branch| clubtime::zone_of(*branch));
            let (label, tone) = clubtime::due_chip(next.due, &zone, now());
            view! { <span class="cluster"><Chip label=label tone=tone /><span>{next.title}</span></span> }.into_any()
        }
        None => view! { <Chip label=t::clients::no_step() tone=Tone::Missing /> }.into_any(),
    };
    let as_what = role.clone();
    let word = move || {
        as_what
            .clone()
            .unwrap_or_else(|| t::companies::no_role().to_owned())
    };
    let remove_label = t::companies::remove_person(&name);
    let rename_label = t::companies::change_role(&name);
    let main_label = t::companies::main_contact_of(&name);
    let keydown = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            event.stop_propagation();
            naming.set(false);
        }
    };
    view! {
        <li class="company-person">
            <div class="company-person__who">
                <a href=links::client(client_id)>{name}</a>
                <span class="meta">{word}</span>
                {main.then(|| view! { <Chip label=t::companies::main_contact() /> })}
            </div>
            <div class="company-person__next">
                {next}
                {phone.map(|phone| view! { <span class="meta num nowrap">{phone}</span> })}
            </div>
            {move || card.may_edit.get().then(|| view! {
                <div class="company-person__ways">
                    <Button label=main_label.clone() icon=Icon::Flag face=Face::Icon kind=Kind::Ghost pressed=Signal::stored(main) on_press=make_main />
                    <Button label=rename_label.clone() icon=Icon::Tag face=Face::Icon kind=Kind::Ghost on_press=move |()| naming.update(|on| *on = !*on) />
                    <Remove company=company id=id label=remove_label.clone() />
                </div>
            })}
            {move || naming.get().then(|| view! {
                <div class="company-person__role" on:keydown=keydown>
                    <Field label=t::companies::role() error=Signal::derive(move || change.fault("/role"))>
                        <RoleBox chosen=chosen on_change=rename />
                    </Field>
                </div>
            })}
            <SaveTrouble of=change />
        </li>
    }
    .into_any()
}

#[component]
fn Remove(company: CompanyId, id: CompanyPersonId, label: String) -> AnyView {
    let remove = sending();
    let press = move |()| {
        remove.send::<RemoveCompanyPerson>((company, id), (), (), |()| {
            queries().stale(&["companies", "clients"]);
        });
    };
    view! {
        <Button label=label icon=Icon::X face=Face::Icon kind=Kind::Ghost busy=Signal::derive(move || remove.pending()) on_press=press />
        <SaveTrouble of=remove />
    }
    .into_any()
}

#[component]
fn Adding(id: CompanyId, close: Callback<()>) -> AnyView {
    let chosen = RwSignal::new(Vec::<Choice>::new());
    let role = RwSignal::new(Vec::<Choice>::new());
    let main = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let save = sending();
    let trouble = move || {
        let missing = tried.get() && chosen.with(Vec::is_empty);
        save.fault("/client_id")
            .or_else(|| missing.then(|| t::companies::choose_person().to_owned()))
    };
    let submit = Callback::new(move |()| {
        tried.set(true);
        let picked = chosen.with_untracked(|chosen| chosen.first()?.value.parse().ok());
        let Some(client_id) = picked else { return };
        let new = NewCompanyPerson {
            client_id,
            role: word(role),
            main: main.get_untracked(),
        };
        save.send::<AddCompanyPerson>((id,), (), new, move |company| {
            put(company);
            close.run(());
        });
    });
    let first = NodeRef::<html::Input>::new();
    view! {
        <LinkForm label=t::companies::add_person() submit=t::companies::link() first=first busy=Signal::derive(move || save.pending()) on_submit=submit on_close=close>
            <Field label=t::clients::who_is_it()><ClientBox chosen=chosen node=first /></Field>
            <InlineError text=Signal::derive(trouble) />
            <Field label=t::companies::role() error=Signal::derive(move || save.fault("/role"))><RoleBox chosen=role /></Field>
            <Checkbox checked=main label=t::companies::main_contact() />
            <SaveTrouble of=save />
        </LinkForm>
    }
    .into_any()
}
