//! Versions in headers: `ETag: "v7"`, `If-Match`, `If-None-Match`.

use serde::Deserialize;

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

/// The member `version` of a resource that was just written as JSON.
pub(super) fn of_body(body: &[u8]) -> Option<i64> {
    #[derive(Deserialize)]
    struct Resource {
        version: i64,
    }
    serde_json::from_slice::<Resource>(body)
        .ok()
        .map(|resource| resource.version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_resources_own_version_counts() {
        assert_eq!(
            of_body(br#"{"items":[{"version":1}],"name":"\"version\":3","version":7}"#),
            Some(7)
        );
        assert_eq!(of_body(br#"{"client":{"version":1}}"#), None);
        assert_eq!(of_body(b"null"), None);
    }

    #[test]
    fn a_tag_is_read_as_it_is_written() {
        assert_eq!(of_tag(&tag(12)), Some(12));
        assert_eq!(of_tag(" W/\"v3\""), Some(3));
        for foreign in ["", "*", "v3", "\"3\"", "\"vx\""] {
            assert_eq!(of_tag(foreign), None, "{foreign}");
        }
    }
}
