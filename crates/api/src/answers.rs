//! Answers to fields as people read them, and as they are typed.

use domain::fields::{FieldValue, Raw};
use domain::phone::Phone;
use domain::sentence::Telling;
use unicode_normalization::UnicodeNormalization as _;

/// `names` are those of what the answer points at, in its order.
pub fn shown(value: &FieldValue, names: &[String], telling: Telling<'_>) -> String {
    match value {
        FieldValue::Text(text) | FieldValue::Email(text) | FieldValue::Url(text) => text.clone(),
        FieldValue::Phone(e164) => {
            Phone::from_e164(e164).map_or_else(|| e164.clone(), |phone| phone.display())
        }
        FieldValue::Integer(number) => number.to_string(),
        FieldValue::Decimal(millionths) => match value.to_raw() {
            Raw::Decimal(decimal) => telling.decimal(decimal),
            _ => millionths.to_string(),
        },
        FieldValue::Money(sum) => telling.money(sum.amount, &sum.currency),
        FieldValue::Boolean(yes) => telling.yes_or_no(*yes).into(),
        FieldValue::Date(date) => telling.date(*date),
        FieldValue::Time(time) => time.format("%H:%M").to_string(),
        FieldValue::DateTime(at) => telling.moment(*at),
        FieldValue::Dictionary(_)
        | FieldValue::DictionaryMulti(_)
        | FieldValue::Employee(_)
        | FieldValue::Client(_) => names.join(", "),
    }
}

/// One Unicode form for everything that is stored.
pub fn tidy(answer: &Raw) -> Raw {
    match answer {
        Raw::Text(text) => Raw::Text(text.nfc().collect()),
        other => other.clone(),
    }
}
