//! Waking chains whose date has come, and those that have nothing left to wait for: their errands are done or cancelled, or the process that
//! they called is over. Each is woken once, by whichever node comes first; a
//! server that was down wakes what it missed.

use domain::chains::Returned;
use domain::ids::{ChainId, CompletionId, TaskId};
use store::Tx;
use store::chains::{Waited, Woken};

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

/// Wakes one chain. Answers the task it made; none when another node was first, when it ended, or when it cannot be woken.
pub fn wake(tx: &mut Tx<'_>, id: ChainId) -> Result<Option<TaskId>, ApiError> {
    let Some((chain, _)) = tx.chain_to_wake(id)? else {
        return Ok(None);
    };
    // Another node may have woken it while this one waited for the client.
    tx.hold_client(chain.client_id)?;
    let mut woken = Vec::new();
    go_on(tx, id, &mut woken)?;
    Ok(woken.into_iter().find_map(|woke| woke.task))
}

/// Whoever waits for the end of this chain goes on, in the unit that ended it: after a completion, or a cancellation.
pub fn come_back(
    tx: &mut Tx<'_>,
    ended: ChainId,
    because: Option<CompletionId>,
) -> Result<Option<TaskId>, ApiError> {
    let mut woken = Vec::new();
    for caller in tx.callers_of(ended)? {
        go_on(tx, caller.id, &mut woken)?;
    }
    let task = woken.iter().find_map(|woke| woke.task);
    if let Some(completion) = because.filter(|_| !woken.is_empty()) {
        let waited = woken.into_iter().map(|woke| woke.waited).collect();
        tx.keep_waited(completion, waited, task)?;
    }
    Ok(task)
}

/// A chain that went on, how it had waited, and its task unless it ended.
struct Woke {
    waited: Waited,
    task: Option<TaskId>,
}

fn go_on(tx: &mut Tx<'_>, id: ChainId, woken: &mut Vec<Woke>) -> Result<(), ApiError> {
    let Some((mut chain, why)) = tx.chain_to_wake(id)? else {
        return Ok(());
    };
    let Some(target) = chain.wake_target() else {
        return Ok(());
    };
    let client = tx.client_of_chain(&chain)?;
    let settings = settings(tx, chain.branch_id)?;
    let graph = tx.graph(chain.version_id)?;
    let facts = tx.chain_facts(&chain, graph)?;
    let Some(by) = tx.put_to_sleep_by(&chain)?.or(client.responsible_id) else {
        tracing::error!(chain = %id, "a sleeping chain has nobody it could wake for");
        return Ok(());
    };
    let branch = chain.branch_id;
    let context = tx.process_context(&client, facts, by, &settings)?;
    let returned = match &why {
        Woken::Date => domain::chains::wake(&target, by, branch, &context).map(Returned::task),
        Woken::Errands => {
            domain::chains::errands_done(&target, by, branch, &context).map(Returned::task)
        }
        Woken::Called { back, process } => {
            domain::chains::come_back(back, &target, process, by, branch, &context)
        }
    };
    let waited = tx.waiting(&chain);
    match returned {
        Ok(Returned::Task(begun)) => {
            let task = tx.wake_chain(&mut chain, &begun, &context)?;
            let task = Some(task);
            woken.push(Woke { waited, task });
        }
        Ok(Returned::Ended(state)) => {
            tx.end_caller(&mut chain, state, by)?;
            woken.push(Woke { waited, task: None });
            // It may have been called itself.
            for caller in tx.callers_of(id)? {
                go_on(tx, caller.id, woken)?;
            }
        }
        Err(why) => tracing::error!(chain = %id, ?why, "a chain could not be woken"),
    }
    Ok(())
}
