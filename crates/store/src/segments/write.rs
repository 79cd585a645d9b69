use diesel::prelude::*;
use domain::access::Permission;
use domain::filters::{Filter, Sieve};
use domain::ids::{ClientId, MergeId, SegmentId};

use super::rows::Segment;
use crate::audit::state;
use crate::clients::ClientFilter;
use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::errors::{StoreError, expect_one, expect_version};
use crate::engine::ids::Id;
use crate::engine::unit::Tx;
use crate::outbox::Audience;
use crate::schema::{segment_members, segments};
use crate::search::sort_key;

/// Most clients that a frozen segment holds.
pub const MOST_FROZEN: usize = 100_000;
/// Rows of one INSERT.
const ROWS_AT_ONCE: usize = 1_000;

/// What a patch changes: absent keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SegmentChange {
    pub name: Option<String>,
    pub filter: Option<Filter>,
}

impl Tx<'_> {
    /// A live segment. It belongs to whoever makes it: "me" in its filter is he.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] without `directory.edit` or `client.read`, and for the system; a conflict with
    /// [`Guard::SegmentName`](crate::Guard::SegmentName).
    pub fn create_segment(&mut self, name: &str, filter: Filter) -> Result<Segment, StoreError> {
        self.demand(Permission::ClientRead)?;
        self.demand(Permission::DirectoryEdit)?;
        let owner = self.who().employee();
        let owner_id = owner.ok_or(StoreError::Forbidden(Permission::DirectoryEdit))?;
        let now = self.now();
        let segment = Segment {
            id: self.new_id(),
            name: name.to_owned(),
            owner_id,
            filter,
            frozen_at: None,
            frozen_count: None,
            version: 1,
            created_at: now,
            updated_at: now,
            archived_at: None,
        };
        diesel::insert_into(segments::table)
            .values((
                segments::id.eq(bind(segment.id)),
                segments::name.eq(&segment.name),
                segments::sort_key.eq(sort_key(&segment.name)),
                segments::owner_id.eq(bind(owner_id)),
                segments::filter.eq(Json(segment.filter.clone())),
                segments::version.eq(segment.version),
                segments::created_at.eq(bind(now)),
                segments::updated_at.eq(bind(now)),
            ))
            .execute(self.conn())?;
        self.audit("segment.created", segment.id, None, state(&segment))?;
        let audience = Audience::EVERYBODY;
        self.emit("segment.created", segment.id, segment.version, audience)?;
        Ok(segment)
    }

    /// Changes a segment that was seen at version `seen`. A change that changes nothing keeps the version.
    ///
    /// # Errors
    /// As [`Self::segment_for_edit`]; [`StoreError::VersionMismatch`]; [`Guard::SegmentName`](crate::Guard::SegmentName).
    pub fn update_segment(
        &mut self,
        id: SegmentId,
        seen: i64,
        change: SegmentChange,
    ) -> Result<Segment, StoreError> {
        let before = self.segment_for_edit(id)?;
        expect_version(before.version, seen)?;
        let after = Segment {
            name: change.name.unwrap_or_else(|| before.name.clone()),
            filter: change.filter.unwrap_or_else(|| before.filter.clone()),
            ..before.clone()
        };
        match after == before {
            true => Ok(before),
            false => self.store_segment("segment.updated", &before, after),
        }
    }

    /// Writes down whom the filter finds now, within the asker's reach; `None` when there are more than [`MOST_FROZEN`] of them.
    ///
    /// # Errors
    /// As [`Self::update_segment`].
    pub fn freeze_segment(
        &mut self,
        id: SegmentId,
        seen: i64,
        sieve: Sieve,
    ) -> Result<Option<Segment>, StoreError> {
        let before = self.segment_for_edit(id)?;
        expect_version(before.version, seen)?;
        let filter = ClientFilter {
            sieve,
            ..ClientFilter::default()
        };
        let found = self.client_ids(&filter, ClientId::from_i64(0), MOST_FROZEN + 1)?;
        if found.len() > MOST_FROZEN {
            return Ok(None);
        }
        self.forget_members(id)?;
        for part in found.chunks(ROWS_AT_ONCE) {
            let rows: Vec<_> = part
                .iter()
                .map(|client| {
                    (
                        segment_members::segment_id.eq(bind(id)),
                        segment_members::client_id.eq(bind(*client)),
                    )
                })
                .collect();
            each_backend!(self.conn(), |c| diesel::insert_into(segment_members::table)
                .values(&rows)
                .execute(c))?;
        }
        let after = Segment {
            frozen_at: Some(self.now()),
            frozen_count: Some(found.len() as i64),
            ..before.clone()
        };
        self.store_segment("segment.frozen", &before, after)
            .map(Some)
    }

    /// Makes a frozen segment live again; who was in it is forgotten.
    ///
    /// # Errors
    /// As [`Self::update_segment`].
    pub fn thaw_segment(&mut self, id: SegmentId, seen: i64) -> Result<Segment, StoreError> {
        let before = self.segment_for_edit(id)?;
        expect_version(before.version, seen)?;
        if before.frozen_at.is_none() {
            return Ok(before);
        }
        self.forget_members(id)?;
        let after = Segment {
            frozen_at: None,
            frozen_count: None,
            ..before.clone()
        };
        self.store_segment("segment.thawed", &before, after)
    }

    /// # Errors
    /// As [`Self::update_segment`].
    pub fn archive_segment(&mut self, id: SegmentId, seen: i64) -> Result<(), StoreError> {
        let before = self.segment_for_edit(id)?;
        expect_version(before.version, seen)?;
        if before.archived_at.is_some() {
            return Ok(());
        }
        let after = Segment {
            archived_at: Some(self.now()),
            ..before.clone()
        };
        self.store_segment("segment.archived", &before, after)?;
        Ok(())
    }

    /// # Errors
    /// As [`Self::segment_for_edit`].
    pub fn restore_segment(&mut self, id: SegmentId) -> Result<Segment, StoreError> {
        let before = self.segment_for_edit(id)?;
        if before.archived_at.is_none() {
            return Ok(before);
        }
        let after = Segment {
            archived_at: None,
            ..before.clone()
        };
        self.store_segment("segment.restored", &before, after)
    }

    /// The card that another one is put into is in every segment that the other one is in.
    pub(crate) fn share_segments(
        &mut self,
        merge: MergeId,
        other: ClientId,
        kept: ClientId,
    ) -> Result<(), StoreError> {
        let (merge, other, kept) = (merge.number(), other.number(), kept.number());
        diesel::sql_query(format!(
            "INSERT INTO segment_members (segment_id, client_id, merge_id) \
             SELECT segment_id, {kept}, {merge} FROM segment_members WHERE client_id = {other} AND segment_id NOT IN \
             (SELECT segment_id FROM segment_members WHERE client_id = {kept})"
        ))
        .execute(self.conn())?;
        Ok(())
    }

    /// What [`Self::share_segments`] shared is taken back.
    pub(crate) fn unshare_segments(&mut self, merge: MergeId) -> Result<(), StoreError> {
        let came = segment_members::merge_id
            .is_not_null()
            .and(segment_members::merge_id.assume_not_null().eq(bind(merge)));
        diesel::delete(segment_members::table.filter(came)).execute(self.conn())?;
        Ok(())
    }

    fn forget_members(&mut self, id: SegmentId) -> Result<(), StoreError> {
        let members = segment_members::table.filter(segment_members::segment_id.eq(bind(id)));
        diesel::delete(members).execute(self.conn())?;
        Ok(())
    }

    /// The next version, on condition that nobody was faster.
    fn store_segment(
        &mut self,
        topic: &str,
        before: &Segment,
        after: Segment,
    ) -> Result<Segment, StoreError> {
        let after = Segment {
            version: before.version + 1,
            updated_at: self.now(),
            ..after
        };
        let row = segments::table.filter(
            segments::id
                .eq(bind(before.id))
                .and(segments::version.eq(before.version)),
        );
        let changed = diesel::update(row)
            .set((
                segments::name.eq(&after.name),
                segments::sort_key.eq(sort_key(&after.name)),
                segments::filter.eq(Json(after.filter.clone())),
                segments::frozen_at.eq(after.frozen_at.map(bind)),
                segments::frozen_count.eq(after.frozen_count),
                segments::version.eq(after.version),
                segments::updated_at.eq(bind(after.updated_at)),
                segments::archived_at.eq(after.archived_at.map(bind)),
            ))
            .execute(self.conn())?;
        expect_one(changed, before.version)?;
        self.audit(topic, after.id, state(before), state(&after))?;
        self.emit(topic, after.id, after.version, Audience::EVERYBODY)?;
        Ok(after)
    }
}
