//! Moving running chains to the published version, and back.

use std::collections::BTreeMap;

use domain::access::Permission;
use domain::ids::{TransferId, VersionId};
use domain::processes::transfer::{self, Fate, Lot, LotProblem, TransferState};
use domain::processes::{Graph, VersionState};
use domain::time::Timestamp;
use store::processes::{ProcessRecord, TransferRow, VersionRecord};
use store::{PageRequest, Tx};
use wire::error::{Code, Fault, FieldError};
use wire::page::Page;
use wire::transfers::{
    GetStanding, GetTransfer, ListTransferred, ListTransfers, Place, Standing, StandingClient,
    StartTransfer, Transfer, TransferredChain, UndoTransfer,
};

use crate::http::{Answer, ApiError, Call, Check, Ctx};
use crate::tasks::convert::paged;

/// A reason, in characters.
const LONGEST_REASON: usize = 500;

pub async fn standing(cx: Ctx, call: Call<GetStanding>) -> Answer<Standing> {
    let (id,) = call.path;
    cx.read(move |tx| {
        tx.process_for(Permission::ProcessPublish, id)?;
        let next = tx.draft_of(id)?.graph;
        let order = tx.name_order()?;
        let (versions, standing) = (tx.versions_of(id)?, tx.standing(id)?);
        let templates = tx.names_of_templates(&versions)?;
        let mut places = Vec::with_capacity(standing.len());
        for version in &versions {
            for step in &version.graph.steps {
                let here = standing
                    .iter()
                    .find(|place| place.version_id == version.id && place.step == step.key);
                let Some(here) = here else { continue };
                places.push(Place {
                    version_id: version.id,
                    version_number: version.number,
                    published: version.state == VersionState::Published,
                    step: step.key.clone(),
                    template_id: step.template_id,
                    template_name: templates
                        .get(&step.template_id)
                        .cloned()
                        .unwrap_or_default(),
                    active: here.active,
                    sleeping: here.sleeping,
                    clients: here
                        .clients
                        .iter()
                        .map(|(id, name)| StandingClient {
                            id: *id,
                            name: name.short(order),
                        })
                        .collect(),
                    proposed: next.step(&step.key).map(|step| step.key.clone()),
                });
            }
        }
        Ok(Standing { places })
    })
    .await
}

pub async fn list(cx: Ctx, call: Call<ListTransfers>) -> Answer<Page<Transfer>> {
    let (id,) = call.path;
    cx.read(move |tx| {
        tx.process_for(Permission::DirectoryRead, id)?;
        let versions = tx.versions_of(id)?;
        let (rows, now) = (tx.transfers_of(id)?, tx.now());
        let rows = rows.into_iter();
        Ok(Page::whole(
            rows.map(|row| shown(row, &versions, now)).collect(),
        ))
    })
    .await
}

pub async fn start(cx: Ctx, call: Call<StartTransfer>) -> Answer<Transfer> {
    let (id,) = call.path;
    let lots = tidy("/lots", call.body.lots)?;
    if lots.is_empty() {
        return Err(ApiError::field("/lots", Fault::Required));
    }
    cx.write(move |tx| {
        let process = tx.process_for(Permission::ProcessPublish, id)?;
        begin(tx, &process, "/lots", &lots)
    })
    .await
}

pub async fn get(cx: Ctx, call: Call<GetTransfer>) -> Answer<Transfer> {
    let (process, id) = call.path;
    cx.read(move |tx| {
        tx.process_for(Permission::DirectoryRead, process)?;
        let row = tx.transfer_of(process, id)?;
        let (versions, now) = (tx.versions_of(process)?, tx.now());
        Ok(shown(row, &versions, now))
    })
    .await
}

pub async fn undo(cx: Ctx, call: Call<UndoTransfer>) -> Answer<Transfer> {
    let (process, id) = call.path;
    cx.write(move |tx| {
        tx.process_for(Permission::ProcessPublish, process)?;
        let row = tx.transfer_of(process, id)?;
        if row.state != TransferState::Done {
            return Err(ApiError::new(Code::WrongState).with("state", row.state));
        }
        if tx.transfer_at_work(process)? {
            return Err(ApiError::new(Code::WrongState).with("state", "transfer_at_work"));
        }
        let until = transfer::undo_until(row.started_at);
        let now = tx.now();
        if now > until {
            return Err(ApiError::new(Code::UndoExpired));
        }
        let row = tx.undo_transfer(row)?;
        let versions = tx.versions_of(process)?;
        Ok(shown(row, &versions, now))
    })
    .await
}

