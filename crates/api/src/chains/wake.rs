//! Waking chains whose date has come, and those whose errands are done or cancelled. Each is woken once, by whichever node comes first; a
//! server that was down wakes what it missed.

use domain::ids::{ChainId, TaskId};
use store::Tx;
use store::chains::Woken;

use crate::http::ApiError;

use super::begin::settings;

/// Chains woken in one transaction at most.
const BATCH: i64 = 50;

/// Wakes chains that are due. Answers how many tasks were made; 0 when there is nothing more to do.
///
/// A chain that cannot be woken (its version is damaged) is logged and passed over, so that the others are not held up by it.
pub fn wake_due(tx: &mut Tx<'_>) -> Result<usize, ApiError> {
    let mut woken = 0;
    for id in tx.chains_to_wake(tx.now(), BATCH)? {
        woken += usize::from(wake(tx, id)?.is_some());
    }
    Ok(woken)
}

/// Wakes one chain. Answers the task it made; none when another node was first, or when the chain cannot be woken.
pub fn wake(tx: &mut Tx<'_>, id: ChainId) -> Result<Option<TaskId>, ApiError> {
    let Some((chain, _)) = tx.chain_to_wake(id)? else {
        return Ok(None);
    };
    // Another node may have woken it while this one waited for the client.
    tx.hold_client(chain.client_id)?;
    let Some((mut chain, why)) = tx.chain_to_wake(id)? else {
        return Ok(None);
    };
    let Some(target) = chain.wake_target() else {
        return Ok(None);
    };
    let client = tx.client_of_chain(&chain)?;
    let settings = settings(tx, chain.branch_id)?;
    let graph = tx.graph(chain.version_id)?;
    let facts = tx.chain_facts(&chain, graph)?;
    let Some(by) = tx.put_to_sleep_by(&chain)?.or(client.responsible_id) else {
        tracing::error!(chain = %id, "a sleeping chain has nobody it could wake for");
        return Ok(None);
    };
    let context = tx.process_context(&client, facts, by, &settings)?;
    let begun = match why {
        Woken::Date => domain::chains::wake(&target, by, chain.branch_id, &context),
        Woken::Errands => domain::chains::errands_done(&target, by, chain.branch_id, &context),
    };
    match begun {
        Ok(begun) => {
            let task = tx.wake_chain(&mut chain, &begun, &context)?;
            Ok(Some(task))
        }
        Err(why) => {
            tracing::error!(chain = %id, ?why, "a chain could not be woken");
            Ok(None)
        }
    }
}
