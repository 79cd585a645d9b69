//! Saved answers: a writing request that is sent twice is done once and answered twice.
//!
//! The key is taken at the beginning of the unit that does the work and the answer is saved at its end, in the same
//! transaction. On PostgreSQL a twin waits at the key until the first one has committed, and is then given the
//! saved answer; on SQLite units come one after the other anyway.

use chrono::Duration;
use diesel::prelude::*;
use domain::ids::EmployeeId;
use domain::time::Timestamp;

use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::engine::update::update;
use crate::schema::idempotency_keys as keys;

/// How long an answer is kept.
pub const KEPT: Duration = Duration::hours(24);

/// Which request it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey {
    /// As the client sent it.
    pub key: String,
    /// The operation's id.
    pub operation: String,
    /// SHA-256 over path, query and body.
    pub hash: String,
}

/// An answer as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedAnswer {
    pub status: u16,
    /// Names and values that belong to the answer (`etag`, `location`).
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// What is known of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recall {
    /// Not seen before: do it, then [`Tx::save_answer`].
    Fresh,
    Answered(SavedAnswer),
    /// The key was used for another request.
    Reused,
}

/// What is kept under a key: the operation, the hash of its request, the answer, and until when.
type Kept = (
    String,
    String,
    i32,
    Json<Vec<(String, String)>>,
    String,
    Timestamp,
);

impl Tx<'_> {
    /// Takes a key. To be called first in the unit.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for the system: keys belong to employees.
    pub fn take_key(&mut self, request: &RequestKey) -> Result<Recall, StoreError> {
        let employee = self.actor()?.employee;
        let now = self.now();
        let known: Option<Kept> = each_backend!(self.conn(), |c| keys::table
            .find((employee.as_i64(), &request.key))
            .select((
                keys::operation,
                keys::request_hash,
                keys::status,
                keys::headers,
                keys::body,
                keys::expires_at,
            ))
            .first(c)
            .optional())?;
        if let Some((operation, hash, status, Json(headers), body, expires_at)) = known {
            if expires_at > now {
                if operation != request.operation || hash != request.hash {
                    return Ok(Recall::Reused);
                }
                let status = u16::try_from(status).unwrap_or_default();
                return Ok(Recall::Answered(SavedAnswer {
                    status,
                    headers,
                    body,
                }));
            }
            diesel::delete(keys::table.find((employee.as_i64(), &request.key)))
                .execute(self.conn())?;
        }
        self.insert_key(employee, request)?;
        Ok(Recall::Fresh)
    }

    fn insert_key(&mut self, employee: EmployeeId, request: &RequestKey) -> Result<(), StoreError> {
        let now = self.now();
        let row = (
            keys::employee_id.eq(employee.as_i64()),
            keys::key.eq(&request.key),
            keys::operation.eq(&request.operation),
            keys::request_hash.eq(&request.hash),
            keys::status.eq(0),
            keys::headers.eq(Json(Vec::<(String, String)>::new())),
            keys::body.eq(""),
            keys::created_at.eq(bind(now)),
            keys::expires_at.eq(bind(now.plus(KEPT))),
        );
        each_backend!(self.conn(), |c| diesel::insert_into(keys::table)
            .values(row)
            .execute(c))?;
        Ok(())
    }

    /// Keeps the answer of a request whose key was taken in this unit.
    pub fn save_answer(
        &mut self,
        request: &RequestKey,
        answer: &SavedAnswer,
    ) -> Result<(), StoreError> {
        let employee = self.actor()?.employee;
        let this = keys::employee_id
            .eq(employee.as_i64())
            .and(keys::key.eq(&request.key));
        let kept = (
            keys::status.eq(i32::from(answer.status)),
            keys::headers.eq(Json(answer.headers.clone())),
            keys::body.eq(&answer.body),
        );
        each_backend!(self.conn(), |c| update(keys::table, this, kept).execute(c))?;
        Ok(())
    }

    /// Removes answers that are no longer kept.
    pub fn forget_answers(&mut self) -> Result<usize, StoreError> {
        let now = self.now();
        Ok(
            diesel::delete(keys::table.filter(keys::expires_at.lt(bind(now))))
                .execute(self.conn())?,
        )
    }
}
