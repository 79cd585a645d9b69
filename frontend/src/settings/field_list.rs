//! The extra fields of a result, or those of the clients, edited as a list.

use domain::fields::{FieldDef, FieldType, Limits};
use domain::ids::{DictionaryId, FieldId};
use leptos::prelude::*;
use wire::dictionaries::ListDictionaries;
use wire::results::FieldEntry;

use super::dictionaries::DictionaryCard;
use super::order::{Move, MoveButtons, carry_out};
use super::words;
use crate::data::{Sending, query};
use crate::i18n::t;
use crate::ui::{Button, Checkbox, Field, Floating, Icon, Input, Kind, Radio, Select, fresh_id};

/// One field while it is edited.
#[derive(Clone)]
pub struct Row {
    /// Of the row in this list; a new field has no id yet.
    pub row: String,
    id: Option<FieldId>,
    key: RwSignal<String>,
    label: RwSignal<String>,
    kind: RwSignal<String>,
    required: RwSignal<bool>,
    help: RwSignal<String>,
    not_past: RwSignal<bool>,
    dictionary: RwSignal<String>,
    limits: Limits,
}

impl Row {
    pub fn of(field: &FieldDef) -> Self {
        Self {
            row: fresh_id("field-row"),
            id: Some(field.id),
            key: RwSignal::new(field.key.clone()),
            label: RwSignal::new(field.label.clone()),
            kind: RwSignal::new(field.kind.to_string()),
            required: RwSignal::new(field.required),
            help: RwSignal::new(field.help.clone().unwrap_or_default()),
            not_past: RwSignal::new(field.limits.not_past),
            dictionary: RwSignal::new(
                field
                    .dictionary_id
                    .map(|id| id.to_string())
                    .unwrap_or_default(),
            ),
            limits: field.limits.clone(),
        }
    }

    /// A field that was taken away, brought back by its key.
    pub fn again(field: &FieldDef) -> Self {
        Self {
            id: None,
            ..Self::of(field)
        }
    }

    /// Whether this is the field of that key.
    pub fn is(&self, field: &FieldDef) -> bool {
        self.key.with_untracked(|key| *key == field.key)
    }

    fn fresh() -> Self {
        Self {
            row: fresh_id("field-row"),
            id: None,
            key: RwSignal::new(String::new()),
            label: RwSignal::new(String::new()),
            kind: RwSignal::new(FieldType::Text.to_string()),
            required: RwSignal::new(false),
            help: RwSignal::new(String::new()),
            not_past: RwSignal::new(false),
            dictionary: RwSignal::new(String::new()),
            limits: Limits::default(),
        }
    }

    fn kind(&self) -> FieldType {
        self.kind
            .with(|word| FieldType::parse(word))
            .unwrap_or(FieldType::Text)
    }

    /// `taken` are the keys of the other fields; a new field's key is made from its label.
    fn entry(&self, place: usize) -> FieldEntry {
        let kind = self.kind();
        let asks_dictionary = matches!(kind, FieldType::Dictionary | FieldType::DictionaryMulti);
        let key = self.key.get();
        FieldEntry {
            id: self.id,
            key: if key.is_empty() {
                key_of(&self.label.get(), place)
            } else {
                key
            },
            label: self.label.get(),
            kind,
            required: self.required.get(),
            help: Some(self.help.get()).filter(|help| !help.trim().is_empty()),
            limits: Limits {
                not_past: self.not_past.get(),
                ..self.limits.clone()
            },
            dictionary_id: asks_dictionary
                .then(|| self.dictionary.get().parse::<DictionaryId>().ok())
                .flatten(),
        }
    }
}

/// All rows as the API takes them.
pub fn entries(rows: &[Row]) -> Vec<FieldEntry> {
    rows.iter()
        .enumerate()
        .map(|(place, row)| row.entry(place))
        .collect()
}

/// A key for integrations from what people call the field: Latin letters, digits and underscores.
fn key_of(label: &str, place: usize) -> String {
    let key = domain::latin::key(label, 32);
    match key.chars().next() {
        Some('a'..='z') => key,
        _ => format!("field_{}{key}", place + 1),
    }
}

