//! The edge of a column: drawn by a pointer, moved by arrows, and by a double press as it usually is.

use domain::filters::{MAX_WIDTH, MIN_WIDTH};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::head::Wide;
use super::widths::fitting;
use crate::i18n::t;

/// By how much an arrow moves it, and an arrow with `Shift`.
const STEP: f64 = 8.0;
const STRIDE: f64 = 64.0;

/// Where a pointer took hold of the edge, and how wide the column was.
#[derive(Clone, Copy)]
struct Hold {
    at: f64,
    width: f64,
}

#[component]
pub fn Separator(key: String, #[prop(into)] name: TextProp, wide: Wide) -> AnyView {
    let key = StoredValue::new(key);
    let node = NodeRef::<html::Span>::new();
    let hold = StoredValue::new(None::<Hold>);
    let now = RwSignal::new(MIN_WIDTH);
    let measure = move || {
        let column = node
            .try_get_untracked()
            .flatten()
            .and_then(|node| node.parent_element())
            .and_then(|head| head.dyn_into::<HtmlElement>().ok());
        let width = column.map_or(0.0, |column| f64::from(column.offset_width()));
        now.try_set(fitting(width));
        width
    };
    let drawn = Memo::new(move |_| key.with_value(|key| wide.of(key)));
    Effect::new(move |_| {
        drawn.get();
        request_animation_frame(move || {
            measure();
        });
    });
    let press = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        event.prevent_default();
        if let Some(node) = node.get_untracked() {
            let _ = node.set_pointer_capture(event.pointer_id());
            let _ = node.focus();
        }
        hold.set_value(Some(Hold {
            at: f64::from(event.client_x()),
            width: measure(),
        }));
    };
    let drag = move |event: PointerEvent| {
        if let Some(hold) = hold.get_value() {
            let moved = f64::from(event.client_x()) - hold.at;
            wide.draw(key.get_value(), fitting(hold.width + moved));
        }
    };
    let release = move |_: PointerEvent| {
        if hold.get_value().is_some() {
            hold.set_value(None);
            wide.keep_drawn();
        }
    };
    let give_up = move |_: PointerEvent| {
        hold.set_value(None);
        wide.forget_drawn();
    };
    let keys = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let step = if event.shift_key() { STRIDE } else { STEP };
        let width = match event.key().as_str() {
            "ArrowLeft" => Some(measure() - step),
            "ArrowRight" => Some(measure() + step),
            "Home" => Some(f64::from(MIN_WIDTH)),
            "Enter" | "Delete" => None,
            _ => return,
        };
        event.prevent_default();
        wide.set(key.get_value(), width.map(fitting));
    };
    view! {
        <span
            class="lists-edge"
            node_ref=node
            role="separator"
            tabindex="0"
            aria-orientation="vertical"
            aria-label=move || t::ui::column_width(name.get())
            aria-valuemin=MIN_WIDTH.to_string()
            aria-valuemax=MAX_WIDTH.to_string()
            aria-valuenow=move || now.get().to_string()
            on:pointerdown=press
            on:pointermove=drag
            on:pointerup=release
            on:pointercancel=give_up
            on:dblclick=move |_| wide.set(key.get_value(), None)
            on:keydown=keys
        ></span>
    }
    .into_any()
}
