//! What a view keeps of a list of clients.

use serde::{Deserialize, Serialize};

use super::Filter;

/// Whom a list shows, in which order and columns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Shown {
    pub filter: Filter,
    /// Only archived cards; otherwise only the others.
    pub archived: bool,
    /// `name` when absent.
    #[cfg_attr(feature = "openapi", schema(max_length = 40))]
    pub sort: Option<String>,
    /// Keys of `GET /schema/clients`; the usual ones when empty.
    #[cfg_attr(feature = "openapi", schema(max_items = 40))]
    pub columns: Vec<String>,
}
