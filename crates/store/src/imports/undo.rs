//! Back: new cards go, changed ones become as they were.

use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::chains::ChainState;
use domain::ids::{ChainId, ClientId};
use domain::organisation::NameOrder;
use domain::timeline::EntryKind;

use super::rows::RowRecord;
use crate::chains as chain_rows;
use crate::clients::{self as cards, ClientData, ClientRow};
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::outbox::Audience;
use crate::own_fields::Answers;
use crate::schema::{
    chains, client_discounts, client_emails, client_keys, client_messengers, client_phones,
    client_relations, client_tags, client_tokens, client_values, clients, company_people,
    company_values, duplicates, files, notices, segment_members, stale_tokens, tasks, timeline,
    unlooked_clients,
};
use crate::timeline::Changed;

/// What became of a card that a row had made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    Removed,
    /// A chain that the import began had its first entry there: it was ended, and the card archived.
    Archived,
    /// Somebody has worked on it since.
    Kept,
}

/// What became of a card that a row had changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Members that others have changed since, as they are and as they were before the import.
    pub kept: Vec<Changed>,
    pub returned: bool,
}

impl Tx<'_> {
    /// Takes a card back that a row of an import made. `reason` is said of a chain that is ended.
    pub fn take_back_imported(
        &mut self,
        row: &RowRecord,
        reason: &str,
    ) -> Result<Gone, StoreError> {
        let Some(id) = row.client_id else {
            return Ok(Gone::Kept);
        };
        self.hold_client(id)?;
        let Ok(card) = cards::row(self, id) else {
            return Ok(Gone::Removed);
        };
        if Some(card.version) != row.card_version || self.was_worked_on(&card, row.chain_id)? {
            return Ok(Gone::Kept);
        }
        let Some(chain) = row.chain_id else {
            self.remove_client(card)?;
            return Ok(Gone::Removed);
        };
        let chain = chain_rows::row(self, chain)?;
        if chain.state == ChainState::Active || chain.state == ChainState::Sleeping {
            self.cancel_chain(chain, reason)?;
        }
        let card = cards::row(self, id)?;
        let seen = card.version;
        match self.archive_client(card, seen) {
            Ok(()) => Ok(Gone::Archived),
            Err(StoreError::InUse { .. }) => Ok(Gone::Kept),
            Err(error) => Err(error),
        }
    }

    /// Whether anything stands by a card besides its making and the chain that the import began.
    fn was_worked_on(
        &mut self,
        card: &ClientRow,
        chain: Option<ChainId>,
    ) -> Result<bool, StoreError> {
        let kinds: Vec<EntryKind> = each_backend!(self.conn(), |c| timeline::table
            .filter(timeline::client_id.eq(bind(card.id)))
            .select(timeline::kind)
            .load(c))?;
        let ours = |kind: &EntryKind| match kind {
            EntryKind::ClientCreated => true,
            EntryKind::ChainStarted | EntryKind::TaskCreated => chain.is_some(),
            _ => false,
        };
        let most = if chain.is_some() { 3 } else { 1 };
        if !kinds.iter().all(ours) || kinds.len() > most {
            return Ok(true);
        }
        let linked: i64 = each_backend!(self.conn(), |c| client_relations::table
            .filter(client_relations::other_id.eq(bind(card.id)))
            .select(count_star())
            .first(c))?;
        let own: i64 = each_backend!(self.conn(), |c| client_relations::table
            .filter(client_relations::client_id.eq(bind(card.id)))
            .select(count_star())
            .first(c))?;
        let named: i64 = each_backend!(self.conn(), |c| client_values::table
            .filter(client_values::reference.eq(card.id.as_i64()))
            .select(count_star())
            .first(c))?;
        let named_there: i64 = each_backend!(self.conn(), |c| company_values::table
            .filter(company_values::reference.eq(card.id.as_i64()))
            .select(count_star())
            .first(c))?;
        let tasks: i64 = each_backend!(self.conn(), |c| tasks::table
            .filter(tasks::client_id.eq(bind(card.id)))
            .select(count_star())
            .first(c))?;
        let led: i64 = each_backend!(self.conn(), |c| chains::table
            .filter(chains::client_id.eq(bind(card.id)))
            .select(count_star())
            .first(c))?;
        let expected = i64::from(chain.is_some());
        let employed: i64 = each_backend!(self.conn(), |c| company_people::table
            .filter(company_people::client_id.eq(bind(card.id)))
            .select(count_star())
            .first(c))?;
        let filed: i64 = each_backend!(self.conn(), |c| files::table
            .filter(files::client_id.eq(bind(card.id)))
            .select(count_star())
            .first(c))?;
        let granted: i64 = each_backend!(self.conn(), |c| client_discounts::table
            .filter(client_discounts::client_id.eq(bind(card.id)))
            .select(count_star())
            .first(c))?;
        Ok(
            linked + own + named + named_there + employed + filed + granted > 0
                || tasks > expected
                || led > expected,
        )
    }

    /// Removes a card that nothing stands by besides its making. The audit log keeps that it was there.
    fn remove_client(&mut self, card: ClientRow) -> Result<(), StoreError> {
        let id = card.id;
        macro_rules! clear {
            ($($table:ident),+) => {$(
                diesel::delete($table::table.filter($table::client_id.eq(bind(id))))
                    .execute(self.conn())?;
            )+};
        }
        clear!(
            client_phones,
            client_emails,
            client_messengers,
            client_tags,
            client_relations,
            client_values,
            client_tokens,
            client_keys,
            segment_members,
            stale_tokens,
            unlooked_clients
        );
        diesel::delete(
            duplicates::table.filter(
                duplicates::one_id
                    .eq(bind(id))
                    .or(duplicates::other_id.eq(bind(id))),
            ),
        )
        .execute(self.conn())?;
        diesel::delete(
            timeline::table
                .filter(timeline::client_id.is_not_null())
                .filter(timeline::client_id.assume_not_null().eq(bind(id))),
        )
        .execute(self.conn())?;
        diesel::delete(
            notices::table
                .filter(notices::client_id.is_not_null())
                .filter(notices::client_id.assume_not_null().eq(bind(id))),
        )
        .execute(self.conn())?;
        diesel::delete(clients::table.filter(clients::id.eq(bind(id)))).execute(self.conn())?;
        self.audit("client.removed", id, None, None)?;
        let audience = Audience::branch(card.branch_id).and(card.responsible_id);
        self.emit("client.removed", id, card.version + 1, audience)
    }

    /// Gives a card back what a row of an import changed on it, member by member, where nobody has changed it since.
    pub fn give_back_imported(
        &mut self,
        id: ClientId,
        before: &ClientData,
        after: &ClientData,
        order: NameOrder,
    ) -> Result<Given, StoreError> {
        self.hold_client(id)?;
        let Ok(card) = cards::row(self, id) else {
            return Ok(Given {
                kept: Vec::new(),
                returned: false,
            });
        };
        let now = ClientData::of(&card, self.contacts(id)?);
        let (back, wanted) = returned(before, after, &now);
        // What stays is what the whole return would have changed besides.
        let kept = self.would_change(&back, &wanted)?.changes;
        let seen = card.version;
        self.update_client(card, seen, &back, order)?;
        Ok(Given {
            returned: kept.is_empty(),
            kept,
        })
    }
}

