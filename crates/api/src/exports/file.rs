//! Rows become bytes: values with a separator, workbooks, cards.

use std::io::{self, Read as _, Seek as _};

use actix_web::web::Bytes;
use domain::exports::{ExportFormat, outlook, vcard};
use domain::imports::Separator;
use domain::imports::cell::neutral;
use domain::language::Language;
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::actions::word;
use super::plan::{Plan, Rows};
use super::table::Cell;
use crate::http::ApiError;
use crate::http::attachment::Pieces;

/// A workbook's sheet has no more rows; what is left goes on in the next one.
const SHEET: u32 = 1_048_576;
/// Characters of a workbook's cell.
const LONGEST: usize = 32_767;
/// Bytes of a finished workbook that are sent at once.
const PIECE: usize = 64 * 1024;
const MARK: &str = "\u{feff}";

pub enum File {
    Csv {
        /// What stands before the first row: the mark and the headings.
        head: Option<Vec<u8>>,
        separator: Separator,
        language: Language,
    },
    Book(Box<Book>),
    Cards,
}

impl File {
    pub fn begin(plan: &Plan) -> Result<Self, ApiError> {
        let csv = |headings: &[String], separator: Separator, bom: bool| {
            let mut head = if bom {
                MARK.as_bytes().to_vec()
            } else {
                Vec::new()
            };
            let headings = headings.iter().map(|heading| neutral(heading)).collect();
            head.extend(lines([headings], separator)?);
            Ok(Self::Csv {
                head: Some(head),
                separator,
                language: plan.language,
            })
        };
        match plan.format {
            ExportFormat::Csv => csv(&plan.headings, plan.separator, plan.bom),
            // Outlook knows the encoding by the mark, and no separator but the comma.
            ExportFormat::Outlook => {
                let headings = outlook::HEADINGS.map(ToOwned::to_owned);
                csv(&headings, Separator::Comma, true)
            }
            ExportFormat::Vcard => Ok(Self::Cards),
            ExportFormat::Xlsx => {
                let book = Book::new(word(plan), &plan.headings);
                Ok(Self::Book(Box::new(book.map_err(ApiError::internal)?)))
            }
        }
    }

    /// Takes rows, and gives what can be sent of the file.
    pub fn write(&mut self, rows: Rows) -> Result<Vec<u8>, ApiError> {
        match (self, rows) {
            (
                Self::Csv {
                    head,
                    separator,
                    language,
                },
                rows,
            ) => {
                let mut written = head.take().unwrap_or_default();
                written.extend(match rows {
                    Rows::Table(rows) => {
                        let rows = rows.into_iter().map(|row| {
                            let cells = row.into_iter().map(|cell| typed(cell, *language));
                            cells.collect()
                        });
                        lines(rows, *separator)?
                    }
                    Rows::Contacts(contacts) => {
                        let rows = contacts.iter().map(|contact| {
                            let row = outlook::row(contact).into_iter();
                            row.map(|cell| neutral(&cell)).collect()
                        });
                        lines(rows, *separator)?
                    }
                });
                Ok(written)
            }
            (Self::Book(book), Rows::Table(rows)) => {
                for row in rows {
                    book.row(row).map_err(ApiError::internal)?;
                }
                Ok(Vec::new())
            }
            (Self::Cards, Rows::Contacts(contacts)) => {
                let cards: String = contacts.iter().map(vcard::written).collect();
                Ok(cards.into_bytes())
            }
            (Self::Book(_) | Self::Cards, _) => Err(ApiError::internal("rows of another kind")),
        }
    }

    /// Sends what could not be sent before the last row was there. `false` when the reader has gone away.
    pub async fn end(self, pieces: &Pieces) -> Result<bool, ApiError> {
        let Self::Book(book) = self else {
            return Ok(true);
        };
        let pieces = pieces.clone();
        let sent = tokio::task::spawn_blocking(move || book.send(&pieces));
        let sent = sent.await.map_err(ApiError::internal)?;
        sent.map_err(ApiError::internal)
    }
}

