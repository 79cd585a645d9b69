//! The process as a list: every step, every result, what follows, all of it editable. The form for a phone and for a screen reader.

use domain::ids::{ResultId, TemplateId};
use domain::processes::Edit;
use leptos::prelude::*;
use wire::processes::Severity;

use super::board::type_icon;
use super::inspector::{Beginning, ResultBody, StepBody};
use super::memory::Memory;
use super::names::names;
use super::problems::severity_tone;
use super::spot::Spot;
use crate::i18n::t;
use crate::settings::outcome_tone;
use crate::ui::{
    Button, Chip, Choice, Combobox, Dot, EmptyState, Face, Field, Icon, Kind, Toast, focus_on,
    icon, toasts,
};

/// `go` is told a place that something else on the page jumps to.
#[component]
pub fn Steps(
    memory: Memory,
    chosen: Memo<Option<Spot>>,
    #[prop(into)] on_choose: Callback<Option<Spot>>,
    #[prop(into)] on_rename: Callback<Spot>,
    go: RwSignal<Option<Spot>>,
) -> AnyView {
    let keys = Memo::new(move |_| {
        memory.graph.with(|graph| {
            graph
                .steps
                .iter()
                .map(|step| step.key.clone())
                .collect::<Vec<_>>()
        })
    });
    // The place in the address is open and in view from the start.
    Effect::new(move |_| {
        if let Some(spot) = go.get() {
            go.set(None);
            on_choose.run(Some(spot.clone()));
            request_animation_frame(move || reach(&spot));
        }
    });
    request_animation_frame(move || {
        if let Some(Some(spot)) = chosen.try_get_untracked() {
            reach(&spot);
        }
    });
    view! {
        <StartLine memory=memory />
        <For each=move || keys.get() key=|key| key.clone() let:key>
            <StepCard memory=memory step=key chosen=chosen on_choose=on_choose on_rename=on_rename />
        </For>
        {move || keys.with(Vec::is_empty).then(|| view! { <EmptyState text=t::processes::no_steps() icon=Icon::Workflow /> })}
        {move || memory.may.get().then(|| view! { <AddStep memory=memory on_choose=on_choose /> })}
    }
    .into_any()
}

/// Puts the focus on a place, which scrolls it into view.
fn reach(spot: &Spot) {
    let id = spot.id();
    if let Some(element) = document().get_element_by_id(&id) {
        element.scroll_into_view_with_bool(true);
    }
    focus_on(&id);
}

/// Where a new chain begins.
#[component]
fn StartLine(memory: Memory) -> AnyView {
    let names = names();
    let has = Memo::new(move |_| memory.graph.with(|graph| graph.start.is_some()));
    let words = move || {
        memory.graph.with(|graph| {
            graph
                .start
                .as_ref()
                .map(|start| names.told_start(start, graph))
                .unwrap_or_default()
        })
    };
    let open = RwSignal::new(false);
    view! {
        {move || has.get().then(|| view! {
            <details class="step-row" prop:open=open on:toggle:target=move |event| open.set(event.target().open())>
                <summary>{icon(Icon::Play)}<span>{t::processes::begins()}</span><span class="step-row__then">{words}</span></summary>
                {move || (open.get() && memory.may.get()).then(|| view! { <div class="step-row__editor"><Beginning memory=memory /></div> })}
            </details>
        })}
    }
    .into_any()
}

#[component]
fn StepCard(
    memory: Memory,
    step: String,
    chosen: Memo<Option<Spot>>,
    on_choose: Callback<Option<Spot>>,
    on_rename: Callback<Spot>,
) -> AnyView {
    let names = names();
    let spot = Spot::step(&step);
    let id = spot.id();
    let key = StoredValue::new(step);
    let title = Signal::derive(move || {
        memory
            .graph
            .with(|graph| key.with_value(|key| names.step(graph, key)))
    });
    let known = Memo::new(move |_| {
        memory
            .graph
            .with(|graph| key.with_value(|key| graph.step(key).cloned()))
    });
    let results = Memo::new(move |_| known.get().map(|known| known.results).unwrap_or_default());
    let sign = Memo::new(move |_| {
        let template = known
            .get()
            .and_then(|known| names.template(known.template_id));
        template.map_or(Icon::CircleHelp, |template| type_icon(template.task_type))
    });
    let toasts = toasts();
    let remove = move |()| {
        let name = title.get_untracked();
        let back = memory.edit_to_undo(Edit::RemoveStep {
            step: key.get_value(),
        });
        toasts.show(Toast::new(t::processes::step_removed(name)).undo(back));
    };
    // A step without results waits for them.
    let open = RwSignal::new(results.with_untracked(Vec::is_empty));
    let rename = move |()| on_rename.run(Spot::step(key.get_value()));
    let worst = Memo::new(move |_| worst_of(memory, &key.get_value(), None));
    view! {
        <section class="step-card" aria-label=move || title.get()>
            <div class="cluster step-card__head">
                {move || icon(sign.get())}
                <h2 class="section-head" id=id tabindex="-1">{title}</h2>
                {move || worst.get().map(|(severity, words)| view! { <Chip label=words tone=severity_tone(severity) icon=Icon::CircleAlert /> })}
                {move || memory.may.get().then(|| view! {
                    <span class="cluster push">
                        <Button label=move || t::processes::rename_named(title.get()) icon=Icon::Pencil face=Face::Icon kind=Kind::Ghost on_press=rename />
                        <Button label=move || t::processes::remove_step(title.get()) icon=Icon::Trash2 face=Face::Icon kind=Kind::Ghost on_press=remove />
                    </span>
                })}
            </div>
            <For each={move || results.get().into_iter().enumerate().collect::<Vec<_>>()} key=|entry| *entry let:entry>
                <ResultRow memory=memory place=entry.0 result=entry.1 step=key.get_value() chosen=chosen on_choose=on_choose />
            </For>
            <details class="step-row" prop:open=open on:toggle:target=move |event| open.set(event.target().open())>
                <summary>{icon(Icon::SlidersHorizontal)}<span>{t::processes::results_and_template()}</span></summary>
                {move || open.get().then(|| view! {
                    <div class="step-row__editor"><StepBody memory=memory step=key.get_value() on_choose=on_choose /></div>
                })}
            </details>
        </section>
    }
    .into_any()
}

