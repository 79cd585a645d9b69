use chrono::{NaiveDate, NaiveTime};
use diesel::prelude::*;
use domain::calendar::{Calendar, DayHours, Holiday};
use domain::ids::BranchId;
use domain::time::Timestamp;
use serde::Serialize;

use crate::schema::branches;

/// A branch with its calendar. `Serialize` is for the audit log only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Branch {
    pub id: BranchId,
    pub name: String,
    /// IANA name.
    pub zone: String,
    pub calendar: Calendar,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub archived_at: Option<Timestamp>,
}

/// The table's row. It does not leave the slice.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = branches)]
pub(super) struct BranchRow {
    pub id: BranchId,
    name: String,
    zone: String,
    phone: Option<String>,
    email: Option<String>,
    address: Option<String>,
    version: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    archived_at: Option<Timestamp>,
}

pub(super) type HoursRow = (BranchId, i32, NaiveTime, NaiveTime);
pub(super) type HolidayRow = (
    BranchId,
    NaiveDate,
    String,
    Option<NaiveTime>,
    Option<NaiveTime>,
);

impl BranchRow {
    /// Puts a branch together from its rows; both lists may hold rows of other branches.
    pub(super) fn with(self, hours: &[HoursRow], holidays: &[HolidayRow]) -> Branch {
        let mut calendar = Calendar::default();
        for (_, weekday, opens, closes) in hours.iter().filter(|row| row.0 == self.id) {
            let day = usize::try_from(*weekday).ok();
            if let Some(slot) = day.and_then(|day| calendar.week.get_mut(day)) {
                *slot = Some(DayHours {
                    opens: *opens,
                    closes: *closes,
                });
            }
        }
        calendar.holidays = holidays
            .iter()
            .filter(|row| row.0 == self.id)
            .map(|(_, date, name, opens, closes)| Holiday {
                date: *date,
                name: name.clone(),
                hours: opens
                    .zip(*closes)
                    .map(|(opens, closes)| DayHours { opens, closes }),
            })
            .collect();
        Branch {
            id: self.id,
            name: self.name,
            zone: self.zone,
            calendar,
            phone: self.phone,
            email: self.email,
            address: self.address,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
            archived_at: self.archived_at,
        }
    }
}
