//! Whether a pointer is down: what is under it holds still until it is let go, so that the press counts.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;

#[derive(Clone, Copy)]
struct Pressed(RwSignal<bool>);

pub(super) fn provide() {
    let pressed = RwSignal::new(false);
    provide_context(Pressed(pressed));
    let down = move |button: i16| {
        if button == 0 {
            pressed.set(true);
        }
    };
    // The click comes right after the release: it must still find what was pressed.
    let up = move || {
        set_timeout(
            move || {
                if pressed.get_untracked() {
                    pressed.set(false);
                }
            },
            Duration::ZERO,
        );
    };
    // A finger has already left when the browser tells of its press as of a mouse's.
    window_event_listener(ev::pointerdown, move |event| down(event.button()));
    window_event_listener(ev::mousedown, move |event| down(event.button()));
    window_event_listener(ev::pointerup, move |_| up());
    window_event_listener(ev::pointercancel, move |_| up());
    window_event_listener(ev::mouseup, move |_| up());
}

/// True from the moment a pointer goes down until its click was told.
pub fn pressed() -> Signal<bool> {
    match use_context::<Pressed>() {
        Some(Pressed(pressed)) => pressed.into(),
        None => Signal::stored(false),
    }
}
