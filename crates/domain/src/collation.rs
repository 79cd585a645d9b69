//! Human order of names as a string that both databases compare byte by byte.

/// A key whose byte order is the order of an alphabet: case and most accents do not count, Ё stands next to Е, and the Romanian
/// Ă, Â, Î, Ș, Ț follow A, I, S and T as letters of their own. Digits come before Latin, Latin before Cyrillic.
///
/// Texts that differ only in what does not count are ordered by it last, so that different texts have different keys; texts that
/// differ only in case or in white space have the same one.
pub fn sort_key(text: &str) -> String {
    let (mut primary, exact) = letters(text);
    if primary != exact {
        // Below every printable character, so that a name comes before a longer one.
        primary.push('\u{1}');
        primary.push_str(&exact);
    }
    primary
}

/// What the keys of all names begin with that begin with these letters.
pub fn sort_prefix(text: &str) -> String {
    letters(text).0
}

/// What counts in the order of names, and the text without capitals.
fn letters(text: &str) -> (String, String) {
    let mut primary = String::with_capacity(text.len() + 4);
    let mut exact = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !primary.is_empty() {
            primary.push(' ');
            exact.push(' ');
        }
        for letter in word.chars().flat_map(char::to_lowercase) {
            exact.push(letter);
            match letter {
                'ё' => primary.push('е'),
                // After every other letter, before the next of the alphabet.
                'ă' => primary.push_str("a\u{E000}"),
                'â' => primary.push_str("a\u{E001}"),
                'î' => primary.push_str("i\u{E000}"),
                'ș' | 'ş' => primary.push_str("s\u{E000}"),
                'ț' | 'ţ' => primary.push_str("t\u{E000}"),
                _ => match crate::search::base_letter(letter) {
                    Some(base) => primary.push_str(base),
                    None => primary.push(letter),
                },
            }
        }
    }
    (primary, exact)
}

#[cfg(test)]
mod tests {
    use super::{sort_key, sort_prefix};

    #[test]
    fn what_a_name_begins_with_begins_its_key() {
        for (name, typed) in [
            ("Ёлкин Пётр", "ёл"),
            ("Ёлкин Пётр", "ЕЛ"),
            ("Țurcan Șerban", "Țur"),
            ("Müller", "mul"),
        ] {
            assert!(
                sort_key(name).starts_with(&sort_prefix(typed)),
                "{name}, {typed}"
            );
        }
        assert!(!sort_key("Turcan").starts_with(&sort_prefix("Țur")));
    }

    #[test]
    fn names_stand_as_in_a_list() {
        for in_order in [
            &["Егоров", "Ёлкин", "Ельцов", "Жуков"][..],
            &["ель", "ёль", "ельник"],
            &[
                "Sandu", "Stan", "Szabo", "Șerban", "Tanase", "Țurcan", "Ungur",
            ],
            &["Adam", "Ăla", "Âna", "Barbu"],
            &["Иван Петров", "Иванов", "Иванова"],
            &["7 нот", "Yoga", "Йога"],
            &["Muller", "Müller", "Muraru"],
        ] {
            let mut sorted = in_order.to_vec();
            sorted.sort_by_key(|name| sort_key(name));
            assert_eq!(sorted, in_order);
        }
    }

    #[test]
    fn case_and_spaces_do_not_make_another_name() {
        assert_eq!(sort_key(" Йога  утро"), sort_key("ЙОГА утро"));
        assert_ne!(sort_key("Ёлка"), sort_key("Елка"));
    }
}
