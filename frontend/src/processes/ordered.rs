//! Cards in an order that matters: each is edited, moved and taken out, and says what is wrong with it.

use domain::processes::{MAX_ALSO, MAX_CASES};
use leptos::prelude::*;
use wire::processes::GraphProblem;

use super::lines::Lines;
use super::problems::problem_line;
use crate::i18n::t;
use crate::settings::{Move, MoveButtons};
use crate::ui::{Button, Icon, Kind, focus_on, fresh_id};

/// What the cards are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cards {
    /// Cases of a result: the first that holds decides.
    Cases,
    /// What a result also does.
    Also,
}

impl Cards {
    const fn most(self) -> usize {
        match self {
            Self::Cases => MAX_CASES,
            Self::Also => MAX_ALSO,
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Cases => t::processes::cases(),
            Self::Also => t::processes::also(),
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Cases => t::processes::cases_hint(),
            Self::Also => t::processes::also_hint(),
        }
    }

    fn add(self) -> &'static str {
        match self {
            Self::Cases => t::processes::add_case(),
            Self::Also => t::processes::add_also(),
        }
    }

    /// A card by its number, from 1.
    fn name(self, number: usize) -> String {
        match self {
            Self::Cases => t::processes::case_number(number),
            Self::Also => t::processes::also_number(number),
        }
    }

    /// The card that something is wrong with.
    fn blamed(self, problem: &GraphProblem) -> Option<u32> {
        match self {
            Self::Cases => problem.case,
            Self::Also => problem.also,
        }
    }
}

/// `fresh` makes one more, `editor` shows one and hands on what becomes of it; `problems` are those of the result.
#[component]
pub fn Ordered<T: Clone + PartialEq + Send + Sync + 'static>(
    of: Cards,
    value: Vec<T>,
    #[prop(into)] problems: Signal<Vec<GraphProblem>>,
    #[prop(into)] fresh: Callback<(), T>,
    #[prop(into)] editor: Callback<(T, Callback<T>), AnyView>,
    #[prop(into)] on_change: Callback<Vec<T>>,
) -> AnyView {
    let all = Lines::new(value);
    let order = all.order();
    let list = StoredValue::new(fresh_id("cards"));
    let id_of = move |number: usize| list.with_value(|list| format!("{list}-{number}"));
    let tell = move || on_change.run(all.values());
    let add = move |()| {
        let number = all.push(fresh.run(()));
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
        let name = Signal::derive(move || of.name(place.get() + 1));
        let own = move || {
            let own = u32::try_from(place.get() + 1).ok();
            let here = problems.get().into_iter();
            let here = here.filter(|problem| of.blamed(problem) == own);
            here.map(problem_line).collect_view()
        };
        let change = Callback::new(move |now: T| {
            all.set(number, now);
            tell();
        });
        let head = match of {
            Cards::Cases => {
                view! { <h3 class="strong" id=id_of(number) tabindex="-1">{name}</h3> }.into_any()
            }
            Cards::Also => {
                view! { <h4 class="strong" id=id_of(number) tabindex="-1">{name}</h4> }.into_any()
            }
        };
        all.value(number).map(|value| view! {
            <li class="case" aria-labelledby=id_of(number)>
                <div class="cluster case__head">
                    {head}
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
                {editor.run((value, change))}
            </li>
        })
    };
    let any = Memo::new(move |_| order.with(|order| !order.is_empty()));
    view! {
        <section class="cases" aria-label=of.label()>
            {move || any.get().then(|| view! {
                {(of == Cards::Also).then(|| view! { <h3 class="strong">{of.label()}</h3> })}
                <p class="meta">{of.hint()}</p>
            })}
            <ol class="plain-list cases__list">
                <For each=move || order.get() key=|number| *number let:number>{card(number)}</For>
            </ol>
            {move || order.with(|order| order.len() < of.most()).then(|| view! {
                <span id=list.with_value(|list| format!("{list}-add")) tabindex="-1">
                    <Button label=of.add() icon=Icon::Plus kind=Kind::Ghost on_press=add />
                </span>
            })}
        </section>
    }
    .into_any()
}
