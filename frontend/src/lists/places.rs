//! Where one was in a list, for whoever comes back to it by the browser.

use std::cell::RefCell;

use leptos::prelude::*;

use super::pages::Pages;

/// So many lists are remembered.
const KEPT: usize = 5;

#[derive(Clone)]
pub struct Place {
    pub pages: Pages,
    /// Pixels.
    pub top: f64,
    pub row: f64,
    /// The row that had the focus.
    pub current: Option<String>,
}

thread_local! {
    static PLACES: RefCell<Vec<(String, Place)>> = const { RefCell::new(Vec::new()) };
    /// The address that Back or Forward led to last.
    static LED_TO: RefCell<Option<String>> = const { RefCell::new(None) };
}

pub fn keep(list: String, place: Place) {
    PLACES.with_borrow_mut(|places| {
        places.retain(|(known, _)| *known != list);
        if places.len() >= KEPT {
            places.remove(0);
        }
        places.push((list, place));
    });
}

/// The place in this list, when Back or Forward led to it just now; who follows a link begins at the top.
pub fn come_back_to(list: &str) -> Option<Place> {
    let led = LED_TO.take()? == here();
    led.then(|| {
        PLACES.with_borrow(|places| {
            let known = places.iter().find(|(known, _)| known == list);
            known.map(|(_, place)| place.clone())
        })
    })?
}

fn here() -> String {
    window().location().href().unwrap_or_default()
}

/// Hears of Back and Forward; once, at the root, before the router, which draws the page as soon as it has heard of them.
pub fn listen() {
    let heard = window_event_listener(leptos::ev::popstate, |_| LED_TO.set(Some(here())));
    on_cleanup(move || heard.remove());
}
