//! Editing of the cases of a result: in order, each with its conditions and what follows.

use domain::ids::ResultId;
use domain::processes::{Case, Condition, Continuation, Graph, MAX_CASES, MAX_CONDITIONS};
use leptos::prelude::*;
use wire::processes::GraphProblem;

use super::condition::{ConditionEditor, first};
use super::continuation::ContinuationEditor;
use super::names::names;
use super::problems::problem_line;
use crate::i18n::t;
use crate::settings::{Move, MoveButtons, carry_out};
use crate::ui::{Button, Face, Icon, Kind, focus_on, fresh_id};

/// A line of a list that is edited, with a number of its own: what is moved is not built anew.
#[derive(Debug, Clone, PartialEq)]
struct Line<T> {
    number: usize,
    value: T,
}

/// A list whose lines keep their numbers.
#[derive(Debug)]
struct Lines<T: Send + Sync + 'static> {
    lines: RwSignal<Vec<Line<T>>>,
    given: StoredValue<usize>,
}

impl<T: Send + Sync + 'static> Clone for Lines<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Lines<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Lines<T> {
    fn new(values: Vec<T>) -> Self {
        let given = StoredValue::new(values.len());
        let lines = values.into_iter().enumerate();
        let lines = lines.map(|(number, value)| Line { number, value });
        Self {
            lines: RwSignal::new(lines.collect()),
            given,
        }
    }

    fn values(self) -> Vec<T> {
        self.lines
            .with_untracked(|lines| lines.iter().map(|line| line.value.clone()).collect())
    }

    fn value(self, number: usize) -> Option<T> {
        self.lines.with_untracked(|lines| {
            let line = lines.iter().find(|line| line.number == number);
            line.map(|line| line.value.clone())
        })
    }

    fn set(self, number: usize, value: T) {
        self.lines.update(|lines| {
            if let Some(line) = lines.iter_mut().find(|line| line.number == number) {
                line.value = value;
            }
        });
    }

    fn push(self, value: T) -> usize {
        let number = self.given.get_value();
        self.given.set_value(number + 1);
        self.lines
            .update(|lines| lines.push(Line { number, value }));
        number
    }

    fn carry(self, number: usize, to: Move) {
        self.lines.update(|lines| {
            let place = lines.iter().position(|line| line.number == number);
            if let Some(place) = place {
                carry_out(lines, place, to);
            }
        });
    }

    /// The numbers in their order.
    fn order(self) -> Memo<Vec<usize>> {
        let lines = self.lines;
        Memo::new(move |_| lines.with(|lines| lines.iter().map(|line| line.number).collect()))
    }
}

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
    let names = names();
    let when = Lines::new(value.when);
    let then = StoredValue::new(value.then.clone());
    let order = when.order();
    let tell = move || {
        on_change.run(Case {
            when: when.values(),
            then: then.get_value(),
        });
    };
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
                {move || order.with(|order| order.len() > 1).then(|| view! {
                    <Button label=name icon=Icon::X face=Face::Icon kind=Kind::Ghost on_press=remove />
                })}
            </li>
        })
    };
    let follow = move |now: Option<Continuation>| {
        if let Some(now) = now {
            then.set_value(now);
            tell();
        }
    };
    view! {
        <ul class="plain-list conditions" aria-label=t::processes::conditions()>
            <For each=move || order.get() key=|number| *number let:number>{line(number)}</For>
        </ul>
        {move || order.with(|order| order.len() < MAX_CONDITIONS).then(|| view! {
            <Button label=t::processes::add_condition() icon=Icon::Plus kind=Kind::Ghost on_press=add />
        })}
        <ContinuationEditor value=Some(value.then) step=step result=result graph=graph always=true on_change=follow />
    }
    .into_any()
}
