//! Editing of the cases of a result: in order, each with its conditions and what follows.

use domain::ids::ResultId;
use domain::processes::{Case, Condition, Continuation, Graph};
use leptos::prelude::*;
use wire::processes::GraphProblem;

use super::condition::first;
use super::conditions::ConditionsEditor;
use super::continuation::ContinuationEditor;
use super::names::names;
use super::ordered::{Cards, Ordered};

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
    let fresh = move |()| {
        let fields = untrack(|| names.fields(result, |_| true));
        Case {
            when: vec![first(&fields)],
            then: Continuation::End,
        }
    };
    let step = StoredValue::new(step);
    let editor = move |(value, change): (Case, Callback<Case>)| {
        view! { <CaseEditor value=value step=step.get_value() result=result graph=graph on_change=change /> }
            .into_any()
    };
    view! { <Ordered of=Cards::Cases value=value problems=problems fresh=fresh editor=editor on_change=on_change /> }
        .into_any()
}

#[component]
fn CaseEditor(
    value: Case,
    step: String,
    result: ResultId,
    graph: Signal<Graph>,
    on_change: Callback<Case>,
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
