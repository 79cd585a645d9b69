use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::access::{Permission, Reach, RowFacts};
use domain::chains::Filled;
use domain::fields::Subject;
use domain::ids::{BranchId, ClientId, CompanyId};
use domain::timeline::EntryKind;

use super::rows::{CompanyData, CompanyPerson, CompanyRow, PersonRow, PersonsCompany};
use super::write::audience;
use crate::access::{clients_within, companies_within};
use crate::clients::{self, ClientRow};
use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::dialect::lock_row;
use crate::engine::errors::StoreError;
use crate::engine::page::{Page, PageRequest};
use crate::engine::unit::Tx;
use crate::names;
use crate::own_fields::answers as own;
use crate::schema::{clients as client_table, companies, company_people};
use crate::timeline::{self, About, Entry, Said};

/// A company with everything its page shows.
#[derive(Debug, Clone)]
pub struct CompanyCard {
    pub row: CompanyRow,
    pub responsible_name: Option<String>,
    /// The main one first; those out of reach are absent.
    pub people: Vec<CompanyPerson>,
    /// To the club's own fields, in their order; what is not answered is absent.
    pub answers: Vec<Filled>,
}

/// So many companies with one name or number are named.
const MOST_SAME: i64 = 10;

impl Tx<'_> {
    /// A company to be used in this way.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is out of the reach of `client.read`, [`StoreError::Forbidden`] when it is visible and the
    /// permission does not reach it.
    pub fn company_for(
        &mut self,
        permission: Permission,
        id: CompanyId,
    ) -> Result<CompanyRow, StoreError> {
        let row: CompanyRow = companies::table
            .filter(companies::id.eq(bind(id)))
            .first(self.conn())?;
        if !covers(&self.reach(Permission::ClientRead), &row) {
            return Err(StoreError::NotFound);
        }
        if !covers(&self.reach(permission), &row) {
            return Err(StoreError::Forbidden(permission));
        }
        Ok(row)
    }

    /// What people have written of a held company.
    pub fn company_data(&mut self, row: &CompanyRow) -> Result<CompanyData, StoreError> {
        Ok(CompanyData::of(row, own::answers(self, row.id)?))
    }

    /// What happened to a held company and to its people within reach, newest first.
    pub fn company_timeline(
        &mut self,
        row: &CompanyRow,
        kinds: &[EntryKind],
        page: &PageRequest,
    ) -> Result<Page<Entry>, StoreError> {
        let people = people_of(self, &[row.id])?;
        let people: Vec<ClientId> = people.iter().map(|person| person.row.client_id).collect();
        timeline::of_company(self, row.id, &people, kinds, page)
    }

    /// Writes a note about a held company.
    pub fn add_company_note(&mut self, row: &CompanyRow, text: &str) -> Result<Entry, StoreError> {
        let about = About {
            company: Some(row.id),
            ..About::default()
        };
        let said = Said {
            text: Some(text.to_owned()),
            ..Said::default()
        };
        let by = self.who().employee();
        let id = timeline::tell(self, EntryKind::Note, about, by, said)?;
        self.emit("company.updated", row.id, row.version, audience(row))?;
        timeline::entry(self, id)
    }

    /// Locks a company, so that whoever changes another member of it waits instead of losing.
    pub fn hold_company(&mut self, id: CompanyId) -> Result<(), StoreError> {
        Ok(lock_row(self.conn(), "companies", id.as_i64())?)
    }

    /// Which members of a held company people changed after a version.
    pub fn company_changed_since(
        &mut self,
        row: &CompanyRow,
        version: i64,
    ) -> Result<Vec<String>, StoreError> {
        timeline::company_changed_since(self, row.id, version)
    }

    /// Everything of a held company.
    pub fn company_card(&mut self, row: CompanyRow) -> Result<CompanyCard, StoreError> {
        let people = people_of(self, &[row.id])?;
        let ids: Vec<ClientId> = people.iter().map(|person| person.row.client_id).collect();
        let next = clients::next_steps(self, &ids)?;
        let people = people.into_iter().map(|person| CompanyPerson {
            next: next.get(&person.row.client_id).cloned(),
            ..person
        });
        let people = people.collect();
        let answers = own::answers(self, row.id)?;
        Ok(CompanyCard {
            answers: own::filled(self, Subject::Company, &answers)?,
            responsible_name: match row.responsible_id {
                Some(id) => names::employees(self, [id])?.remove(&id),
                None => None,
            },
            people,
            row,
        })
    }

    /// Other companies within reach, archived ones aside, with the name or the tax number of this one.
    pub fn same_companies(&mut self, row: &CompanyRow) -> Result<Vec<CompanyRow>, StoreError> {
        let reach = self.reach(Permission::ClientRead);
        let query = companies::table
            .filter(companies_within(&reach))
            .filter(companies::archived_at.is_null())
            .filter(companies::id.ne(bind(row.id)))
            .order((companies::sort_key, companies::id))
            .limit(MOST_SAME);
        Ok(match &row.tax_key {
            Some(key) => query
                .filter(
                    companies::sort_key.eq(&row.sort_key).or(companies::tax_key
                        .is_not_null()
                        .and(companies::tax_key.assume_not_null().eq(key))),
                )
                .load(self.conn())?,
            None => query
                .filter(companies::sort_key.eq(&row.sort_key))
                .load(self.conn())?,
        })
    }

    /// The companies within reach that a held client is linked with, those in the archive aside.
    pub fn companies_of(&mut self, client: &ClientRow) -> Result<Vec<PersonsCompany>, StoreError> {
        let reach = self.reach(Permission::ClientRead);
        let links: Vec<PersonRow> = company_people::table
            .filter(company_people::client_id.eq(bind(client.id)))
            .order(company_people::id)
            .load(self.conn())?;
        let ids = among(links.iter().map(|link| link.company_id));
        let named: Vec<(CompanyId, String)> = companies::table
            .filter(companies::id.eq_any(ids))
            .filter(companies::archived_at.is_null())
            .filter(companies_within(&reach))
            .select((companies::id, companies::name))
            .load(self.conn())?;
        let named: BTreeMap<CompanyId, String> = named.into_iter().collect();
        let links = links.into_iter().filter_map(|row| {
            let name = named.get(&row.company_id)?.clone();
            Some(PersonsCompany { row, name })
        });
        Ok(links.collect())
    }

    /// Words that say what people are in companies, the most used first.
    pub fn company_roles(&mut self, most: i64) -> Result<Vec<String>, StoreError> {
        use diesel::dsl::{count_star, max};
        let words: Vec<(Option<String>, i64)> = company_people::table
            .filter(company_people::role_key.is_not_null())
            .group_by(company_people::role_key)
            .order((count_star().desc(), max(company_people::role).asc()))
            .select((max(company_people::role), count_star()))
            .limit(most)
            .load(self.conn())?;
        Ok(words.into_iter().filter_map(|(word, _)| word).collect())
    }
}

