//! A value that is changed where it stands: pressing it opens its input, leaving or Enter saves, Esc reverts.

use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

use crate::i18n::t;
use crate::ui::{Field, Input, InputKind, Textarea};

/// How a text is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lines {
    #[default]
    One,
    Many,
}

/// Whether a value of the page is being edited: what is around it holds still meanwhile.
#[derive(Clone, Copy)]
pub struct Typing(pub RwSignal<bool>);

/// A label with its value. `on_save` is called with what was typed when it differs.
#[component]
pub fn EditText(
    #[prop(into)] label: TextProp,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_save: Callback<String>,
    /// Without the right to change it, it is only shown.
    #[prop(into)]
    may: Signal<bool>,
    #[prop(optional)] kind: InputKind,
    #[prop(optional)] lines: Lines,
    /// The server's sentence about it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    #[prop(optional, into)] placeholder: TextProp,
) -> AnyView {
    let editing = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let input = NodeRef::<html::Input>::new();
    let area = NodeRef::<html::Textarea>::new();
    let sent = StoredValue::new(false);
    if let Some(Typing(typing)) = use_context() {
        Effect::new(move |before: Option<bool>| {
            let now = editing.get();
            if before.is_some_and(|before| before != now) {
                typing.set(now);
            }
            now
        });
    }
    // What was refused stands in the field again, as it was typed.
    Effect::new(move |_| {
        if error.get().is_some() && sent.get_value() {
            sent.set_value(false);
            editing.set(true);
        }
    });
    Effect::new(move |_| {
        if !editing.get() {
            return;
        }
        if let Some(input) = input.get() {
            let _ = input.focus();
            input.select();
        }
        if let Some(area) = area.get() {
            let _ = area.focus();
        }
    });
    let begin = move || {
        typed.set(value.get_untracked());
        editing.set(true);
    };
    let finish = move |text: String| {
        editing.set(false);
        let text = text.trim().to_owned();
        if text != value.get_untracked() {
            sent.set_value(true);
            on_save.run(text);
        }
    };
    let name = label.clone();
    let shown_name = label.clone();
    let content = move || match (editing.get(), may.get()) {
        (true, _) => {
            let label = name.clone();
            let keydown = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
                "Escape" => {
                    event.stop_propagation();
                    editing.set(false);
                }
                "Enter" if lines == Lines::One || event.ctrl_key() || event.meta_key() => {
                    event.prevent_default();
                    finish(typed.get_untracked());
                }
                _ => {}
            };
            let leave = move |_| {
                if editing.try_get_untracked() == Some(true) {
                    finish(typed.get_untracked());
                }
            };
            let placeholder = placeholder.clone();
            view! {
                <div on:keydown=keydown on:focusout=leave>
                    <Field label=label error=error>
                        {match lines {
                            Lines::One => view! { <Input value=typed kind=kind node=input placeholder=placeholder /> }.into_any(),
                            Lines::Many => view! { <Textarea value=typed node=area placeholder=placeholder /> }.into_any(),
                        }}
                    </Field>
                </div>
            }
            .into_any()
        }
        (false, true) => {
            let label = shown_name.clone();
            view! {
                <button class="fact fact--edit" type="button" on:click=move |_| begin()>
                    <span class="fact__label">{move || label.get()}</span>
                    <span class="fact__value">{move || shown(value.get())}</span>
                </button>
                {move || error.get().map(|error| view! { <p class="field__error">{error}</p> })}
            }
            .into_any()
        }
        (false, false) => {
            let label = shown_name.clone();
            view! {
                <div class="fact">
                    <span class="fact__label">{move || label.get()}</span>
                    <span class="fact__value">{move || shown(value.get())}</span>
                </div>
            }
            .into_any()
        }
    };
    view! { {content} }.into_any()
}

fn shown(value: String) -> String {
    match value.is_empty() {
        true => t::clients::empty().to_owned(),
        false => value,
    }
}
