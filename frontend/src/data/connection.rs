//! Whether the server can be reached.

use std::time::Duration;

use client::{Failure, RawAnswer};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{AbortSignal, RequestInit};

use super::sleep;

/// How long to wait before asking again whether the server is there.
const PAUSES: [u64; 5] = [2, 4, 8, 15, 30];
/// A server that is there says so within this many milliseconds.
const PATIENCE: u32 = 5_000;

#[derive(Clone, Copy)]
pub struct Connection {
    online: RwSignal<bool>,
    /// Grows with every return of the connection.
    returns: RwSignal<u32>,
    asking: StoredValue<bool>,
}

impl Connection {
    pub(super) fn new() -> Self {
        let connection = Self {
            online: RwSignal::new(true),
            returns: RwSignal::new(0),
            asking: StoredValue::new(false),
        };
        let offline = window_event_listener(leptos::ev::offline, move |_| connection.lost());
        let online = window_event_listener(leptos::ev::online, move |_| connection.ask_now());
        on_cleanup(move || {
            offline.remove();
            online.remove();
        });
        connection
    }

    pub fn online(self) -> bool {
        self.online.get()
    }

    /// To be read where something must happen when the connection is back.
    pub fn returns(self) -> u32 {
        self.returns.get()
    }

    /// What a request tells of the connection.
    pub(super) fn heard(self, answer: &Result<RawAnswer, Failure>) {
        match answer {
            Ok(_) => self.found(),
            Err(Failure::Unreachable(_)) => self.lost(),
            Err(_) => {}
        }
    }

    pub(super) fn lost(self) {
        if self.online.get_untracked() {
            self.online.set(false);
        }
        self.watch();
    }

    pub(super) fn found(self) {
        if !self.online.get_untracked() {
            self.online.set(true);
            self.returns.update(|count| *count += 1);
        }
    }

    /// The device says that it has a network again: no need to wait for the next turn.
    fn ask_now(self) {
        if self.online.get_untracked() {
            return;
        }
        spawn_local(async move {
            if answers().await {
                self.found();
            }
        });
    }

    /// Asks until the server answers; one such loop at a time.
    fn watch(self) {
        if self.asking.get_value() || self.online.get_untracked() {
            return;
        }
        self.asking.set_value(true);
        spawn_local(async move {
            for pause in PAUSES.into_iter().chain(std::iter::repeat(30)) {
                sleep(Duration::from_secs(pause)).await;
                if self.online.get_untracked() || answers().await {
                    break;
                }
            }
            self.asking.set_value(false);
            self.found();
        });
    }
}

async fn answers() -> bool {
    let init = RequestInit::new();
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
    let request = window().fetch_with_str_and_init("/healthz", &init);
    wasm_bindgen_futures::JsFuture::from(request).await.is_ok()
}
