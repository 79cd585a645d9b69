//! Companies: organisations that a club works with, and their people.

use std::collections::BTreeMap;

use domain::fields::Raw;
use domain::ids::{BranchId, ClientId, CompanyId, CompanyPersonId, EmployeeId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clients::{
    EmailContact, Entry, NewNote, NextContact, PersonName, Phone, PhoneEntry, TimelineQuery,
};
use crate::list::{Listed, Person};
use crate::operation::{Access, Permission, operations};
use crate::page::{Page, paged};
use crate::tasks::FilledField;

operations! {
    "companies";
    /// Companies within reach; `q` finds by the beginning of any word of the name, by the tax number and by phone digits. The rights are those of clients.
    ListCompanies = Get "/companies" () ?CompaniesQuery => 200: Page<CompanyRow>, Access::Needs(Permission::ClientRead);
    /// Adds a company. One with the same name or tax number is no error; `same` names those within reach.
    CreateCompany = Post "/companies" (), NewCompany => 201: CompanySaved, Access::Needs(Permission::ClientCreate);
    /// Words by which people are linked with companies already, the most used first.
    ListCompanyRoles = Get "/company-roles" () => 200: CompanyRoles, Access::Needs(Permission::ClientRead);
    /// One company with its people.
    GetCompany = Get "/companies/{id}" (CompanyId) => 200: Company, Access::Needs(Permission::ClientRead);
    /// The companies within reach that a client is linked with.
    ListClientCompanies = Get "/clients/{id}/companies" (ClientId) => 200: Page<PersonsCompany>, Access::Needs(Permission::ClientRead);
    /// Changes a company. What others changed since the named version is kept; only when the same member is changed again, it is refused with 412 and `changed_fields`.
    UpdateCompany = Patch "/companies/{id}" (CompanyId), CompanyPatch => 200: CompanySaved, Access::Needs(Permission::ClientEdit), if_match Required;
    /// Archives a company. Its people stay linked with it.
    ArchiveCompany = Delete "/companies/{id}" (CompanyId) => 204, Access::Needs(Permission::ClientEdit), if_match Required;
    /// Takes a company out of the archive.
    RestoreCompany = Post "/companies/{id}/restore" (CompanyId) => 200: Company, Access::Needs(Permission::ClientEdit);
    /// What happened to a company and to its people within reach, newest first.
    ListCompanyTimeline = Get "/companies/{id}/timeline" (CompanyId) ?TimelineQuery => 200: Page<Entry>, Access::Needs(Permission::ClientRead);
    /// Writes a note about a company.
    AddCompanyNote = Post "/companies/{id}/notes" (CompanyId), NewNote => 201: Entry, Access::Needs(Permission::ClientNote);
    /// Links a client with a company. Both must be within reach of `client.edit`: both cards say it from then on. One person may be several things in a company.
    AddCompanyPerson = Post "/companies/{id}/people" (CompanyId), NewCompanyPerson => 201: Company, Access::Needs(Permission::ClientEdit), refuses [AlreadyMerged];
    /// Changes what somebody is in a company, or makes him its main contact.
    UpdateCompanyPerson = Patch "/companies/{id}/people/{person_id}" (CompanyId, CompanyPersonId), CompanyPersonPatch => 200: Company, Access::Needs(Permission::ClientEdit);
    /// Takes a person out of a company.
    RemoveCompanyPerson = Delete "/companies/{id}/people/{person_id}" (CompanyId, CompanyPersonId) => 204, Access::Needs(Permission::ClientEdit);
}

paged! {
    pub struct CompaniesQuery {
        /// Beginnings of words of the name, of the tax number, or digits anywhere in a phone.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::SoughtText>))]
        pub q: Option<String>,
        pub branch_id: Option<BranchId>,
        pub responsible_id: Option<Person>,
        /// A filter as one line, as lists of clients take it; its fields are those of `GET /schema/companies`.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::CompanyFilterLine>))]
        pub filter: Option<String>,
        /// `true`: only archived ones; otherwise only the others.
        pub archived: Option<bool>,
        /// `name` (default), `-created_at`.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::CompanyOrder>))]
        pub sort: Option<String>,
        pub include_total: Option<bool>,
        /// Keys of `GET /schema/companies`: what each row says in `cells`.
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<crate::described::CompanyColumnKey>>))]
        pub columns: Option<Listed<String>>,
    }
}

