//! Versions in headers: `ETag: "v7"`, `If-Match`, `If-None-Match`.
//!
//! A packed body is not the plain one byte for byte, so its tag is the weak `W/"v7"`. Both name the version, which is what
//! `If-Match` compares.

/// `"v7"`, or `W/"v7"`.
pub(super) fn tag(version: i64, packed: bool) -> String {
    let weak = if packed { "W/" } else { "" };
    format!("{weak}\"v{version}\"")
}

/// The version of a header's tag; `None` for anything that is not of our making.
pub(super) fn of_tag(header: &str) -> Option<i64> {
    let tag = header.trim();
    let tag = tag.strip_prefix("W/").unwrap_or(tag);
    tag.strip_prefix("\"v")?.strip_suffix('"')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_as_it_is_written() {
        assert_eq!(of_tag(&tag(12, false)), Some(12));
        assert_eq!(of_tag(&tag(3, true)), Some(3));
        assert_eq!(of_tag(" W/\"v3\""), Some(3));
        for foreign in ["", "*", "v3", "\"3\"", "\"vx\""] {
            assert_eq!(of_tag(foreign), None, "{foreign}");
        }
    }
}
