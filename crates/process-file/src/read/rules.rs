//! Due rules as they are written: `2 working days`, `1 day at 10:00`, `field visit_at - 1 hour`, `ask 1 working day`.

use chrono::NaiveTime;
use domain::fields::is_key;
use domain::processes::{DueRule, DueUnit, MAX_DAYS, MAX_MINUTES};

use super::taken::Reader;
use crate::due::{DAY, HOUR};
use crate::fault::Why;
use crate::tree::Node;

impl Reader {
    pub(super) fn due(&mut self, node: &Node, path: &str) -> Option<DueRule> {
        let text = self.raw(node, path)?;
        match due_rule(text) {
            Ok(rule) => Some(rule),
            Err(why) => {
                self.fault(node.at, path, why);
                None
            }
        }
    }
}

/// The inverse of [`due_text`](crate::due::due_text).
fn due_rule(text: &str) -> Result<DueRule, Why> {
    let unclear = || Why::Due {
        text: text.chars().take(80).collect(),
    };
    let mut words = text.split_whitespace().peekable();
    let rule = match words.peek().copied() {
        Some("field") => {
            words.next();
            let field = words.next().filter(|key| is_key(key)).ok_or_else(unclear)?;
            DueRule::Field {
                field: field.to_owned(),
                offset_minutes: offset(&mut words).ok_or_else(unclear)?,
            }
        }
        Some("ask") => {
            words.next();
            let (amount, unit) = amount(&mut words).ok_or_else(unclear)?;
            DueRule::Ask { amount, unit }
        }
        _ => {
            let (amount, unit) = amount(&mut words).ok_or_else(unclear)?;
            let at = match words.next_if_eq(&"at") {
                None => None,
                Some(_) => {
                    let time = words.next().ok_or_else(unclear)?;
                    let exact = time.len() == 5;
                    let time = NaiveTime::parse_from_str(time, "%H:%M").ok();
                    Some(time.filter(|_| exact).ok_or_else(unclear)?)
                }
            };
            DueRule::After { amount, unit, at }
        }
    };
    if words.next().is_some() {
        return Err(unclear());
    }
    match &rule {
        DueRule::After { amount, unit, .. } | DueRule::Ask { amount, unit } => {
            let max = match unit {
                DueUnit::Minutes | DueUnit::WorkingMinutes => MAX_MINUTES,
                DueUnit::Days | DueUnit::WorkingDays => MAX_DAYS,
            };
            if *amount > max {
                let max = i64::from(max);
                return Err(Why::OutOfRange { min: 0, max });
            }
        }
        DueRule::Field { .. } => {}
    }
    Ok(rule)
}

/// `2 working hours`.
fn amount<'t>(words: &mut impl Iterator<Item = &'t str>) -> Option<(u32, DueUnit)> {
    let number = whole(words.next()?)?;
    let (working, unit) = match words.next()? {
        "working" => (true, words.next()?),
        unit => (false, unit),
    };
    let (number, unit) = match (unit, working) {
        ("minute" | "minutes", false) => (number, DueUnit::Minutes),
        ("minute" | "minutes", true) => (number, DueUnit::WorkingMinutes),
        ("hour" | "hours", false) => (number.checked_mul(HOUR)?, DueUnit::Minutes),
        ("hour" | "hours", true) => (number.checked_mul(HOUR)?, DueUnit::WorkingMinutes),
        ("day" | "days", false) => (number, DueUnit::Days),
        ("day" | "days", true) => (number, DueUnit::WorkingDays),
        _ => return None,
    };
    Some((number, unit))
}

/// `- 1 day`; nothing is no offset.
fn offset<'t>(words: &mut impl Iterator<Item = &'t str>) -> Option<i64> {
    let Some(sign) = words.next() else {
        return Some(0);
    };
    // The sign may stand at the number.
    let (sign, number) = match sign {
        "+" | "-" => (sign, words.next()?),
        signed => signed.split_at_checked(1)?,
    };
    let number = i64::from(whole(number)?);
    let minutes = match words.next()? {
        "minute" | "minutes" => number,
        "hour" | "hours" => number * i64::from(HOUR),
        "day" | "days" => number * DAY,
        _ => return None,
    };
    match sign {
        "+" => Some(minutes),
        "-" => Some(-minutes),
        _ => None,
    }
}

/// Digits and nothing else: a sign is no amount.
fn whole(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::due::due_text;

    #[test]
    fn due_rules_are_read_as_they_are_written() {
        for text in [
            "0 working days",
            "1 working day",
            "2 days at 09:30",
            "15 working minutes",
            "2 working hours",
            "1 hour",
            "field visit_at",
            "field visit_at - 1 day",
            "field visit_at + 90 minutes",
            "ask 1 working day",
        ] {
            assert_eq!(due_text(&due_rule(text).expect(text)), text);
        }
        let loose = [
            ("  120   working minutes ", "2 working hours"),
            ("1 working days", "1 working day"),
            ("field day -2 days", "field day - 2 days"),
        ];
        for (text, tidy) in loose {
            assert_eq!(due_text(&due_rule(text).expect(text)), tidy);
        }
    }

    #[test]
    fn what_is_no_due_rule_is_refused() {
        for text in [
            "",
            "soon",
            "2",
            "2 weeks",
            "-1 days",
            "+1 day",
            "1 day at",
            "1 day at 25:00",
            "1 day at 9:30",
            "1 day please",
            "field",
            "field Visit",
            "field visit_at 2 days",
            "field visit_at * 2 days",
            "ask",
            "ask field visit_at",
            "99999999999 days",
        ] {
            assert!(matches!(due_rule(text), Err(Why::Due { .. })), "{text}");
        }
        assert_eq!(
            due_rule("4000 days"),
            Err(Why::OutOfRange { min: 0, max: 3650 })
        );
    }
}
