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

pub fn brief(brief: ChainBrief) -> ChainSummary {
    let row = brief.row;
    ChainSummary {
        id: row.id,
        process_id: row.process_id,
        process_name: brief.process_name,
        state: row.state,
        started_at: row.created_at,
        ended_at: row.ended_at,
        wake_at: row.wake_at,
        open_task_id: brief.open_task_id,
    }
}
