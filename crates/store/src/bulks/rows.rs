use diesel::prelude::*;
use domain::bulks::{BulkAction, BulkFate, BulkFates, BulkState, Hindrance, Whom};
use domain::ids::{BulkId, ChainId, ClientId, EmployeeId, TaskId};
use domain::time::Timestamp;

use crate::clients::ClientData;
use crate::engine::columns::Json;

/// An action's own row.
#[derive(Debug, Clone, Queryable)]
pub struct BulkRow {
    pub id: BulkId,
    pub state: BulkState,
    pub action: Json<BulkAction>,
    pub whom: Json<Whom>,
    pub total: i32,
    pub looked_at: i32,
    /// The last client that was gathered, or the last item that was looked at.
    pub behind: i64,
    pub fates: Json<BulkFates>,
    /// On whose behalf the work is done.
    pub created_by: EmployeeId,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    pub undone_at: Option<Timestamp>,
    pub version: i64,
}

/// One of the clients, and what became of it.
#[derive(Debug, Clone, Queryable)]
pub struct BulkItem {
    pub bulk_id: BulkId,
    pub number: i32,
    pub client_id: ClientId,
    pub fate: Option<BulkFate>,
    pub hindrance: Option<Hindrance>,
    /// The card that was changed, as it was and as it became.
    pub before: Option<Json<ClientData>>,
    pub after: Option<Json<ClientData>>,
    pub task_id: Option<TaskId>,
    pub chain_id: Option<ChainId>,
    /// How what was made stood then.
    pub stamp: Option<i64>,
}
