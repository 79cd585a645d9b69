//! The small form that links somebody or something with a card, under the list it adds to.

use leptos::{html, prelude::*};

use crate::i18n::t;
use crate::keys::Chord;
use crate::ui::{Button, Kind};

/// `first` has the focus from the start, `Ctrl+Enter` submits and `Escape` closes; the fields are the caller's.
#[component]
pub fn LinkForm(
    label: &'static str,
    submit: &'static str,
    first: NodeRef<html::Input>,
    #[prop(into)] busy: Signal<bool>,
    on_submit: Callback<()>,
    on_close: Callback<()>,
    children: Children,
) -> impl IntoView {
    Effect::new(move |_| {
        if let Some(input) = first.get() {
            let _ = input.focus();
        }
    });
    let keydown = move |event: web_sys::KeyboardEvent| {
        let pressed = event.key();
        if pressed == "Escape" && !event.default_prevented() {
            event.stop_propagation();
            on_close.run(());
        } else if pressed == "Enter" && event.ctrl_key() {
            event.prevent_default();
            event.stop_propagation();
            on_submit.run(());
        }
    };
    view! {
        <div class="stack" role="group" aria-label=label on:keydown=keydown>
            {children()}
            <div class="row">
                <Button label=submit kind=Kind::Primary chord=Chord::ENTER.ctrl() busy=busy on_press=on_submit />
                <Button label=t::clients::leave_as_is() kind=Kind::Ghost on_press=on_close />
            </div>
        </div>
    }
}
