//! Whether two cards may be one person, and why.
//!
//! A family shares a phone: the same number under another given name is no duplicate, and neither are relatives. What is compared are names as they sound, so that
//! ё and е, Cyrillic and Latin letters, a swapped surname and a short form of a given name are no difference; one slip is forgiven where something else speaks for it. The same
//! birthday makes it surer, another one less sure. [`keys`] are what cards of one person have in common: a base is looked through by them, and never pair by pair.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::search::sound;
use crate::words::words;

words! {
    /// How sure it is that two cards are one person.
    Certainty {
        Certain = "certain",
        Likely = "likely",
        Possible = "possible",
    }
}

words! {
    /// What became of a pair.
    DuplicateState {
        /// Nobody has decided yet.
        Open = "open",
        /// Somebody said that they are two.
        Dismissed = "dismissed",
        /// They are one card now.
        Merged = "merged",
    }
}

words! {
    /// Why two cards may be one person, or may not.
    Reason {
        SamePhone = "same_phone",
        SameEmail = "same_email",
        SameName = "same_name",
        /// The surname of the one is the given name of the other.
        SwappedName = "swapped_name",
        /// A short form, or one slip.
        SimilarName = "similar_name",
        SameBirthday = "same_birthday",
        /// Speaks against it.
        OtherBirthday = "other_birthday",
        /// Speaks against it.
        OtherPatronymic = "other_patronymic",
    }
}

/// Cards that share a key with more others than this share something common: it says nothing.
pub const MOST_ALIKE: usize = 20;
/// Names under which a card is made when nobody asked for one.
const UNNAMED: &[&str] = &["клиент без имени", "unnamed client", "client fără nume"];
/// A shorter word with a slip is another word.
const SHORTEST_WITH_SLIP: usize = 4;

/// Forms of one given name; the first stands for all.
const FORMS: &[&[&str]] = &[
    &["александр", "саша", "саня", "шура", "алекс"],
    &["александра", "саша", "саня", "шура"],
    &["алексей", "лёша", "лёха", "алёша"],
    &["анастасия", "настя", "ася"],
    &["анна", "аня", "нюра", "анюта"],
    &["антон", "тоша"],
    &["валентина", "валя"],
    &["валерий", "валера"],
    &["василий", "вася"],
    &["виктор", "витя"],
    &["виктория", "вика"],
    &["владимир", "вова", "володя"],
    &["галина", "галя"],
    &["дарья", "даша"],
    &["дмитрий", "дима", "митя"],
    &["евгений", "женя"],
    &["евгения", "женя"],
    &["екатерина", "катя", "катерина"],
    &["елена", "лена", "алёна"],
    &["елизавета", "лиза"],
    &["иван", "ваня"],
    &["ирина", "ира"],
    &["ксения", "ксюша", "оксана"],
    &["константин", "костя"],
    &["любовь", "люба"],
    &["людмила", "люда", "мила"],
    &["маргарита", "рита"],
    &["мария", "маша", "маруся"],
    &["михаил", "миша"],
    &["надежда", "надя"],
    &["наталья", "наталия", "наташа"],
    &["николай", "коля"],
    &["ольга", "оля"],
    &["павел", "паша"],
    &["пётр", "петя"],
    &["полина", "поля"],
    &["светлана", "света"],
    &["сергей", "серёжа"],
    &["софия", "софья", "соня"],
    &["татьяна", "таня"],
    &["юлия", "юля"],
    &["юрий", "юра"],
    &["alexandru", "sandu", "alex"],
    &["constantin", "costel", "costi"],
    &["gheorghe", "ghita", "george"],
    &["ion", "ionel", "vanea"],
    &["mihai", "misu"],
    &["nicolae", "nicu", "colea"],
    &["vasile", "vasea"],
    &["william", "bill", "will"],
    &["robert", "bob", "rob"],
    &["michael", "mike"],
    &["elizabeth", "liz", "beth"],
    &["catherine", "katherine", "kate"],
];

/// What is compared of a card.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    pub surname: Option<String>,
    pub given: Option<String>,
    pub patronymic: Option<String>,
    pub birth_date: Option<NaiveDate>,
    /// E.164.
    pub phones: Vec<String>,
    pub emails: Vec<String>,
}

