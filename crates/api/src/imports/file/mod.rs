//! A file becomes a table of texts: CSV and its like, workbooks, vCards, pasted tables.
//!
//! Everything is bounded before it is believed: bytes, what a workbook unpacks to, rows, columns, characters of a cell. What is wrong
//! is said with its row and column, as a spreadsheet counts them. Nothing here knows what a client is.

mod cards;
mod encoding;
mod text;
mod workbook;

use domain::imports::{
    Around, Column, FileKind, LONGEST_CELL, ListSubject, MOST_BYTES, MOST_COLUMNS, MOST_ROWS,
    Reading, has_header,
};
use domain::language::Language;
use wire::error::{Fault, FieldError};

use super::words;

/// A file as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub kind: FileKind,
    /// How it was read.
    pub reading: Reading,
    pub sheets: Vec<String>,
    pub header: Option<Vec<String>>,
    /// Rows that are not empty, each with the number that a spreadsheet shows.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// Why a file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    Empty,
    OnlyHeader,
    TooManyBytes,
    /// A workbook that unpacks to more than is read.
    Unpacks,
    TooManyRows,
    TooManyColumns,
    CellTooLong,
    UnclosedQuote,
    /// Bytes that the encoding does not have.
    WrongEncoding,
    /// Neither a text nor a workbook nor cards.
    NotATable,
    /// A workbook of the time before 2007.
    OldWorkbook,
    NoSuchSheet,
    /// Damaged, or protected by a password.
    Unreadable,
}

/// A problem with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trouble {
    pub problem: Problem,
    pub row: Option<u32>,
    /// 0 is the first.
    pub column: Option<u32>,
}

impl From<Problem> for Trouble {
    fn from(problem: Problem) -> Self {
        Self {
            problem,
            row: None,
            column: None,
        }
    }
}

impl Problem {
    fn at(self, row: u32, column: impl Into<Option<u32>>) -> Trouble {
        Trouble {
            problem: self,
            row: Some(row),
            column: column.into(),
        }
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::OnlyHeader => "only_header",
            Self::TooManyBytes => "too_many_bytes",
            Self::Unpacks => "unpacks",
            Self::TooManyRows => "too_many_rows",
            Self::TooManyColumns => "too_many_columns",
            Self::CellTooLong => "cell_too_long",
            Self::UnclosedQuote => "unclosed_quote",
            Self::WrongEncoding => "wrong_encoding",
            Self::NotATable => "not_a_table",
            Self::OldWorkbook => "old_workbook",
            Self::NoSuchSheet => "no_such_sheet",
            Self::Unreadable => "unreadable",
        }
    }
}

impl Trouble {
    /// As a faulty field of the request.
    pub fn into_fault(self, pointer: &str, language: Language) -> FieldError {
        let mut fault = FieldError::at(pointer, Fault::File).with("problem", self.problem.as_str());
        if let Some(row) = self.row {
            fault = fault.with("row", row);
        }
        if let Some(column) = self.column {
            fault = fault.with("column", letters(column));
        }
        fault.message = words::trouble(self, language);
        fault
    }
}

/// How a spreadsheet names a column: A, B … Z, AA.
pub fn letters(column: u32) -> String {
    let mut name = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        name.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    name.iter().rev().collect()
}

/// Reads a file. `wanted` is how, as far as somebody has corrected it; the subject tells headers from values, today dates from other numbers.
///
/// # Errors
/// What is wrong with it, and where.
pub fn read(
    bytes: &[u8],
    pasted: bool,
    wanted: Option<&Reading>,
    (subject, today): (ListSubject, chrono::NaiveDate),
) -> Result<Table, Trouble> {
    if bytes.len() > MOST_BYTES {
        return Err(Problem::TooManyBytes.into());
    }
    if bytes
        .iter()
        .all(|byte| byte.is_ascii_whitespace() || *byte == 0)
    {
        return Err(Problem::Empty.into());
    }
    let mut found = match bytes {
        [b'P', b'K', 3, 4, ..] => workbook::read(bytes, wanted)?,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => return Err(Problem::OldWorkbook.into()),
        _ => {
            let (text, encoding) = encoding::decoded(bytes, wanted.and_then(|it| it.encoding))?;
            match cards::are(&text) {
                true => cards::read(&text, encoding, subject)?,
                false => text::read(&text, encoding, wanted.and_then(|it| it.separator))?,
            }
        }
    };
    if pasted && found.kind == FileKind::Text {
        found.kind = FileKind::Pasted;
    }
    let mut rows = std::mem::take(&mut found.rows);
    rows.retain(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()));
    if rows.is_empty() {
        return Err(Problem::Empty.into());
    }
    if found.kind != FileKind::Vcard {
        let first: Vec<Vec<String>> = rows
            .iter()
            .take(50)
            .map(|(_, cells)| cells.clone())
            .collect();
        let header = wanted.map_or_else(|| has_header(&first, subject, today), |it| it.header);
        found.reading.header = header;
        found.header = header.then(|| rows.remove(0).1);
    }
    if rows.is_empty() {
        return Err(Problem::OnlyHeader.into());
    }
    let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let width = width.max(found.header.as_ref().map_or(0, Vec::len));
    // Trailing empty columns are none.
    let filled = |place: usize| {
        let cell =
            |cells: &Vec<String>| cells.get(place).is_some_and(|cell| !cell.trim().is_empty());
        found.header.as_ref().is_some_and(cell) || rows.iter().any(|(_, cells)| cell(cells))
    };
    let width = (0..width)
        .rev()
        .find(|place| filled(*place))
        .map_or(0, |place| place + 1);
    for (_, cells) in &mut rows {
        cells.resize(width, String::new());
    }
    if let Some(header) = &mut found.header {
        header.resize(width, String::new());
    }
    found.rows = rows;
    Ok(found)
}

/// Rows as they are filled, within the bounds.
#[derive(Default)]
struct Filling {
    rows: Vec<(u32, Vec<String>)>,
}

impl Filling {
    fn row(&mut self, number: u32, cells: Vec<String>) -> Result<(), Trouble> {
        if self.rows.len() > MOST_ROWS {
            return Err(Problem::TooManyRows.at(number, None));
        }
        if cells.len() > MOST_COLUMNS {
            let beyond = cells.iter().skip(MOST_COLUMNS);
            if beyond.into_iter().any(|cell| !cell.trim().is_empty()) {
                return Err(Problem::TooManyColumns.at(number, None));
            }
        }
        let mut cells = cells;
        cells.truncate(MOST_COLUMNS);
        for (column, cell) in (0..).zip(&cells) {
            // Bytes first: they are known without counting.
            if cell.len() > LONGEST_CELL && cell.chars().count() > LONGEST_CELL {
                return Err(Problem::CellTooLong.at(number, column));
            }
        }
        self.rows.push((number, cells));
        Ok(())
    }
}

/// The columns of a table, guessed.
pub fn columns(table: &Table, around: &Around<'_>) -> Vec<Column> {
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .take(500)
        .map(|(_, cells)| cells.clone())
        .collect();
    domain::imports::columns(table.header.as_deref(), &rows, around)
}
