//! Lists: one envelope for all.

use serde::{Deserialize, Serialize};

/// A page of a list. `next_cursor` is absent (`null`) on the last one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next_cursor: Option<String>,
    /// Only when asked for with `include_total=true`.
    pub total: Option<Total>,
}

impl<T> Page<T> {
    /// A list that always fits one page.
    pub fn whole(items: Vec<T>) -> Self {
        Self {
            items,
            next_cursor: None,
            total: None,
        }
    }
}

/// How many there are in all, counted up to 10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Total {
    pub count: u32,
    /// False when there are more than were counted.
    pub exact: bool,
}
