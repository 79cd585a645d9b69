use diesel::dsl::max;
use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::{ProcessId, VersionId};
use domain::processes::{Graph, VersionState};
use serde::Serialize;

use super::rows::{DraftRecord, ProcessRecord};
use crate::audit::state;
use crate::engine::columns::{Json, bind};
use crate::engine::errors::{StoreError, expect_one, expect_unused, expect_version};
use crate::engine::unit::Tx;
use crate::outbox::Audience;
use crate::schema::{chains, process_versions, processes};
use crate::search::sort_key;

/// What a patch changes: absent keeps, `Some(None)` clears.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProcessChange {
    pub name: Option<String>,
    pub description: Option<Option<String>>,
}

/// A draft as the audit log keeps it.
#[derive(Serialize)]
struct Drafted<'a> {
    graph: &'a Graph,
    errors: u32,
}

impl Tx<'_> {
    /// Adds a process with an empty draft; `errors` is what keeps that from being published.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`]; a conflict with [`Guard::ProcessName`](crate::Guard::ProcessName).
    pub fn create_process(
        &mut self,
        name: String,
        description: Option<String>,
        errors: u32,
    ) -> Result<ProcessRecord, StoreError> {
        self.demand(Permission::ProcessEdit)?;
        let now = self.now();
        let process = ProcessRecord {
            id: self.new_id(),
            name,
            description,
            version: 1,
            created_at: now,
            updated_at: now,
            archived_at: None,
        };
        let row = (
            processes::id.eq(bind(process.id)),
            processes::name.eq(&process.name),
            processes::sort_key.eq(sort_key(&process.name)),
            processes::description.eq(&process.description),
            processes::version.eq(1_i64),
            processes::created_at.eq(bind(now)),
            processes::updated_at.eq(bind(now)),
        );
        diesel::insert_into(processes::table)
            .values(row)
            .execute(self.conn())?;
        self.process_told("created", None, &process)?;
        self.begin_draft(&process, &Graph::empty(), errors, None)?;
        Ok(process)
    }

    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Forbidden`], [`StoreError::VersionMismatch`]; a conflict with
    /// [`Guard::ProcessName`](crate::Guard::ProcessName).
    pub fn update_process(
        &mut self,
        id: ProcessId,
        seen: i64,
        change: ProcessChange,
    ) -> Result<ProcessRecord, StoreError> {
        let before = self.process_for(Permission::ProcessEdit, id)?;
        expect_version(before.version, seen)?;
        let mut after = before.clone();
        if let Some(name) = change.name {
            after.name = name;
        }
        if let Some(description) = change.description {
            after.description = description;
        }
        if after == before {
            return Ok(before);
        }
        self.store_process(&before, &mut after)?;
        self.process_told("updated", Some(&before), &after)?;
        Ok(after)
    }

    /// No new chains from now on.
    ///
    /// # Errors
    /// As [`Self::update_process`]; [`StoreError::InUse`] with the number of chains that run, and the other processes that
    /// hand over to it; [`Guard::ComparisonRunning`](crate::Guard::ComparisonRunning) while two of its versions are compared.
    pub fn archive_process(&mut self, id: ProcessId, seen: i64) -> Result<(), StoreError> {
        let before = self.process_for(Permission::ProcessEdit, id)?;
        expect_version(before.version, seen)?;
        if before.archived_at.is_some() {
            return Ok(());
        }
        self.not_compared(id)?;
        let running: i64 = chains::table
            .filter(chains::process_id.eq(bind(id)))
            .filter(chains::ended_at.is_null())
            .count()
            .get_result(self.conn())?;
        let graphs = self.graphs_at_work()?.into_iter();
        let callers = graphs.filter(|at_work| {
            at_work.process_id != id
                && at_work.state != VersionState::Draft
                && at_work.graph.uses().processes.contains(&id)
        });
        let callers = callers.map(|at_work| at_work.process_id).collect();
        let callers = self.sorted_names(callers)?;
        expect_unused(running as u64 + callers.len() as u64, callers)?;
        let mut after = ProcessRecord {
            archived_at: Some(self.now()),
            ..before.clone()
        };
        self.store_process(&before, &mut after)?;
        self.process_told("archived", Some(&before), &after)
    }

    /// # Errors
    /// As [`Self::create_process`]: its name may be taken by now.
    pub fn restore_process(&mut self, id: ProcessId) -> Result<ProcessRecord, StoreError> {
        let before = self.process_for(Permission::ProcessEdit, id)?;
        if before.archived_at.is_none() {
            return Ok(before);
        }
        let mut after = ProcessRecord {
            archived_at: None,
            ..before.clone()
        };
        self.store_process(&before, &mut after)?;
        self.process_told("restored", Some(&before), &after)?;
        Ok(after)
    }

    /// Saves the draft that was read at version `seen`, 0 for none; `errors` is what keeps it from being published.
    ///
    /// A draft's version is the one that its process has with it, so that no two drafts ever share one: whoever read a draft
    /// that was thrown away since cannot write over the one begun after it.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Forbidden`]; [`StoreError::VersionMismatch`] when somebody else saved,
    /// published or discarded it meanwhile.
    pub fn save_draft(
        &mut self,
        id: ProcessId,
        seen: i64,
        graph: &Graph,
        errors: u32,
    ) -> Result<DraftRecord, StoreError> {
        let process = self.process_for(Permission::ProcessEdit, id)?;
        let draft = self.version_in(id, VersionState::Draft)?;
        expect_version(draft.as_ref().map_or(0, |draft| draft.version), seen)?;
        let process = self.draft_changed(&process)?;
        match draft {
            Some(draft) => self.rewrite_draft(draft.id, process.version, graph, errors)?,
            None => {
                let published = self.version_in(id, VersionState::Published)?;
                let based_on = published.map(|row| row.id);
                self.begin_draft(&process, graph, errors, based_on)?;
            }
        }
        self.draft_of(id)
    }

    /// Throws away the draft that was read at version `seen`.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none; [`StoreError::Forbidden`]; [`StoreError::VersionMismatch`] when somebody
    /// else saved it meanwhile.
    pub fn discard_draft(&mut self, id: ProcessId, seen: i64) -> Result<(), StoreError> {
        let process = self.process_for(Permission::ProcessEdit, id)?;
        let draft = self.version_in(id, VersionState::Draft)?;
        let draft = draft.ok_or(StoreError::NotFound)?;
        expect_version(draft.version, seen)?;
        self.draft_changed(&process)?;
        let row = process_versions::table
            .filter(process_versions::id.eq(bind(draft.id)))
            .filter(process_versions::state.eq(bind(VersionState::Draft)));
        let gone = diesel::delete(row).execute(self.conn())?;
        expect_one(gone, draft.version)?;
        let before = Drafted {
            graph: &draft.graph.0,
            errors: 0,
        };
        self.audit("process.draft_discarded", draft.id, state(&before), None)
    }

    /// The draft is a part of its process: that becomes another one with it.
    fn draft_changed(&mut self, before: &ProcessRecord) -> Result<ProcessRecord, StoreError> {
        let mut after = before.clone();
        self.store_process(before, &mut after)?;
        self.emit(
            "process.updated",
            after.id,
            after.version,
            Audience::EVERYBODY,
        )?;
        Ok(after)
    }

    fn begin_draft(
        &mut self,
        process: &ProcessRecord,
        graph: &Graph,
        errors: u32,
        based_on: Option<VersionId>,
    ) -> Result<(), StoreError> {
        let now = self.now();
        let id: VersionId = self.new_id();
        let last: Option<i32> = process_versions::table
            .filter(process_versions::process_id.eq(bind(process.id)))
            .select(max(process_versions::number))
            .first(self.conn())?;
        let row = (
            process_versions::id.eq(bind(id)),
            process_versions::process_id.eq(bind(process.id)),
            process_versions::number.eq(last.unwrap_or(0) + 1),
            process_versions::state.eq(bind(VersionState::Draft)),
            process_versions::graph.eq(Json(graph.clone())),
            process_versions::errors.eq(errors as i32),
            process_versions::based_on.eq(based_on.map(bind)),
            process_versions::version.eq(process.version),
            process_versions::created_at.eq(bind(now)),
            process_versions::updated_at.eq(bind(now)),
        );
        diesel::insert_into(process_versions::table)
            .values(row)
            .execute(self.conn())?;
        self.audit_draft(id, graph, errors)
    }

    fn rewrite_draft(
        &mut self,
        id: VersionId,
        version: i64,
        graph: &Graph,
        errors: u32,
    ) -> Result<(), StoreError> {
        let now = self.now();
        let row = process_versions::table
            .filter(process_versions::id.eq(bind(id)))
            .filter(process_versions::state.eq(bind(VersionState::Draft)));
        let changed = diesel::update(row)
            .set((
                process_versions::graph.eq(Json(graph.clone())),
                process_versions::errors.eq(errors as i32),
                process_versions::version.eq(version),
                process_versions::updated_at.eq(bind(now)),
            ))
            .execute(self.conn())?;
        expect_one(changed, version)?;
        self.audit_draft(id, graph, errors)
    }

    fn audit_draft(&mut self, id: VersionId, graph: &Graph, errors: u32) -> Result<(), StoreError> {
        let drafted = Drafted { graph, errors };
        self.audit("process.drafted", id, None, state(&drafted))
    }

    /// Writes every column as the next version, on condition that nobody was faster.
    pub(super) fn store_process(
        &mut self,
        before: &ProcessRecord,
        after: &mut ProcessRecord,
    ) -> Result<(), StoreError> {
        after.version = before.version + 1;
        after.updated_at = self.now();
        let row = processes::table
            .filter(processes::id.eq(bind(before.id)))
            .filter(processes::version.eq(before.version));
        let changed = diesel::update(row)
            .set((
                processes::name.eq(&after.name),
                processes::sort_key.eq(sort_key(&after.name)),
                processes::description.eq(&after.description),
                processes::version.eq(after.version),
                processes::updated_at.eq(bind(after.updated_at)),
                processes::archived_at.eq(after.archived_at.map(bind)),
            ))
            .execute(self.conn())?;
        expect_one(changed, before.version)
    }

    pub(super) fn process_told(
        &mut self,
        what: &str,
        before: Option<&ProcessRecord>,
        after: &ProcessRecord,
    ) -> Result<(), StoreError> {
        let topic = format!("process.{what}");
        self.audit(&topic, after.id, before.and_then(state), state(after))?;
        self.emit(&topic, after.id, after.version, Audience::EVERYBODY)
    }
}
