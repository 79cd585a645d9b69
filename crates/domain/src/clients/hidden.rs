//! Contacts as somebody sees them who may not have them: enough to tell one from another, too little to use.
//!
//! Whoever lacks [`Permission::ClientContacts`](crate::access::Permission::ClientContacts) reads them so everywhere, and neither searches nor filters by them: a number that is found
//! digit by digit is a number that is read.

/// In the place of what is kept back.
const DOTS: &str = "•••";
/// Digits of a number that stay at its end.
const LAST_DIGITS: usize = 2;

/// `+7 912 345-67-89` → `+7 ••• •••-••-89`: the country, the form and the end stay.
pub fn phone(display: &str) -> String {
    let digits = display.chars().filter(char::is_ascii_digit).count();
    let code = display.find(char::is_whitespace).map_or(0, |end| {
        display[..end].chars().filter(char::is_ascii_digit).count()
    });
    let hidden = code..digits.saturating_sub(LAST_DIGITS);
    let mut place = 0;
    let letters = display.chars().map(|letter| {
        if !letter.is_ascii_digit() {
            return letter;
        }
        place += 1;
        if hidden.contains(&(place - 1)) {
            '•'
        } else {
            letter
        }
    });
    letters.collect()
}

/// `kate@mail.ru` → `k•••@mail.ru`: the first letter and the house stay.
pub fn email(address: &str) -> String {
    let (name, house) = address.split_once('@').unwrap_or((address, ""));
    let first: String = name.chars().take(1).collect();
    match house.is_empty() {
        true => format!("{first}{DOTS}"),
        false => format!("{first}{DOTS}@{house}"),
    }
}

/// A name in a messenger, or any other contact that has no form of its own.
pub fn contact(_: &str) -> String {
    DOTS.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_of_a_number() {
        for (whole, part) in [
            ("+7\u{A0}912\u{A0}345-67-89", "+7\u{A0}•••\u{A0}•••-••-89"),
            (
                "+373\u{A0}621\u{A0}12\u{A0}345",
                "+373\u{A0}•••\u{A0}••\u{A0}•45",
            ),
            ("+442079460000", "+••••••••••00"),
            ("12", "12"),
        ] {
            assert_eq!(phone(whole), part);
        }
    }

    #[test]
    fn what_stays_of_an_address() {
        for (whole, part) in [
            ("kate@mail.ru", "k•••@mail.ru"),
            ("я@почта.рф", "я•••@почта.рф"),
            ("nobody", "n•••"),
            ("", "•••"),
        ] {
            assert_eq!(email(whole), part);
        }
    }
}
