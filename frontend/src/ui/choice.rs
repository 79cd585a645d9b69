//! Choosing among a few things that are all visible.

use leptos::prelude::*;
use leptos::text_prop::TextProp;

use super::fresh_id;

/// Yes or no, as part of a form that is saved later.
#[component]
pub fn Checkbox(
    checked: RwSignal<bool>,
    #[prop(into)] label: TextProp,
    #[prop(optional, into)] hint: MaybeProp<String>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> AnyView {
    view! {
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=checked
                disabled=disabled
                on:change:target=move |event| {
                    let on = event.target().checked();
                    checked.set(on);
                    if let Some(run) = on_change {
                        run.run(on);
                    }
                }
            />
            <span>
                {move || label.get()}
                {move || hint.get().map(|hint| view! { <span class="choice__hint">{hint}</span> })}
            </span>
        </label>
    }
    .into_any()
}

/// On or off, with immediate effect.
#[component]
pub fn Switch(
    on: RwSignal<bool>,
    #[prop(into)] label: TextProp,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> AnyView {
    view! {
        <label class="switch">
            <input
                type="checkbox"
                role="switch"
                prop:checked=on
                disabled=disabled
                on:change:target=move |event| {
                    let now = event.target().checked();
                    on.set(now);
                    if let Some(run) = on_change {
                        run.run(now);
                    }
                }
            />
            <span>{move || label.get()}</span>
        </label>
    }
    .into_any()
}

/// One possibility of a `RadioGroup`, `Segmented` or `Select`.
#[derive(Clone)]
pub struct Radio {
    /// What the program calls it.
    pub value: String,
    pub label: TextProp,
}

impl Radio {
    pub fn new(value: impl Into<String>, label: impl Into<TextProp>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
        }
    }
}

/// How the possibilities stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Flow {
    #[default]
    Column,
    Row,
}

/// One of several, all visible, one under another.
#[component]
pub fn RadioGroup(
    value: RwSignal<String>,
    #[prop(into)] label: TextProp,
    #[prop(into)] options: Signal<Vec<Radio>>,
    #[prop(optional)] flow: Flow,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> AnyView {
    let name = fresh_id("radio");
    view! {
        <fieldset class="field" disabled=disabled>
            <legend class="field__label">{move || label.get()}</legend>
            <div class="choices" data-flow=(flow == Flow::Row).then_some("row")>
                {move || options.get().into_iter().map(|option| {
                    view! { <label class="choice">{radio(&name, option, value, on_change)}</label> }
                }).collect_view()}
            </div>
        </fieldset>
    }
    .into_any()
}

/// Two to four short possibilities side by side: a mode, a scope.
#[component]
pub fn Segmented(
    value: RwSignal<String>,
    #[prop(into)] label: TextProp,
    #[prop(into)] options: Signal<Vec<Radio>>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> AnyView {
    let name = fresh_id("segment");
    view! {
        <div class="segmented" role="radiogroup" aria-label=move || label.get()>
            {move || options.get().into_iter().map(|option| {
                view! { <label>{radio(&name, option, value, on_change)}</label> }
            }).collect_view()}
        </div>
    }
    .into_any()
}

fn radio(
    name: &str,
    option: Radio,
    value: RwSignal<String>,
    on_change: Option<Callback<String>>,
) -> AnyView {
    let Radio { value: own, label } = option;
    let (checked, chosen) = (own.clone(), own.clone());
    view! {
        <input
            type="radio"
            name=name.to_owned()
            value=own
            prop:checked=move || value.with(|v| *v == checked)
            on:change=move |_| {
                value.set(chosen.clone());
                if let Some(run) = on_change {
                    run.run(chosen.clone());
                }
            }
        />
        <span>{move || label.get()}</span>
    }
    .into_any()
}
