//! People of companies.

use domain::access::Permission;
use domain::companies::{MAX_PEOPLE, MAX_ROLE};
use domain::ids::{ClientId, CompanyId, CompanyPersonId};
use store::clients::ClientRow;
use store::companies::{CompanyRow, PersonData, PersonRow};
use store::{StoreError, Tx};
use wire::companies::{
    AddCompanyPerson, Company, CompanyRoles, ListClientCompanies, ListCompanyRoles, PersonsCompany,
    RemoveCompanyPerson, UpdateCompanyPerson,
};
use wire::error::{Fault, FieldError};
use wire::page::Page;

use super::convert;
use crate::http::{Answer, ApiError, Call, Check, Ctx};
use crate::tasks::convert::Reader;

/// So many words are suggested.
const MOST_WORDS: i64 = 50;

pub async fn roles(cx: Ctx, _: Call<ListCompanyRoles>) -> Answer<CompanyRoles> {
    cx.read(move |tx| {
        tx.demand(Permission::ClientRead)?;
        Ok(CompanyRoles {
            roles: tx.company_roles(MOST_WORDS)?,
        })
    })
    .await
}

pub async fn of_client(cx: Ctx, call: Call<ListClientCompanies>) -> Answer<Page<PersonsCompany>> {
    let (id,) = call.path;
    cx.read(move |tx| {
        let client = tx.client_for(Permission::ClientRead, id)?;
        let companies = tx.companies_of(&client)?.into_iter();
        let companies = companies.map(|one| PersonsCompany {
            id: one.row.id,
            company_id: one.row.company_id,
            name: one.name,
            role: one.row.role,
            main: one.row.main,
        });
        Ok(Page::whole(companies.collect()))
    })
    .await
}

pub async fn add(cx: Ctx, call: Call<AddCompanyPerson>) -> Answer<Company> {
    let ((id,), body, language) = (call.path, call.body, cx.language());
    cx.write(move |tx| {
        tx.hold_client(body.client_id)?;
        let company = tx.company_for(Permission::ClientEdit, id)?;
        let mut check = Check::new();
        let role = check.optional("/role", body.role.as_deref(), MAX_ROLE);
        if tx.count_people(id)? >= MAX_PEOPLE {
            check.push(FieldError::at("/client_id", Fault::TooLong).with("max", MAX_PEOPLE));
        }
        check.done()?;
        let client = match tx.client_for(Permission::ClientEdit, body.client_id) {
            Ok(client) if client.archived_at.is_none() => client,
            Ok(client) => {
                crate::merges::expect_own(tx, &client)?;
                return Err(ApiError::field("/client_id", Fault::Archived));
            }
            Err(StoreError::NotFound) => {
                return Err(ApiError::field("/client_id", Fault::NotFound));
            }
            Err(error) => return Err(error.into()),
        };
        let main = body.main;
        let company = tx.add_company_person(company, client, &PersonData { role, main })?;
        let reader = Reader::of(tx, language)?;
        convert::card(tx, company, &reader)
    })
    .await
}

pub async fn update(cx: Ctx, call: Call<UpdateCompanyPerson>) -> Answer<Company> {
    let ((id, person), body, language) = (call.path, call.body, cx.language());
    cx.write(move |tx| {
        let (company, client, before) = held(tx, id, person)?;
        let mut check = Check::new();
        let role = match &body.role {
            Some(role) => check.optional("/role", role.as_deref(), MAX_ROLE),
            None => before.role.clone(),
        };
        check.done()?;
        let data = PersonData {
            role,
            main: body.main.unwrap_or(before.main),
        };
        let company = tx.update_company_person(company, client, &before, &data)?;
        let reader = Reader::of(tx, language)?;
        convert::card(tx, company, &reader)
    })
    .await
}

pub async fn remove(cx: Ctx, call: Call<RemoveCompanyPerson>) -> Answer<()> {
    let (id, person) = call.path;
    cx.write(move |tx| {
        let (company, client, before) = held(tx, id, person)?;
        tx.remove_company_person(company, client, &before)?;
        Ok(())
    })
    .await
}

/// A company, one of its people, and what he is there; of somebody out of reach it is not there.
fn held(
    tx: &mut Tx<'_>,
    id: CompanyId,
    person: CompanyPersonId,
) -> Result<(CompanyRow, ClientRow, PersonRow), StoreError> {
    let company = tx.company_for(Permission::ClientEdit, id)?;
    let link = tx.company_person(&company, person)?;
    let client: ClientId = link.client_id;
    tx.hold_client(client)?;
    let client = tx.client_for(Permission::ClientEdit, client)?;
    Ok((company, client, link))
}
