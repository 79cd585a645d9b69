//! Editing of the cases of a result: in order, each with its conditions and what follows.

use domain::ids::ResultId;
use domain::processes::{Case, Condition, Continuation, Graph, MAX_CASES};
use leptos::prelude::*;
use wire::processes::GraphProblem;

use super::condition::first;
use super::conditions::ConditionsEditor;
use super::continuation::ContinuationEditor;
use super::lines::Lines;
use super::names::names;
use super::problems::problem_line;
use crate::i18n::t;
use crate::settings::{Move, MoveButtons};
use crate::ui::{Button, Icon, Kind, focus_on, fresh_id};

/// `problems` are those of the result.
#[component]
pub fn CasesEditor(
    value: Vec<Case>,
    step: String,
    result: ResultId,
    graph: Signal<Graph>,
    #[prop(into)] problems: Signal<Vec<GraphProblem>>,
    #[prop(into)] on_change: Callback<Vec<Case>>,
) -> AnyView {
    let names = names();
    let cases = Lines::new(value);
    let order = cases.order();
    let list = StoredValue::new(fresh_id("cases"));
    let id_of = move |number: usize| list.with_value(|list| format!("{list}-{number}"));
    let tell = move || on_change.run(cases.values());
    let add = move |()| {
        let fields = untrack(|| names.fields(result, |_| true));
        let number = cases.push(Case {
            when: vec![first(&fields)],
            then: Continuation::End,
        });
        tell();
        request_animation_frame(move || focus_on(&id_of(number)));
    };
    let carry = move |number: usize, to: Move| {
        cases.carry(number, to);
        tell();
        // What was moved keeps the focus; after what was taken out, its button that adds.
        request_animation_frame(move || {
            if let Some(list) = list.try_get_value() {
                match to {
                    Move::Out => focus_on(&format!("{list}-add")),
                    _ => focus_on(&format!("{list}-{number}")),
                }
            }
        });
    };
    let step = StoredValue::new(step);
    let card = move |number: usize| {
        let place = Memo::new(move |_| {
            let place = order.with(|order| order.iter().position(|one| *one == number));
            place.unwrap_or_default()
        });
        let name = Signal::derive(move || t::processes::case_number(place.get() + 1));
        let value = cases.value(number);
        let own = move || {
            let own = u32::try_from(place.get() + 1).ok();
            let of_case = problems.get().into_iter();
            let of_case = of_case.filter(|problem| problem.case == own);
            of_case.map(problem_line).collect_view()
        };
        let change = move |case: Case| {
            cases.set(number, case);
            tell();
        };
        value.map(|value| view! {
            <li class="case" aria-labelledby=id_of(number)>
                <div class="cluster case__head">
                    <h3 class="strong" id=id_of(number) tabindex="-1">{name}</h3>
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
                <CaseEditor value=value step=step.get_value() result=result graph=graph on_change=change />
            </li>
        })
    };
    let any = Memo::new(move |_| order.with(|order| !order.is_empty()));
    view! {
        <section class="cases" aria-label=t::processes::cases()>
            {move || any.get().then(|| view! { <p class="meta">{t::processes::cases_hint()}</p> })}
            <ol class="plain-list cases__list">
                <For each=move || order.get() key=|number| *number let:number>{card(number)}</For>
            </ol>
            {move || order.with(|order| order.len() < MAX_CASES).then(|| view! {
                <span id=list.with_value(|list| format!("{list}-add")) tabindex="-1">
                    <Button label=t::processes::add_case() icon=Icon::Plus kind=Kind::Ghost on_press=add />
                </span>
            })}
        </section>
    }
    .into_any()
}

#[component]
fn CaseEditor(
    value: Case,
    step: String,
    result: ResultId,
    graph: Signal<Graph>,
    #[prop(into)] on_change: Callback<Case>,
) -> AnyView {
    let case = StoredValue::new(value.clone());
    let set = move |edit: &dyn Fn(&mut Case)| {
        case.update_value(|case| edit(case));
        on_change.run(case.get_value());
    };
    let ask = move |when: Vec<Condition>| set(&|case| case.when.clone_from(&when));
    let follow = move |now: Option<Continuation>| {
        if let Some(now) = now {
            set(&|case| case.then.clone_from(&now));
        }
    };
    view! {
        <ConditionsEditor value=value.when result=result least=1 on_change=ask />
        <ContinuationEditor value=Some(value.then) step=step result=result graph=graph always=true on_change=follow />
    }
    .into_any()
}
