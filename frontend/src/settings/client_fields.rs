//! The fields that the club adds to the cards of its clients.

use std::sync::Arc;

use domain::fields::FieldDef;
use leptos::prelude::*;
use wire::client_fields::{
    ClientFields as Stored, ClientFieldsPatch, GetClientFields, UpdateClientFields,
};

use super::field_list::{FieldList, Row, entries};
use super::form::{Edited, FormFoot};
use super::frame::SettingsPage;
use crate::data::{queries, query, sending};
use crate::i18n::t;
use crate::ui::{Button, Icon, Kind, Toast, toasts};

const TAGS: &[&str] = &["client fields", "clients", "dictionaries"];

#[component]
pub fn ClientFields() -> AnyView {
    let stored = query::<GetClientFields>(|| Some(((), ())));
    view! {
        <SettingsPage title=t::settings::client_fields() add=None>
            <div class="settings__detail"><Edited query=stored let:stored><Form stored=stored /></Edited></div>
        </SettingsPage>
    }
    .into_any()
}

#[component]
fn Form(stored: Arc<Stored>) -> AnyView {
    let rows = RwSignal::new(stored.fields.iter().map(Row::of).collect::<Vec<_>>());
    let patch = move || ClientFieldsPatch {
        fields: Some(rows.with(|rows| entries(rows))),
    };
    let before = untrack(patch);
    let dirty = Signal::derive(move || patch() != before);
    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let version = stored.version;
    let save = move |()| {
        sending.change::<UpdateClientFields>((), version, untrack(patch), move |now| {
            queries.put::<GetClientFields>((), (), now);
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
            <p class="meta">{t::settings::client_fields_purpose()}</p>
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
