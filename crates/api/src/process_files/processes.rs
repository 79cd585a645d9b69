//! The processes of a file: their drafts, and their publishing.

use std::collections::BTreeMap;

use domain::access::Permission;
use domain::collation::sort_key;
use domain::ids::ProcessId;
use domain::processes::{Graph, Severity, publishable};
use process_file::{Fault, File, Process, problem_fault};
use store::Tx;
use store::processes::ProcessChange;
use wire::process_files::{Done, Existing, ImportedProcess};

use super::actions;
use super::import::{Taken, Wanted};
use crate::http::ApiError;
use crate::processes::{changes, judge, version_name};

/// A process of the file with its place in the club.
struct Drawn<'f> {
    process: &'f Process,
    id: ProcessId,
    graph: Graph,
    /// Of the draft; absent when nothing had to be saved.
    draft: Option<i64>,
    told: ImportedProcess,
}

pub fn take_in(
    tx: &mut Tx<'_>,
    file: &File,
    wanted: Wanted,
    taken: &mut Taken,
) -> Result<Vec<ImportedProcess>, ApiError> {
    let mut known: BTreeMap<String, ProcessId> = BTreeMap::new();
    for line in tx.processes()? {
        if line.process.archived_at.is_none() {
            known.insert(sort_key(&line.process.name), line.process.id);
        }
    }
    taken.others = known.clone();
    // All of them exist before one is drawn: they may hand over to each other.
    let mut made = Vec::new();
    for process in &file.processes {
        let (id, done) = match known.get(&sort_key(&process.name)) {
            Some(id) => (*id, Done::Unchanged),
            None => {
                let (name, description) = (process.name.clone(), process.description.clone());
                (tx.create_process(name, description, 1)?.id, Done::Created)
            }
        };
        taken.processes.insert(process.key.text.clone(), id);
        made.push((process, id, done));
    }
    let mut drawn = Vec::new();
    for (process, id, done) in made {
        match process.graph(taken) {
            Ok(graph) => drawn.push(draw(tx, process, id, done, graph, wanted)?),
            Err(faults) => taken.faults.extend(faults),
        }
    }
    taken.faultless(wanted.language)?;
    for one in &mut drawn {
        one.told.problems = judge::problems(tx, &one.graph, Some(one.id), wanted.language)?;
    }
    if wanted.publish {
        publish(tx, file, wanted, taken, &mut drawn)?;
    }
    Ok(drawn.into_iter().map(|one| one.told).collect())
}

/// The draft of one process, when it is another than what the club has.
fn draw<'f>(
    tx: &mut Tx<'_>,
    process: &'f Process,
    id: ProcessId,
    mut done: Done,
    graph: Graph,
    wanted: Wanted,
) -> Result<Drawn<'f>, ApiError> {
    let before = tx.draft_of(id)?;
    let changes = changes(tx, &before.graph, &graph, wanted.language)?;
    let mut draft = (before.version > 0).then_some(before.version);
    if before.graph != graph {
        let problems = judge::problems(tx, &graph, Some(id), wanted.language)?;
        let saved = tx.save_draft(id, before.version, &graph, judge::errors(&problems))?;
        draft = Some(saved.version);
        if done == Done::Unchanged {
            done = Done::Updated;
        }
    }
    let record = tx.process_for(Permission::ProcessEdit, id)?;
    let described = process.description.is_some() && process.description != record.description;
    if described && wanted.existing == Existing::Update {
        let change = ProcessChange {
            name: None,
            description: Some(process.description.clone()),
        };
        tx.update_process(id, record.version, change)?;
        if done == Done::Unchanged {
            done = Done::Updated;
        }
    }
    Ok(Drawn {
        process,
        id,
        graph,
        draft,
        told: ImportedProcess {
            id: Some(id),
            name: process.name.clone(),
            done,
            changes,
            problems: Vec::new(),
            published: None,
        },
    })
}

/// Publishes what has a draft. A process that hands over to another wants that one published before, so they are tried until
/// nothing moves any more.
fn publish(
    tx: &mut Tx<'_>,
    file: &File,
    wanted: Wanted,
    taken: &Taken,
    drawn: &mut [Drawn<'_>],
) -> Result<(), ApiError> {
    loop {
        let mut faults: Vec<Fault> = Vec::new();
        let mut moved = false;
        for one in drawn.iter_mut() {
            let Some(draft) = one.draft else {
                continue;
            };
            tx.process_for(Permission::ProcessPublish, one.id)?;
            let catalogue = tx.catalogue(&one.graph, Some(one.id))?;
            let mut problems = publishable(&one.graph, &catalogue);
            problems.retain(|problem| problem.severity == Severity::Error);
            if problems.is_empty() {
                let version = tx.publish_draft(one.id, draft)?;
                one.draft = None;
                one.told.published = Some(version_name(&version));
                one.told.problems = judge::problems(tx, &one.graph, Some(one.id), wanted.language)?;
                moved = true;
                continue;
            }
            let key = |id| taken.result_key(id);
            let told = problems
                .iter()
                .map(|problem| problem_fault(file, one.process, problem, key, wanted.language));
            faults.extend(told);
        }
        if faults.is_empty() {
            return Ok(());
        }
        if !moved {
            faults.sort_by_key(|fault| fault.at);
            return Err(actions::not_publishable(&faults, wanted.language));
        }
    }
}
