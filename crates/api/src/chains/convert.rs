use store::chains::{ChainBrief, ChainCard};
use wire::chains::{Chain, ChainSummary};
use wire::clients::PersonName;

use crate::tasks::convert::Reader;

pub fn chain(card: ChainCard, reader: &Reader) -> Chain {
    let row = card.row;
    Chain {
        id: row.id,
        client_id: row.client_id,
        process_id: row.process_id,
        process_name: card.process_name,
        version_id: row.version_id,
        version_number: u32::try_from(card.version_number).unwrap_or_default(),
        state: row.state,
        started_at: row.created_at,
        started_by: row
            .started_by
            .zip(card.started_by_name)
            .map(|(id, name)| PersonName { id, name }),
        started_from: row.started_from,
        ended_at: row.ended_at,
        cancel_reason: row.cancel_reason,
        wake_at: row.wake_at,
        waits_for_errands: row.joins,
        waits_for: row.waits_for,
        tasks: card
            .tasks
            .into_iter()
            .map(|task| reader.task(task))
            .collect(),
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

pub fn brief((chain, process_name): (ChainBrief, String)) -> ChainSummary {
    ChainSummary {
        id: chain.id,
        process_id: chain.process_id,
        process_name,
        state: chain.state,
        started_at: chain.started_at,
        ended_at: chain.ended_at,
        wake_at: chain.wake_at,
        waits_for_errands: chain.joins,
        waits_for: chain.waits_for,
        open_task_id: chain.open_task_id,
    }
}
