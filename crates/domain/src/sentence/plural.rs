//! Forms of nouns after numbers.

use super::NBSP;
use crate::language::Language;

/// Which form of a noun a number takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plural {
    One,
    Few,
    /// Russian 5–20; Romanian 20 and more, with "de"; English 2 and more.
    Many,
}

/// The form that a whole number takes in a language.
pub fn plural(language: Language, number: u64) -> Plural {
    let (tens, hundreds) = (number % 10, number % 100);
    match language {
        Language::Ru => match (tens, hundreds) {
            (1, hundreds) if hundreds != 11 => Plural::One,
            (2..=4, hundreds) if !(12..=14).contains(&hundreds) => Plural::Few,
            _ => Plural::Many,
        },
        Language::En if number == 1 => Plural::One,
        Language::En => Plural::Many,
        Language::Ro => match (number, hundreds) {
            (1, _) => Plural::One,
            (0, _) | (_, 1..=19) => Plural::Few,
            _ => Plural::Many,
        },
    }
}

/// The forms of a noun in every language: Russian one, few, many; English one, many; Romanian one, few ("de" is added).
pub(super) struct Noun {
    pub ru: [&'static str; 3],
    pub en: [&'static str; 2],
    pub ro: [&'static str; 2],
}

impl Noun {
    /// `2 рабочих дня`, `2 working days`, `20 de zile`.
    pub fn counted(&self, language: Language, number: u64) -> String {
        let form = plural(language, number);
        let noun = match (language, form) {
            (Language::Ru, Plural::One) => self.ru[0],
            (Language::Ru, Plural::Few) => self.ru[1],
            (Language::Ru, Plural::Many) => self.ru[2],
            (Language::En, Plural::One) => self.en[0],
            (Language::En, _) => self.en[1],
            (Language::Ro, Plural::One) => self.ro[0],
            (Language::Ro, _) => self.ro[1],
        };
        match (language, form) {
            (Language::Ro, Plural::Many) => format!("{number}{NBSP}de{NBSP}{noun}"),
            _ => format!("{number}{NBSP}{noun}"),
        }
    }
}
