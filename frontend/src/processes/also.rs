//! Editing of what a result also does: in order, each with what is done and when.

use domain::ids::ResultId;
use domain::processes::{Action, Also, Condition};
use leptos::prelude::*;
use wire::processes::GraphProblem;

use super::action::ActionEditor;
use super::conditions::ConditionsEditor;
use super::ordered::{Cards, Ordered};

/// `problems` are those of the result.
#[component]
pub fn AlsoEditor(
    value: Vec<Also>,
    result: ResultId,
    #[prop(into)] problems: Signal<Vec<GraphProblem>>,
    #[prop(into)] on_change: Callback<Vec<Also>>,
) -> AnyView {
    let fresh = |()| Also {
        when: Vec::new(),
        act: Action::Tag {
            add: Vec::new(),
            remove: Vec::new(),
        },
    };
    let editor = move |(value, change): (Also, Callback<Also>)| {
        view! { <One value=value result=result on_change=change /> }.into_any()
    };
    view! { <Ordered of=Cards::Also value=value problems=problems fresh=fresh editor=editor on_change=on_change /> }
        .into_any()
}

#[component]
fn One(value: Also, result: ResultId, on_change: Callback<Also>) -> AnyView {
    let also = StoredValue::new(value.clone());
    let set = move |edit: &dyn Fn(&mut Also)| {
        also.update_value(|also| edit(also));
        on_change.run(also.get_value());
    };
    let act = move |act: Action| set(&|also| also.act.clone_from(&act));
    let ask = move |when: Vec<Condition>| set(&|also| also.when.clone_from(&when));
    view! {
        <ActionEditor value=value.act result=result on_change=act />
        <ConditionsEditor value=value.when result=result least=0 on_change=ask />
    }
    .into_any()
}
