//! The words of one language, found by the numbers that the build gave them.

use std::cell::Cell;
use std::fmt::{Display, Write as _};

use domain::language::Language;

use super::plural;

thread_local! {
    static TEXTS: Cell<&'static [&'static str]> = const { Cell::new(&[]) };
    static LANGUAGE: Cell<Language> = const { Cell::new(Language::En) };
}

/// Installs the catalogue. The words live as long as the page; another language means another page load.
pub fn install(name: &str, texts: &js_sys::Array) {
    let words: Vec<&'static str> = texts
        .iter()
        .map(|text| &*Box::leak(text.as_string().unwrap_or_default().into_boxed_str()))
        .collect();
    debug_assert_eq!(
        words.len(),
        super::t::COUNT,
        "the catalogue belongs to another build"
    );
    TEXTS.set(Vec::leak(words));
    LANGUAGE.set(match name {
        "ru" => Language::Ru,
        "ro" => Language::Ro,
        _ => Language::En,
    });
}

/// The reader's language.
pub fn language() -> Language {
    LANGUAGE.get()
}

pub(super) fn plain(number: usize) -> &'static str {
    TEXTS.get().get(number).copied().unwrap_or_default()
}

pub(super) fn fill(number: usize, values: &[&dyn Display]) -> String {
    replace(plain(number), values)
}

pub(super) fn plural(number: usize, n: i64, values: &[&dyn Display]) -> String {
    let count = super::number(n);
    let mut all: Vec<&dyn Display> = vec![&count];
    all.extend_from_slice(values);
    replace(plain(number + plural::form(language(), n) as usize), &all)
}

/// Puts the values into `{0}`, `{1}` …
fn replace(text: &str, values: &[&dyn Display]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((number, tail)) = after.split_once('}') else {
            break;
        };
        if let Some(value) = number.parse().ok().and_then(|n: usize| values.get(n)) {
            let _ = write!(out, "{value}");
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::replace;

    #[test]
    fn values_stand_where_the_text_wants_them() {
        assert_eq!(replace("{1}: {0} of {0}", &[&3, &"Anna"]), "Anna: 3 of 3");
        assert_eq!(replace("nothing here", &[]), "nothing here");
    }
}
