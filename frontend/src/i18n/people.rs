//! Phones and names.

use domain::phone::Phone;

/// A number in E.164 as people read it: +7 912 345-67-89. What is not a number is shown as it is.
pub fn phone(e164: &str) -> String {
    Phone::from_e164(e164).map_or_else(|| e164.to_owned(), |phone| phone.display())
}

/// The address that dials the number.
pub fn phone_link(e164: &str) -> String {
    format!("tel:{e164}")
}

/// The number in E.164 that somebody typed in a country; `None` while it is not a number.
pub fn parse_phone(typed: &str, country: &str) -> Option<String> {
    Phone::parse(typed, country).map(|phone| phone.as_str().to_owned())
}

/// Text for comparing while somebody types: lower case, ё as е, Romanian letters without their signs.
pub fn fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ё' => 'е',
            'ș' | 'ş' => 's',
            'ț' | 'ţ' => 't',
            'ă' | 'â' => 'a',
            'î' => 'i',
            '\u{A0}' => ' ',
            c => c,
        })
        .collect()
}
