//! Linking people with companies.

use diesel::prelude::*;
use domain::ids::{CompanyId, CompanyPersonId};
use domain::name::PersonName;
use domain::timeline::EntryKind;

use super::rows::{CompanyRow, PersonRow};
use super::write::{audience, save, tell};
use crate::audit::state;
use crate::clients::{self, ClientRow};
use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::company_people;
use crate::search::sort_key;
use crate::timeline::{self, About, Changed, Said};

/// What somebody is in a company; everything is checked already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonData {
    pub role: Option<String>,
    pub main: bool,
}

impl Tx<'_> {
    /// How many links a held company has, also with people out of reach.
    pub fn count_people(&mut self, company: CompanyId) -> Result<usize, StoreError> {
        let count: i64 = company_people::table
            .filter(company_people::company_id.eq(bind(company)))
            .count()
            .get_result(self.conn())?;
        Ok(count as usize)
    }

    /// A link of a held company. Whose it is must be held besides.
    pub fn company_person(
        &mut self,
        company: &CompanyRow,
        id: CompanyPersonId,
    ) -> Result<PersonRow, StoreError> {
        Ok(company_people::table
            .filter(company_people::id.eq(bind(id)))
            .filter(company_people::company_id.eq(bind(company.id)))
            .first(self.conn())?)
    }

    /// Links a held client with a held company.
    pub fn add_company_person(
        &mut self,
        company: CompanyRow,
        client: ClientRow,
        data: &PersonData,
    ) -> Result<CompanyRow, StoreError> {
        let row = PersonRow {
            id: self.new_id(),
            company_id: company.id,
            client_id: client.id,
            role: data.role.clone(),
            role_key: data.role.as_deref().map(sort_key),
            main: data.main,
        };
        if row.main {
            self.no_main(company.id)?;
        }
        diesel::insert_into(company_people::table)
            .values((
                company_people::id.eq(bind(row.id)),
                company_people::company_id.eq(bind(row.company_id)),
                company_people::client_id.eq(bind(row.client_id)),
                company_people::role.eq(&row.role),
                company_people::role_key.eq(&row.role_key),
                company_people::main.eq(row.main),
            ))
            .execute(self.conn())?;
        self.linked(company, client, None, Some(&row))
    }

    /// Changes a link of a held company with a held client.
    pub fn update_company_person(
        &mut self,
        company: CompanyRow,
        client: ClientRow,
        before: &PersonRow,
        data: &PersonData,
    ) -> Result<CompanyRow, StoreError> {
        if before.role == data.role && before.main == data.main {
            return Ok(company);
        }
        if data.main && !before.main {
            self.no_main(company.id)?;
        }
        let after = PersonRow {
            role: data.role.clone(),
            role_key: data.role.as_deref().map(sort_key),
            main: data.main,
            ..before.clone()
        };
        diesel::update(company_people::table.filter(company_people::id.eq(bind(after.id))))
            .set((
                company_people::role.eq(&after.role),
                company_people::role_key.eq(&after.role_key),
                company_people::main.eq(after.main),
            ))
            .execute(self.conn())?;
        self.linked(company, client, Some(before), Some(&after))
    }

    /// Takes a held client out of a held company.
    pub fn remove_company_person(
        &mut self,
        company: CompanyRow,
        client: ClientRow,
        before: &PersonRow,
    ) -> Result<CompanyRow, StoreError> {
        diesel::delete(company_people::table.filter(company_people::id.eq(bind(before.id))))
            .execute(self.conn())?;
        self.linked(company, client, Some(before), None)
    }

    fn no_main(&mut self, company: CompanyId) -> Result<(), StoreError> {
        let present = company_people::table
            .filter(company_people::company_id.eq(bind(company)))
            .filter(company_people::main.eq(true));
        diesel::update(present)
            .set(company_people::main.eq(false))
            .execute(self.conn())?;
        Ok(())
    }

    /// The company's history tells who came, who went and who is something else now.
    fn tell_person(
        &mut self,
        company: &CompanyRow,
        client: &ClientRow,
        before: Option<&PersonRow>,
        after: Option<&PersonRow>,
    ) -> Result<(), StoreError> {
        let order = self.name_order()?;
        let name = PersonName {
            surname: client.surname.clone(),
            given: client.given.clone(),
            patronymic: client.patronymic.clone(),
        };
        let name = name.short(order);
        let said = |row: &PersonRow| match &row.role {
            Some(role) => format!("{name} ({role})"),
            None => name.clone(),
        };
        let main = |row: Option<&PersonRow>| {
            let main = row.filter(|row| row.main);
            main.map(|_| name.clone())
        };
        let changes = [
            Changed::from("people", before.map(said), after.map(said)),
            // Who goes takes that with him.
            Changed::from("main", main(before), main(after)).filter(|_| after.is_some()),
        ];
        let said = Said {
            changes: changes.into_iter().flatten().collect(),
            ..Said::default()
        };
        let about = Some(client.id);
        tell(self, EntryKind::CompanyChanged, company, about, said)
    }

    /// Both cards say something else now: their versions rise, and both histories tell it.
    fn linked(
        &mut self,
        mut company: CompanyRow,
        mut client: ClientRow,
        before: Option<&PersonRow>,
        after: Option<&PersonRow>,
    ) -> Result<CompanyRow, StoreError> {
        save(self, &mut company)?;
        clients::save(self, &mut client)?;
        let said = |row: &PersonRow| match &row.role {
            Some(role) => format!("{} ({role})", company.name),
            None => company.name.clone(),
        };
        let change = Changed::from("companies", before.map(said), after.map(said));
        if change.is_some() {
            let about = About {
                client: Some(client.id),
                ..About::default()
            };
            let said = Said {
                changes: change.into_iter().collect(),
                version: Some(client.version),
                ..Said::default()
            };
            let by = self.who().employee();
            timeline::tell(self, EntryKind::ClientChanged, about, by, said)?;
        }
        self.tell_person(&company, &client, before, after)?;
        self.audit(
            "company.people_changed",
            company.id,
            before.and_then(state),
            after.and_then(state),
        )?;
        self.emit(
            "client.updated",
            client.id,
            client.version,
            clients::audience(&client),
        )?;
        self.emit(
            "company.updated",
            company.id,
            company.version,
            audience(&company),
        )?;
        Ok(company)
    }
}
