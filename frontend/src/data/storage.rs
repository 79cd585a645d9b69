//! The browser's local storage. It may be forbidden (private windows, policies); then nothing is kept and nothing fails.

use leptos::prelude::window;
use serde::Serialize;
use serde::de::DeserializeOwned;

fn local() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

pub fn read(key: &str) -> Option<String> {
    local()?.get_item(key).ok().flatten()
}

/// Says whether it was kept.
pub fn write(key: &str, value: &str) -> bool {
    local().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

pub fn remove(key: &str) {
    if let Some(storage) = local() {
        let _ = storage.remove_item(key);
    }
}

pub fn read_json<T: DeserializeOwned>(key: &str) -> Option<T> {
    client::read(read(key)?.as_bytes()).ok()
}

/// Says whether it was kept.
pub fn write_json<T: Serialize>(key: &str, value: &T) -> bool {
    serde_json::to_string(value).is_ok_and(|text| write(key, &text))
}

/// Every key with this beginning.
pub fn keys(beginning: &str) -> Vec<String> {
    let Some(storage) = local() else {
        return Vec::new();
    };
    let count = storage.length().unwrap_or_default();
    let all = (0..count).filter_map(|place| storage.key(place).ok().flatten());
    all.filter(|key| key.starts_with(beginning)).collect()
}
