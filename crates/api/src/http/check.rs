//! Turns what was typed into values of the domain, and collects all that is wrong with it.
//!
//! ```ignore
//! let mut check = Check::new();
//! let name = check.name("/name", &body.name);
//! let email = check.email("/email", &body.email);
//! check.done()?;
//! ```

use unicode_normalization::UnicodeNormalization as _;
use validator::ValidateEmail as _;
use wire::error::{Fault, FieldError};

use super::error::ApiError;

/// Longest name, in characters.
pub const NAME: usize = 200;
/// Longest title or line.
pub const TITLE: usize = 500;
/// Longest text.
pub const TEXT: usize = 20_000;

/// Faults found so far. Its methods give a usable value even for a faulty one: [`Check::done`] decides.
#[derive(Debug, Default)]
pub struct Check {
    faults: Vec<FieldError>,
}

impl Check {
    pub fn new() -> Self {
        Self::default()
    }

    /// A line that must be there: trimmed, in one Unicode form, at most `longest` characters.
    pub fn line(&mut self, pointer: &str, typed: &str, longest: usize) -> String {
        let line = tidy(typed);
        if line.is_empty() {
            self.fault(pointer, Fault::Required);
        } else if line.chars().count() > longest {
            self.push(FieldError::at(pointer, Fault::TooLong).with("max", longest));
        } else if line.contains(['\n', '\r', '\t']) {
            self.fault(pointer, Fault::ControlCharacters);
        }
        line
    }

    /// A name of a person or a thing.
    pub fn name(&mut self, pointer: &str, typed: &str) -> String {
        self.line(pointer, typed, NAME)
    }

    /// A text of several lines that may be absent; an empty one is absent.
    pub fn text(&mut self, pointer: &str, typed: Option<&str>) -> Option<String> {
        let text = typed.map(tidy).filter(|text| !text.is_empty())?;
        if text.chars().count() > TEXT {
            self.push(FieldError::at(pointer, Fault::TooLong).with("max", TEXT));
        }
        Some(text)
    }

    /// A line that may be absent; an empty one is absent.
    pub fn optional(
        &mut self,
        pointer: &str,
        typed: Option<&str>,
        longest: usize,
    ) -> Option<String> {
        let typed = typed.filter(|text| !text.trim().is_empty())?;
        Some(self.line(pointer, typed, longest))
    }

    /// An address that a letter could be sent to, in lower case where it does not matter.
    pub fn email(&mut self, pointer: &str, typed: &str) -> String {
        let email = self.line(pointer, typed, 254);
        if !email.is_empty() && !email.validate_email() {
            self.fault(pointer, Fault::Malformed);
        }
        email
    }

    /// An IANA time zone.
    pub fn zone(&mut self, pointer: &str, typed: &str) -> chrono_tz::Tz {
        typed.parse().unwrap_or_else(|_| {
            self.fault(pointer, Fault::Malformed);
            chrono_tz::UTC
        })
    }

    /// Three capital letters of ISO 4217.
    pub fn currency(&mut self, pointer: &str, typed: &str) -> String {
        self.letters(pointer, typed, 3)
    }

    /// Two capital letters of ISO 3166 of a country with telephones.
    pub fn country(&mut self, pointer: &str, typed: &str) -> String {
        let country = self.letters(pointer, typed, 2);
        if country.parse::<phonenumber::country::Id>().is_err() {
            self.fault(pointer, Fault::Malformed);
        }
        country
    }

    fn letters(&mut self, pointer: &str, typed: &str, count: usize) -> String {
        let letters = typed.trim().to_ascii_uppercase();
        let fits = letters.len() == count && letters.bytes().all(|b| b.is_ascii_uppercase());
        if !fits {
            self.fault(pointer, Fault::Malformed);
        }
        letters
    }

    pub fn fault(&mut self, pointer: &str, fault: Fault) {
        // One fault a field is enough to correct it.
        if !self
            .faults
            .iter()
            .any(|known| known.pointer.as_deref() == Some(pointer))
        {
            self.push(FieldError::at(pointer, fault));
        }
    }

    pub fn push(&mut self, fault: FieldError) {
        self.faults.push(fault);
    }

    /// 422 with all faults, if there are any.
    pub fn done(self) -> Result<(), ApiError> {
        match self.faults.is_empty() {
            true => Ok(()),
            false => Err(ApiError::fields(self.faults)),
        }
    }
}

/// Trimmed and in Unicode's composed form, so that equal texts are equal.
pub fn tidy(typed: &str) -> String {
    typed.trim().nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_collected_one_a_field() {
        let mut check = Check::new();
        assert_eq!(check.name("/name", "  Анна  "), "Анна");
        check.email("/email", "anna@");
        check.zone("/zone", "Europe/Nowhere");
        check.country("/country", "XQ");
        check.fault("/email", Fault::Taken);
        let Err(ApiError::Refused(refusal)) = check.done() else {
            panic!("three faults were expected");
        };
        let pointers: Vec<_> = refusal
            .errors
            .iter()
            .filter_map(|e| e.pointer.clone())
            .collect();
        assert_eq!(pointers, ["/email", "/zone", "/country"]);
    }

    #[test]
    fn equal_texts_become_equal() {
        assert_eq!(tidy("и\u{306}"), "й");
    }
}
