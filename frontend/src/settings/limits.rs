//! To which clients a permission is narrowed.

use std::sync::Arc;

use domain::access::{Limit, Limits, Permission, StepOf};
use domain::clients::Stage;
use leptos::prelude::*;
use wire::own_fields::{GetClientSchema, ListSchema};

use crate::clients::stage;
use crate::data::query;
use crate::i18n::t;
use crate::ui::{Choice, Combobox, Field, Icon, Picks, icon};

/// Steps of processes as they are called, and as filters write them: `prc_…/call`.
pub type Steps = Signal<Vec<Choice>>;

/// The steps of the club's processes.
pub fn steps() -> Steps {
    let schema = query::<GetClientSchema>(|| Some(((), ())));
    Signal::derive(move || {
        let listed = |schema: Arc<ListSchema>| -> Vec<Choice> {
            let mut fields = schema.fields.iter();
            let steps = fields.find(|field| field.key == "step");
            let steps = steps.into_iter().flat_map(|field| &field.choices);
            steps
                .map(|step| Choice::new(&step.value, &step.label))
                .collect()
        };
        schema.data().map(listed).unwrap_or_default()
    })
}

/// What stands under a permission that is granted: all clients, or only some of them.
#[component]
pub fn Narrowed(permission: Permission, limits: RwSignal<Limits>, steps: Steps) -> AnyView {
    let now = limits.with_untracked(|limits| limits.get(&permission).cloned().unwrap_or_default());
    let open = RwSignal::new(false);
    let stages = RwSignal::new(now.stages.iter().map(|one| of_stage(*one)).collect());
    let chosen = RwSignal::new(Vec::new());
    // The steps have their names when the processes are there.
    Effect::new(move |_| {
        let known = steps.get();
        let now = limits.with_untracked(|limits| limits.get(&permission).cloned());
        let now = now.into_iter().flat_map(|limit| limit.steps);
        chosen.set(now.map(|step| of_step(&known, &step)).collect());
    });
    let keep = Callback::new(move |_: Vec<Choice>| {
        let limit = Limit {
            stages: stages.with_untracked(|all: &Vec<Choice>| {
                let words = all.iter();
                words.filter_map(|one| Stage::parse(&one.value)).collect()
            }),
            steps: chosen.with_untracked(|all: &Vec<Choice>| all.iter().filter_map(step).collect()),
        };
        limits.update(|limits| match limit.is_empty() {
            true => {
                limits.remove(&permission);
            }
            false => {
                limits.insert(permission, limit);
            }
        });
    });
    let said = move || {
        let both = [stages, chosen].map(|list| {
            let labels =
                list.with(|all| all.iter().map(|one| one.label.clone()).collect::<Vec<_>>());
            labels.join(", ")
        });
        let parts: Vec<String> = both.into_iter().filter(|part| !part.is_empty()).collect();
        match parts.is_empty() {
            true => t::settings::limit_none().to_owned(),
            false => t::settings::limit_only(parts.join(" · ")),
        }
    };
    let all = Signal::stored(
        Stage::ALL
            .iter()
            .map(|one| of_stage(*one))
            .collect::<Vec<_>>(),
    );
    view! {
        <details class="limit" prop:open=open on:toggle:target=move |event| open.set(event.target().open())>
            <summary>{icon(Icon::ChevronRight)}{said}</summary>
            {move || open.get().then(|| view! {
                <div class="form">
                    <Field label=t::settings::limit_stages()>
                        <Combobox chosen=stages options=all picks=Picks::Many placeholder=unless_chosen(stages, t::settings::limit_any_stage()) on_change=keep />
                    </Field>
                    <Field label=t::settings::limit_steps() hint=t::settings::limit_hint()>
                        <Combobox chosen=chosen options=steps picks=Picks::Many placeholder=unless_chosen(chosen, t::settings::limit_any_step()) on_change=keep />
                    </Field>
                </div>
            })}
        </details>
    }
    .into_any()
}

/// What an empty list means; beside chips it would say the contrary.
fn unless_chosen(
    chosen: RwSignal<Vec<Choice>>,
    empty: &'static str,
) -> impl Fn() -> &'static str + Send + Sync + 'static {
    move || match chosen.with(Vec::is_empty) {
        true => empty,
        false => "",
    }
}

fn of_stage(one: Stage) -> Choice {
    Choice::new(one.as_str(), stage(one))
}

fn of_step(known: &[Choice], step: &StepOf) -> Choice {
    let value = format!("{}/{}", step.process_id, step.step);
    let mut known = known.iter();
    let named = known.find(|choice| choice.value == value).cloned();
    named.unwrap_or_else(|| Choice::new(&value, &step.step))
}

fn step(choice: &Choice) -> Option<StepOf> {
    let (process, step) = choice.value.split_once('/')?;
    Some(StepOf {
        process_id: process.parse().ok()?,
        step: step.to_owned(),
    })
}
