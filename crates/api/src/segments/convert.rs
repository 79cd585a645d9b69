use domain::filters::write;
use domain::ids::SegmentId;
use store::Tx;
use store::segments::MOST_FROZEN;
use wire::clients::PersonName;
use wire::error::{Fault, FieldError};
use wire::segments::Segment;

use crate::clients::filters;
use crate::http::ApiError;

pub(super) fn segments(
    tx: &mut Tx<'_>,
    segments: Vec<store::segments::Segment>,
) -> Result<Vec<Segment>, ApiError> {
    let names = tx.names_of_employees(segments.iter().map(|segment| segment.owner_id))?;
    let segments = segments.into_iter().map(|segment| Segment {
        id: segment.id,
        name: segment.name,
        owner: PersonName {
            id: segment.owner_id,
            name: names.get(&segment.owner_id).cloned().unwrap_or_default(),
        },
        line: write(&segment.filter),
        filter: segment.filter,
        frozen_at: segment.frozen_at,
        frozen_count: segment.frozen_count,
        version: segment.version,
        created_at: segment.created_at,
        updated_at: segment.updated_at,
        archived_at: segment.archived_at,
    });
    Ok(segments.collect())
}

pub(super) fn segment(
    tx: &mut Tx<'_>,
    segment: store::segments::Segment,
) -> Result<Segment, ApiError> {
    let mut shown = segments(tx, vec![segment])?;
    shown.pop().ok_or_else(ApiError::not_found)
}

/// Freezes a segment with those whom its filter finds now.
///
/// # Errors
/// 422 when the filter cannot be asked, or finds too many.
pub(super) fn freeze(
    tx: &mut Tx<'_>,
    id: SegmentId,
    seen: i64,
) -> Result<store::segments::Segment, ApiError> {
    let segment = tx.segment_for_edit(id)?;
    let sieve = filters::read_of(tx, Some(&segment), &segment.filter, "/filter")?;
    let frozen = tx.freeze_segment(id, seen, sieve)?;
    frozen.ok_or_else(|| {
        let too_many = FieldError::at("/filter", Fault::TooMany);
        ApiError::fields(vec![too_many.with("max", MOST_FROZEN)])
    })
}
