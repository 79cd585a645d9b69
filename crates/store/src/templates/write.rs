use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::{ResultId, TemplateId};
use domain::time::Timestamp;

use super::rows::{TemplateDraft, TemplateRecord};
use crate::audit::state;
use crate::engine::columns::{Json, bind};
use crate::engine::errors::{StoreError, expect_one, expect_unused, expect_version};
use crate::engine::unit::Tx;
use crate::outbox::Audience;
use crate::schema::{template_results, templates};
use crate::search::sort_key;

impl Tx<'_> {
    /// # Errors
    /// [`StoreError::Forbidden`]; a conflict with [`Guard::TemplateName`](crate::Guard::TemplateName).
    pub fn create_template(&mut self, draft: &TemplateDraft) -> Result<TemplateRecord, StoreError> {
        self.demand(Permission::DirectoryEdit)?;
        let now = self.now();
        let id: TemplateId = self.new_id();
        let row = (
            templates::id.eq(bind(id)),
            templates::name.eq(&draft.name),
            templates::sort_key.eq(sort_key(&draft.name)),
            templates::task_type.eq(bind(draft.task_type)),
            templates::instruction.eq(&draft.instruction),
            templates::priority.eq(bind(draft.priority)),
            templates::planned_minutes.eq(draft.planned_minutes.map(|minutes| minutes as i32)),
            templates::default_due.eq(Json(draft.default_due.clone())),
            templates::version.eq(1_i64),
            templates::created_at.eq(bind(now)),
            templates::updated_at.eq(bind(now)),
        );
        diesel::insert_into(templates::table)
            .values(row)
            .execute(self.conn())?;
        self.write_results(id, &draft.results)?;
        let record = self.template(id)?;
        self.audit("template.created", id, None, state(&record))?;
        self.emit("template.created", id, 1, Audience::EVERYBODY)?;
        Ok(record)
    }

    /// Puts the draft in the place of `before`, which was just fetched to be edited.
    ///
    /// # Errors
    /// [`StoreError::VersionMismatch`]; a conflict with [`Guard::TemplateName`](crate::Guard::TemplateName).
    pub fn update_template(
        &mut self,
        before: &TemplateRecord,
        draft: &TemplateDraft,
    ) -> Result<TemplateRecord, StoreError> {
        self.demand(Permission::DirectoryEdit)?;
        let id = before.def.id;
        self.next_template(before, before.archived_at)?;
        diesel::update(templates::table.find(bind(id)))
            .set((
                templates::name.eq(&draft.name),
                templates::sort_key.eq(sort_key(&draft.name)),
                templates::task_type.eq(bind(draft.task_type)),
                templates::instruction.eq(&draft.instruction),
                templates::priority.eq(bind(draft.priority)),
                templates::planned_minutes.eq(draft.planned_minutes.map(|minutes| minutes as i32)),
                templates::default_due.eq(Json(draft.default_due.clone())),
            ))
            .execute(self.conn())?;
        if draft.results != before.def.results {
            self.write_results(id, &draft.results)?;
        }
        self.template_told("updated", before)
    }

    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Forbidden`], [`StoreError::VersionMismatch`]; [`StoreError::InUse`] with the
    /// processes that use it.
    pub fn archive_template(&mut self, id: TemplateId, seen: i64) -> Result<(), StoreError> {
        let before = self.template_for(Permission::DirectoryEdit, id)?;
        expect_version(before.version, seen)?;
        if before.archived_at.is_some() {
            return Ok(());
        }
        let users = self.processes_at_work_with(|uses| uses.templates.contains(&id))?;
        expect_unused(users.len() as u64, users)?;
        let now = self.now();
        self.next_template(&before, Some(now))?;
        self.template_told("archived", &before)?;
        Ok(())
    }

    /// # Errors
    /// As [`Self::create_template`]: its name may be taken by now.
    pub fn restore_template(&mut self, id: TemplateId) -> Result<TemplateRecord, StoreError> {
        let before = self.template_for(Permission::DirectoryEdit, id)?;
        if before.archived_at.is_none() {
            return Ok(before);
        }
        self.next_template(&before, None)?;
        self.template_told("restored", &before)
    }

    /// The next version, on condition that nobody was faster.
    fn next_template(
        &mut self,
        before: &TemplateRecord,
        archived_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let now = self.now();
        let row = templates::table
            .filter(templates::id.eq(bind(before.def.id)))
            .filter(templates::version.eq(before.version));
        let changed = diesel::update(row)
            .set((
                templates::version.eq(before.version + 1),
                templates::updated_at.eq(bind(now)),
                templates::archived_at.eq(archived_at.map(bind)),
            ))
            .execute(self.conn())?;
        expect_one(changed, before.version)
    }

    fn write_results(&mut self, id: TemplateId, results: &[ResultId]) -> Result<(), StoreError> {
        diesel::delete(template_results::table.filter(template_results::template_id.eq(bind(id))))
            .execute(self.conn())?;
        for (position, result) in (0_i32..).zip(results) {
            diesel::insert_into(template_results::table)
                .values((
                    template_results::template_id.eq(bind(id)),
                    template_results::result_id.eq(bind(*result)),
                    template_results::position.eq(position),
                ))
                .execute(self.conn())?;
        }
        Ok(())
    }

    fn template_told(
        &mut self,
        what: &str,
        before: &TemplateRecord,
    ) -> Result<TemplateRecord, StoreError> {
        let after = self.template(before.def.id)?;
        let topic = format!("template.{what}");
        self.audit(&topic, after.def.id, state(before), state(&after))?;
        self.emit(&topic, after.def.id, after.version, Audience::EVERYBODY)?;
        Ok(after)
    }
}
