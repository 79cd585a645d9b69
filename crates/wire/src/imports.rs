//! Files of clients and of companies: read, given their meaning, rehearsed, taken in and, for seven days, undone.

use std::collections::BTreeMap;

use domain::fields::FieldType;
use domain::ids::{BranchId, ClientId, ImportId, MappingId, ProcessId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clients::{Change, PersonName};
use crate::companies::FoundCompany;
use crate::error::Fault;
use crate::list::Listed;
use crate::operation::{Access, Permission, operations};
use crate::page::{Page, paged};

pub use domain::imports::{
    Column, ColumnTarget, Confidence, DateOrder, Encoding, Fates, FileKind, ImportState,
    ListSubject, Matched, Plan, Plans, Reading, RowDecision, RowFate, Rules, Separator, Unknown,
    ValueRule,
};

operations! {
    "imports";
    /// Imports of clients and of companies within reach, the latest first.
    ListImports = Get "/imports" () ?ImportsQuery => 200: Page<ImportSummary>, Access::Needs(Permission::ClientImport);
    /// Reads a file (CSV, TSV, XLSX, vCard 2.1 to 4.0) or a pasted table: encoding, separator, header, columns, dates and phones are guessed and said. Nothing is written on any card. Faults name row and column.
    CreateImport = Post "/imports" (), NewImport => 201: Import, Access::Needs(Permission::ClientImport), body File;
    /// An import with its columns, its rules and how far it is.
    GetImport = Get "/imports/{id}" (ImportId) => 200: Import, Access::Needs(Permission::ClientImport);
    /// Corrects how the file is read, what its columns mean, and what holds for all rows. The rehearsal is to be done anew then.
    UpdateImport = Patch "/imports/{id}" (ImportId), ImportPatch => 200: Import, Access::Needs(Permission::ClientImport), if_match Required, refuses [WrongState];
    /// Throws an import away that was not run, with its file and its rows, or forgets one that was undone.
    DeleteImport = Delete "/imports/{id}" (ImportId) => 204, Access::Needs(Permission::ClientImport), if_match Required, refuses [WrongState];
    /// What a field of the club's own would be that takes a column: its name and type guessed from the column, and the values it would offer.
    SuggestImportField = Get "/imports/{id}/columns/{column}/field" (ImportId, u32) => 200: SuggestedField, Access::Needs(Permission::ClientImport);
    /// Makes a field of the club's own for a column and takes the column as it: the field, the dictionary of its values where it is one, and the column's meaning are made together or not at all. Needs `directory.edit` besides. Undoing the import leaves the field.
    CreateImportField = Post "/imports/{id}/columns/{column}/field" (ImportId, u32), NewImportField => 200: Import, Access::Needs(Permission::ClientImport), if_match Required, refuses [WrongState];
    /// Rehearses: finds out what would become of each row. The server does it in small steps; nothing is written on any card.
    CheckImport = Post "/imports/{id}/check" (ImportId) => 200: Import, Access::Needs(Permission::ClientImport), refuses [WrongState];
    /// Rows of the file, with what would become or became of each.
    ListImportRows = Get "/imports/{id}/rows" (ImportId) ?ImportRowsQuery => 200: Page<ImportRow>, Access::Needs(Permission::ClientImport);
    /// Corrects cells of a row, or decides about it; answers what would become of it now.
    UpdateImportRow = Patch "/imports/{id}/rows/{number}" (ImportId, u32), ImportRowPatch => 200: ImportRow, Access::Needs(Permission::ClientImport), refuses [WrongState];
    /// Takes the rows in, as they were rehearsed: quietly, or with a process that begins for some new clients each working day. Companies have no processes.
    RunImport = Post "/imports/{id}/run" (ImportId), RunRequest => 200: Import, Access::Needs(Permission::ClientImport), refuses [WrongState];
    /// Takes an import back, for seven days: new cards go, changed ones become as they were, companies as clients. What somebody has worked on since is kept and listed.
    UndoImport = Post "/imports/{id}/undo" (ImportId) => 200: Import, Access::Needs(Permission::ClientImport), refuses [WrongState, UndoExpired];
    /// The rows that were not taken, as a file with the reasons.
    GetImportErrors = Get "/imports/{id}/errors" (ImportId) => 200: ErrorFile, Access::Needs(Permission::ClientImport), refuses [WrongState];
    /// Which column of a file is which field, under names.
    ListImportMappings = Get "/import-mappings" () => 200: Page<Mapping>, Access::Needs(Permission::ClientImport);
    /// Keeps the columns of an import under a name; files with the same headers and the same subject get them by themselves. The same name takes the place of the one before.
    SaveImportMapping = Post "/import-mappings" (), NewMapping => 201: Mapping, Access::Needs(Permission::ClientImport);
    /// Forgets a mapping.
    DeleteImportMapping = Delete "/import-mappings/{id}" (MappingId) => 204, Access::Needs(Permission::ClientImport);
}

/// Longest content of a file in base 64.
pub const LONGEST_CONTENT: usize = 14_000_000;

paged! {
    pub struct ImportsQuery {}
}

/// A file or a pasted table: exactly one of `content` and `text`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewImport {
    /// Of the file, with its ending; what the import is called.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// Whose cards its rows become; clients when absent.
    #[serde(default)]
    pub subject: ListSubject,
    /// The bytes of the file in base 64.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 14000000))]
    pub content: Option<String>,
    /// What was pasted.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 10485760))]
    pub text: Option<String>,
}

