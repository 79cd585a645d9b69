//! A new company.

use std::collections::BTreeMap;

use domain::fields::Raw;
use domain::time::Zone;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde::{Deserialize, Serialize};
use wire::clients::PhoneEntry;
use wire::companies::{CompaniesQuery, Company, CreateCompany, ListCompanies, NewCompany};

use super::own_fields::{OwnAnswers, OwnFields};
use super::parts::SaveTrouble;
use crate::clubtime;
use crate::data::drafts::draft;
use crate::data::{queries, query, sending, session};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::links;
use crate::ui::{
    Banner, Button, Field, Input, InputKind, Kind, LinkButton, Need, PhoneInput, Radio, Select,
    Textarea, Toast, Tone, toasts,
};

/// So many that may be the same are named.
const FEW: usize = 3;

/// What survives closing the panel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Kept {
    name: String,
    tax_id: String,
    phone: String,
    email: String,
    note: String,
    #[serde(default)]
    fields: BTreeMap<String, Raw>,
}

#[component]
pub fn CompanyForm() -> AnyView {
    let draft = draft("company", "new");
    let kept: Kept = draft.restore().map(|(kept, _)| kept).unwrap_or_default();
    let name = RwSignal::new(kept.name);
    let tax_id = RwSignal::new(kept.tax_id);
    let phone = RwSignal::new(kept.phone);
    let email = RwSignal::new(kept.email);
    let note = RwSignal::new(kept.note);
    let own = OwnAnswers::new::<Company>(kept.fields);
    Effect::new(move |before: Option<Kept>| {
        let now = Kept {
            name: name.get(),
            tax_id: tax_id.get(),
            phone: phone.get(),
            email: email.get(),
            note: note.get(),
            fields: own.get(),
        };
        if before.is_some_and(|before| before != now) {
            draft.keep(now.clone());
        }
        now
    });
    let branches = session()
        .with_me(|me| me.branches.clone())
        .unwrap_or_default();
    let branch = RwSignal::new(
        branches
            .first()
            .map(|branch| branch.id.to_string())
            .unwrap_or_default(),
    );
    let several = branches.len() > 1;
    let branch_options: Vec<Radio> = branches
        .into_iter()
        .map(|branch| Radio::new(branch.id.to_string(), branch.name))
        .collect();
    // What is there already under these words: the name, and the tax number once it is typed.
    let sought = RwSignal::new(String::new());
    let look = move |_: String| {
        let typed = [tax_id, name].map(|value| value.get_untracked().trim().to_owned());
        let [number, words] = typed;
        sought.set(if number.is_empty() { words } else { number });
    };
    let alike = query::<ListCompanies>(move || {
        let q = sought.get();
        (!q.is_empty()).then(|| {
            let question = CompaniesQuery {
                q: Some(q),
                limit: Some(FEW as u32),
                ..CompaniesQuery::default()
            };
            ((), question)
        })
    });
    let alike = move || {
        let sought = sought.with(|sought| !sought.is_empty());
        let page = alike.data().filter(|_| sought);
        let rows = page.iter().flat_map(|page| page.items.iter());
        rows.map(|row| (links::company(row.id), row.name.clone()))
            .collect::<Vec<_>>()
    };
    let save = sending();
    let tried = RwSignal::new(false);
    let name_error = move || {
        let missing = tried.get() && name.with(|text| text.trim().is_empty());
        save.fault("/name")
            .or_else(|| missing.then(|| t::companies::name_required().to_owned()))
    };
    let go = use_navigate();
    let submit = Callback::new(move |()| {
        tried.set(true);
        if untrack(|| name_error().is_some() && save.fault("/name").is_none()) {
            return;
        }
        let trimmed = |value: RwSignal<String>| {
            Some(value.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
        };
        let phones = trimmed(phone).into_iter().map(|number| PhoneEntry {
            number,
            label: None,
            do_not_call: false,
        });
        let company = NewCompany {
            name: name.get_untracked(),
            tax_id: trimmed(tax_id),
            phones: phones.collect(),
            emails: trimmed(email).into_iter().map(Into::into).collect(),
            note: trimmed(note),
            branch_id: branch.get_untracked().parse().ok(),
            fields: untrack(|| own.get()),
            ..NewCompany::default()
        };
        let go = go.clone();
        save.send::<CreateCompany>((), (), company, move |saved| {
            draft.forget();
            queries().stale(&["companies"]);
            toasts().show(Toast::new(t::companies::created_company(
                &saved.company.name,
            )));
            go(&links::company(saved.company.id), Default::default());
        });
    });
    keys::add(
        Command::new("quick.save", Scope::Panel, t::quick::create(), move || {
            submit.run(())
        })
        .on(Chord::ENTER.ctrl()),
    );
    let first = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = first.get() {
            let _ = input.focus();
        }
    });
    let zone = Signal::derive(move || {
        branch.with(|id| id.parse().map_or_else(|_| Zone::utc(), clubtime::zone_of))
    });
    let country = Signal::derive(move || {
        session()
            .with_me(|me| me.organisation.phone_country.clone())
            .unwrap_or_default()
    });
    view! {
        <form
            class="stack"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                submit.run(());
            }
        >
            <Field label=t::companies::name() error=Signal::derive(name_error)>
                <Input value=name node=first on_commit=look />
            </Field>
            <Field label=t::companies::tax_id() need=Need::Optional error=Signal::derive(move || save.fault("/tax_id"))>
                <Input value=tax_id on_commit=look />
            </Field>
            {move || alike().into_iter().map(|(href, name)| view! {
                <Banner
                    text=t::companies::there_already(name)
                    tone=Tone::Warn
                    inset=true
                    actions=move || view! { <LinkButton label=t::quick::open() href=href.clone() kind=Kind::Ghost /> }.into_any()
                />
            }).collect_view()}
            <Field label=t::clients::phone() need=Need::Optional error=Signal::derive(move || save.fault("/phones/0/number"))>
                <PhoneInput value=phone country=country />
            </Field>
            <Field label=t::clients::email() need=Need::Optional error=Signal::derive(move || save.fault("/emails/0/address"))>
                <Input value=email kind=InputKind::Email />
            </Field>
            {several.then(|| view! {
                <Field label=t::quick::branch()><Select value=branch options=Signal::stored(branch_options) /></Field>
            })}
            <Field label=t::clients::note() need=Need::Optional error=Signal::derive(move || save.fault("/note"))>
                <Textarea value=note rows=3 />
            </Field>
            <OwnFields answers=own save=save zone=zone />
            <SaveTrouble of=save />
            <div>
                <Button
                    label=t::quick::create()
                    kind=Kind::Primary
                    chord=Chord::ENTER.ctrl()
                    busy=Signal::derive(move || save.pending())
                    on_press=submit
                />
            </div>
        </form>
    }
    .into_any()
}
