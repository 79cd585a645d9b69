//! The fields that the club adds to the cards of its clients and of its companies.

use std::sync::Arc;

use domain::fields::FieldDef;
use leptos::prelude::*;
use wire::operation::Operation;
use wire::own_fields::{
    GetClientFields, GetCompanyFields, OwnFields, OwnFieldsPatch, UpdateClientFields,
    UpdateCompanyFields,
};

use super::field_list::{FieldList, Row, entries};
use super::form::{Edited, FormFoot};
use super::frame::SettingsPage;
use crate::data::{Query, queries, query, sending};
use crate::i18n::t;
use crate::ui::{Button, Icon, Kind, Toast, toasts};

const TAGS: &[&str] = &["own fields", "clients", "companies", "dictionaries"];

#[component]
pub fn ClientFields() -> AnyView {
    let stored = query::<GetClientFields>(|| Some(((), ())));
    let purpose = t::settings::client_fields_purpose();
    let form = move |stored| form::<GetClientFields, UpdateClientFields>(stored, purpose);
    page(t::settings::client_fields(), stored, form)
}

#[component]
pub fn CompanyFields() -> AnyView {
    let stored = query::<GetCompanyFields>(|| Some(((), ())));
    let purpose = t::settings::company_fields_purpose();
    let form = move |stored| form::<GetCompanyFields, UpdateCompanyFields>(stored, purpose);
    page(t::settings::company_fields(), stored, form)
}

fn page(
    title: &'static str,
    stored: Query<OwnFields>,
    form: impl Fn(Arc<OwnFields>) -> AnyView + Copy + Send + Sync + 'static,
) -> AnyView {
    view! {
        <SettingsPage title=title add=None>
            <div class="settings__detail"><Edited query=stored let:stored>{form(stored)}</Edited></div>
        </SettingsPage>
    }
    .into_any()
}

fn form<Get, Update>(stored: Arc<OwnFields>, purpose: &'static str) -> AnyView
where
    Get: Operation<Path = (), Query = (), Body = (), Reply = OwnFields>,
    Update: Operation<Path = (), Query = (), Body = OwnFieldsPatch, Reply = OwnFields>,
{
    let rows = RwSignal::new(stored.fields.iter().map(Row::of).collect::<Vec<_>>());
    let patch = move || OwnFieldsPatch {
        fields: Some(rows.with(|rows| entries(rows))),
    };
    let before = untrack(patch);
    let dirty = Signal::derive(move || patch() != before);
    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let version = stored.version;
    let save = move |()| {
        sending.change::<Update>((), version, untrack(patch), move |now| {
            queries.put::<Get>((), (), now);
            queries.stale(TAGS);
            toasts.show(Toast::new(t::settings::saved()));
        });
    };
    let removed = StoredValue::new(stored.removed.clone());
    let gone = move || {
        let rows = rows.get();
        let taken = |field: &FieldDef| rows.iter().any(|row| row.is(field));
        let all = removed.with_value(Clone::clone).into_iter();
        all.filter(|field| !taken(field)).collect::<Vec<_>>()
    };
    // What is brought back belongs to the form: the line with its button is gone then.
    let owner = StoredValue::new(Owner::current());
    let bring_back = Callback::new(move |field: FieldDef| {
        let add = || rows.update(|rows| rows.push(Row::again(&field)));
        if let Some(owner) = owner.get_value() {
            owner.with(add);
        }
    });
    let any_gone = Memo::new(move |_| !gone().is_empty());
    view! {
        <div class="form">
            <p class="meta">{purpose}</p>
            <FieldList rows=rows sending=sending />
            {move || any_gone.get().then(|| view! {
                <section class="stack" aria-label=t::settings::removed_fields()>
                    <h2 class="section-head">{t::settings::removed_fields()}</h2>
                    <p class="meta">{t::settings::removed_fields_hint()}</p>
                    <ul class="plain-list">
                        <For each=gone key=|field| field.id let:field><Gone field=field on_back=bring_back /></For>
                    </ul>
                </section>
            })}
            <FormFoot sending=sending dirty=dirty on_save=save />
        </div>
    }
    .into_any()
}

/// A field that was taken off the card, and the way back.
#[component]
fn Gone(field: FieldDef, on_back: Callback<FieldDef>) -> AnyView {
    let label = field.label.clone();
    let back = move |()| on_back.run(field.clone());
    view! {
        <li><Button label=t::settings::bring_back(label) icon=Icon::Archive kind=Kind::Ghost on_press=back /></li>
    }
    .into_any()
}
