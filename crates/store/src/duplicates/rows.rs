use diesel::prelude::*;
use domain::clients::duplicates::{Certainty, DuplicateState, Reason};
use domain::ids::{ClientId, DuplicateId, EmployeeId, LookId, MergeId};
use domain::time::Timestamp;

use crate::engine::columns::Json;

/// A pair's own row.
#[derive(Debug, Clone, Queryable)]
pub struct DuplicateRow {
    pub id: DuplicateId,
    pub one_id: ClientId,
    pub other_id: ClientId,
    pub certainty: Certainty,
    pub(super) rank: i32,
    pub(super) reasons: Json<Vec<Reason>>,
    pub state: DuplicateState,
    pub found_at: Timestamp,
    pub decided_by: Option<EmployeeId>,
    pub decided_at: Option<Timestamp>,
    pub merge_id: Option<MergeId>,
    pub version: i64,
}

impl DuplicateRow {
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons.0
    }
}

/// A look's own row.
#[derive(Debug, Clone, Queryable)]
pub struct LookRow {
    pub id: LookId,
    /// Absent for those of the night.
    pub asked_by: Option<EmployeeId>,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    pub looked: i32,
    pub found: i32,
    pub version: i64,
}
