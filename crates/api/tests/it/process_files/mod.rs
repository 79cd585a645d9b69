//! Processes as files: what is written, what is taken in, what is refused.

mod command_line;
mod packs;
mod refused;
mod taken;

use client::{Client, Failure};
use domain::ids::ProcessId;
use wire::process_files::{
    Existing, ExportProcess, ExportQuery, ImportProcesses, ImportRequest, Imported,
};

pub const FILE: &str = include_str!("errand.yaml");

pub fn request(file: &str) -> ImportRequest {
    ImportRequest {
        file: file.into(),
        publish: false,
        existing: Existing::Update,
        dry_run: false,
    }
}

pub async fn import(api: &Client, request: ImportRequest) -> Result<Imported, Failure> {
    api.post::<ImportProcesses>((), request).await
}

pub async fn exported(api: &Client, id: ProcessId) -> String {
    api.list::<ExportProcess>((id,), ExportQuery::default())
        .await
        .expect("a file")
        .file
}
