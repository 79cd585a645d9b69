use domain::access::Permission;
use domain::processes::Graph;
use store::processes::{ProcessChange, ProcessRecord};
use store::{Tx, expect_version};
use wire::error::Code;
use wire::page::Page;
use wire::processes::{
    ArchiveProcess, CheckGraph, Checked, CreateProcess, DiscardDraft, Draft, GetDraft, GetProcess,
    GetVersion, ListProcesses, ListVersions, Process, PublishProcess, RestoreProcess, SaveDraft,
    UpdateProcess, Version,
};

use super::{convert, judge, shape, transfers};
use crate::http::{Answer, ApiError, Call, Check, Ctx};

pub async fn list(cx: Ctx, _: Call<ListProcesses>) -> Answer<Page<Process>> {
    cx.read(|tx| {
        let (lines, others) = (tx.processes()?, tx.other_processes()?);
        let lines = lines.into_iter();
        let lines = lines.map(|line| convert::process(line, &others));
        Ok(Page::whole(lines.collect()))
    })
    .await
}

pub async fn create(cx: Ctx, call: Call<CreateProcess>) -> Answer<Process> {
    let mut check = Check::new();
    let name = check.name("/name", &call.body.name);
    let description = check.text("/description", call.body.description.as_deref());
    check.done()?;
    let language = cx.language();
    cx.write(move |tx| {
        let errors = judge::errors(&judge::problems(tx, &Graph::empty(), None, language)?);
        let process = tx.create_process(name.clone(), description.clone(), errors)?;
        shown(tx, process)
    })
    .await
}

pub async fn get(cx: Ctx, call: Call<GetProcess>) -> Answer<Process> {
    let (id,) = call.path;
    cx.read(move |tx| {
        let process = tx.process_for(Permission::DirectoryRead, id)?;
        shown(tx, process)
    })
    .await
}

pub async fn update(cx: Ctx, call: Call<UpdateProcess>) -> Answer<Process> {
    let ((id,), seen) = (call.path, call.seen);
    let mut check = Check::new();
    let change = ProcessChange {
        name: call
            .body
            .name
            .as_deref()
            .map(|name| check.name("/name", name)),
        description: call
            .body
            .description
            .as_ref()
            .map(|text| check.text("/description", text.as_deref())),
    };
    check.done()?;
    cx.write(move |tx| {
        let process = tx.update_process(id, seen, change.clone())?;
        shown(tx, process)
    })
    .await
}

pub async fn archive(cx: Ctx, call: Call<ArchiveProcess>) -> Answer<()> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| Ok(tx.archive_process(id, seen)?)).await
}

pub async fn restore(cx: Ctx, call: Call<RestoreProcess>) -> Answer<Process> {
    let (id,) = call.path;
    cx.write(move |tx| {
        let process = tx.restore_process(id)?;
        shown(tx, process)
    })
    .await
}

pub async fn draft(cx: Ctx, call: Call<GetDraft>) -> Answer<Draft> {
    let ((id,), language) = (call.path, cx.language());
    cx.read(move |tx| {
        tx.process_for(Permission::DirectoryRead, id)?;
        let draft = tx.draft_of(id)?;
        let problems = judge::problems(tx, &draft.graph, Some(id), language)?;
        Ok(convert::draft(id, draft, problems))
    })
    .await
}

pub async fn save_draft(cx: Ctx, call: Call<SaveDraft>) -> Answer<Draft> {
    let ((id,), language) = (call.path, cx.language());
    let body = call.body;
    shape::bounded(&body.graph)?;
    cx.write(move |tx| {
        let process = tx.process_for(Permission::ProcessEdit, id)?;
        in_use(&process)?;
        let graph = tx.graph_as_read(body.graph.clone())?;
        let problems = judge::problems(tx, &graph, Some(id), language)?;
        let errors = judge::errors(&problems);
        let draft = tx.save_draft(id, body.version, &graph, errors)?;
        Ok(convert::draft(id, draft, problems))
    })
    .await
}

pub async fn discard_draft(cx: Ctx, call: Call<DiscardDraft>) -> Answer<()> {
    let ((id,), seen) = (call.path, call.seen);
    cx.write(move |tx| Ok(tx.discard_draft(id, seen)?)).await
}

pub async fn check(cx: Ctx, call: Call<CheckGraph>) -> Answer<Checked> {
    let (graph, language) = (call.body.graph, cx.language());
    shape::bounded(&graph)?;
    cx.read(move |tx| {
        let graph = tx.graph_as_read(graph)?;
        let problems = judge::problems(tx, &graph, None, language)?;
        Ok(Checked { problems })
    })
    .await
}

pub async fn publish(cx: Ctx, call: Call<PublishProcess>) -> Answer<Version> {
    let ((id,), language) = (call.path, cx.language());
    let (seen, lots) = (call.body.version, call.body.transfer);
    let lots = transfers::tidy("/transfer", lots)?;
    cx.write(move |tx| {
        let process = tx.process_for(Permission::ProcessPublish, id)?;
        in_use(&process)?;
        let draft = tx.draft_of(id)?;
        if draft.version == 0 {
            return Err(ApiError::new(Code::WrongState).with("state", "no_draft"));
        }
        expect_version(draft.version, seen)?;
        let problems = judge::problems(tx, &draft.graph, Some(id), language)?;
        judge::publishable(&draft.graph, problems)?;
        let published = tx.publish_draft(id, seen)?;
        if !lots.is_empty() {
            transfers::begin(tx, &process, "/transfer", &lots)?;
        }
        Ok(convert::version(published))
    })
    .await
}

pub async fn versions(cx: Ctx, call: Call<ListVersions>) -> Answer<Page<Version>> {
    let (id,) = call.path;
    cx.read(move |tx| {
        tx.process_for(Permission::DirectoryRead, id)?;
        let versions = tx.versions_of(id)?.into_iter();
        Ok(Page::whole(versions.map(convert::version).collect()))
    })
    .await
}

pub async fn version(cx: Ctx, call: Call<GetVersion>) -> Answer<Version> {
    let (id, version) = call.path;
    cx.read(move |tx| {
        tx.process_for(Permission::DirectoryRead, id)?;
        Ok(convert::version(tx.version_of(id, version)?))
    })
    .await
}

pub fn in_use(process: &ProcessRecord) -> Result<(), ApiError> {
    match process.archived_at {
        Some(_) => Err(ApiError::new(Code::WrongState).with("state", "archived")),
        None => Ok(()),
    }
}

fn shown(tx: &mut Tx<'_>, process: ProcessRecord) -> Result<Process, ApiError> {
    let others = tx.other_processes()?;
    Ok(convert::process(tx.process_summary(process)?, &others))
}
