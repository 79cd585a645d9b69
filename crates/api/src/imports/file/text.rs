//! Values with a separator between them.

use domain::imports::cell::bare;
use domain::imports::{Encoding, FileKind, Reading, Separator};

use super::{Filling, Problem, Table, Trouble};

const SEPARATORS: [Separator; 4] = [
    Separator::Tab,
    Separator::Semicolon,
    Separator::Comma,
    Separator::Pipe,
];
/// Rows that the separator is guessed from.
const LOOKED_AT: usize = 50;

pub fn read(text: &str, encoding: Encoding, wanted: Option<Separator>) -> Result<Table, Trouble> {
    // Excel writes the separator into the first line when it is asked to.
    let (said, text) = match text.strip_prefix("sep=") {
        Some(rest) => {
            let sign = rest.chars().next().unwrap_or(',');
            let separator = SEPARATORS.into_iter().find(|one| one.as_char() == sign);
            (
                separator,
                rest.split_once('\n').map_or("", |(_, rows)| rows),
            )
        }
        None => (None, text),
    };
    let separator = wanted.or(said).unwrap_or_else(|| guessed(text));
    let scanned = scanned(text, separator.as_char())?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator.as_char() as u8)
        .has_headers(false)
        .flexible(true)
        .from_reader(scanned.as_bytes());
    let mut filling = Filling::default();
    for (number, record) in (1..).zip(reader.records()) {
        let record = record.map_err(|_| Trouble::from(Problem::Unreadable))?;
        // Our own files say with an apostrophe that a text is no formula.
        let cells = record.iter().map(|cell| bare(cell).to_owned());
        filling.row(number, cells.collect())?;
    }
    Ok(Table {
        kind: FileKind::Text,
        reading: Reading {
            encoding: Some(encoding),
            separator: Some(separator),
            sheet: None,
            header: false,
        },
        sheets: Vec::new(),
        header: None,
        rows: filling.rows,
    })
}

/// The text with a separator in every empty line, so that rows keep their numbers; refused when a quotation mark that opens a cell
/// is never closed, because everything after it would be one cell.
fn scanned(text: &str, separator: char) -> Result<String, Trouble> {
    let mut out = String::with_capacity(text.len() + 16);
    let (mut row, mut column) = (1_u32, 0_u32);
    let (mut at_start, mut empty_line) = (true, true);
    let mut opened: Option<(u32, u32)> = None;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        if opened.is_some() {
            out.push(sign);
            if sign == '"' {
                match signs.next_if_eq(&'"') {
                    Some(second) => out.push(second),
                    None => opened = None,
                }
            }
            continue;
        }
        match sign {
            '\r' if signs.peek() == Some(&'\n') => continue,
            '\n' | '\r' => {
                if empty_line {
                    out.push(separator);
                }
                out.push('\n');
                (row, column) = (row + 1, 0);
                (at_start, empty_line) = (true, true);
                continue;
            }
            '"' if at_start => {
                opened = Some((row, column));
                at_start = false;
            }
            sign if sign == separator => {
                column += 1;
                at_start = true;
            }
            _ => at_start = false,
        }
        empty_line = false;
        out.push(sign);
    }
    match opened {
        Some((row, column)) => Err(Problem::UnclosedQuote.at(row, column)),
        None => Ok(out),
    }
}

/// The separator that parts the first rows into the same number of cells, the more the better.
fn guessed(text: &str) -> Separator {
    let score = |separator: Separator| {
        let counts = counts(text, separator.as_char());
        let most = counts.iter().copied().max().unwrap_or(0);
        let alike = |wanted: usize| counts.iter().filter(|count| **count == wanted).count();
        let usual = counts.iter().copied().filter(|count| *count > 0);
        let usual = usual.max_by_key(|count| alike(*count)).unwrap_or(0);
        // Rows alike count for more than cells: a comma in notes is in few of them.
        (usual > 0).then(|| (alike(usual) * 100 / counts.len().max(1), usual.min(most)))
    };
    let best = SEPARATORS
        .into_iter()
        .filter_map(|separator| Some((score(separator)?, separator)))
        .max_by_key(|(score, separator)| {
            let place = SEPARATORS.iter().position(|one| one == separator);
            (*score, std::cmp::Reverse(place))
        });
    best.map_or(Separator::Comma, |(_, separator)| separator)
}

/// How many separators stand in each of the first rows, outside quotation marks.
fn counts(text: &str, separator: char) -> Vec<usize> {
    let (mut counts, mut count, mut quoted, mut empty) = (Vec::new(), 0, false, true);
    for sign in text.chars() {
        match sign {
            '"' => quoted = !quoted,
            '\n' if !quoted => {
                if !empty {
                    counts.push(count);
                }
                (count, empty) = (0, true);
                if counts.len() == LOOKED_AT {
                    return counts;
                }
                continue;
            }
            sign if sign == separator && !quoted => count += 1,
            _ => {}
        }
        empty &= sign.is_whitespace() && sign != separator;
    }
    if !empty {
        counts.push(count);
    }
    counts
}
