use wire::imports::{
    CheckImport, CreateImport, CreateImportField, DeleteImport, DeleteImportMapping, GetImport,
    GetImportErrors, ListImportMappings, ListImportRows, ListImports, RunImport, SaveImportMapping,
    SuggestImportField, UndoImport, UpdateImport, UpdateImportRow,
};

use super::{actions, errors, fields, mappings, upload};
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ListImports>(actions::list)
        .on::<CreateImport>(upload::create)
        .on::<GetImport>(actions::get)
        .on::<UpdateImport>(upload::update)
        .on::<SuggestImportField>(fields::suggest)
        .on::<CreateImportField>(fields::create)
        .on::<DeleteImport>(actions::delete)
        .on::<CheckImport>(actions::check)
        .on::<ListImportRows>(actions::rows)
        .on::<UpdateImportRow>(actions::update_row)
        .on::<RunImport>(actions::run)
        .on::<UndoImport>(actions::undo)
        .on::<GetImportErrors>(errors::get)
        .on::<ListImportMappings>(mappings::list)
        .on::<SaveImportMapping>(mappings::save)
        .on::<DeleteImportMapping>(mappings::delete)
}
