use domain::access::Permission;
use domain::filters::{Choice, CompanyField, Leaf, Sieve, Test};
use domain::ids::EmployeeId;
use store::Tx;
use store::companies::{CompanyFilter, CompanySort};
use wire::companies::{
    ArchiveCompany, CompaniesQuery, Company, CompanyRow, GetCompany, ListCompanies, RestoreCompany,
};
use wire::error::{Fault, FieldError};
use wire::list::Person;
use wire::page::Page;

use super::cells::About;
use super::convert;
use crate::clients::cells;
use crate::clients::convert::zones;
use crate::clients::filters::read_line;
use crate::http::{Answer, ApiError, Call, Ctx};
use crate::tasks::convert::{Reader, page, paged, unknown_sort, words};

pub async fn list(cx: Ctx, call: Call<ListCompanies>) -> Answer<Page<CompanyRow>> {
    let (query, me, language) = (call.query, cx.actor()?.employee, cx.language());
    let sort = sort(query.sort.as_deref())?;
    let page = page(query.limit, query.cursor.clone(), query.include_total);
    cx.read(move |tx| {
        let filter = flat(tx, &query, me)?;
        let keys = query.columns.map(|keys| keys.0).unwrap_or_default();
        let at = |_, fault| FieldError::parameter("columns", fault);
        let columns = cells::columns(tx, &keys, at)?.map_err(ApiError::parameters)?;
        let (reader, zones) = (Reader::of(tx, language)?, zones(tx)?);
        let about = About::of(tx, &reader, &zones)?;
        let found = tx.companies(&filter, sort, &page)?;
        let mut answers = About::answers(tx, &found.items, &columns)?.into_iter();
        Ok(paged(found, |one| {
            let answers = answers.next().unwrap_or_default();
            let cells = columns.iter();
            let cells = cells.map(|field| about.cell(*field, &one, &answers));
            let cells = cells.collect();
            convert::listed(one, &reader, cells)
        }))
    })
    .await
}

/// The questions of the list's parameters, as a tree.
fn flat(
    tx: &mut Tx<'_>,
    query: &CompaniesQuery,
    me: EmployeeId,
) -> Result<CompanyFilter, ApiError> {
    let mut of = Vec::new();
    if let Some(line) = &query.filter {
        of.push(read_line(tx, line)?);
    }
    let mut ask = |field, id| {
        let test = Test::OneOf(vec![Choice::Id(id)]);
        of.push(Sieve::Leaf(Leaf { field, test }));
    };
    if let Some(branch) = query.branch_id {
        ask(CompanyField::Branch, branch.as_i64());
    }
    if let Some(person) = query.responsible_id {
        let person = match person {
            Person::Me => me,
            Person::Employee(id) => id,
        };
        ask(CompanyField::Responsible, person.as_i64());
    }
    Ok(CompanyFilter {
        words: words(query.q.as_deref()),
        sieve: Sieve::All(of),
        archived: query.archived.unwrap_or_default(),
        ids: None,
        besides: None,
    })
}

/// What lists of companies can be sorted by.
const SORTS: &str = "name, -created_at";

fn sort(word: Option<&str>) -> Result<CompanySort, ApiError> {
    match word {
        None | Some("name") => Ok(CompanySort::Name),
        Some("-created_at") => Ok(CompanySort::Newest),
        Some(_) => Err(unknown_sort(SORTS)),
    }
}

/// The same of a body's member.
pub fn sort_at(word: Option<&str>, pointer: &str) -> Result<CompanySort, ApiError> {
    sort(word).map_err(|_| {
        let fault = FieldError::at(pointer, Fault::WrongType);
        ApiError::fields(vec![fault.with("wanted", SORTS)])
    })
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
