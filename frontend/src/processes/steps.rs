//! The process as a list: every step, every result, what follows, all of it editable.

use domain::ids::{ResultId, TemplateId};
use domain::processes::{Continuation, Graph, Step, Target, Transition};
use leptos::prelude::*;
use wire::processes::{GraphProblem, Severity};

use super::continuation::{ContinuationEditor, TargetEditor, target};
use super::names::names;
use crate::i18n::t;
use crate::links;
use crate::settings::outcome_tone;
use crate::ui::{Button, Chip, Choice, Combobox, Dot, EmptyState, Field, Icon, Kind, Tone, icon};

/// Changes of the graph. Every change goes through here, so undo and the dirty mark see it.
#[derive(Clone, Copy)]
pub struct Edits {
    pub graph: RwSignal<Graph>,
    pub problems: Signal<Vec<GraphProblem>>,
    /// With the right to edit, and on the draft.
    pub may: Signal<bool>,
}

impl Edits {
    fn set_continuation(self, step: &str, result: ResultId, then: Option<Continuation>) {
        self.graph.update(|graph| {
            graph
                .transitions
                .retain(|known| !(known.step == step && known.result_id == result));
            if let Some(then) = then {
                graph.transitions.push(Transition {
                    step: step.to_owned(),
                    result_id: result,
                    then,
                });
            }
        });
    }

    fn add_step(self, template: TemplateId, results: Vec<ResultId>) {
        self.graph.update(|graph| {
            let key = free_key(graph);
            graph.steps.push(Step {
                key: key.clone(),
                template_id: template,
                results,
                position: None,
            });
            if graph.start.is_none() {
                graph.start = Some(target(&key));
            }
        });
    }

    fn remove_step(self, key: &str) {
        self.graph.update(|graph| {
            graph.steps.retain(|step| step.key != key);
            graph
                .transitions
                .retain(|transition| transition.step != key);
            if graph.start.as_ref().is_some_and(|start| start.step == key) {
                graph.start = graph.steps.first().map(|step| target(&step.key));
            }
        });
    }

    fn take_results(self, key: &str, results: Vec<ResultId>) {
        self.graph.update(|graph| {
            graph.transitions.retain(|transition| {
                transition.step != key || results.contains(&transition.result_id)
            });
            if let Some(step) = graph.steps.iter_mut().find(|step| step.key == key) {
                step.results = results;
            }
        });
    }
}

/// Keys are permanent and mean nothing: clients keep their place by them.
fn free_key(graph: &Graph) -> String {
    let taken = |key: &str| graph.steps.iter().any(|step| step.key == key);
    (1..)
        .map(|n| format!("step_{n}"))
        .find(|key| !taken(key))
        .unwrap_or_default()
}

#[component]
pub fn Steps(edits: Edits) -> AnyView {
    let graph = edits.graph;
    let keys = Memo::new(move |_| {
        graph.with(|graph| {
            graph
                .steps
                .iter()
                .map(|step| step.key.clone())
                .collect::<Vec<_>>()
        })
    });
    view! {
        <StartLine edits=edits />
        <For each=move || keys.get() key=|key| key.clone() let:key>
            <StepCard key_of=key edits=edits />
        </For>
        {move || keys.with(Vec::is_empty).then(|| view! { <EmptyState text=t::processes::no_steps() icon=Icon::Workflow /> })}
        {move || edits.may.get().then(|| view! { <AddStep edits=edits /> })}
    }
    .into_any()
}

/// Where a new chain begins.
#[component]
fn StartLine(edits: Edits) -> AnyView {
    let names = names();
    let graph = edits.graph;
    let has = Memo::new(move |_| graph.with(|graph| graph.start.is_some()));
    let words = move || {
        graph.with(|graph| {
            graph
                .start
                .as_ref()
                .map(|start| names.told_start(start, graph))
                .unwrap_or_default()
        })
    };
    let change = move |start: Target| graph.update(|graph| graph.start = Some(start));
    view! {
        {move || has.get().then(|| {
            let start = graph.with_untracked(|graph| graph.start.clone());
            view! {
                <details class="step-row">
                    <summary>{icon(Icon::Play)}<span>{t::processes::begins()}</span><span class="step-row__then">{words}</span></summary>
                    {move || (edits.may.get()).then(|| start.clone().map(|start| view! {
                        <div class="step-row__editor">
                            <TargetEditor value=start result=None graph=Signal::derive(move || graph.get()) on_change=change />
                        </div>
                    }))}
                </details>
            }
        })}
    }
    .into_any()
}

