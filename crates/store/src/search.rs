//! Finding by beginnings: folded words, phone digits and their tails, kept as rows and read by an index range.
//!
//! Text is folded here, in Rust, because SQLite folds ASCII only: lower case, ё as е, accents of Latin letters off.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How a name sorts and compares: folded, one space between words. Two names with the same key are the same name.
pub fn sort_key(text: &str) -> String {
    let folded = fold(text);
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lower case; ё becomes е; accents of Latin letters fall off, й stays й.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfc().flat_map(char::to_lowercase) {
        match letter {
            'ё' => folded.push('е'),
            '\u{400}'..='\u{52f}' => folded.push(letter),
            _ if letter.is_ascii() => folded.push(letter),
            _ => folded.extend(
                std::iter::once(letter)
                    .nfd()
                    .filter(|part| !is_combining_mark(*part)),
            ),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_folded_for_comparing() {
        for (text, key) in [
            ("  Алёна   Йорш ", "алена йорш"),
            ("Ștefan ȚĂRANU", "stefan taranu"),
            ("И\u{306}орш", "йорш"),
            ("Ёлка", "елка"),
        ] {
            assert_eq!(sort_key(text), key, "{text}");
        }
    }
}
