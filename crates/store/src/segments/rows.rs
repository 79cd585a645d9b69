use diesel::prelude::*;
use domain::filters::{self, Filter};
use domain::ids::{EmployeeId, SegmentId};
use domain::time::Timestamp;
use serde::Serialize;

use crate::engine::columns::Json;
use crate::schema::segments;

/// A segment. `Serialize` is for the audit log only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Segment {
    pub id: SegmentId,
    pub name: String,
    pub owner_id: EmployeeId,
    pub filter: Filter,
    /// When it was frozen; a live one never was.
    pub frozen_at: Option<Timestamp>,
    /// How many there were then.
    pub frozen_count: Option<i64>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

impl Segment {
    /// What filters must know of it.
    pub fn named(&self) -> filters::Segment {
        match self.frozen_at {
            Some(_) => filters::Segment::Frozen,
            None => filters::Segment::Live {
                filter: self.filter.clone(),
                owner: self.owner_id,
            },
        }
    }
}

/// The table's row. It does not leave the slice.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = segments)]
pub(super) struct SegmentRow {
    id: SegmentId,
    name: String,
    owner_id: EmployeeId,
    filter: Json<Filter>,
    frozen_at: Option<Timestamp>,
    frozen_count: Option<i64>,
    version: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    archived_at: Option<Timestamp>,
}

impl From<SegmentRow> for Segment {
    fn from(row: SegmentRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            owner_id: row.owner_id,
            filter: row.filter.0,
            frozen_at: row.frozen_at,
            frozen_count: row.frozen_count,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            archived_at: row.archived_at,
        }
    }
}
