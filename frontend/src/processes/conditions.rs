//! Editing of conditions of which all must hold.

use domain::ids::ResultId;
use domain::processes::{Condition, MAX_CONDITIONS};
use leptos::prelude::*;

use super::condition::{ConditionEditor, first};
use super::lines::Lines;
use super::names::names;
use crate::i18n::t;
use crate::settings::Move;
use crate::ui::{Button, Face, Icon, Kind};

#[component]
pub fn ConditionsEditor(
    value: Vec<Condition>,
    result: ResultId,
    /// How many there must be: none where something may happen always.
    least: usize,
    #[prop(into)] on_change: Callback<Vec<Condition>>,
) -> AnyView {
    let names = names();
    let when = Lines::new(value);
    let order = when.order();
    let tell = move || on_change.run(when.values());
    let add = move |()| {
        let fields = untrack(|| names.fields(result, |_| true));
        when.push(first(&fields));
        tell();
    };
    let line = move |number: usize| {
        let value = when.value(number);
        let place = move || order.with(|order| order.iter().position(|one| *one == number));
        let name = move || t::processes::remove_condition(place().unwrap_or_default() + 1);
        let change = move |condition: Condition| {
            when.set(number, condition);
            tell();
        };
        let remove = move |()| {
            when.carry(number, Move::Out);
            tell();
        };
        value.map(|value| view! {
            <li class="condition">
                <ConditionEditor value=value result=result on_change=change />
                {move || order.with(|order| order.len() > least).then(|| view! {
                    <Button label=name icon=Icon::X face=Face::Icon kind=Kind::Ghost on_press=remove />
                })}
            </li>
        })
    };
    let any = Memo::new(move |_| order.with(|order| !order.is_empty()));
    let label = move || match any.get() {
        true => t::processes::add_condition(),
        false => t::processes::only_if(),
    };
    view! {
        {move || any.get().then(|| view! {
            <ul class="plain-list conditions" aria-label=t::processes::conditions()>
                <For each=move || order.get() key=|number| *number let:number>{line(number)}</For>
            </ul>
        })}
        {move || order.with(|order| order.len() < MAX_CONDITIONS).then(|| view! {
            <Button label=label icon=Icon::Plus kind=Kind::Ghost on_press=add />
        })}
    }
    .into_any()
}
