use diesel::dsl::max;
use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::{ProcessId, VersionId};
use domain::processes::{Graph, VersionState};
use serde::Serialize;

use super::rows::{DraftRecord, ProcessRecord};
use crate::audit::state;
use crate::engine::columns::{Json, bind};
use crate::engine::errors::{StoreError, expect_one, expect_version};
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
        self.begin_draft(process.id, &Graph::empty(), errors, None)?;
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
    /// As [`Self::update_process`]; [`StoreError::InUse`] with the number of chains that run and of other processes that hand
    /// over to it.
    pub fn archive_process(&mut self, id: ProcessId, seen: i64) -> Result<(), StoreError> {
        let before = self.process_for(Permission::ProcessEdit, id)?;
        expect_version(before.version, seen)?;
        if before.archived_at.is_some() {
            return Ok(());
        }
        let running: i64 = chains::table
            .filter(chains::process_id.eq(bind(id)))
            .filter(chains::ended_at.is_null())
            .count()
            .get_result(self.conn())?;
        let graphs = self.graphs_at_work()?;
        let callers = graphs.iter().filter(|at_work| {
            at_work.process_id != id
                && at_work.state != VersionState::Draft
                && at_work.graph.uses().processes.contains(&id)
        });
        let count = running as u64 + callers.count() as u64;
        if count > 0 {
            return Err(StoreError::InUse { count });
        }
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
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Forbidden`]; [`StoreError::VersionMismatch`] when somebody else saved or
    /// published it meanwhile.
    pub fn save_draft(
        &mut self,
        id: ProcessId,
        seen: i64,
        graph: &Graph,
        errors: u32,
    ) -> Result<DraftRecord, StoreError> {
        let process = self.process_for(Permission::ProcessEdit, id)?;
        let Some(before) = self.version_in(id, VersionState::Draft)? else {
            expect_version(0, seen)?;
            let based_on = self
                .version_in(id, VersionState::Published)?
                .map(|row| row.id);
            self.begin_draft(id, graph, errors, based_on)?;
            self.emit("process.updated", id, process.version, Audience::EVERYBODY)?;
            return self.draft_of(id);
        };
        expect_version(before.version, seen)?;
        let now = self.now();
        let row = process_versions::table
            .filter(process_versions::id.eq(bind(before.id)))
            .filter(process_versions::version.eq(seen))
            .filter(process_versions::state.eq(bind(VersionState::Draft)));
        let changed = diesel::update(row)
            .set((
                process_versions::graph.eq(Json(graph.clone())),
                process_versions::errors.eq(errors as i32),
                process_versions::version.eq(seen + 1),
                process_versions::updated_at.eq(bind(now)),
            ))
            .execute(self.conn())?;
        expect_one(changed, before.version)?;
        let after = Drafted { graph, errors };
        self.audit("process.drafted", before.id, None, state(&after))?;
        self.emit("process.updated", id, process.version, Audience::EVERYBODY)?;
        self.draft_of(id)
    }

    /// Throws the draft away.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none; [`StoreError::Forbidden`].
    pub fn discard_draft(&mut self, id: ProcessId) -> Result<(), StoreError> {
        let process = self.process_for(Permission::ProcessEdit, id)?;
        let draft = self.version_in(id, VersionState::Draft)?;
        let draft = draft.ok_or(StoreError::NotFound)?;
        let row = process_versions::table
            .filter(process_versions::id.eq(bind(draft.id)))
            .filter(process_versions::state.eq(bind(VersionState::Draft)));
        let gone = diesel::delete(row).execute(self.conn())?;
        expect_one(gone, draft.version)?;
        let before = Drafted {
            graph: &draft.graph.0,
            errors: 0,
        };
        self.audit("process.draft_discarded", draft.id, state(&before), None)?;
        self.emit("process.updated", id, process.version, Audience::EVERYBODY)
    }

    fn begin_draft(
        &mut self,
        process: ProcessId,
        graph: &Graph,
        errors: u32,
        based_on: Option<VersionId>,
    ) -> Result<(), StoreError> {
        let now = self.now();
        let id: VersionId = self.new_id();
        let last: Option<i32> = process_versions::table
            .filter(process_versions::process_id.eq(bind(process)))
            .select(max(process_versions::number))
            .first(self.conn())?;
        let row = (
            process_versions::id.eq(bind(id)),
            process_versions::process_id.eq(bind(process)),
            process_versions::number.eq(last.unwrap_or(0) + 1),
            process_versions::state.eq(bind(VersionState::Draft)),
            process_versions::graph.eq(Json(graph.clone())),
            process_versions::errors.eq(errors as i32),
            process_versions::based_on.eq(based_on.map(bind)),
            process_versions::version.eq(1_i64),
            process_versions::created_at.eq(bind(now)),
            process_versions::updated_at.eq(bind(now)),
        );
        diesel::insert_into(process_versions::table)
            .values(row)
            .execute(self.conn())?;
        self.audit(
            "process.drafted",
            id,
            None,
            state(&Drafted { graph, errors }),
        )
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
