use domain::access::Permission;
use store::Tx;
use store::clients::ClientRow;
use store::files::FileRow;
use wire::error::{Fault, FieldError};
use wire::files::{
    DeleteFile, File, FileVersion, GetFile, ListClientFiles, ListFileVersions, RestoreFile,
    RestoreFileVersion, UpdateFile,
};
use wire::page::Page;

use super::convert;
use super::upload::expect_there;
use crate::http::{Answer, ApiError, Call, Check, Ctx};
use crate::tasks::convert::{page, paged};

pub async fn list(cx: Ctx, call: Call<ListClientFiles>) -> Answer<Page<File>> {
    let ((id,), query) = (call.path, call.query);
    let page = page(query.limit, query.cursor, None);
    let deleted = query.deleted.unwrap_or_default();
    cx.read(move |tx| {
        let client = tx.client_for(Permission::ClientRead, id)?;
        let files = tx.files_of(&client, deleted, &page)?;
        Ok(paged(files, convert::file))
    })
    .await
}

pub async fn get(cx: Ctx, call: Call<GetFile>) -> Answer<File> {
    let (id,) = call.path;
    cx.read(move |tx| {
        let (file, _) = tx.file_for(Permission::ClientRead, id)?;
        convert::card(tx, file)
    })
    .await
}

pub async fn update(cx: Ctx, call: Call<UpdateFile>) -> Answer<File> {
    let ((id,), seen, patch) = (call.path, call.seen, call.body);
    cx.write(move |tx| {
        let (file, client) = held(tx, id)?;
        let Some(typed) = &patch.name else {
            store::expect_version(file.version, seen)?;
            return convert::card(tx, file);
        };
        let mut check = Check::new();
        let name = check.name("/name", typed);
        check.done()?;
        // What a path would be cut to is not what was meant.
        if domain::files::name(&name).as_deref() != Some(&name) {
            let fault = FieldError::at("/name", Fault::Malformed);
            return Err(ApiError::fields(vec![fault]));
        }
        store::expect_version(file.version, seen)?;
        expect_there(&file)?;
        let file = tx.rename_file(&client, file, seen, name)?;
        convert::card(tx, file)
    })
    .await
}

pub async fn delete(cx: Ctx, call: Call<DeleteFile>) -> Answer<()> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| {
        let (file, client) = held(tx, id)?;
        Ok(tx.delete_file(&client, file, seen)?)
    })
    .await
}

pub async fn restore(cx: Ctx, call: Call<RestoreFile>) -> Answer<File> {
    let (id,) = call.path;
    cx.write(move |tx| {
        let (file, client) = held(tx, id)?;
        let file = tx.restore_file(&client, file)?;
        convert::card(tx, file)
    })
    .await
}

pub async fn versions(cx: Ctx, call: Call<ListFileVersions>) -> Answer<Page<FileVersion>> {
    let ((id,), query) = (call.path, call.query);
    let page = page(query.limit, query.cursor, None);
    cx.read(move |tx| {
        let (file, _) = tx.file_for(Permission::ClientRead, id)?;
        let versions = tx.file_versions(&file, &page)?;
        Ok(paged(versions, convert::version))
    })
    .await
}

pub async fn restore_version(cx: Ctx, call: Call<RestoreFileVersion>) -> Answer<File> {
    let (id, number) = call.path;
    let number = i32::try_from(number).map_err(|_| ApiError::not_found())?;
    cx.write(move |tx| {
        let (file, client) = held(tx, id)?;
        expect_there(&file)?;
        let file = tx.restore_file_version(&client, file, number)?;
        convert::card(tx, file)
    })
    .await
}

/// A file that is to be changed, and whose it is.
fn held(tx: &mut Tx<'_>, id: domain::ids::FileId) -> Result<(FileRow, ClientRow), ApiError> {
    let (file, client) = tx.file_to_change(id)?;
    crate::merges::expect_own(tx, &client)?;
    Ok((file, client))
}
