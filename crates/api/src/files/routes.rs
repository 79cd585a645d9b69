use wire::files::{
    AddClientFile, AddFileVersion, DeleteFile, GetFile, GetFileContent, ListClientFiles,
    ListFileVersions, RestoreFile, RestoreFileVersion, UpdateFile,
};

use super::{actions, content, upload};
use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<ListClientFiles>(actions::list)
        .on::<AddClientFile>(upload::add)
        .on::<GetFile>(actions::get)
        .on::<UpdateFile>(actions::update)
        .on::<DeleteFile>(actions::delete)
        .on::<RestoreFile>(actions::restore)
        .on::<ListFileVersions>(actions::versions)
        .on::<AddFileVersion>(upload::add_version)
        .on::<GetFileContent>(content::get)
        .on::<RestoreFileVersion>(actions::restore_version)
}
