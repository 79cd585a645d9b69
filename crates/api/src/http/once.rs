//! `Idempotency-Key`: a repeated request has its effect once and gets the same answer.
//!
//! The answer is saved in the transaction of its effect, so the two cannot part. Twins that run at the same time on one
//! server are told apart here; on several servers the unique key in the database does it.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use domain::ids::EmployeeId;
use sha2::{Digest as _, Sha256};
use store::Tx;
use store::idempotency::{Recall, RequestKey, SavedAnswer};
use wire::error::Code;
use wire::operation::About;

use super::error::{ApiError, Replay};

/// A request that its sender may repeat.
#[derive(Debug, Clone)]
pub(super) struct Once {
    employee: EmployeeId,
    request: RequestKey,
    pub(super) status: u16,
}

impl Once {
    pub(super) fn new(
        employee: EmployeeId,
        key: String,
        about: &About,
        path: &str,
        body: &[u8],
    ) -> Self {
        let mut hash = Sha256::new();
        hash.update(path.as_bytes());
        hash.update([0]);
        hash.update(body);
        let hash = hash.finalize();
        Self {
            employee,
            request: RequestKey {
                key,
                operation: about.id.to_owned(),
                hash: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
            },
            status: about.status,
        }
    }

    /// Of a request whose body came piece by piece: what it was is known only now.
    pub(super) fn of_body(mut self, digest: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(self.request.hash.as_bytes());
        hash.update(digest.as_bytes());
        let hash = hash.finalize();
        self.request.hash = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        self
    }

    /// Takes the key; the answer that was given before, if there is one.
    ///
    /// # Errors
    /// 422 when the key belongs to another request.
    pub(super) fn saved(&self, tx: &mut Tx<'_>) -> Result<Option<Replay>, ApiError> {
        match tx.take_key(&self.request)? {
            Recall::Fresh => Ok(None),
            Recall::Answered(answer) => Ok(Some(Replay {
                status: answer.status,
                body: answer.body,
            })),
            Recall::Reused => Err(ApiError::new(Code::IdempotencyKeyReused)),
        }
    }

    pub(super) fn save(&self, tx: &mut Tx<'_>, answer: &Replay) -> Result<(), ApiError> {
        let answer = SavedAnswer {
            status: answer.status,
            headers: Vec::new(),
            body: answer.body.clone(),
        };
        Ok(tx.save_answer(&self.request, &answer)?)
    }
}

/// Requests with a key that are being answered now.
#[derive(Debug, Default)]
pub struct Running(Mutex<HashSet<(EmployeeId, String)>>);

/// Ends with the request.
pub(super) struct Entered<'r> {
    running: &'r Running,
    who: (EmployeeId, String),
}

impl Running {
    /// # Errors
    /// 409 while the twin runs.
    pub(super) fn enter(&self, once: &Once) -> Result<Entered<'_>, ApiError> {
        let who = (once.employee, once.request.key.clone());
        let first = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(who.clone());
        match first {
            true => Ok(Entered { running: self, who }),
            false => Err(ApiError::new(Code::StillRunning).retry_after(1)),
        }
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        self.running
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.who);
    }
}
