//! Columns under a name: taken from there, and kept for the next file.

use std::sync::Arc;

use domain::imports::cell;
use leptos::prelude::*;
use wire::imports::{
    Column, DeleteImportMapping, Import, ListImportMappings, Mapping, NewMapping, SaveImportMapping,
};

use super::upload::Refusal;
use crate::data::{queries, query, sending};
use crate::i18n::t;
use crate::ui::{Button, Face, Field, Icon, Input, Kind, Press, Toast, Width, toasts};

/// What is kept, and keeping the columns at hand.
#[component]
pub fn Mappings(
    import: Signal<Arc<Import>>,
    targets: StoredValue<Vec<RwSignal<String>>>,
    open: bool,
) -> AnyView {
    let has_names =
        import.with_untracked(|import| import.columns.iter().any(|column| column.name.is_some()));
    if !has_names {
        return ().into_any();
    }
    let of = import.with_untracked(|import| import.subject);
    let known = query::<ListImportMappings>(|| Some(((), ())));
    let columns = StoredValue::new(import.with_untracked(|import| import.columns.clone()));
    let one = move |mapping: &Mapping| {
        let mapping = mapping.clone();
        view! { <li><One mapping=mapping columns=columns targets=targets open=open /></li> }
    };
    view! {
        <details class="import-part import-mappings">
            <summary>{t::imports::mappings()}</summary>
            {move || {
                let page = known.data()?;
                let mut kept = page.items.iter().filter(|mapping| mapping.subject == of).peekable();
                kept.peek().is_some().then(|| view! { <ul class="import-mappings__list">{kept.map(one).collect_view()}</ul> })
            }}
            <Keep import=import />
        </details>
    }
    .into_any()
}

#[component]
fn One(
    mapping: Mapping,
    columns: StoredValue<Vec<Column>>,
    targets: StoredValue<Vec<RwSignal<String>>>,
    open: bool,
) -> AnyView {
    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let (id, name) = (mapping.id, mapping.name.clone());
    let (said, gone) = (name.clone(), name.clone());
    let mapping = StoredValue::new(mapping);
    let take = move |()| {
        mapping.with_value(|mapping| {
            columns.with_value(|columns| {
                let targets = targets.get_value();
                for (target, word) in targets.into_iter().zip(taken(mapping, columns)) {
                    target.set(word);
                }
            });
        });
        toasts.show(Toast::new(t::imports::mapping_taken(said.clone())));
    };
    let forget = move |()| {
        let gone = gone.clone();
        sending.send::<DeleteImportMapping>((id,), (), (), move |()| {
            queries.stale(super::TAGS);
            toasts.show(Toast::new(t::imports::mapping_gone(gone)));
        });
    };
    view! {
        <span class="grow">{name.clone()}</span>
        {open.then(|| view! { <Button label=t::imports::take_mapping() on_press=take /> })}
        <Button label=t::imports::forget_mapping(name) face=Face::Icon icon=Icon::Trash2 kind=Kind::Ghost busy=Signal::derive(move || sending.pending()) on_press=forget />
        <Refusal sending=sending />
    }
    .into_any()
}

/// What each column is taken as: the words of the choice.
fn taken(mapping: &Mapping, columns: &[Column]) -> Vec<String> {
    let word = |column: &Column| {
        let header = cell::folded(column.name.as_deref()?);
        let mut known = mapping.columns.iter();
        let found = known.find(|known| cell::folded(&known.header) == header)?;
        Some(found.target.to_string())
    };
    columns
        .iter()
        .map(|column| word(column).unwrap_or_default())
        .collect()
}

#[component]
fn Keep(import: Signal<Arc<Import>>) -> AnyView {
    let name = RwSignal::new(String::new());
    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let new = NewMapping {
            name: name.get_untracked(),
            import_id: import.get_untracked().id,
        };
        sending.send::<SaveImportMapping>((), (), new, move |kept| {
            name.set(String::new());
            queries.stale(super::TAGS);
            toasts.show(Toast::new(t::imports::mapping_kept(kept.name)));
        });
    };
    let error = Signal::derive(move || {
        let fault = sending
            .fault("/name")
            .or_else(|| sending.fault("/import_id"));
        fault.or_else(|| super::upload::refusal(sending))
    });
    view! {
        <form class="import-keep" novalidate on:submit=keep>
            <Field label=t::imports::mapping_name() hint=t::imports::mapping_hint().to_owned() width=Width::Medium error=error>
                <Input value=name max_length=200 />
            </Field>
            <Button label=t::imports::keep_mapping() press=Press::Submit busy=Signal::derive(move || sending.pending()) />
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::ids::MappingId;
    use domain::time::Timestamp;
    use wire::imports::{Column, ColumnTarget, ListSubject, MappedColumn, Mapping};

    use super::taken;

    #[test]
    fn columns_are_found_by_their_headers_however_they_are_written() {
        let column = |name: Option<&str>| Column {
            name: name.map(ToOwned::to_owned),
            samples: Vec::new(),
            target: None,
            confidence: None,
            dates: None,
        };
        let mapping = Mapping {
            id: MappingId::from_i64(1),
            name: String::new(),
            subject: ListSubject::Clients,
            columns: vec![MappedColumn {
                header: "Телефон".into(),
                target: ColumnTarget::Phone,
            }],
            created_at: Timestamp::from_micros(0),
            updated_at: Timestamp::from_micros(0),
            version: 1,
        };
        let columns = [column(Some(" ТЕЛЕФОН")), column(Some("Рост")), column(None)];
        assert_eq!(taken(&mapping, &columns), ["phone", "", ""]);
    }
}
