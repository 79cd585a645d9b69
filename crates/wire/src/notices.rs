//! Notices behind the bell.

use domain::ids::{BulkId, ImportId, NoticeId, TaskId};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clients::PersonName;
use crate::operation::{Access, operations};
use crate::page::{Page, paged};

operations! {
    "notices";
    /// One's own notices, newest first.
    ListNotices = Get "/notices" () ?NoticesQuery => 200: Page<Notice>, Access::SignedIn;
    /// Marks all of one's own notices as read.
    ReadNotices = Post "/notices/read" () => 204, Access::SignedIn;
}

paged! {
    pub struct NoticesQuery {
        pub unread: Option<bool>,
    }
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
    /// The import that has ended.
    pub import_id: Option<ImportId>,
    /// The action for many clients that has ended.
    pub bulk_id: Option<BulkId>,
    /// In the reader's language.
    pub text: String,
}

pub use domain::notices::NoticeKind;
