//! Inputs that show an answer and hand on what becomes of it: the answers themselves are kept in one place.

use leptos::html;
use leptos::prelude::*;

use crate::i18n::t;
use crate::ui::{Button, Field, Icon, Radio, fresh_id, icon};

/// One of a few, shown as chosen by `value`.
#[component]
pub fn Pick(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] options: Signal<Vec<Radio>>,
    #[prop(into)] on_pick: Callback<String>,
) -> AnyView {
    view! {
        <span class="select">
            <select class="input" aria-label=label prop:value=value on:change:target=move |event| { on_pick.try_run(event.target().value()); }>
                {move || options.get().into_iter().map(|Radio { value: own, label }| {
                    let same = own.clone();
                    view! { <option value=own selected=move || value.with(|value| *value == same)>{move || label.get()}</option> }
                }).collect_view()}
            </select>
            {icon(Icon::ChevronDown)}
        </span>
    }
    .into_any()
}

/// Yes or no.
#[component]
pub fn Tick(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] checked: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(into)] on_tick: Callback<bool>,
) -> AnyView {
    view! {
        <label class="choice">
            <input type="checkbox" prop:checked=checked disabled=disabled on:change:target=move |event| { on_tick.try_run(event.target().checked()); } />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

/// A small number. What is none goes back to what was there.
#[component]
pub fn Amount(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] value: Signal<u32>,
    #[prop(into)] on_amount: Callback<u32>,
) -> AnyView {
    // Each key counts: whoever goes on by a key does not leave the field before.
    let typed = move |typed: String| {
        if let Ok(amount) = typed.trim().parse::<u32>() {
            on_amount.run(amount);
        }
    };
    // A field that is taken away while it has the focus is left once more, when its answer has gone.
    let left = move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
        if let Some(value) = value.try_get_untracked() {
            event.target().set_value(&value.to_string());
        }
    };
    view! {
        <input class="input num amount" type="text" inputmode="numeric" autocomplete="off" maxlength="4" aria-label=label prop:value=move || value.get().to_string() on:input:target=move |event| typed(event.target().value()) on:change:target=left />
    }
    .into_any()
}

/// A line for one more: Enter adds, and the line is empty for the next.
#[component]
pub fn OneMore(
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] hint: MaybeProp<String>,
    #[prop(into)] on_add: Callback<String>,
) -> AnyView {
    let node = NodeRef::<html::Input>::new();
    let id = fresh_id("one-more");
    let add = move || {
        let Some(input) = node.get_untracked() else {
            return;
        };
        let text = input.value();
        if !text.trim().is_empty() {
            on_add.run(text);
            input.set_value("");
        }
        let _ = input.focus();
    };
    view! {
        <form class="one-more" on:submit=move |event| { event.prevent_default(); add(); }>
            <Field label=move || label.get() hint=hint id=id.clone()>
                <input class="input" id=id.clone() type="text" autocomplete="off" maxlength="200" node_ref=node />
            </Field>
            <Button label=t::interview::add() icon=Icon::Plus press=crate::ui::Press::Submit />
        </form>
    }
    .into_any()
}
