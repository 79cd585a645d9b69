use diesel::prelude::*;
use domain::access::Permission;
use domain::filters::Segments;
use domain::ids::SegmentId;

use super::rows::{Segment, SegmentRow};
use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::segments;

impl Tx<'_> {
    /// The club's segments by name, those that were archived too when it is asked for.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`] without `client.read`.
    pub fn segments(&mut self, archived: bool) -> Result<Vec<Segment>, StoreError> {
        self.demand(Permission::ClientRead)?;
        let mut query = segments::table
            .into_boxed()
            .order((segments::sort_key, segments::id))
            .select(SegmentRow::as_select());
        if !archived {
            query = query.filter(segments::archived_at.is_null());
        }
        let rows: Vec<SegmentRow> = query.load(self.conn())?;
        Ok(rows.into_iter().map(Segment::from).collect())
    }

    /// One of them, also an archived one.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Forbidden`].
    pub fn segment(&mut self, id: SegmentId) -> Result<Segment, StoreError> {
        self.demand(Permission::ClientRead)?;
        let row: Option<SegmentRow> = segments::table
            .filter(segments::id.eq(bind(id)))
            .select(SegmentRow::as_select())
            .first(self.conn())
            .optional()?;
        row.map(Segment::from).ok_or(StoreError::NotFound)
    }

    /// A segment that the asker may change.
    ///
    /// # Errors
    /// As [`Self::segment`].
    pub fn segment_for_edit(&mut self, id: SegmentId) -> Result<Segment, StoreError> {
        self.demand(Permission::DirectoryEdit)?;
        self.segment(id)
    }

    /// All of them as filters read them: an archived one is not offered any more, and means what it meant.
    pub(crate) fn named_segments(&mut self) -> Result<Segments, StoreError> {
        let all = self.segments(true)?;
        Ok(all.iter().map(|one| (one.id, one.named())).collect())
    }
}