#[component]
fn StepCard(key_of: String, edits: Edits) -> AnyView {
    let names = names();
    let graph = edits.graph;
    let key = StoredValue::new(key_of.clone());
    let title =
        Signal::derive(move || graph.with(|graph| key.with_value(|key| names.step(graph, key))));
    let step =
        Memo::new(move |_| graph.with(|graph| key.with_value(|key| graph.step(key).cloned())));
    let template = Memo::new(move |_| step.get().and_then(|step| names.template(step.template_id)));
    let results = Memo::new(move |_| step.get().map(|step| step.results).unwrap_or_default());
    let newer = move || {
        template
            .get()
            .filter(|template| template.result_ids != results.get())
            .map(|template| template.result_ids)
    };
    let own = move || {
        let problems = edits.problems.get();
        problems
            .into_iter()
            .filter(|problem| {
                problem.result_id.is_none()
                    && key.with_value(|key| problem.step.as_deref() == Some(key))
            })
            .collect::<Vec<_>>()
    };
    let take = move |ids: Vec<ResultId>| key.with_value(|key| edits.take_results(key, ids));
    view! {
        <section class="step-card" id=format!("step-{key_of}") aria-label=move || title.get()>
            <div class="cluster">
                <h2 class="section-head">{title}</h2>
                {move || template.get().map(|template| view! {
                    <a class="meta" href=links::setting("templates", &template.id.to_string())>{t::processes::open_template()}</a>
                })}
                {move || edits.may.get().then(|| view! {
                    <Button label=t::processes::remove_step(title.get()) icon=Icon::Trash2 face=crate::ui::Face::Icon kind=Kind::Ghost
                        on_press=move |()| key.with_value(|key| edits.remove_step(key)) />
                })}
            </div>
            {move || own().into_iter().map(problem_line).collect_view()}
            {move || newer().filter(|_| edits.may.get()).map(|ids| view! {
                <div class="cluster">
                    <span class="meta">{t::processes::template_changed()}</span>
                    <Button label=t::processes::take_results() kind=Kind::Ghost on_press=move |()| take(ids.clone()) />
                </div>
            })}
            <For each={move || results.get().into_iter().enumerate().collect::<Vec<_>>()} key=|entry| *entry let:entry>
                <ResultRow place=entry.0 result=entry.1 step=key.get_value() edits=edits />
            </For>
        </section>
    }
    .into_any()
}

#[component]
fn ResultRow(place: usize, result: ResultId, step: String, edits: Edits) -> AnyView {
    let names = names();
    let graph = edits.graph;
    let step = StoredValue::new(step);
    let name = Signal::derive(move || names.result_name(result));
    let tone = Signal::derive(move || {
        names
            .result(result)
            .map(|entry| outcome_tone(entry.outcome))
            .unwrap_or_default()
    });
    let then = Memo::new(move |_| {
        graph.with(|graph| step.with_value(|step| graph.continuation(step, result).cloned()))
    });
    let words = move || match then.get() {
        Some(then) => graph.with(|graph| names.told(&then, result, graph)),
        None => t::processes::leads_nowhere().to_owned(),
    };
    let open = RwSignal::new(false);
    let own = move || {
        let problems = edits.problems.get();
        let here = |problem: &GraphProblem| {
            problem.result_id == Some(result)
                && step.with_value(|step| problem.step.as_deref() == Some(step))
        };
        problems.into_iter().filter(here).collect::<Vec<_>>()
    };
    let change = move |then| step.with_value(|step| edits.set_continuation(step, result, then));
    view! {
        <details class="step-row" prop:open=open on:toggle:target=move |event| open.set(event.target().open())>
            <summary>
                <kbd class="kbd">{place + 1}</kbd>
                <Dot tone=tone />
                <span>{name}</span>
                <span class="step-row__then" data-missing=move || then.with(Option::is_none).then_some("")>{words}</span>
            </summary>
            {move || own().into_iter().map(problem_line).collect_view()}
            {move || (open.get() && edits.may.get()).then(|| view! {
                <div class="step-row__editor">
                    <ContinuationEditor
                        value=then.get_untracked()
                        step=step.get_value()
                        result=result
                        graph=Signal::derive(move || graph.get())
                        on_change=change
                    />
                    <a href=links::setting("results", &result.to_string())>{t::processes::open_result()}</a>
                </div>
            })}
        </details>
    }
    .into_any()
}

pub fn problem_line(problem: GraphProblem) -> AnyView {
    let tone = match problem.severity {
        Severity::Error => Tone::Danger,
        Severity::Warning => Tone::Warn,
        Severity::Info => Tone::Info,
    };
    view! { <p class="problem-line"><Chip label=problem.message tone=tone icon=Icon::CircleAlert /></p> }.into_any()
}

#[component]
fn AddStep(edits: Edits) -> AnyView {
    let names = names();
    let options = Signal::derive(move || {
        names
            .templates()
            .into_iter()
            .map(|template| Choice::new(template.id.to_string(), template.name))
            .collect::<Vec<_>>()
    });
    let chosen = RwSignal::new(Vec::<Choice>::new());
    let add = move |picked: Vec<Choice>| {
        let id = picked
            .first()
            .and_then(|choice| choice.value.parse::<TemplateId>().ok());
        if let Some(template) = id.and_then(|id| untrack(|| names.template(id))) {
            edits.add_step(template.id, template.result_ids);
        }
        chosen.set(Vec::new());
    };
    view! {
        <div class="cluster">
            <Field label=t::processes::add_step() hint=t::processes::add_step_hint().to_owned()>
                <Combobox chosen=chosen options=options on_change=add />
            </Field>
        </div>
    }
    .into_any()
}