/// A company in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompanyRow {
    pub id: CompanyId,
    pub name: String,
    pub tax_id: Option<String>,
    pub phone: Option<Phone>,
    pub branch_id: BranchId,
    pub responsible: Option<PersonName>,
    /// The main contact, or the first person within reach.
    pub contact: Option<CompanyContact>,
    /// How many people within reach are linked with it.
    pub people: u32,
    pub created_at: Timestamp,
    pub archived_at: Option<Timestamp>,
    /// What stands in the columns that were asked for, in their order and in the reader's language; empty when none were.
    #[serde(default)]
    pub cells: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompanyContact {
    pub client_id: ClientId,
    pub name: String,
    pub role: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Company {
    pub id: CompanyId,
    pub name: String,
    pub legal_name: Option<String>,
    pub tax_id: Option<String>,
    pub phones: Vec<Phone>,
    pub emails: Vec<EmailContact>,
    /// The reader lacks `client.contacts`: phones and addresses are shown in part, and cannot be changed.
    pub contacts_hidden: bool,
    pub address: Option<String>,
    /// As a browser opens it.
    pub site: Option<String>,
    pub note: Option<String>,
    pub tags: Vec<String>,
    pub responsible: Option<PersonName>,
    pub branch_id: BranchId,
    /// Answers to the club's own fields, in their order; what is not answered is absent.
    pub fields: Vec<FilledField>,
    /// The main contact first; people out of reach are absent.
    pub people: Vec<CompanyPerson>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

/// What somebody is in a company.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompanyPerson {
    pub id: CompanyPersonId,
    pub client_id: ClientId,
    pub name: String,
    /// The club's own word: "директор", "accountant" …
    pub role: Option<String>,
    pub main: bool,
    /// The person's first phone that may be called.
    pub phone: Option<String>,
    pub next: Option<NextContact>,
}

/// A company on the card of somebody who is linked with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonsCompany {
    pub id: CompanyPersonId,
    pub company_id: CompanyId,
    pub name: String,
    pub role: Option<String>,
    pub main: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCompany {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
    pub legal_name: Option<String>,
    /// In any spelling; two that differ in blanks and dashes are one.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 40))]
    pub tax_id: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub phones: Vec<PhoneEntry>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub emails: Vec<EmailContact>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
    pub address: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
    pub site: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20000))]
    pub note: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<crate::described::TagText>, max_items = 20))]
    pub tags: Vec<String>,
    /// Whoever adds it when absent.
    #[serde(default)]
    pub responsible_id: Option<EmployeeId>,
    /// The first branch of whoever adds it when absent.
    #[serde(default)]
    pub branch_id: Option<BranchId>,
    /// Answers to the club's own fields by their keys; required ones must be there.
    #[serde(default)]
    pub fields: BTreeMap<String, Raw>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CompanyPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 300))]
    pub legal_name: Option<Option<String>>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 40))]
    pub tax_id: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub phones: Option<Vec<PhoneEntry>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub emails: Option<Vec<EmailContact>>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 300))]
    pub address: Option<Option<String>>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 300))]
    pub site: Option<Option<String>>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 20000))]
    pub note: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<crate::described::TagText>>, max_items = 20))]
    pub tags: Option<Vec<String>>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    pub responsible_id: Option<Option<EmployeeId>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch_id: Option<BranchId>,
    /// Answers to the club's own fields by their keys; `null` clears one, what is not named stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::described::ClearableAnswers>))]
    pub fields: Option<BTreeMap<String, Option<Raw>>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompanySaved {
    pub company: Company,
    /// Others within reach, archived ones aside, with its name or its tax number.
    pub same: Vec<SameCompany>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SameCompany {
    pub company_id: CompanyId,
    pub name: String,
    pub tax_id: Option<String>,
}

/// A company that something is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundCompany {
    pub id: CompanyId,
    pub name: String,
    pub tax_id: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CompanyRoles {
    pub roles: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCompanyPerson {
    pub client_id: ClientId,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 60))]
    pub role: Option<String>,
    /// The main contact from now on; whoever was it is not any more.
    #[serde(default)]
    pub main: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CompanyPersonPatch {
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 60))]
    pub role: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub main: Option<bool>,
}
