use wire::imports::{
    CheckImport, CreateImport, DeleteImport, DeleteImportMapping, GetImport, GetImportErrors,
    ListImportMappings, ListImportRows, ListImports, RunImport, SaveImportMapping, UndoImport,
    UpdateImport, UpdateImportRow,
};

use super::{actions, errors, mappings};
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ListImports>(actions::list)
        .on::<CreateImport>(actions::create)
        .on::<GetImport>(actions::get)
        .on::<UpdateImport>(actions::update)
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
