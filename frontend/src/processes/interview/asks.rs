//! Question 4: what is written down with each result.

use leptos::prelude::*;
use process_file::interview::{AskKind, Edit, Key};

use super::parts::{OneMore, Pick, Tick};
use super::talk::Talk;
use crate::i18n::t;
use crate::settings::outcome_tone;
use crate::ui::{Button, Chip, Dot, Face, Icon, Kind, Radio, Tone};

#[component]
pub fn Asks(talk: Talk) -> AnyView {
    let results = talk.part(|answers, _| {
        let used = answers.used_results().into_iter();
        used.map(|result| result.key).collect::<Vec<_>>()
    });
    view! {
        <div class="interview__cards">
            <For each=move || results.get() key=|key| *key let:key><OfResult talk=talk result=key /></For>
        </div>
    }
    .into_any()
}

#[component]
fn OfResult(talk: Talk, result: Key) -> AnyView {
    let named = talk.part(move |answers, _| {
        let result = answers.result(result);
        result.map(|result| (result.name.clone(), result.outcome))
    });
    let name = Memo::new(move |_| named.get().map(|(name, _)| name).unwrap_or_default());
    let asks = talk.part(move |answers, _| {
        let asks = answers.result(result).map(|result| result.asks.clone());
        let keys = asks.unwrap_or_default().into_iter().map(|ask| ask.key);
        keys.collect::<Vec<_>>()
    });
    let known = talk.part(move |answers, club| {
        let known = answers
            .result(result)
            .and_then(|result| club.result(&result.name));
        let labels = known.map(|known| {
            known
                .fields
                .iter()
                .map(|field| field.label.clone())
                .collect::<Vec<_>>()
        });
        labels.unwrap_or_default().join(", ")
    });
    view! {
        <section class="interview__card" aria-label=name>
            <h3 class="section-head row">{move || named.get().map(|(_, outcome)| view! { <Dot tone=outcome_tone(outcome) /> })}<span>{name}</span></h3>
            {move || (!known.with(String::is_empty)).then(|| view! { <p class="meta">{t::interview::asks_already(known.get())}</p> })}
            <ul class="interview__lines">
                <For each=move || asks.get() key=|key| *key let:key><Line talk=talk result=result own=key /></For>
            </ul>
            {move || (asks.with(Vec::is_empty) && known.with(String::is_empty)).then(|| view! { <p class="meta">{t::interview::asks_nothing()}</p> })}
            <OneMore label=Signal::derive(move || t::interview::add_ask(name.get())) on_add=move |label| talk.edit(Edit::AddAsk { result, label }) />
        </section>
    }
    .into_any()
}

pub fn kind_name(kind: AskKind) -> &'static str {
    match kind {
        AskKind::Text => t::settings::type_text(),
        AskKind::Note => t::settings::type_long_text(),
        AskKind::Number => t::settings::type_integer(),
        AskKind::Money => t::settings::type_money(),
        AskKind::Date => t::settings::type_date(),
        AskKind::DateTime => t::settings::type_date_time(),
        AskKind::YesNo => t::settings::type_boolean(),
        AskKind::One => t::interview::one_of_list(),
        AskKind::Several => t::interview::several_of_list(),
    }
}

#[component]
fn Line(talk: Talk, result: Key, own: Key) -> AnyView {
    let ask = talk.part(move |answers, _| {
        let asks = &answers.result(result)?.asks;
        asks.iter().find(|ask| ask.key == own).cloned()
    });
    let label = Memo::new(move |_| ask.get().map(|ask| ask.label).unwrap_or_default());
    let kind = Memo::new(move |_| ask.get().map(|ask| ask.kind));
    let required = Memo::new(move |_| ask.get().is_some_and(|ask| ask.required));
    // The date of the next step: without it there would be none.
    let is_due = talk.part(move |answers, _| {
        answers.needs_date(result) && answers.dated_by(result) == Some(own)
    });
    let listed = Memo::new(move |_| kind.get().is_some_and(AskKind::is_listed));
    let kinds = || {
        let plain = AskKind::plain();
        plain
            .map(|kind| Radio::new(kind.as_str(), kind_name(kind)))
            .collect::<Vec<_>>()
    };
    view! {
        <li class="interview__ask">
            <span class="interview__name">{label}</span>
            {move || match (is_due.get(), listed.get()) {
                (true, _) => view! { <Chip label=t::interview::is_due() tone=Tone::Info icon=Icon::CalendarClock /> }.into_any(),
                (false, true) => view! { <span class="meta">{kind.get().map(kind_name)}</span> }.into_any(),
                (false, false) => view! {
                    <Pick
                        label=Signal::derive(move || t::interview::kind_of(label.get()))
                        value=Signal::derive(move || kind.get().map(AskKind::as_str).unwrap_or_default().to_owned())
                        options=Signal::stored(kinds())
                        on_pick=move |word: String| if let Some(kind) = AskKind::parse(&word) { talk.edit(Edit::AskKind { result, ask: own, kind }) }
                    />
                }.into_any(),
            }}
            {move || (!is_due.get()).then(|| view! {
                <Tick label=t::interview::required().to_owned() checked=required on_tick=move |required| talk.edit(Edit::Required { result, ask: own, required }) />
                <Button label=move || t::interview::remove(label.get()) icon=Icon::X face=Face::Icon kind=Kind::Ghost on_press=move |()| talk.edit(Edit::RemoveAsk { result, ask: own }) />
            })}
        </li>
    }
    .into_any()
}
