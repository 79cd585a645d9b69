//! Numbers and sums.

use std::cell::OnceCell;

use domain::language::Language;
use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use super::{language, tag};

thread_local! {
    static WHOLE: OnceCell<Function> = const { OnceCell::new() };
    static CENTS: OnceCell<Function> = const { OnceCell::new() };
    static TENTHS: OnceCell<Function> = const { OnceCell::new() };
}

const NBSP: char = '\u{A0}';

fn formatter(least: u8, most: u8) -> Function {
    let options = Object::new();
    for (name, value) in [
        ("minimumFractionDigits", least),
        ("maximumFractionDigits", most),
    ] {
        let _ = Reflect::set(&options, &name.into(), &JsValue::from_f64(value.into()));
    }
    Intl::NumberFormat::new(&Array::of1(&tag().into()), &options).format()
}

fn format(
    cell: &'static std::thread::LocalKey<OnceCell<Function>>,
    digits: (u8, u8),
    value: f64,
) -> String {
    cell.with(|cell| {
        let function = cell.get_or_init(|| formatter(digits.0, digits.1));
        let text = function.call1(&JsValue::UNDEFINED, &JsValue::from_f64(value));
        text.ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    })
}

/// A whole number with its groups: 1 234 567.
#[expect(clippy::cast_precision_loss, reason = "no count reaches 2^53")]
pub fn number(value: i64) -> String {
    format(&WHOLE, (0, 0), value as f64)
}

/// With one digit after the point where there is one: 4,5.
pub fn tenths(value: f64) -> String {
    format(&TENTHS, (0, 1), value)
}

/// A share, given as 0.125: 12,5 %.
pub fn percent(share: f64) -> String {
    let value = format(&TENTHS, (0, 1), share * 100.0);
    match language() {
        Language::En => format!("{value}%"),
        Language::Ru | Language::Ro => format!("{value}{NBSP}%"),
    }
}

/// A sum in minor units with our sign of the currency: 12 500 ₽, ₽12,500. Cents only where there are some.
#[expect(clippy::cast_precision_loss, reason = "no sum reaches 2^53 cents")]
pub fn money(minor: i64, currency: &str) -> String {
    let value = minor as f64 / 100.0;
    let value = if minor % 100 == 0 {
        format(&WHOLE, (0, 0), value)
    } else {
        format(&CENTS, (2, 2), value)
    };
    let sign = currency_sign(currency);
    if language() == Language::En && !sign.chars().any(char::is_alphabetic) {
        match value.strip_prefix('-') {
            Some(value) => format!("-{sign}{value}"),
            None => format!("{sign}{value}"),
        }
    } else {
        format!("{value}{NBSP}{sign}")
    }
}

/// Our signs, because `Intl` prints "12 500 MDL".
pub fn currency_sign(currency: &str) -> String {
    match (currency, language()) {
        ("RUB", _) => "₽",
        ("EUR", _) => "€",
        ("USD", _) => "$",
        ("KZT", _) => "₸",
        ("UAH", _) => "₴",
        ("RON", _) | ("MDL", Language::Ro) => "lei",
        ("MDL", Language::Ru) => "лей",
        ("MDL", Language::En) => "L",
        (other, _) => other,
    }
    .to_owned()
}

/// The sum as it is typed: no groups, a comma before the cents where the language has one.
pub fn money_plain(minor: i64) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let (whole, cents) = (minor.unsigned_abs() / 100, minor.unsigned_abs() % 100);
    let comma = if language() == Language::En { '.' } else { ',' };
    if cents == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}{comma}{cents:02}")
    }
}

/// Understands `12 500`, `12500,50`, `12,500.50`, `12.500,50`; minor units, never negative.
pub fn parse_money(typed: &str) -> Option<i64> {
    let text: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '₽' | '€' | '$' | '₸' | '₴'))
        .collect();
    let point = text
        .rfind([',', '.'])
        .filter(|at| (1..=2).contains(&(text.len() - at - 1)));
    let (whole, cents) = point.map_or((text.as_str(), ""), |at| (&text[..at], &text[at + 1..]));
    let whole: String = whole.chars().filter(|c| !matches!(c, ',' | '.')).collect();
    if whole.is_empty()
        || !whole
            .bytes()
            .chain(cents.bytes())
            .all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let cents: i64 = format!("{cents:0<2}").parse().ok()?;
    whole
        .parse::<i64>()
        .ok()?
        .checked_mul(100)?
        .checked_add(cents)
}

#[cfg(test)]
mod tests {
    use super::parse_money;

    #[test]
    fn sums_as_people_type_them() {
        for (typed, expected) in [
            ("12 500", Some(1_250_000)),
            ("12500,5", Some(1_250_050)),
            ("12500.50", Some(1_250_050)),
            ("12,500.50", Some(1_250_050)),
            ("12.500,50", Some(1_250_050)),
            ("12.500", Some(1_250_000)),
            ("500 ₽", Some(50_000)),
            ("0", Some(0)),
            ("", None),
            ("-5", None),
            ("пятьсот", None),
            ("5,,5x", None),
        ] {
            assert_eq!(parse_money(typed), expected, "{typed}");
        }
    }
}
