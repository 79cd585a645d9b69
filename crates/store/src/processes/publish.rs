use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::{ProcessId, VersionId};
use domain::processes::VersionState;

use super::rows::{ProcessRecord, VersionRecord, VersionRow};
use crate::audit::state;
use crate::engine::columns::bind;
use crate::engine::errors::{Guard, StoreError, expect_one, expect_version};
use crate::engine::unit::Tx;
use crate::schema::process_versions;

impl Tx<'_> {
    /// Makes the draft that was read at version `seen` the published version; the one before retires. The graph was checked in
    /// this transaction.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Forbidden`]; [`StoreError::VersionMismatch`] when somebody else saved or
    /// published it meanwhile: there is none then, which is version 0. [`Guard::ComparisonRunning`] while two versions are compared.
    pub fn publish_draft(&mut self, id: ProcessId, seen: i64) -> Result<VersionRecord, StoreError> {
        let before = self.process_for(Permission::ProcessPublish, id)?;
        self.not_compared(id)?;
        let draft = self.draft_seen(id, seen)?;
        if let Some(present) = self.version_in(id, VersionState::Published)? {
            self.retire(present.id)?;
        }
        self.release(&draft, false)?;
        self.versions_changed(&before, "published")?;
        self.version_of(id, draft.id)
    }

    /// Makes the draft that was read at version `seen` a published version beside the present one. Answers both, the present one first.
    ///
    /// # Errors
    /// As [`Self::publish_draft`]; [`StoreError::NotFound`] when nothing is published yet.
    pub(crate) fn publish_beside(
        &mut self,
        process: &ProcessRecord,
        seen: i64,
    ) -> Result<(VersionId, VersionId), StoreError> {
        self.not_compared(process.id)?;
        let draft = self.draft_seen(process.id, seen)?;
        let present = self.version_in(process.id, VersionState::Published)?;
        let present = present.ok_or(StoreError::NotFound)?;
        self.release(&draft, true)?;
        self.versions_changed(process, "published_beside")?;
        Ok((present.id, draft.id))
    }

    /// Of two versions that were compared one is published, the other retires.
    pub(crate) fn keep_one(
        &mut self,
        process: &ProcessRecord,
        kept: VersionId,
        other: VersionId,
    ) -> Result<(), StoreError> {
        self.retire(other)?;
        let row = process_versions::table
            .filter(process_versions::id.eq(bind(kept)))
            .filter(process_versions::state.eq(bind(VersionState::Published)));
        let changed = diesel::update(row)
            .set(process_versions::beside.eq(false))
            .execute(self.conn())?;
        expect_one(changed, process.version)?;
        self.versions_changed(process, "version_kept")
    }

    /// While two versions are compared, none is published over them.
    pub(super) fn not_compared(&mut self, id: ProcessId) -> Result<(), StoreError> {
        match self.running_comparison(id)? {
            Some(_) => Err(StoreError::Conflict(Guard::ComparisonRunning)),
            None => Ok(()),
        }
    }

    fn draft_seen(&mut self, id: ProcessId, seen: i64) -> Result<VersionRow, StoreError> {
        let draft = self.version_in(id, VersionState::Draft)?;
        let draft = draft.ok_or(StoreError::VersionMismatch { current: 0 })?;
        expect_version(draft.version, seen)?;
        Ok(draft)
    }

    fn retire(&mut self, version: VersionId) -> Result<(), StoreError> {
        let now = self.now();
        let row = process_versions::table.filter(process_versions::id.eq(bind(version)));
        diesel::update(row)
            .set((
                process_versions::state.eq(bind(VersionState::Retired)),
                process_versions::beside.eq(false),
                process_versions::retired_at.eq(bind(now)),
            ))
            .execute(self.conn())?;
        Ok(())
    }

    /// A draft becomes a published version.
    fn release(&mut self, draft: &VersionRow, beside: bool) -> Result<(), StoreError> {
        let (now, by) = (self.now(), self.who().employee());
        let row = process_versions::table
            .filter(process_versions::id.eq(bind(draft.id)))
            .filter(process_versions::state.eq(bind(VersionState::Draft)))
            .filter(process_versions::version.eq(draft.version));
        let changed = diesel::update(row)
            .set((
                process_versions::state.eq(bind(VersionState::Published)),
                process_versions::beside.eq(beside),
                process_versions::errors.eq(0),
                process_versions::version.eq(draft.version + 1),
                process_versions::published_at.eq(bind(now)),
                process_versions::published_by.eq(by.map(bind)),
                process_versions::updated_at.eq(bind(now)),
            ))
            .execute(self.conn())?;
        expect_one(changed, draft.version)?;
        let after = state(&draft.graph.0);
        self.audit("process.version_published", draft.id, None, after)
    }

    /// Its versions are a part of a process: that becomes another one with them.
    fn versions_changed(&mut self, before: &ProcessRecord, what: &str) -> Result<(), StoreError> {
        let mut after = before.clone();
        self.store_process(before, &mut after)?;
        self.process_told(what, Some(before), &after)
    }
}
