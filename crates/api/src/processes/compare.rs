//! Versions beside each other: what differs, and an old one as the draft again.

use domain::access::Permission;
use domain::ids::{ProcessId, VersionId};
use domain::language::Language;
use domain::processes::{Graph, difference};
use domain::sentence::{Compared, Telling};
use domain::time::Zone;
use store::Tx;
use wire::processes::{Difference, Draft, GetDifference, GraphChange, RestoreVersion, VersionName};

use super::{actions, convert, judge};
use crate::http::{Answer, ApiError, Call, Ctx};

pub async fn compare(cx: Ctx, call: Call<GetDifference>) -> Answer<Difference> {
    let ((id,), query, language) = (call.path, call.query, cx.language());
    cx.read(move |tx| {
        tx.process_for(Permission::DirectoryRead, id)?;
        let (before, old) = match query.before {
            Some(version) => of_version(tx, id, version)?,
            None => match tx.published_version(id)? {
                Some(published) => of_version(tx, id, published.version_id)?,
                None => (None, Graph::empty()),
            },
        };
        let (after, new) = match query.after {
            Some(version) => of_version(tx, id, version)?,
            None => (None, tx.draft_of(id)?.graph),
        };
        let changes = changes(tx, &old, &new, language)?;
        Ok(Difference {
            before,
            after,
            changes,
        })
    })
    .await
}

pub async fn restore(cx: Ctx, call: Call<RestoreVersion>) -> Answer<Draft> {
    let ((id, version), language) = (call.path, cx.language());
    let seen = call.body.version;
    cx.write(move |tx| {
        let process = tx.process_for(Permission::ProcessEdit, id)?;
        actions::in_use(&process)?;
        let graph = tx.version_of(id, version)?.graph;
        let problems = judge::problems(tx, &graph, Some(id), language)?;
        let draft = tx.save_draft(id, seen, &graph, judge::errors(&problems))?;
        Ok(convert::draft(id, draft, problems))
    })
    .await
}

fn of_version(
    tx: &mut Tx<'_>,
    id: ProcessId,
    version: VersionId,
) -> Result<(Option<VersionName>, Graph), ApiError> {
    let record = tx.version_of(id, version)?;
    Ok((Some(convert::version_name(&record)), record.graph))
}

/// What differs between two graphs, in the reader's language.
pub fn changes(
    tx: &mut Tx<'_>,
    before: &Graph,
    after: &Graph,
    language: Language,
) -> Result<Vec<GraphChange>, ApiError> {
    let called = tx.glossary([before, after])?;
    let compared = Compared {
        before,
        after,
        glossary: &called,
    };
    // Rules of a graph name no date, so neither zone nor day matters.
    let zone = Zone::utc();
    let telling = Telling {
        language,
        zone: &zone,
        today: chrono::NaiveDate::default(),
    };
    let changes = difference(before, after).into_iter();
    let told = changes.map(|change| GraphChange {
        message: telling.change(&change, &compared),
        code: change.what.code().to_owned(),
        step_name: change
            .step
            .as_deref()
            .and_then(|key| compared.step(key))
            .map(str::to_owned),
        step: change.step,
        result_id: change.result_id,
    });
    Ok(told.collect())
}
