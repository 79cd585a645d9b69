//! What holds for all rows: what becomes of those who are there, countries, dates, unknown values.

use std::sync::Arc;

use leptos::prelude::*;
use wire::imports::{
    CheckImport, DateOrder, GetImport, Import, ImportPatch, Matched, Rules, UpdateImport,
};

use super::rules::Whole;
use super::subject;
use super::unknown::{self, UnknownValues};
use super::upload::Refusal;
use crate::data::{queries, sending};
use crate::i18n::t;
use crate::ui::{Button, Field, Icon, Kind, Radio, RadioGroup, Select, Width};

#[component]
pub fn Bulk(import: Signal<Arc<Import>>) -> AnyView {
    let first = import.get_untracked();
    let (id, of) = (first.id, first.subject);
    let existing = RwSignal::new(first.rules.existing.to_string());
    let country = RwSignal::new(first.rules.phone_country.clone().unwrap_or_default());
    let order = RwSignal::new(
        first
            .rules
            .date_order
            .map_or(String::new(), |it| it.to_string()),
    );
    let values = unknown::values(&first.unknown);
    let kept = StoredValue::new(values.clone());
    let whole = Whole::of(&first.rules);
    let before = first.rules.clone();
    let rules = Memo::new(move |_| {
        let mut rules = Rules {
            existing: Matched::parse(&existing.get()).unwrap_or(Matched::Fill),
            phone_country: Some(country.get()).filter(|word| !word.is_empty()),
            date_order: DateOrder::parse(&order.get()),
            ..before.clone()
        };
        whole.put(&mut rules);
        kept.with_value(|values| unknown::put(values, &mut rules));
        rules
    });
    let was = first.rules.clone();
    let dirty = Memo::new(move |_| rules.with(|rules| *rules != was));
    let (sending, checking, queries) = (sending(), sending(), queries());
    let apply = move |()| {
        let patch = ImportPatch {
            rules: Some(rules.get_untracked()),
            ..ImportPatch::default()
        };
        let seen = import.get_untracked().version;
        sending.change::<UpdateImport>((id,), seen, patch, move |_| {
            checking.send::<CheckImport>((id,), (), (), move |now| {
                queries.put::<GetImport>((id,), (), now);
                queries.stale(super::TAGS);
            });
        });
    };
    let busy = Signal::derive(move || sending.pending() || checking.pending());
    let columns = first.columns.clone();
    view! {
        <section class="import-part" aria-label=t::imports::rules()>
            <h2 class="section-head">{t::imports::rules()}</h2>
            <div class="import-settings">
                <RadioGroup value=existing label=subject::existing(of) options=Signal::stored(who_is_there()) />
                <Field label=t::imports::country() width=Width::Medium>
                    <Select value=country options=Signal::stored(countries()) />
                </Field>
                <Field label=t::imports::date_order() width=Width::Medium>
                    <Select value=order options=Signal::stored(orders()) />
                </Field>
            </div>
            {whole.view(of)}
            {(!values.is_empty()).then(|| view! { <UnknownValues of=of values=values columns=columns /> })}
            {move || dirty.get().then(|| view! {
                <div class="cluster"><Button label=t::imports::apply() icon=Icon::RefreshCw kind=Kind::Primary busy=busy on_press=apply /></div>
            })}
            <Refusal sending=sending />
            <Refusal sending=checking />
        </section>
    }
    .into_any()
}

fn who_is_there() -> Vec<Radio> {
    vec![
        Radio::new(Matched::Skip.to_string(), t::imports::existing_skip()),
        Radio::new(Matched::Fill.to_string(), t::imports::existing_fill()),
        Radio::new(
            Matched::Overwrite.to_string(),
            t::imports::existing_overwrite(),
        ),
    ]
}

fn countries() -> Vec<Radio> {
    vec![
        Radio::new("", t::imports::country_own()),
        Radio::new("RU", t::imports::country_ru()),
        Radio::new("MD", t::imports::country_md()),
        Radio::new("RO", t::imports::country_ro()),
        Radio::new("KZ", t::imports::country_kz()),
        Radio::new("BY", t::imports::country_by()),
        Radio::new("UA", t::imports::country_ua()),
    ]
}

fn orders() -> Vec<Radio> {
    vec![
        Radio::new("", t::imports::date_auto()),
        Radio::new(DateOrder::DayFirst.to_string(), t::imports::date_day()),
        Radio::new(DateOrder::MonthFirst.to_string(), t::imports::date_month()),
    ]
}
