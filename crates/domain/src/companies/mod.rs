//! Companies: organisations that a club works with, and the people who stand for them.

/// Longest name.
pub const MAX_NAME: usize = 200;
/// Longest legal name, address or site.
pub const MAX_LINE: usize = 300;
/// Longest tax number.
pub const MAX_TAX_ID: usize = 40;
/// Longest word for what somebody is in a company.
pub const MAX_ROLE: usize = 60;
/// So many people of one company.
pub const MAX_PEOPLE: usize = 200;

/// What makes two spellings of a tax number one: its letters and digits. Countries write theirs differently, so no more is asked of it.
pub fn tax_key(tax_id: &str) -> Option<String> {
    let key: String = tax_id
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect();
    (!key.is_empty()).then_some(key)
}

/// The address of a site as a browser opens it: `school.example` gets its scheme. `None` for what no browser should open.
pub fn site(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let rest = match typed.split_once("://") {
        Some((scheme, rest))
            if matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") =>
        {
            rest
        }
        Some(_) => return None,
        None => typed,
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    let is_name = name.contains('.') && !name.starts_with('.') && !name.ends_with('.');
    let is_plain =
        !host.contains('@') && !rest.contains(|c: char| c.is_whitespace() || c.is_control());
    let is_port = host
        .split_once(':')
        .is_none_or(|(_, port)| port.parse::<u16>().is_ok());
    (is_name && is_plain && is_port).then(|| match typed.contains("://") {
        true => typed.to_owned(),
        false => format!("https://{typed}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tax_number_is_its_letters_and_digits() {
        assert_eq!(tax_key("77 07-083893").as_deref(), Some("7707083893"));
        assert_eq!(tax_key("ro 123 456").as_deref(), Some("RO123456"));
        assert_eq!(tax_key(" – "), None);
    }

    #[test]
    fn a_site_is_what_a_browser_opens() {
        for (typed, opened) in [
            ("school.example", Some("https://school.example")),
            (
                " http://school.example/a?b ",
                Some("http://school.example/a?b"),
            ),
            ("школа.рф:8080/о-нас", Some("https://школа.рф:8080/о-нас")),
            ("javascript:alert(1)", None),
            ("javascript://a.b/%0aalert(1)", None),
            ("ftp://school.example", None),
            ("school", None),
            ("school.example is ours", None),
            ("https://user@school.example", None),
            ("", None),
        ] {
            assert_eq!(site(typed).as_deref(), opened, "{typed}");
        }
    }
}