/// The worst that is said of a place, for its line.
fn worst_of(memory: Memory, step: &str, result: Option<ResultId>) -> Option<(Severity, String)> {
    memory.problems.with(|problems| {
        let here = problems
            .iter()
            .filter(|problem| problem.step.as_deref() == Some(step) && problem.result_id == result);
        let worst = here.min_by_key(|problem| problem.severity)?;
        Some((worst.severity, worst.message.clone()))
    })
}

#[component]
fn ResultRow(
    memory: Memory,
    place: usize,
    result: ResultId,
    step: String,
    chosen: Memo<Option<Spot>>,
    on_choose: Callback<Option<Spot>>,
) -> AnyView {
    let names = names();
    let spot = StoredValue::new(Spot::result(&step, result));
    let step = StoredValue::new(step);
    let name = Signal::derive(move || names.result_name(result));
    let tone = Signal::derive(move || {
        names
            .result(result)
            .map(|entry| outcome_tone(entry.outcome))
            .unwrap_or_default()
    });
    let then = Memo::new(move |_| {
        memory
            .graph
            .with(|graph| step.with_value(|step| graph.continuation(step, result).cloned()))
    });
    let words = move || {
        memory.graph.with(|graph| {
            let told = step.with_value(|step| names.told_result(step, result, graph));
            told.unwrap_or_else(|| t::processes::leads_nowhere().to_owned())
        })
    };
    let is_chosen = Memo::new(move |_| {
        chosen.with(|chosen| spot.with_value(|spot| chosen.as_ref() == Some(spot)))
    });
    let open = RwSignal::new(is_chosen.get_untracked());
    // A jump opens it; what was opened by hand stays open.
    Effect::new(move |_| {
        if is_chosen.get() {
            open.set(true);
        }
    });
    let worst = Memo::new(move |_| worst_of(memory, &step.get_value(), Some(result)));
    let toggled = move |now: bool| {
        open.set(now);
        match now {
            true if !is_chosen.get_untracked() => on_choose.run(Some(spot.get_value())),
            false if is_chosen.get_untracked() => on_choose.run(None),
            _ => {}
        }
    };
    view! {
        <details class="step-row" prop:open=open on:toggle:target=move |event| toggled(event.target().open())>
            <summary id=spot.with_value(Spot::id)>
                <kbd class="kbd">{place + 1}</kbd>
                <Dot tone=tone />
                <span>{name}</span>
                {move || worst.get().filter(|(severity, _)| *severity != Severity::Error || then.with(Option::is_some)).map(|(severity, words)| view! {
                    <Chip label=words tone=severity_tone(severity) icon=Icon::CircleAlert />
                })}
                <span class="step-row__then" data-missing=move || then.with(Option::is_none).then_some("")>{words}</span>
            </summary>
            {move || open.get().then(|| view! {
                <div class="step-row__editor"><ResultBody memory=memory step=step.get_value() result=result /></div>
            })}
        </details>
    }
    .into_any()
}

#[component]
fn AddStep(memory: Memory, on_choose: Callback<Option<Spot>>) -> AnyView {
    let names = names();
    let options = Signal::derive(move || {
        let templates = names.templates().into_iter();
        templates
            .map(|template| Choice::new(template.id.to_string(), template.name))
            .collect::<Vec<_>>()
    });
    let chosen = RwSignal::new(Vec::<Choice>::new());
    let add = move |picked: Vec<Choice>| {
        let id = picked
            .first()
            .and_then(|choice| choice.value.parse::<TemplateId>().ok());
        if let Some(template) = id.and_then(|id| untrack(|| names.template(id))) {
            let step = memory.fresh_step(&template);
            let spot = Spot::step(&step.key);
            memory.edit(Edit::AddStep(step));
            on_choose.run(Some(spot));
        }
        chosen.set(Vec::new());
    };
    view! {
        <Field label=t::processes::add_step() hint=t::processes::add_step_hint().to_owned()>
            <Combobox chosen=chosen options=options on_change=add />
        </Field>
    }
    .into_any()
}
