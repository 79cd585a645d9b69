//! What is said of files.

use domain::files::ContentKind;
use wire::files::FileVersion;

use crate::clubtime;
use crate::i18n::{self, t};

const KILO: u64 = 1024;
const MEGA: u64 = KILO * KILO;

/// `340 КБ`, `2,4 МБ`.
pub fn size(bytes: u64) -> String {
    let whole = |n: u64| i18n::number(i64::try_from(n).unwrap_or(i64::MAX));
    match bytes {
        0..KILO => t::files::bytes(whole(bytes)),
        KILO..MEGA => t::files::kilobytes(whole(bytes.div_ceil(KILO))),
        _ => {
            #[expect(clippy::cast_precision_loss, reason = "no file has 2^53 bytes")]
            let mega = bytes as f64 / MEGA as f64;
            t::files::megabytes(i18n::tenths(mega))
        }
    }
}

pub fn kind(kind: ContentKind) -> &'static str {
    match kind {
        ContentKind::Image => t::files::image(),
        ContentKind::Pdf => t::files::pdf(),
        ContentKind::Document => t::files::document(),
        ContentKind::Table => t::files::table(),
        ContentKind::Slides => t::files::slides(),
        ContentKind::Text => t::files::text(),
        ContentKind::Archive => t::files::archive(),
        ContentKind::Audio => t::files::audio(),
        ContentKind::Video => t::files::video(),
        ContentKind::Other => t::files::other(),
    }
}

/// At most four letters for the square before a file's name: what its content is, not what it is called.
pub fn letters(version: &FileVersion) -> String {
    let known = match version.kind {
        ContentKind::Pdf => "PDF",
        ContentKind::Document => "DOC",
        ContentKind::Table => "XLS",
        ContentKind::Slides => "PPT",
        ContentKind::Text => "TXT",
        ContentKind::Archive => "ZIP",
        ContentKind::Other => "•",
        ContentKind::Image | ContentKind::Audio | ContentKind::Video => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    let subtype = version.media.rsplit(['/', '-', '.']).next();
    match subtype.unwrap_or_default() {
        "jpeg" => "JPG".to_owned(),
        "mpeg" if version.kind == ContentKind::Audio => "MP3".to_owned(),
        "quicktime" => "MOV".to_owned(),
        other => other.chars().take(4).collect::<String>().to_uppercase(),
    }
}

/// Size, who and when.
pub fn about(version: &FileVersion) -> Vec<String> {
    let by = version.uploaded_by.as_ref().map(|by| by.name.clone());
    [
        Some(size(version.size)),
        by,
        Some(clubtime::moment(version.uploaded_at)),
    ]
    .into_iter()
    .flatten()
    .collect()
}
