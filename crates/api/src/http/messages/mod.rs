//! What refusals say to people, in every language of the interface.
//!
//! The code is the contract; these sentences explain it: what happened and what to do. `{name}` is filled from the
//! refusal's params. The tables are exhaustive matches, so a new code does not compile without its words.

mod en;
mod ro;
mod ru;

use std::collections::BTreeMap;

use domain::language::Language;
use wire::error::{Code, Fault};

/// Title and detail of a refusal.
pub(super) struct Words {
    pub title: &'static str,
    pub detail: &'static str,
}

const fn say(title: &'static str, detail: &'static str) -> Words {
    Words { title, detail }
}

pub(super) fn code(code: Code, language: Language) -> Words {
    match language {
        Language::Ru => ru::code(code),
        Language::En => en::code(code),
        Language::Ro => ro::code(code),
    }
}

/// A sentence about one field.
pub fn fault(fault: Fault, language: Language, params: &BTreeMap<String, String>) -> String {
    let text = match language {
        Language::Ru => ru::fault(fault),
        Language::En => en::fault(fault),
        Language::Ro => ro::fault(fault),
    };
    filled(text, params)
}

/// Puts params into their places; a place without a param is left out together with the space before it.
pub(super) fn filled(text: &str, params: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match params.get(name) {
            Some(value) => out.push_str(value),
            None => out.truncate(out.trim_end().len()),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// The sentence for a reader who asks what a code means: the places of its params stay to be seen.
pub(super) fn shown(detail: &str) -> String {
    detail.replace('{', "<var>").replace('}', "</var>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_and_fault_speaks_every_language() {
        let none = BTreeMap::new();
        for language in Language::ALL {
            for code in Code::ALL {
                let words = super::code(*code, *language);
                assert!(!words.title.is_empty(), "{code:?} {language}");
                assert!(words.detail.ends_with('.'), "{code:?} {language}");
            }
            for fault in Fault::ALL {
                let text = super::fault(*fault, *language, &none);
                assert!(text.ends_with('.'), "{fault:?} {language}");
                assert!(!text.contains(['{', '}']), "{fault:?} {language}");
            }
        }
    }

    #[test]
    fn params_are_named_alike_in_every_language() {
        let places = |text: &str| -> Vec<String> {
            let mut names: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|rest| rest.split_once('}'))
                .map(|(name, _)| name.to_owned())
                .collect();
            names.sort();
            names
        };
        for code in Code::ALL {
            let russian = places(super::code(*code, Language::Ru).detail);
            for language in Language::ALL {
                let here = places(super::code(*code, *language).detail);
                assert_eq!(here, russian, "{code:?} {language}");
            }
        }
    }

    #[test]
    fn a_missing_param_leaves_no_hole() {
        let params = BTreeMap::from([("max".to_owned(), "200".to_owned())]);
        assert_eq!(
            filled("At most {max} characters.", &params),
            "At most 200 characters."
        );
        assert_eq!(filled("Done by {by}.", &params), "Done by.");
    }
}
