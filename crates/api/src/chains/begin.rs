//! The facts and decisions that begin a chain, shared by starting one, by handing over and by waking.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::access::Permission;
use domain::chains::{Adjustment, Begun, ChainFacts, ChainState, Context};
use domain::ids::{BranchId, ChainId, EmployeeId, ProcessId};
use domain::time::Zone;
use store::Tx;
use store::chains::{HandOver, Settings};
use store::clients::ClientRow;
use store::processes::{PublishedGraph, VersionRecord};
use wire::error::{Code, Fault};

use crate::http::ApiError;
use crate::zones;

/// What holds for a branch and for the whole organisation.
pub fn settings(tx: &mut Tx<'_>, branch: BranchId) -> Result<Settings, ApiError> {
    let branch = tx.branch(branch)?;
    let organisation = tx.organisation()?;
    Ok(Settings {
        zone: (*zones::around(&branch.zone, tx.now())).clone(),
        branch,
        currency: organisation.currency,
        country: organisation.phone_country,
    })
}

/// The zone of a branch.
pub fn zone_of(tx: &mut Tx<'_>, branch: BranchId) -> Result<Arc<Zone>, ApiError> {
    let branch = tx.branch(branch)?;
    Ok(zones::around(&branch.zone, tx.now()))
}

/// A chain that is about to begin, as it was decided.
pub struct Beginning {
    pub process: PublishedGraph,
    pub begun: Begun,
    pub context: Context,
}

impl Beginning {
    pub fn hand_over(self) -> HandOver {
        HandOver {
            process_id: self.process.process_id,
            process_name: self.process.process_name,
            version_id: self.process.version_id,
            begun: self.begun,
            context: self.context,
        }
    }
}

/// Whether chains of a process that somebody names can begin at all.
///
/// # Errors
/// 422 at the pointer.
pub fn expect_beginnable(
    tx: &mut Tx<'_>,
    process: ProcessId,
    pointer: &str,
) -> Result<(), ApiError> {
    tx.demand(Permission::ChainStart)?;
    let found = tx.process_for(Permission::DirectoryRead, process);
    let found = found.map_err(|error| super::named(error, pointer))?;
    let begins = tx
        .versions_of(found.id)?
        .iter()
        .any(VersionRecord::is_present);
    match found.archived_at.is_none() && begins {
        true => Ok(()),
        false => Err(ApiError::field(pointer, Fault::Archived)),
    }
}

/// Decides the first step of a process for a held client. Stores nothing.
///
/// # Errors
/// 404 for an unknown process, 409 for one that begins no chains: not published, or archived.
pub fn begin_process(
    tx: &mut Tx<'_>,
    client: &ClientRow,
    process: ProcessId,
    adjustment: &Adjustment,
    by: EmployeeId,
) -> Result<Beginning, ApiError> {
    let state = |state: &str| ApiError::new(Code::WrongState).with("state", state);
    let process = tx
        .version_for(process, client.id)?
        .ok_or_else(|| state("draft"))?;
    if process.archived {
        return Err(state("archived"));
    }
    let settings = settings(tx, client.branch_id)?;
    let chain = ChainFacts {
        // The chain does not exist yet; a decision never looks at its id.
        id: ChainId::from_i64(0),
        version_id: process.version_id,
        graph: process.graph.clone(),
        state: ChainState::Active,
        attempts: BTreeMap::new(),
        recent_tasks: 0,
        open_errands: 0,
    };
    let context = tx.process_context(client, chain, by, &settings)?;
    let begun = domain::chains::start(by, client.branch_id, adjustment, &context)
        .map_err(|why| crate::tasks::of_start(why, "/due", "/assignee_id"))?;
    Ok(Beginning {
        process,
        begun,
        context,
    })
}
