//! A value that is changed where it stands: pressing it opens its input, leaving or Enter saves, Esc reverts.

use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

use crate::i18n::t;
use crate::ui::{Field, Input, InputKind, Textarea, pressed};

/// How a text is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lines {
    #[default]
    One,
    Many,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Shown,
    /// Left by a key: the focus goes back to where the editing began.
    Back,
    Open,
    /// What was typed is saved; the input goes when the pointer that left it is let go, so that nothing moves under it.
    Leaving,
}

/// A label with its value. `on_save` is called with what was typed when it differs.
#[component]
pub fn EditText(
    #[prop(into)] label: TextProp,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_save: Callback<String>,
    /// Without the right to change it, it is only shown.
    may: Memo<bool>,
    #[prop(optional)] kind: InputKind,
    #[prop(optional)] lines: Lines,
    /// The server's sentence about it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    #[prop(optional, into)] placeholder: TextProp,
    /// The input is open from the beginning.
    #[prop(optional)]
    at_once: bool,
) -> AnyView {
    let state = RwSignal::new(match at_once {
        true => State::Open,
        false => State::Shown,
    });
    let typed = RwSignal::new(String::new());
    let input = NodeRef::<html::Input>::new();
    let area = NodeRef::<html::Textarea>::new();
    let button = NodeRef::<html::Button>::new();
    let sent = StoredValue::new(false);
    // Whether the input takes the focus when it opens: nobody is interrupted elsewhere.
    let seizes = StoredValue::new(true);
    let pressed = pressed();
    // What was refused stands in the field again, as it was typed.
    Effect::new(move |_| {
        if error.get().is_some() && sent.get_value() {
            sent.set_value(false);
            seizes.set_value(is_free(button));
            state.set(State::Open);
        }
    });
    Effect::new(move |_| {
        if state.get() == State::Leaving && !pressed.get() {
            state.set(State::Shown);
        }
    });
    let open = Memo::new(move |_| matches!(state.get(), State::Open | State::Leaving));
    Effect::new(move |_| {
        if !open.get() {
            if state.get_untracked() == State::Back
                && let Some(button) = button.get()
            {
                let _ = button.focus();
                state.set(State::Shown);
            }
            return;
        }
        if !seizes.get_value() {
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
        seizes.set_value(true);
        state.set(State::Open);
    };
    let finish = move |then: State| {
        state.set(then);
        let text = typed.get_untracked().trim().to_owned();
        if text != value.get_untracked() {
            sent.set_value(true);
            on_save.run(text);
        }
    };
    let name = label.clone();
    let shown_name = label.clone();
    let content = move || match (open.get(), may.get()) {
        (true, _) => {
            let label = name.clone();
            let keydown = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
                "Escape" => {
                    event.stop_propagation();
                    state.set(State::Back);
                }
                "Enter" if lines == Lines::One || event.ctrl_key() || event.meta_key() => {
                    event.prevent_default();
                    finish(State::Back);
                }
                _ => {}
            };
            let leave = move |_| {
                if state.try_get_untracked() == Some(State::Open) {
                    finish(State::Leaving);
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
                <button class="fact fact--edit" type="button" node_ref=button on:click=move |_| begin()>
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

/// Whether the focus is nowhere, or still where the editing began.
fn is_free(button: NodeRef<html::Button>) -> bool {
    let Some(active) = document().active_element() else {
        return true;
    };
    let own = button
        .get_untracked()
        .is_some_and(|button| button.is_same_node(Some(&active)));
    own || active.tag_name() == "BODY"
}

fn shown(value: String) -> String {
    match value.is_empty() {
        true => t::clients::empty().to_owned(),
        false => value,
    }
}
