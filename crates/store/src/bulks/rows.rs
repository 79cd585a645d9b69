use diesel::prelude::*;
use domain::bulks::{BulkAction, BulkFate, BulkFates, BulkState, Hindrance, Whom};
use domain::filters::ListSubject;
use domain::ids::{BulkId, ChainId, ClientId, CompanyId, EmployeeId, TaskId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clients::ClientData;
use crate::companies::Marks;
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
    /// The last one that was gathered, or the last item that was looked at.
    pub behind: i64,
    pub fates: Json<BulkFates>,
    /// On whose behalf the work is done.
    pub created_by: EmployeeId,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    pub undone_at: Option<Timestamp>,
    pub version: i64,
    pub subject: ListSubject,
}

/// One of the clients or companies, and what became of it.
#[derive(Debug, Clone, Queryable)]
pub struct BulkItem {
    pub bulk_id: BulkId,
    pub number: i32,
    client_id: Option<ClientId>,
    pub fate: Option<BulkFate>,
    pub hindrance: Option<Hindrance>,
    /// The card that was changed, as it was and as it became.
    pub before: Option<Json<Written>>,
    pub after: Option<Json<Written>>,
    pub task_id: Option<TaskId>,
    pub chain_id: Option<ChainId>,
    /// How what was made stood then.
    pub stamp: Option<i64>,
    company_id: Option<CompanyId>,
}

impl BulkItem {
    /// What it is about.
    pub fn card(&self) -> Option<Card> {
        let client = self.client_id.map(Card::Client);
        client.or(self.company_id.map(Card::Company))
    }
}

/// What an action is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Card {
    Client(ClientId),
    Company(CompanyId),
}

impl Card {
    pub(super) fn client(self) -> Option<ClientId> {
        match self {
            Self::Client(id) => Some(id),
            Self::Company(_) => None,
        }
    }

    pub(super) fn company(self) -> Option<CompanyId> {
        match self {
            Self::Company(id) => Some(id),
            Self::Client(_) => None,
        }
    }
}

/// What stood on a card; each kind is known by its members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Written {
    Client(Box<ClientData>),
    Company(Marks),
}
