use domain::access::Permission;
use store::templates::TemplateRecord;
use store::{Tx, expect_version};
use wire::page::Page;
use wire::templates::{
    ArchiveTemplate, CreateTemplate, GetTemplate, ListTemplates, RestoreTemplate, Template,
    UpdateTemplate,
};

use super::convert;
use crate::http::{Answer, ApiError, Call, Ctx};

pub async fn list(cx: Ctx, _: Call<ListTemplates>) -> Answer<Page<Template>> {
    cx.read(|tx| {
        let records = tx.templates()?.into_iter();
        Ok(Page::whole(
            records
                .map(|(record, used)| convert::template(record, used))
                .collect(),
        ))
    })
    .await
}

pub async fn create(cx: Ctx, call: Call<CreateTemplate>) -> Answer<Template> {
    cx.write(move |tx| {
        let offered = tx.result_records(&call.body.result_ids)?;
        let draft = convert::new(call.body.clone(), &offered)?;
        Ok(convert::template(tx.create_template(&draft)?, 0))
    })
    .await
}

pub async fn get(cx: Ctx, call: Call<GetTemplate>) -> Answer<Template> {
    let (id,) = call.path;
    cx.read(move |tx| {
        let record = tx.template_for(Permission::DirectoryRead, id)?;
        shown(tx, record)
    })
    .await
}

pub async fn update(cx: Ctx, call: Call<UpdateTemplate>) -> Answer<Template> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| {
        let before = tx.template_for(Permission::DirectoryEdit, id)?;
        expect_version(before.version, seen)?;
        let named = call.body.result_ids.as_ref().unwrap_or(&before.def.results);
        let offered = tx.result_records(named)?;
        let draft = convert::changed(call.body.clone(), &before, &offered)?;
        let after = tx.update_template(&before, &draft)?;
        shown(tx, after)
    })
    .await
}

pub async fn archive(cx: Ctx, call: Call<ArchiveTemplate>) -> Answer<()> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| Ok(tx.archive_template(id, seen)?)).await
}

pub async fn restore(cx: Ctx, call: Call<RestoreTemplate>) -> Answer<Template> {
    let (id,) = call.path;
    cx.write(move |tx| {
        let record = tx.restore_template(id)?;
        shown(tx, record)
    })
    .await
}

fn shown(tx: &mut Tx<'_>, record: TemplateRecord) -> Result<Template, ApiError> {
    let used = tx.template_users()?.get(&record.def.id).copied();
    Ok(convert::template(record, used.unwrap_or(0)))
}
