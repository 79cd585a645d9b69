use connectors::files::Trouble;
use domain::access::Permission;
use wire::files::GetFileContent;

use crate::http::attachment::Attachment;
use crate::http::{Answer, ApiError, Call, Ctx};

/// The bytes of a version, for whoever sees the card. In the trash, too: one looks before one restores.
pub async fn get(cx: Ctx, call: Call<GetFileContent>) -> Answer<()> {
    let (id, number) = call.path;
    let number = i32::try_from(number).map_err(|_| ApiError::not_found())?;
    let (file, version) = cx
        .read(move |tx| {
            let (file, _) = tx.file_for(Permission::ClientRead, id)?;
            let version = tx.file_version(&file, number)?;
            Ok((file, version))
        })
        .await?;
    let pieces = cx.state().files.read(&version.blob).await;
    let pieces = pieces.map_err(|trouble| match trouble {
        // A row without its bytes: a backup that was put back in part. `perezvon check` names them all.
        Trouble::NotThere => ApiError::internal(format_args!("{id}, version {number}: {trouble}")),
        Trouble::Other(cause) => ApiError::internal(format_args!("files: {cause}")),
    })?;
    let size = version.size.unsigned_abs();
    cx.attach(Attachment::of_others(
        file.name,
        &version.media,
        size,
        pieces,
    ));
    Ok(())
}
