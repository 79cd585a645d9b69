//! Phone numbers: a light normaliser that fits into the browser, and how a number is shown.
//!
//! It knows the lengths and trunk prefixes of the countries where the product is used and passes any other well-formed
//! international number. The server checks the result against a full numbering plan on top.

use std::fmt;

/// A number in E.164: `+` and 7 to 15 digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

/// How a country's numbers are built.
struct Plan {
    /// ISO 3166 alpha-2.
    country: &'static str,
    code: &'static str,
    /// Dialled before a national number within the country; not part of the international one.
    trunk: &'static str,
    /// Digits of a national number, least and most.
    length: (usize, usize),
    /// Sizes of the groups shown, each with the sign before it. Empty: thirds.
    groups: &'static [(char, usize)],
}

const SPACE: char = '\u{A0}';

const HABIT_7: &[(char, usize)] = &[(SPACE, 3), (SPACE, 3), ('-', 2), ('-', 2)];

const fn plan(
    country: &'static str,
    code: &'static str,
    trunk: &'static str,
    length: (usize, usize),
    groups: &'static [(char, usize)],
) -> Plan {
    Plan {
        country,
        code,
        trunk,
        length,
        groups,
    }
}

/// Russia before Kazakhstan: they share +7, and the first wins where only the code is known.
const PLANS: &[Plan] = &[
    plan("RU", "7", "8", (10, 10), HABIT_7),
    plan("KZ", "7", "8", (10, 10), HABIT_7),
    plan(
        "MD",
        "373",
        "0",
        (8, 8),
        &[(SPACE, 3), (SPACE, 2), (SPACE, 3)],
    ),
    plan(
        "RO",
        "40",
        "0",
        (9, 9),
        &[(SPACE, 3), (SPACE, 3), (SPACE, 3)],
    ),
    plan(
        "BY",
        "375",
        "80",
        (9, 9),
        &[(SPACE, 2), (SPACE, 3), ('-', 2), ('-', 2)],
    ),
    plan(
        "UA",
        "380",
        "0",
        (9, 9),
        &[(SPACE, 2), (SPACE, 3), (SPACE, 4)],
    ),
    plan("AM", "374", "0", (8, 8), &[(SPACE, 2), (SPACE, 6)]),
    plan(
        "AZ",
        "994",
        "0",
        (9, 9),
        &[(SPACE, 2), (SPACE, 3), (SPACE, 2), (SPACE, 2)],
    ),
    plan("BG", "359", "0", (8, 9), &[]),
    plan(
        "CH",
        "41",
        "0",
        (9, 9),
        &[(SPACE, 2), (SPACE, 3), (SPACE, 2), (SPACE, 2)],
    ),
    plan("DE", "49", "0", (6, 13), &[]),
    plan(
        "ES",
        "34",
        "",
        (9, 9),
        &[(SPACE, 3), (SPACE, 2), (SPACE, 2), (SPACE, 2)],
    ),
    plan(
        "FR",
        "33",
        "0",
        (9, 9),
        &[(SPACE, 1), (SPACE, 2), (SPACE, 2), (SPACE, 2), (SPACE, 2)],
    ),
    plan("GB", "44", "0", (9, 10), &[(SPACE, 4), (SPACE, 6)]),
    plan(
        "GE",
        "995",
        "0",
        (9, 9),
        &[(SPACE, 3), (SPACE, 2), (SPACE, 2), (SPACE, 2)],
    ),
    plan("IL", "972", "0", (8, 9), &[]),
    plan("IT", "39", "", (6, 12), &[]),
    plan(
        "KG",
        "996",
        "0",
        (9, 9),
        &[(SPACE, 3), (SPACE, 3), (SPACE, 3)],
    ),
    plan("LT", "370", "8", (8, 8), &[]),
    plan(
        "LV",
        "371",
        "",
        (8, 8),
        &[(SPACE, 2), (SPACE, 3), (SPACE, 3)],
    ),
    plan(
        "PL",
        "48",
        "",
        (9, 9),
        &[(SPACE, 3), (SPACE, 3), (SPACE, 3)],
    ),
    plan("TJ", "992", "", (9, 9), &[]),
    plan("TM", "993", "8", (8, 8), &[]),
    plan(
        "TR",
        "90",
        "0",
        (10, 10),
        &[(SPACE, 3), (SPACE, 3), (SPACE, 2), (SPACE, 2)],
    ),
    plan("US", "1", "1", (10, 10), &[(SPACE, 3), ('-', 3), ('-', 4)]),
    plan(
        "UZ",
        "998",
        "",
        (9, 9),
        &[(SPACE, 2), (SPACE, 3), (SPACE, 2), (SPACE, 2)],
    ),
];

impl Plan {
    fn fits(&self, national: &str) -> bool {
        let begins_well = match self.code {
            // No area of +7 begins with 89: ten digits that do are a mobile number with one digit lost.
            "7" => {
                national.starts_with(['3', '4', '6', '7', '8', '9']) && !national.starts_with("89")
            }
            "39" => true,
            _ => !national.starts_with('0'),
        };
        begins_well && (self.length.0..=self.length.1).contains(&national.len())
    }

