//! Answers as a person reads them.

use super::{NBSP, Telling};
use crate::fields::{FieldValue, Raw};
use crate::language::Language;
use crate::phone::Phone;

impl Telling<'_> {
    /// An answer in a text. Values of dictionaries are called by `names`; people are for whoever knows them.
    pub fn answer(self, value: &FieldValue, names: &[String]) -> String {
        match value {
            FieldValue::Text(text) | FieldValue::Email(text) | FieldValue::Url(text) => {
                text.clone()
            }
            FieldValue::Phone(number) => {
                Phone::from_e164(number).map_or_else(|| number.clone(), |phone| phone.display())
            }
            FieldValue::Integer(number) => number.to_string(),
            FieldValue::Decimal(_) => match value.to_raw() {
                Raw::Decimal(number) => self.decimal(number),
                _ => String::new(),
            },
            FieldValue::Money(money) => self.money(money.amount, &money.currency),
            FieldValue::Boolean(yes) => self.yes_or_no(*yes).into(),
            FieldValue::Date(date) => self.date(*date),
            FieldValue::Time(time) => time.format("%H:%M").to_string(),
            FieldValue::DateTime(at) => self.moment(*at),
            FieldValue::Dictionary(_)
            | FieldValue::DictionaryMulti(_)
            | FieldValue::Employee(_)
            | FieldValue::Client(_) => names.join(", "),
        }
    }

    pub const fn yes_or_no(self, yes: bool) -> &'static str {
        match (self.language, yes) {
            (Language::Ru, true) => "да",
            (Language::Ru, false) => "нет",
            (Language::En, true) => "yes",
            (Language::En, false) => "no",
            (Language::Ro, true) => "da",
            (Language::Ro, false) => "nu",
        }
    }

    pub fn decimal(self, number: f64) -> String {
        let text = number.to_string();
        match self.language {
            Language::En => text,
            Language::Ru | Language::Ro => text.replace('.', ","),
        }
    }

    /// Minor units as a sum, `12 500,50 RUB`: groups of three, with spaces that do not break.
    pub fn money(self, minor: i64, currency: &str) -> String {
        let (sign, minor) = (if minor < 0 { "−" } else { "" }, minor.unsigned_abs());
        let whole = (minor / 100).to_string();
        let mut grouped = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                grouped.push(NBSP);
            }
            grouped.push(digit);
        }
        let point = self.say(',', '.', ',');
        match minor % 100 {
            0 => format!("{sign}{grouped}{NBSP}{currency}"),
            cents => format!("{sign}{grouped}{point}{cents:02}{NBSP}{currency}"),
        }
    }
}
