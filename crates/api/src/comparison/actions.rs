use domain::access::Permission;
use domain::comparison::{self, Report, Terms, planned, report};
use domain::ids::ProcessId;
use domain::language::Language;
use store::comparison::ComparisonRow;
use store::{Tx, expect_version};
use wire::comparison::{
    Comparison, ComparisonReport, EndComparison, GetComparison, GetOutlook, ListComparisons,
    Outlook, StartComparison, UpdateComparison,
};
use wire::error::Code;
use wire::page::Page;

use super::convert::Told;
use crate::http::{Answer, ApiError, Call, Ctx};
use crate::processes::{in_use, judge};

pub async fn outlook(cx: Ctx, call: Call<GetOutlook>) -> Answer<Outlook> {
    let (id,) = call.path;
    let days = call.query.days.unwrap_or(comparison::USUAL.days);
    cx.read(move |tx| {
        tx.process_for(Permission::ProcessPublish, id)?;
        let past = tx.outlook_of(id, days)?;
        Ok(Outlook {
            days,
            clients: past.clients,
            reached: past.reached,
            goal_share: comparison::goal_share(past.reached, past.clients),
            per_week: past.per_week,
        })
    })
    .await
}

pub async fn list(cx: Ctx, call: Call<ListComparisons>) -> Answer<Page<Comparison>> {
    let (id,) = call.path;
    cx.read(move |tx| {
        tx.process_for(Permission::DirectoryRead, id)?;
        let rows = tx.comparisons_of(id)?;
        let told = Told::of(tx, &rows)?;
        let items: Result<_, ApiError> = rows.iter().map(|row| told.comparison(row)).collect();
        Ok(Page::whole(items?))
    })
    .await
}

pub async fn start(cx: Ctx, call: Call<StartComparison>) -> Answer<Comparison> {
    let ((id,), language) = (call.path, cx.language());
    let (seen, terms) = (call.body.version, call.body.terms());
    cx.write(move |tx| {
        let process = tx.process_for(Permission::ProcessPublish, id)?;
        in_use(&process)?;
        let state = |state: &str| ApiError::new(Code::WrongState).with("state", state);
        if tx.published_version(id)?.is_none() {
            return Err(state("never_published"));
        }
        let draft = tx.draft_of(id)?;
        if draft.version == 0 {
            return Err(state("no_draft"));
        }
        expect_version(draft.version, seen)?;
        let problems = judge::problems(tx, &draft.graph, Some(id), language)?;
        judge::publishable(&draft.graph, problems)?;
        let clients = plan(tx, id, &terms)?;
        let row = tx.begin_comparison(&process, seen, terms, clients)?;
        shown(tx, &row)
    })
    .await
}

pub async fn get(cx: Ctx, call: Call<GetComparison>) -> Answer<ComparisonReport> {
    let ((process, id), language) = (call.path, cx.language());
    cx.read(move |tx| {
        tx.process_for(Permission::ProcessPublish, process)?;
        let row = tx.comparison_of(process, id)?;
        let found = look(tx, &row)?;
        told(tx, &row, found, language)
    })
    .await
}

pub async fn update(cx: Ctx, call: Call<UpdateComparison>) -> Answer<Comparison> {
    let ((process, id), seen) = (call.path, call.seen);
    let share = call.body.share;
    cx.write(move |tx| {
        tx.process_for(Permission::ProcessPublish, process)?;
        let row = running(tx.held_comparison(process, id)?)?;
        expect_version(row.version, seen)?;
        let before = row.terms();
        let share = share.unwrap_or(before.share);
        if share == before.share {
            return shown(tx, &row);
        }
        let clients = plan(tx, process, &Terms { share, ..before })?;
        let row = tx.share_comparison(row, seen, share, clients)?;
        shown(tx, &row)
    })
    .await
}

pub async fn end(cx: Ctx, call: Call<EndComparison>) -> Answer<Comparison> {
    let ((process, id), kept) = (call.path, call.body.keep);
    cx.write(move |tx| {
        let process = tx.process_for(Permission::ProcessPublish, process)?;
        let row = running(tx.held_comparison(process.id, id)?)?;
        let found = look(tx, &row)?;
        let row = tx.end_comparison(&process, row, kept, found)?;
        shown(tx, &row)
    })
    .await
}

fn running(row: ComparisonRow) -> Result<ComparisonRow, ApiError> {
    match row.ended_at {
        Some(_) => Err(ApiError::new(Code::WrongState).with("state", "ended")),
        None => Ok(row),
    }
}

/// How many clients it takes by what the process reached so far.
fn plan(
    tx: &mut Tx<'_>,
    process: ProcessId,
    terms: &Terms,
) -> Result<comparison::Planned, ApiError> {
    let past = tx.outlook_of(process, terms.days)?;
    let share = comparison::goal_share(past.reached, past.clients);
    Ok(planned(terms, share))
}

/// What it has shown so far, or had shown when it ended.
fn look(tx: &mut Tx<'_>, row: &ComparisonRow) -> Result<Report, ApiError> {
    if let Some(kept) = &row.report {
        return Ok(kept.0.clone());
    }
    let runs = tx.runs_of(row)?;
    Ok(report(&row.terms(), row.planned(), &runs, tx.now()))
}

fn shown(tx: &mut Tx<'_>, row: &ComparisonRow) -> Result<Comparison, ApiError> {
    Told::of(tx, std::slice::from_ref(row))?.comparison(row)
}

fn told(
    tx: &mut Tx<'_>,
    row: &ComparisonRow,
    report: Report,
    language: Language,
) -> Result<ComparisonReport, ApiError> {
    let comparison = shown(tx, row)?;
    let numbers = (comparison.present.number, comparison.challenger.number);
    Ok(ComparisonReport {
        verdict: domain::sentence::verdict(language, &report, numbers),
        comparison,
        report,
    })
}