    /// The national number of what was dialled within the country.
    fn national<'a>(&self, dialled: &'a str) -> Option<&'a str> {
        let bare = dialled
            .strip_prefix(self.trunk)
            .filter(|_| !self.trunk.is_empty());
        [Some(dialled), bare]
            .into_iter()
            .flatten()
            .find(|national| self.fits(national))
    }

    /// The national number of digits that begin with the country's code; a trunk prefix after the code is forgiven.
    fn international<'a>(&self, digits: &'a str) -> Option<&'a str> {
        self.national(digits.strip_prefix(self.code)?)
    }
}

impl Phone {
    /// Understands what people type and spreadsheets hold. `country` (ISO 3166 alpha-2) is where numbers without a code are dialled.
    ///
    /// `None` for what cannot be a number: letters, too few digits, a length the country does not have.
    pub fn parse(typed: &str, country: &str) -> Option<Self> {
        let (digits, plus) = digits(typed)?;
        if !(6..=16).contains(&digits.len()) {
            return None;
        }
        let home = PLANS
            .iter()
            .find(|plan| plan.country.eq_ignore_ascii_case(country));
        if !plus {
            if let Some(national) = home.and_then(|plan| plan.national(&digits)) {
                return Some(Self::of(home?.code, national));
            }
            if let Some(national) = home.and_then(|plan| plan.international(&digits)) {
                return Some(Self::of(home?.code, national));
            }
        }
        if let Some(plan) = PLANS.iter().find(|plan| digits.starts_with(plan.code))
            && let Some(national) = plan.international(&digits)
            && (plus || plan.code.len() > 1 || digits.len() == 11)
        {
            return Some(Self::of(plan.code, national));
        }
        // "+8 912 …": the Russian trunk prefix with a plus before it; no country has +89.
        if digits.len() == 11 && digits.starts_with("89") {
            return Some(Self::of("7", &digits[1..]));
        }
        let known = PLANS.iter().any(|plan| digits.starts_with(plan.code));
        (plus && !known && (7..=15).contains(&digits.len()) && !digits.starts_with('0'))
            .then(|| Self(format!("+{digits}")))
    }

