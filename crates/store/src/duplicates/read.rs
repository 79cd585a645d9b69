//! Pairs within reach, and what is decided of them.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use domain::access::Permission;
use domain::clients::duplicates::{DuplicateState, Facts, Verdict};
use domain::ids::{ClientId, DuplicateId, MergeId};
use domain::name::PersonName;
use serde::Serialize;

use super::rows::DuplicateRow;
use crate::clients;
use crate::engine::beyond::after;
use crate::engine::columns::bind;
use crate::engine::errors::{StoreError, expect_one};
use crate::engine::page::{Page, PageRequest};
use crate::engine::unit::Tx;
use crate::schema::duplicates;

/// Which pairs are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DuplicateFilter {
    pub state: DuplicateState,
    pub client: Option<ClientId>,
}

/// A card that looks like what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookAlike {
    pub client_id: ClientId,
    pub name: PersonName,
    pub verdict: Verdict,
}

/// Pairs that are read at once, and how often: whoever sees few cards of a large base gets a shorter page rather than a slow one.
const CHUNK: i64 = 200;
const CHUNKS: usize = 10;
/// Look-alikes that are named.
const MOST_NAMED: usize = 10;

impl Tx<'_> {
    /// Pairs of which both cards are within reach, the surest first. A page may be shorter than asked for.
    pub fn duplicates(
        &mut self,
        filter: DuplicateFilter,
        page: &PageRequest,
    ) -> Result<(Page<DuplicateRow>, BTreeMap<ClientId, PersonName>), StoreError> {
        let list = ("duplicates", filter);
        let mut last: Option<(i32, DuplicateId)> = page.after(&list)?;
        let (mut rows, mut names) = (Vec::new(), BTreeMap::new());
        for _ in 0..CHUNKS {
            let mut query = duplicates::table
                .into_boxed()
                .filter(duplicates::state.eq(bind(filter.state)))
                .order((duplicates::rank.asc(), duplicates::id.asc()));
            if let Some(id) = filter.client {
                let own = duplicates::one_id.eq(bind(id));
                query = query.filter(own.or(duplicates::other_id.eq(bind(id))));
            }
            if let Some((rank, id)) = last {
                query = query.filter(after((duplicates::rank, duplicates::id), (rank, bind(id))));
            }
            let chunk: Vec<DuplicateRow> = query.limit(CHUNK).load(self.conn())?;
            let is_last = (chunk.len() as i64) < CHUNK;
            last = chunk.last().map(|row| (row.rank, row.id)).or(last);
            let cards: BTreeSet<ClientId> = chunk
                .iter()
                .flat_map(|row| [row.one_id, row.other_id])
                .collect();
            let seen = self.names_within_reach(&cards)?;
            rows.extend(
                chunk.into_iter().filter(|row| {
                    seen.contains_key(&row.one_id) && seen.contains_key(&row.other_id)
                }),
            );
            names.extend(seen);
            if is_last || rows.len() as i64 >= page.fetch() {
                break;
            }
        }
        let page = page.finish(rows, &list, |row| (row.rank, row.id))?;
        Ok((page, names))
    }

    /// A pair of which both cards are within reach.
    pub fn duplicate(
        &mut self,
        permission: Permission,
        id: DuplicateId,
    ) -> Result<DuplicateRow, StoreError> {
        let row: DuplicateRow = duplicates::table
            .filter(duplicates::id.eq(bind(id)))
            .first(self.conn())?;
        for card in [row.one_id, row.other_id] {
            self.client_for(permission, card)?;
        }
        Ok(row)
    }

    /// What the cards of a pair are called.
    pub fn names_of_pair(
        &mut self,
        row: &DuplicateRow,
    ) -> Result<BTreeMap<ClientId, PersonName>, StoreError> {
        self.names_within_reach(&[row.one_id, row.other_id].into())
    }

    /// Says of a held pair that it is two people, or takes that back.
    pub fn decide_duplicate(
        &mut self,
        mut row: DuplicateRow,
        two: bool,
    ) -> Result<DuplicateRow, StoreError> {
        let (state, topic) = match two {
            true => (DuplicateState::Dismissed, "duplicate.dismissed"),
            false => (DuplicateState::Open, "duplicate.reopened"),
        };
        if row.state == state {
            return Ok(row);
        }
        row.state = state;
        row.decided_by = self.who().employee().filter(|_| two);
        row.decided_at = two.then(|| self.now());
        let seen = duplicates::table
            .filter(duplicates::id.eq(bind(row.id)))
            .filter(duplicates::version.eq(row.version));
        let changed = diesel::update(seen)
            .set((
                duplicates::state.eq(bind(row.state)),
                duplicates::decided_by.eq(row.decided_by.map(bind)),
                duplicates::decided_at.eq(row.decided_at.map(bind)),
                duplicates::version.eq(row.version + 1),
            ))
            .execute(self.conn())?;
        expect_one(changed, row.version)?;
        row.version += 1;
        self.audit(topic, row.id, None, None)?;
        let card = clients::row(self, row.one_id)?;
        self.pair_told(topic, row.id, row.version, &card)?;
        Ok(row)
    }

    /// Two cards are one now, or two again.
    pub(crate) fn pair_merged(
        &mut self,
        cards: [ClientId; 2],
        merge: MergeId,
        merged: bool,
    ) -> Result<(), StoreError> {
        let [one, other] = [cards[0].min(cards[1]), cards[0].max(cards[1])];
        let now = self.now();
        let by = self.who().employee();
        let pair = duplicates::table
            .filter(duplicates::one_id.eq(bind(one)))
            .filter(duplicates::other_id.eq(bind(other)));
        match merged {
            true => diesel::update(pair)
                .set((
                    duplicates::state.eq(bind(DuplicateState::Merged)),
                    duplicates::decided_by.eq(by.map(bind)),
                    duplicates::decided_at.eq(Some(bind(now))),
                    duplicates::merge_id.eq(Some(bind(merge))),
                    duplicates::version.eq(duplicates::version + 1),
                ))
                .execute(self.conn())?,
            // Whoever takes a merge apart says that they are two.
            false => diesel::update(pair)
                .set((
                    duplicates::state.eq(bind(DuplicateState::Dismissed)),
                    duplicates::decided_by.eq(by.map(bind)),
                    duplicates::decided_at.eq(Some(bind(now))),
                    duplicates::merge_id.eq(None::<crate::engine::columns::Sql<MergeId>>),
                    duplicates::version.eq(duplicates::version + 1),
                ))
                .execute(self.conn())?,
        };
        Ok(())
    }

    /// Cards within reach that look like what is being typed, the surest first.
    pub fn look_alikes(&mut self, facts: &Facts) -> Result<Vec<LookAlike>, StoreError> {
        let mut found = self.alike(None, facts)?;
        let seen = self.names_within_reach(&found.keys().copied().collect())?;
        let mut alike: Vec<LookAlike> = seen
            .into_iter()
            .filter_map(|(client_id, name)| {
                Some(LookAlike {
                    client_id,
                    name,
                    verdict: found.remove(&client_id)?.1,
                })
            })
            .collect();
        alike.sort_by_key(|one| (one.verdict.certainty, one.client_id));
        alike.truncate(MOST_NAMED);
        Ok(alike)
    }
}
