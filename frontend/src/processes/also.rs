//! Editing of what a result also does: in order, each with what is done and when.

use domain::ids::ResultId;
use domain::processes::{Action, Also, Condition, MAX_ALSO};
use leptos::prelude::*;
use wire::processes::GraphProblem;

use super::action::ActionEditor;
use super::conditions::ConditionsEditor;
use super::lines::Lines;
use super::problems::problem_line;
use crate::i18n::t;
use crate::settings::{Move, MoveButtons};
use crate::ui::{Button, Icon, Kind, focus_on, fresh_id};

/// `problems` are those of the result.
#[component]
pub fn AlsoEditor(
    value: Vec<Also>,
    result: ResultId,
    #[prop(into)] problems: Signal<Vec<GraphProblem>>,
    #[prop(into)] on_change: Callback<Vec<Also>>,
) -> AnyView {
    let all = Lines::new(value);
    let order = all.order();
    let list = StoredValue::new(fresh_id("also"));
    let id_of = move |number: usize| list.with_value(|list| format!("{list}-{number}"));
    let tell = move || on_change.run(all.values());
    let add = move |()| {
        let number = all.push(Also {
            when: Vec::new(),
            act: Action::Tag {
                add: Vec::new(),
                remove: Vec::new(),
            },
        });
        tell();
        request_animation_frame(move || focus_on(&id_of(number)));
    };
    let carry = move |number: usize, to: Move| {
        all.carry(number, to);
        tell();
        // What was moved keeps the focus; after what was taken out, the button that adds.
        request_animation_frame(move || {
            if let Some(list) = list.try_get_value() {
                match to {
                    Move::Out => focus_on(&format!("{list}-add")),
                    _ => focus_on(&format!("{list}-{number}")),
                }
            }
        });
    };
    let card = move |number: usize| {
        let place = Memo::new(move |_| {
            let place = order.with(|order| order.iter().position(|one| *one == number));
            place.unwrap_or_default()
        });
        let name = Signal::derive(move || t::processes::also_number(place.get() + 1));
        let own = move || {
            let own = u32::try_from(place.get() + 1).ok();
            let here = problems.get().into_iter();
            let here = here.filter(|problem| problem.also == own);
            here.map(problem_line).collect_view()
        };
        let set = move |edit: &dyn Fn(&mut Also)| {
            if let Some(mut also) = all.value(number) {
                edit(&mut also);
                all.set(number, also);
                tell();
            }
        };
        let act = move |act: Action| set(&|also| also.act.clone_from(&act));
        let ask = move |when: Vec<Condition>| set(&|also| also.when.clone_from(&when));
        all.value(number).map(|value| view! {
            <li class="case" aria-labelledby=id_of(number)>
                <div class="cluster case__head">
                    <h4 class="strong" id=id_of(number) tabindex="-1">{name}</h4>
                    <span class="push">
                        <MoveButtons
                            name=name
                            first=Signal::derive(move || place.get() == 0)
                            last=Signal::derive(move || order.with(|order| place.get() + 1 == order.len()))
                            on_move=move |to: Move| carry(number, to)
                        />
                    </span>
                </div>
                {own}
                <ActionEditor value=value.act result=result on_change=act />
                <ConditionsEditor value=value.when result=result least=0 on_change=ask />
            </li>
        })
    };
    let any = Memo::new(move |_| order.with(|order| !order.is_empty()));
    view! {
        <section class="cases" aria-label=t::processes::also()>
            {move || any.get().then(|| view! {
                <h3 class="strong">{t::processes::also()}</h3>
                <p class="meta">{t::processes::also_hint()}</p>
            })}
            <ol class="plain-list cases__list">
                <For each=move || order.get() key=|number| *number let:number>{card(number)}</For>
            </ol>
            {move || order.with(|order| order.len() < MAX_ALSO).then(|| view! {
                <span id=list.with_value(|list| format!("{list}-add")) tabindex="-1">
                    <Button label=t::processes::add_also() icon=Icon::Plus kind=Kind::Ghost on_press=add />
                </span>
            })}
        </section>
    }
    .into_any()
}
