//! What text may be: bounded, trimmed, without characters that lie about what is written.

/// Most characters of a name (a person, a thing in a list).
pub const NAME: u32 = 200;
/// Most characters of a title or a short text.
pub const TITLE: u32 = 500;
/// Most characters of any text.
pub const TEXT: u32 = 20_000;

/// Whether a text may have line breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    One,
    Many,
}

/// Why a text is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFault {
    TooLong {
        max: u32,
    },
    /// Control characters, or marks that override the reading direction.
    Characters,
}

/// The text without surrounding white space and with `\n` for every line end. An empty answer is an empty string.
///
/// Composed form (NFC) is the server's business: it takes tables that do not belong into the browser.
pub fn clean(typed: &str, lines: Lines, max: u32) -> Result<String, TextFault> {
    let mut text = String::with_capacity(typed.len());
    let mut characters = typed.trim().chars().peekable();
    let mut length = 0u32;
    while let Some(character) = characters.next() {
        let kept = match (character, lines) {
            ('\r', Lines::Many) => {
                characters.next_if_eq(&'\n');
                '\n'
            }
            ('\n' | '\t', Lines::Many) => character,
            // Pasted cells bring tabs; in one line they are spaces.
            ('\t', Lines::One) => ' ',
            _ if is_forbidden(character) => return Err(TextFault::Characters),
            _ => character,
        };
        length += 1;
        if length > max {
            return Err(TextFault::TooLong { max });
        }
        text.push(kept);
    }
    Ok(text)
}

/// Control characters and bidirectional overrides and isolates.
pub fn is_forbidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_trimmed_bounded_and_honest() {
        for (typed, lines, expected) in [
            (
                "  Просит вечер \n",
                Lines::One,
                Ok("Просит вечер".to_owned()),
            ),
            ("a\r\nb\rc\nd", Lines::Many, Ok("a\nb\nc\nd".to_owned())),
            ("a\tb", Lines::One, Ok("a b".to_owned())),
            ("a\nb", Lines::One, Err(TextFault::Characters)),
            ("a\u{0}b", Lines::Many, Err(TextFault::Characters)),
            ("a\u{202E}b", Lines::Many, Err(TextFault::Characters)),
            ("a\u{2066}b", Lines::One, Err(TextFault::Characters)),
            ("👨‍👩‍👧 ё", Lines::One, Ok("👨‍👩‍👧 ё".to_owned())),
            (
                "ёёёёёёёёёёёёё",
                Lines::One,
                Err(TextFault::TooLong { max: 12 }),
            ),
            (" \t ", Lines::One, Ok(String::new())),
        ] {
            assert_eq!(clean(typed, lines, 12), expected, "{typed:?}");
        }
    }
}
