use store::PageRequest;
use wire::clients::PersonName;
use wire::notices::{ListNotices, Notice, ReadNotices};
use wire::page::Page;

use super::text::text;
use crate::http::{Answer, Call, Ctx, Routes};
use crate::tasks::convert::paged;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ListNotices>(list)
        .on::<ReadNotices>(read)
}

async fn list(cx: Ctx, call: Call<ListNotices>) -> Answer<Page<Notice>> {
    let (query, language) = (call.query, cx.language());
    let page = PageRequest {
        limit: query.limit,
        cursor: query.cursor,
        include_total: false,
    };
    cx.read(move |tx| {
        let notices = tx.notices(query.unread.unwrap_or_default(), &page)?;
        Ok(paged(notices, |notice| Notice {
            text: text(&notice, language),
            id: notice.id,
            kind: notice.kind,
            at: notice.at,
            read: notice.read,
            by: notice.by.map(|(id, name)| PersonName { id, name }),
            task_id: notice.task_id,
            bulk_id: notice.said.bulk.as_ref().map(|bulk| bulk.id),
            import_id: notice.said.import.as_ref().map(|import| import.id),
        }))
    })
    .await
}

async fn read(cx: Ctx, _: Call<ReadNotices>) -> Answer<()> {
    cx.write(|tx| Ok(tx.read_notices()?)).await
}
