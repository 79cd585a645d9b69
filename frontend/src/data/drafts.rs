//! What was typed and not yet sent: kept per person, form and thing for seven days.

use std::time::Duration;

use domain::ids::EmployeeId;
use domain::time::Timestamp;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{now, session, storage};

/// After the last key.
const QUIET: Duration = Duration::from_millis(400);
const KEPT_DAYS: i64 = 7;

#[derive(Serialize, Deserialize)]
struct Kept<T> {
    at: Timestamp,
    value: T,
}

/// The place where one form keeps what was typed.
#[derive(Clone, Copy)]
pub struct Draft {
    key: StoredValue<Option<String>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    kept_at: RwSignal<Option<Timestamp>>,
}

/// `form` names the form, `id` the thing it is about. What is still waiting to be written when the form closes is written then.
pub fn draft(form: &str, id: &str) -> Draft {
    let key = session()
        .my_id()
        .map(|user| format!("draft:{user}:{form}:{id}"));
    Draft {
        key: StoredValue::new(key),
        timer: StoredValue::new(None),
        kept_at: RwSignal::new(None),
    }
}

impl Draft {
    /// What was kept, and when.
    pub fn restore<T: DeserializeOwned>(self) -> Option<(T, Timestamp)> {
        let key = self.key.get_value()?;
        let kept: Kept<T> = storage::read_json(&key)?;
        if now().since(kept.at).num_days() >= KEPT_DAYS {
            storage::remove(&key);
            return None;
        }
        self.kept_at.set(Some(kept.at));
        Some((kept.value, kept.at))
    }

    /// When it was last written; absent before and after.
    pub fn kept_at(self) -> Option<Timestamp> {
        self.kept_at.get()
    }

    /// Writes it when the typing has paused.
    pub fn keep<T: Serialize + 'static>(self, value: T) {
        self.stop();
        let handle = set_timeout_with_handle(move || self.keep_now(&value), QUIET).ok();
        self.timer.set_value(handle);
    }

    pub fn keep_now<T: Serialize>(self, value: &T) {
        let Some(Some(key)) = self.key.try_get_value() else {
            return;
        };
        let at = now();
        if storage::write_json(&key, &Kept { at, value }) {
            self.kept_at.set(Some(at));
        }
    }

    /// Where it is kept, for [`keep_under`].
    pub fn name(self) -> Option<String> {
        self.key.get_value()
    }

    /// Sent or thrown away.
    pub fn forget(self) {
        self.stop();
        self.kept_at.set(None);
        if let Some(key) = self.key.get_value() {
            storage::remove(&key);
        }
    }

    fn stop(self) {
        if let Some(Some(handle)) = self.timer.try_get_value() {
            handle.clear();
        }
    }
}

/// Writes a draft after its form has gone: sending it was taken back.
pub fn keep_under<T: Serialize>(name: &str, value: &T) {
    storage::write_json(name, &Kept { at: now(), value });
}

/// At sign-out.
pub fn forget_all(user: EmployeeId) {
    for key in storage::keys(&format!("draft:{user}:")) {
        storage::remove(&key);
    }
}

/// Throws away what nobody came back for, of anybody who works at this device.
pub fn forget_old() {
    for key in storage::keys("draft:") {
        let kept: Option<Kept<serde::de::IgnoredAny>> = storage::read_json(&key);
        if kept.is_none_or(|kept| now().since(kept.at).num_days() >= KEPT_DAYS) {
            storage::remove(&key);
        }
    }
}
