//! A field of the club's own is made where a column asks for one.

use domain::access::Permission;
use domain::fields::{FieldDef, FieldType, Limits};
use domain::imports::{ColumnTarget, suggest};
use domain::latin;
use store::imports::ImportRecord;
use store::own_fields::FieldLists;
use store::{Tx, expect_version};
use wire::error::Fault;
use wire::imports::{CreateImportField, Import, SuggestImportField, SuggestedField};
use wire::results::FieldEntry;

use super::actions::changeable;
use super::upload::rehearse_anew;
use super::{convert, file};
use crate::http::{Answer, ApiError, Call, Check, Ctx};
use crate::results::{as_entry, fields};

/// Rows that are looked at.
const LOOKED_AT: i64 = 1_000;

pub async fn suggest(cx: Ctx, call: Call<SuggestImportField>) -> Answer<SuggestedField> {
    let (id, column) = call.path;
    cx.read(move |tx| {
        let import = tx.import(id)?;
        let values = values(tx, &import, column)?;
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let today = tx.now().as_utc().date_naive();
        let mut distinct = suggest::distinct(&values);
        if distinct.len() > suggest::MOST_VALUES {
            distinct.clear();
        }
        Ok(SuggestedField {
            label: label(&import, column),
            kind: suggest::kind(&values, today),
            values: distinct,
        })
    })
    .await
}

pub async fn create(cx: Ctx, call: Call<CreateImportField>) -> Answer<Import> {
    let ((id, column), seen, body) = (call.path, call.seen, call.body);
    cx.write(move |tx| {
        let mut import = tx.import_for_change(id)?;
        changeable(&import)?;
        expect_version(import.version, seen)?;
        let form = tx.own_form_for(Permission::DirectoryEdit, import.subject.cards())?;
        let values = values(tx, &import, column)?;
        let mut check = Check::new();
        let label = check.name("/label", &body.label);
        if !suggest::MAKEABLE.contains(&body.kind) {
            check.fault("/type", Fault::NotAllowed);
        }
        check.done()?;
        let FieldLists { present, removed } = &form.fields;
        let dictionary_id = match body.kind {
            FieldType::Dictionary => Some(dictionary(tx, &label, &values)?),
            _ => None,
        };
        let key = key(&label, present.iter().chain(removed));
        let mut entries: Vec<FieldEntry> = present.iter().map(as_entry).collect();
        entries.push(FieldEntry {
            id: None,
            key: key.clone(),
            label,
            kind: body.kind,
            required: false,
            help: None,
            limits: Limits::default(),
            dictionary_id,
        });
        let dictionaries = tx.live_dictionaries()?;
        let mut check = Check::new();
        let drafts = fields::drafts(&mut check, &entries, present, removed, &dictionaries);
        check.done()?;
        tx.update_own_form(&form, &drafts)?;
        let taken = &mut import.columns.0[column as usize];
        taken.target = Some(ColumnTarget::Field(key));
        taken.confidence = None;
        import.mapping = None;
        rehearse_anew(&mut import);
        tx.change_import("updated", &mut import, seen)?;
        convert::import(tx, import)
    })
    .await
}

/// What stands in a column in the first rows.
fn values(tx: &mut Tx<'_>, import: &ImportRecord, column: u32) -> Result<Vec<String>, ApiError> {
    let place = column as usize;
    if place >= import.columns.0.len() {
        return Err(ApiError::not_found());
    }
    let from_the_first = ImportRecord {
        behind: 0,
        ..import.clone()
    };
    let rows = tx.next_import_rows(&from_the_first, LOOKED_AT)?;
    let cells = rows.into_iter();
    Ok(cells
        .filter_map(|mut row| Some(std::mem::take(row.cells.0.get_mut(place)?)))
        .collect())
}

/// What the column is called.
fn label(import: &ImportRecord, column: u32) -> String {
    let known = import.columns.0.get(column as usize);
    let name = known.and_then(|column| column.name.clone());
    name.unwrap_or_else(|| file::letters(column))
}

/// A dictionary of the values of a column, with a name that no other has.
fn dictionary(
    tx: &mut Tx<'_>,
    label: &str,
    values: &[String],
) -> Result<domain::ids::DictionaryId, ApiError> {
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let mut check = Check::new();
    let mut values: Vec<String> = suggest::distinct(&values);
    values.truncate(suggest::MOST_VALUES);
    let values: Vec<String> = values
        .iter()
        .map(|value| check.name("/type", value))
        .collect();
    check.done()?;
    Ok(tx.create_dictionary(label, &values)?.id)
}

/// A key that no field has had: from the label in Latin letters.
fn key<'a>(label: &str, known: impl Iterator<Item = &'a FieldDef>) -> String {
    let taken: Vec<&str> = known.map(|def| def.key.as_str()).collect();
    let word = latin::key(label, 30);
    let base = match word.starts_with(|first: char| first.is_ascii_lowercase()) {
        true => word,
        false => format!("field_{word}").trim_end_matches('_').to_owned(),
    };
    let mut key = base.clone();
    let mut number = 2;
    while taken.contains(&key.as_str()) {
        key = format!("{base}_{number}");
        number += 1;
    }
    key
}
