use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::ids::{BranchId, ChainId, ClientId, CompanyId, EmployeeId, ImportId, ProcessId};
use domain::imports::{
    Column, Fates, FileKind, ImportState, ListSubject, Plan, Plans, Reading, RowDecision, RowFate,
    Rules,
};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clients::ClientData;
use crate::companies::CompanyData;
use crate::engine::columns::Json;
use crate::own_fields::Answers;
use crate::timeline::{Changed, OwnField};

/// An import's own row.
#[derive(Debug, Clone, Queryable)]
pub struct ImportRecord {
    pub id: ImportId,
    pub name: String,
    pub kind: FileKind,
    pub state: ImportState,
    pub reading: Json<Reading>,
    pub sheets: Json<Vec<String>>,
    pub columns: Json<Vec<Column>>,
    pub rules: Json<Rules>,
    pub mapping: Option<String>,
    pub row_count: i32,
    /// The last row that the work at hand has looked at.
    pub behind: i32,
    pub looked_at: i32,
    pub plans: Json<Plans>,
    pub fates: Json<Fates>,
    pub unknown: Json<Vec<UnknownValue>>,
    pub process_id: Option<ProcessId>,
    pub per_day: Option<i32>,
    pub branch_id: BranchId,
    pub created_by: Option<EmployeeId>,
    /// On whose behalf the work at hand is done.
    pub acting: Option<EmployeeId>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    pub undone_at: Option<Timestamp>,
    pub emptied_at: Option<Timestamp>,
    pub version: i64,
    /// Nobody sees it while its rows are on their way; what is hidden longer is swept away.
    pub hidden_until: Option<Timestamp>,
    pub subject: ListSubject,
}

/// What a new import is made of.
#[derive(Debug, Clone)]
pub struct NewImport {
    pub name: String,
    pub subject: ListSubject,
    pub kind: FileKind,
    pub reading: Reading,
    pub sheets: Vec<String>,
    pub columns: Vec<Column>,
    pub rules: Rules,
    pub mapping: Option<String>,
    pub branch_id: BranchId,
    /// The file in base 64.
    pub content: String,
    /// How many rows it has in all.
    pub row_count: i32,
}

/// A row as it was read, with the number that a spreadsheet shows.
pub type ReadRow = (u32, Vec<String>);

/// A value that nothing is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownValue {
    pub column: u32,
    pub value: String,
    pub rows: u32,
    pub may_create: bool,
}

/// A row of a file.
#[derive(Debug, Clone, Queryable)]
pub struct RowRecord {
    pub import_id: ImportId,
    pub number: i32,
    pub cells: Json<Vec<String>>,
    pub plan: Option<Plan>,
    pub fate: Option<RowFate>,
    pub client_id: Option<ClientId>,
    pub decision: Option<Json<RowDecision>>,
    pub detail: Option<Json<Detail>>,
    pub before: Option<Json<CardData>>,
    pub after: Option<Json<CardData>>,
    /// The version that the import left the card at.
    pub card_version: Option<i64>,
    pub start_on: Option<NaiveDate>,
    pub chain_id: Option<ChainId>,
    pub company_id: Option<CompanyId>,
}

impl RowRecord {
    /// The card that it meets, changed or made.
    pub fn card(&self) -> Option<CardId> {
        let client = self.client_id.map(CardId::Client);
        client.or(self.company_id.map(CardId::Company))
    }

    pub fn put_card(&mut self, card: Option<CardId>) {
        (self.client_id, self.company_id) = match card {
            Some(CardId::Client(id)) => (Some(id), None),
            Some(CardId::Company(id)) => (None, Some(id)),
            None => (None, None),
        };
    }
}

/// Whose card it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardId {
    Client(ClientId),
    Company(CompanyId),
}

/// A card as it was, or as it became.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum CardData {
    Company(Box<KeptCompany>),
    Client(Box<ClientData>),
}

/// What stood on a company. Its answers stand apart: in the audit log they are written as the API says them, which does not say their kinds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCompany {
    company: CompanyData,
    answers: Answers,
}

impl CardData {
    pub fn of_client(data: ClientData) -> Self {
        Self::Client(Box::new(data))
    }

    pub fn of_company(mut company: CompanyData) -> Self {
        let answers = std::mem::take(&mut company.answers);
        Self::Company(Box::new(KeptCompany { company, answers }))
    }
}

impl KeptCompany {
    pub fn data(&self) -> CompanyData {
        CompanyData {
            answers: self.answers.clone(),
            ..self.company.clone()
        }
    }
}

/// Why a row has its plan or its fate.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<RowFault>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Changed>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, OwnField>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<ClientId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub companies: Vec<CompanyId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFault {
    pub column: Option<u32>,
    /// As the API says it.
    pub code: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}
