use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::imports::cell::{bare, neutral};

fn kate() -> Contact {
    Contact {
        uid: "cli_0F3ZK7Q2M8T1A".into(),
        full_name: "Щербакова Екатерина Олеговна".into(),
        surname: "Щербакова".into(),
        given: "Екатерина".into(),
        patronymic: "Олеговна".into(),
        phones: vec!["+79123456789".into(), "+37362112345".into()],
        emails: vec!["kate@mail.ru".into()],
        messengers: vec![(Messenger::Telegram, "@kate".into())],
        birth_date: NaiveDate::from_ymd_opt(1990, 12, 31),
        tags: vec!["йога".into(), "утро, дети".into()],
        note: "Просит звонить\nпосле 18:00; не раньше".into(),
    }
}

#[test]
fn a_card_says_everything_in_the_form_of_the_standard() {
    let card = vcard::written(&kate());
    let whole = card.replace("\r\n ", "");
    let lines: Vec<&str> = whole.lines().collect();
    assert_eq!(
        lines,
        [
            "BEGIN:VCARD",
            "VERSION:4.0",
            "UID;VALUE=text:cli_0F3ZK7Q2M8T1A",
            "FN:Щербакова Екатерина Олеговна",
            "N:Щербакова;Екатерина;Олеговна;;",
            "TEL;VALUE=uri;TYPE=cell:tel:+79123456789",
            "TEL;VALUE=uri;TYPE=cell:tel:+37362112345",
            "EMAIL:kate@mail.ru",
            "IMPP:telegram:@kate",
            "BDAY:19901231",
            "CATEGORIES:йога,утро\\, дети",
            "NOTE:Просит звонить\\nпосле 18:00\\; не раньше",
            "END:VCARD",
        ]
    );
}

#[test]
fn nobody_is_without_a_name_on_his_card() {
    let nameless = Contact {
        phones: vec!["+79123456789".into()],
        ..Contact::default()
    };
    assert!(vcard::written(&nameless).contains("\r\nFN:+79123456789\r\n"));
}

#[test]
fn what_outlook_has_no_column_for_stands_in_the_notes() {
    let many = Contact {
        phones: (0..7).map(|n| format!("+7912345678{n}")).collect(),
        ..kate()
    };
    let row = outlook::row(&many);
    assert_eq!(row.len(), outlook::HEADINGS.len());
    assert_eq!(row[..3], ["Екатерина", "Олеговна", "Щербакова"]);
    assert_eq!(row[7], "+79123456784");
    assert_eq!(row[11], "1990-12-31");
    assert!(row[13].ends_with("+79123456785\n+79123456786\ntelegram: @kate"));
}

#[test]
fn a_formula_is_a_text_and_a_phone_stays_readable() {
    for (text, expected) in [
        ("=1+1", "'=1+1"),
        (
            "=HYPERLINK(\"http://evil\")",
            "'=HYPERLINK(\"http://evil\")",
        ),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),
        ("+7 912 345-67-89", "+7 912 345-67-89"),
        ("+373 (22) 212 345", "+373 (22) 212 345"),
        ("-5 000", "-5 000"),
        (
            "+7 912 345-67-89, +373 621 12 345",
            "+7 912 345-67-89, +373 621 12 345",
        ),
        ("+7 912, =1+1", "'+7 912, =1+1"),
        ("Анна = Мария", "Анна = Мария"),
        ("'кавычка", "'кавычка"),
        ("", ""),
    ] {
        assert_eq!(neutral(text), expected);
        assert_eq!(bare(&neutral(text)), text);
    }
}

#[test]
fn headings_differ_in_every_language() {
    for language in Language::ALL {
        let columns = whole_card();
        let headings: std::collections::BTreeSet<&str> =
            columns.iter().map(|it| it.heading(*language)).collect();
        assert_eq!(headings.len(), columns.len());
    }
}

proptest! {
    #[test]
    fn no_text_breaks_a_card(note in "\\PC{0,200}", tag in ".{0,80}") {
        let noted = usize::from(!note.is_empty());
        let card = vcard::written(&Contact { note, tags: vec![tag], ..kate() });
        prop_assert!(card.split("\r\n").all(|line| line.len() <= 75));
        let whole = card.replace("\r\n ", "");
        prop_assert_eq!(whole.split("\r\n").filter(|line| line.starts_with("BEGIN:")).count(), 1);
        prop_assert_eq!(whole.split("\r\n").count(), 13 + noted);
        prop_assert!(!card.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn no_text_becomes_a_formula(text in "[=+@\\-\t\r\n'a-z0-9 ]{0,12}") {
        let written = neutral(&text);
        let safe = !written.starts_with(['=', '@', '\t', '\r', '\n'])
            && written.strip_prefix(['+', '-']).is_none_or(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || b" -()".contains(&byte)));
        prop_assert!(safe, "{:?}", written);
    }
}