fn covers(reach: &Reach, row: &CompanyRow) -> bool {
    reach.covers(RowFacts {
        branch: Some(row.branch_id),
        owner: row.responsible_id,
        pool: None,
        needed: false,
    })
}

/// The people of some companies, as far as they are within reach: the main one of each first.
pub(super) fn people_of(
    tx: &mut Tx<'_>,
    ids: &[CompanyId],
) -> Result<Vec<CompanyPerson>, StoreError> {
    let links: Vec<PersonRow> = company_people::table
        .filter(company_people::company_id.eq_any(among(ids.iter().copied())))
        .order((company_people::main.desc(), company_people::id.asc()))
        .load(tx.conn())?;
    let reach = tx.client_reach(Permission::ClientRead);
    let seen: Vec<(ClientId, BranchId)> = client_table::table
        .filter(client_table::id.eq_any(among(links.iter().map(|link| link.client_id))))
        .filter(clients_within(&reach))
        .select((client_table::id, client_table::branch_id))
        .load(tx.conn())?;
    let seen: BTreeMap<ClientId, BranchId> = seen.into_iter().collect();
    let named = clients::names(tx, seen.keys().copied())?;
    let people = links.into_iter().filter_map(|row| {
        Some(CompanyPerson {
            client: named.get(&row.client_id)?.clone(),
            branch_id: *seen.get(&row.client_id)?,
            next: None,
            row,
        })
    });
    Ok(people.collect())
}
