use wire::process_files::{ExportProcess, GetPack, ImportProcesses, ListPacks};

use super::{actions, packs};
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ExportProcess>(actions::export)
        .on::<ImportProcesses>(actions::import)
        .on::<ListPacks>(packs::list)
        .on::<GetPack>(packs::get)
}
