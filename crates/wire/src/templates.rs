//! Task templates.

use domain::ids::{ResultId, TemplateId};
use domain::processes::DueRule;
use domain::tasks::{Priority, TaskType};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::operation::{Access, Permission, operations};
use crate::page::Page;

operations! {
    "templates";
    /// All templates by name, archived ones last.
    ListTemplates = Get "/templates" () => 200: Page<Template>, Access::Needs(Permission::DirectoryRead);
    /// Adds a template.
    CreateTemplate = Post "/templates" (), NewTemplate => 201: Template, Access::Needs(Permission::DirectoryEdit), refuses [Taken];
    /// One template.
    GetTemplate = Get "/templates/{id}" (TemplateId) => 200: Template, Access::Needs(Permission::DirectoryRead);
    /// Changes a template. Published processes keep the results they were published with.
    UpdateTemplate = Patch "/templates/{id}" (TemplateId), TemplatePatch => 200: Template, Access::Needs(Permission::DirectoryEdit), if_match Required, refuses [Taken];
    /// Archives a template; refused while a published process or a draft uses it.
    ArchiveTemplate = Delete "/templates/{id}" (TemplateId) => 204, Access::Needs(Permission::DirectoryEdit), if_match Required, refuses [InUse];
    /// Takes a template out of the archive.
    RestoreTemplate = Post "/templates/{id}/restore" (TemplateId) => 200: Template, Access::Needs(Permission::DirectoryEdit), refuses [Taken];
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Template {
    pub id: TemplateId,
    pub name: String,
    pub task_type: TaskType,
    /// Instruction or call script, Markdown. `{client}`, `{employee}`, `{organisation}`, `{branch}` are filled in when it is shown.
    pub instruction: Option<String>,
    pub priority: Priority,
    pub planned_minutes: Option<u32>,
    pub default_due: DueRule,
    /// In hotkey order.
    pub result_ids: Vec<ResultId>,
    /// Processes that use it.
    pub used_by: u32,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewTemplate {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    pub task_type: TaskType,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 20000))]
    pub instruction: Option<String>,
    #[serde(default)]
    pub priority: Option<Priority>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1440))]
    pub planned_minutes: Option<u32>,
    pub default_due: DueRule,
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 9))]
    pub result_ids: Vec<ResultId>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct TemplatePatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task_type: Option<TaskType>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 20000))]
    pub instruction: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::patch::clearable"
    )]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<u32>, minimum = 1, maximum = 1440))]
    pub planned_minutes: Option<Option<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_due: Option<DueRule>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 9))]
    pub result_ids: Option<Vec<ResultId>>,
}
