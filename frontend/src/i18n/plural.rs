//! Which form of a word stands beside a whole number.

use domain::language::Language;

/// The places of the forms in a catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    One = 0,
    Few = 1,
    Many = 2,
    Other = 3,
}

pub fn form(language: Language, n: i64) -> Form {
    let n = n.unsigned_abs();
    match language {
        Language::En => english(n),
        Language::Ru => russian(n),
        Language::Ro => romanian(n),
    }
}

fn english(n: u64) -> Form {
    if n == 1 { Form::One } else { Form::Other }
}

fn russian(n: u64) -> Form {
    match (n % 10, n % 100) {
        (_, 11..=14) => Form::Many,
        (1, _) => Form::One,
        (2..=4, _) => Form::Few,
        _ => Form::Many,
    }
}

/// `other` is the form with "de": 20 de sarcini, but 101 sarcini.
fn romanian(n: u64) -> Form {
    match (n, n % 100) {
        (1, _) => Form::One,
        (0, _) | (_, 1..=19) => Form::Few,
        _ => Form::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, Language, form};

    /// The numbers up to 200 that take the form, written as CLDR writes them.
    fn taking(language: Language, wanted: Form) -> Vec<i64> {
        (0..=200).filter(|n| form(language, *n) == wanted).collect()
    }

    #[test]
    fn russian_forms_up_to_two_hundred() {
        let one: Vec<i64> = (0..=200).filter(|n| n % 10 == 1 && n % 100 != 11).collect();
        let few: Vec<i64> = (0..=200)
            .filter(|n| [2, 3, 4].contains(&(n % 10)) && ![12, 13, 14].contains(&(n % 100)))
            .collect();
        assert_eq!(taking(Language::Ru, Form::One), one);
        assert_eq!(taking(Language::Ru, Form::Few), few);
        assert_eq!(
            taking(Language::Ru, Form::Many).len(),
            201 - one.len() - few.len()
        );
        assert!(taking(Language::Ru, Form::Other).is_empty());
        assert_eq!(form(Language::Ru, 111), Form::Many);
    }

    #[test]
    fn romanian_forms_up_to_two_hundred() {
        assert_eq!(taking(Language::Ro, Form::One), [1]);
        let few: Vec<i64> = [0].into_iter().chain(2..=19).chain(101..=119).collect();
        assert_eq!(taking(Language::Ro, Form::Few), few);
        assert_eq!(taking(Language::Ro, Form::Other).len(), 201 - 1 - few.len());
    }

    #[test]
    fn english_forms_up_to_two_hundred() {
        assert_eq!(taking(Language::En, Form::One), [1]);
        assert_eq!(taking(Language::En, Form::Other).len(), 200);
    }
}
