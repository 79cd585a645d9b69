//! A file comes in: who may is asked before the first byte, the row is written after the last one.

use chrono::Duration;
use connectors::files::Trouble;
use domain::access::Permission;
use domain::files;
use sha2::{Digest as _, Sha256};
use store::Tx;
use store::files::{FileRow, NewVersion};
use unicode_normalization::UnicodeNormalization as _;
use wire::error::{Code, Fault, FieldError};
use wire::files::{AddClientFile, AddFileVersion, File};

use super::{convert, kinds};
use crate::http::incoming::Incoming;
use crate::http::{Answer, ApiError, Call, Ctx};

/// An upload that takes longer is over, and what came of it is removed.
const LONGEST: Duration = Duration::days(1);

pub async fn add(cx: Ctx, call: Call<AddClientFile>) -> Answer<File> {
    let (id,) = call.path;
    cx.read(move |tx| {
        let client = tx.client_for(Permission::ClientEdit, id)?;
        crate::merges::expect_own(tx, &client)
    })
    .await?;
    let incoming = cx.take_incoming()?;
    let name = name(&incoming)?;
    taken(&cx, incoming, move |tx, new| {
        tx.hold_client(id)?;
        let client = tx.client_for(Permission::ClientEdit, id)?;
        crate::merges::expect_own(tx, &client)?;
        Ok(tx.create_file(&client, name.clone(), new)?)
    })
    .await
}

pub async fn add_version(cx: Ctx, call: Call<AddFileVersion>) -> Answer<File> {
    let (id,) = call.path;
    cx.read(move |tx| {
        let (file, client) = tx.file_for(Permission::ClientEdit, id)?;
        crate::merges::expect_own(tx, &client)?;
        expect_there(&file)
    })
    .await?;
    let incoming = cx.take_incoming()?;
    taken(&cx, incoming, move |tx, new| {
        let (file, client) = tx.file_to_change(id)?;
        crate::merges::expect_own(tx, &client)?;
        expect_there(&file)?;
        Ok(tx.add_file_version(&client, file, new)?)
    })
    .await
}

/// What is in the trash is taken out of it before it is changed.
pub fn expect_there(file: &FileRow) -> Result<(), ApiError> {
    match file.deleted_at {
        Some(_) => Err(ApiError::new(Code::WrongState).with("state", "deleted")),
        None => Ok(()),
    }
}

/// What the sender calls the file, as it is kept.
fn name(incoming: &Incoming) -> Result<String, ApiError> {
    let composed: Option<String> = incoming.name().map(|name| name.nfc().collect());
    composed.as_deref().and_then(files::name).ok_or_else(|| {
        ApiError::parameters(vec![FieldError::parameter(
            "Content-Disposition",
            Fault::Required,
        )])
    })
}

/// Puts the bytes where they belong, and then writes their row. Whatever goes wrong in between, the bytes are removed: at once where that is
/// possible, by the worker where it is not.
async fn taken(
    cx: &Ctx,
    incoming: Incoming,
    mut row: impl FnMut(&mut Tx<'_>, &NewVersion) -> Result<FileRow, ApiError> + Send + 'static,
) -> Answer<File> {
    let blob = cx.state().ids.blob();
    let due_at = cx.now().plus(LONGEST);
    let begun = blob.clone();
    cx.transact(move |tx| Ok(tx.begin_blob(&begun, due_at)?))
        .await?;
    let written = match stored(cx, incoming, &blob).await {
        Ok(new) => {
            cx.received(&new.sha256);
            cx.write(move |tx| {
                let file = row(tx, &new)?;
                convert::card(tx, file)
            })
            .await
        }
        Err(error) => Err(error),
    };
    // What the database says nothing certain about may have become a version after all.
    if matches!(written, Err(ApiError::Refused(_) | ApiError::Replayed(_))) {
        dropped(cx, blob).await;
    }
    written
}

async fn stored(cx: &Ctx, mut incoming: Incoming, blob: &str) -> Result<NewVersion, ApiError> {
    let mut writing = cx.state().files.write(blob).map_err(failed)?;
    let (mut hash, mut size, mut beginning) = (Sha256::new(), 0, Vec::new());
    loop {
        let piece = match incoming.next().await {
            Ok(Some(piece)) => piece,
            Ok(None) => break,
            Err(error) => {
                writing.give_up().await;
                return Err(error);
            }
        };
        hash.update(&piece);
        size += piece.len() as i64;
        let telling = piece.len().min(kinds::TELLING - beginning.len());
        beginning.extend_from_slice(&piece[..telling]);
        writing.put(piece).await.map_err(failed)?;
    }
    writing.finish().await.map_err(failed)?;
    let hash = hash.finalize();
    Ok(NewVersion {
        blob: blob.to_owned(),
        media: kinds::media(&beginning).to_owned(),
        size,
        sha256: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
    })
}

/// Bytes that became nothing.
async fn dropped(cx: &Ctx, blob: String) {
    let removed = match cx.state().files.remove(&blob).await {
        Ok(()) => cx
            .transact(move |tx| Ok(tx.forget_blobs(std::slice::from_ref(&blob))?))
            .await
            .map_err(|error| format!("{error:?}")),
        Err(trouble) => Err(trouble.to_string()),
    };
    if let Err(cause) = removed {
        tracing::info!(cause, "what is left of an upload is removed later");
    }
}

fn failed(trouble: Trouble) -> ApiError {
    ApiError::internal(format_args!("files: {trouble}"))
}
