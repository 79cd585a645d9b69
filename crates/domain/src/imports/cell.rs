//! What stands in a cell: texts as spreadsheets and other programs write them.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, NaiveTime};

use super::DateOrder;
use crate::clients::Stage;
use crate::search::base_letter;

/// A text as it is compared: small letters without accents, words with one space between them, no punctuation.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match base_letter(letter) {
            Some(base) => folded.push_str(base),
            None if letter.is_alphanumeric() => folded.push(letter),
            None if !folded.ends_with(' ') && !folded.is_empty() => folded.push(' '),
            None => {}
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// The values of a cell that may hold several: `+7 912…; 8 800…`, one a line, or with commas.
pub fn several(cell: &str) -> Vec<&str> {
    cell.split([',', ';', '\n', '\r', '|'])
        .map(str::trim)
        .filter(|value| !value.is_empty())
        .collect()
}

/// The same of addresses, which no space stands in.
pub fn addresses(cell: &str) -> Vec<&str> {
    cell.split(|letter: char| matches!(letter, ',' | ';' | '|') || letter.is_whitespace())
        .filter(|value| !value.is_empty())
        .collect()
}

/// Phones of a cell. A spreadsheet keeps a number as one, so `79123456789.0` and `7.9123456789E10` are phones too.
pub fn phones(cell: &str) -> Vec<String> {
    let parts = cell
        .split([',', ';', '\n', '\r', '|', '/', '\\'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    // A comma may be the decimal sign of a number that was never one.
    if let Some(number) = as_number(cell) {
        return vec![number];
    }
    parts.into_iter().map(ToOwned::to_owned).collect()
}

/// The digits of a number in the notation of a spreadsheet; `None` for everything that is not one.
fn as_number(cell: &str) -> Option<String> {
    let cell = cell.trim();
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let normal = cell.replace(',', ".");
    if let Some((whole, rest)) = normal.split_once('.')
        && plain(whole)
        && whole.len() > 5
        && !rest.is_empty()
        && rest.bytes().all(|byte| byte == b'0')
    {
        return Some(whole.to_owned());
    }
    let (mantissa, exponent) = normal.split_once(['E', 'e'])?;
    let exponent: usize = exponent.trim_start_matches('+').parse().ok()?;
    let (whole, rest) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fits = plain(whole) && (rest.is_empty() || plain(rest)) && exponent <= 15;
    // What was cut off is not made up.
    (fits && rest.len() == exponent).then(|| format!("{whole}{rest}"))
}

/// A day in any notation: `31.12.2026`, `31/12/26`, `2026-12-31`, with or without a time after it.
pub fn date(cell: &str, order: DateOrder, today: NaiveDate) -> Option<NaiveDate> {
    let cell = cell.trim();
    let day = cell
        .split(|letter: char| letter == 'T' || letter.is_whitespace())
        .next()
        .filter(|first| first.bytes().filter(u8::is_ascii_digit).count() > 2);
    let parts = numbers(day.unwrap_or(cell))?;
    let [first, second, third] = parts;
    if first.1 == 4 {
        return NaiveDate::from_ymd_opt(first.0 as i32, second.0, third.0);
    }
    let year = match third.1 {
        4 => third.0 as i32,
        2 => century(third.0, today),
        _ => return None,
    };
    let (day, month) = match order {
        DateOrder::DayFirst => (first.0, second.0),
        DateOrder::MonthFirst => (second.0, first.0),
    };
    NaiveDate::from_ymd_opt(year, month, day)
}

/// A year of two digits is one of the last hundred.
fn century(year: u32, today: NaiveDate) -> i32 {
    let now = today.year();
    let guess = now - now % 100 + year as i32;
    if guess > now { guess - 100 } else { guess }
}

/// Three numbers with their lengths, between points, strokes or slashes.
fn numbers(text: &str) -> Option<[(u32, usize); 3]> {
    let mut parts = text
        .trim_end_matches(|letter: char| letter == '.' || letter.is_alphabetic())
        .split(['.', '/', '-'])
        .map(str::trim);
    let mut number = || {
        let part = parts.next()?;
        let plain = (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| Some((part.parse().ok()?, part.len())))?
    };
    let found = [number()?, number()?, number()?];
    parts.next().is_none().then_some(found)
}

/// What the first two numbers of a date say about their order; `None` where they could be either.
pub fn order_of(cell: &str) -> Option<DateOrder> {
    let day = cell.trim().split([' ', 'T']).next()?;
    let [first, second, _] = numbers(day)?;
    match (first, second) {
        ((_, 4), _) => None,
        ((day, _), (month, _)) if day > 12 && month <= 12 => Some(DateOrder::DayFirst),
        ((month, _), (day, _)) if day > 12 && month <= 12 => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

/// Whether a cell reads as a day in one order or the other.
pub fn is_date(cell: &str, today: NaiveDate) -> bool {
    [DateOrder::DayFirst, DateOrder::MonthFirst]
        .into_iter()
        .any(|order| date(cell, order, today).is_some_and(|day| day.year() >= 1900))
}

/// A time of day: `9:05`, `09:05:00`.
pub fn time(cell: &str) -> Option<NaiveTime> {
    let cell = cell.trim();
    ["%H:%M:%S%.f", "%H:%M"]
        .iter()
        .find_map(|format| NaiveTime::parse_from_str(cell, format).ok())
}

/// A day and a time of it: `31.12.2026 19:00`.
pub fn moment(cell: &str, order: DateOrder, today: NaiveDate) -> Option<NaiveDateTime> {
    let cell = cell.trim();
    let (day, hour) = cell.split_once([' ', 'T'])?;
    Some(date(day, order, today)?.and_time(time(hour)?))
}

/// Yes or no.
pub fn boolean(cell: &str) -> Option<bool> {
    match folded(cell).as_str() {
        "да" | "д" | "есть" | "истина" | "yes" | "y" | "true" | "da" | "1" | "x" | "х"
        | "adevarat" => Some(true),
        "нет" | "н" | "ложь" | "no" | "n" | "false" | "nu" | "0" | "fals" => Some(false),
        _ => match cell.trim() {
            "+" | "✓" | "✔" => Some(true),
            "-" | "–" | "—" => Some(false),
            _ => None,
        },
    }
}

/// A number with any sign between thousands: `1 234,50`, `1,234.50`, `1.234,50`.
pub fn decimal(cell: &str) -> Option<f64> {
    let cell: String = cell
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '\'')
        .collect();
    let (point, comma) = (cell.rfind('.'), cell.rfind(','));
    let normal = match (point, comma) {
        (Some(point), Some(comma)) if comma > point => cell.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => cell.replace(',', ""),
        (None, Some(_)) if cell.matches(',').count() == 1 => cell.replace(',', "."),
        (None, Some(_)) => cell.replace(',', ""),
        _ => cell,
    };
    let plain = !normal.is_empty()
        && normal
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'));
    plain
        .then(|| normal.parse::<f64>().ok())
        .flatten()
        .filter(|number| number.is_finite())
}

/// A sum in minor units; signs of a currency around it do not count.
pub fn sum(cell: &str) -> Option<i64> {
    let bare = cell.trim_matches(|letter: char| {
        letter.is_alphabetic()
            || letter.is_whitespace()
            || matches!(letter, '₽' | '€' | '$' | '£' | '₴' | '₸')
    });
    // "100 руб." leaves its point.
    let bare =
        bare.trim_end_matches(|letter: char| letter.is_alphabetic() || letter.is_whitespace());
    let number = decimal(bare)?;
    let minor = (number * 100.0).round();
    (minor.abs() < 1e15).then_some(minor as i64)
}

/// A stage in the words of the interface or of other programs.
pub fn stage(cell: &str) -> Option<Stage> {
    Some(match folded(cell).as_str() {
        "лид"
        | "lead"
        | "потенциальный"
        | "новый"
        | "интересуется"
        | "prospect"
        | "potential"
        | "potential client"
        | "client potential"
        | "new"
        | "nou" => Stage::Lead,
        "клиент"
        | "client"
        | "активный"
        | "active"
        | "activ"
        | "customer"
        | "действующий"
        | "постоянный"
        | "member"
        | "член клуба" => Stage::Client,
        "бывший"
        | "former"
        | "fost"
        | "fost client"
        | "inactive"
        | "inactiv"
        | "ушел"
        | "отпал"
        | "архив"
        | "неактивный" => Stage::Former,
        _ => return None,
    })
}

/// A cell of a file that people open in a spreadsheet: what would be a formula there begins with an apostrophe. The signs are those of
/// OWASP's advice on CSV injection, also in the width that East Asian keyboards type.
pub fn neutral(text: &str) -> String {
    match begins_formula(text) && !text.split(", ").all(is_number) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

/// What was written by [`neutral`], as it was.
pub fn bare(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if begins_formula(rest) => rest,
        _ => cell,
    }
}

fn begins_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// A phone or a number is no formula, and nothing but its signs is in it.
fn is_number(text: &str) -> bool {
    let rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = |c: char| matches!(c, ' ' | '-' | '(' | ')' | '\u{a0}');
    !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || sign(c))
}
