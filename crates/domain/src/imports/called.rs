//! Who rows and cards are about, as far as they are compared.

use serde::{Deserialize, Serialize};

use super::cell::folded;
use super::person::agree;
use crate::companies::tax_key;
use crate::name::PersonName;

/// By what is decided whether a row and a card, or two rows, are about the same one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Called {
    Company(CalledCompany),
    Person(PersonName),
}

/// A company, as others of the same name and number are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalledCompany {
    /// Its name, folded.
    #[serde(rename = "company")]
    pub name: String,
    /// What makes two spellings of its tax number one.
    pub tax: Option<String>,
}

impl CalledCompany {
    pub fn of(name: &str, tax_id: Option<&str>) -> Self {
        Self {
            name: folded(name),
            tax: tax_id.and_then(tax_key),
        }
    }

    /// By what later rows of its file find it. The words keep a name that looks like a number apart from one.
    pub fn keys(&self) -> Vec<String> {
        let name = (!self.name.is_empty()).then(|| format!("name {}", self.name));
        let tax = self.tax.as_ref().map(|tax| format!("tax {tax}"));
        name.into_iter().chain(tax).collect()
    }

    fn has_number_of(&self, other: &Self) -> bool {
        self.tax.is_some() && self.tax == other.tax
    }

    /// Two numbers are two companies, however alike their names are.
    fn has_name_of(&self, other: &Self) -> bool {
        let numbers = self.tax.is_none() || other.tax.is_none();
        numbers && !self.name.is_empty() && self.name == other.name
    }
}

impl Called {
    /// Of those that share something with it, those that it may be: people whose names agree; the companies with its number, else those
    /// with its name.
    pub fn meant<T: Copy>(&self, found: &[(T, Self)]) -> Vec<T> {
        match self {
            Self::Person(name) => chosen(found, |other| match other {
                Self::Person(other) => agree(other, name),
                Self::Company(_) => false,
            }),
            Self::Company(company) => {
                let by = |same: fn(&CalledCompany, &CalledCompany) -> bool| {
                    chosen(found, |other| match other {
                        Self::Company(other) => same(company, other),
                        Self::Person(_) => false,
                    })
                };
                let numbered = by(CalledCompany::has_number_of);
                match numbered.is_empty() {
                    true => by(CalledCompany::has_name_of),
                    false => numbered,
                }
            }
        }
    }
}

fn chosen<T: Copy>(found: &[(T, Called)], fits: impl Fn(&Called) -> bool) -> Vec<T> {
    let fitting = found.iter().filter(|(_, called)| fits(called));
    fitting.map(|(one, _)| *one).collect()
}

#[cfg(test)]
mod tests {
    use super::{Called, CalledCompany};

    #[test]
    fn a_company_is_met_by_its_number_else_by_its_name() {
        let called = |name: &str, tax: Option<&str>| Called::Company(CalledCompany::of(name, tax));
        let known = [
            (1, called("ООО «Ромашка»", Some("7707 083893"))),
            (2, called("Школа № 5", None)),
            (3, called("Школа № 5", Some("500100732259"))),
        ];
        for (name, tax, expected) in [
            // The number says it, whatever the name is.
            ("Ромашка", Some("7707083893"), &[1][..]),
            ("ооо \"ромашка\"", None, &[1]),
            // Another number is another company.
            ("ООО «Ромашка»", Some("7707083894"), &[]),
            ("школа №5", None, &[2, 3]),
            ("Школа № 5", Some("500100732259"), &[3]),
            ("Школа № 5", Some("1"), &[2]),
            ("Школа № 6", None, &[]),
            ("", None, &[]),
        ] {
            assert_eq!(called(name, tax).meant(&known), expected, "{name} {tax:?}");
        }
    }

    #[test]
    fn what_was_kept_of_people_is_read() {
        let person: Called =
            serde_json::from_str(r#"{"surname":"Мельник","given":null,"patronymic":null}"#)
                .expect("a person");
        assert!(matches!(person, Called::Person(_)));
        let company = Called::Company(CalledCompany::of("Ромашка", None));
        let kept = serde_json::to_string(&company).expect("a text");
        assert_eq!(
            serde_json::from_str::<Called>(&kept).expect("read"),
            company
        );
    }
}
