use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::ProcessId;
use domain::processes::VersionState;

use super::rows::VersionRecord;
use crate::audit::state;
use crate::engine::columns::bind;
use crate::engine::errors::{StoreError, expect_one, expect_version};
use crate::engine::unit::Tx;
use crate::schema::process_versions;

impl Tx<'_> {
    /// Makes the draft that was read at version `seen` the published version; the one before retires. The graph was checked in
    /// this transaction.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Forbidden`]; [`StoreError::VersionMismatch`] when somebody else saved or
    /// published it meanwhile: there is none then, which is version 0.
    pub fn publish_draft(&mut self, id: ProcessId, seen: i64) -> Result<VersionRecord, StoreError> {
        let before = self.process_for(Permission::ProcessPublish, id)?;
        let draft = self.version_in(id, VersionState::Draft)?;
        let draft = draft.ok_or(StoreError::VersionMismatch { current: 0 })?;
        expect_version(draft.version, seen)?;
        let now = self.now();
        let published = process_versions::table
            .filter(process_versions::process_id.eq(bind(id)))
            .filter(process_versions::state.eq(bind(VersionState::Published)));
        diesel::update(published)
            .set((
                process_versions::state.eq(bind(VersionState::Retired)),
                process_versions::retired_at.eq(bind(now)),
            ))
            .execute(self.conn())?;
        let row = process_versions::table
            .filter(process_versions::id.eq(bind(draft.id)))
            .filter(process_versions::state.eq(bind(VersionState::Draft)))
            .filter(process_versions::version.eq(seen));
        let by = self.who().employee();
        let changed = diesel::update(row)
            .set((
                process_versions::state.eq(bind(VersionState::Published)),
                process_versions::errors.eq(0),
                process_versions::version.eq(seen + 1),
                process_versions::published_at.eq(bind(now)),
                process_versions::published_by.eq(by.map(bind)),
                process_versions::updated_at.eq(bind(now)),
            ))
            .execute(self.conn())?;
        expect_one(changed, draft.version)?;
        self.audit(
            "process.version_published",
            draft.id,
            None,
            state(&draft.graph.0),
        )?;
        let mut after = before.clone();
        self.store_process(&before, &mut after)?;
        self.process_told("published", Some(&before), &after)?;
        self.version_of(id, draft.id)
    }
}
