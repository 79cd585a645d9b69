//! Comparison of two published versions of a process, between which new chains are split.

use domain::ids::{ComparisonId, EmployeeId, ProcessId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::operation::{Access, Permission, operations};
use crate::page::Page;
use crate::processes::VersionName;

pub use domain::comparison::{Estimate, Judged, Planned, Report, Side, Terms, USUAL, Verdict};

operations! {
    "comparison";
    /// How the process goes now when clients are judged after so many days: what a comparison is planned by.
    GetOutlook = Get "/processes/{id}/outlook" (ProcessId) ?OutlookQuery => 200: Outlook, Access::Needs(Permission::ProcessPublish);
    /// Comparisons of a process, the latest first. At most one runs.
    ListComparisons = Get "/processes/{id}/comparisons" (ProcessId) => 200: Page<Comparison>, Access::Needs(Permission::DirectoryRead);
    /// Publishes the draft beside the present version and splits new chains between the two at random; a client is always on the same side. How many clients it takes is planned now, and until they are judged the verdict is how many more.
    StartComparison = Post "/processes/{id}/comparisons" (ProcessId), NewComparison => 201: Comparison, Access::Needs(Permission::ProcessPublish), refuses [NotPublishable, WrongState, VersionMismatch, ComparisonRunning];
    /// A comparison with what it has shown. The numbers are of the whole organisation; of one that ended, as they were then.
    GetComparison = Get "/processes/{id}/comparisons/{comparison_id}" (ProcessId, ComparisonId) => 200: ComparisonReport, Access::Needs(Permission::ProcessPublish);
    /// Changes the challenger's share of new clients. Those who began before stay where they are and are not counted any more.
    UpdateComparison = Patch "/processes/{id}/comparisons/{comparison_id}" (ProcessId, ComparisonId), ComparisonPatch => 200: Comparison, Access::Needs(Permission::ProcessPublish), if_match Required, refuses [WrongState];
    /// Ends a comparison: all new chains begin on the version that is kept, the other retires. Running chains go on as they began.
    EndComparison = Post "/processes/{id}/comparisons/{comparison_id}/end" (ProcessId, ComparisonId), ComparisonEnd => 200: Comparison, Access::Needs(Permission::ProcessPublish), refuses [WrongState];
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct OutlookQuery {
    /// After how many days clients are judged; absent: 30.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 365))]
    pub days: Option<u32>,
}

/// How a process went lately.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Outlook {
    pub days: u32,
    /// The latest clients whose days are over, 2,000 at most, and how many of them reached the goal within those days.
    pub clients: u32,
    pub reached: u32,
    /// From 0 to 1; absent where they are too few to say.
    pub goal_share: Option<f64>,
    /// Chains that begin in a week, of the last four.
    pub per_week: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewComparison {
    /// The draft's version that was read: the draft becomes the challenger.
    #[cfg_attr(feature = "openapi", schema(minimum = 0))]
    pub version: i64,
    /// Percent of new clients who go to the challenger.
    #[serde(default = "usual::share")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 99))]
    pub share: u32,
    /// A client is judged so many days after his chain began.
    #[serde(default = "usual::days")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 365))]
    pub days: u32,
    /// Percentage points of the goal share that would be worth having.
    #[serde(default = "usual::difference")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 50))]
    pub difference: u32,
}

impl NewComparison {
    /// Of the draft that was read at `version`, on the usual terms.
    pub const fn of(version: i64) -> Self {
        Self {
            version,
            share: USUAL.share,
            days: USUAL.days,
            difference: USUAL.difference,
        }
    }

    pub const fn terms(&self) -> Terms {
        Terms {
            share: self.share,
            days: self.days,
            difference: self.difference,
        }
    }
}

/// What holds where nothing is said.
mod usual {
    use super::USUAL;

    pub const fn share() -> u32 {
        USUAL.share
    }

    pub const fn days() -> u32 {
        USUAL.days
    }

    pub const fn difference() -> u32 {
        USUAL.difference
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comparison {
    pub id: ComparisonId,
    pub process_id: ProcessId,
    /// The version that all chains began on before.
    pub present: VersionName,
    /// The version that is tried beside it.
    pub challenger: VersionName,
    /// Percent of new clients who go to the challenger.
    pub share: u32,
    /// A client is judged so many days after his chain began.
    pub days: u32,
    /// Percentage points of the goal share that would be worth having.
    pub difference: u32,
    /// Clients of each side who must be judged.
    pub planned: Planned,
    /// Since when clients are counted: since it began, or since the share was changed.
    pub counted_from: Timestamp,
    pub started_by: Option<EmployeeId>,
    /// What whoever began it is called; absent when the system did.
    pub started_by_name: Option<String>,
    pub started_at: Timestamp,
    pub ended_by: Option<EmployeeId>,
    pub ended_by_name: Option<String>,
    /// Absent while it runs.
    pub ended_at: Option<Timestamp>,
    /// The side that all chains begin on since it ended.
    pub kept: Option<Side>,
    pub version: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ComparisonReport {
    pub comparison: Comparison,
    pub report: Report,
    /// The verdict in the reader's language: `Данных пока недостаточно: не хватает ещё примерно 312 новых клиентов.`
    pub verdict: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ComparisonPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 99))]
    pub share: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ComparisonEnd {
    /// The version that all chains begin on from now on.
    pub keep: Side,
}
