//! What kind of content bytes are. Neither the name nor what the sender says is looked at: what is called a picture and is a page acts as a page.

/// So many of the first bytes tell it.
pub const TELLING: usize = 8 * 1024;

/// Where nothing is known.
const UNKNOWN: &str = "application/octet-stream";
const GIF: &str = "image/gif";

/// The type of the content that begins so.
pub fn media(beginning: &[u8]) -> &'static str {
    match infer::get(beginning) {
        Some(kind) if kind.mime_type() != GIF || is_gif(beginning) => kind.mime_type(),
        _ if is_text(beginning) => "text/plain",
        _ => UNKNOWN,
    }
}

/// Three letters that begin many a text are not enough for a picture.
fn is_gif(beginning: &[u8]) -> bool {
    [b"GIF87a", b"GIF89a"]
        .iter()
        .any(|six| beginning.starts_with(*six))
}

/// Whether people could have written it. A letter that the beginning cuts through is no fault.
fn is_text(beginning: &[u8]) -> bool {
    let text = match std::str::from_utf8(beginning) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&beginning[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text
        .chars()
        .any(|one| one.is_control() && !matches!(one, '\n' | '\r' | '\t' | '\u{c}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_what_its_bytes_are() {
        for (bytes, media) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], "image/png"),
            (b"\xff\xd8\xff\xe0....", "image/jpeg"),
            (b"GIF89a....", "image/gif"),
            (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
            (b"%PDF-1.7\n", "application/pdf"),
            (b"PK\x03\x04\x14\x00\x06\x00", "application/zip"),
            (b"<!DOCTYPE html><script>alert(1)</script>", "text/html"),
            ("Договор №1".as_bytes(), "text/plain"),
            (b"\x00\x01\x02\x03", UNKNOWN),
        ] {
            assert_eq!(super::media(bytes), media, "{bytes:?}");
        }
        for page in [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
            "<?xml version=\"1.0\"?><svg/>",
            "GIF8<script>",
            "  <html>",
        ] {
            let media = super::media(page.as_bytes());
            assert!(!domain::files::is_shown(media), "{page}: {media}");
        }
    }

    #[test]
    fn a_letter_cut_in_two_is_still_text() {
        assert_eq!(media(&"я".as_bytes()[..1]), "text/plain");
        assert_eq!(media(&[0xd1, b'a']), UNKNOWN);
    }
}