/// A number can do no harm; a text may look like a formula.
fn typed(cell: Cell, language: Language) -> String {
    match cell {
        Cell::Text(text) => neutral(&text),
        number => number.text(language),
    }
}

/// RFC 4180: lines end with CR LF, and a value is quoted where it must be.
fn lines(
    rows: impl IntoIterator<Item = Vec<String>>,
    separator: Separator,
) -> Result<Vec<u8>, ApiError> {
    let mut out = csv::WriterBuilder::new()
        .delimiter(separator.as_char() as u8)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        out.write_record(&row).map_err(ApiError::internal)?;
    }
    out.into_inner().map_err(ApiError::internal)
}

/// A workbook whose rows wait on the disk.
pub struct Book {
    workbook: Workbook,
    name: &'static str,
    headings: Vec<String>,
    heading: Format,
    day: Format,
    moment: Format,
    sheets: usize,
    /// The next one of the present sheet.
    row: u32,
}

impl Book {
    fn new(name: &'static str, headings: &[String]) -> Result<Self, XlsxError> {
        let mut book = Self {
            workbook: Workbook::new(),
            name,
            headings: headings.to_vec(),
            heading: Format::new().set_bold().set_align(FormatAlign::Top),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
            sheets: 0,
            row: 0,
        };
        book.next_sheet()?;
        Ok(book)
    }

    fn next_sheet(&mut self) -> Result<(), XlsxError> {
        self.sheets += 1;
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        let name = match self.sheets {
            1 => self.name.to_owned(),
            number => format!("{} {number}", self.name),
        };
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, heading) in (0..).zip(&self.headings) {
            sheet.set_column_width(column, 18)?;
            sheet.write_string_with_format(0, column, heading, &self.heading)?;
        }
        self.row = 1;
        Ok(())
    }

    /// Texts are written as texts, whatever they begin with: a workbook has no formula that nobody wrote.
    fn row(&mut self, cells: Vec<Cell>) -> Result<(), XlsxError> {
        if self.row == SHEET {
            self.next_sheet()?;
        }
        let (row, day, moment) = (self.row, &self.day, &self.moment);
        let sheet = self.workbook.worksheet_from_index(self.sheets - 1)?;
        for (column, cell) in (0..).zip(cells) {
            put(sheet, (row, column), cell, (day, moment))?;
        }
        self.row += 1;
        Ok(())
    }

    fn send(mut self, pieces: &Pieces) -> Result<bool, XlsxError> {
        let mut file = tempfile::tempfile()?;
        self.workbook.save_to_writer(&mut file)?;
        // What the rows took on the disk goes before the file is sent.
        drop(self.workbook);
        file.rewind()?;
        loop {
            let mut piece = Vec::with_capacity(PIECE);
            let read = io::Read::by_ref(&mut file)
                .take(PIECE as u64)
                .read_to_end(&mut piece)?;
            if read == 0 {
                return Ok(true);
            }
            if pieces.blocking_send(Ok(Bytes::from(piece))).is_err() {
                return Ok(false);
            }
        }
    }
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: Cell,
    (day, moment): (&Format, &Format),
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) if text.is_empty() => {}
        Cell::Text(text) => {
            // As many as Excel has room for, as it counts them.
            let mut room = LONGEST;
            let fits = |letter: &char| {
                let fits = letter.len_utf16() <= room;
                room = room.saturating_sub(letter.len_utf16());
                fits
            };
            let text: String = text.chars().take_while(fits).collect();
            sheet.write_string(row, column, text)?;
        }
        Cell::Number(number) => {
            sheet.write_number(row, column, number)?;
        }
        Cell::Day(date) => match sheet.write_datetime_with_format(row, column, date, day) {
            Ok(_) => {}
            // Spreadsheets know no day before 1900.
            Err(_) => {
                sheet.write_string(row, column, date.to_string())?;
            }
        },
        Cell::Moment(wall) => {
            sheet.write_datetime_with_format(row, column, wall, moment)?;
        }
    }
    Ok(())
}
