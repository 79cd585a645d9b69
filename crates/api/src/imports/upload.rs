//! A file is read, and read anew. Long ones come in bites: nobody sees the import until the last of them is there.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::ids::{BranchId, ImportId};
use domain::imports::{
    Around, Column, FileKind, ImportState, ListSubject, MOST_BYTES, Plans, Reading, Rules, cell,
    same_headers,
};
use store::imports::{ImportRecord, NewImport, ROWS_AT_ONCE, ReadRow};
use store::{Tx, expect_version};
use wire::error::{Code, Fault};
use wire::imports::{CreateImport, Import, ImportPatch, UpdateImport};

use super::actions::{changeable, put};
use super::{convert, file};
use crate::http::{Answer, ApiError, Call, Check, Ctx};

pub async fn create(cx: Ctx, call: Call<CreateImport>) -> Answer<Import> {
    let body = call.body;
    let mut check = Check::new();
    let (name, subject) = (check.name("/name", &body.name), body.subject);
    let (bytes, pointer, pasted) = match (body.content, body.text) {
        (Some(content), None) => {
            let bytes = STANDARD.decode(content.trim());
            if bytes.is_err() {
                check.fault("/content", Fault::Malformed);
            }
            (bytes.unwrap_or_default(), "/content", false)
        }
        (None, Some(text)) => (text.into_bytes(), "/text", true),
        (Some(_), Some(_)) => {
            check.fault("/text", Fault::NotAllowed);
            (Vec::new(), "/text", true)
        }
        (None, None) => {
            check.fault("/content", Fault::Required);
            (Vec::new(), "/content", false)
        }
    };
    check.done()?;
    if bytes.len() > MOST_BYTES {
        let trouble = file::Trouble::from(file::Problem::TooManyBytes);
        return Err(ApiError::fields(vec![
            trouble.into_fault(pointer, cx.language()),
        ]));
    }
    let (content, table) = parsed(&cx, bytes, pasted, None, (subject, pointer)).await?;
    let (new, rows) = cx
        .read(move |tx| {
            let (columns, mapping) = understood(tx, subject, &table)?;
            let new = NewImport {
                name,
                subject,
                kind: table.kind,
                reading: table.reading,
                sheets: table.sheets,
                columns,
                rules: Rules::default(),
                mapping,
                branch_id: home(tx)?,
                content,
                row_count: table.rows.len() as i32,
            };
            Ok((new, table.rows))
        })
        .await?;
    let (first, last) = bites(rows);
    let staged = match first.is_empty() {
        true => None,
        false => {
            let new = new.clone();
            let import = cx.transact(move |tx| Ok(tx.create_import(new.clone())?.id));
            let id = import.await?;
            sent(&cx, id, first).await?;
            Some(id)
        }
    };
    cx.write(move |tx| {
        let mut import = match staged {
            Some(id) => tx.hidden_import(id)?,
            None => tx.create_import(new.clone())?,
        };
        tx.add_import_rows(import.id, last.clone())?;
        tx.show_import(&mut import)?;
        convert::import(tx, import)
    })
    .await
}

/// What the columns of a table mean, and which saved mapping says so.
fn understood(
    tx: &mut Tx<'_>,
    subject: ListSubject,
    table: &file::Table,
) -> Result<(Vec<Column>, Option<String>), ApiError> {
    let organisation = tx.organisation()?;
    let own = tx.own_fields(subject.cards())?;
    let around = Around {
        subject,
        own: &own.present,
        country: &organisation.phone_country,
        today: tx.now().as_utc().date_naive(),
    };
    let mut columns = file::columns(table, &around);
    let mapping = mapped(tx, subject, &mut columns)?;
    Ok((columns, mapping))
}

/// Rows as transactions take them: all but the last bite, and the last one.
fn bites(mut rows: Vec<ReadRow>) -> (Vec<Vec<ReadRow>>, Vec<ReadRow>) {
    let mut first = Vec::new();
    while rows.len() > ROWS_AT_ONCE {
        let rest = rows.split_off(ROWS_AT_ONCE);
        first.push(std::mem::replace(&mut rows, rest));
    }
    (first, rows)
}

/// Writes rows of an import that nobody sees yet, bite by bite: others write in between.
async fn sent(cx: &Ctx, id: ImportId, bites: Vec<Vec<ReadRow>>) -> Result<(), ApiError> {
    for bite in bites {
        cx.transact(move |tx| Ok(tx.add_import_rows(id, bite.clone())?))
            .await?;
    }
    Ok(())
}

/// Reads a file beside the requests of others; what its reader stumbles over is a file that cannot be read.
async fn parsed(
    cx: &Ctx,
    bytes: Vec<u8>,
    pasted: bool,
    wanted: Option<Reading>,
    (subject, pointer): (ListSubject, &str),
) -> Result<(String, file::Table), ApiError> {
    let today = cx.now().as_utc().date_naive();
    let read = tokio::task::spawn_blocking(move || {
        let table = file::read(&bytes, pasted, wanted.as_ref(), (subject, today))?;
        Ok((STANDARD.encode(&bytes), table))
    });
    let read = read.await.unwrap_or(Err(file::Problem::Unreadable.into()));
    read.map_err(|trouble: file::Trouble| {
        ApiError::fields(vec![trouble.into_fault(pointer, cx.language())])
    })
}

