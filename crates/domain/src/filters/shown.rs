//! What a view keeps of a list of clients or of companies.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Filter;

/// Pixels that columns take, by their keys.
pub type Widths = BTreeMap<String, u16>;

/// No column is narrower, in pixels.
pub const MIN_WIDTH: u16 = 64;
/// Nor wider.
pub const MAX_WIDTH: u16 = 1200;

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
    /// Keys of `GET /schema/clients`, of companies of `GET /schema/companies`; the usual ones when empty.
    #[cfg_attr(feature = "openapi", schema(max_items = 40))]
    pub columns: Vec<String>,
    /// How wide columns are, in pixels from 64 to 1200, by their keys; those that are not named share what is left.
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, described::ColumnWidth>))]
    pub widths: Widths,
}

#[cfg(feature = "openapi")]
mod described {
    /// Pixels.
    #[derive(utoipa::ToSchema)]
    #[schema(minimum = 64, maximum = 1200)]
    #[expect(dead_code, reason = "only its schema is used")]
    pub struct ColumnWidth(u16);
}
