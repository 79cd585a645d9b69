use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::ids::{BranchId, ChainId, ClientId, EmployeeId, ImportId, ProcessId};
use domain::imports::{
    Column, Fates, FileKind, ImportState, Plan, Plans, Reading, RowDecision, RowFate, Rules,
};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clients::ClientData;
use crate::engine::columns::Json;
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
}

/// What a new import is made of.
#[derive(Debug, Clone)]
pub struct NewImport {
    pub name: String,
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
    pub before: Option<Json<ClientData>>,
    pub after: Option<Json<ClientData>>,
    /// The version that the import left the card at.
    pub card_version: Option<i64>,
    pub start_on: Option<NaiveDate>,
    pub chain_id: Option<ChainId>,
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
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFault {
    pub column: Option<u32>,
    /// As the API says it.
    pub code: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}
