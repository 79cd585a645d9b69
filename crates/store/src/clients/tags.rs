//! Tags that a process gives and takes.

use super::contacts;
use super::rows::ClientRow;
use super::write::ClientData;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::search::sort_key;

/// Gives a held card some tags and takes others. Upper and lower case are the same; a tag that is there keeps its spelling.
pub(crate) fn retag(
    tx: &mut Tx<'_>,
    card: &ClientRow,
    add: &[String],
    remove: &[String],
) -> Result<(), StoreError> {
    let mut contacts = tx.contacts(card.id)?;
    let before = contacts.tags.clone();
    let is = |one: &str, other: &str| sort_key(one) == sort_key(other);
    let tags = &mut contacts.tags;
    tags.retain(|known| !remove.iter().any(|tag| is(tag, known)));
    for tag in add {
        if !tags.iter().any(|known| is(known, tag)) {
            tags.push(tag.clone());
        }
    }
    tags.sort_by_key(|tag| sort_key(tag));
    if *tags == before {
        return Ok(());
    }
    contacts::write_tags(tx, card.id, &contacts.tags)?;
    let fields = tx.client_fields()?;
    let tokens = ClientData::of(card, contacts).tokens(&fields);
    contacts::write_tokens(tx, card.id, &tokens)
}
