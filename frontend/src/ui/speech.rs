//! What screen readers are told: one polite and one assertive region for the whole application.

use std::cell::Cell;

use leptos::prelude::*;

#[derive(Clone, Copy)]
struct Speech {
    polite: RwSignal<String>,
    assertive: RwSignal<String>,
}

/// The two regions; once, in the frame.
#[component]
pub fn LiveRegions() -> AnyView {
    let speech = speech();
    view! {
        <div class="vh" role="status" aria-live="polite">{move || speech.polite.get()}</div>
        <div class="vh" role="alert" aria-live="assertive">{move || speech.assertive.get()}</div>
    }
    .into_any()
}

thread_local! {
    // There is one pair of regions, and callbacks that no context reaches speak, too.
    static SPEECH: Cell<Option<Speech>> = const { Cell::new(None) };
}

/// Makes the regions; once, at the root.
pub(super) fn provide_speech() {
    SPEECH.set(Some(Speech {
        polite: RwSignal::new(String::new()),
        assertive: RwSignal::new(String::new()),
    }));
}

fn speech() -> Speech {
    SPEECH.get().expect("ui::provide comes first")
}

/// Says something when the reader has finished the sentence: the next client, a count of results.
pub fn say(text: impl Into<String>) {
    tell(speech().polite, text.into());
}

/// Interrupts: something failed.
pub fn say_now(text: impl Into<String>) {
    tell(speech().assertive, text.into());
}

/// The same words twice are two messages: an invisible difference makes the region change.
fn tell(region: RwSignal<String>, mut text: String) {
    if region.with_untracked(|before| *before == text) {
        text.push('\u{200B}');
    }
    region.set(text);
}
