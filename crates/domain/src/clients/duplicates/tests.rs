use super::*;
use crate::name::PersonName;
use crate::organisation::NameOrder;
use crate::phone::Phone;

/// `name; birthday; contacts`.
fn facts(text: &str) -> Facts {
    let mut parts = text.split(';').map(str::trim);
    let name = PersonName::split(parts.next().unwrap_or_default(), NameOrder::SurnameFirst);
    let birth_date = parts.next().and_then(|date| date.parse().ok());
    let contacts: Vec<String> = parts
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let (phones, emails) = contacts.into_iter().partition(|one| one.starts_with('+'));
    Facts {
        surname: name.surname,
        given: name.given,
        patronymic: name.patronymic,
        birth_date,
        phones,
        emails,
    }
}

#[test]
fn what_two_cards_are_to_each_other() {
    use Certainty::{Certain, Likely, Possible};
    use Reason as R;
    type Said = Option<(Certainty, &'static [Reason])>;
    let cases: &[(&str, &str, Said)] = &[
        // The same person twice.
        (
            "Щербакова Екатерина; ; +7912",
            "Щербакова Екатерина; ; +7912",
            Some((Certain, &[R::SamePhone, R::SameName])),
        ),
        (
            "Ёлкин Пётр; ; +7912",
            "Елкин Петр; ; +7912",
            Some((Certain, &[R::SamePhone, R::SameName])),
        ),
        (
            "Щербакова Екатерина; ; +7912",
            "Shcherbakova Ekaterina; ; +7912",
            Some((Certain, &[R::SamePhone, R::SameName])),
        ),
        (
            "Щербакова Екатерина; ; +7912",
            "Екатерина Щербакова; ; +7912",
            Some((Certain, &[R::SamePhone, R::SwappedName])),
        ),
        (
            "Иванова Мария; ; a@b.ru",
            "Иванова Мария; ; A@B.ru",
            Some((Certain, &[R::SameEmail, R::SameName])),
        ),
        // Only the phone is typed so far.
        (
            "; ; +7912",
            "Щербакова Екатерина; ; +7912",
            Some((Likely, &[R::SamePhone])),
        ),
        ("; 1991-03-12; ", "Щербакова Екатерина; 1991-03-12; ", None),
        // A slip, a short form.
        (
            "Гончаренко Мария; ; +7912",
            "Гончаренка Мария; ; +7912",
            Some((Likely, &[R::SamePhone, R::SimilarName])),
        ),
        (
            "Гончаренко Мария; ; +7912",
            "Гончаренко Маша; ; +7912",
            Some((Likely, &[R::SamePhone, R::SimilarName])),
        ),
        (
            "Гончаренко Маша; 1991-03-12; +7912",
            "Гончаренко Мария; 1991-03-12; +7912",
            Some((Certain, &[R::SamePhone, R::SimilarName, R::SameBirthday])),
        ),
        (
            "Popescu Sandu; ; +373",
            "Popescu Alexandru; ; +373",
            Some((Likely, &[R::SamePhone, R::SimilarName])),
        ),
        // Too many slips.
        (
            "Гончаренко Мария; ; +7912",
            "Ганчаренка Мария; ; +7912",
            None,
        ),
        (
            "Гончаренко Мария; ; +7912",
            "Гончаренка Марья; ; +7912",
            Some((Likely, &[R::SamePhone, R::SimilarName])),
        ),
        // A card with less of a name.
        (
            "Маша; ; +7912",
            "Гончаренко Мария; ; +7912",
            Some((Likely, &[R::SamePhone, R::SimilarName])),
        ),
        (
            "Клиент без имени; ; +7912",
            "Гончаренко Мария; ; +7912",
            Some((Likely, &[R::SamePhone])),
        ),
        ("Маша; ; ", "Мария; ; ", None),
        // The name alone, and with a birthday.
        (
            "Иванова Мария",
            "Иванова Мария",
            Some((Possible, &[R::SameName])),
        ),
        (
            "Иванова Мария; 1991-03-12",
            "Иванова Мария; 1991-03-12",
            Some((Likely, &[R::SameName, R::SameBirthday])),
        ),
        (
            "Иванова Мария; 1991-03-12",
            "Мария Иванова; 1991-03-12",
            Some((Likely, &[R::SwappedName, R::SameBirthday])),
        ),
        (
            "Иванова Мария; 1991-03-12",
            "Иванова Маша; 1991-03-12",
            Some((Possible, &[R::SimilarName, R::SameBirthday])),
        ),
        (
            "Иванова Мария; 1991-03-12",
            "Иванова Мария; 1985-03-12",
            None,
        ),
        ("Иванова Мария Петровна", "Иванова Мария Сергеевна", None),
        ("Иванова Маша", "Иванова Мария", None),
        // A family: one phone, several people.
        (
            "Гончаренко Мария; ; +7912",
            "Гончаренко Марк; ; +7912",
            None,
        ),
        (
            "Гончаренко Мария; ; +7912",
            "Гончаренко Олег; ; +7912",
            None,
        ),
        ("Щербаков Женя; ; +7912", "Щербакова Женя; ; +7912", None),
        (
            "Иванов Иван; 1950-01-01; +7912",
            "Иванов Иван; 1980-01-01; +7912",
            Some((Possible, &[R::SamePhone, R::SameName, R::OtherBirthday])),
        ),
        (
            "Иванов Иван Петрович; ; +7912",
            "Иванов Иван Иванович; ; +7912",
            Some((Possible, &[R::SamePhone, R::SameName, R::OtherPatronymic])),
        ),
        // Strangers.
        ("Гончаренко Мария; ; +7912", "Петров Олег; ; +7912", None),
        ("", "Петров Олег; ; +7912", None),
    ];
    for (one, other, said) in cases {
        let (one_facts, other_facts) = (facts(one), facts(other));
        let expected = said.map(|(certainty, reasons)| Verdict {
            certainty,
            reasons: reasons.to_vec(),
        });
        assert_eq!(
            verdict(&one_facts, &other_facts, false),
            expected,
            "{one} / {other}"
        );
        assert_eq!(
            verdict(&other_facts, &one_facts, false),
            expected,
            "{other} / {one}"
        );
        assert_eq!(
            verdict(&one_facts, &other_facts, true),
            None,
            "related: {one} / {other}"
        );
    }
}

#[test]
fn cards_of_one_person_meet_under_a_key() {
    for (one, other) in [
        ("Щербакова Екатерина", "Shcherbakova Ekaterina"),
        ("Щербакова Екатерина", "Катя Щербакова"),
        ("Ёлкин Пётр", "Елкин Петр"),
        // A slip in a vowel.
        ("Гончаренко Мария", "Гончаренка Мария"),
        // A slip in a consonant, where there is a birthday.
        (
            "Гончаренко Мария; 1991-03-12",
            "Гонцаренко Мария; 1991-03-12",
        ),
    ] {
        let (one_keys, other_keys) = (keys(&facts(one)), keys(&facts(other)));
        assert!(
            !one_keys.is_disjoint(&other_keys),
            "{one} / {other}: {one_keys:?} {other_keys:?}"
        );
    }
    let strangers = [
        keys(&facts("Гончаренко Мария; 1991-03-12")),
        keys(&facts("Петров Олег; 1991-03-12")),
    ];
    assert!(strangers[0].is_disjoint(&strangers[1]));
    assert!(keys(&facts("Маша")).is_empty());
    assert!(keys(&facts("Клиент без имени; 1991-03-12")).is_empty());
}

#[test]
fn thirty_spellings_of_a_phone_are_one() {
    let spellings = [
        "+79123456789",
        "89123456789",
        "79123456789",
        "9123456789",
        "8 912 345 67 89",
        "+7 912 345 67 89",
        "8(912)345-67-89",
        "8 (912) 345-67-89",
        "+7(912)345-67-89",
        "+7 (912) 345-67-89",
        "7 912 345-67-89",
        "912 345 67 89",
        "912-345-67-89",
        "(912) 345-67-89",
        "8-912-345-67-89",
        "8.912.345.67.89",
        "+7.912.345.67.89",
        "+7-912-345-67-89",
        "8 912 3456789",
        "8 9123456789",
        "+7 9123456789",
        "8912 345 6789",
        "8 912 345 6789",
        "+7912 345-67-89",
        " +7 912 345 67 89 ",
        "8\u{a0}912\u{a0}345\u{a0}67\u{a0}89",
        "+7\u{a0}912\u{a0}345-67-89",
        "00 7 912 345 67 89",
        "8/912/345/67/89",
        "+7 912 345–67–89",
    ];
    assert_eq!(spellings.len(), 30);
    for spelling in spellings {
        let phone = Phone::parse(spelling, "RU").unwrap_or_else(|| panic!("{spelling}"));
        let with = |number: &str| Facts {
            phones: vec![number.to_owned()],
            ..facts("Гончаренко Мария")
        };
        let found = verdict(&with(phone.as_str()), &with("+79123456789"), false);
        assert_eq!(
            found.map(|found| found.certainty),
            Some(Certainty::Certain),
            "{spelling}"
        );
    }
}

#[test]
fn one_slip_is_one() {
    for (one, other, is) in [
        ("maria", "maria", true),
        ("maria", "mariia", true),
        ("maria", "mara", true),
        ("maria", "marta", true),
        ("maria", "amria", true),
        ("maria", "mairas", false),
        ("maria", "darta", false),
        ("", "a", true),
        ("", "ab", false),
    ] {
        assert_eq!(
            (slip(one, other), slip(other, one)),
            (is, is),
            "{one} {other}"
        );
    }
}
