//! One editor for each type of an extra field.
//!
//! An editor turns what is typed into a [`Raw`] answer, also when it makes no sense: the domain checks it, here as on the
//! server, and says what is wrong. Nothing typed is thrown away on the way.

mod choice;
mod date;
mod offer;
mod text;

use domain::fields::{FaultKind, FieldDef, FieldType, Raw};
use domain::sentence;
use domain::time::Zone;
use leptos::prelude::*;

pub use offer::OwnFieldEditor;

use crate::i18n;
use crate::ui::{Checkbox, Choice, Field, Need};

/// What an editor offers and reads by.
#[derive(Clone)]
pub struct Around {
    /// The branch's wall.
    pub zone: Zone,
    /// ISO 4217.
    pub currency: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// Values of the field's dictionary that can be chosen, and those that were.
    pub values: Vec<Choice>,
    pub staff: Vec<Choice>,
}

/// The id of a field's input, for moving the focus there.
pub fn input_id(key: &str) -> String {
    format!("answer-{key}")
}

/// The editor of one field under its label, with what is wrong below.
#[component]
pub fn FieldEditor(
    def: FieldDef,
    value: RwSignal<Option<Raw>>,
    #[prop(into)] fault: Signal<Option<String>>,
    around: Around,
    /// Of the input, where several forms may be open.
    #[prop(optional, into)]
    id: Option<String>,
) -> AnyView {
    let id = id.unwrap_or_else(|| input_id(&def.key));
    let need = if def.required {
        Need::Required
    } else {
        Need::Optional
    };
    if def.kind == FieldType::Boolean {
        return boolean(&def, value, fault, id);
    }
    let (label, hint) = (def.label.clone(), def.help.clone());
    let input = move || match def.kind {
        FieldType::Text => text::line(value, def.limits.max_length),
        FieldType::LongText => text::lines(value, def.limits.max_length),
        FieldType::Integer => text::integer(value),
        FieldType::Decimal => text::decimal(value),
        FieldType::Money => text::money(value, around.currency),
        FieldType::Phone => text::phone(value, around.country),
        FieldType::Email => text::email(value),
        FieldType::Url => text::url(value),
        FieldType::Date => date::day(value, &around.zone, def.limits.not_past),
        FieldType::Time => date::time(value),
        FieldType::DateTime => date::moment(value, around.zone, def.limits.not_past),
        FieldType::Dictionary => choice::one(value, around.values),
        FieldType::DictionaryMulti => choice::many(value, around.values),
        FieldType::Employee => choice::one(value, around.staff),
        FieldType::Client => choice::client(value),
        FieldType::Boolean => ().into_any(),
    };
    view! {
        <Field label=label hint=Signal::stored(hint) error=fault need=need id=id>
            {input()}
        </Field>
    }
    .into_any()
}

/// A box beside its own words.
fn boolean(
    def: &FieldDef,
    value: RwSignal<Option<Raw>>,
    fault: Signal<Option<String>>,
    id: String,
) -> AnyView {
    let checked = RwSignal::new(value.get_untracked() == Some(Raw::Boolean(true)));
    let change = move |on: bool| value.set(Some(Raw::Boolean(on)));
    view! {
        <div id=id>
            <Checkbox checked=checked label=def.label.clone() hint=Signal::stored(def.help.clone()) on_change=change />
            <crate::ui::InlineError text=fault />
        </div>
    }
    .into_any()
}

/// What is wrong with an answer, in the reader's words.
pub fn fault_words(why: &FaultKind, kind: FieldType) -> String {
    sentence::fault(i18n::language(), why, Some(kind))
}

/// The text of an answer that is a text.
fn text_of(value: RwSignal<Option<Raw>>) -> String {
    match value.get_untracked() {
        Some(Raw::Text(text)) => text,
        Some(Raw::Integer(number)) => number.to_string(),
        Some(Raw::Decimal(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Keeps the answer in step with what is typed.
fn follow(
    text: RwSignal<String>,
    value: RwSignal<Option<Raw>>,
    read: impl Fn(&str) -> Option<Raw> + 'static,
) {
    Effect::new(move |before: Option<String>| {
        let typed = text.get();
        if before.is_some_and(|before| before != typed) {
            value.set(read(typed.trim()));
        }
        typed
    });
}
