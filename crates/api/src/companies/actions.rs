use domain::access::Permission;
use store::companies::{CompanyFilter, CompanySort};
use wire::companies::{
    ArchiveCompany, Company, CompanyRow, GetCompany, ListCompanies, RestoreCompany,
};
use wire::list::Person;
use wire::page::Page;

use super::convert;
use crate::http::{Answer, ApiError, Call, Ctx};
use crate::tasks::convert::{Reader, page, paged, unknown_sort, words};

pub async fn list(cx: Ctx, call: Call<ListCompanies>) -> Answer<Page<CompanyRow>> {
    let (query, me, language) = (call.query, cx.actor()?.employee, cx.language());
    let sort = sort(query.sort.as_deref())?;
    let page = page(query.limit, query.cursor, query.include_total);
    let filter = CompanyFilter {
        words: words(query.q.as_deref()),
        branch: query.branch_id,
        responsible: query.responsible_id.map(|person| match person {
            Person::Me => me,
            Person::Employee(id) => id,
        }),
        archived: query.archived.unwrap_or_default(),
    };
    cx.read(move |tx| {
        let reader = Reader::of(tx, language)?;
        let found = tx.companies(&filter, sort, &page)?;
        Ok(paged(found, |one| convert::listed(one, &reader)))
    })
    .await
}

fn sort(word: Option<&str>) -> Result<CompanySort, ApiError> {
    match word {
        None | Some("name") => Ok(CompanySort::Name),
        Some("-created_at") => Ok(CompanySort::Newest),
        Some(_) => Err(unknown_sort("name, -created_at")),
    }
}

pub async fn get(cx: Ctx, call: Call<GetCompany>) -> Answer<Company> {
    let ((id,), language) = (call.path, cx.language());
    cx.read(move |tx| {
        let row = tx.company_for(Permission::ClientRead, id)?;
        let reader = Reader::of(tx, language)?;
        convert::card(tx, row, &reader)
    })
    .await
}

pub async fn archive(cx: Ctx, call: Call<ArchiveCompany>) -> Answer<()> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| {
        let row = tx.company_for(Permission::ClientEdit, id)?;
        Ok(tx.archive_company(row, seen)?)
    })
    .await
}

pub async fn restore(cx: Ctx, call: Call<RestoreCompany>) -> Answer<Company> {
    let ((id,), language) = (call.path, cx.language());
    cx.write(move |tx| {
        let row = tx.company_for(Permission::ClientEdit, id)?;
        let row = tx.restore_company(row)?;
        let reader = Reader::of(tx, language)?;
        convert::card(tx, row, &reader)
    })
    .await
}
