//! One tooltip for the whole page: whatever has `data-tip` gets it on hover and on focus.
//!
//! A tooltip repeats or explains; it is never the only name of a thing and never holds actions.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use super::fresh_id;
use super::place::{self, Edge};

/// Long enough not to flicker under a passing pointer.
const DELAY: Duration = Duration::from_millis(400);

#[component]
pub fn TipHost() -> AnyView {
    let node = NodeRef::<html::Div>::new();
    let text = RwSignal::new(String::new());
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let pop = move || node.get_untracked();

    let hide = move || {
        if let Some(handle) = waiting.try_update_value(Option::take).flatten() {
            handle.clear();
        }
        if let Some(pop) = pop() {
            place::close(&pop);
        }
    };
    let show = move |element: &Element| {
        let Some(words) = element
            .get_attribute("data-tip")
            .filter(|words| !words.is_empty())
        else {
            return;
        };
        if element.id().is_empty() {
            element.set_id(&fresh_id("tip"));
        }
        text.set(words);
        if let Some(pop) = pop() {
            place::open(&element.id(), &pop, Edge::Middle);
        }
    };
    let tipped = |target: Option<web_sys::EventTarget>| -> Option<Element> {
        target?
            .dyn_into::<Element>()
            .ok()?
            .closest("[data-tip]")
            .ok()
            .flatten()
    };

    let over = window_event_listener(leptos::ev::pointerover, move |event| {
        hide();
        if event.pointer_type() != "touch"
            && let Some(element) = tipped(event.target())
        {
            let element = send_wrapper::SendWrapper::new(element);
            let handle = set_timeout_with_handle(move || show(&element), DELAY);
            waiting.set_value(handle.ok());
        }
    });
    let focused = window_event_listener(leptos::ev::focusin, move |event| {
        hide();
        if let Some(element) = tipped(event.target())
            && element.matches(":focus-visible").unwrap_or(false)
        {
            show(&element);
        }
    });
    let left = window_event_listener(leptos::ev::focusout, move |_| hide());
    let pressed = window_event_listener(leptos::ev::pointerdown, move |_| hide());
    let typed = window_event_listener(leptos::ev::keydown, move |event| {
        if event.key() == "Escape" {
            hide();
        }
    });
    on_cleanup(move || {
        for listener in [over, focused, left, pressed, typed] {
            listener.remove();
        }
    });

    view! { <div class="pop tip" popover="manual" role="tooltip" node_ref=node>{move || text.get()}</div> }.into_any()
}
