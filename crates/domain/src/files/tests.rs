use proptest::prelude::*;

use super::*;

#[test]
fn a_name_is_the_last_part_of_a_path_and_honest() {
    for (typed, kept) in [
        ("Договор.pdf", Some("Договор.pdf")),
        ("../../etc/passwd", Some("passwd")),
        ("C:\\Users\\Anna\\scan 1.png", Some("scan 1.png")),
        ("  a\tb.txt ", Some("a b.txt")),
        ("photo\u{202E}gpj.exe", Some("photogpj.exe")),
        ("a\u{0}b\r\n.pdf", Some("ab.pdf")),
        ("report.", Some("report")),
        (".gitignore", Some(".gitignore")),
        ("..", None),
        ("folder/", None),
        (" . ", None),
        ("", None),
    ] {
        assert_eq!(name(typed).as_deref(), kept, "{typed:?}");
    }
}

#[test]
fn a_long_name_keeps_its_ending() {
    let long = format!("{}.pdf", "я".repeat(300));
    let kept = name(&long).expect("a name");
    assert_eq!(kept.chars().count(), LONGEST_NAME);
    assert!(kept.ends_with("я.pdf"));
    let none = name(&"b".repeat(300)).expect("a name");
    assert_eq!(none, "b".repeat(LONGEST_NAME));
}

#[test]
fn a_kind_follows_from_the_content() {
    for (media, kind) in [
        ("image/heif", ContentKind::Image),
        ("application/pdf", ContentKind::Pdf),
        ("application/msword", ContentKind::Document),
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ContentKind::Table,
        ),
        ("application/vnd.ms-powerpoint", ContentKind::Slides),
        ("text/html", ContentKind::Text),
        ("application/zip", ContentKind::Archive),
        ("audio/mpeg", ContentKind::Audio),
        ("video/mp4", ContentKind::Video),
        ("application/octet-stream", ContentKind::Other),
    ] {
        assert_eq!(ContentKind::of(media), kind, "{media}");
    }
    for media in ["text/html", "image/svg+xml", "text/xml", "text/plain"] {
        assert!(!is_shown(media), "{media}");
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_a_kept_name_is_one(typed in "(\\PC|[\\x00-\\x1f/\\\\.\u{202e}]){0,260}") {
        if let Some(kept) = name(&typed) {
            prop_assert!((1..=LONGEST_NAME).contains(&kept.chars().count()));
            prop_assert!(!kept.contains(['/', '\\']));
            prop_assert!(!kept.chars().any(is_forbidden));
            prop_assert!(kept != "." && kept != "..");
            prop_assert_eq!(kept.trim(), kept.as_str());
            prop_assert_eq!(name(&kept), Some(kept.clone()));
        }
    }
}
