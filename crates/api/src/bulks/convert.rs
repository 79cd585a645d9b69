//! Actions for many as the reader sees them.

use domain::bulks::{BulkState, undo_until};
use domain::language::Language;
use store::Tx;
use store::bulks::{BulkItem as ItemRow, BulkRow, Card};
use wire::bulks::{Bulk, BulkItem};
use wire::clients::PersonName;
use wire::companies::FoundCompany;

use super::words;
use crate::http::ApiError;
use crate::tasks::convert::Reader;

pub fn bulk(tx: &mut Tx<'_>, row: BulkRow, language: Language) -> Result<Bulk, ApiError> {
    let until = row.finished_at.map(undo_until);
    let undoable = row.state == BulkState::Done && row.fates.0.changed > 0;
    let now = tx.now();
    Ok(Bulk {
        title: words::title(tx, &row.action.0, language)?,
        created_by: PersonName {
            id: row.created_by,
            name: tx.any_employee(row.created_by)?.name,
        },
        id: row.id,
        subject: row.subject,
        state: row.state,
        action: row.action.0,
        total: row.total as u32,
        looked_at: row.looked_at as u32,
        fates: row.fates.0,
        created_at: row.created_at,
        updated_at: row.updated_at,
        finished_at: row.finished_at,
        undo_until: until.filter(|until| undoable && now <= *until),
        undone_at: row.undone_at,
        version: row.version,
    })
}

/// Items, with those of the cards whom the reader may see.
pub fn items(
    tx: &mut Tx<'_>,
    rows: Vec<ItemRow>,
    reader: &Reader,
) -> Result<Vec<BulkItem>, ApiError> {
    let cards: Vec<Option<Card>> = rows.iter().map(ItemRow::card).collect();
    let (mut clients, mut companies) = (Vec::new(), Vec::new());
    for card in cards.iter().flatten() {
        match card {
            Card::Client(id) => clients.push(*id),
            Card::Company(id) => companies.push(*id),
        }
    }
    let (clients, companies) = (tx.found_clients(clients)?, tx.found_companies(companies)?);
    let items = rows.into_iter().zip(cards).map(|(row, card)| BulkItem {
        client: match card {
            Some(Card::Client(id)) => crate::imports::found(&clients, id, reader),
            _ => None,
        },
        company: match card {
            Some(Card::Company(id)) => {
                let name = companies.get(&id).cloned();
                name.map(|(name, tax_id)| FoundCompany { id, name, tax_id })
            }
            _ => None,
        },
        number: row.number as u32,
        fate: row.fate,
        hindrance: row.hindrance,
        task_id: row.task_id,
        chain_id: row.chain_id,
    });
    Ok(items.collect())
}
