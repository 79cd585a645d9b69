//! Phones, addresses, tags, links, answers and search tokens of a card: rows of their own, written anew when they change.

use diesel::prelude::*;
use domain::ids::ClientId;
use serde::Serialize;

use super::find;
use super::rows::{ClientRow, Contacts};
use crate::audit::state;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::own_fields::answers::Owner as _;
use crate::schema::{
    client_emails, client_messengers, client_phones, client_relations, client_tags, client_tokens,
    client_values,
};
use crate::search::sort_key;

pub(super) fn clear(tx: &mut Tx<'_>, id: ClientId) -> Result<(), StoreError> {
    macro_rules! clear {
        ($($table:ident),+) => {$(
            diesel::delete($table::table.filter($table::client_id.eq(bind(id))))
                .execute(tx.conn())?;
        )+};
    }
    clear!(
        client_phones,
        client_emails,
        client_messengers,
        client_tags,
        client_relations,
        client_values
    );
    Ok(())
}

pub(super) fn write(tx: &mut Tx<'_>, id: ClientId, contacts: &Contacts) -> Result<(), StoreError> {
    let phones: Vec<_> = (0_i32..)
        .zip(&contacts.phones)
        .map(|(position, phone)| {
            (
                client_phones::client_id.eq(bind(id)),
                client_phones::position.eq(position),
                client_phones::e164.eq(&phone.e164),
                client_phones::display.eq(&phone.display),
                client_phones::typed.eq(&phone.typed),
                client_phones::label.eq(&phone.label),
                client_phones::do_not_call.eq(phone.do_not_call),
            )
        })
        .collect();
    each_backend!(tx.conn(), |c| diesel::insert_into(client_phones::table)
        .values(&phones)
        .execute(c))?;
    let emails: Vec<_> = (0_i32..)
        .zip(&contacts.emails)
        .map(|(position, email)| {
            (
                client_emails::client_id.eq(bind(id)),
                client_emails::position.eq(position),
                client_emails::email.eq(&email.address),
                client_emails::label.eq(&email.label),
                client_emails::do_not_write.eq(email.do_not_write),
            )
        })
        .collect();
    each_backend!(tx.conn(), |c| diesel::insert_into(client_emails::table)
        .values(&emails)
        .execute(c))?;
    let messengers: Vec<_> = (0_i32..)
        .zip(&contacts.messengers)
        .map(|(position, contact)| {
            (
                client_messengers::client_id.eq(bind(id)),
                client_messengers::position.eq(position),
                client_messengers::messenger.eq(bind(contact.messenger)),
                client_messengers::address.eq(&contact.address),
                client_messengers::label.eq(&contact.label),
                client_messengers::do_not_write.eq(contact.do_not_write),
            )
        })
        .collect();
    each_backend!(tx.conn(), |c| diesel::insert_into(client_messengers::table)
        .values(&messengers)
        .execute(c))?;
    write_tags(tx, id, &contacts.tags)?;
    let relations: Vec<_> = contacts
        .relations
        .iter()
        .map(|relation| {
            (
                client_relations::client_id.eq(bind(id)),
                client_relations::other_id.eq(bind(relation.other_id)),
                client_relations::kind.eq(&relation.kind),
            )
        })
        .collect();
    each_backend!(tx.conn(), |c| diesel::insert_into(client_relations::table)
        .values(&relations)
        .execute(c))?;
    id.write(tx, &contacts.answers)
}

/// Tags in place of those that are there.
pub(super) fn write_tags(tx: &mut Tx<'_>, id: ClientId, tags: &[String]) -> Result<(), StoreError> {
    let present = client_tags::table.filter(client_tags::client_id.eq(bind(id)));
    diesel::delete(present).execute(tx.conn())?;
    let rows: Vec<_> = tags
        .iter()
        .map(|tag| {
            (
                client_tags::client_id.eq(bind(id)),
                client_tags::key.eq(sort_key(tag)),
                client_tags::name.eq(tag),
            )
        })
        .collect();
    each_backend!(tx.conn(), |c| diesel::insert_into(client_tags::table)
        .values(&rows)
        .execute(c))?;
    Ok(())
}

pub(super) fn write_tokens(
    tx: &mut Tx<'_>,
    id: ClientId,
    tokens: &[String],
) -> Result<(), StoreError> {
    diesel::delete(client_tokens::table.filter(client_tokens::client_id.eq(bind(id))))
        .execute(tx.conn())?;
    let rows: Vec<_> = tokens
        .iter()
        .map(|token| {
            (
                client_tokens::token.eq(token),
                client_tokens::client_id.eq(bind(id)),
            )
        })
        .collect();
    each_backend!(tx.conn(), |c| diesel::insert_into(client_tokens::table)
        .values(&rows)
        .execute(c))?;
    find::learn(tx, tokens)
}

/// A number that was dialled by somebody who does not see it, as the audit log keeps it.
#[derive(Serialize)]
struct DialledNumber {
    phone: String,
}

impl Tx<'_> {
    /// Writes down that a client of a held card was called unseen.
    pub fn note_dial(&mut self, card: &ClientRow, display: &str) -> Result<(), StoreError> {
        let phone = domain::clients::hidden::phone(display);
        let dialled = DialledNumber { phone };
        self.audit("client.dialled", card.id, None, state(&dialled))
    }
}
