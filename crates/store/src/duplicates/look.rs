//! Looking: card by card, in small transactions.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use domain::clients::duplicates::{
    self as alike, Certainty, DuplicateState, Facts, MOST_ALIKE, Verdict,
};
use domain::ids::{ClientId, DuplicateId, LookId};

use super::rows::{DuplicateRow, LookRow};
use crate::clients::{self, ClientRow};
use crate::engine::among::among;
use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::dialect::lock_row;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::outbox::Audience;
use crate::schema::{
    client_emails, client_keys, client_phones, client_relations, clients as cards, duplicate_looks,
    duplicates, unlooked_clients,
};

/// Cards looked at in one transaction.
const BATCH: i64 = 100;

impl Tx<'_> {
    /// The look that is under way.
    pub fn running_look(&mut self) -> Result<Option<LookRow>, StoreError> {
        Ok(duplicate_looks::table
            .filter(duplicate_looks::finished_at.is_null())
            .first(self.conn())
            .optional()?)
    }

    /// The latest looks first.
    pub fn looks(&mut self, most: i64) -> Result<Vec<LookRow>, StoreError> {
        Ok(duplicate_looks::table
            .order(duplicate_looks::id.desc())
            .limit(most)
            .load(self.conn())?)
    }

    /// How many cards are still to be looked at, counted up to ten thousand.
    pub fn unlooked(&mut self) -> Result<u32, StoreError> {
        let some: Vec<ClientId> = unlooked_clients::table
            .select(unlooked_clients::client_id)
            .limit(crate::engine::page::MOST_COUNTED)
            .load(self.conn())?;
        Ok(u32::try_from(some.len()).unwrap_or(u32::MAX))
    }

    /// Begins a look; the worker carries it on.
    ///
    /// # Errors
    /// [`Guard::LookRunning`](crate::Guard::LookRunning) while another one is under way.
    pub fn start_look(&mut self) -> Result<LookRow, StoreError> {
        let look = LookRow {
            id: self.new_id(),
            asked_by: self.who().employee(),
            started_at: self.now(),
            finished_at: None,
            looked: 0,
            found: 0,
            version: 1,
        };
        diesel::insert_into(duplicate_looks::table)
            .values((
                duplicate_looks::id.eq(bind(look.id)),
                duplicate_looks::asked_by.eq(look.asked_by.map(bind)),
                duplicate_looks::started_at.eq(bind(look.started_at)),
                duplicate_looks::looked.eq(0),
                duplicate_looks::found.eq(0),
                duplicate_looks::version.eq(look.version),
            ))
            .execute(self.conn())?;
        self.audit("duplicates.look_started", look.id, None, None)?;
        self.look_moved_on(&look)?;
        Ok(look)
    }

    /// Carries a look on by some cards. Answers how many; fewer than a batch are the last.
    pub fn carry_look(&mut self, id: LookId) -> Result<usize, StoreError> {
        // Another server may carry it at this moment.
        lock_row(self.conn(), "duplicate_looks", id.as_i64())?;
        let mut look: LookRow = duplicate_looks::table
            .filter(duplicate_looks::id.eq(bind(id)))
            .first(self.conn())?;
        if look.finished_at.is_some() {
            return Ok(0);
        }
        let ids: Vec<ClientId> = unlooked_clients::table
            .order(unlooked_clients::client_id)
            .limit(BATCH)
            .select(unlooked_clients::client_id)
            .load(self.conn())?;
        for id in &ids {
            look.found += self.look_at(*id)?;
        }
        let looked = unlooked_clients::table
            .filter(unlooked_clients::client_id.eq_any(among(ids.iter().copied())));
        diesel::delete(looked).execute(self.conn())?;
        look.looked += ids.len() as i32;
        if (ids.len() as i64) < BATCH {
            look.finished_at = Some(self.now());
        }
        let row = duplicate_looks::table.filter(duplicate_looks::id.eq(bind(id)));
        diesel::update(row)
            .set((
                duplicate_looks::finished_at.eq(look.finished_at.map(bind)),
                duplicate_looks::looked.eq(look.looked),
                duplicate_looks::found.eq(look.found),
                duplicate_looks::version.eq(look.version + 1),
            ))
            .execute(self.conn())?;
        look.version += 1;
        self.look_moved_on(&look)?;
        Ok(ids.len().max(1))
    }

    fn look_moved_on(&mut self, look: &LookRow) -> Result<(), StoreError> {
        self.emit(
            "duplicate.looked",
            look.id,
            look.version,
            Audience::EVERYBODY,
        )
    }

    /// Compares a card with those that share something with it. Answers how many new pairs there are.
    fn look_at(&mut self, id: ClientId) -> Result<i32, StoreError> {
        let Some((card, facts)) = self.facts_of(&[id])?.remove(&id) else {
            return Ok(0);
        };
        diesel::delete(client_keys::table.filter(client_keys::client_id.eq(bind(id))))
            .execute(self.conn())?;
        let mut alike = BTreeMap::new();
        if card.archived_at.is_none() {
            let keys = alike::keys(&facts);
            let rows: Vec<_> = keys
                .iter()
                .map(|key| {
                    (
                        client_keys::key.eq(key),
                        client_keys::client_id.eq(bind(id)),
                    )
                })
                .collect();
            each_backend!(self.conn(), |c| diesel::insert_into(client_keys::table)
                .values(&rows)
                .execute(c))?;
            alike = self.alike(Some(id), &facts)?;
        }
        self.pairs_of(&card, alike)
    }

    /// What is compared of some cards.
    fn facts_of(
        &mut self,
        ids: &[ClientId],
    ) -> Result<BTreeMap<ClientId, (ClientRow, Facts)>, StoreError> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let rows: Vec<ClientRow> = each_backend!(self.conn(), |c| cards::table
            .filter(cards::id.eq_any(among(ids.iter().copied())))
            .load(c))?;
        let mut facts: BTreeMap<ClientId, (ClientRow, Facts)> = rows
            .into_iter()
            .map(|row| {
                let facts = Facts {
                    surname: row.surname.clone(),
                    given: row.given.clone(),
                    patronymic: row.patronymic.clone(),
                    birth_date: row.birth_date,
                    ..Facts::default()
                };
                (row.id, (row, facts))
            })
            .collect();
        let phones: Vec<(ClientId, String)> = each_backend!(self.conn(), |c| client_phones::table
            .filter(client_phones::client_id.eq_any(among(ids.iter().copied())))
            .select((client_phones::client_id, client_phones::e164))
            .load(c))?;
        for (id, phone) in phones {
            if let Some((_, facts)) = facts.get_mut(&id) {
                facts.phones.push(phone);
            }
        }
        let emails: Vec<(ClientId, String)> = each_backend!(self.conn(), |c| client_emails::table
            .filter(client_emails::client_id.eq_any(among(ids.iter().copied())))
            .select((client_emails::client_id, client_emails::email))
            .load(c))?;
        for (id, email) in emails {
            if let Some((_, facts)) = facts.get_mut(&id) {
                facts.emails.push(email);
            }
        }
        Ok(facts)
    }

    /// Cards in work that may be the person of these facts, whoever may see them. What many cards share says nothing.
    pub(super) fn alike(
        &mut self,
        own: Option<ClientId>,
        facts: &Facts,
    ) -> Result<BTreeMap<ClientId, (ClientRow, Verdict)>, StoreError> {
        let most = MOST_ALIKE as i64 + 2;
        let mut found: BTreeSet<ClientId> = BTreeSet::new();
        let mut sharing = |ids: Vec<ClientId>| {
            if ids.len() <= MOST_ALIKE + 1 {
                found.extend(ids);
            }
        };
        for phone in &facts.phones {
            sharing(each_backend!(self.conn(), |c| client_phones::table
                .filter(client_phones::e164.eq(phone))
                .select(client_phones::client_id)
                .limit(most)
                .load(c))?);
        }
        for email in &facts.emails {
            sharing(each_backend!(self.conn(), |c| client_emails::table
                .filter(client_emails::email.eq(email))
                .select(client_emails::client_id)
                .limit(most)
                .load(c))?);
        }
        for key in alike::keys(facts) {
            sharing(each_backend!(self.conn(), |c| client_keys::table
                .filter(client_keys::key.eq(&key))
                .select(client_keys::client_id)
                .limit(most)
                .load(c))?);
        }
        if let Some(own) = own {
            found.remove(&own);
        }
        let found: Vec<ClientId> = found.into_iter().collect();
        let related = match own {
            Some(own) if !found.is_empty() => self.relatives(own)?,
            _ => BTreeSet::new(),
        };
        let known = self.facts_of(&found)?.into_iter();
        Ok(known
            .filter(|(_, (row, _))| row.archived_at.is_none())
            .filter_map(|(id, (row, other))| {
                let verdict = alike::verdict(facts, &other, related.contains(&id))?;
                Some((id, (row, verdict)))
            })
            .collect())
    }

    /// Cards that this one is linked with, in either direction.
    fn relatives(&mut self, id: ClientId) -> Result<BTreeSet<ClientId>, StoreError> {
        let named: Vec<ClientId> = client_relations::table
            .filter(client_relations::client_id.eq(bind(id)))
            .select(client_relations::other_id)
            .load(self.conn())?;
        let naming: Vec<ClientId> = client_relations::table
            .filter(client_relations::other_id.eq(bind(id)))
            .select(client_relations::client_id)
            .load(self.conn())?;
        Ok(named.into_iter().chain(naming).collect())
    }

    /// The open pairs of a card are those that were found now; what was decided stays.
    fn pairs_of(
        &mut self,
        card: &ClientRow,
        alike: BTreeMap<ClientId, (ClientRow, Verdict)>,
    ) -> Result<i32, StoreError> {
        let id = card.id;
        let known: Vec<DuplicateRow> = duplicates::table
            .filter(
                duplicates::one_id
                    .eq(bind(id))
                    .or(duplicates::other_id.eq(bind(id))),
            )
            .load(self.conn())?;
        let other_of = |row: &DuplicateRow| {
            if row.one_id == id {
                row.other_id
            } else {
                row.one_id
            }
        };
        for row in &known {
            let row_is = duplicates::table.filter(duplicates::id.eq(bind(row.id)));
            match (row.state, alike.get(&other_of(row))) {
                (DuplicateState::Open, None) => {
                    diesel::delete(row_is).execute(self.conn())?;
                    self.pair_told("duplicate.gone", row.id, row.version + 1, card)?;
                }
                (DuplicateState::Open, Some((_, verdict)))
                    if verdict.certainty != row.certainty || verdict.reasons != row.reasons.0 =>
                {
                    diesel::update(row_is)
                        .set((
                            duplicates::certainty.eq(bind(verdict.certainty)),
                            duplicates::rank.eq(rank(verdict.certainty)),
                            duplicates::reasons.eq(Json(verdict.reasons.clone())),
                            duplicates::version.eq(row.version + 1),
                        ))
                        .execute(self.conn())?;
                    self.pair_told("duplicate.updated", row.id, row.version + 1, card)?;
                }
                _ => {}
            }
        }
        let mut new = 0;
        for (other, (_, verdict)) in alike {
            if known.iter().any(|row| other_of(row) == other) {
                continue;
            }
            let pair: DuplicateId = self.new_id();
            diesel::insert_into(duplicates::table)
                .values((
                    duplicates::id.eq(bind(pair)),
                    duplicates::one_id.eq(bind(id.min(other))),
                    duplicates::other_id.eq(bind(id.max(other))),
                    duplicates::certainty.eq(bind(verdict.certainty)),
                    duplicates::rank.eq(rank(verdict.certainty)),
                    duplicates::reasons.eq(Json(verdict.reasons)),
                    duplicates::state.eq(bind(DuplicateState::Open)),
                    duplicates::found_at.eq(bind(self.now())),
                    duplicates::version.eq(1_i64),
                ))
                .execute(self.conn())?;
            self.pair_told("duplicate.found", pair, 1, card)?;
            new += 1;
        }
        Ok(new)
    }

    pub(super) fn pair_told(
        &mut self,
        topic: &str,
        id: DuplicateId,
        version: i64,
        card: &ClientRow,
    ) -> Result<(), StoreError> {
        self.emit(topic, id, version, clients::audience(card))
    }
}

/// The surest first.
const fn rank(certainty: Certainty) -> i32 {
    match certainty {
        Certainty::Certain => 0,
        Certainty::Likely => 1,
        Certainty::Possible => 2,
    }
}
