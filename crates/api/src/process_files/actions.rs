use domain::access::Permission;
use domain::language::Language;
use process_file::Fault;
use unicode_normalization::UnicodeNormalization as _;
use wire::error::{Code, Fault as Wrong, FieldError};
use wire::process_files::{ExportProcess, ImportProcesses, Imported, ProcessFile};

use super::import::{Tried, Wanted, import as take_in};
use crate::http::{Answer, ApiError, Call, Ctx};

pub async fn export(cx: Ctx, call: Call<ExportProcess>) -> Answer<ProcessFile> {
    let ((id,), version) = (call.path, call.query.version);
    cx.read(move |tx| {
        tx.process_for(Permission::ProcessEdit, id)?;
        super::export(tx, id, version)
    })
    .await
}

pub async fn import(cx: Ctx, call: Call<ImportProcesses>) -> Answer<Imported> {
    let (body, language) = (call.body, cx.language());
    let file = read(&body.file, language)?;
    let wanted = Wanted {
        publish: body.publish,
        existing: body.existing,
        language,
    };
    if !body.dry_run {
        return cx.write(move |tx| take_in(tx, &file, wanted)).await;
    }
    let tried = Tried::default();
    let inside = tried.clone();
    let undone = cx.transact(move |tx| Err::<(), _>(inside.run(tx, &file, wanted)));
    let undone = undone.await;
    tried.found(undone)
}

/// The file, in one Unicode form.
///
/// # Errors
/// 422 with every fault and its line.
pub fn read(text: &str, language: Language) -> Result<process_file::File, ApiError> {
    let text: String = text.nfc().collect();
    process_file::parse(&text).map_err(|faults| refused(&faults, language))
}

/// 422 with the faults of a file.
pub fn refused(faults: &[Fault], language: Language) -> ApiError {
    ApiError::fields(told(faults, language))
}

/// 409 with what keeps processes from being published.
pub fn not_publishable(faults: &[Fault], language: Language) -> ApiError {
    ApiError::new(Code::NotPublishable).listing(told(faults, language))
}

fn told(faults: &[Fault], language: Language) -> Vec<FieldError> {
    let told = faults.iter().map(|fault| {
        let mut error = FieldError::at("/file", Wrong::File);
        error.message = fault.message(language);
        error
            .with("line", fault.at.line)
            .with("column", fault.at.column)
            .with("path", &fault.path)
            .with("problem", fault.why.code())
    });
    told.collect()
}