pub async fn transferred(cx: Ctx, call: Call<ListTransferred>) -> Answer<Page<TransferredChain>> {
    let ((process, id), query): ((_, TransferId), _) = (call.path, call.query);
    let page = PageRequest {
        limit: query.limit,
        cursor: query.cursor,
        include_total: false,
    };
    cx.read(move |tx| {
        tx.process_for(Permission::DirectoryRead, process)?;
        let row = tx.transfer_of(process, id)?;
        let order = tx.name_order()?;
        let chains = tx.transferred(&row, query.outcome, &page)?;
        Ok(paged(chains, |chain| TransferredChain {
            chain_id: chain.chain_id,
            client_id: chain.client_id,
            client_name: chain.client.short(order),
            outcome: chain.outcome,
        }))
    })
    .await
}

/// Lots with tidy reasons. `at` is the member of the body that holds them.
pub fn tidy(at: &str, lots: Vec<Lot>) -> Result<Vec<Lot>, ApiError> {
    let mut check = Check::new();
    if lots.len() > transfer::MOST_LOTS {
        check.push(FieldError::at(at, Fault::TooLong).with("max", transfer::MOST_LOTS));
    }
    let lots = lots.into_iter().enumerate().map(|(place, lot)| {
        let then = match lot.then {
            Fate::End { reason } => Fate::End {
                reason: check.line(
                    &format!("{at}/{place}/then/reason"),
                    &reason,
                    LONGEST_REASON,
                ),
            },
            then => then,
        };
        Lot { then, ..lot }
    });
    let lots = lots.collect();
    check.done()?;
    Ok(lots)
}

/// Checks the lots against the versions and begins.
pub fn begin(
    tx: &mut Tx<'_>,
    process: &ProcessRecord,
    at: &str,
    lots: &[Lot],
) -> Result<Transfer, ApiError> {
    let versions = tx.versions_of(process.id)?;
    let published = versions.iter().find(|version| version.is_present());
    let Some(new) = published else {
        return Err(ApiError::new(Code::WrongState).with("state", "not_published"));
    };
    let older: BTreeMap<VersionId, Graph> = versions
        .iter()
        // Those who are compared stay where their lot has put them.
        .filter(|version| version.id != new.id && !version.beside)
        .map(|version| (version.id, version.graph.clone()))
        .collect();
    let faults: Vec<FieldError> = transfer::lot_problems(lots, &older, &new.graph)
        .into_iter()
        .map(|(place, problem)| {
            let (member, fault) = match problem {
                LotProblem::UnknownVersion => ("/version_id", Fault::NotFound),
                LotProblem::UnknownStep => ("/step", Fault::NotFound),
                LotProblem::Twice => ("/step", Fault::Taken),
                LotProblem::UnknownDestination => ("/then/step", Fault::NotFound),
            };
            FieldError::at(format!("{at}/{place}{member}"), fault)
        })
        .collect();
    if !faults.is_empty() {
        return Err(ApiError::fields(faults));
    }
    let row = tx.start_transfer(process, new.id, lots)?;
    let now = tx.now();
    Ok(shown(row, &versions, now))
}

/// Carries transfers on: what the worker does.
pub fn carry(tx: &mut Tx<'_>) -> Result<usize, ApiError> {
    Ok(tx.carry_transfers()?)
}

fn shown(row: TransferRow, versions: &[VersionRecord], now: Timestamp) -> Transfer {
    let number = versions
        .iter()
        .find(|version| version.id == row.version_id)
        .map_or(0, |version| version.number);
    let until = transfer::undo_until(row.started_at);
    let may = row.state == TransferState::Done && now <= until && row.moved + row.ended > 0;
    Transfer {
        id: row.id,
        process_id: row.process_id,
        version_id: row.version_id,
        version_number: number,
        state: row.state,
        lots: row.lots.0,
        total: row.total as u32,
        moved: row.moved as u32,
        ended: row.ended as u32,
        returned: row.returned as u32,
        kept: row.kept as u32,
        started_by: row.started_by,
        started_at: row.started_at,
        finished_at: row.finished_at,
        undo_until: may.then_some(until),
        undone_by: row.undone_by,
        undone_at: row.undone_at,
        version: row.version,
    }
}
