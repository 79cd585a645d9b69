//! What a handler is given and what it gives back.

use wire::operation::Operation;

use super::error::ApiError;

/// A request of one operation, checked: every id is of its kind, every member known and within its bounds.
#[derive(Debug)]
pub struct Call<O: Operation> {
    pub path: O::Path,
    pub query: O::Query,
    pub body: O::Body,
    /// The version the caller has seen (`If-Match`); 0 where the operation does not ask for one.
    pub seen: i64,
}

/// The reply, or why there is none.
pub type Answer<T> = Result<T, ApiError>;
