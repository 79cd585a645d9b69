//! Views: lists of clients and of companies that people keep under a name.

use domain::filters::{ListSubject, Shown};
use domain::ids::ViewId;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clients::PersonName;
use crate::operation::{Access, Permission, operations};
use crate::page::Page;

operations! {
    "views";
    /// One's own views and those that colleagues share, the oldest first. Whom each shows depends on who looks.
    ListViews = Get "/views" () ?ViewsQuery => 200: Page<View>, Access::Needs(Permission::ClientRead);
    /// Keeps a list under a name.
    CreateView = Post "/views" (), NewView => 201: View, Access::Needs(Permission::ClientRead);
    /// One view, one's own or shared.
    GetView = Get "/views/{id}" (ViewId) => 200: View, Access::Needs(Permission::ClientRead);
    /// Changes a view: its owner, and of a shared one whoever edits the directories.
    UpdateView = Patch "/views/{id}" (ViewId), ViewPatch => 200: View, Access::Needs(Permission::ClientRead), if_match Required;
    /// Takes a view away from the tabs.
    ArchiveView = Delete "/views/{id}" (ViewId) => 204, Access::Needs(Permission::ClientRead), if_match Required;
    /// Brings it back.
    RestoreView = Post "/views/{id}/restore" (ViewId) => 200: View, Access::Needs(Permission::ClientRead);
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ViewsQuery {
    /// Only those of lists of clients, or of companies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<ListSubject>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct View {
    pub id: ViewId,
    /// Of which list it is.
    pub subject: ListSubject,
    pub name: String,
    pub owner: PersonName,
    pub shared: bool,
    /// Whether the caller may change it.
    pub editable: bool,
    pub shows: Shown,
    /// Its filter as one line, for `filter` of `GET /clients` or `GET /companies`, and for addresses.
    pub line: String,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewView {
    /// Of which list it is, and stays; of clients when absent. Its filter, order and columns are those of `GET /schema/clients` or `GET /schema/companies`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<ListSubject>,
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: String,
    /// Whether colleagues see it, each with what is within his own reach.
    #[serde(default)]
    pub shared: bool,
    #[serde(default)]
    pub shows: Shown,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ViewPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared: Option<bool>,
    /// Replaced as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shows: Option<Shown>,
}