/// That two cards may be one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    pub certainty: Certainty,
    /// For it first.
    pub reasons: Vec<Reason>,
}

/// How two names are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    Other,
    /// One of the cards has no name, or only a given one.
    Unknown,
    Similar,
    Same,
}

/// What speaks for it that two cards are one person; `None`: nothing, or it is a family. `related` says that the one is linked with the other.
pub fn verdict(one: &Facts, other: &Facts, related: bool) -> Option<Verdict> {
    use Certainty::{Certain, Likely, Possible};
    if related {
        return None;
    }
    let (name, how) = names(one, other);
    if name == Likeness::Other {
        return None;
    }
    let phone = one.phones.iter().any(|phone| other.phones.contains(phone));
    let email = one.emails.iter().any(|email| {
        let same = |known: &String| known.to_lowercase() == email.to_lowercase();
        other.emails.iter().any(same)
    });
    let birthday = one
        .birth_date
        .zip(other.birth_date)
        .map(|(one, other)| one == other);
    let father = one
        .patronymic
        .as_deref()
        .zip(other.patronymic.as_deref())
        .map(|(one, other)| likeness(one, other) != Likeness::Other);
    let contact = phone || email;
    let against = birthday == Some(false) || father == Some(false);
    let certainty = match (name, contact, birthday) {
        // A father and a son may have all of a name, and a phone.
        (_, true, _) if against => Possible,
        (_, false, _) if against => return None,
        (Likeness::Same, true, _) => Certain,
        (Likeness::Similar, true, Some(true)) => Certain,
        (Likeness::Similar | Likeness::Unknown, true, _) => Likely,
        (Likeness::Same, false, Some(true)) => Likely,
        (Likeness::Same, false, _) | (Likeness::Similar, false, Some(true)) => Possible,
        _ => return None,
    };
    let reasons = [
        phone.then_some(Reason::SamePhone),
        email.then_some(Reason::SameEmail),
        how,
        (birthday == Some(true)).then_some(Reason::SameBirthday),
        (birthday == Some(false)).then_some(Reason::OtherBirthday),
        (father == Some(false)).then_some(Reason::OtherPatronymic),
    ];
    Some(Verdict {
        certainty,
        reasons: reasons.into_iter().flatten().collect(),
    })
}

/// What cards of one person have in common besides phones and addresses. A key that is everybody's is nobody's: see [`MOST_ALIKE`].
pub fn keys(facts: &Facts) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let Some(heard) = full(facts) else {
        return keys;
    };
    // Which of the two is the given name is what may have been swapped.
    let words = heard.map(|word| form(&word));
    let under = |letter: char, mut two: [String; 2]| {
        two.sort();
        format!("{letter}:{} {}", two[0], two[1])
    };
    keys.insert(under('n', words.clone()));
    keys.insert(under('s', words.clone().map(|word| skeleton(&word))));
    if let Some(date) = facts.birth_date {
        keys.extend(words.map(|word| format!("b:{date} {word}")));
    }
    keys
}

/// Surname and given name as they sound, when a card has both.
fn full(facts: &Facts) -> Option<[String; 2]> {
    let surname = sound(facts.surname.as_deref()?);
    let given = sound(facts.given.as_deref()?);
    (!surname.is_empty() && !given.is_empty() && !unnamed(facts)).then_some([surname, given])
}

/// No name was said: none at all, as in a form that is still being filled, or one that stands for none.
fn unnamed(facts: &Facts) -> bool {
    let parts = [&facts.given, &facts.surname, &facts.patronymic];
    let words: Vec<String> = parts
        .into_iter()
        .flatten()
        .flat_map(|part| part.split_whitespace())
        .map(str::to_lowercase)
        .collect();
    // However the words came to be split.
    words.is_empty()
        || UNNAMED.iter().any(|name| {
            let known: Vec<&str> = name.split(' ').collect();
            known.len() == words.len()
                && known.iter().all(|word| words.iter().any(|own| own == word))
        })
}

