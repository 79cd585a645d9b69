//! Which passwords are good enough: long, not common, and not the name of the person or the club.

use wire::error::{Fault, FieldError};

use crate::http::Check;

const SHORTEST: usize = 12;
/// Longer ones would only cost time.
const LONGEST: usize = 128;
/// A part of a name that is shorter proves nothing.
const PART: usize = 4;

/// What people choose first when twelve characters are asked for; compared without case, digits at the end and repetitions.
const COMMON: &[&str] = &[
    "password",
    "passwordpassword",
    "passw0rd",
    "parola",
    "parolaparola",
    "пароль",
    "парольпароль",
    "administrator",
    "adminadmin",
    "adminadminadmin",
    "qwertyuiop",
    "qwertyuiopasdf",
    "qwertyqwerty",
    "qwertyuiopasdfghjkl",
    "йцукенгшщзхъ",
    "йцукенгшщзхъфывапролджэ",
    "йцукенйцукен",
    "asdfghjkl",
    "asdfghjklzxcvbnm",
    "zxcvbnm",
    "1q2w3e4r5t6y",
    "1q2w3e4r5t6y7u",
    "qazwsxedcrfv",
    "qazwsxedcrfvtgb",
    "iloveyou",
    "iloveyouiloveyou",
    "iloveyouforever",
    "letmein",
    "letmeinletmein",
    "welcome",
    "welcomewelcome",
    "changeme",
    "changemechangeme",
    "superman",
    "batman",
    "football",
    "baseball",
    "sunshine",
    "princess",
    "princessprincess",
    "dragon",
    "monkey",
    "trustno",
    "correcthorsebatterystaple",
    "abcdefghijkl",
    "abcdefghijklmnop",
    "abcdefghijklmnopqrstuvwxyz",
    "abcabcabcabc",
    "testtesttest",
    "testtest",
    "secret",
    "secretsecret",
    "любовь",
    "любимая",
    "любимый",
    "наташа",
    "солнышко",
    "солнышкосолнышко",
    "привет",
    "приветпривет",
    "крокодил",
    "perezvon",
    "perezvonperezvon",
    "перезвон",
    "spartak",
    "спартак",
    "barcelona",
    "liverpool",
    "chelsea",
    "manchester",
    "starwars",
    "pokemon",
    "minecraft",
    "computer",
    "internet",
    "samsung",
    "whatever",
    "masterkey",
    "mastermaster",
    "qwerty",
    "login",
    "loginlogin",
    "default",
    "defaultdefault",
];

/// Notes what is wrong with a password at `pointer`; `names` are those of the person and the club.
pub(crate) fn check(check: &mut Check, pointer: &str, password: &str, names: &[&str]) {
    let length = password.chars().count();
    if length == 0 {
        check.fault(pointer, Fault::Required);
    } else if length < SHORTEST {
        check.push(FieldError::at(pointer, Fault::TooShort).with("min", SHORTEST));
    } else if length > LONGEST {
        check.push(FieldError::at(pointer, Fault::TooLong).with("max", LONGEST));
    } else if is_common(password) || holds_a_name(password, names) {
        check.fault(pointer, Fault::WeakPassword);
    }
}

fn is_common(password: &str) -> bool {
    let folded = password.to_lowercase();
    let trimmed = folded.trim_matches(|c: char| !c.is_alphabetic());
    let mut letters: Vec<char> = folded.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    letters.len() < 5
        || trimmed.is_empty() && is_run(&folded)
        || COMMON.contains(&trimmed)
        || COMMON.contains(&folded.as_str())
}

/// Digits that count up or down, or repeat: 123456789012, 987654321098.
fn is_run(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let steps = digits.windows(2).map(|pair| (pair[1] + 10 - pair[0]) % 10);
    let (up, down): (Vec<u32>, Vec<u32>) = steps.partition(|step| *step <= 1);
    up.is_empty() || down.is_empty()
}

fn holds_a_name(password: &str, names: &[&str]) -> bool {
    let folded = password.to_lowercase();
    names
        .iter()
        .flat_map(|name| name.split(|c: char| !c.is_alphanumeric()))
        .filter(|part| part.chars().count() >= PART)
        .any(|part| folded.contains(&part.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_passwords_pass_and_bad_ones_do_not() {
        let names = ["Anna Petrova", "anna.p@club.example", "Studio North"];
        for (password, fits) in [
            ("correct horse battery", true),
            ("три зелёных бегемота", true),
            ("short", false),
            ("passwordpassword", false),
            ("Password12345", false),
            ("ЙЦУКЕНГШЩЗХЪ", false),
            ("123456789012", false),
            ("098765432109", false),
            ("aaaaaaaaaaaa", false),
            ("petrova-is-here", false),
            ("i love studio!", false),
        ] {
            let mut found = Check::new();
            check(&mut found, "/password", password, &names);
            assert_eq!(found.done().is_ok(), fits, "{password}");
        }
        let mut found = Check::new();
        check(&mut found, "/password", &"x7".repeat(65), &[]);
        assert!(found.done().is_err());
    }
}
