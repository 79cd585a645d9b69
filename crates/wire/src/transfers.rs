//! Transfers: running chains of a process go over to its published version, and may be returned for a day.

use domain::ids::{ChainId, ClientId, EmployeeId, ProcessId, TemplateId, TransferId, VersionId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::operation::{Access, Permission, operations};
use crate::page::{Page, paged};

pub use domain::processes::transfer::{Carried, Fate, Lot, TransferState};

operations! {
    "processes";
    /// Where the running chains of a process stand, and at which step of the draft (or of the published version, when there is no draft) each would go on.
    GetStanding = Get "/processes/{id}/standing" (ProcessId) => 200: Standing, Access::Needs(Permission::ProcessPublish);
    /// Transfers of a process, the latest first.
    ListTransfers = Get "/processes/{id}/transfers" (ProcessId) => 200: Page<Transfer>, Access::Needs(Permission::DirectoryRead);
    /// Moves running chains to the published version, or ends them; the worker does it, in small steps.
    StartTransfer = Post "/processes/{id}/transfers" (ProcessId), NewTransfer => 201: Transfer, Access::Needs(Permission::ProcessPublish), refuses [WrongState];
    /// A transfer and how far it is.
    GetTransfer = Get "/processes/{id}/transfers/{transfer_id}" (ProcessId, TransferId) => 200: Transfer, Access::Needs(Permission::DirectoryRead);
    /// Returns every chain on which nobody has worked since, for 24 hours.
    UndoTransfer = Post "/processes/{id}/transfers/{transfer_id}/undo" (ProcessId, TransferId) => 200: Transfer, Access::Needs(Permission::ProcessPublish), refuses [WrongState, UndoExpired];
    /// What became of each chain. Those of clients whom the asker may not see are left out, so a page may be shorter than its limit.
    ListTransferred = Get "/processes/{id}/transfers/{transfer_id}/chains" (ProcessId, TransferId) ?TransferredQuery => 200: Page<TransferredChain>, Access::Needs(Permission::DirectoryRead);
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Standing {
    /// Versions from the newest, steps in the order of their graph.
    pub places: Vec<Place>,
}

/// A step of a version with the chains that stand there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Place {
    pub version_id: VersionId,
    /// 1, 2, 3 …
    pub version_number: u32,
    /// Whether new chains begin on this version.
    pub published: bool,
    /// Key of the step.
    pub step: String,
    pub template_id: TemplateId,
    pub template_name: String,
    /// Chains with an open task here.
    pub active: u32,
    /// Chains that sleep and will wake here.
    pub sleeping: u32,
    /// The first few.
    pub clients: Vec<StandingClient>,
    /// The step where they would go on: the one with the same key. Absent when there is none.
    pub proposed: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandingClient {
    pub id: ClientId,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewTransfer {
    /// Whom no lot names stays.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 500))]
    pub lots: Vec<Lot>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Transfer {
    pub id: TransferId,
    pub process_id: ProcessId,
    /// Where chains go.
    pub version_id: VersionId,
    pub version_number: u32,
    pub state: TransferState,
    pub lots: Vec<Lot>,
    /// Chains that were to be moved or ended when it began.
    pub total: u32,
    pub moved: u32,
    pub ended: u32,
    /// Of the undoing: chains that are where they were.
    pub returned: u32,
    /// Of the undoing: chains that were worked on since and stay.
    pub kept: u32,
    pub started_by: Option<EmployeeId>,
    pub started_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    /// Until when it can be undone; absent when it cannot.
    pub undo_until: Option<Timestamp>,
    pub undone_by: Option<EmployeeId>,
    pub undone_at: Option<Timestamp>,
    pub version: i64,
}

paged! {
    pub struct TransferredQuery {
        pub outcome: Option<Carried>,
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransferredChain {
    pub chain_id: ChainId,
    pub client_id: ClientId,
    pub client_name: String,
    pub outcome: Carried,
}
