//! The native select, for up to about seven possibilities; longer lists are a `Combobox`.

use leptos::prelude::*;

use super::choice::Radio;
use super::field::FieldContext;
use super::icon::{Icon, icon};

#[component]
pub fn Select(
    value: RwSignal<String>,
    #[prop(into)] options: Signal<Vec<Radio>>,
    /// The name where no `Field` stands around.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> AnyView {
    let field = FieldContext::here();
    view! {
        <span class="select">
            <select
                class="input"
                id=field.id.clone()
                required=field.required
                aria-label=move || label.get()
                aria-invalid=field.aria_invalid()
                aria-describedby=field.described_by
                disabled=disabled
                prop:value=value
                on:change:target=move |event| {
                    let chosen = event.target().value();
                    value.set(chosen.clone());
                    if let Some(run) = on_change {
                        run.run(chosen);
                    }
                }
            >
                {move || options.get().into_iter().map(|Radio { value: own, label }| {
                    let same = own.clone();
                    view! { <option value=own selected=move || value.with(|v| *v == same)>{move || label.get()}</option> }
                }).collect_view()}
            </select>
            {icon(Icon::ChevronDown)}
        </span>
    }
    .into_any()
}
