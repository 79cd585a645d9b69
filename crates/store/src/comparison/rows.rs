use diesel::prelude::*;
use domain::comparison::{Planned, Report, Side, Terms};
use domain::ids::{ComparisonId, EmployeeId, ProcessId, VersionId};
use domain::time::Timestamp;

use crate::engine::columns::Json;

/// A comparison's own row.
#[derive(Debug, Clone, Queryable)]
pub struct ComparisonRow {
    pub id: ComparisonId,
    pub process_id: ProcessId,
    pub present_id: VersionId,
    pub challenger_id: VersionId,
    pub share: i32,
    pub days: i32,
    pub difference: i32,
    pub planned_present: i32,
    pub planned_challenger: i32,
    /// Chains that began earlier began under another share and are not counted.
    pub counted_from: Timestamp,
    pub started_by: Option<EmployeeId>,
    pub started_at: Timestamp,
    pub ended_by: Option<EmployeeId>,
    pub ended_at: Option<Timestamp>,
    /// The version on which all chains began afterwards.
    pub kept: Option<Side>,
    /// As it was at the end.
    pub report: Option<Json<Report>>,
    pub version: i64,
}

impl ComparisonRow {
    pub fn terms(&self) -> Terms {
        Terms {
            share: self.share as u32,
            days: self.days as u32,
            difference: self.difference as u32,
        }
    }

    pub fn planned(&self) -> Planned {
        Planned {
            present: self.planned_present as u32,
            challenger: self.planned_challenger as u32,
        }
    }

    pub fn version_of(&self, side: Side) -> VersionId {
        match side {
            Side::Present => self.present_id,
            Side::Challenger => self.challenger_id,
        }
    }
}
