use proptest::prelude::*;

use super::*;

fn card() -> BTreeSet<String> {
    let mut tokens = name_tokens(&["Щербакова", "Алёна", "Салтыкова-Щедрина"]);
    tokens.extend(phone_tokens(&Phone::from_e164("+79123456789").unwrap()));
    tokens.extend(email_tokens("Alena.S@mail.ru"));
    tokens
}

#[test]
fn a_card_is_found_however_it_is_typed() {
    let romanian = name_tokens(&["Țurcan", "Șerban", "Ana-Maria", "O’Neil"]);
    for (typed, tokens) in [
        ("щерб", card()),
        ("  ЩЕРБАКОВА алена ", card()),
        ("Алёна", card()),
        ("Але\u{308}на", card()),
        // The other layout.
        ("othbakova", BTreeSet::from(["othbakova".into()])),
        ("oth", card()),
        ("fktyf", card()),
        ("fk`yf", card()),
        ("Shcherbakova", card()),
        ("scherbakova alena", card()),
        ("щедрин", card()),
        ("салтыкова-щед", card()),
        ("9123456789", card()),
        ("8 912 345-67", card()),
        ("+7 (912) 345", card()),
        ("6789", card()),
        ("456", card()),
        ("щер 6789", card()),
        ("alena.s@mail", card()),
        ("mail", card()),
        ("turcan", romanian.clone()),
        ("Ţurcan", romanian.clone()),
        ("цуркан", romanian.clone()),
        ("шербан", romanian.clone()),
        ("serban", romanian.clone()),
        ("анна", romanian.clone()),
        ("ana maria", romanian.clone()),
        ("oneil", romanian.clone()),
        ("ыукифт", romanian),
        ("k.,f", name_tokens(&["Люба"])),
        ("'kmdbhf", name_tokens(&["Эльвира"])),
        ("Ирина", name_tokens(&["Irina"])),
        ("Юлия", name_tokens(&["Yulia"])),
        ("Yuliya", name_tokens(&["Юлия"])),
        ("Михаил", name_tokens(&["Mikhail"])),
        ("", card()),
    ] {
        assert!(
            Query::parse(typed).finds(&tokens),
            "{typed:?}: {:?}",
            Query::parse(typed)
        );
    }
}

#[test]
fn a_note_is_found_by_its_words() {
    let tokens = text_tokens("Ждёт вечернюю группу, пн/ср; дети: Марк и Ёлка");
    for typed in ["ждет", "вечерн", "ёлка", "vfhr"] {
        assert!(Query::parse(typed).finds(&tokens), "{typed}: {tokens:?}");
    }
    assert!(!tokens.contains("пн"));
    let long: String = (0..500).map(|n| format!("слово{n} ")).collect();
    assert_eq!(text_tokens(&long).len(), MOST_IN_TEXT);
}

#[test]
fn a_slip_is_one_letter() {
    for (typed, word, one) in [
        ("щербакова", "щербакова", true),
        ("щирбакова", "щербакова", true),
        ("щербаква", "щербакова", true),
        ("щерббакова", "щербакова", true),
        ("щербаоква", "щербакова", true),
        ("ербакова", "щербакова", true),
        ("щербаков", "щербакова", true),
        ("щирбаква", "щербакова", false),
        ("иванов", "ивонов", true),
        ("петров", "перов", true),
        ("петров", "сидоров", false),
    ] {
        assert_eq!(is_one_slip(typed, word), one, "{typed} {word}");
        let common = slips(typed).intersection(&slips(word)).count() > 0;
        assert!(common || !one, "{typed} {word}");
    }
    assert!(slips("юля").is_empty() && slips("79161234567").is_empty());
}

#[test]
fn others_are_not_found() {
    for typed in [
        "иванова",
        "щербакова ольга",
        "7890",
        "щербакова 1111",
        "kate@mail.ru",
    ] {
        assert!(!Query::parse(typed).finds(&card()), "{typed:?}");
    }
}

#[test]
fn a_phone_typed_in_groups_is_one_term() {
    let query = Query::parse("8 912 345");
    assert_eq!(
        query.terms,
        [Term {
            alternatives: vec!["8912345".into(), "912345".into()]
        }]
    );
    assert_eq!(Query::parse("  ").terms, []);
    // Four digits are a part of a number, not one that is being dialled.
    assert_eq!(Query::parse("8797").terms[0].alternatives, ["8797"]);
}

proptest! {
    /// Whatever is one slip away is found by what both have in common; counted letter by letter, without the shortcut.
    #[test]
    fn a_slip_has_something_in_common(word in "[а-д]{4,9}", place in 0usize..9, letter in "[а-д]", kind in 0u8..4) {
        let mut letters: Vec<char> = word.chars().collect();
        let place = place % letters.len();
        let letter = letter.chars().next().unwrap();
        match kind {
            0 => letters[place] = letter,
            1 => letters.insert(place, letter),
            2 => { letters.remove(place); }
            _ => { let next = (place + 1).min(letters.len() - 1); letters.swap(place, next); }
        }
        let typed: String = letters.into_iter().collect();
        prop_assert!(is_one_slip(&typed, &word));
        prop_assert!(is_one_slip(&word, &typed));
        if typed.chars().count() >= SHORTEST_FORGIVEN {
            prop_assert!(slips(&typed).intersection(&slips(&word)).count() > 0);
        }
    }

    #[test]
    fn every_beginning_of_a_word_finds_it(name in "[А-Яа-яЁёA-Za-zȘșȚțĂă]{1,12}", length in 1usize..12) {
        let typed: String = name.chars().take(length).collect();
        let tokens = name_tokens(&[&name]);
        prop_assert!(Query::parse(&typed).finds(&tokens));
        prop_assert!(Query::parse(&typed.to_uppercase()).finds(&tokens));
    }

    #[test]
    fn nothing_panics_and_terms_are_bounded(typed in any::<String>()) {
        let query = Query::parse(&typed);
        prop_assert!(query.terms.len() <= MOST_TERMS);
        for term in &query.terms {
            prop_assert!(!term.alternatives.is_empty() && term.alternatives.len() <= 5);
            prop_assert!(term.alternatives.iter().all(|one| one.chars().count() <= LONGEST));
        }
    }
}
