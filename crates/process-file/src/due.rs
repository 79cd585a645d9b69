//! Due rules as a file writes them; `read/rules.rs` reads them.

use domain::processes::{DueRule, DueUnit};

pub const HOUR: u32 = 60;
pub const DAY: i64 = 1_440;

/// A due rule as a file says it.
pub fn due_text(rule: &DueRule) -> String {
    match rule {
        DueRule::After { amount, unit, at } => {
            let after = amount_text(*amount, *unit);
            match at {
                None => after,
                Some(at) => format!("{after} at {}", at.format("%H:%M")),
            }
        }
        DueRule::Ask { amount, unit } => format!("ask {}", amount_text(*amount, *unit)),
        DueRule::Field {
            field,
            offset_minutes: 0,
        } => format!("field {field}"),
        DueRule::Field {
            field,
            offset_minutes,
        } => {
            let sign = if *offset_minutes < 0 { '-' } else { '+' };
            let minutes = offset_minutes.unsigned_abs();
            let (number, unit) = match (minutes % DAY.unsigned_abs(), minutes % u64::from(HOUR)) {
                (0, _) => (minutes / DAY.unsigned_abs(), "day"),
                (_, 0) => (minutes / u64::from(HOUR), "hour"),
                _ => (minutes, "minute"),
            };
            let s = if number == 1 { "" } else { "s" };
            format!("field {field} {sign} {number} {unit}{s}")
        }
    }
}

fn amount_text(amount: u32, unit: DueUnit) -> String {
    let in_hours = amount > 0 && amount.is_multiple_of(HOUR);
    let (number, unit) = match unit {
        DueUnit::Minutes if in_hours => (amount / HOUR, "hour"),
        DueUnit::Minutes => (amount, "minute"),
        DueUnit::WorkingMinutes if in_hours => (amount / HOUR, "working hour"),
        DueUnit::WorkingMinutes => (amount, "working minute"),
        DueUnit::Days => (amount, "day"),
        DueUnit::WorkingDays => (amount, "working day"),
    };
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{s}")
}