/// Puts members back as they were that are still as they were left; and all of them on what is wanted.
macro_rules! members {
    (($before:ident, $after:ident, $now:ident) => ($back:ident, $wanted:ident): $($($name:ident).+),+ $(,)?) => {$(
        if $before.$($name).+ != $after.$($name).+ {
            $wanted.$($name).+ = $before.$($name).+.clone();
            if $now.$($name).+ == $after.$($name).+ {
                $back.$($name).+ = $before.$($name).+.clone();
            }
        }
    )+};
}
pub(super) use members;

/// The card with every member as it was that is still as the import left it; and as it would be with all of them.
fn returned(before: &ClientData, after: &ClientData, now: &ClientData) -> (ClientData, ClientData) {
    let (mut back, mut wanted) = (now.clone(), now.clone());
    members!(
        (before, after, now) => (back, wanted):
        name.surname,
        name.given,
        name.patronymic,
        birth_date,
        stage,
        source_id,
        responsible_id,
        branch_id,
        note,
        do_not_contact,
        contacts.phones,
        contacts.emails,
        contacts.messengers,
        contacts.tags,
        contacts.relations,
    );
    let (was, made, is) = (&before.contacts, &after.contacts, &now.contacts);
    returned_answers(
        (&was.answers, &made.answers, &is.answers),
        (&mut back.contacts.answers, &mut wanted.contacts.answers),
    );
    (back, wanted)
}

/// The same of answers to the club's own fields.
pub(super) fn returned_answers(
    (was, made, is): (&Answers, &Answers, &Answers),
    (back, wanted): (&mut Answers, &mut Answers),
) {
    let put = |answers: &mut Answers, id, was: Option<&domain::fields::FieldValue>| match was {
        Some(value) => {
            answers.insert(id, value.clone());
        }
        None => {
            answers.remove(&id);
        }
    };
    for id in was.keys().chain(made.keys()) {
        if was.get(id) == made.get(id) {
            continue;
        }
        put(wanted, *id, was.get(id));
        if is.get(id) == made.get(id) {
            put(back, *id, was.get(id));
        }
    }
}
