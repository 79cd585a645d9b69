//! YAML as we write it: two spaces a level, block text for scripts, quotes only where they are needed.

use std::fmt::Write as _;

/// A tree to be written.
#[derive(Debug, Clone)]
pub enum Out {
    Text(String),
    /// A number or one of our own words: never quoted.
    Word(String),
    /// Nothing after the colon.
    Nothing,
    List(Vec<Out>),
    /// A list on one line, of words.
    Row(Vec<String>),
    Map(Vec<(String, Out)>),
}

impl Out {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn word(word: impl ToString) -> Self {
        Self::Word(word.to_string())
    }

    /// The whole document.
    pub fn document(&self) -> String {
        let mut text = String::new();
        if let Self::Map(entries) = self {
            for (place, (key, value)) in entries.iter().enumerate() {
                // A blank line between the parts of a file.
                if place > 0 && matches!(value, Self::Map(_)) {
                    text.push('\n');
                }
                entry(&mut text, 0, key, value);
            }
        }
        text
    }
}

/// A key, or a word that is not a number: in quotes where YAML would take it for something else.
fn word(text: &mut String, word: &str) {
    match is_taken(word) {
        true => quoted(text, word),
        false => text.push_str(word),
    }
}

/// What some YAML takes for nothing or for yes and no.
pub fn is_taken(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    matches!(
        word.as_str(),
        "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n"
    )
}

fn pad(text: &mut String, depth: usize) {
    text.extend(std::iter::repeat_n(' ', depth * 2));
}

fn entry(text: &mut String, depth: usize, key: &str, value: &Out) {
    pad(text, depth);
    word(text, key);
    text.push(':');
    match value {
        Out::Nothing => text.push('\n'),
        Out::Word(word) => {
            let _ = writeln!(text, " {word}");
        }
        Out::Row(words) => {
            text.push_str(" [");
            for (place, one) in words.iter().enumerate() {
                if place > 0 {
                    text.push_str(", ");
                }
                word(text, one);
            }
            text.push_str("]\n");
        }
        Out::Text(value) => scalar(text, depth, value),
        Out::List(items) if items.is_empty() => text.push_str(" []\n"),
        Out::Map(entries) if entries.is_empty() => text.push_str(" {}\n"),
        Out::List(items) => {
            text.push('\n');
            for item in items {
                if let Out::Map(entries) = item {
                    // The first entry stands beside the dash, where its indentation would be.
                    let start = text.len();
                    for (key, value) in entries {
                        entry(text, depth + 2, key, value);
                    }
                    let dash = start + (depth + 1) * 2;
                    if !entries.is_empty() {
                        text.replace_range(dash..=dash, "-");
                    }
                    continue;
                }
                pad(text, depth + 1);
                text.push('-');
                match item {
                    Out::Text(value) => scalar(text, depth + 1, value),
                    Out::Word(word) => {
                        let _ = writeln!(text, " {word}");
                    }
                    // Lists of our files hold words, texts and mappings only.
                    Out::Nothing | Out::List(_) | Out::Row(_) | Out::Map(_) => {
                        text.push_str(" ~\n");
                    }
                }
            }
        }
        Out::Map(entries) => {
            text.push('\n');
            for (key, value) in entries {
                entry(text, depth + 1, key, value);
            }
        }
    }
}

fn scalar(text: &mut String, depth: usize, value: &str) {
    if fits_block(value) {
        text.push_str(" |-\n");
        for line in value.split('\n') {
            if !line.is_empty() {
                pad(text, depth + 1);
                text.push_str(line);
            }
            text.push('\n');
        }
    } else if fits_plain(value) {
        let _ = writeln!(text, " {value}");
    } else {
        text.push(' ');
        quoted(text, value);
        text.push('\n');
    }
}

/// Several lines that a block keeps exactly: none begins the block with a space, none ends with one.
fn fits_block(value: &str) -> bool {
    value.contains('\n')
        && !value.starts_with([' ', '\t', '\n'])
        && !value.ends_with('\n')
        && value
            .chars()
            .all(|c| c == '\n' || c == '\t' || is_printable(c))
        && value
            .split('\n')
            .all(|line| line.is_empty() || !line.trim().is_empty())
}

/// Text that YAML reads as the same text without quotes.
fn fits_plain(value: &str) -> bool {
    let starts_well = value.starts_with(|c: char| c.is_alphabetic());
    starts_well
        && !is_taken(value)
        && !value.ends_with([' ', ':'])
        && !value.contains(": ")
        && !value.contains(" #")
        && value.chars().all(|c| is_printable(c) && c != '\u{FEFF}')
}

/// What YAML lets stand as it is within a line.
fn is_printable(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
        )
}

/// In double quotes, as JSON writes it.
fn quoted(text: &mut String, value: &str) {
    text.push('"');
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            c if is_printable(c) => text.push(c),
            c => {
                let _ = write!(text, "\\U{:08X}", u32::from(c));
            }
        }
    }
    text.push('"');
}
