//! A small surface beside any element of the page, opened by a key or by a press somewhere else.

use leptos::html;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use leptos::text_prop::TextProp;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::place::{self, Edge};

/// The first control gets the focus, unless one of them has it.
fn focus_within(pop: &HtmlElement) {
    let active = document().active_element();
    if active.is_some_and(|active| pop.contains(Some(&active))) {
        return;
    }
    let first = pop.query_selector("[autofocus], input, button");
    let first = first.ok().flatten();
    if let Some(first) = first.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = first.focus();
    }
}

/// Open while `anchor` holds the id of an element. Esc and a press outside close it; the focus goes back to where it was.
#[component]
pub fn Floating(
    anchor: RwSignal<Option<String>>,
    #[prop(into)] label: TextProp,
    #[prop(optional)] edge: Edge,
    children: ChildrenFn,
) -> AnyView {
    let node = NodeRef::<html::Div>::new();
    let before = StoredValue::new_local(None::<HtmlElement>);
    Effect::new(move |_| {
        let Some(pop) = node.get() else { return };
        match anchor.get() {
            Some(id) => {
                let active = document()
                    .active_element()
                    .and_then(|element| element.dyn_into().ok());
                before.set_value(active);
                place::open(&id, &pop, edge);
                // The content comes with this change, before the next key does; its size is known in the next frame.
                let content = pop.clone();
                spawn_local(async move {
                    tick().await;
                    focus_within(&content);
                });
                request_animation_frame(move || {
                    place::open(&id, &pop, edge);
                    focus_within(&pop);
                });
            }
            None => place::close(&pop),
        }
    });
    let toggled = move |_| {
        // The browser tells it later: the page may have gone by then.
        let Some(pop) = node.try_get_untracked().flatten() else {
            return;
        };
        if place::is_open(&pop) {
            return;
        }
        anchor.set(None);
        let back = before.try_update_value(Option::take).flatten();
        let lost = document()
            .active_element()
            .is_none_or(|active| active.tag_name() == "BODY");
        if let Some(back) = back.filter(|element| lost && element.is_connected()) {
            let _ = back.focus();
        }
    };
    let walk = move |event: web_sys::KeyboardEvent| {
        let step: i32 = match event.key().as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => return,
        };
        let Some(pop) = node.get_untracked() else {
            return;
        };
        let Ok(found) = pop.query_selector_all("button.menu__item") else {
            return;
        };
        let items: Vec<HtmlElement> = (0..found.length())
            .filter_map(|place| found.item(place)?.dyn_into().ok())
            .collect();
        let active = document().active_element();
        let Some(here) = items.iter().position(|item| {
            active
                .as_ref()
                .is_some_and(|active| active == item.as_ref())
        }) else {
            return;
        };
        event.prevent_default();
        event.stop_propagation();
        let _ = items[here
            .saturating_add_signed(step as isize)
            .min(items.len() - 1)]
        .focus();
    };
    view! {
        <div
            class="pop menu"
            popover="auto"
            role="dialog"
            aria-label=move || label.get()
            node_ref=node
            on:toggle=toggled
            on:keydown=walk
        >
            {move || anchor.get().is_some().then(|| children())}
        </div>
    }
    .into_any()
}
