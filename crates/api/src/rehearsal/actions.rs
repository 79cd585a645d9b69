use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Duration, NaiveDate};
use domain::access::Permission;
use domain::chains::Context;
use domain::ids::{BranchId, ProcessId};
use domain::processes::Graph;
use domain::rehearsal::{DAYS, Period, Rehearsal as Replaying};
use domain::time::{Timestamp, Zone};
use store::Tx;
use store::branches::Branch;
use store::rehearsal::Past;
use wire::error::Code;
use wire::rehearsal::{Rehearsal, RehearseProcess};

use super::convert;
use crate::chains::{settings, zone_of};
use crate::http::{Answer, ApiError, Call, Ctx};
use crate::processes::{bounded, version_name};

pub async fn rehearse(cx: Ctx, call: Call<RehearseProcess>) -> Answer<Rehearsal> {
    let (id,) = call.path;
    let graph = call.body.graph;
    if let Some(graph) = &graph {
        bounded(graph)?;
    }
    cx.read(move |tx| {
        tx.process_for(Permission::ProcessEdit, id)?;
        let draft = match graph {
            Some(graph) => tx.graph_as_read(graph)?,
            None => tx.draft_of(id)?.graph,
        };
        if draft.start.is_none() {
            return Err(ApiError::new(Code::WrongState).with("state", "no_start"));
        }
        replay(tx, id, &draft)
    })
    .await
}

fn replay(tx: &mut Tx<'_>, id: ProcessId, draft: &Graph) -> Result<Rehearsal, ApiError> {
    let published = tx.published_version(id)?;
    let present = published.as_ref().map(|published| &published.graph);
    let branches = tx.branches_at_work()?;
    let ids: Vec<BranchId> = branches.iter().map(|branch| branch.id).collect();
    let (home, since) = first_moment(tx, &branches)?;
    let past = tx.past_of(id, &ids, since)?;
    let period = period(tx.now(), &home, &past);

    let graphs: Vec<&Graph> = [Some(draft), present].into_iter().flatten().collect();
    let mut replaying = Vec::new();
    for graph in &graphs {
        replaying.push(Replaying::new(graph, period, stages(tx, graph, &ids)?));
    }
    let read: BTreeSet<_> = graphs
        .iter()
        .flat_map(|graph| graph.uses().fields)
        .collect();
    tx.stories(&past, &read, |story| {
        for replaying in &mut replaying {
            replaying.replay(story);
        }
    })?;
    let replayed: Vec<_> = replaying.into_iter().map(Replaying::finish).collect();
    let templates = graphs.iter().flat_map(|graph| &graph.steps);
    let templates = templates.map(|step| step.template_id).collect();
    let names = tx.names_in_rehearsal(templates, &replayed.iter().collect::<Vec<_>>())?;
    let chains = replayed.first().map_or(0, |replayed| replayed.chains);

    let mut told = graphs.iter().zip(replayed);
    let mut next = || {
        told.next()
            .map(|(graph, replayed)| convert::replay(graph, replayed, &names))
    };
    let last_day = period.first_day + Duration::days(i64::from(period.days) - 1);
    Ok(Rehearsal {
        from: period.first_day,
        to: last_day,
        working_days: open_days(branches.first(), period),
        chains,
        results: past.results,
        draft: next().ok_or_else(|| ApiError::new(Code::NotFound))?,
        present: next(),
        published: match &published {
            Some(published) => Some(version_name(&tx.version_of(id, published.version_id)?)),
            None => None,
        },
    })
}

/// The zone by which days are counted, and when the first of them begins.
fn first_moment(tx: &mut Tx<'_>, branches: &[Arc<Branch>]) -> Result<(Zone, Timestamp), ApiError> {
    let zone = match branches.first() {
        Some(branch) => (*zone_of(tx, branch.id)?).clone(),
        None => Zone::utc(),
    };
    let first = zone.day(tx.now()) - Duration::days(i64::from(DAYS) - 1);
    let since = zone.midnight(first);
    Ok((zone, since))
}

/// A young club has no 90 days: its period begins with its first result.
fn period(now: Timestamp, zone: &Zone, past: &Past) -> Period {
    let today = zone.day(now);
    let first_day = zone.day(past.first.unwrap_or(now)).min(today);
    let days = (today - first_day).num_days() + 1;
    Period {
        first_day,
        days: u32::try_from(days).unwrap_or(1),
        until: now,
    }
}

/// The club as each branch sees it.
fn stages(
    tx: &mut Tx<'_>,
    graph: &Graph,
    branches: &[BranchId],
) -> Result<BTreeMap<BranchId, Context>, ApiError> {
    let mut stages = BTreeMap::new();
    for branch in branches {
        let around = settings(tx, *branch)?;
        stages.insert(*branch, tx.stage(graph, &around)?);
    }
    Ok(stages)
}

fn open_days(branch: Option<&Arc<Branch>>, period: Period) -> u32 {
    let open = |day: &NaiveDate| branch.is_none_or(|branch| branch.calendar.hours(*day).is_some());
    let days = period.first_day.iter_days().take(period.days as usize);
    days.filter(open).count() as u32
}
