//! Imports and their rows as the reader sees them.

use std::collections::BTreeMap;

use domain::ids::{ClientId, CompanyId, EmployeeId};
use domain::imports::{ImportState, undo_until};
use domain::time::Timestamp;
use store::Tx;
use store::clients::ClientName;
use store::imports::{ImportRecord, RowRecord};
use wire::clients::PersonName;
use wire::companies::FoundCompany;
use wire::error::Fault;
use wire::imports::{FoundClient, Import, ImportRow, ImportSummary, RowFault, UnknownValue};

use crate::chains::zone_of;
use crate::clients::convert::shown_change;
use crate::http::{ApiError, messages};
use crate::tasks::convert::Reader;

fn creator(tx: &mut Tx<'_>, id: Option<EmployeeId>) -> Result<Option<PersonName>, ApiError> {
    let Some(id) = id else { return Ok(None) };
    let name = tx.any_employee(id)?.name;
    Ok(Some(PersonName { id, name }))
}

fn undoable(row: &ImportRecord, now: Timestamp) -> Option<Timestamp> {
    let until = undo_until(row.finished_at?);
    let fates = row.fates.0;
    let written = fates.created + fates.changed > 0;
    (row.state == ImportState::Done && now <= until && written && row.emptied_at.is_none())
        .then_some(until)
}

pub fn summary(tx: &mut Tx<'_>, row: ImportRecord) -> Result<ImportSummary, ApiError> {
    let undo_until = undoable(&row, tx.now());
    Ok(ImportSummary {
        created_by: creator(tx, row.created_by)?,
        id: row.id,
        name: row.name,
        subject: row.subject,
        kind: row.kind,
        state: row.state,
        rows: row.row_count as u32,
        plans: row.plans.0,
        fates: row.fates.0,
        created_at: row.created_at,
        finished_at: row.finished_at,
        undo_until,
        version: row.version,
        updated_at: row.updated_at,
    })
}

pub fn import(tx: &mut Tx<'_>, row: ImportRecord) -> Result<Import, ApiError> {
    let undo_until = undoable(&row, tx.now());
    let rules = row.rules.0;
    let unknown = row.unknown.0.into_iter().map(|value| UnknownValue {
        then: rules.for_value(value.column, &value.value).cloned(),
        column: value.column,
        value: value.value,
        rows: value.rows,
        may_create: value.may_create,
    });
    Ok(Import {
        unknown: unknown.collect(),
        created_by: creator(tx, row.created_by)?,
        waiting: match row.process_id {
            Some(_) => tx.waiting_in_import(row.id)?,
            None => 0,
        },
        id: row.id,
        name: row.name,
        subject: row.subject,
        kind: row.kind,
        state: row.state,
        reading: row.reading.0,
        sheets: row.sheets.0,
        columns: row.columns.0,
        rules,
        mapping: row.mapping,
        rows: row.row_count as u32,
        looked_at: row.looked_at as u32,
        plans: row.plans.0,
        fates: row.fates.0,
        process_id: row.process_id,
        per_day: row.per_day.map(|count| count as u32),
        branch_id: row.branch_id,
        created_at: row.created_at,
        updated_at: row.updated_at,
        finished_at: row.finished_at,
        undo_until,
        undone_at: row.undone_at,
        version: row.version,
    })
}

/// Rows, with those of the cards that they meet whom the reader may see.
pub fn rows(
    tx: &mut Tx<'_>,
    import: &ImportRecord,
    rows: Vec<RowRecord>,
    reader: &Reader,
) -> Result<Vec<ImportRow>, ApiError> {
    let candidates = |row: &RowRecord| {
        let detail = row.detail.as_ref();
        detail.map_or_else(Vec::new, |detail| detail.0.candidates.clone())
    };
    let ids: Vec<ClientId> = rows
        .iter()
        .flat_map(|row| row.client_id.into_iter().chain(candidates(row)))
        .collect();
    let names = tx.found_clients(ids)?;
    let companies = |row: &RowRecord| {
        let detail = row.detail.as_ref();
        detail.map_or_else(Vec::new, |detail| detail.0.companies.clone())
    };
    let ids: Vec<CompanyId> = rows
        .iter()
        .flat_map(|row| row.company_id.into_iter().chain(companies(row)))
        .collect();
    let companies = tx.found_companies(ids)?;
    let company = |id: CompanyId| {
        let (name, tax_id) = companies.get(&id)?.clone();
        Some(FoundCompany { id, name, tax_id })
    };
    let zone = zone_of(tx, import.branch_id)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let detail = row.detail.map_or_else(Default::default, |detail| detail.0);
            let fields = detail.fields;
            let changes = detail.changes.into_iter().map(|change| {
                let own = fields.get(&change.member);
                shown_change(change, own, reader, &zone)
            });
            ImportRow {
                number: row.number as u32,
                cells: row.cells.0,
                plan: row.plan,
                fate: row.fate,
                client: row.client_id.and_then(|id| found(&names, id, reader)),
                company: row.company_id.and_then(company),
                faults: detail
                    .faults
                    .into_iter()
                    .map(|it| fault(it, reader))
                    .collect(),
                changes: changes.collect(),
                candidates: detail
                    .candidates
                    .into_iter()
                    .filter_map(|id| found(&names, id, reader))
                    .collect(),
                companies: detail.companies.into_iter().filter_map(company).collect(),
                same_as: detail.same_as,
                decision: row.decision.map(|decision| decision.0),
            }
        })
        .collect())
}

/// How a card is named, if the reader sees it.
pub fn found(
    names: &BTreeMap<ClientId, ClientName>,
    id: ClientId,
    reader: &Reader,
) -> Option<FoundClient> {
    let name = names.get(&id)?;
    Some(FoundClient {
        id,
        name: reader.name(name),
        phone: name.phone.as_ref().map(|(_, shown)| shown.clone()),
    })
}

fn fault(fault: store::imports::RowFault, reader: &Reader) -> RowFault {
    let code = Fault::ALL
        .iter()
        .copied()
        .find(|known| known.as_str() == fault.code)
        .unwrap_or(Fault::Malformed);
    RowFault {
        column: fault.column,
        code,
        message: messages::fault(code, reader.language, &fault.params),
        params: fault.params,
    }
}
