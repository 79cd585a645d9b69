//! Puts something of the top layer beside what opened it.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

/// Which edges of the two meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edge {
    #[default]
    Start,
    End,
    /// Over the middle, for tooltips.
    Middle,
}

impl Edge {
    const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::End => "end",
            Self::Middle => "middle",
        }
    }
}

/// Distance from the anchor and from the edges of the window.
const GAP: f64 = 4.0;
const MARGIN: f64 = 8.0;

/// Shows `pop` (an element with the `popover` attribute) below `anchor`, or above where there is more room.
pub fn beside(anchor: &Element, pop: &HtmlElement, edge: Edge) {
    let (width, height) = (window_size(true), window_size(false));
    let a = anchor.get_bounding_client_rect();
    let style = pop.style();
    let set = |name: &str, value: f64| {
        let _ = style.set_property(name, &format!("{}px", value.round()));
    };
    set("--w", a.width());
    let own_width = f64::from(pop.offset_width());
    let own_height = f64::from(pop.scroll_height());
    let (below, above) = (height - a.bottom() - GAP - MARGIN, a.top() - GAP - MARGIN);
    // A list may be cut and scrolled; a calendar rather covers its field.
    let is_list = matches!(
        pop.get_attribute("role").as_deref(),
        Some("listbox" | "menu")
    );
    let up = own_height > below && above > below;
    let fits = own_height <= below.max(above);
    let room = match (fits || is_list, up) {
        (false, _) => height - 2.0 * MARGIN,
        (true, true) => above,
        (true, false) => below,
    };
    set("--room", room.max(120.0));
    let shown = own_height.min(room);
    let y = match (fits || is_list, up) {
        (false, _) => height - MARGIN - shown,
        (true, true) => a.top() - GAP - shown,
        (true, false) => a.bottom() + GAP,
    };
    set("--y", y);
    let x = match edge {
        Edge::Start => a.left(),
        Edge::End => a.right() - own_width,
        Edge::Middle => a.left() + (a.width() - own_width) / 2.0,
    };
    set(
        "--x",
        x.clamp(MARGIN, (width - own_width - MARGIN).max(MARGIN)),
    );
}

/// Opens `pop` as a popover that stays beside the element with the id `anchor_id`.
pub fn open(anchor_id: &str, pop: &HtmlElement, edge: Edge) {
    let Some(anchor) = document().get_element_by_id(anchor_id) else {
        return;
    };
    let _ = pop.set_attribute("data-anchor", anchor_id);
    let _ = pop.set_attribute("data-edge", edge.name());
    if !is_open(pop) {
        let _ = pop.show_popover();
    }
    beside(&anchor, pop, edge);
}

pub fn close(pop: &HtmlElement) {
    if is_open(pop) {
        let _ = pop.hide_popover();
    }
}

pub fn is_open(pop: &Element) -> bool {
    pop.matches(":popover-open").unwrap_or(false)
}

/// Keeps what is open beside its anchor while the page scrolls or the window changes; once, at the root.
pub fn follow() {
    let again = move || {
        let Ok(list) = document().query_selector_all("[popover][data-anchor]:popover-open") else {
            return;
        };
        for index in 0..list.length() {
            let Some(pop) = list
                .item(index)
                .and_then(|n| n.dyn_into::<HtmlElement>().ok())
            else {
                continue;
            };
            let anchor = pop
                .get_attribute("data-anchor")
                .and_then(|id| document().get_element_by_id(&id));
            if let Some(anchor) = anchor {
                let edge = match pop.get_attribute("data-edge").as_deref() {
                    Some("end") => Edge::End,
                    Some("middle") => Edge::Middle,
                    _ => Edge::Start,
                };
                beside(&anchor, &pop, edge);
            }
        }
    };
    let resized = window_event_listener(leptos::ev::resize, move |_| again());
    // Scrolling does not bubble; a listener in the capture phase hears every container.
    let scrolled = wasm_bindgen::closure::Closure::<dyn Fn()>::new(again);
    let _ = document().add_event_listener_with_callback_and_bool(
        "scroll",
        scrolled.as_ref().unchecked_ref(),
        true,
    );
    let scrolled = StoredValue::new_local(Some(scrolled));
    on_cleanup(move || {
        resized.remove();
        scrolled.try_update_value(|closure| {
            if let Some(closure) = closure.take() {
                let _ = document().remove_event_listener_with_callback_and_bool(
                    "scroll",
                    closure.as_ref().unchecked_ref(),
                    true,
                );
            }
        });
    });
}

fn window_size(width: bool) -> f64 {
    let size = if width {
        window().inner_width()
    } else {
        window().inner_height()
    };
    size.ok().and_then(|v| v.as_f64()).unwrap_or(1024.0)
}
