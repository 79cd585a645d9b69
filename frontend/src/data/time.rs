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

/// Does the work and tells the browser how long it took, as a measure of this name (User Timing Level 3): for whoever looks at the page with
/// the browser's tools, and for our own measurements. Only the last one is kept.
pub fn timed<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let Some(performance) = window().performance() else {
        return work();
    };
    performance.clear_marks_with_mark_name(name);
    performance.clear_measures_with_measure_name(name);
    let _ = performance.mark(name);
    let done = work();
    let _ = performance.measure_with_start_mark(name, name);
    done
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
