//! What happened to a company and its people.

use domain::access::Permission;
use store::PageRequest;
use wire::clients::Entry;
use wire::companies::{AddCompanyNote, ListCompanyTimeline};
use wire::page::Page;

use crate::chains::zone_of;
use crate::clients::convert::entry;
use crate::clients::written_note;
use crate::http::{Answer, Call, Ctx};
use crate::tasks::convert::{Reader, paged};

pub async fn list(cx: Ctx, call: Call<ListCompanyTimeline>) -> Answer<Page<Entry>> {
    let ((id,), query, language) = (call.path, call.query, cx.language());
    let kinds = query.kind.map(|list| list.0).unwrap_or_default();
    let page = PageRequest {
        limit: query.limit,
        cursor: query.cursor,
        include_total: false,
    };
    cx.read(move |tx| {
        let company = tx.company_for(Permission::ClientRead, id)?;
        let zone = zone_of(tx, company.branch_id)?;
        let reader = Reader::of(tx, language)?;
        let entries = tx.company_timeline(&company, &kinds, &page)?;
        Ok(paged(entries, |one| entry(one, &reader, &zone)))
    })
    .await
}

pub async fn note(cx: Ctx, call: Call<AddCompanyNote>) -> Answer<Entry> {
    let ((id,), language) = (call.path, cx.language());
    let text = written_note(&call.body.text)?;
    cx.write(move |tx| {
        let company = tx.company_for(Permission::ClientNote, id)?;
        let zone = zone_of(tx, company.branch_id)?;
        let reader = Reader::of(tx, language)?;
        let written = tx.add_company_note(&company, &text)?;
        Ok(entry(written, &reader, &zone))
    })
    .await
}
