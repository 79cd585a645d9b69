//! Texts of a process: prepared words with placeholders for what is known only when they are said.
//!
//! `Позвонить: {client}, результат {result}, сумма {field:sum}`. A placeholder is a word in braces; braces around anything else are plain text.

/// What may stand in braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placeholder<'a> {
    /// The client's name as lists show it.
    Client,
    /// The name of the result.
    Result,
    /// The answer to a field of the result, by its key. Nothing when it was left empty.
    Field(&'a str),
    /// Whoever gave the result.
    Employee,
    Branch,
    Club,
}

impl<'a> Placeholder<'a> {
    /// Those that need no key, in the order in which they are offered.
    pub const PLAIN: [Placeholder<'static>; 5] = [
        Placeholder::Client,
        Placeholder::Result,
        Placeholder::Employee,
        Placeholder::Branch,
        Placeholder::Club,
    ];

    fn parse(word: &'a str) -> Option<Self> {
        match word {
            "client" => Some(Self::Client),
            "result" => Some(Self::Result),
            "employee" => Some(Self::Employee),
            "branch" => Some(Self::Branch),
            "club" => Some(Self::Club),
            _ => word.strip_prefix("field:").map(Self::Field),
        }
    }

    /// As it is written in a text.
    pub fn written(self) -> String {
        match self {
            Self::Client => "{client}".into(),
            Self::Result => "{result}".into(),
            Self::Field(key) => format!("{{field:{key}}}"),
            Self::Employee => "{employee}".into(),
            Self::Branch => "{branch}".into(),
            Self::Club => "{club}".into(),
        }
    }
}

/// A piece of a text.
enum Piece<'a> {
    Plain(&'a str),
    /// The word between braces.
    Named(&'a str),
}

/// Every placeholder of a text in order; `Err` with the word when there is no such thing.
pub fn placeholders(text: &str) -> impl Iterator<Item = Result<Placeholder<'_>, &str>> {
    pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Plain(_) => None,
        Piece::Named(word) => Some(Placeholder::parse(word).ok_or(word)),
    })
}

/// The text with words in place of its placeholders; an unknown one stays as it is written.
pub fn filled_in<'a>(text: &'a str, word: impl Fn(Placeholder<'a>) -> String) -> String {
    let mut said = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Plain(plain) => said.push_str(plain),
            Piece::Named(name) => match Placeholder::parse(name) {
                Some(placeholder) => said.push_str(&word(placeholder)),
                None => said.push_str(&format!("{{{name}}}")),
            },
        }
    }
    said
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(open) = text[at..].find('{').map(|place| at + place) {
        let inside = &text[open + 1..];
        match inside.find(['{', '}']) {
            Some(length) if inside[length..].starts_with('}') && is_word(&inside[..length]) => {
                found.push(Piece::Plain(&text[from..open]));
                found.push(Piece::Named(&inside[..length]));
                at = open + length + 2;
                from = at;
            }
            _ => at = open + 1,
        }
    }
    found.push(Piece::Plain(&text[from..]));
    found
}

/// Whether this was meant as a placeholder: letters of any language, digits, `_` and `:`.
fn is_word(inside: &str) -> bool {
    let of_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | ':' | '-');
    !inside.is_empty() && inside.chars().all(of_word)
}

#[cfg(test)]
mod tests {
    use super::{Placeholder, filled_in, placeholders};

    #[test]
    fn placeholders_are_words_in_braces() {
        let text = "{client}, {field:sum} {сумма} { } {a b} {{club} }{ {result";
        let found: Vec<_> = placeholders(text).collect();
        assert_eq!(
            found,
            [
                Ok(Placeholder::Client),
                Ok(Placeholder::Field("sum")),
                Err("сумма"),
                Ok(Placeholder::Club),
            ]
        );
    }

    #[test]
    fn words_come_in_their_place_and_everything_else_stays() {
        let word = |placeholder| match placeholder {
            Placeholder::Client => "Ёлкин {club}".to_owned(),
            Placeholder::Field(key) => key.to_uppercase(),
            other => other.written(),
        };
        for (text, said) in [
            ("", ""),
            ("без мест", "без мест"),
            ("{client}", "Ёлкин {club}"),
            ("Да: {field:when}!", "Да: WHEN!"),
            ("{ничто} {{client}}", "{ничто} {Ёлкин {club}}"),
            (
                "{result} {employee} {branch} {club}",
                "{result} {employee} {branch} {club}",
            ),
        ] {
            assert_eq!(filled_in(text, word), said, "{text}");
        }
    }
}
