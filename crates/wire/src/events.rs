//! The change feed.

use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::operation::{Access, Permission, operations};
use crate::page::Page;

operations! {
    "events";
    /// Changes after a sequence number, oldest first, kept for thirty days. The same as a stream of hints: `GET /events/stream`.
    ListEvents = Get "/events" () ?EventsQuery => 200: Page<Event>, Access::Needs(Permission::EventsRead);
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct EventsQuery {
    /// 0 when absent: from the oldest that is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 0))]
    pub after: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 200))]
    pub limit: Option<u32>,
}

/// A hint that something changed; what it is now is asked of its own endpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    pub seq: i64,
    /// `task.completed`, `client.updated` …
    pub topic: String,
    /// Id of the thing.
    pub id: String,
    pub version: i64,
    pub at: Timestamp,
}
