//! Processes: drafts, checks, published versions.

use domain::ids::{EmployeeId, ProcessId, VersionId};
use domain::language::Language;
use domain::processes::transfer::Lot;
use domain::processes::{Catalogue, Graph, Problem, VersionState};
use domain::sentence;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::operation::{Access, Permission, operations};
use crate::page::Page;

operations! {
    "processes";
    /// All processes by name, archived ones last.
    ListProcesses = Get "/processes" () => 200: Page<Process>, Access::Needs(Permission::DirectoryRead);
    /// Adds a process with an empty draft.
    CreateProcess = Post "/processes" (), NewProcess => 201: Process, Access::Needs(Permission::ProcessEdit), refuses [Taken];
    /// One process.
    GetProcess = Get "/processes/{id}" (ProcessId) => 200: Process, Access::Needs(Permission::DirectoryRead);
    /// Renames a process.
    UpdateProcess = Patch "/processes/{id}" (ProcessId), ProcessPatch => 200: Process, Access::Needs(Permission::ProcessEdit), if_match Required, refuses [Taken];
    /// Archives a process: no new chains; refused while chains run or versions are compared.
    ArchiveProcess = Delete "/processes/{id}" (ProcessId) => 204, Access::Needs(Permission::ProcessEdit), if_match Required, refuses [InUse, ComparisonRunning];
    /// Takes a process out of the archive.
    RestoreProcess = Post "/processes/{id}/restore" (ProcessId) => 200: Process, Access::Needs(Permission::ProcessEdit), refuses [Taken];
    /// The draft; when there is none, one is begun from the published version on the first save.
    GetDraft = Get "/processes/{id}/draft" (ProcessId) => 200: Draft, Access::Needs(Permission::DirectoryRead);
    /// Saves the draft. An unfinished one may be saved; `problems` says what keeps it from being published.
    SaveDraft = Put "/processes/{id}/draft" (ProcessId), SaveDraftRequest => 200: Draft, Access::Needs(Permission::ProcessEdit), refuses [VersionMismatch];
    /// Throws the draft away.
    DiscardDraft = Delete "/processes/{id}/draft" (ProcessId) => 204, Access::Needs(Permission::ProcessEdit), if_match Required;
    /// Checks a graph without saving it.
    CheckGraph = Post "/processes/check" (), CheckRequest => 200: Checked, Access::Needs(Permission::DirectoryRead);
    /// Publishes the draft. New chains begin on it; running ones stay on their version unless `transfer` says otherwise.
    PublishProcess = Post "/processes/{id}/publish" (ProcessId), PublishRequest => 201: Version, Access::Needs(Permission::ProcessPublish), refuses [NotPublishable, WrongState, VersionMismatch, ComparisonRunning];
    /// Published and retired versions, newest first.
    ListVersions = Get "/processes/{id}/versions" (ProcessId) => 200: Page<Version>, Access::Needs(Permission::DirectoryRead);
    /// One version with its graph.
    GetVersion = Get "/processes/{id}/versions/{version_id}" (ProcessId, VersionId) => 200: Version, Access::Needs(Permission::DirectoryRead);
    /// Puts an old version's graph into the draft, which is begun when there is none. Nothing is published.
    RestoreVersion = Post "/processes/{id}/versions/{version_id}/restore" (ProcessId, VersionId), RestoreVersionRequest => 200: Draft, Access::Needs(Permission::ProcessEdit), refuses [VersionMismatch, WrongState];
    /// What differs between two versions, in words: by default between the published version and the draft.
    GetDifference = Get "/processes/{id}/difference" (ProcessId) ?DifferenceQuery => 200: Difference, Access::Needs(Permission::DirectoryRead);
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Process {
    pub id: ProcessId,
    pub name: String,
    pub description: Option<String>,
    /// Absent before the first publishing.
    pub published: Option<VersionName>,
    /// Published beside it, while the two are compared: new chains begin on either.
    pub beside: Option<VersionName>,
    /// Whether there is a draft, and how many errors keep it from being published.
    pub draft: Option<DraftName>,
    /// Chains that run on any version.
    pub running: u32,
    /// Processes that the published version hands over to without anybody waiting: what a check of loops must know of it.
    pub hands_over_at_once: Vec<ProcessId>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VersionName {
    pub id: VersionId,
    /// 1, 2, 3 …
    pub number: u32,
    pub published_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DraftName {
    pub errors: u32,
    /// Of the draft: what `If-Match` names when it is thrown away.
    pub version: i64,
    pub updated_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewProcess {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20000))]
    pub description: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ProcessPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 20000))]
    pub description: Option<Option<String>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Draft {
    pub process_id: ProcessId,
    pub graph: Graph,
    pub problems: Vec<GraphProblem>,
    /// Of the draft; 0 when it was not saved yet. No two drafts of a process ever had the same one.
    pub version: i64,
    /// Which published version it was begun from.
    pub based_on: Option<VersionId>,
    pub updated_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveDraftRequest {
    pub graph: Graph,
    /// The draft's version that was read; 0 for none.
    #[cfg_attr(feature = "openapi", schema(minimum = 0))]
    pub version: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckRequest {
    pub graph: Graph,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Checked {
    pub problems: Vec<GraphProblem>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PublishRequest {
    /// The draft's version that was read.
    #[cfg_attr(feature = "openapi", schema(minimum = 0))]
    pub version: i64,
    /// What becomes of running chains; whom no lot names stays on the version it began with.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 500))]
    pub transfer: Vec<Lot>,
}

impl PublishRequest {
    /// Of the draft that was read at `version`; running chains stay where they are.
    pub const fn of(version: i64) -> Self {
        Self {
            version,
            transfer: Vec::new(),
        }
    }
}

/// Something wrong with a graph, and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GraphProblem {
    /// `missing_continuation`, `unreachable_step` …
    pub code: String,
    pub severity: Severity,
    pub step: Option<String>,
    pub result_id: Option<domain::ids::ResultId>,
    /// Number of the case of the result, from 1; absent for what usually follows.
    #[serde(default)]
    pub case: Option<u32>,
    /// Number of what the result also does, from 1; absent for what follows.
    #[serde(default)]
    pub also: Option<u32>,
    pub field: Option<String>,
    /// In the reader's language.
    pub message: String,
}

impl GraphProblem {
    /// What the checker found in this graph, said with the names that the catalogue knows.
    pub fn tell(
        problem: Problem,
        graph: &Graph,
        catalogue: &Catalogue,
        language: Language,
    ) -> Self {
        let step = problem.step.as_deref().and_then(|key| graph.step(key));
        let template = step.and_then(|step| {
            let mut known = catalogue.templates.iter();
            known.find(|template| template.id == step.template_id)
        });
        let result = problem.result_id.and_then(|id| {
            let mut known = catalogue.results.iter();
            known.find(|result| result.id == id)
        });
        let names = (
            template.map(|known| known.name.as_str()),
            result.map(|known| known.name.as_str()),
        );
        Self {
            message: sentence::problem(language, &problem, names.0, names.1),
            code: problem.code.to_string(),
            severity: problem.severity.into(),
            step: problem.step,
            result_id: problem.result_id,
            case: problem.case,
            also: problem.also,
            field: problem.field,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Keeps from publishing.
    Error,
    Warning,
    Info,
}

impl From<domain::processes::Severity> for Severity {
    fn from(severity: domain::processes::Severity) -> Self {
        match severity {
            domain::processes::Severity::Error => Self::Error,
            domain::processes::Severity::Warning => Self::Warning,
            domain::processes::Severity::Info => Self::Info,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Version {
    pub id: VersionId,
    pub process_id: ProcessId,
    pub number: u32,
    pub state: VersionState,
    /// Published beside the present version, for a comparison.
    pub beside: bool,
    pub graph: Graph,
    pub published_at: Timestamp,
    pub published_by: Option<EmployeeId>,
    /// What whoever published it is called; absent when the system did.
    pub published_by_name: Option<String>,
    /// Chains that run on it.
    pub running: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RestoreVersionRequest {
    /// The draft's version that was read; 0 for none.
    #[cfg_attr(feature = "openapi", schema(minimum = 0))]
    pub version: i64,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DifferenceQuery {
    /// The older of the two; absent: the published version, or nothing before the first publishing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<VersionId>,
    /// The newer of the two; absent: the draft, or the published version where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<VersionId>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Difference {
    /// Absent when compared with nothing.
    pub before: Option<VersionName>,
    /// Absent for the draft.
    pub after: Option<VersionName>,
    /// The start first, then step by step.
    pub changes: Vec<GraphChange>,
}

/// One thing that differs, and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GraphChange {
    /// `due`, `result_added`, `step_removed` …
    pub code: String,
    /// Key of the step; absent for the start.
    pub step: Option<String>,
    /// What the step is called.
    pub step_name: Option<String>,
    pub result_id: Option<domain::ids::ResultId>,
    /// In the reader's language: `Думает: через 3 рабочих дня → через 2 рабочих дня`.
    pub message: String,
}
