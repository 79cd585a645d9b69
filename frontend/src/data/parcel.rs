//! One completion on its way, and its place in local storage: a key of its own, so that tabs never overwrite each other's.

use client::{Failure, Ready, ready};
use domain::ids::{EmployeeId, TaskId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use wire::error::Problem;
use wire::tasks::{CompleteRequest, CompleteTask};

use super::storage;

/// A completion that the server does not have yet, or has refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parcel {
    /// Its idempotency key.
    pub key: String,
    pub task_id: TaskId,
    pub request: CompleteRequest,
    /// For the list of what is not sent: the client or the task, and the result.
    pub what: String,
    pub result: String,
    pub at: Timestamp,
    pub state: ParcelState,
    /// To be taken back as soon as it has arrived.
    #[serde(default)]
    pub unwanted: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ParcelState {
    Waiting,
    /// The server refused it: the employee decides what becomes of it.
    Refused(Box<Problem>),
}

impl Parcel {
    pub(super) fn waits(&self) -> bool {
        self.state == ParcelState::Waiting
    }

    pub(super) fn letter(&self) -> Result<Ready, Failure> {
        let request = ready::<CompleteTask>(&(self.task_id,), &(), &self.request)?;
        Ok(Ready {
            idempotency_key: Some(self.key.clone()),
            ..request
        })
    }

    pub(super) fn store(&self, owner: EmployeeId) {
        storage::write_json(&place(owner, &self.key), self);
    }
}

/// What this person left here, oldest first.
pub(super) fn stored(owner: EmployeeId) -> Vec<Parcel> {
    let mut parcels: Vec<Parcel> = storage::keys(&place(owner, ""))
        .iter()
        .filter_map(|key| storage::read_json(key))
        .collect();
    parcels.sort_by_key(|parcel| parcel.at);
    parcels
}

pub(super) fn remove(owner: EmployeeId, key: &str) {
    storage::remove(&place(owner, key));
}

/// Per person: a colleague at the same computer neither sends nor sees it.
fn place(owner: EmployeeId, key: &str) -> String {
    format!("outbox:{owner}:{key}")
}
