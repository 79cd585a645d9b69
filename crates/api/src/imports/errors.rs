//! The rows that were not taken, as a file that can be corrected and taken in again.

use domain::imports::cell::neutral;
use domain::imports::{ImportState, Plan, RowFate};
use domain::language::Language;
use store::imports::ImportRecord;
use store::{PageRequest, Tx};
use wire::error::Code;
use wire::imports::{ErrorFile, GetImportErrors, ImportRow};

use super::file::letters;
use super::{convert, words};
use crate::http::{Answer, ApiError, Call, Ctx};
use crate::tasks::convert::Reader;

/// Rows that are fetched at once.
const PAGE: u32 = 200;

pub async fn get(cx: Ctx, call: Call<GetImportErrors>) -> Answer<ErrorFile> {
    let ((id,), language) = (call.path, cx.language());
    cx.read(move |tx| {
        let import = tx.import(id)?;
        if import.emptied_at.is_some() || import.state == ImportState::Draft {
            return Err(ApiError::new(Code::WrongState).with("state", import.state));
        }
        let (plans, fates): (&[Plan], &[RowFate]) = match import.finished_at {
            Some(_) => (&[], &[RowFate::Left]),
            None => (
                &[Plan::Double, Plan::Conflict, Plan::Faulty, Plan::Skipped],
                &[],
            ),
        };
        let mut out = csv::WriterBuilder::new()
            .delimiter(b';')
            .from_writer(Vec::new());
        let mut header: Vec<String> = (0..)
            .zip(&import.columns.0)
            .map(|(place, column)| column.name.clone().unwrap_or_else(|| letters(place)))
            .map(|name| neutral(&name))
            .collect();
        header.push(words::number_header(language).to_owned());
        header.push(words::reason_header(language).to_owned());
        out.write_record(&header).map_err(ApiError::internal)?;
        let reader = Reader::of(tx, language)?;
        each(tx, &import, (plans, fates), &reader, |row| {
            let mut cells: Vec<String> = row.cells.iter().map(|cell| neutral(cell)).collect();
            cells.resize(import.columns.0.len(), String::new());
            cells.push(row.number.to_string());
            cells.push(neutral(&reason(&row, &import, language)));
            out.write_record(&cells).map_err(ApiError::internal)
        })?;
        let bytes = out.into_inner().map_err(ApiError::internal)?;
        Ok(ErrorFile {
            name: words::errors_name(&import.name, language),
            file: String::from_utf8(bytes).map_err(ApiError::internal)?,
        })
    })
    .await
}

fn each(
    tx: &mut Tx<'_>,
    import: &ImportRecord,
    (plans, fates): (&[Plan], &[RowFate]),
    reader: &Reader,
    mut take: impl FnMut(ImportRow) -> Result<(), ApiError>,
) -> Result<(), ApiError> {
    let mut request = PageRequest::first(PAGE);
    loop {
        let page = tx.import_rows(import.id, plans, fates, &request)?;
        for row in convert::rows(tx, import, page.items, reader)? {
            take(row)?;
        }
        match page.next_cursor {
            Some(cursor) => request.cursor = Some(cursor),
            None => return Ok(()),
        }
    }
}

/// Why a row was not taken, in a sentence for each fault.
fn reason(row: &ImportRow, import: &ImportRecord, language: Language) -> String {
    let (subject, columns) = (import.subject, &import.columns.0);
    match row.plan {
        Some(Plan::Double) => words::same_one(row.same_as.unwrap_or_default(), subject, language),
        Some(Plan::Conflict) => {
            let people = row.candidates.iter().map(|it| it.name.clone());
            let companies = row.companies.iter().map(|it| it.name.clone());
            let names: Vec<String> = people.chain(companies).collect();
            words::several_cards(&names, language)
        }
        Some(Plan::Skipped) => words::skipped(language).to_owned(),
        _ => {
            let said = row.faults.iter().map(|fault| match fault.column {
                Some(place) => {
                    let name = columns
                        .get(place as usize)
                        .and_then(|column| column.name.clone());
                    format!(
                        "{}: {}",
                        name.unwrap_or_else(|| letters(place)),
                        fault.message
                    )
                }
                None => fault.message.clone(),
            });
            said.collect::<Vec<_>>().join(" ")
        }
    }
}
