//! Dictionaries: named, ordered lists of values used by extra fields.

use serde::{Deserialize, Serialize};

use crate::ids::ValueId;
use crate::words::words;

words! {
    /// What a dictionary is for besides extra fields; at most one has each role.
    DictionaryRole {
        /// Where clients come from: the card's `source`.
        Sources = "sources",
    }
}

/// A value as a choice: archived ones stay in history and cannot be chosen again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Choice {
    pub id: ValueId,
    pub name: String,
    pub archived: bool,
}
