use std::collections::{BTreeMap, BTreeSet};

use diesel::dsl::exists;
use diesel::prelude::*;
use domain::access::Permission;
use domain::chains::Filled;
use domain::fields::Subject;
use domain::filters::{CompanyField, Sieve};
use domain::ids::{CompanyId, FieldId};
use serde::Serialize;

use super::read::people_of;
use super::rows::{CompanyPerson, CompanyRow};
use super::sieve::condition;
use crate::access::{Condition, companies_within};
use crate::clients::Words;
use crate::engine::among::among;
use crate::engine::beyond::after;
use crate::engine::columns::bind;
use crate::engine::conn::MultiBackend;
use crate::engine::constant::NOTHING;
use crate::engine::count::total;
use crate::engine::errors::StoreError;
use crate::engine::page::{Page, PageRequest};
use crate::engine::unit::Tx;
use crate::names;
use crate::own_fields::answers as own;
use crate::schema::{companies, company_tokens};

/// Which companies; what is absent does not narrow.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CompanyFilter {
    pub words: Option<Words>,
    pub sieve: Sieve<CompanyField>,
    /// Only archived ones; otherwise only the others.
    pub archived: bool,
    /// Only these of them.
    pub ids: Option<Vec<CompanyId>>,
    /// Only those within the reach of this permission, too.
    pub besides: Option<Permission>,
}

/// In which order; ties by age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum CompanySort {
    Name,
    Newest,
}

/// A company in a list.
#[derive(Debug, Clone)]
pub struct CompanyListed {
    pub row: CompanyRow,
    pub responsible_name: Option<String>,
    /// Within reach, the main one first.
    pub people: Vec<CompanyPerson>,
}

type Query<'a> = companies::BoxedQuery<'a, MultiBackend>;

impl Tx<'_> {
    /// Companies within reach.
    pub fn companies(
        &mut self,
        filter: &CompanyFilter,
        sort: CompanySort,
        page: &PageRequest,
    ) -> Result<Page<CompanyListed>, StoreError> {
        let list = ("companies", filter, sort);
        let last: Option<(String, i64)> = page.after(&list)?;
        let mut query = narrowed(self, filter);
        query = match sort {
            CompanySort::Name => query.order((companies::sort_key.asc(), companies::id.asc())),
            CompanySort::Newest => query.order(companies::id.desc()),
        };
        if let Some((name, id)) = last {
            let id = bind(CompanyId::from_i64(id));
            query = match sort {
                CompanySort::Name => {
                    query.filter(after((companies::sort_key, companies::id), (name, id)))
                }
                CompanySort::Newest => query.filter(companies::id.lt(id)),
            };
        }
        let rows: Vec<CompanyRow> = query.limit(page.fetch()).load(self.conn())?;
        let total = match page.include_total {
            true => {
                let all = narrowed(self, filter).select(companies::id);
                Some(total(all, self.conn())?)
            }
            false => None,
        };
        let page = page.finish(rows, &list, |row| (row.sort_key.clone(), row.id.as_i64()))?;
        Ok(Page {
            items: listed(self, page.items)?,
            next_cursor: page.next_cursor,
            total,
        })
    }

    /// Ids of all that a filter finds, in their own order: those after one of them.
    pub fn company_ids(
        &mut self,
        filter: &CompanyFilter,
        after: CompanyId,
        most: usize,
    ) -> Result<Vec<CompanyId>, StoreError> {
        let query = narrowed(self, filter)
            .filter(companies::id.gt(bind(after)))
            .order(companies::id.asc())
            .limit(most as i64);
        Ok(query.select(companies::id).load(self.conn())?)
    }

    /// What companies are called and their tax numbers, of those within reach.
    pub fn found_companies(
        &mut self,
        ids: impl IntoIterator<Item = CompanyId>,
    ) -> Result<BTreeMap<CompanyId, (String, Option<String>)>, StoreError> {
        let ids: BTreeSet<CompanyId> = ids.into_iter().collect();
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let reach = self.reach(Permission::ClientRead);
        let rows: Vec<(CompanyId, String, Option<String>)> = companies::table
            .filter(companies::id.eq_any(among(ids)))
            .filter(companies_within(&reach))
            .select((companies::id, companies::name, companies::tax_id))
            .load(self.conn())?;
        let named = rows.into_iter().map(|(id, name, tax)| (id, (name, tax)));
        Ok(named.collect())
    }

    /// What these companies have in these fields of the club's own, row by row.
    pub fn company_answers(
        &mut self,
        rows: &[CompanyListed],
        fields: &[FieldId],
    ) -> Result<Vec<BTreeMap<FieldId, Filled>>, StoreError> {
        if fields.is_empty() {
            return Ok(vec![BTreeMap::new(); rows.len()]);
        }
        let ids: Vec<CompanyId> = rows.iter().map(|listed| listed.row.id).collect();
        let mut answers = own::answers_of(self, &ids)?;
        let rows = ids.iter().map(|id| {
            let mut answers = answers.remove(id).unwrap_or_default();
            answers.retain(|field, _| fields.contains(field));
            own::filled_by_field(self, Subject::Company, &answers)
        });
        rows.collect()
    }
}

fn narrowed<'a>(tx: &Tx<'_>, filter: &CompanyFilter) -> Query<'a> {
    let reach = tx.reach(Permission::ClientRead);
    let mut query = companies::table
        .into_boxed()
        .filter(companies_within(&reach));
    query = match filter.archived {
        true => query.filter(companies::archived_at.is_not_null()),
        false => query.filter(companies::archived_at.is_null()),
    };
    if let Some(ids) = &filter.ids {
        query = query.filter(companies::id.eq_any(among(ids.iter().copied())));
    }
    if let Some(permission) = filter.besides {
        query = query.filter(companies_within(&tx.reach(permission)));
    }
    query = query.filter(condition(&filter.sieve));
    let contacts = tx.sees_contacts();
    for word in filter
        .words
        .iter()
        .flat_map(|words| words.for_reader(contacts))
    {
        let mut any: Condition<companies::table> = Box::new(NOTHING);
        for (from, to) in word {
            let token = company_tokens::table
                .filter(company_tokens::company_id.eq(companies::id))
                .filter(company_tokens::token.ge(from))
                .filter(company_tokens::token.lt(to))
                .select(company_tokens::company_id);
            any = Box::new(any.or(exists(token)));
        }
        query = query.filter(any);
    }
    query
}

fn listed(tx: &mut Tx<'_>, rows: Vec<CompanyRow>) -> Result<Vec<CompanyListed>, StoreError> {
    let ids: Vec<CompanyId> = rows.iter().map(|row| row.id).collect();
    let responsible = names::employees(tx, rows.iter().filter_map(|row| row.responsible_id))?;
    let mut people: BTreeMap<CompanyId, Vec<CompanyPerson>> = BTreeMap::new();
    for person in people_of(tx, &ids)? {
        let company = person.row.company_id;
        people.entry(company).or_default().push(person);
    }
    let rows = rows.into_iter().map(|row| CompanyListed {
        responsible_name: row
            .responsible_id
            .and_then(|id| responsible.get(&id).cloned()),
        people: people.remove(&row.id).unwrap_or_default(),
        row,
    });
    Ok(rows.collect())
}
