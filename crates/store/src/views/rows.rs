use diesel::prelude::*;
use domain::filters::{ListSubject, Shown};
use domain::ids::{EmployeeId, ViewId};
use domain::time::Timestamp;
use serde::Serialize;

use crate::engine::columns::Json;
use crate::schema::views;

/// A view. `Serialize` is for the audit log only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct View {
    pub id: ViewId,
    /// Of which list it is.
    pub subject: ListSubject,
    pub name: String,
    pub owner_id: EmployeeId,
    pub shared: bool,
    pub shows: Shown,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

/// The table's row. It does not leave the slice.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = views)]
pub(super) struct ViewRow {
    id: ViewId,
    name: String,
    owner_id: EmployeeId,
    shared: bool,
    content: Json<Shown>,
    version: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    archived_at: Option<Timestamp>,
    subject: ListSubject,
}

impl From<ViewRow> for View {
    fn from(row: ViewRow) -> Self {
        Self {
            id: row.id,
            subject: row.subject,
            name: row.name,
            owner_id: row.owner_id,
            shared: row.shared,
            shows: row.content.0,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            archived_at: row.archived_at,
        }
    }
}
