//! Editing of a due rule.

use chrono::NaiveTime;
use domain::fields::FieldType;
use domain::ids::ResultId;
use domain::processes::{DueRule, DueUnit};
use leptos::prelude::*;

use super::names::names;
use crate::i18n::t;
use crate::settings::due_unit;
use crate::ui::{Field, Input, NumberInput, Radio, Select};

/// `None` is the template's own rule, offered where `own` allows it.
#[component]
pub fn DueEditor(
    value: Option<DueRule>,
    /// Of the transition: its fields can give the date.
    result: Option<ResultId>,
    /// Whether the template's own rule is a choice here.
    own: bool,
    /// Whether somebody is there to be asked.
    #[prop(default = true)]
    asks: bool,
    #[prop(into)] on_change: Callback<Option<DueRule>>,
) -> AnyView {
    let names = names();
    let dates = Memo::new(move |_| {
        let fits = |kind| matches!(kind, FieldType::Date | FieldType::DateTime);
        let fields = result
            .map(|result| names.fields(result, fits))
            .unwrap_or_default();
        fields
            .into_iter()
            .map(|field| (field.key, field.label))
            .collect::<Vec<_>>()
    });
    let (kind, amount, unit, at, field) = match &value {
        None => ("own", 1, DueUnit::WorkingDays, None, String::new()),
        Some(DueRule::After { amount, unit, at }) => ("after", *amount, *unit, *at, String::new()),
        Some(DueRule::Field { field, .. }) => {
            ("field", 1, DueUnit::WorkingDays, None, field.clone())
        }
        Some(DueRule::Ask { amount, unit }) => ("ask", *amount, *unit, None, String::new()),
    };
    let kind = RwSignal::new(kind.to_owned());
    let amount = RwSignal::new(amount.to_string());
    let unit = RwSignal::new(unit.to_string());
    let at = RwSignal::new(
        at.map(|at: NaiveTime| at.format("%H:%M").to_string())
            .unwrap_or_default(),
    );
    let field = RwSignal::new(field);
    let offset = match &value {
        Some(DueRule::Field { offset_minutes, .. }) => *offset_minutes,
        _ => 0,
    };
    let read = move || {
        let number = amount.with_untracked(|text| text.trim().parse().unwrap_or(0));
        let unit = unit
            .with_untracked(|word| DueUnit::parse(word))
            .unwrap_or(DueUnit::WorkingDays);
        match kind.get_untracked().as_str() {
            "after" => {
                let at =
                    at.with_untracked(|text| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok());
                let days = matches!(unit, DueUnit::Days | DueUnit::WorkingDays);
                Some(DueRule::After {
                    amount: number,
                    unit,
                    at: at.filter(|_| days),
                })
            }
            "field" => {
                let first = || {
                    dates
                        .with_untracked(|dates| dates.first().map(|(key, _)| key.clone()))
                        .unwrap_or_default()
                };
                let chosen = field.get_untracked();
                Some(DueRule::Field {
                    field: if chosen.is_empty() { first() } else { chosen },
                    offset_minutes: offset,
                })
            }
            "ask" => Some(DueRule::Ask {
                amount: number,
                unit,
            }),
            _ => None,
        }
    };
    let tell = move |_: String| on_change.run(read());
    let kinds = Signal::derive(move || {
        let own = own.then(|| Radio::new("own", t::processes::by_template()));
        let field =
            (!dates.with(Vec::is_empty)).then(|| Radio::new("field", t::processes::from_field()));
        let after = [Radio::new("after", t::processes::after())];
        let ask = asks.then(|| Radio::new("ask", t::processes::ask()));
        let rest = after.into_iter().chain(ask);
        own.into_iter().chain(rest).chain(field).collect::<Vec<_>>()
    });
    let units = Signal::stored(
        DueUnit::ALL
            .iter()
            .map(|unit| Radio::new(unit.as_str(), due_unit(*unit)))
            .collect::<Vec<_>>(),
    );
    let fields = Signal::derive(move || {
        dates
            .get()
            .into_iter()
            .map(|(key, label)| Radio::new(key, label))
            .collect::<Vec<_>>()
    });
    let counts = move || matches!(kind.get().as_str(), "after" | "ask");
    let has_time = move || {
        kind.get() == "after"
            && unit.with(|word| {
                matches!(
                    DueUnit::parse(word),
                    Some(DueUnit::Days | DueUnit::WorkingDays)
                )
            })
    };
    view! {
        <div class="cluster rule">
            <Field label=t::processes::when()><Select value=kind options=kinds on_change=tell /></Field>
            {move || counts().then(|| view! {
                <Field label=t::processes::amount()><NumberInput value=amount on_commit=tell /></Field>
                <Field label=t::settings::unit()><Select value=unit options=units on_change=tell /></Field>
            })}
            {move || has_time().then(|| view! {
                <Field label=t::settings::at_time()><Input value=at placeholder="10:00" on_commit=tell /></Field>
            })}
            {move || (kind.get() == "field").then(|| view! {
                <Field label=t::processes::field()><Select value=field options=fields on_change=tell /></Field>
            })}
        </div>
    }
    .into_any()
}
