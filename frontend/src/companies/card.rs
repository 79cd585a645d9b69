//! A company's card: what is known of it, each value changed where it stands, and its people.

use std::sync::Arc;

use domain::access::Permission;
use domain::ids::CompanyId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use wire::companies::{ArchiveCompany, Company, CompanyPatch, GetCompany, RestoreCompany};

use super::people::People;
use crate::clients::{
    Branch, EditText, Emails, History, Lines, OpenCard, OwnFields, Phones, Responsible, Saver,
    Tags, Unsaved,
};
use crate::data::{queries, query, sending, session};
use crate::i18n::t;
use crate::links;
use crate::quick::{SaveTrouble, take_back};
use crate::shell::Followed;
use crate::ui::{
    Banner, Button, EmptyState, Face, Icon, InputKind, Kind, LinkButton, Page, Toast, toasts,
};

#[component]
pub fn CompanyCard() -> AnyView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params
            .with(|map| map.get("id"))
            .and_then(|text| text.parse::<CompanyId>().ok())
    });
    view! {
        {move || match id.get() {
            Some(id) => view! { <Card id=id /> }.into_any(),
            None => view! { <Page title=t::companies::one()><EmptyState text=t::shell::not_found_title() /></Page> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Card(id: CompanyId) -> AnyView {
    let company = query::<GetCompany>(move || Some(((id,), ())));
    let saver = Saver::<Company>::new(id);
    let ahead = Signal::derive(move || saver.is_ahead());
    let title = Signal::derive(move || {
        company.data().map_or_else(
            || t::companies::one().to_owned(),
            |company| company.name.clone(),
        )
    });
    view! {
        <Page
            title=title
            flush=true
            actions=move || view! {
                <LinkButton label=t::companies::title() href=links::companies() icon=Icon::ArrowLeft kind=Kind::Ghost face=Face::IconOnPhone />
                <Archive company=Signal::derive(move || company.data()) />
            }
        >
            <Followed query=company rows=8 hold=ahead let:company><Columns company=company saver=saver /></Followed>
        </Page>
    }
    .into_any()
}

/// Whether whoever looks may change it.
fn may_edit(company: &Company) -> bool {
    session().may_with_company(Permission::ClientEdit, company)
}

#[component]
fn Archive(company: Signal<Option<Arc<Company>>>) -> AnyView {
    let sending = sending();
    let put_away = move |()| {
        let Some(company) = company.get_untracked() else {
            return;
        };
        let id = company.id;
        let back = move || take_back::<RestoreCompany>((id,), |_| queries().stale(&["companies"]));
        sending.change::<ArchiveCompany>((id,), company.version, (), move |()| {
            queries().stale(&["companies"]);
            toasts().show(Toast::new(t::companies::archived()).undo(back));
        });
    };
    let may = Memo::new(move |_| {
        let company = company.get();
        company.is_some_and(|company| company.archived_at.is_none() && may_edit(&company))
    });
    view! {
        {move || may.get().then(|| view! {
            <Button label=t::companies::archive() icon=Icon::Archive kind=Kind::Ghost face=Face::IconOnPhone
                busy=Signal::derive(move || sending.pending()) on_press=put_away />
        })}
        <SaveTrouble of=sending />
    }
    .into_any()
}

#[component]
fn Columns(company: Signal<Arc<Company>>, saver: Saver<Company>) -> AnyView {
    let card = OpenCard::new(company, saver);
    let (id, branch) = company.with_untracked(|company| (company.id, company.branch_id));
    let archived = Memo::new(move |_| company.with(|company| company.archived_at.is_some()));
    let may_restore = move || company.with(|company| may_edit(company));
    view! {
        {move || archived.get().then(|| view! {
            <Banner text=t::companies::in_archive() actions=move || may_restore().then(|| view! { <Restore id=id /> }) />
        })}
        <div class="company">
            <section aria-label=t::companies::about()><About card=card /></section>
            <section aria-label=t::companies::people()><People card=card id=id /></section>
            <section aria-label=t::clients::history()><History card=card id=id branch=branch /></section>
        </div>
    }
    .into_any()
}

#[component]
fn Restore(id: CompanyId) -> AnyView {
    let sending = sending();
    view! {
        <Button
            label=t::clients::restore()
            kind=Kind::Ghost
            busy=Signal::derive(move || sending.pending())
            on_press={move |()| sending.send::<RestoreCompany>((id,), (), (), |_| queries().stale(&["companies"]))}
        />
    }
    .into_any()
}

#[component]
fn About(card: OpenCard<Company>) -> AnyView {
    let OpenCard {
        saver, may_edit, ..
    } = card;
    let hidden = card.read(|company| company.contacts_hidden);
    let branch = card.read(|company| company.branch_id);
    // A text that may be cleared: how it stands, and the change that puts another in its place.
    let line = move |label: &'static str,
                     pointer: &'static str,
                     kind: InputKind,
                     lines: Lines,
                     read: fn(&Company) -> &Option<String>,
                     put: fn(Option<String>) -> CompanyPatch| {
        let save = move |typed: String| {
            let typed = Some(typed).filter(|typed| !typed.is_empty());
            saver.save(move |_| put(typed.clone()));
        };
        view! {
            <EditText label=label value=card.read(move |company| read(company).clone().unwrap_or_default()) may=may_edit kind=kind lines=lines
                error=Signal::derive(move || saver.fault(pointer)) on_save=save />
        }
    };
    macro_rules! patch {
        ($member:ident) => {
            |value| CompanyPatch {
                $member: Some(value),
                ..CompanyPatch::default()
            }
        };
    }
    let save_name = move |name: String| {
        saver.save(move |_| CompanyPatch {
            name: Some(name.clone()),
            ..CompanyPatch::default()
        });
    };
    let site = card.read(|company| company.site.clone());
    view! {
        <Unsaved saver=saver />
        <h2 class="section-head">{t::companies::about()}</h2>
        <div class="facts">
            <EditText label=t::companies::name() value=card.read(|company| company.name.clone()) may=may_edit
                error=Signal::derive(move || saver.fault("/name")) on_save=save_name />
            {line(t::companies::legal_name(), "/legal_name", InputKind::Text, Lines::One, |company| &company.legal_name, patch!(legal_name))}
            {line(t::companies::tax_id(), "/tax_id", InputKind::Text, Lines::One, |company| &company.tax_id, patch!(tax_id))}
            {move || hidden.get().then(|| view! { <p class="meta">{t::clients::contacts_hidden()}</p> })}
            <Phones card=card />
            <Emails card=card />
            {line(t::companies::address(), "/address", InputKind::Text, Lines::One, |company| &company.address, patch!(address))}
            {line(t::companies::site(), "/site", InputKind::Text, Lines::One, |company| &company.site, patch!(site))}
            {move || site.get().map(|site| view! {
                <a class="company__site" href=site target="_blank" rel="noopener noreferrer">{t::companies::open_site()}</a>
            })}
            {move || match may_edit.get() {
                true => view! { <Responsible card=card /><Branch card=card /><Tags card=card /> }.into_any(),
                false => view! { <Chosen card=card branch=branch /> }.into_any(),
            }}
            {line(t::clients::note(), "/note", InputKind::Text, Lines::Many, |company| &company.note, patch!(note))}
        </div>
        <OwnFields card=card title=t::companies::own_fields() />
    }
    .into_any()
}

/// What is chosen among a few, for whoever may only look.
#[component]
fn Chosen(card: OpenCard<Company>, branch: Memo<domain::ids::BranchId>) -> AnyView {
    let branches = query::<wire::branches::ListBranches>(|| Some(((), ())));
    let branch = move || {
        let page = branches.data();
        let mut known = page.iter().flat_map(|page| page.items.iter());
        let own = known.find(|known| known.id == branch.get());
        own.map(|branch| branch.name.clone()).unwrap_or_default()
    };
    let responsible = card.read(|company| company.responsible.as_ref().map(|one| one.name.clone()));
    let tags = card.read(|company| company.tags.join(", "));
    let fact = |label: &'static str, value: String| {
        (!value.is_empty()).then(|| view! {
            <div class="fact"><span class="fact__label">{label}</span><span class="fact__value">{value}</span></div>
        })
    };
    view! {
        {move || fact(t::clients::responsible(), responsible.get().unwrap_or_default())}
        {move || fact(t::clients::branch(), branch())}
        {move || fact(t::clients::tags(), tags.get())}
    }
    .into_any()
}