#[component]
pub fn FieldList(rows: RwSignal<Vec<Row>>, sending: Sending) -> AnyView {
    let places = move || rows.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <ol class="field-list">
            <For each=places key=|(place, row)| (row.row.clone(), *place) let:entry>
                <FieldRow place=entry.0 row=entry.1 rows=rows sending=sending />
            </For>
        </ol>
        <Button label=t::settings::add_field() icon=Icon::Plus on_press=move |()| rows.update(|rows| rows.push(Row::fresh())) />
    }
    .into_any()
}

#[component]
fn FieldRow(place: usize, row: Row, rows: RwSignal<Vec<Row>>, sending: Sending) -> AnyView {
    let dictionaries = query::<ListDictionaries>(|| Some(((), ())));
    let choices = Signal::derive(move || {
        let page = dictionaries.data();
        let live = page
            .iter()
            .flat_map(|page| page.items.iter())
            .filter(|dictionary| dictionary.archived_at.is_none());
        let named =
            live.map(|dictionary| Radio::new(dictionary.id.to_string(), dictionary.name.clone()));
        [Radio::new("", t::settings::choose())]
            .into_iter()
            .chain(named)
            .collect::<Vec<_>>()
    });
    let kinds = Signal::stored(
        FieldType::ALL
            .iter()
            .map(|kind| Radio::new(kind.as_str(), words::field_type(*kind)))
            .collect::<Vec<_>>(),
    );
    let kind = {
        let row = row.clone();
        Memo::new(move |_| row.kind())
    };
    let asks_dictionary = move || {
        matches!(
            kind.get(),
            FieldType::Dictionary | FieldType::DictionaryMulti
        )
    };
    let is_date = move || matches!(kind.get(), FieldType::Date | FieldType::DateTime);
    let fault = move |member: &'static str| {
        Signal::derive(move || sending.fault(&format!("/fields/{place}/{member}")))
    };
    // A field that has no name yet is called by its place.
    let name = Signal::derive(
        move || match row.label.with(|label| label.trim().to_owned()) {
            label if label.is_empty() => t::settings::field_of(place + 1),
            label => label,
        },
    );
    let (label, kind_word, dictionary, help) = (row.label, row.kind, row.dictionary, row.help);
    let (required, not_past) = (row.required, row.not_past);
    // The list of values is changed right here.
    let values_id = fresh_id("values");
    let values_anchor = RwSignal::new(None::<String>);
    let hangs_on = StoredValue::new(values_id);
    let list = Memo::new(move |_| dictionary.with(|id| id.parse::<DictionaryId>().ok()));
    view! {
        <li class="field-list__row">
            // The key is made of the name, so what is wrong with one is said at the other.
            <Field label=t::settings::field_label() error=Signal::derive(move || fault("label").get().or_else(|| fault("key").get()))><Input value=label max_length=200 /></Field>
            <Field label=t::settings::field_type() error=fault("type")><Select value=kind_word options=kinds /></Field>
            {move || asks_dictionary().then(|| view! {
                <Field label=t::settings::dictionary() error=fault("dictionary_id")><Select value=dictionary options=choices /></Field>
                {move || list.get().map(|_| view! {
                    <span id=hangs_on.get_value() class="field-list__values">
                        <Button label=t::settings::edit_values() icon=Icon::Pencil kind=Kind::Ghost on_press=move |()| values_anchor.set(Some(hangs_on.get_value())) />
                    </span>
                })}
                <Floating anchor=values_anchor label=t::settings::edit_values()>
                    <div class="float__form values-float">{move || list.get().map(|id| view! { <DictionaryCard id=id /> })}</div>
                </Floating>
            })}
            <Field label=t::settings::field_help() error=fault("help")><Input value=help max_length=500 /></Field>
            <div class="cluster">
                <Checkbox checked=required label=t::settings::required() />
                {move || is_date().then(|| view! { <Checkbox checked=not_past label=t::settings::not_past() /> })}
            </div>
            <MoveButtons
                name=name
                first=Signal::stored(place == 0)
                last=Signal::derive(move || rows.with(|rows| place + 1 == rows.len()))
                on_move=move |to: Move| rows.update(|rows| carry_out(rows, place, to))
            />
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::key_of;

    #[test]
    fn keys_are_made_from_labels() {
        for (label, expected) in [
            ("Когда перезвонить", "kogda_perezvonit"),
            ("Visit date", "visit_date"),
            ("  ", "field_1"),
            ("2 фамилия", "field_12_familiia"),
            ("Сумма, ₽", "summa"),
        ] {
            assert_eq!(key_of(label, 0), expected, "{label}");
        }
    }
}
