//! A column that no field takes becomes one of the club's own.

use std::sync::Arc;

use domain::fields::FieldType;
use domain::imports::suggest::MAKEABLE;
use leptos::prelude::*;
use wire::imports::{
    CreateImportField, GetImport, Import, NewImportField, SuggestImportField, SuggestedField,
};

use super::upload::refusal;
use crate::data::{queries, query, sending};
use crate::i18n::t;
use crate::settings::field_type_name;
use crate::shell::Loaded;
use crate::ui::{Button, Field, InlineError, Input, Kind, Press, Radio, Select, Toast, toasts};

/// What is chosen for a column while its field is being made.
pub const NEW: &str = "+";

/// What changes with a field.
const TAGS: &[&str] = &[
    "imports",
    "own fields",
    "clients",
    "companies",
    "dictionaries",
];

#[component]
pub fn NewField(
    import: Signal<Arc<Import>>,
    column: usize,
    target: RwSignal<String>,
    /// What the column was taken as before.
    before: String,
) -> AnyView {
    let id = import.get_untracked().id;
    let suggested = query::<SuggestImportField>(move || Some(((id, column as u32), ())));
    view! {
        <Loaded query=suggested rows=2 let:suggested>
            <Form import=import column=column target=target before=before.clone() suggested=suggested />
        </Loaded>
    }
    .into_any()
}

#[component]
fn Form(
    import: Signal<Arc<Import>>,
    column: usize,
    target: RwSignal<String>,
    before: String,
    suggested: Arc<SuggestedField>,
) -> AnyView {
    let id = import.get_untracked().id;
    let label = RwSignal::new(suggested.label.clone());
    let kind = RwSignal::new(suggested.kind.to_string());
    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(kind) = FieldType::parse(&kind.get_untracked()) else {
            return;
        };
        let new = NewImportField {
            label: label.get_untracked(),
            kind,
        };
        let seen = import.get_untracked().version;
        let path = (id, column as u32);
        sending.change::<CreateImportField>(path, seen, new, move |now| {
            let made = now
                .columns
                .get(column)
                .and_then(|column| column.target.clone());
            queries.put::<GetImport>((id,), (), now);
            queries.stale(TAGS);
            toasts.show(Toast::new(t::imports::field_made(label.get_untracked())));
            target.set(made.map_or(String::new(), |made| made.to_string()));
        });
    };
    let kinds = MAKEABLE.iter();
    let kinds: Vec<Radio> = kinds
        .map(|kind| Radio::new(kind.to_string(), field_type_name(*kind)))
        .collect();
    let values = suggested.values.join(", ");
    let hint = Signal::derive(move || {
        let lists = kind.with(|kind| *kind == FieldType::Dictionary.to_string());
        (lists && !values.is_empty()).then(|| t::imports::field_values(values.clone()))
    });
    let general = Signal::derive(move || {
        let at = |pointer| sending.fault(pointer).is_some();
        (!at("/label") && !at("/type"))
            .then(|| refusal(sending))
            .flatten()
    });
    view! {
        <form class="import-field" novalidate on:submit=make>
            <Field label=t::imports::field_name() error=Signal::derive(move || sending.fault("/label"))>
                <Input value=label max_length=200 />
            </Field>
            <Field label=t::imports::field_kind() hint=hint error=Signal::derive(move || sending.fault("/type"))>
                <Select value=kind options=Signal::stored(kinds) />
            </Field>
            <InlineError text=general />
            <div class="cluster">
                <Button label=t::imports::field_make() press=Press::Submit busy=Signal::derive(move || sending.pending()) />
                <Button label=t::imports::field_cancel() kind=Kind::Ghost on_press=move |()| target.set(before.clone()) />
            </div>
        </form>
    }
    .into_any()
}