/// The asker's first branch; whoever belongs to none takes the first there is.
fn home(tx: &mut Tx<'_>) -> Result<BranchId, ApiError> {
    let own = tx.actor()?.branches.first().copied();
    let branches = tx.branches()?;
    let any = branches.iter().find(|branch| branch.archived_at.is_none());
    own.or(any.map(|branch| branch.id))
        .ok_or_else(ApiError::not_found)
}

/// Gives columns the fields of a saved mapping whose headers are all there.
fn mapped(
    tx: &mut Tx<'_>,
    subject: ListSubject,
    columns: &mut [domain::imports::Column],
) -> Result<Option<String>, ApiError> {
    let mappings = tx.import_mappings()?;
    let fits = mappings
        .into_iter()
        .filter(|mapping| mapping.subject == subject)
        .filter(|mapping| {
            let headers: Vec<String> = mapping
                .columns
                .0
                .iter()
                .map(|(name, _)| name.clone())
                .collect();
            same_headers(&headers, columns)
        })
        .max_by_key(|mapping| (mapping.columns.0.len(), mapping.updated_at));
    let Some(mapping) = fits else { return Ok(None) };
    for column in columns.iter_mut() {
        let header = column.name.as_deref().map(cell::folded).unwrap_or_default();
        let known = mapping.columns.0.iter();
        let target = known.filter(|(name, _)| cell::folded(name) == header);
        column.target = target.map(|(_, target)| target.clone()).next();
        column.confidence = None;
    }
    Ok(Some(mapping.name))
}

pub async fn update(cx: Ctx, call: Call<UpdateImport>) -> Answer<Import> {
    let ((id,), seen, patch) = (call.path, call.seen, call.body);
    let anew = match &patch.reading {
        Some(reading) => {
            let (content, import) = cx
                .read(move |tx| {
                    let import = tx.import(id)?;
                    changeable(&import)?;
                    Ok((tx.import_file(id)?, import))
                })
                .await?;
            let content = content
                .ok_or_else(|| ApiError::new(Code::WrongState).with("state", "file_forgotten"))?;
            let bytes = STANDARD.decode(content).map_err(ApiError::internal)?;
            let pasted = import.kind == FileKind::Pasted;
            let wanted = Some(reading.clone());
            let about = (import.subject, "/reading");
            Some(parsed(&cx, bytes, pasted, wanted, about).await?.1)
        }
        None => None,
    };
    let Some(table) = anew else {
        return cx
            .write(move |tx| {
                let mut import = tx.import_for_change(id)?;
                changeable(&import)?;
                changed(tx, &mut import, &patch, seen)?;
                convert::import(tx, import)
            })
            .await;
    };
    let table = Arc::new(table);
    let (first, wanted) = (Arc::clone(&table), patch.clone());
    let begun = cx.transact(move |tx| {
        let import = tx.import_for_change(id)?;
        changeable(&import)?;
        expect_version(import.version, seen)?;
        let (columns, mapping) = understood(tx, import.subject, &first)?;
        // What would be refused is refused while the rows are still there.
        let mut wished = import.clone();
        wished.columns.0 = columns.clone();
        put(tx, &mut wished, &wanted)?;
        let long = first.rows.len().max(import.row_count as usize) > ROWS_AT_ONCE;
        if long {
            tx.hide_import(&import)?;
        }
        Ok((columns, mapping, long))
    });
    let (columns, mapping, long) = begun.await?;
    let table = Arc::unwrap_or_clone(table);
    let (reading, count) = (table.reading, table.rows.len() as i32);
    let rows = match long {
        true => {
            while cx.transact(move |tx| Ok(tx.empty_import_rows(id)?)).await? > 0 {}
            let (first, last) = bites(table.rows);
            sent(&cx, id, first).await?;
            last
        }
        false => table.rows,
    };
    cx.write(move |tx| {
        let mut import = match long {
            true => tx.hidden_import(id)?,
            false => tx.import_for_change(id)?,
        };
        changeable(&import)?;
        if !long {
            tx.empty_import_rows(id)?;
        }
        tx.add_import_rows(id, rows.clone())?;
        import.hidden_until = None;
        import.columns.0 = columns.clone();
        import.mapping = mapping.clone();
        import.reading.0 = reading.clone();
        import.row_count = count;
        changed(tx, &mut import, &patch, seen)?;
        convert::import(tx, import)
    })
    .await
}

/// Stores a patch: what was rehearsed is to be rehearsed anew.
fn changed(
    tx: &mut Tx<'_>,
    import: &mut ImportRecord,
    patch: &ImportPatch,
    seen: i64,
) -> Result<(), ApiError> {
    put(tx, import, patch)?;
    rehearse_anew(import);
    Ok(tx.change_import("updated", import, seen)?)
}

/// What was found out holds no more.
pub(super) fn rehearse_anew(import: &mut ImportRecord) {
    import.state = ImportState::Draft;
    import.plans.0 = Plans::default();
    import.unknown.0 = Vec::new();
}
