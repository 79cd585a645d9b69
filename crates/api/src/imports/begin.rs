//! The chains of imported clients begin at their pace.

use std::sync::Arc;

use chrono::Duration;
use domain::access::Permission;
use domain::chains::Adjustment;
use domain::ids::ProcessId;
use store::imports::{Detail, RowFault, RowRecord};
use store::{Tx, Who};
use wire::error::Fault;

use super::carry::acting;
use crate::chains::{begin_process, zone_of};
use crate::http::ApiError;

/// Chains of one transaction at most.
const BATCH: i64 = 20;

/// Begins chains whose day has come. Answers how many rows are done with.
pub fn begin_chains(tx: &mut Tx<'_>) -> Result<usize, ApiError> {
    // Somewhere it is tomorrow already.
    let latest = tx.now().plus(Duration::hours(14)).as_utc().date_naive();
    let rows = tx.due_in_imports(latest, BATCH)?;
    let mut done = 0;
    for mut row in rows {
        let import = tx.import_of_row(&row)?;
        let zone = zone_of(tx, import.branch_id)?;
        if row.start_on.is_some_and(|day| day > zone.day(tx.now())) {
            continue;
        }
        let (now, actor) = (tx.now(), acting(tx, &import)?);
        let process = import.process_id;
        let who = Who::Actor(Arc::new(actor));
        tx.as_of(now, &who, |tx| {
            tx.name_import(&import.name);
            begin(tx, &mut row, process)
        })?;
        row.start_on = None;
        tx.save_import_row(&row)?;
        done += 1;
    }
    Ok(done)
}

/// Begins one; where it cannot begin, the row says so.
fn begin(tx: &mut Tx<'_>, row: &mut RowRecord, process: Option<ProcessId>) -> Result<(), ApiError> {
    let (Some(client), Some(process)) = (row.client_id, process) else {
        return Ok(());
    };
    tx.hold_client(client)?;
    match started(tx, row, client, process) {
        Ok(()) => Ok(()),
        // It cannot begin for him, and will not tomorrow: he is archived, is led by it already, or the right is gone.
        Err(ApiError::Refused(_))
        | Err(ApiError::Store(store::StoreError::NotFound | store::StoreError::Forbidden(_))) => {
            let mut detail = row
                .detail
                .take()
                .map_or_else(Detail::default, |detail| detail.0);
            detail.faults.push(RowFault {
                column: None,
                code: Fault::NotAllowed.as_str().to_owned(),
                params: std::collections::BTreeMap::new(),
            });
            row.detail = Some(store::Json(detail));
            Ok(())
        }
        Err(error) => Err(error),
    }
}

fn started(
    tx: &mut Tx<'_>,
    row: &mut RowRecord,
    client: domain::ids::ClientId,
    process: ProcessId,
) -> Result<(), ApiError> {
    let card = tx.client_for(Permission::ChainStart, client)?;
    let refused = || ApiError::new(wire::error::Code::WrongState);
    if card.archived_at.is_some() || tx.leads_already(client, process)? {
        return Err(refused());
    }
    let untouched = row.card_version == Some(card.version);
    let by = tx.actor()?.employee;
    let beginning = begin_process(tx, &card, process, &Adjustment::default(), by)?;
    let process = &beginning.process;
    let chain = tx.start_chain(
        &card,
        (process.process_id, &process.process_name),
        process.version_id,
        &beginning.begun,
        &beginning.context,
    )?;
    row.chain_id = Some(chain.id);
    if untouched {
        row.card_version = Some(tx.client_just_written(client)?.version);
    }
    Ok(())
}
