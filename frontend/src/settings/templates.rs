//! Task templates: what kind of work there is, its script and the results it may end with.

use std::sync::Arc;

use domain::ids::{ResultId, TemplateId};
use domain::processes::{DueRule, DueUnit};
use domain::tasks::{Priority, TaskType};
use domain::templates::MAX_RESULTS;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wire::results::ListResults;
use wire::templates::{
    ArchiveTemplate, CreateTemplate, GetTemplate, ListTemplates, NewTemplate, RestoreTemplate,
    Template, TemplatePatch, UpdateTemplate,
};

use super::form::{Edited, FormFoot};
use super::frame::{Line, Section};
use super::order::{Move, MoveButtons, carry_out};
use super::words;
use crate::data::{queries, query, sending};
use crate::i18n::t;
use crate::links;
use crate::tasks::priority_name;
use crate::ui::{
    Button, Choice, Combobox, Field, Icon, Input, Kind, NumberInput, Radio, Select, Textarea,
    Toast, toasts,
};

const TAGS: &[&str] = &["templates", "results", "tasks", "processes"];

#[component]
pub fn Templates() -> AnyView {
    let list = query::<ListTemplates>(|| Some(((), ())));
    let lines = Signal::derive(move || {
        let page = list.data();
        let all = page.iter().flat_map(|page| page.items.iter());
        all.map(|template| Line {
            id: template.id.to_string(),
            name: template.name.clone(),
            hint: words::task_type(template.task_type).to_owned(),
            archived: template.archived_at.is_some(),
        })
        .collect()
    });
    view! {
        <Section word="templates" asked=list lines=lines add=t::settings::add_template() purpose=t::settings::templates_purpose() detail=|id: String| {
            match id.parse::<TemplateId>() {
                Ok(id) => view! { <TemplateCard id=id /> }.into_any(),
                Err(_) => view! { <Form template=None /> }.into_any(),
            }
        } />
    }
    .into_any()
}

/// One template to be changed, wherever it is shown.
#[component]
pub fn TemplateCard(id: TemplateId) -> AnyView {
    let template = query::<GetTemplate>(move || Some(((id,), ())));
    view! { <Edited query=template let:template><Form template=Some(template) /></Edited> }
        .into_any()
}

#[component]
fn Form(template: Option<Arc<Template>>) -> AnyView {
    let start = template.as_deref();
    let name = RwSignal::new(
        start
            .map(|template| template.name.clone())
            .unwrap_or_default(),
    );
    let kind = RwSignal::new(
        start
            .map_or(TaskType::ClientCall, |template| template.task_type)
            .to_string(),
    );
    let priority = RwSignal::new(
        start
            .map_or(Priority::Normal, |template| template.priority)
            .to_string(),
    );
    let minutes = RwSignal::new(
        start
            .and_then(|template| template.planned_minutes)
            .map(|n| n.to_string())
            .unwrap_or_default(),
    );
    let script = RwSignal::new(
        start
            .and_then(|template| template.instruction.clone())
            .unwrap_or_default(),
    );
    let rule = start.map(|template| template.default_due.clone());
    let (amount, unit, at) = match &rule {
        Some(DueRule::After { amount, unit, at }) => {
            (*amount, *unit, at.map(|at| at.format("%H:%M").to_string()))
        }
        Some(DueRule::Ask { amount, unit }) => (*amount, *unit, None),
        _ => (0, DueUnit::Days, None),
    };
    let amount = RwSignal::new(amount.to_string());
    let unit = RwSignal::new(unit.to_string());
    let at = RwSignal::new(at.unwrap_or_default());
    let results = RwSignal::new(
        start
            .map(|template| template.result_ids.clone())
            .unwrap_or_default(),
    );
    let body = move || NewTemplate {
        name: name.get(),
        task_type: kind
            .with(|word| TaskType::parse(word))
            .unwrap_or(TaskType::ClientCall),
        instruction: Some(script.get()).filter(|text| !text.trim().is_empty()),
        priority: priority.with(|word| Priority::parse(word)),
        planned_minutes: minutes.with(|text| text.trim().parse().ok()),
        default_due: DueRule::After {
            amount: amount.with(|text| text.trim().parse().unwrap_or(0)),
            unit: unit
                .with(|word| DueUnit::parse(word))
                .unwrap_or(DueUnit::Days),
            at: at.with(|text| chrono::NaiveTime::parse_from_str(text.trim(), "%H:%M").ok()),
        },
        result_ids: results.get(),
    };
    let before = untrack(body);
    let is_new = template.is_none();
    let dirty = Signal::derive(move || {
        let now = body();
        now != before && !now.name.trim().is_empty()
    });

    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let go = use_navigate();
    let stored = template.clone();
    let save = move |()| {
        let now = untrack(body);
        let go = go.clone();
        match &stored {
            None => sending.send::<CreateTemplate>((), (), now, move |made| {
                queries.stale(TAGS);
                go(
                    &links::setting("templates", &made.id.to_string()),
                    Default::default(),
                );
            }),
            Some(template) => {
                let id = template.id;
                let patch = TemplatePatch {
                    name: Some(now.name),
                    task_type: Some(now.task_type),
                    instruction: Some(now.instruction),
                    priority: now.priority,
                    planned_minutes: Some(now.planned_minutes),
                    default_due: Some(now.default_due),
                    result_ids: Some(now.result_ids),
                };
                sending.change::<UpdateTemplate>((id,), template.version, patch, move |now| {
                    queries.put::<GetTemplate>((id,), (), now);
                    queries.stale(TAGS);
                    toasts.show(Toast::new(t::settings::saved()));
                });
            }
        }
    };
    let archive = template.as_ref().map(|template| {
        let (id, version, archived) = (
            template.id,
            template.version,
            template.archived_at.is_some(),
        );
        let press = move |()| match archived {
            true => sending.send::<RestoreTemplate>((id,), (), (), move |_| queries.stale(TAGS)),
            false => {
                sending.change::<ArchiveTemplate>((id,), version, (), move |()| queries.stale(TAGS))
            }
        };
        let label = if archived {
            t::settings::restore()
        } else {
            t::settings::archive()
        };
        view! { <Button label=label icon=Icon::Archive kind=Kind::Ghost on_press=press /> }
    });
    let kinds = [
        TaskType::ClientCall,
        TaskType::ClientTask,
        TaskType::Internal,
    ];
    let kinds = Signal::stored(
        kinds
            .iter()
            .map(|kind| Radio::new(kind.as_str(), words::task_type(*kind)))
            .collect::<Vec<_>>(),
    );
    let priorities = Signal::stored(
        Priority::ALL
            .iter()
            .rev()
            .map(|one| Radio::new(one.as_str(), priority_name(*one)))
            .collect::<Vec<_>>(),
    );
    let units = Signal::stored(
        DueUnit::ALL
            .iter()
            .map(|unit| Radio::new(unit.as_str(), words::due_unit(*unit)))
            .collect::<Vec<_>>(),
    );
    let fault = move |pointer: &'static str| Signal::derive(move || sending.fault(pointer));
    view! {
        <div class="form">
            <Field label=t::settings::name() error=fault("/name")><Input value=name max_length=200 /></Field>
            <div class="cluster">
                <Field label=t::settings::task_type() error=fault("/task_type")><Select value=kind options=kinds /></Field>
                <Field label=t::settings::priority() error=fault("/priority")><Select value=priority options=priorities /></Field>
                <Field label=t::settings::planned_minutes() error=fault("/planned_minutes")><NumberInput value=minutes /></Field>
            </div>
            <div class="cluster">
                <Field label=t::settings::due_after() error=fault("/default_due/amount")><NumberInput value=amount /></Field>
                <Field label=t::settings::unit() error=fault("/default_due/unit")><Select value=unit options=units /></Field>
                <Field label=t::settings::at_time() hint=t::settings::at_time_hint().to_owned() error=fault("/default_due/at")><Input value=at placeholder="10:00" /></Field>
            </div>
            <h2 class="section-head">{t::settings::results()}</h2>
            <ResultPick results=results />
            <Field label=t::settings::script() hint=t::settings::script_hint("{", "}").to_owned() error=fault("/instruction")>
                <Textarea value=script rows=10 max_length=20_000 />
            </Field>
            <FormFoot sending=sending dirty=dirty on_save=save label=if is_new { t::settings::create() } else { t::settings::save() }>
                {archive}
            </FormFoot>
        </div>
    }
    .into_any()
}

