//! The last thing that can be taken back, for as long as its toast says so.

use std::time::Duration;

use leptos::prelude::*;

/// How long a toast offers it.
const OFFERED: Duration = Duration::from_secs(8);

/// What a toast says, and what undoing does.
#[derive(Clone)]
pub struct Offer {
    pub number: u32,
    pub text: String,
    /// Absent for a message that offers nothing.
    pub action: Option<Callback<()>>,
}

#[derive(Clone, Copy)]
pub struct Undo {
    offer: RwSignal<Option<Offer>>,
    count: StoredValue<u32>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Undo {
    pub(super) fn new() -> Self {
        Self {
            offer: RwSignal::new(None),
            count: StoredValue::new(0),
            timer: StoredValue::new(None),
        }
    }

    /// Says what was done and offers to take it back. It replaces what was offered before.
    pub fn offer(self, text: impl Into<String>, action: impl Fn() + Send + Sync + 'static) {
        self.show(text.into(), Some(Callback::new(move |()| action())));
    }

    /// Says something that cannot be taken back.
    pub fn say(self, text: impl Into<String>) {
        self.show(text.into(), None);
    }

    pub fn current(self) -> Option<Offer> {
        self.offer.get()
    }

    /// Takes the last thing back, if that is still offered.
    pub fn take_back(self) {
        let action = self
            .offer
            .with_untracked(|offer| offer.as_ref().and_then(|offer| offer.action));
        if let Some(action) = action {
            self.dismiss();
            action.run(());
        }
    }

    pub fn dismiss(self) {
        self.hold();
        self.offer.set(None);
    }

    /// The pointer or the focus is on the toast: it stays.
    pub fn hold(self) {
        if let Some(handle) = self.timer.get_value() {
            handle.clear();
        }
    }

    /// The toast may go when its time has passed.
    pub fn release(self) {
        self.hold();
        let handle = set_timeout_with_handle(move || self.offer.set(None), OFFERED).ok();
        self.timer.set_value(handle);
    }

    fn show(self, text: String, action: Option<Callback<()>>) {
        self.count.update_value(|count| *count += 1);
        let number = self.count.get_value();
        self.offer.set(Some(Offer {
            number,
            text,
            action,
        }));
        self.release();
    }
}
