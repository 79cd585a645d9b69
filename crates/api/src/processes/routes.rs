use wire::processes::{
    ArchiveProcess, CheckGraph, CreateProcess, DiscardDraft, GetDifference, GetDraft, GetProcess,
    GetVersion, ListProcesses, ListVersions, PublishProcess, RestoreProcess, RestoreVersion,
    SaveDraft, UpdateProcess,
};
use wire::transfers::{
    GetStanding, GetTransfer, ListTransferred, ListTransfers, StartTransfer, UndoTransfer,
};

use super::{actions, compare, transfers};
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ListProcesses>(actions::list)
        .on::<CreateProcess>(actions::create)
        .on::<GetProcess>(actions::get)
        .on::<UpdateProcess>(actions::update)
        .on::<ArchiveProcess>(actions::archive)
        .on::<RestoreProcess>(actions::restore)
        .on::<GetDraft>(actions::draft)
        .on::<SaveDraft>(actions::save_draft)
        .on::<DiscardDraft>(actions::discard_draft)
        .on::<CheckGraph>(actions::check)
        .on::<PublishProcess>(actions::publish)
        .on::<ListVersions>(actions::versions)
        .on::<GetVersion>(actions::version)
        .on::<GetStanding>(transfers::standing)
        .on::<ListTransfers>(transfers::list)
        .on::<StartTransfer>(transfers::start)
        .on::<GetTransfer>(transfers::get)
        .on::<UndoTransfer>(transfers::undo)
        .on::<ListTransferred>(transfers::transferred)
        .on::<RestoreVersion>(compare::restore)
        .on::<GetDifference>(compare::compare)
}
