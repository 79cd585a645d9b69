//! Rules in two or three words, for where there is no room for a sentence.

use domain::processes::{DueRule, DueUnit, Target};

use super::names::Known;
use crate::i18n::t;

/// `+2 дня`, `+2 ч`, `из поля`.
pub fn due(rule: &DueRule) -> String {
    match rule {
        DueRule::After {
            amount: 0,
            at: None,
            ..
        } => t::processes::short_now().to_owned(),
        DueRule::After {
            amount: 0,
            at: Some(at),
            ..
        } => at.format("%H:%M").to_string(),
        DueRule::After { amount, unit, at } => {
            let number = i64::from(*amount);
            let whole_hours = number % 60 == 0;
            let span = match unit {
                DueUnit::Minutes if whole_hours => t::processes::short_hours(number / 60),
                DueUnit::Minutes => t::processes::short_minutes(number),
                DueUnit::WorkingMinutes if whole_hours => {
                    t::processes::short_working_hours(number / 60)
                }
                DueUnit::WorkingMinutes => t::processes::short_working_minutes(number),
                DueUnit::Days => t::processes::short_days(number),
                DueUnit::WorkingDays => t::processes::short_working_days(number),
            };
            match at {
                Some(at) => format!("{span} {}", at.format("%H:%M")),
                None => span,
            }
        }
        DueRule::Field { .. } => t::processes::short_field().to_owned(),
        DueRule::Ask { .. } => t::processes::short_ask().to_owned(),
    }
}

/// When a target's task is due: by its own rule, or by that of its template.
pub fn target(target: &Target, known: &Known<'_>) -> String {
    let own = target.due.as_ref();
    let usual = || {
        known
            .template_of(&target.step)
            .map(|template| &template.default_due)
    };
    own.or_else(usual).map(due).unwrap_or_default()
}
