//! Results: how work can end, and what is asked then, with a look at the runner's panel.

use std::sync::Arc;

use domain::ids::ResultId;
use domain::results::Outcome;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wire::results::{
    ArchiveResult, CreateResult, GetResult, ListResults, NewResult, RestoreResult, ResultEntry,
    ResultPatch, UpdateResult,
};

use super::field_list::{FieldList, Row, entries};
use super::form::{Edited, FormFoot};
use super::frame::{Line, Section};
use super::words;
use crate::data::{queries, query, sending};
use crate::i18n::t;
use crate::links;
use crate::ui::{Button, Checkbox, Dot, Field, Icon, Input, Kind, Radio, Select, Toast, toasts};

const TAGS: &[&str] = &["results", "templates", "tasks", "processes"];

#[component]
pub fn Results() -> AnyView {
    let list = query::<ListResults>(|| Some(((), ())));
    let lines = Signal::derive(move || {
        let page = list.data();
        let all = page.iter().flat_map(|page| page.items.iter());
        all.map(|result| Line {
            id: result.id.to_string(),
            name: result.name.clone(),
            hint: words::outcome(result.outcome).to_owned(),
            archived: result.archived_at.is_some(),
        })
        .collect()
    });
    view! {
        <Section word="results" asked=list lines=lines add=t::settings::add_result() purpose=t::settings::results_purpose() detail=|id: String| {
            match id.parse::<ResultId>() {
                Ok(id) => view! { <ResultCard id=id /> }.into_any(),
                Err(_) => view! { <Form result=None /> }.into_any(),
            }
        } />
    }
    .into_any()
}

/// One result to be changed, wherever it is shown.
#[component]
pub fn ResultCard(id: ResultId) -> AnyView {
    let result = query::<GetResult>(move || Some(((id,), ())));
    view! { <Edited query=result let:result><Form result=Some(result) /></Edited> }.into_any()
}

#[component]
fn Form(result: Option<Arc<ResultEntry>>) -> AnyView {
    let start = result.as_deref();
    let name = RwSignal::new(start.map(|result| result.name.clone()).unwrap_or_default());
    let outcome = RwSignal::new(
        start
            .map_or(Outcome::Progress, |result| result.outcome)
            .to_string(),
    );
    let reached = RwSignal::new(start.is_none_or(|result| result.reached_human));
    let forbids = RwSignal::new(start.is_some_and(|result| result.do_not_contact));
    let instant = RwSignal::new(start.is_some_and(|result| result.instant));
    let rows = RwSignal::new(
        start
            .map(|result| result.fields.iter().map(Row::of).collect::<Vec<_>>())
            .unwrap_or_default(),
    );
    let chosen = move || {
        outcome
            .with(|word| Outcome::parse(word))
            .unwrap_or(Outcome::Progress)
    };
    let body = move || NewResult {
        name: name.get(),
        outcome: chosen(),
        reached_human: reached.get(),
        do_not_contact: forbids.get(),
        instant: instant.get(),
        fields: rows.with(|rows| entries(rows)),
    };
    let before = untrack(body);
    let is_new = result.is_none();
    let dirty = Signal::derive(move || {
        let now = body();
        now != before && !now.name.trim().is_empty()
    });

    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let go = use_navigate();
    let stored = result.clone();
    let save = move |()| {
        let now = untrack(body);
        let go = go.clone();
        match &stored {
            None => sending.send::<CreateResult>((), (), now, move |made| {
                queries.stale(TAGS);
                go(
                    &links::setting("results", &made.id.to_string()),
                    Default::default(),
                );
            }),
            Some(result) => {
                let id = result.id;
                let patch = ResultPatch {
                    name: Some(now.name),
                    outcome: Some(now.outcome),
                    reached_human: Some(now.reached_human),
                    do_not_contact: Some(now.do_not_contact),
                    instant: Some(now.instant),
                    fields: Some(now.fields),
                };
                sending.change::<UpdateResult>((id,), result.version, patch, move |now| {
                    queries.put::<GetResult>((id,), (), now);
                    queries.stale(TAGS);
                    toasts.show(Toast::new(t::settings::saved()));
                });
            }
        }
    };
    let archive = result.as_ref().map(|result| {
        let (id, version, archived) = (result.id, result.version, result.archived_at.is_some());
        let press = move |()| match archived {
            true => sending.send::<RestoreResult>((id,), (), (), move |_| queries.stale(TAGS)),
            false => {
                sending.change::<ArchiveResult>((id,), version, (), move |()| queries.stale(TAGS))
            }
        };
        let label = if archived {
            t::settings::restore()
        } else {
            t::settings::archive()
        };
        view! { <Button label=label icon=Icon::Archive kind=Kind::Ghost on_press=press /> }
    });
    let outcomes = Signal::stored(
        Outcome::ALL
            .iter()
            .map(|outcome| Radio::new(outcome.as_str(), words::outcome(*outcome)))
            .collect::<Vec<_>>(),
    );
    let fault = move |pointer: &'static str| Signal::derive(move || sending.fault(pointer));
    view! {
        <div class="form">
            <Field label=t::settings::name() error=fault("/name")><Input value=name max_length=200 /></Field>
            <Field label=t::settings::outcome() error=fault("/outcome")>
                <Select value=outcome options=outcomes />
            </Field>
            <div class="cluster">
                <Dot tone=Signal::derive(move || words::outcome_tone(chosen())) />
                <span class="meta">{t::settings::tone_hint()}</span>
            </div>
            <Checkbox checked=reached label=t::settings::reached_human() />
            <Checkbox checked=instant label=t::settings::instant() hint=t::settings::instant_hint().to_owned() />
            <Checkbox checked=forbids label=t::settings::do_not_contact() />
            <h2 class="section-head">{t::settings::fields()}</h2>
            <FieldList rows=rows sending=sending />
            <FormFoot sending=sending dirty=dirty on_save=save label=if is_new { t::settings::create() } else { t::settings::save() }>
                {archive}
            </FormFoot>
        </div>
    }
    .into_any()
}
