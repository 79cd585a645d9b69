//! Words, numbers, dates, money and phones in the reader's language.
//!
//! A text is a function of [`t`]: `t::shell::search()`, `t::day::tasks(14)`. The functions are generated from
//! `frontend/locales/<language>/<slice>.toml`; the build fails when a language lacks a key, a parameter or a plural form.
//! The program carries no words; those of one language are installed once, at the start. Numbers and dates are formatted by the
//! browser's `Intl`; they are local to the branch already when they come here.

mod catalogue;
mod dates;
mod numbers;
mod people;
mod plural;

pub use catalogue::{install, language};
pub use dates::{age, date, day, day_long, moment, month, relative, spoken, time, weekday};
pub use domain::language::Language;
pub use numbers::{currency_sign, money, money_plain, number, parse_money, percent, tenths};
pub use people::{fold, parse_phone, phone, phone_link};

/// The languages by code, each in its own words: whoever cannot read the page finds his own.
pub const LANGUAGES: [(&str, &str); 3] = [("ru", "Русский"), ("en", "English"), ("ro", "Română")];

/// The texts, one module a slice.
pub mod t {
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

/// The tag that `Intl` knows the language by.
fn tag() -> &'static str {
    match language() {
        Language::Ru => "ru",
        Language::En => "en-GB",
        Language::Ro => "ro",
    }
}
