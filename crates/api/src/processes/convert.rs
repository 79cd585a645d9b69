use std::collections::BTreeMap;

use domain::ids::ProcessId;
use domain::processes::OtherProcess;
use store::processes::{DraftRecord, ProcessSummary, VersionRecord};
use wire::processes::{Draft, DraftName, GraphProblem, Process, Version, VersionName};

pub fn process(line: ProcessSummary, published: &BTreeMap<ProcessId, OtherProcess>) -> Process {
    let row = line.process;
    let hands_over = published.get(&row.id).map(|known| known.at_once.clone());
    Process {
        id: row.id,
        name: row.name,
        description: row.description,
        published: line.published.map(|published| VersionName {
            id: published.id,
            number: published.number,
            published_at: published.published_at,
        }),
        beside: line.beside.map(|beside| VersionName {
            id: beside.id,
            number: beside.number,
            published_at: beside.published_at,
        }),
        draft: line.draft.map(|draft| DraftName {
            errors: draft.errors,
            version: draft.version,
            updated_at: draft.updated_at,
        }),
        running: line.running,
        hands_over_at_once: hands_over.into_iter().flatten().collect(),
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        archived_at: row.archived_at,
    }
}

pub fn version_name(record: &VersionRecord) -> VersionName {
    VersionName {
        id: record.id,
        number: record.number,
        published_at: record.published_at,
    }
}

pub fn draft(process_id: ProcessId, draft: DraftRecord, problems: Vec<GraphProblem>) -> Draft {
    Draft {
        process_id,
        graph: draft.graph,
        problems,
        version: draft.version,
        based_on: draft.based_on,
        updated_at: draft.updated_at,
    }
}

pub fn version(record: VersionRecord) -> Version {
    Version {
        id: record.id,
        process_id: record.process_id,
        number: record.number,
        state: record.state,
        beside: record.beside,
        graph: record.graph,
        published_at: record.published_at,
        published_by: record.published_by,
        published_by_name: record.published_by_name,
        running: record.running,
    }
}
