//! The short message after an act, with its undo. One at a time; errors never only here.

use std::cell::Cell;
use std::time::Duration;

use leptos::prelude::*;

use super::button::{Button, Face, Kind};
use super::icon::{Icon, icon};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};

/// A message and possibly one action.
#[derive(Clone)]
pub struct Toast {
    text: String,
    action: Option<(String, Callback<()>)>,
    undo: bool,
}

impl Toast {
    /// Stays 6 seconds.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            action: None,
            undo: false,
        }
    }

    /// Stays 8 seconds; `Z` and `Ctrl Z` undo while it is there.
    #[must_use]
    pub fn undo(mut self, run: impl Fn() + Send + Sync + 'static) -> Self {
        self.action = Some((t::ui::undo().to_owned(), Callback::new(move |()| run())));
        self.undo = true;
        self
    }

    /// Something else to do: open what was created.
    #[must_use]
    pub fn action(
        mut self,
        label: impl Into<String>,
        run: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        self.action = Some((label.into(), Callback::new(move |()| run())));
        self
    }

    const fn patience(&self) -> u32 {
        if self.undo { 8000 } else { 6000 }
    }
}

/// Where messages go; `toasts()` finds it.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Option<Toast>>,
    left: StoredValue<u32>,
    held: StoredValue<bool>,
}

const TICK: u32 = 250;

thread_local! {
    // There is one screen, and messages come from callbacks that no context reaches.
    static TOASTS: Cell<Option<Toasts>> = const { Cell::new(None) };
}

/// Makes the place for messages; once, at the root.
pub(super) fn provide_toasts() {
    TOASTS.set(Some(Toasts {
        shown: RwSignal::new(None),
        left: StoredValue::new(0),
        held: StoredValue::new(false),
    }));
}

pub fn toasts() -> Toasts {
    TOASTS.get().expect("ui::provide comes first")
}

impl Toasts {
    /// Shows the message in place of the one that stands there.
    pub fn show(self, toast: Toast) {
        self.left.set_value(toast.patience());
        self.shown.set(Some(toast));
    }

    pub fn dismiss(self) {
        self.held.set_value(false);
        self.shown.set(None);
    }

    fn act(self) {
        if let Some(Toast {
            action: Some((_, run)),
            ..
        }) = self.shown.get_untracked()
        {
            self.dismiss();
            run.run(());
        }
    }

    fn tick(self) {
        if self.held.get_value() || self.shown.with_untracked(Option::is_none) {
            return;
        }
        let left = self.left.get_value().saturating_sub(TICK);
        self.left.set_value(left);
        if left == 0 {
            self.dismiss();
        }
    }
}

/// Shows the messages; once, in the frame. Waits while the pointer or the focus is on them.
#[component]
pub fn ToastHost() -> AnyView {
    let toasts = toasts();
    if let Ok(timer) = set_interval_with_handle(
        move || toasts.tick(),
        Duration::from_millis(u64::from(TICK)),
    ) {
        on_cleanup(move || timer.clear());
    }
    let can_undo = Memo::new(move |_| toasts.shown.with(|t| t.as_ref().is_some_and(|t| t.undo)));
    view! {
        <div
            class="toasts"
            role="status"
            on:pointerenter=move |_| toasts.held.set_value(true)
            on:pointerleave=move |_| toasts.held.set_value(false)
            on:focusin=move |_| toasts.held.set_value(true)
            on:focusout=move |_| toasts.held.set_value(false)
        >
            {move || can_undo.get().then(|| {
                keys::add(
                    Command::new("undo", Scope::Global, t::ui::undo(), move || toasts.act())
                        .on(Chord::letter('z'))
                        .on(Chord::letter('z').ctrl())
                        .outside_fields(),
                );
            })}
            {move || toasts.shown.get().map(|toast| {
                let chord = toast.undo.then_some(Chord::letter('z'));
                view! {
                    <div class="toast">
                        <span class="toast__text">{icon(Icon::Check)}{toast.text}</span>
                        {toast.action.map(|(label, _)| view! {
                            <Button label=label kind=Kind::Ghost chord=chord on_press=move |()| toasts.act() />
                        })}
                        <Button label=t::ui::close() icon=Icon::X face=Face::Icon kind=Kind::Ghost on_press=move |()| toasts.dismiss() />
                    </div>
                }
            })}
        </div>
    }
    .into_any()
}
