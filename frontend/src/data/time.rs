//! The device's clock and waiting.

use std::time::Duration;

use domain::time::Timestamp;
use js_sys::{Date, Promise};
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// What the device thinks the time is.
pub fn now() -> Timestamp {
    Timestamp::from_micros((Date::now() * 1000.0) as i64)
}

pub async fn sleep(span: Duration) {
    let promise = Promise::new(&mut |resolve, _| {
        let millis = i32::try_from(span.as_millis()).unwrap_or(i32::MAX);
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
    });
    let _ = JsFuture::from(promise).await;
}

/// The present moment as a signal that moves on by this span, until the owner goes away.
pub fn tick_every(span: Duration) -> ReadSignal<Timestamp> {
    let (moment, set) = signal(now());
    if let Ok(handle) = set_interval_with_handle(move || set.set(now()), span) {
        on_cleanup(move || handle.clear());
    }
    moment
}
