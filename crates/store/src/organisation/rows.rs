use diesel::prelude::*;
use domain::language::Language;
use domain::organisation::{NameOrder, WeekStart};
use domain::time::Timestamp;
use serde::Serialize;

use crate::schema::organisation;

/// What holds for all branches. `Serialize` is for the audit log only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Queryable, Selectable)]
#[diesel(table_name = organisation)]
pub struct Organisation {
    pub name: String,
    pub language: Language,
    /// ISO 4217.
    pub currency: String,
    /// ISO 3166.
    pub phone_country: String,
    pub week_start: WeekStart,
    pub name_order: NameOrder,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}
