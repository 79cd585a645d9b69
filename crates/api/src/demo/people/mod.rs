//! People who might be clients of the club: names that belong together, ages that fit, and phones that are nobody's.

mod english;
mod romanian;
mod russian;

use chrono::{Datelike, NaiveDate};

use super::dice::Dice;

/// Where a person's name comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Culture {
    Russian,
    Romanian,
    English,
}

/// A person before he is a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub surname: String,
    pub given: String,
    pub patronymic: Option<String>,
    pub woman: bool,
    pub birth_date: Option<NaiveDate>,
}

/// Draws a person. Clubs and studios have more women among their clients; most, not all, tell their birthday.
pub fn draw(dice: &mut Dice, culture: Culture, today: NaiveDate) -> Person {
    let woman = dice.chance(64);
    let birth_date = dice.chance(58).then(|| birthday(dice, today)).flatten();
    match culture {
        Culture::Russian => {
            let surname = *dice.pick(russian::SURNAMES);
            let (given_of_man, _) = *dice.pick(russian::MEN);
            let given = if woman {
                *dice.pick(russian::WOMEN)
            } else {
                given_of_man
            };
            let (_, father) = *dice.pick(russian::MEN);
            let patronymic = dice.chance(70).then(|| russian::patronymic(father, woman));
            let surname = if woman {
                russian::surname_of_a_woman(surname)
            } else {
                surname.to_owned()
            };
            Person {
                surname,
                given: given.to_owned(),
                patronymic,
                woman,
                birth_date,
            }
        }
        Culture::Romanian => plain(
            dice,
            woman,
            birth_date,
            romanian::WOMEN,
            romanian::MEN,
            romanian::SURNAMES,
        ),
        Culture::English => plain(
            dice,
            woman,
            birth_date,
            english::WOMEN,
            english::MEN,
            english::SURNAMES,
        ),
    }
}

fn plain(
    dice: &mut Dice,
    woman: bool,
    birth_date: Option<NaiveDate>,
    women: &[&str],
    men: &[&str],
    surnames: &[&str],
) -> Person {
    let given = (*dice.pick(if woman { women } else { men })).to_owned();
    let surname = (*dice.pick(surnames)).to_owned();
    Person {
        surname,
        given,
        patronymic: None,
        woman,
        birth_date,
    }
}

/// Mostly adults from 18 to 60, some older.
fn birthday(dice: &mut Dice, today: NaiveDate) -> Option<NaiveDate> {
    let age = if dice.chance(90) {
        dice.between(18, 48)
    } else {
        dice.between(49, 76)
    };
    let year = today.year() - age as i32;
    NaiveDate::from_yo_opt(year, dice.between(1, 365) as u32)
}

/// The phone of the `number`th person as it might be typed. Two people never get the same one while there are enough.
///
/// The ranges are not given out to subscribers in their countries, so a demo never rings at a stranger's.
pub fn phone(culture: Culture, number: u64) -> String {
    // A prime step that shares no factor with the ranges walks each number once.
    const STEP: u64 = 7_368_787;
    match culture {
        Culture::Russian => {
            const CODES: [&str; 8] = ["943", "944", "945", "946", "947", "972", "973", "975"];
            let at = number.wrapping_mul(STEP) % (CODES.len() as u64 * 10_000_000);
            let (code, rest) = (CODES[(at / 10_000_000) as usize], at % 10_000_000);
            let (a, b, c) = (rest / 10_000, rest / 100 % 100, rest % 100);
            match number % 3 {
                0 => format!("+7 {code} {a:03}-{b:02}-{c:02}"),
                1 => format!("8 ({code}) {a:03}-{b:02}-{c:02}"),
                _ => format!("8{code}{rest:07}"),
            }
        }
        Culture::Romanian => {
            const CODES: [&str; 3] = ["63", "64", "65"];
            let at = number.wrapping_mul(STEP) % (CODES.len() as u64 * 1_000_000);
            let (code, rest) = (CODES[(at / 1_000_000) as usize], at % 1_000_000);
            format!(
                "+373 {code}{:01} {:02} {:03}",
                rest / 100_000,
                rest / 1_000 % 100,
                rest % 1_000
            )
        }
        // Ofcom keeps this block for films and examples.
        Culture::English => format!("+44 7700 9{:05}", number.wrapping_mul(STEP) % 100_000),
    }
}

/// An address made of the name; the domain is reserved for examples.
pub fn email(person: &Person, number: u64) -> String {
    format!("{}@example.com", nick(person, number))
}

/// A name for the network.
pub fn nick(person: &Person, number: u64) -> String {
    let latin = |text: &str| -> String {
        let small = text.chars().flat_map(char::to_lowercase);
        small.filter_map(domain::latin::letter).collect()
    };
    format!(
        "{}.{}{}",
        latin(&person.given),
        latin(&person.surname),
        number % 1_000
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const ALL: [Culture; 3] = [Culture::Russian, Culture::Romanian, Culture::English];

    #[test]
    fn every_phone_can_be_called_and_is_ones_own() {
        for (culture, prefix) in ALL.into_iter().zip(["+79", "+3736", "+447700"]) {
            let mut seen = BTreeSet::new();
            for number in 0..3_000 {
                let typed = phone(culture, number);
                let parsed =
                    domain::phone::Phone::parse(&typed, "RU").unwrap_or_else(|| panic!("{typed}"));
                assert!(parsed.as_str().starts_with(prefix), "{typed}");
                assert!(seen.insert(parsed), "{typed} twice");
            }
        }
    }

    #[test]
    fn people_are_whole_and_of_age() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let mut dice = Dice::new(3);
        for culture in ALL {
            for number in 0..500 {
                let person = draw(&mut dice, culture, today);
                assert!(!person.surname.is_empty() && !person.given.is_empty());
                if let Some(born) = person.birth_date {
                    assert!((17..=77).contains(&(today.year() - born.year())));
                }
                let address = email(&person, number);
                assert!(address.is_ascii() && !address.starts_with('.'), "{address}");
            }
        }
    }
}