/// An import in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportSummary {
    pub id: ImportId,
    pub name: String,
    pub subject: ListSubject,
    pub kind: FileKind,
    pub state: ImportState,
    pub rows: u32,
    pub plans: Plans,
    pub fates: Fates,
    pub created_by: Option<PersonName>,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    /// Until when it can be undone; absent when it cannot.
    pub undo_until: Option<Timestamp>,
    pub version: i64,
    pub updated_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Import {
    pub id: ImportId,
    pub name: String,
    /// Whose cards its rows become: which columns it may have, and in which of the members of its rows cards are named.
    pub subject: ListSubject,
    pub kind: FileKind,
    pub state: ImportState,
    pub reading: Reading,
    /// Names of the sheets of a workbook.
    pub sheets: Vec<String>,
    pub columns: Vec<Column>,
    pub rules: Rules,
    /// The saved mapping that the columns were taken from by themselves.
    pub mapping: Option<String>,
    /// Rows, the header aside.
    pub rows: u32,
    /// Rows that the work at hand has looked at: of the rehearsal, the run or the undoing.
    pub looked_at: u32,
    /// By the rehearsal.
    pub plans: Plans,
    /// By the run and the undoing.
    pub fates: Fates,
    /// Values of the rehearsed rows that nothing is called, the most frequent first.
    pub unknown: Vec<UnknownValue>,
    /// The process that begins for new clients.
    pub process_id: Option<ProcessId>,
    /// For so many a working day.
    pub per_day: Option<u32>,
    /// New clients whose chain is still to begin.
    pub waiting: u32,
    pub branch_id: BranchId,
    pub created_by: Option<PersonName>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub finished_at: Option<Timestamp>,
    /// Until when it can be undone; absent when it cannot.
    pub undo_until: Option<Timestamp>,
    pub undone_at: Option<Timestamp>,
    pub version: i64,
}

/// A value of a column that no dictionary value, employee or branch is called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnknownValue {
    pub column: u32,
    pub value: String,
    pub rows: u32,
    /// Whether it may become a value of its dictionary.
    pub may_create: bool,
    /// What was decided about it.
    pub then: Option<Unknown>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ImportPatch {
    /// Reads the file anew; the columns are guessed anew then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<Reading>,
    /// What each column is taken as, in their order; `null` for one that is not taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 200))]
    pub targets: Option<Vec<Option<ColumnTarget>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rules: Option<Rules>,
}

/// A field that could be made for a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SuggestedField {
    pub label: String,
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// The different values among the first rows, where they are few enough to choose from; else none.
    pub values: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewImportField {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub label: String,
    /// `text`, `long_text`, `integer`, `decimal`, `boolean`, `date` or `dictionary`; a dictionary gets the different values of the column.
    #[serde(rename = "type")]
    pub kind: FieldType,
}

paged! {
    pub struct ImportRowsQuery {
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<Plan>>))]
        pub plan: Option<Listed<Plan>>,
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<RowFate>>))]
        pub fate: Option<Listed<RowFate>>,
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportRow {
    /// As a spreadsheet counts: the header is row 1 where there is one.
    pub number: u32,
    pub cells: Vec<String>,
    /// Absent before the rehearsal.
    pub plan: Option<Plan>,
    pub fate: Option<RowFate>,
    /// The card that it met or made, if it is within the reader's reach.
    pub client: Option<FoundClient>,
    /// The same of a file of companies.
    pub company: Option<FoundCompany>,
    pub faults: Vec<RowFault>,
    /// What it would change or has changed on the card that is there; after undoing, what was kept.
    pub changes: Vec<Change>,
    /// Cards that could be meant.
    pub candidates: Vec<FoundClient>,
    /// Companies that could be meant.
    pub companies: Vec<FoundCompany>,
    /// The earlier row that is about the same person or company.
    pub same_as: Option<u32>,
    pub decision: Option<RowDecision>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundClient {
    pub id: ClientId,
    pub name: String,
    pub phone: Option<String>,
}

/// What keeps a row from being taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RowFault {
    /// 0 is the first; absent for a fault of the whole row.
    pub column: Option<u32>,
    pub code: Fault,
    /// In the reader's language: what is wrong and what to do.
    pub message: String,
    pub params: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ImportRowPatch {
    #[cfg_attr(feature = "openapi", schema(max_items = 200))]
    pub cells: Vec<CellChange>,
    /// `null` takes the decision back.
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<RowDecision>))]
    pub decision: Option<Option<RowDecision>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CellChange {
    #[cfg_attr(feature = "openapi", schema(maximum = 199))]
    pub column: u32,
    #[cfg_attr(feature = "openapi", schema(max_length = 20000))]
    pub value: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct RunRequest {
    /// Begins for each new client; absent: nothing begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub process_id: Option<ProcessId>,
    /// For so many a working day of the branch, from today on; absent: for all at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1000))]
    pub per_day: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrorFile {
    /// What to call it when it is saved.
    pub name: String,
    /// CSV with the columns of the file, the row's number and the reasons. What a spreadsheet would take for a formula begins with an apostrophe.
    pub file: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mapping {
    pub id: MappingId,
    pub name: String,
    /// Of whose files.
    pub subject: ListSubject,
    /// Headers of the columns that are taken, each with its field.
    pub columns: Vec<MappedColumn>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MappedColumn {
    pub header: String,
    pub target: ColumnTarget,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewMapping {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// Whose columns are kept; they have headers.
    pub import_id: ImportId,
}
