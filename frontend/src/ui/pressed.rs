//! Whether a pointer is down or a menu stands open: what is under it holds still meanwhile, so that the press counts.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;

#[derive(Clone, Copy)]
struct Pressed(RwSignal<bool>);

#[derive(Clone, Copy)]
struct MenuOpen(RwSignal<bool>);

pub(super) fn provide() {
    let pressed = RwSignal::new(false);
    provide_context(Pressed(pressed));
    provide_context(MenuOpen(RwSignal::new(false)));
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

/// True while a press may be under way or a menu waits for its choice: what is drawn anew would take both away.
pub fn held() -> Signal<bool> {
    let pressed = pressed();
    match use_context::<MenuOpen>() {
        Some(MenuOpen(open)) => Signal::derive(move || pressed.get() || open.get()),
        None => pressed,
    }
}

/// What a menu tells of itself. One is open at a time.
pub(super) fn menu_open() -> Callback<bool> {
    let known = use_context::<MenuOpen>();
    Callback::new(move |open: bool| {
        if let Some(MenuOpen(known)) = known
            && known.get_untracked() != open
        {
            known.set(open);
        }
    })
}
