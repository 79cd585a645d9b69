//! Files of clients and of companies: read, rehearsed, taken in and taken back.

mod companies;
mod fields;
mod files;
mod long;
mod rights;
mod rows;
mod run;
mod undo;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use client::{Client, Failure};
use domain::ids::ImportId;
use domain::imports::{ImportState, Plan};
use testkit::app::TestApp;
use wire::imports::{
    CheckImport, CreateImport, GetImport, Import, ImportPatch, ImportRow, ImportRowsQuery,
    ImportSummary, ImportsQuery, ListImportRows, ListImports, ListSubject, NewImport, Rules,
    RunImport, RunRequest, UndoImport, UpdateImport,
};
use wire::list::Listed;

/// Sends a file of clients.
pub async fn sent(api: &Client, name: &str, bytes: &[u8]) -> Result<Import, Failure> {
    sent_as(api, ListSubject::Clients, name, bytes).await
}

/// Sends a file.
pub async fn sent_as(
    api: &Client,
    subject: ListSubject,
    name: &str,
    bytes: &[u8],
) -> Result<Import, Failure> {
    let new = NewImport {
        name: name.into(),
        subject,
        content: Some(STANDARD.encode(bytes)),
        text: None,
    };
    api.post::<CreateImport>((), new).await
}

/// Pastes a table of clients.
pub async fn pasted(api: &Client, text: &str) -> Import {
    pasted_of(api, ListSubject::Clients, text).await
}

/// Pastes a table.
pub async fn pasted_of(api: &Client, subject: ListSubject, text: &str) -> Import {
    let new = NewImport {
        name: "table".into(),
        subject,
        content: None,
        text: Some(text.into()),
    };
    api.post::<CreateImport>((), new).await.expect("an import")
}

pub async fn import(api: &Client, id: ImportId) -> Import {
    api.get::<GetImport>((id,)).await.expect("the import")
}

/// Rehearses it to the end.
pub async fn checked(app: &TestApp, api: &Client, id: ImportId) -> Import {
    api.post::<CheckImport>((id,), ()).await.expect("checking");
    app.errands().await;
    let found = import(api, id).await;
    assert_eq!(found.state, ImportState::Checked);
    found
}

/// Takes it in to the end.
pub async fn ran(app: &TestApp, api: &Client, id: ImportId) -> Import {
    let request = RunRequest::default();
    api.post::<RunImport>((id,), request)
        .await
        .expect("running");
    app.errands().await;
    let found = import(api, id).await;
    assert_eq!(found.state, ImportState::Done);
    found
}

/// Takes it back to the end.
pub async fn undone(app: &TestApp, api: &Client, id: ImportId) -> Import {
    api.post::<UndoImport>((id,), ()).await.expect("undoing");
    app.errands().await;
    let found = import(api, id).await;
    assert_eq!(found.state, ImportState::Undone);
    found
}

pub async fn ruled(api: &Client, import: &Import, rules: Rules) -> Import {
    let patch = ImportPatch {
        rules: Some(rules),
        ..ImportPatch::default()
    };
    patched(api, import, patch).await.expect("ruled")
}

pub async fn patched(api: &Client, import: &Import, patch: ImportPatch) -> Result<Import, Failure> {
    api.call::<UpdateImport>((import.id,), (), patch)
        .if_match(import.version)
        .reply()
        .await
}

pub async fn rows(api: &Client, id: ImportId, plan: Option<Plan>) -> Vec<ImportRow> {
    let query = ImportRowsQuery {
        plan: plan.map(|plan| Listed(vec![plan])),
        limit: Some(200),
        ..ImportRowsQuery::default()
    };
    let page = api.call::<ListImportRows>((id,), query, ()).reply().await;
    page.expect("rows").items
}

/// The plans of all rows, in order.
pub async fn plans(api: &Client, id: ImportId) -> Vec<Plan> {
    let rows = rows(api, id, None).await;
    rows.iter().filter_map(|row| row.plan).collect()
}

/// Faults of a row: column and code.
pub fn faults(row: &ImportRow) -> Vec<(Option<u32>, &'static str)> {
    let faults = row.faults.iter();
    faults.map(|it| (it.column, it.code.as_str())).collect()
}

/// The imports that somebody sees.
pub async fn listed(api: &Client) -> Vec<ImportSummary> {
    let page = api.call::<ListImports>((), ImportsQuery::default(), ());
    page.reply().await.expect("imports").items
}