fn names(one: &Facts, other: &Facts) -> (Likeness, Option<Reason>) {
    if unnamed(one) || unnamed(other) {
        return (Likeness::Unknown, None);
    }
    let parts = |facts: &Facts| (facts.surname.clone(), facts.given.clone());
    match (parts(one), parts(other)) {
        ((Some(s1), Some(g1)), (Some(s2), Some(g2))) => {
            let straight = both(likeness(&s1, &s2), given_likeness(&g1, &g2));
            let swapped = both(given_likeness(&g1, &s2), given_likeness(&s1, &g2));
            match (straight, swapped) {
                (Likeness::Same, _) => (Likeness::Same, Some(Reason::SameName)),
                (_, Likeness::Same) => (Likeness::Same, Some(Reason::SwappedName)),
                (Likeness::Similar, _) => (Likeness::Similar, Some(Reason::SimilarName)),
                (_, Likeness::Similar) => (Likeness::Similar, Some(Reason::SwappedName)),
                _ => (Likeness::Other, None),
            }
        }
        // A card with a single word has only a given name: it says who it is, and not enough.
        ((s1, g1), (s2, g2)) => {
            let (ones, others) = ([s1, g1], [s2, g2]);
            let alike = ones.iter().flatten().any(|one| {
                let mut others = others.iter().flatten();
                others.any(|other| given_likeness(one, other) != Likeness::Other)
            });
            match alike {
                true => (Likeness::Unknown, Some(Reason::SimilarName)),
                false => (Likeness::Other, None),
            }
        }
    }
}

/// Of two parts: both must be alike, and one slip is all that is forgiven.
fn both(one: Likeness, two: Likeness) -> Likeness {
    match (one, two) {
        (Likeness::Same, Likeness::Same) => Likeness::Same,
        (Likeness::Same, Likeness::Similar) | (Likeness::Similar, Likeness::Same) => {
            Likeness::Similar
        }
        _ => Likeness::Other,
    }
}

fn given_likeness(one: &str, other: &str) -> Likeness {
    match likeness(one, other) {
        Likeness::Same => Likeness::Same,
        _ if forms(one, other) => Likeness::Similar,
        found => found,
    }
}

fn likeness(one: &str, other: &str) -> Likeness {
    let (one, other) = (sound(one), sound(other));
    if one == other {
        return Likeness::Same;
    }
    // Of a man and of a woman of one family.
    let pair = |one: &str, other: &str| one.strip_suffix('a') == Some(other);
    let short = one.chars().count().min(other.chars().count()) < SHORTEST_WITH_SLIP;
    match !short && !pair(&one, &other) && !pair(&other, &one) && slip(&one, &other) {
        true => Likeness::Similar,
        false => Likeness::Other,
    }
}

/// Whether two given names are forms of one.
fn forms(one: &str, other: &str) -> bool {
    let (one, other) = (sound(one), sound(other));
    let has = |group: &&[&str], word: &str| group.iter().any(|form| sound(form) == word);
    FORMS
        .iter()
        .any(|group| has(group, &one) && has(group, &other))
}

/// The form that stands for all, as it sounds; another word stands for itself.
fn form(heard: &str) -> String {
    let group = FORMS
        .iter()
        .find(|group| group.iter().any(|form| sound(form) == heard));
    group.map_or_else(|| heard.to_owned(), |group| sound(group[0]))
}

/// The consonants, doubled ones once: what a slip in a vowel leaves.
fn skeleton(heard: &str) -> String {
    let mut bones = String::with_capacity(heard.len());
    for letter in heard.chars() {
        if !"aeiouy".contains(letter) && !bones.ends_with(letter) {
            bones.push(letter);
        }
    }
    bones
}

/// Whether one letter was left out, added, taken for another, or changed places with its neighbour.
fn slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() {
        (&one, &other)
    } else {
        (&other, &one)
    };
    let same = short
        .iter()
        .zip(long)
        .take_while(|(one, other)| one == other)
        .count();
    match long.len() - short.len() {
        0 => {
            let swapped = same + 1 < long.len()
                && short[same] == long[same + 1]
                && short[same + 1] == long[same]
                && short[same + 2..] == long[same + 2..];
            same == long.len() || short[same + 1..] == long[same + 1..] || swapped
        }
        1 => short[same..] == long[same + 1..],
        _ => false,
    }
}

#[cfg(test)]
mod tests;
