//! Processes as files, and the packs that ship with the product.

use domain::ids::{ProcessId, VersionId};
use domain::language::Language;
use serde::{Deserialize, Serialize};

use crate::operation::{Access, Permission, operations};
use crate::page::Page;
use crate::processes::{GraphChange, GraphProblem, VersionName};

/// Longest file, in characters.
pub const LONGEST_FILE: usize = 600_000;

operations! {
    "process files";
    /// A process as a file: readable YAML with everything that it stands on, and the processes that it hands over to.
    ExportProcess = Get "/processes/{id}/file" (ProcessId) ?ExportQuery => 200: ProcessFile, Access::Needs(Permission::ProcessEdit);
    /// Takes in a file: makes or updates the dictionaries, results and templates it needs by their names, saves the drafts, and on request publishes. All or nothing; faults name line and column.
    ImportProcesses = Post "/processes/import" (), ImportRequest => 200: Imported, Access::Needs(Permission::ProcessEdit), refuses [NotPublishable, InUse, WrongState, ComparisonRunning, NotAllowed, Taken];
    /// Ready ways of working, in the club's language.
    ListPacks = Get "/process-packs" () => 200: Page<Pack>, Access::Needs(Permission::DirectoryRead);
    /// One pack as a file.
    GetPack = Get "/process-packs/{key}" (String) ?PackQuery => 200: ProcessFile, Access::Needs(Permission::DirectoryRead);
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ExportQuery {
    /// Which version; absent: the draft, or the published version where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<VersionId>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProcessFile {
    /// What to call it when it is saved.
    pub name: String,
    /// YAML; docs/process-files.md describes it.
    pub file: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ImportRequest {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 600000))]
    pub file: String,
    /// Whether the drafts are published at once.
    #[serde(default)]
    pub publish: bool,
    /// What becomes of results and templates whose names the club has already.
    #[serde(default)]
    pub existing: Existing,
    /// Tells what would happen, and changes nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// What becomes of what the club has already. Nothing is ever taken away: fields and values that a file does not name stay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Existing {
    /// It becomes as the file says.
    #[default]
    Update,
    /// It stays as it is; only fields and values that are missing are added.
    Keep,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Imported {
    pub dry_run: bool,
    /// In the order of the file.
    pub processes: Vec<ImportedProcess>,
    /// Dictionaries, results and templates, in this order.
    pub things: Vec<ImportedThing>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportedProcess {
    /// Absent when it would be made by a file that was only tried.
    pub id: Option<ProcessId>,
    pub name: String,
    pub done: Done,
    /// Against what the club had: the draft, else the published version.
    pub changes: Vec<GraphChange>,
    /// What keeps it from being published, and what is worth a look.
    pub problems: Vec<GraphProblem>,
    /// The version that was published.
    pub published: Option<VersionName>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportedThing {
    pub kind: ThingKind,
    pub name: String,
    pub done: Done,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ThingKind {
    Dictionary,
    Result,
    Template,
}

/// What became of a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Done {
    Created,
    Updated,
    Unchanged,
}

/// A ready way of working for one trade: processes with scripts, results and lists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pack {
    /// `fitness`, `dance` …
    pub key: String,
    pub language: Language,
    pub name: String,
    /// Names of its processes.
    pub processes: Vec<String>,
    pub templates: u32,
    pub results: u32,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct PackQuery {
    /// Absent: the club's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}
