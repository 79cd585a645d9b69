use std::collections::BTreeSet;

use chrono::NaiveTime;
use domain::calendar::{Calendar, DayHours, Holiday};
use domain::time::Timestamp;
use store::branches::{BranchChange, NewBranch};
use wire::error::{Fault, FieldError};

use crate::http::{ApiError, Check};
use crate::zones;

/// Longest name, phone or address line of a branch's card.
const LINE: usize = 300;

pub fn branch(row: &store::branches::Branch, now: Timestamp) -> wire::branches::Branch {
    wire::branches::Branch {
        id: row.id,
        name: row.name.clone(),
        zone: (*zones::around(&row.zone, now)).clone(),
        calendar: row.calendar.clone(),
        phone: row.phone.clone(),
        email: row.email.clone(),
        address: row.address.clone(),
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        archived_at: row.archived_at,
    }
}

pub fn new(body: wire::branches::NewBranch) -> Result<NewBranch, ApiError> {
    let mut check = Check::new();
    let name = check.name("/name", &body.name);
    let zone = check.zone("/zone", &body.zone);
    let week = body.week.unwrap_or_else(every_day);
    week_faults(&mut check, &week);
    let holidays = holidays(&mut check, body.holidays);
    let phone = check.optional("/phone", body.phone.as_deref(), LINE);
    let email = email(&mut check, body.email.as_deref());
    let address = check.optional("/address", body.address.as_deref(), LINE);
    check.done()?;
    Ok(NewBranch {
        name,
        zone: zone.name().to_owned(),
        calendar: Calendar { week, holidays },
        phone,
        email,
        address,
    })
}

pub fn change(
    patch: &wire::branches::BranchPatch,
    present: &store::branches::Branch,
) -> Result<BranchChange, ApiError> {
    let mut check = Check::new();
    let name = patch.name.as_deref().map(|name| check.name("/name", name));
    let zone = patch
        .zone
        .as_deref()
        .map(|zone| check.zone("/zone", zone).name().to_owned());
    if let Some(week) = &patch.week {
        week_faults(&mut check, week);
    }
    let holidays = patch
        .holidays
        .clone()
        .map(|list| holidays(&mut check, list));
    let calendar = (patch.week.is_some() || holidays.is_some()).then(|| Calendar {
        week: patch.week.unwrap_or(present.calendar.week),
        holidays: holidays.unwrap_or_else(|| present.calendar.holidays.clone()),
    });
    let mut line = |pointer: &str, typed: &Option<Option<String>>| {
        typed
            .as_ref()
            .map(|typed| check.optional(pointer, typed.as_deref(), LINE))
    };
    let (phone, address) = (
        line("/phone", &patch.phone),
        line("/address", &patch.address),
    );
    let email = patch
        .email
        .as_ref()
        .map(|typed| email(&mut check, typed.as_deref()));
    check.done()?;
    Ok(BranchChange {
        name,
        zone,
        calendar,
        phone,
        email,
        address,
    })
}

fn every_day() -> [Option<DayHours>; 7] {
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
    [Some(DayHours {
        opens: at(9),
        closes: at(21),
    }); 7]
}

fn week_faults(check: &mut Check, week: &[Option<DayHours>; 7]) {
    for (day, hours) in week.iter().enumerate() {
        hours_fault(check, &format!("/week/{day}"), *hours);
    }
}

fn hours_fault(check: &mut Check, pointer: &str, hours: Option<DayHours>) {
    if let Some(hours) = hours
        && hours.closes <= hours.opens
    {
        let earliest = hours.opens.format("%H:%M");
        let pointer = format!("{pointer}/closes");
        check.push(FieldError::at(pointer, Fault::TooSmall).with("min", earliest));
    }
}

/// By date; each date once.
fn holidays(check: &mut Check, mut list: Vec<Holiday>) -> Vec<Holiday> {
    let mut dates = BTreeSet::new();
    for (place, holiday) in list.iter_mut().enumerate() {
        holiday.name = check.name(&format!("/holidays/{place}/name"), &holiday.name);
        hours_fault(check, &format!("/holidays/{place}/hours"), holiday.hours);
        if !dates.insert(holiday.date) {
            check.fault(&format!("/holidays/{place}/date"), Fault::Taken);
        }
    }
    list.sort_by_key(|holiday| holiday.date);
    list
}

fn email(check: &mut Check, typed: Option<&str>) -> Option<String> {
    let typed = typed.filter(|typed| !typed.trim().is_empty())?;
    Some(check.email("/email", typed))
}