    /// A number that is known to be one: as [`Self::as_str`] gave it, or as a full numbering plan did.
    pub fn from_e164(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('+')?;
        ((7..=15).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0'))
        .then(|| Self(text.to_owned()))
    }

    fn of(code: &str, national: &str) -> Self {
        Self(format!("+{code}{national}"))
    }

    /// `+79123456789`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without the plus.
    pub fn digits(&self) -> &str {
        &self.0[1..]
    }

    /// As it is read: `+7 912 345-67-89`, with spaces that do not break.
    pub fn display(&self) -> String {
        let digits = self.digits();
        let plan = PLANS
            .iter()
            .find(|plan| plan.international(digits).is_some());
        let code = plan.map_or_else(|| code_length(digits), |plan| plan.code.len());
        let (code, mut rest) = digits.split_at(code);
        let mut shown = format!("+{code}");
        let habit = plan.map_or(&[][..], |plan| plan.groups);
        if habit.iter().map(|(_, size)| size).sum::<usize>() == rest.len() {
            for (sign, size) in habit {
                let (group, after) = rest.split_at(*size);
                shown.push(*sign);
                shown.push_str(group);
                rest = after;
            }
            return shown;
        }
        while !rest.is_empty() {
            let size = if rest.len() <= 4 { rest.len() } else { 3 };
            let (group, after) = rest.split_at(size);
            shown.push(SPACE);
            shown.push_str(group);
            rest = after;
        }
        shown
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Length of the country code of a number whose country has no plan here.
fn code_length(digits: &str) -> usize {
    // Two-digit codes of E.164; +1 and +7 have plans, all others have three digits.
    const TWO: &str = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 \
                       81 82 84 86 90 91 92 93 94 95 98";
    match digits.as_bytes()[0] {
        b'1' | b'7' => 1,
        _ if TWO.split_whitespace().any(|code| digits.starts_with(code)) => 2,
        _ => 3,
    }
}

/// The digits of what was typed, and whether it was written internationally.
fn digits(typed: &str) -> Option<(String, bool)> {
    let lower = typed.trim().trim_start_matches('\'').to_lowercase();
    let text = lower.strip_prefix("tel:").unwrap_or(&lower);
    // Extensions and remarks after a number are not part of it.
    let end = ["доб", "ext", "вн.", "int.", "x", "#", ",", ";"]
        .iter()
        .filter_map(|sign| text.find(sign))
        .min()
        .unwrap_or(text.len());
    let text = text[..end].replace("(0)", "");
    // A spreadsheet turns a number into a fraction.
    let text = text.strip_suffix(".0").unwrap_or(&text);
    let mut digits = String::with_capacity(16);
    let mut plus = false;
    for character in text.chars() {
        match character {
            '0'..='9' => digits.push(character),
            '０'..='９' => digits.push(char::from(b'0' + (character as u32 - '０' as u32) as u8)),
            '+' | '＋' if digits.is_empty() => plus = true,
            '-' | '.' | '(' | ')' | '/' | '[' | ']' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {}
            _ if character.is_whitespace()
                || matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}') =>
                {}
            _ => return None,
        }
    }
    match digits.strip_prefix("00") {
        Some(rest) if !plus => Some((rest.to_owned(), true)),
        _ => Some((digits, plus)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_number_are_one_number() {
        for (country, expected, spellings) in [
            (
                "RU",
                "+79123456789",
                &[
                    "+79123456789",
                    "89123456789",
                    "79123456789",
                    "9123456789",
                    "8 (912) 345-67-89",
                    "+7 912 345 67 89",
                    "+7\u{a0}912\u{a0}345\u{2011}67\u{2011}89",
                    "8-912-345-67-89",
                    "8.912.345.67.89",
                    "tel:+7-912-345-67-89",
                    "'89123456789",
                    "79123456789.0",
                    "007 912 345 67 89",
                    "+7 (8) 912 345 67 89",
                    "+8 912 345 67 89",
                    "8 912 345 67 89 доб. 12",
                    "8 912 345 67 89, мама",
                    "８９１２３４５６７８９",
                    "+7(912)3456789 ext 5",
                    "  8 912 3456789  ",
                    "\u{202a}+7 912 345-67-89\u{202c}",
                ][..],
            ),
            (
                "MD",
                "+37362112345",
                &[
                    "062112345",
                    "62112345",
                    "+373 621 12 345",
                    "373 62112345",
                    "0621 12 345",
                    "+373 (0) 621 12345",
                    "00373 621 12345",
                    "+373 0 62112345",
                ],
            ),
            (
                "RO",
                "+40712034567",
                &[
                    "0712034567",
                    "0712 034 567",
                    "712034567",
                    "+40 712 034 567",
                    "0040712034567",
                    "+40 (0)712 034 567",
                    "40712034567",
                ],
            ),
            (
                "KZ",
                "+77011234567",
                &[
                    "87011234567",
                    "8 701 123 45 67",
                    "7011234567",
                    "+7 701 123-45-67",
                    "77011234567",
                ],
            ),
            (
                "BY",
                "+375291234567",
                &[
                    "80291234567",
                    "8 029 123-45-67",
                    "291234567",
                    "+375 29 123-45-67",
                    "375291234567",
                ],
            ),
            (
                "UA",
                "+380501234567",
                &[
                    "0501234567",
                    "050 123 45 67",
                    "+380 50 123 4567",
                    "380501234567",
                ],
            ),
            (
                "MD",
                "+79123456789",
                &["+7 912 345-67-89", "89123456789", "79123456789"],
            ),
            ("RU", "+37362112345", &["37362112345", "+373 621 12345"]),
            (
                "RU",
                "+4915112345678",
                &["+49 151 12345678", "0049 151 12345678"],
            ),
            ("RU", "+819012345678", &["+81 90-1234-5678"]),
            ("XX", "+12125550123", &["+1 (212) 555-0123", "12125550123"]),
        ] {
            for typed in spellings {
                let parsed = Phone::parse(typed, country);
                assert_eq!(
                    parsed.as_ref().map(Phone::as_str),
                    Some(expected),
                    "{typed:?} in {country}"
                );
            }
        }
    }

    #[test]
    fn what_cannot_be_called_is_refused() {
        for typed in [
            "",
            "12345",
            "+12345",
            "мама",
            "912345",
            "8912345678",
            "891234567890",
            "+7912345678",
            "+791234567890",
            "+373 6211234",
            "call me",
            "912-345-67-8a",
            "+",
            "00",
            "+0123456789",
            "12345678901234567",
            "2026-12-05T10:00",
        ] {
            assert_eq!(Phone::parse(typed, "RU"), None, "{typed:?}");
        }
        assert_eq!(
            Phone::parse("9123456789", "XX"),
            None,
            "no country to dial in"
        );
    }

    #[test]
    fn numbers_are_shown_as_their_country_is_used_to() {
        for (number, shown) in [
            ("+79123456789", "+7 912 345-67-89"),
            ("+77011234567", "+7 701 123-45-67"),
            ("+37362112345", "+373 621 12 345"),
            ("+40712034567", "+40 712 034 567"),
            ("+375291234567", "+375 29 123-45-67"),
            ("+380501234567", "+380 50 123 4567"),
            ("+12125550123", "+1 212-555-0123"),
            ("+819012345678", "+81 901 234 5678"),
            ("+21612345678", "+216 123 456 78"),
        ] {
            let phone = Phone::from_e164(number).unwrap();
            assert_eq!(phone.display().replace(SPACE, " "), shown);
            assert_eq!(
                Phone::parse(&phone.display(), "RU"),
                Some(phone),
                "shown reads back"
            );
        }
    }

    #[test]
    fn only_e164_is_taken_as_it_is() {
        for bad in [
            "79123456789",
            "+7912345678a",
            "+",
            "+12345",
            "+0123456789",
            "+1234567890123456",
        ] {
            assert_eq!(Phone::from_e164(bad), None, "{bad}");
        }
    }
}
