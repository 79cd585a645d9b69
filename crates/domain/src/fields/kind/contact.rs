//! Phones, addresses and links.

use super::super::{FaultKind, FieldValue};
use crate::phone::Phone;
use crate::text::is_forbidden;

const LONGEST_EMAIL: usize = 254;
const LONGEST_URL: usize = 2_000;

pub(super) fn phone(typed: &str, country: &str) -> Result<FieldValue, FaultKind> {
    let phone = Phone::parse(typed, country).ok_or(FaultKind::Malformed)?;
    Ok(FieldValue::Phone(phone.as_str().to_owned()))
}

/// An address that can be written to: one `@`, a domain with a dot. The domain is lower-cased, the rest is kept.
pub fn email(typed: &str) -> Result<String, FaultKind> {
    let typed = typed.trim();
    let (local, domain) = typed.rsplit_once('@').ok_or(FaultKind::Malformed)?;
    let strange = |character: char| {
        character.is_whitespace()
            || is_forbidden(character)
            || matches!(
                character,
                '@' | '<' | '>' | ',' | ';' | '"' | '(' | ')' | '\\'
            )
    };
    let local_fits = (1..=64).contains(&local.len())
        && !local.chars().any(strange)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..");
    if typed.len() > LONGEST_EMAIL || !local_fits || !is_domain(domain) {
        return Err(FaultKind::Malformed);
    }
    Ok(format!("{local}@{}", domain.to_lowercase()))
}

/// A link that a person may be sent to: http or https, a host, no credentials.
pub fn url(typed: &str) -> Result<String, FaultKind> {
    let typed = typed.trim();
    let lower = typed.get(..8).unwrap_or(typed).to_ascii_lowercase();
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| lower.starts_with(scheme));
    let rest = &typed[scheme.ok_or(FaultKind::Malformed)?.len()..];
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = authority.rsplit_once(':').unwrap_or((authority, "80"));
    let strange = |character: char| {
        character.is_whitespace()
            || is_forbidden(character)
            || matches!(character, '<' | '>' | '"' | '\\')
    };
    if typed.len() > LONGEST_URL
        || typed.chars().any(strange)
        || !is_domain(host)
        || port.parse::<u16>().is_err()
    {
        return Err(FaultKind::Malformed);
    }
    Ok(typed.to_owned())
}

/// Labels of letters (of any script), digits and hyphens, at least two of them.
fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .chars()
                .all(|character| character.is_alphanumeric() || character == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    domain.contains('.') && domain.len() <= 253 && domain.split('.').all(label)
}
