//! Which columns the list has, and in which order.

use leptos::prelude::*;
use wire::own_fields::ListedField;

use super::address::Listing;
use crate::i18n::t;
use crate::ui::{Button, Checkbox, Edge, Face, Icon, Kind, Popover};

/// Those that are shown stand first, in their order. A line stays the same thing when it moves, so the focus stays on it.
#[component]
pub fn ColumnChooser(
    fields: Memo<Vec<ListedField>>,
    listing: Memo<Listing>,
    #[prop(into)] on_change: Callback<Vec<String>>,
) -> AnyView {
    let shown = Memo::new(move |_| listing.with(Listing::shown).split_off(1));
    let usual = listing.with_untracked(|listing| listing.of.columns());
    let lines = move || {
        let shown = shown.get();
        let fields = fields.get();
        let known = |key: &String| fields.iter().find(|field| field.key == *key).cloned();
        let there: Vec<ListedField> = shown.iter().filter_map(known).collect();
        let is_other = |field: &&ListedField| {
            field.column && field.key != usual[0] && !shown.contains(&field.key)
        };
        let others: Vec<ListedField> = fields.iter().filter(is_other).cloned().collect();
        there.into_iter().chain(others).collect::<Vec<_>>()
    };
    let set = move |keys: Vec<String>| {
        let asked = keys.iter().map(String::as_str);
        let is_usual = asked.eq(usual[1..].iter().copied());
        on_change.run(if is_usual { Vec::new() } else { keys });
    };
    let line = move |field: ListedField| {
        let key = StoredValue::new(field.key);
        let place =
            move |keys: &[String]| key.with_value(|key| keys.iter().position(|one| one == key));
        let on = Memo::new(move |_| shown.with(|keys| place(keys).is_some()));
        let checked = RwSignal::new(on.get_untracked());
        Effect::new(move |_| checked.set(on.get()));
        let turn = move |_: bool| {
            let mut keys = shown.get_untracked();
            match place(&keys) {
                Some(place) => drop(keys.remove(place)),
                None => keys.push(key.get_value()),
            }
            set(keys);
        };
        let step = move |down: bool| {
            let mut keys = shown.get_untracked();
            let Some(place) = place(&keys) else { return };
            let other = if down {
                place + 1
            } else {
                place.wrapping_sub(1)
            };
            if other < keys.len() {
                keys.swap(place, other);
                set(keys);
            }
        };
        let (up, down) = (
            t::filters::column_up(field.label.clone()),
            t::filters::column_down(field.label.clone()),
        );
        let moves = move || {
            let (up, down) = (up.clone(), down.clone());
            on.get().then(|| view! {
                <span class="cluster nowrap">
                    <Button label=up icon=Icon::ArrowUp face=Face::Icon kind=Kind::Ghost on_press=move |()| step(false) />
                    <Button label=down icon=Icon::ArrowDown face=Face::Icon kind=Kind::Ghost on_press=move |()| step(true) />
                </span>
            })
        };
        view! {
            <li class="column-choice">
                <Checkbox checked=checked label=field.label on_change=turn />
                {moves}
            </li>
        }
    };
    let own = Memo::new(move |_| listing.with(|listing| !listing.columns.is_empty()));
    view! {
        <Popover label=t::filters::columns() kind=Kind::Ghost edge=Edge::End>
            <ul class="column-choices">
                <For each=lines key=|field| field.key.clone() children=line />
            </ul>
            {move || own.get().then(|| view! {
                <Button label=t::filters::usual_columns() kind=Kind::Ghost on_press=move |()| on_change.run(Vec::new()) />
            })}
        </Popover>
    }
    .into_any()
}
