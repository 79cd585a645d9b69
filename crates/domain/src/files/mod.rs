//! Files of clients: what they may be called, what kind of thing they are, and which of them may be shown rather than saved.

use chrono::Duration;

use crate::text::is_forbidden;
use crate::words::words;

words! {
    /// What a file is to people. Follows from its bytes, never from its name.
    ContentKind {
        Image = "image",
        Pdf = "pdf",
        /// A letter, a contract: something written.
        Document = "document",
        Table = "table",
        Slides = "slides",
        Text = "text",
        Archive = "archive",
        Audio = "audio",
        Video = "video",
        Other = "other",
    }
}

/// How long a deleted file can be brought back.
pub const KEPT: Duration = Duration::days(30);
/// Most characters of a file's name, its ending included.
pub const LONGEST_NAME: usize = 200;
/// An ending longer than this is no ending.
const LONGEST_ENDING: usize = 16;

/// Kinds of content that a browser shows by itself and that cannot act: everything else is saved, whatever it is called.
pub const SHOWN: &[&str] = &[
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/gif",
    "application/pdf",
];

/// Whether content of this type may be shown instead of saved.
pub fn is_shown(media: &str) -> bool {
    SHOWN.contains(&media)
}

impl ContentKind {
    /// By the type of the content.
    pub fn of(media: &str) -> Self {
        let known = |words: &[&str]| words.iter().any(|word| media.contains(word));
        match media.split_once('/') {
            Some(("image", _)) => Self::Image,
            Some(("audio", _)) => Self::Audio,
            Some(("video", _)) => Self::Video,
            _ if media == "application/pdf" => Self::Pdf,
            _ if known(&["spreadsheet", "ms-excel"]) => Self::Table,
            _ if known(&["presentation", "ms-powerpoint"]) => Self::Slides,
            _ if known(&["wordprocessing", "msword", "opendocument.text", "rtf"]) => Self::Document,
            Some(("text", _)) => Self::Text,
            _ if known(&["zip", "rar", "x-tar", "7z-", "x-xz", "zstd"]) => Self::Archive,
            _ => Self::Other,
        }
    }
}

/// A name as it is kept: the last part of a path, without characters that lie about what is written, not longer than may be; a long one
/// loses its middle and keeps its ending. `None` when nothing is left.
pub fn name(typed: &str) -> Option<String> {
    let last = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let honest: String = last
        .chars()
        .map(|one| if one == '\t' { ' ' } else { one })
        .filter(|one| !is_forbidden(*one))
        .collect();
    let tidy = bare(honest.trim_start());
    let kept = match tidy.chars().count() > LONGEST_NAME {
        false => tidy.to_owned(),
        true => {
            let ending = ending(tidy).unwrap_or_default();
            let room = LONGEST_NAME - ending.chars().count();
            let begins: String = tidy.chars().take(room).collect();
            format!("{}{ending}", bare(&begins))
        }
    };
    (!kept.is_empty()).then_some(kept)
}

/// Without the dots and spaces at the end, which some systems cut off by themselves.
fn bare(name: &str) -> &str {
    name.trim_end_matches(|one: char| one == '.' || one.is_whitespace())
}

/// `.pdf` of `Contract.pdf`.
fn ending(name: &str) -> Option<&str> {
    let place = name.rfind('.').filter(|place| *place > 0)?;
    let ending = &name[place..];
    let plain = ending[1..].chars().all(char::is_alphanumeric);
    (plain && (2..=LONGEST_ENDING).contains(&ending.chars().count())).then_some(ending)
}

#[cfg(test)]
mod tests;
