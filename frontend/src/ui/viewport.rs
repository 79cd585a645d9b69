//! How wide the window is, where a layout needs other elements and not only other sizes.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;

/// True while the window is at most this many pixels wide.
pub fn narrow(pixels: u32) -> ReadSignal<bool> {
    let query = window()
        .match_media(&format!("(max-width: {pixels}px)"))
        .ok()
        .flatten();
    let (is, set) = signal(query.as_ref().is_some_and(web_sys::MediaQueryList::matches));
    if let Some(query) = query {
        let list = query.clone();
        let changed = Closure::<dyn Fn()>::new(move || set.set(list.matches()));
        let _ = query.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
        let kept = StoredValue::new_local(Some((query, changed)));
        on_cleanup(move || {
            kept.try_update_value(|kept| {
                if let Some((query, changed)) = kept.take() {
                    let _ = query.remove_event_listener_with_callback(
                        "change",
                        changed.as_ref().unchecked_ref(),
                    );
                }
            });
        });
    }
    is
}
