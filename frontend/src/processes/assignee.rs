//! Editing of an assignee rule.

use domain::fields::FieldType;
use domain::ids::ResultId;
use domain::processes::{AssigneeRule, Pick};
use leptos::prelude::*;

use super::names::{names, with_blank};
use crate::i18n::t;
use crate::ui::{Field, Radio, Select};

#[component]
pub fn AssigneeEditor(
    value: AssigneeRule,
    result: Option<ResultId>,
    #[prop(into)] on_change: Callback<AssigneeRule>,
) -> AnyView {
    let names = names();
    let (kind, id, pick) = match &value {
        AssigneeRule::Same => ("same", String::new(), Pick::LeastLoaded),
        AssigneeRule::Responsible => ("responsible", String::new(), Pick::LeastLoaded),
        AssigneeRule::Employee { employee_id } => {
            ("employee", employee_id.to_string(), Pick::LeastLoaded)
        }
        AssigneeRule::Role { role_id, pick } => ("role", role_id.to_string(), *pick),
        AssigneeRule::Field { field } => ("field", field.clone(), Pick::LeastLoaded),
    };
    let kind = RwSignal::new(kind.to_owned());
    let id = RwSignal::new(id);
    let pick = RwSignal::new(pick.to_string());
    let read = move || match kind.get_untracked().as_str() {
        "responsible" => Some(AssigneeRule::Responsible),
        "employee" => id
            .with_untracked(|id| id.parse().ok())
            .map(|employee_id| AssigneeRule::Employee { employee_id }),
        "role" => id.with_untracked(|id| id.parse().ok()).map(|role_id| {
            let pick = pick
                .with_untracked(|word| Pick::parse(word))
                .unwrap_or(Pick::LeastLoaded);
            AssigneeRule::Role { role_id, pick }
        }),
        "field" => Some(id.get_untracked())
            .filter(|key| !key.is_empty())
            .map(|field| AssigneeRule::Field { field }),
        _ => Some(AssigneeRule::Same),
    };
    let tell = move |_: String| {
        if let Some(rule) = read() {
            on_change.run(rule);
        }
    };
    // Another kind asks for another thing: what was chosen before is not one.
    let turn = move |word: String| {
        id.set(String::new());
        tell(word);
    };
    let people = Memo::new(move |_| {
        result
            .map(|result| names.fields(result, |kind| kind == FieldType::Employee))
            .unwrap_or_default()
            .len()
    });
    let kinds = Signal::derive(move || {
        let field = (people.get() > 0).then(|| Radio::new("field", t::processes::from_field()));
        let rest = [
            Radio::new("same", t::processes::who_same()),
            Radio::new("responsible", t::processes::who_responsible()),
            Radio::new("employee", t::processes::who_employee()),
            Radio::new("role", t::processes::who_role()),
        ];
        rest.into_iter().chain(field).collect::<Vec<_>>()
    });
    let options = Signal::derive(move || {
        with_blank(match kind.get().as_str() {
            "employee" => names.person_options(),
            "role" => names.role_options(),
            "field" => {
                let fields = result
                    .map(|result| names.fields(result, |kind| kind == FieldType::Employee))
                    .unwrap_or_default();
                fields
                    .into_iter()
                    .map(|field| Radio::new(field.key, field.label))
                    .collect()
            }
            _ => Vec::new(),
        })
    });
    let picks = Signal::stored(vec![
        Radio::new("least_loaded", t::processes::pick_least_loaded()),
        Radio::new("round_robin", t::processes::pick_round_robin()),
        Radio::new("pool", t::processes::pick_pool()),
    ]);
    let asks = move || matches!(kind.get().as_str(), "employee" | "role" | "field");
    view! {
        <div class="cluster rule">
            <Field label=t::processes::who()><Select value=kind options=kinds on_change=turn /></Field>
            {move || asks().then(|| view! { <Field label=t::processes::which()><Select value=id options=options on_change=tell /></Field> })}
            {move || (kind.get() == "role").then(|| view! {
                <Field label=t::processes::pick()><Select value=pick options=picks on_change=tell /></Field>
            })}
        </div>
    }
    .into_any()
}