/// Results in hotkey order: the first nine have a digit each, and there are no more.
#[component]
pub fn ResultPick(results: RwSignal<Vec<ResultId>>) -> AnyView {
    let list = query::<ListResults>(|| Some(((), ())));
    let name_of = move |id: ResultId| {
        let page = list.data()?;
        page.items
            .iter()
            .find(|result| result.id == id)
            .map(|result| (result.name.clone(), words::outcome_tone(result.outcome)))
    };
    let options = Signal::derive(move || {
        let page = list.data();
        let taken = results.get();
        let free = page
            .iter()
            .flat_map(|page| page.items.iter())
            .filter(|result| result.archived_at.is_none() && !taken.contains(&result.id));
        free.map(|result| {
            Choice::new(result.id.to_string(), result.name.clone())
                .hint(words::outcome(result.outcome))
        })
        .collect::<Vec<_>>()
    });
    let adding = RwSignal::new(Vec::<Choice>::new());
    let add = move |picked: Vec<Choice>| {
        if let Some(id) = picked.first().and_then(|choice| choice.value.parse().ok()) {
            results.update(|results| results.push(id));
        }
        adding.set(Vec::new());
    };
    let places = move || results.get().into_iter().enumerate().collect::<Vec<_>>();
    let full = move || results.with(|results| results.len() >= MAX_RESULTS);
    view! {
        <ol class="result-pick">
            <For each=places key=|entry| *entry let:entry>
                {
                    let (place, id) = entry;
                    let name = Signal::derive(move || name_of(id).map(|(name, _)| name).unwrap_or_default());
                    let tone = Signal::derive(move || name_of(id).map(|(_, tone)| tone).unwrap_or_default());
                    view! {
                        <li class="result-pick__line">
                            <kbd class="kbd">{place + 1}</kbd>
                            <crate::ui::Dot tone=tone />
                            <span class="truncate">{name}</span>
                            <MoveButtons
                                name=name
                                first=Signal::stored(place == 0)
                                last=Signal::derive(move || results.with(|results| place + 1 == results.len()))
                                on_move=move |to: Move| results.update(|results| carry_out(results, place, to))
                            />
                        </li>
                    }
                }
            </For>
        </ol>
        {move || match full() {
            true => view! { <p class="meta">{t::settings::nine_results()}</p> }.into_any(),
            false => view! {
                <Field label=t::settings::add_result_here()><Combobox chosen=adding options=options on_change=add /></Field>
            }.into_any(),
        }}
    }
    .into_any()
}
