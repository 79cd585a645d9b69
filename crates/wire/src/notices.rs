//! Notices behind the bell.

use domain::ids::{NoticeId, TaskId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clients::PersonName;
use crate::operation::{Access, operations};
use crate::page::Page;

operations! {
    "notices";
    /// One's own notices, newest first.
    ListNotices = Get "/notices" () ?NoticesQuery => 200: Page<Notice>, Access::SignedIn;
    /// Marks all of one's own notices as read.
    ReadNotices = Post "/notices/read" () => 204, Access::SignedIn;
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct NoticesQuery {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unread: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 200))]
    pub limit: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
    pub cursor: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notice {
    pub id: NoticeId,
    pub kind: NoticeKind,
    pub at: Timestamp,
    pub read: bool,
    pub by: Option<PersonName>,
    pub task_id: Option<TaskId>,
    /// In the reader's language.
    pub text: String,
}

pub use domain::notices::NoticeKind;
