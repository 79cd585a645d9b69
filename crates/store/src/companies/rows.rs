use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::companies::tax_key;
use domain::fields::Raw;
use domain::ids::{BranchId, ClientId, CompanyId, CompanyPersonId, EmployeeId, FieldId};
use domain::phone::Phone;
use domain::search::{contact, email_tokens, name_tokens, phone_tokens};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize, Serializer};

use crate::clients::{ClientEmail, ClientName, ClientPhone, NextStep};
use crate::engine::columns::Json;
use crate::own_fields::{Answers, FieldLists, answers as own};
use crate::search::sort_key;

/// A company's own row.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct CompanyRow {
    pub id: CompanyId,
    pub name: String,
    pub(super) sort_key: String,
    pub legal_name: Option<String>,
    pub tax_id: Option<String>,
    pub(super) tax_key: Option<String>,
    pub phones: Json<Vec<ClientPhone>>,
    pub emails: Json<Vec<ClientEmail>>,
    pub address: Option<String>,
    pub site: Option<String>,
    pub note: Option<String>,
    pub tags: Json<Vec<String>>,
    pub responsible_id: Option<EmployeeId>,
    pub branch_id: BranchId,
    pub(super) created_by: Option<EmployeeId>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

/// What people write of a company; everything is checked already. `Serialize` is for the audit log; whoever reads it back has kept the
/// answers beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyData {
    pub name: String,
    pub legal_name: Option<String>,
    pub tax_id: Option<String>,
    pub phones: Vec<ClientPhone>,
    pub emails: Vec<ClientEmail>,
    pub address: Option<String>,
    pub site: Option<String>,
    pub note: Option<String>,
    pub tags: Vec<String>,
    pub responsible_id: Option<EmployeeId>,
    pub branch_id: BranchId,
    /// To the club's own fields.
    #[serde(rename = "fields", serialize_with = "raw", skip_deserializing)]
    pub answers: Answers,
}

fn raw<S: Serializer>(answers: &Answers, serializer: S) -> Result<S::Ok, S::Error> {
    let answers = answers.iter().map(|(id, value)| (*id, value.to_raw()));
    answers
        .collect::<BTreeMap<FieldId, Raw>>()
        .serialize(serializer)
}

impl CompanyData {
    /// What stands there now.
    pub fn of(row: &CompanyRow, answers: Answers) -> Self {
        Self {
            name: row.name.clone(),
            legal_name: row.legal_name.clone(),
            tax_id: row.tax_id.clone(),
            phones: row.phones.0.clone(),
            emails: row.emails.0.clone(),
            address: row.address.clone(),
            site: row.site.clone(),
            note: row.note.clone(),
            tags: row.tags.0.clone(),
            responsible_id: row.responsible_id,
            branch_id: row.branch_id,
            answers,
        }
    }

    pub(super) fn put_on(&self, row: &mut CompanyRow) {
        row.name.clone_from(&self.name);
        row.sort_key = sort_key(&self.name);
        row.legal_name.clone_from(&self.legal_name);
        row.tax_id.clone_from(&self.tax_id);
        row.tax_key = self.tax_id.as_deref().and_then(tax_key);
        row.phones = Json(self.phones.clone());
        row.emails = Json(self.emails.clone());
        row.address.clone_from(&self.address);
        row.site.clone_from(&self.site);
        row.note.clone_from(&self.note);
        row.tags = Json(self.tags.clone());
        row.responsible_id = self.responsible_id;
        row.branch_id = self.branch_id;
    }

    /// The beginnings by which the company is found.
    pub(super) fn tokens(&self, fields: &FieldLists) -> Vec<String> {
        let tax = self.tax_id.as_deref().and_then(tax_key);
        let names = [Some(&self.name), self.legal_name.as_ref(), tax.as_ref()];
        let names = names.into_iter().flatten().chain(&self.tags);
        let names: Vec<&str> = names.map(String::as_str).collect();
        let mut tokens = name_tokens(&names);
        for phone in &self.phones {
            let found = Phone::from_e164(&phone.e164);
            let found = found.iter().flat_map(phone_tokens);
            tokens.extend(found.map(|token| contact(&token)));
        }
        for email in &self.emails {
            tokens.extend(
                email_tokens(&email.address)
                    .iter()
                    .map(|token| contact(token)),
            );
        }
        for (id, value) in &self.answers {
            let kind = fields.get(*id).map(|def| def.kind);
            tokens.extend(kind.iter().flat_map(|kind| own::tokens(*kind, value)));
        }
        tokens.into_iter().collect()
    }
}

/// What somebody is in a company. `Serialize` is for the audit log only.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Serialize)]
pub struct PersonRow {
    pub id: CompanyPersonId,
    pub company_id: CompanyId,
    pub client_id: ClientId,
    pub role: Option<String>,
    pub(super) role_key: Option<String>,
    pub main: bool,
}

/// The same with whom it is about.
#[derive(Debug, Clone)]
pub struct CompanyPerson {
    pub row: PersonRow,
    pub client: ClientName,
    pub branch_id: BranchId,
    pub next: Option<NextStep>,
}

/// A company on the card of one of its people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonsCompany {
    pub row: PersonRow,
    pub name: String,
}
