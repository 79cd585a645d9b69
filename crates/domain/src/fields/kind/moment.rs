//! Dates, times of day and moments.

use chrono::{Datelike, Duration, NaiveDate, NaiveTime};

use super::super::{FaultKind, FieldValue, Limits};
use crate::time::Timestamp;

/// Years that can be meant; everything else is a slip of the finger.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// Between filling a form and sending it.
const GRACE: Duration = Duration::minutes(5);

pub(super) fn date(
    typed: &str,
    limits: &Limits,
    today: NaiveDate,
    wrong: FaultKind,
) -> Result<FieldValue, FaultKind> {
    let date = NaiveDate::parse_from_str(typed.trim(), "%Y-%m-%d").map_err(|_| wrong.clone())?;
    if !YEARS.contains(&date.year()) {
        return Err(wrong);
    }
    if limits.not_past && date < today {
        return Err(FaultKind::InPast);
    }
    Ok(FieldValue::Date(date))
}

pub(super) fn time(typed: &str, wrong: FaultKind) -> Result<FieldValue, FaultKind> {
    NaiveTime::parse_from_str(typed.trim(), "%H:%M")
        .map(FieldValue::Time)
        .map_err(|_| wrong)
}

pub(super) fn date_time(
    typed: &str,
    limits: &Limits,
    now: Timestamp,
    wrong: FaultKind,
) -> Result<FieldValue, FaultKind> {
    let at = Timestamp::parse(typed.trim()).ok_or_else(|| wrong.clone())?;
    if !YEARS.contains(&at.as_utc().year()) {
        return Err(wrong);
    }
    if limits.not_past && at.plus(GRACE) < now {
        return Err(FaultKind::InPast);
    }
    Ok(FieldValue::DateTime(at))
}
