//! Records that were opened lately, on this device, by the one who is signed in.

use domain::ids::{ClientId, EmployeeId, ProcessId};
use serde::{Deserialize, Serialize};

use super::{session, storage};

/// As many as one group shows.
const KEPT: usize = 8;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    Client(ClientId),
    Process(ProcessId),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Recent {
    pub record: Record,
    pub label: String,
    /// A client's phone.
    pub hint: String,
}

fn key(user: EmployeeId) -> String {
    format!("recent:{user}")
}

pub fn all() -> Vec<Recent> {
    let user = session().my_id();
    user.and_then(|user| storage::read_json(&key(user)))
        .unwrap_or_default()
}

/// A record was opened.
pub fn remember(record: Record, label: &str, hint: &str) {
    let Some(user) = session().my_id() else {
        return;
    };
    let mut recent = all();
    recent.retain(|known| known.record != record);
    recent.insert(
        0,
        Recent {
            record,
            label: label.to_owned(),
            hint: hint.to_owned(),
        },
    );
    recent.truncate(KEPT);
    storage::write_json(&key(user), &recent);
}

/// At sign-out: a reception's computer is shared.
pub fn forget_all(user: EmployeeId) {
    storage::remove(&key(user));
}
