//! Merges and what they would move, within reach.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::{ClientId, MergeId};
use domain::name::PersonName;

use super::rows::MergeRow;
use crate::clients::ClientRow;
use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::errors::StoreError;
use crate::engine::page::{Page, PageRequest};
use crate::engine::unit::Tx;
use crate::schema::{completions, merges, tasks, timeline};
use crate::timeline::Entry;

/// How much stands behind a card.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    pub tasks: u32,
    pub open_tasks: u32,
    pub completions: u32,
    pub entries: u32,
}

impl Tx<'_> {
    /// The merge that put a card into another one, while it counts.
    pub fn merged_away(&mut self, id: ClientId) -> Result<Option<MergeRow>, StoreError> {
        let found = each_backend!(self.conn(), |c| merges::table
            .filter(merges::other_id.eq(bind(id)))
            .filter(merges::undone_at.is_null())
            .first(c)
            .optional())?;
        Ok(found)
    }

    /// The card in which a person is found now, when his was merged: into that one, or further.
    pub fn leads_to(&mut self, id: ClientId) -> Result<Option<ClientId>, StoreError> {
        let mut last = None;
        let mut next = self.merged_away(id)?;
        while let Some(merge) = next {
            last = Some(merge.kept_id);
            next = self.merged_away(merge.kept_id)?;
        }
        Ok(last)
    }

    /// A merge and its two cards, to be used in this way: whoever sees one of the cards sees it, whoever does something with it must reach both.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when both cards are out of reach, [`StoreError::Forbidden`] when the permission does not reach both.
    pub fn merge_for(
        &mut self,
        permission: Permission,
        id: MergeId,
    ) -> Result<MergeRow, StoreError> {
        let merge: MergeRow = merges::table
            .filter(merges::id.eq(bind(id)))
            .first(self.conn())?;
        let cards = [merge.kept_id, merge.other_id];
        if !self.sees_client(cards[0])? && !self.sees_client(cards[1])? {
            return Err(StoreError::NotFound);
        }
        if permission != Permission::ClientRead {
            for card in cards {
                match self.client_for(permission, card) {
                    Err(StoreError::NotFound) => return Err(StoreError::Forbidden(permission)),
                    other => other?,
                };
            }
        }
        Ok(merge)
    }

    /// Merges whose kept card is within reach, the latest first; of one card, those in which it took part. A page may be shorter than asked for.
    pub fn merges(
        &mut self,
        client: Option<ClientId>,
        page: &PageRequest,
    ) -> Result<(Page<MergeRow>, BTreeMap<ClientId, PersonName>), StoreError> {
        let list = ("merges", client);
        let after: Option<MergeId> = page.after(&list)?;
        let mut query = merges::table.into_boxed().order(merges::id.desc());
        if let Some(id) = client {
            let own = merges::kept_id.eq(bind(id));
            query = query.filter(own.or(merges::other_id.eq(bind(id))));
        }
        if let Some(id) = after {
            query = query.filter(merges::id.lt(bind(id)));
        }
        let rows: Vec<MergeRow> = query.limit(page.fetch()).load(self.conn())?;
        let mut page = page.finish(rows, &list, |row| row.id)?;
        let cards = page.items.iter();
        let cards = cards.flat_map(|row| [row.kept_id, row.other_id]).collect();
        let names = self.names_within_reach(&cards)?;
        page.items
            .retain(|row| names.contains_key(&row.kept_id) || names.contains_key(&row.other_id));
        Ok((page, names))
    }

    /// What the cards of a merge are called, where the asker may see them.
    pub fn names_of_merge(
        &mut self,
        merge: &MergeRow,
    ) -> Result<BTreeMap<ClientId, PersonName>, StoreError> {
        self.names_within_reach(&[merge.kept_id, merge.other_id].into())
    }

    /// A later merge that counts and in which the kept card took part: it is undone first.
    pub fn merged_since(&mut self, merge: &MergeRow) -> Result<Option<MergeId>, StoreError> {
        let kept = merges::kept_id.eq(bind(merge.kept_id));
        let own = kept.or(merges::other_id.eq(bind(merge.kept_id)));
        Ok(merges::table
            .filter(own)
            .filter(merges::undone_at.is_null())
            .filter(merges::id.gt(bind(merge.id)))
            .order(merges::id.desc())
            .select(merges::id)
            .first(self.conn())
            .optional()?)
    }

    /// Whether a chain runs for a client.
    pub fn runs_for(&mut self, id: ClientId) -> Result<bool, StoreError> {
        Ok(!self.running_chains(id)?.is_empty())
    }

    /// How much stands behind a held card.
    pub fn work_of(&mut self, client: &ClientRow) -> Result<Work, StoreError> {
        let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        let of = bind(client.id);
        let tasks: i64 = tasks::table
            .filter(tasks::client_id.eq(of))
            .count()
            .get_result(self.conn())?;
        let open: i64 = tasks::table
            .filter(tasks::client_id.eq(of))
            .filter(tasks::closed_at.is_null())
            .count()
            .get_result(self.conn())?;
        let done: i64 = completions::table
            .filter(completions::client_id.eq(of))
            .count()
            .get_result(self.conn())?;
        let entries: i64 = timeline::table
            .filter(timeline::client_id.eq(of))
            .count()
            .get_result(self.conn())?;
        Ok(Work {
            tasks: count(tasks),
            open_tasks: count(open),
            completions: count(done),
            entries: count(entries),
        })
    }

    /// Entries of the timeline about a held card of a merge, the latest first; of others nothing.
    pub fn entries_named(
        &mut self,
        client: &ClientRow,
        ids: &[domain::ids::EntryId],
    ) -> Result<Vec<Entry>, StoreError> {
        crate::timeline::named(self, client.id, ids)
    }
}
