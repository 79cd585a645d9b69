use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::ids::{EmployeeId, ProcessId, VersionId};
use domain::processes::{Graph, VersionState};
use domain::time::Timestamp;
use serde::Serialize;

use crate::engine::columns::Json;
use crate::schema::{process_versions, processes};

/// A process without its versions. `Serialize` is for the audit log only.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Serialize)]
#[diesel(table_name = processes)]
pub struct ProcessRecord {
    pub id: ProcessId,
    pub name: String,
    pub description: Option<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

/// A line of the list of processes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessSummary {
    pub process: ProcessRecord,
    /// Absent before the first publishing.
    pub published: Option<PublishedName>,
    /// Published beside it, while the two are compared.
    pub beside: Option<PublishedName>,
    pub draft: Option<DraftName>,
    /// Chains that run on any version.
    pub running: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedName {
    pub id: VersionId,
    /// 1, 2, 3 …
    pub number: u32,
    pub published_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftName {
    /// What keeps it from being published, when it was last saved.
    pub errors: u32,
    pub version: i64,
    pub updated_at: Timestamp,
}

/// What an editor begins from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRecord {
    pub graph: Graph,
    /// 0 when it was not saved yet.
    pub version: i64,
    /// The published version it was begun from.
    pub based_on: Option<VersionId>,
    pub updated_at: Option<Timestamp>,
}

/// A published or retired version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRecord {
    pub id: VersionId,
    pub process_id: ProcessId,
    pub number: u32,
    pub state: VersionState,
    /// Published beside the present version, for a comparison.
    pub beside: bool,
    pub graph: Graph,
    pub published_at: Timestamp,
    pub published_by: Option<EmployeeId>,
    /// What he is called.
    pub published_by_name: Option<String>,
    /// Chains that run on it.
    pub running: u32,
}

impl VersionRecord {
    /// Whether it is the published version of its process, and not one that is tried beside it.
    pub fn is_present(&self) -> bool {
        self.state == VersionState::Published && !self.beside
    }
}

/// A graph that work goes by: published, drafted, or retired with chains still on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtWork {
    pub process_id: ProcessId,
    pub state: VersionState,
    pub graph: Graph,
}

/// What a new chain begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedGraph {
    pub process_id: ProcessId,
    pub process_name: String,
    /// An archived process begins no chains.
    pub archived: bool,
    pub version_id: VersionId,
    pub number: u32,
    pub graph: Graph,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = process_versions)]
pub(super) struct VersionRow {
    pub(super) id: VersionId,
    pub(super) process_id: ProcessId,
    pub(super) number: i32,
    pub(super) state: VersionState,
    pub(super) graph: Json<Graph>,
    pub(super) based_on: Option<VersionId>,
    pub(super) version: i64,
    pub(super) updated_at: Timestamp,
    pub(super) published_at: Option<Timestamp>,
    pub(super) published_by: Option<EmployeeId>,
    pub(super) beside: bool,
}

impl VersionRow {
    /// `None` for a draft.
    pub(super) fn record(
        self,
        running: u32,
        people: &BTreeMap<EmployeeId, String>,
    ) -> Option<VersionRecord> {
        let by = self.published_by.and_then(|id| people.get(&id));
        Some(VersionRecord {
            id: self.id,
            process_id: self.process_id,
            number: self.number as u32,
            state: self.state,
            beside: self.beside,
            graph: self.graph.0,
            published_at: self.published_at?,
            published_by: self.published_by,
            published_by_name: by.cloned(),
            running,
        })
    }
}
