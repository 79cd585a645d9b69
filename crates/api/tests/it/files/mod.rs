//! Files of clients: they come in as they are, have versions and a trash, and are nobody's who does not see the card.

mod bucket;
mod kept;
mod rights;
mod served;
mod versions;

use client::{Client, Failure, RawAnswer, ready};
use domain::ids::{ClientId, FileId};
use testkit::app::TestApp;
use wire::clients::CreateClient;
use wire::files::{
    AddClientFile, AddFileVersion, File, FilesQuery, GetFileContent, ListClientFiles,
};

use crate::desk::newcomer;

/// A picture of one point, and a page that says of itself that it is one.
pub const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
pub const PAGE: &[u8] = b"<!DOCTYPE html><script>alert(document.cookie)</script>";

/// Puts a file on a card.
pub async fn added(
    api: &Client,
    client: ClientId,
    name: &str,
    content: &[u8],
) -> Result<File, Failure> {
    let request = ready::<AddClientFile>(&(client,), &(), &())?;
    let answer = api.upload(&request, name, content.to_vec()).await?;
    Ok(answer.read()?.reply)
}

/// Puts a new version in the place of the last one.
pub async fn version(api: &Client, file: FileId, content: &[u8]) -> Result<File, Failure> {
    let request = ready::<AddFileVersion>(&(file,), &(), &())?;
    let answer = api.upload(&request, "whatever", content.to_vec()).await?;
    Ok(answer.read()?.reply)
}

/// The bytes of a version with what is said about them.
pub async fn content(api: &Client, file: FileId, number: u32) -> Result<RawAnswer, Failure> {
    let request = ready::<GetFileContent>(&(file, number), &(), &())?;
    let answer = api.exchange(&request).await?;
    answer.check()?;
    Ok(answer)
}

/// Names of the files on a card, or of those in its trash.
pub async fn names(api: &Client, client: ClientId, deleted: bool) -> Vec<String> {
    let query = FilesQuery {
        deleted: deleted.then_some(true),
        ..FilesQuery::default()
    };
    let page = api.list::<ListClientFiles>((client,), query).await;
    let files = page.expect("files").items.into_iter();
    files.map(|file| file.name).collect()
}

pub async fn somebody(app: &TestApp, name: &str) -> ClientId {
    let saved = app.owner.post::<CreateClient>((), newcomer(name)).await;
    saved.expect("a card").client.id
}
