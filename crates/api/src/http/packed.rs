//! Which coding a caller takes, and packing an answer into it.

use std::io::Write as _;

use actix_web::http::header::{ACCEPT_ENCODING, HeaderMap};
use flate2::Compression;
use flate2::write::GzEncoder;

/// A smaller body goes out in one or two packets anyway.
const WORTH: usize = 1024;

/// Whether a caller takes a coding: it is named, and not with the weight 0.
pub(super) fn takes(headers: &HeaderMap, coding: &str) -> bool {
    let accepted = headers.get_all(ACCEPT_ENCODING);
    accepted
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|part| {
            let (name, weight) = part.split_once(';').unwrap_or((part, ""));
            let weight = weight.trim().strip_prefix("q=").map(str::parse::<f32>);
            name.trim().eq_ignore_ascii_case(coding) && weight != Some(Ok(0.0))
        })
}

/// A body in gzip, quickly rather than tightly: it is packed anew for everybody who asks. `None` when it is not worth it.
pub(super) fn gzip(body: &[u8]) -> Option<Vec<u8>> {
    if body.len() < WORTH {
        return None;
    }
    let packed = Vec::with_capacity(body.len() / 4);
    let mut encoder = GzEncoder::new(packed, Compression::fast());
    encoder.write_all(body).ok()?;
    encoder.finish().ok()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use actix_web::http::header::HeaderValue;

    use super::*;

    #[test]
    fn a_coding_is_taken_when_it_is_named_and_not_refused() {
        for (header, expected) in [
            ("gzip", true),
            ("br, GZIP;q=0.5", true),
            ("gzip; q=1.0", true),
            ("gzip;q=0", false),
            ("gzip;q=0.000", false),
            ("br", false),
            ("xgzip", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(header));
            assert_eq!(takes(&headers, "gzip"), expected, "{header}");
        }
        assert!(!takes(&HeaderMap::new(), "gzip"));
    }

    #[test]
    fn a_large_body_is_packed_and_comes_out_as_it_was() {
        let body = "Перезвон ".repeat(200);
        let packed = gzip(body.as_bytes()).expect("worth it");
        assert!(packed.len() < body.len() / 4);
        let mut text = String::new();
        let mut unpacked = flate2::read::GzDecoder::new(packed.as_slice());
        unpacked.read_to_string(&mut text).expect("gzip");
        assert_eq!(text, body);
        assert_eq!(gzip(b"{}"), None);
    }
}
