//! What is done for one client or company: the use case of the single action, and how its refusal is said.

use domain::access::Permission;
use domain::bulks::{BulkAction, BulkFate, Hindrance, retagged};
use domain::ids::{ClientId, CompanyId};
use store::bulks::{BulkItem, Card, Written};
use store::clients::ClientData;
use store::companies::{CompanyData, Marks};
use store::{StoreError, Tx};
use wire::chains::NewChain;
use wire::clients::ClientPatch;
use wire::companies::CompanyPatch;
use wire::error::{Code, Fault};
use wire::tasks::NewTask;

use crate::http::ApiError;
use crate::{chains, clients, companies, merges, tasks};

/// Does it. Every refusal comes before the first write.
///
/// # Errors
/// Those of the single action.
pub fn done(
    tx: &mut Tx<'_>,
    action: &BulkAction,
    item: &mut BulkItem,
) -> Result<BulkFate, ApiError> {
    // From the moment it is held nobody else changes a card; what was done until now is read.
    match item.card() {
        Some(Card::Client(id)) => {
            tx.hold_client(id)?;
            for_client(tx, action, id, item)
        }
        Some(Card::Company(id)) => {
            tx.hold_company(id)?;
            for_company(tx, action, id, item)
        }
        None => Err(StoreError::NotFound.into()),
    }
}

fn for_client(
    tx: &mut Tx<'_>,
    action: &BulkAction,
    id: ClientId,
    item: &mut BulkItem,
) -> Result<BulkFate, ApiError> {
    match action {
        BulkAction::Responsible { responsible_id } => {
            let patch = ClientPatch {
                responsible_id: Some(Some(*responsible_id)),
                ..ClientPatch::default()
            };
            changed(tx, id, item, |_| patch)
        }
        BulkAction::Tags { add, remove } => changed(tx, id, item, |before| {
            let had = &before.contacts.tags;
            let tags = retagged(had, add, remove, store::search::sort_key);
            ClientPatch {
                tags: (tags != *had).then_some(tags),
                ..ClientPatch::default()
            }
        }),
        BulkAction::Process { process_id } => {
            let new = NewChain {
                client_id: id,
                process_id: *process_id,
                assignee_id: None,
                due: None,
            };
            let chain = chains::begun(tx, &new)?;
            item.chain_id = Some(chain.id);
            item.stamp = Some(tx.chain_stamp(chain.id)?);
            Ok(BulkFate::Changed)
        }
        BulkAction::Task {
            template_id,
            title,
            due,
            assignee_id,
            pool_role_id,
            note,
        } => {
            let card = tx.client_for(Permission::ClientRead, id)?;
            merges::expect_own(tx, &card)?;
            let responsible = || assignee_id.or(card.responsible_id);
            let new = NewTask {
                template_id: *template_id,
                title: title.clone(),
                client_id: Some(id),
                due: *due,
                assignee_id: pool_role_id.is_none().then(responsible).flatten(),
                pool_role_id: *pool_role_id,
                note: note.clone(),
                ..NewTask::default()
            };
            let task = tasks::made(tx, &new)?;
            item.task_id = Some(task.id);
            item.stamp = Some(tx.task_stamp(task.id)?);
            Ok(BulkFate::Changed)
        }
    }
}

fn for_company(
    tx: &mut Tx<'_>,
    action: &BulkAction,
    id: CompanyId,
    item: &mut BulkItem,
) -> Result<BulkFate, ApiError> {
    let row = tx.company_for(Permission::ClientEdit, id)?;
    let before = tx.company_data(&row)?;
    let patch = match action {
        BulkAction::Responsible { responsible_id } => CompanyPatch {
            responsible_id: Some(Some(*responsible_id)),
            ..CompanyPatch::default()
        },
        BulkAction::Tags { add, remove } => {
            let had = &before.tags;
            let tags = retagged(had, add, remove, store::search::sort_key);
            CompanyPatch {
                tags: (tags != *had).then_some(tags),
                ..CompanyPatch::default()
            }
        }
        // Refused before it began.
        BulkAction::Process { .. } | BulkAction::Task { .. } => {
            return Err(ApiError::new(Code::NotAllowed));
        }
    };
    let seen = row.version;
    let (row, after) = companies::changed(tx, row, seen, &before, &patch)?;
    if row.version == seen {
        return Ok(BulkFate::Unchanged);
    }
    let marks = |data: &CompanyData| Some(store::Json(Written::Company(Marks::from(data))));
    (item.before, item.after) = (marks(&before), marks(&after));
    Ok(BulkFate::Changed)
}

fn changed(
    tx: &mut Tx<'_>,
    id: ClientId,
    item: &mut BulkItem,
    patch: impl FnOnce(&ClientData) -> ClientPatch,
) -> Result<BulkFate, ApiError> {
    let card = tx.client_for(Permission::ClientEdit, id)?;
    merges::expect_own(tx, &card)?;
    let before = ClientData::of(&card, tx.contacts(card.id)?);
    let (patch, seen) = (patch(&before), card.version);
    let (card, after) = clients::changed(tx, card, seen, &before, &patch)?;
    if card.version == seen {
        return Ok(BulkFate::Unchanged);
    }
    let written = |data| Some(store::Json(Written::Client(Box::new(data))));
    (item.before, item.after) = (written(before), written(after));
    Ok(BulkFate::Changed)
}

/// Why nothing was done for one.
///
/// # Errors
/// What is no refusal goes on.
pub fn hindrance(error: ApiError) -> Result<Hindrance, ApiError> {
    let refusal = match error {
        ApiError::Store(StoreError::NotFound) => return Ok(Hindrance::NotFound),
        ApiError::Store(StoreError::Forbidden(_)) => return Ok(Hindrance::NotAllowed),
        ApiError::Refused(refusal) if refusal.code != Code::Internal => refusal,
        error => return Err(error),
    };
    let fault = refusal.errors.first();
    let at = fault.and_then(|fault| fault.pointer.as_deref());
    Ok(match (refusal.code, at, fault.map(|fault| fault.code)) {
        (Code::NotFound, ..) => Hindrance::NotFound,
        (Code::NotAllowed, ..) => Hindrance::NotAllowed,
        (Code::AlreadyMerged, ..) => Hindrance::Merged,
        (Code::ChainRunning, ..) => Hindrance::LedAlready,
        (_, Some("/client_id"), Some(Fault::Archived)) => Hindrance::Archived,
        (_, Some("/client_id"), _) => Hindrance::NotFound,
        (_, Some("/responsible_id" | "/assignee_id"), _) => Hindrance::WorksElsewhere,
        (_, Some("/tags"), _) => Hindrance::TooManyTags,
        _ => Hindrance::Refused,
    })
}
