use domain::filters::Field;
use store::segments::SegmentChange;
use wire::error::Code;
use wire::page::Page;
use wire::segments::{
    ArchiveSegment, CreateSegment, FreezeSegment, GetSegment, ListSegments, RestoreSegment,
    Segment, ThawSegment, UpdateSegment,
};

use super::convert;
use crate::clients::filters;
use crate::http::{Answer, ApiError, Call, Check, Ctx};

pub async fn list(cx: Ctx, call: Call<ListSegments>) -> Answer<Page<Segment>> {
    let archived = call.query.archived.unwrap_or_default();
    cx.read(move |tx| {
        let segments = tx.segments(archived)?;
        Ok(Page::whole(convert::segments(tx, segments)?))
    })
    .await
}

pub async fn create(cx: Ctx, call: Call<CreateSegment>) -> Answer<Segment> {
    let body = call.body;
    let mut check = Check::new();
    let name = check.name("/name", &body.name);
    check.done()?;
    cx.write(move |tx| {
        filters::read::<Field>(tx, &body.filter, "/filter")?;
        let mut segment = tx.create_segment(&name, body.filter.clone())?;
        if body.frozen {
            segment = convert::freeze(tx, segment.id, segment.version)?;
        }
        convert::segment(tx, segment)
    })
    .await
}

pub async fn get(cx: Ctx, call: Call<GetSegment>) -> Answer<Segment> {
    let (id,) = call.path;
    cx.read(move |tx| {
        let segment = tx.segment(id)?;
        convert::segment(tx, segment)
    })
    .await
}

pub async fn update(cx: Ctx, call: Call<UpdateSegment>) -> Answer<Segment> {
    let ((id,), seen, body) = (call.path, call.seen, call.body);
    let mut check = Check::new();
    let name = body.name.map(|name| check.name("/name", &name));
    check.done()?;
    let change = SegmentChange {
        name,
        filter: body.filter,
    };
    cx.write(move |tx| {
        let segment = tx.segment_for_edit(id)?;
        if let Some(filter) = &change.filter {
            if segment.frozen_at.is_some() {
                return Err(ApiError::new(Code::WrongState).with("state", "frozen"));
            }
            filters::read_of(tx, Some(&segment), filter, "/filter")?;
        }
        let segment = tx.update_segment(id, seen, change.clone())?;
        convert::segment(tx, segment)
    })
    .await
}

pub async fn freeze(cx: Ctx, call: Call<FreezeSegment>) -> Answer<Segment> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| {
        let segment = convert::freeze(tx, id, seen)?;
        convert::segment(tx, segment)
    })
    .await
}

pub async fn thaw(cx: Ctx, call: Call<ThawSegment>) -> Answer<Segment> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| {
        let segment = tx.segment_for_edit(id)?;
        // While it was frozen, others may have begun to ask about it.
        filters::read_of(tx, Some(&segment), &segment.filter, "/filter")?;
        let segment = tx.thaw_segment(id, seen)?;
        convert::segment(tx, segment)
    })
    .await
}

pub async fn archive(cx: Ctx, call: Call<ArchiveSegment>) -> Answer<()> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| Ok(tx.archive_segment(id, seen)?)).await
}

pub async fn restore(cx: Ctx, call: Call<RestoreSegment>) -> Answer<Segment> {
    let (id,) = call.path;
    cx.write(move |tx| {
        let segment = tx.restore_segment(id)?;
        convert::segment(tx, segment)
    })
    .await
}
