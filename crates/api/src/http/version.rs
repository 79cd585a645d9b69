//! Versions in headers: `ETag: "v7"`, `If-Match`, `If-None-Match`.

/// `"v7"`.
pub(super) fn tag(version: i64) -> String {
    format!("\"v{version}\"")
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
        assert_eq!(of_tag(&tag(12)), Some(12));
        assert_eq!(of_tag(" W/\"v3\""), Some(3));
        for foreign in ["", "*", "v3", "\"3\"", "\"vx\""] {
            assert_eq!(of_tag(foreign), None, "{foreign}");
        }
    }
}
