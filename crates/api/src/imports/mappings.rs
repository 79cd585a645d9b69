//! Which column is which field, under a name.

use domain::imports::ColumnTarget;
use store::imports::MappingRecord;
use wire::error::{Fault, FieldError};
use wire::imports::{
    DeleteImportMapping, ListImportMappings, MappedColumn, Mapping, SaveImportMapping,
};
use wire::page::Page;

use crate::http::{Answer, ApiError, Call, Check, Ctx};

pub async fn list(cx: Ctx, _call: Call<ListImportMappings>) -> Answer<Page<Mapping>> {
    cx.read(move |tx| {
        let mappings = tx.import_mappings()?.into_iter();
        Ok(Page::whole(mappings.map(shown).collect()))
    })
    .await
}

pub async fn save(cx: Ctx, call: Call<SaveImportMapping>) -> Answer<Mapping> {
    let body = call.body;
    let mut check = Check::new();
    let name = check.name("/name", &body.name);
    check.done()?;
    cx.write(move |tx| {
        let import = tx.import(body.import_id).map_err(|error| match error {
            store::StoreError::NotFound => ApiError::field("/import_id", Fault::NotFound),
            error => error.into(),
        })?;
        let subject = import.subject;
        let columns: Vec<(String, ColumnTarget)> = import
            .columns
            .0
            .into_iter()
            .filter_map(|column| Some((column.name?, column.target?)))
            .collect();
        if columns.is_empty() {
            // Without headers there is nothing to know them by.
            return Err(ApiError::fields(vec![FieldError::at(
                "/import_id",
                Fault::NotAllowed,
            )]));
        }
        Ok(shown(tx.save_import_mapping(&name, subject, columns)?))
    })
    .await
}

pub async fn delete(cx: Ctx, call: Call<DeleteImportMapping>) -> Answer<()> {
    let (id,) = call.path;
    cx.write(move |tx| Ok(tx.delete_import_mapping(id)?)).await
}

fn shown(row: MappingRecord) -> Mapping {
    let columns = row.columns.0.into_iter();
    Mapping {
        id: row.id,
        name: row.name,
        subject: row.subject,
        columns: columns
            .map(|(header, target)| MappedColumn { header, target })
            .collect(),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
    }
}
