//! What a field of the club's own would be that takes a column: guessed from what stands in it.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::cell::{self, folded};
use crate::fields::FieldType;

/// Kinds of fields that can be made for a column.
pub const MAKEABLE: [FieldType; 7] = [
    FieldType::Text,
    FieldType::LongText,
    FieldType::Integer,
    FieldType::Decimal,
    FieldType::Boolean,
    FieldType::Date,
    FieldType::Dictionary,
];

/// Different values of a column that are still a list to choose from.
pub const MOST_VALUES: usize = 30;
/// How often each of them stands there on average.
const REPEATED: usize = 3;
/// Characters of a value to choose.
const LONGEST_VALUE: usize = 60;
/// Characters of a text that fits one line.
const LINE: usize = 120;
/// Digits of a whole number; what is longer is a number of something.
const MOST_DIGITS: usize = 9;

/// The kind of field that takes these values best. Nothing stands in an empty cell.
pub fn kind(values: &[&str], today: NaiveDate) -> FieldType {
    let filled: Vec<&str> = filled(values).collect();
    if filled.is_empty() {
        return FieldType::Text;
    }
    let all = |fits: fn(&str) -> bool| filled.iter().all(|value| fits(value));
    let is_date = |value: &&str| cell::is_date(value, today);
    if all(|value| cell::boolean(value).is_some()) {
        FieldType::Boolean
    } else if filled.iter().all(is_date) {
        FieldType::Date
    } else if all(is_whole) {
        FieldType::Integer
    } else if all(is_number) {
        FieldType::Decimal
    } else if is_choice(&filled) {
        FieldType::Dictionary
    } else if filled
        .iter()
        .any(|value| value.contains('\n') || value.chars().count() > LINE)
    {
        FieldType::LongText
    } else {
        FieldType::Text
    }
}

/// The different values, each as it stands there first.
pub fn distinct(values: &[&str]) -> Vec<String> {
    let mut known = BTreeSet::new();
    filled(values)
        .filter(|value| known.insert(folded(value)))
        .map(ToOwned::to_owned)
        .collect()
}

fn filled<'a>(values: &[&'a str]) -> impl Iterator<Item = &'a str> {
    values
        .iter()
        .map(|value| value.trim())
        .filter(|value| !value.is_empty())
}

/// Digits with a zero before them are the number of a card, not a number.
fn is_whole(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let is_number = digits.chars().all(|one| one.is_ascii_digit());
    is_number
        && !digits.is_empty()
        && digits.len() <= MOST_DIGITS
        && (digits == "0" || !digits.starts_with('0'))
}

fn is_number(value: &str) -> bool {
    is_whole(value) || (value.contains([',', '.']) && cell::decimal(value).is_some())
}

fn is_choice(filled: &[&str]) -> bool {
    let distinct = distinct(filled);
    distinct.len() <= MOST_VALUES
        && filled.len() >= distinct.len() * REPEATED
        && distinct
            .iter()
            .all(|value| value.chars().count() <= LONGEST_VALUE)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{distinct, kind};
    use crate::fields::FieldType;

    #[test]
    fn a_column_says_what_field_it_is() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
        for (values, expected) in [
            (&["180", "", "165"][..], FieldType::Integer),
            (&["-3", "0"], FieldType::Integer),
            (&["71,5", "80"], FieldType::Decimal),
            (&["0012", "0013"], FieldType::Text),
            (&["4276123412341234", "1"], FieldType::Text),
            (&["да", "нет", "Да"], FieldType::Boolean),
            (&["05.06.1990", "1991-08-07"], FieldType::Date),
            (
                &["утро", "вечер", "Утро", "утро", "вечер", "утро"],
                FieldType::Dictionary,
            ),
            (&["утро", "вечер"], FieldType::Text),
            (&["первая\nвторая"], FieldType::LongText),
            (&["", " "], FieldType::Text),
            (&[], FieldType::Text),
        ] {
            assert_eq!(kind(values, today), expected, "{values:?}");
        }
    }

    #[test]
    fn values_are_listed_once_as_they_were_written_first() {
        assert_eq!(
            distinct(&["Утро", "", " утро ", "вечер"]),
            ["Утро", "вечер"]
        );
    }
}
