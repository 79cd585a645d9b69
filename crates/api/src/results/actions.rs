use domain::access::Permission;
use domain::processes::VersionState;
use store::results::{ResultDraft, ResultRecord};
use store::{Tx, expect_version};
use wire::error::{Code, Fault, FieldError};
use wire::page::Page;
use wire::results::{
    ArchiveResult, CreateResult, GetResult, ListResults, RestoreResult, ResultEntry, UpdateResult,
};

use super::convert;
use crate::http::{Answer, ApiError, Call, Ctx};

pub async fn list(cx: Ctx, _: Call<ListResults>) -> Answer<Page<ResultEntry>> {
    cx.read(|tx| {
        let records = tx.results()?.into_iter();
        Ok(Page::whole(
            records
                .map(|(record, used)| convert::entry(record, used))
                .collect(),
        ))
    })
    .await
}

pub async fn create(cx: Ctx, call: Call<CreateResult>) -> Answer<ResultEntry> {
    cx.write(move |tx| {
        let dictionaries = tx.live_dictionaries()?;
        let draft = convert::new(call.body.clone(), &dictionaries)?;
        Ok(convert::entry(tx.create_result(&draft)?, 0))
    })
    .await
}

pub async fn get(cx: Ctx, call: Call<GetResult>) -> Answer<ResultEntry> {
    let (id,) = call.path;
    cx.read(move |tx| {
        let record = tx.result_for(Permission::DirectoryRead, id)?;
        shown(tx, record)
    })
    .await
}

pub async fn update(cx: Ctx, call: Call<UpdateResult>) -> Answer<ResultEntry> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| {
        let before = tx.result_for(Permission::DirectoryEdit, id)?;
        expect_version(before.version, seen)?;
        let dictionaries = tx.live_dictionaries()?;
        let removed = tx.removed_fields(id)?;
        let draft = convert::changed(call.body.clone(), &before.def, &removed, &dictionaries)?;
        keeps_what_is_read(tx, &before, &draft)?;
        let after = tx.update_result(&before, &draft)?;
        shown(tx, after)
    })
    .await
}

pub async fn archive(cx: Ctx, call: Call<ArchiveResult>) -> Answer<()> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| Ok(tx.archive_result(id, seen)?)).await
}

pub async fn restore(cx: Ctx, call: Call<RestoreResult>) -> Answer<ResultEntry> {
    let (id,) = call.path;
    cx.write(move |tx| {
        let record = tx.restore_result(id)?;
        shown(tx, record)
    })
    .await
}

fn shown(tx: &mut Tx<'_>, record: ResultRecord) -> Result<ResultEntry, ApiError> {
    let used = tx.templates_with(record.def.id)?;
    Ok(convert::entry(record, used))
}

/// A published process, or a retired one with chains still on it, reads some fields: those keep their place and their type.
fn keeps_what_is_read(
    tx: &mut Tx<'_>,
    before: &ResultRecord,
    draft: &ResultDraft,
) -> Result<(), ApiError> {
    let graphs = tx.graphs_at_work()?;
    let readers = graphs
        .iter()
        .filter(|at_work| at_work.state != VersionState::Draft)
        .map(|at_work| at_work.graph.uses().fields);
    let readers: Vec<_> = readers.collect();
    let mut errors = Vec::new();
    let mut count = 0;
    for field in &before.def.fields {
        let read = (before.def.id, field.key.clone());
        let reading = readers
            .iter()
            .filter(|fields| fields.contains(&read))
            .count();
        if reading == 0 {
            continue;
        }
        let kept = draft.fields.iter().position(|kept| kept.key == field.key);
        let fault = match kept {
            None => FieldError::at("/fields", Fault::Required).with("key", &field.key),
            Some(place) if draft.fields[place].kind != field.kind => {
                FieldError::at(format!("/fields/{place}/type"), Fault::NotAllowed)
            }
            Some(_) => continue,
        };
        errors.push(fault);
        count += reading;
    }
    match errors.is_empty() {
        true => Ok(()),
        false => Err(ApiError::new(Code::InUse)
            .with("count", count)
            .with("by", count)
            .listing(errors)),
    }
}
