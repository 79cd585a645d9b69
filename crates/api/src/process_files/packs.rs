//! The packs, in the club's language.

use process_file::packs::{self, Shipped};
use wire::page::Page;
use wire::process_files::{GetPack, ListPacks, Pack, ProcessFile};

use crate::http::{Answer, ApiError, Call, Ctx};

pub async fn list(cx: Ctx, _: Call<ListPacks>) -> Answer<Page<Pack>> {
    cx.read(|tx| {
        let language = tx.organisation()?.language;
        let shipped = packs::ALL.iter().filter(|pack| pack.language == language);
        let described: Result<Vec<Pack>, ApiError> = shipped.map(pack).collect();
        Ok(Page::whole(described?))
    })
    .await
}

pub async fn get(cx: Ctx, call: Call<GetPack>) -> Answer<ProcessFile> {
    let ((key,), query) = (call.path, call.query);
    cx.read(move |tx| {
        let language = match query.language {
            Some(language) => language,
            None => tx.organisation()?.language,
        };
        let pack = packs::pack(&key, language).ok_or_else(ApiError::not_found)?;
        Ok(ProcessFile {
            name: format!("{key}.yaml"),
            file: pack.text.to_owned(),
        })
    })
    .await
}

fn pack(shipped: &Shipped) -> Result<Pack, ApiError> {
    let file = shipped
        .file()
        .map_err(|faults| ApiError::internal(format!("{}: {faults:?}", shipped.key)))?;
    Ok(Pack {
        key: shipped.key.to_owned(),
        language: shipped.language,
        name: shipped.name.to_owned(),
        processes: file.processes.iter().map(|one| one.name.clone()).collect(),
        templates: file.templates.len() as u32,
        results: file.results.len() as u32,
    })
}
