//! Workbooks of Excel: what is stored in cells, never a formula.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx};
use chrono::Timelike as _;
use domain::imports::{FileKind, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Reading};

use super::{Filling, Problem, Table, Trouble};

/// Bytes that a workbook may unpack to.
const UNPACKED: u64 = 100 * 1024 * 1024;
/// Parts of a workbook.
const PARTS: usize = 2_000;

pub fn read(bytes: &[u8], wanted: Option<&Reading>) -> Result<Table, Trouble> {
    weighed(bytes)?;
    let unreadable = || Trouble::from(Problem::Unreadable);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let sheets = book.sheet_names().clone();
    let sheet = match wanted.and_then(|it| it.sheet.clone()) {
        Some(sheet) if sheets.contains(&sheet) => sheet,
        Some(_) => return Err(Problem::NoSuchSheet.into()),
        // The first that has something in it.
        None => {
            let mut first = None;
            for name in &sheets {
                let mut cells = book
                    .worksheet_cells_reader(name)
                    .map_err(|_| unreadable())?;
                if cells.next_cell().map_err(|_| unreadable())?.is_some() {
                    first = Some(name.clone());
                    break;
                }
            }
            first.ok_or(Trouble::from(Problem::Empty))?
        }
    };
    let mut cells = book
        .worksheet_cells_reader(&sheet)
        .map_err(|_| unreadable())?;
    // Cell by cell: a range would be as large as its farthest cell says.
    let mut filling = Filling::default();
    let mut present: (u32, Vec<String>) = (0, Vec::new());
    while let Some(cell) = cells.next_cell().map_err(|_| unreadable())? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        let number = row + 1;
        if number as usize > MOST_ROWS + 1 {
            return Err(Problem::TooManyRows.at(number, None));
        }
        if column as usize >= MOST_COLUMNS {
            return Err(Problem::TooManyColumns.at(number, column));
        }
        if text.len() > LONGEST_CELL && text.chars().count() > LONGEST_CELL {
            return Err(Problem::CellTooLong.at(number, column));
        }
        if number < present.0 {
            return Err(unreadable());
        }
        if number != present.0 {
            let (number, cells) = std::mem::replace(&mut present, (number, Vec::new()));
            if !cells.is_empty() {
                filling.row(number, cells)?;
            }
        }
        let place = column as usize;
        if present.1.len() <= place {
            present.1.resize(place + 1, String::new());
        }
        present.1[place] = text;
    }
    if !present.1.is_empty() {
        filling.row(present.0, present.1)?;
    }
    Ok(Table {
        kind: FileKind::Xlsx,
        reading: Reading {
            encoding: None,
            separator: None,
            sheet: Some(sheet),
            header: false,
        },
        sheets,
        header: None,
        rows: filling.rows,
    })
}

/// Unpacks everything into nothing, to know how much it is: what the file says of itself may be a lie.
fn weighed(bytes: &[u8]) -> Result<(), Trouble> {
    let unreadable = || Trouble::from(Problem::Unreadable);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    if archive.len() > PARTS {
        return Err(Problem::Unpacks.into());
    }
    let mut sum = 0;
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(|_| unreadable())?;
        let mut rest = part.take(UNPACKED + 1 - sum);
        sum += std::io::copy(&mut rest, &mut std::io::sink()).map_err(|_| unreadable())?;
        if sum > UNPACKED {
            return Err(Problem::Unpacks.into());
        }
    }
    Ok(())
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        // Sixteen digits are all that a spreadsheet knows of a number.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(at) => at.as_datetime().map_or_else(String::new, |wall| {
            let midnight = wall.num_seconds_from_midnight() == 0;
            match (at.as_f64() < 1.0, midnight) {
                (true, _) => wall.format("%H:%M").to_string(),
                (false, true) => wall.date().to_string(),
                (false, false) => wall.format("%Y-%m-%d %H:%M").to_string(),
            }
        }),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.trim().to_owned(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}
