use std::collections::BTreeSet;

use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::{FieldId, ResultId};
use domain::time::Timestamp;

use super::rows::{FieldDraft, ResultDraft, ResultRecord};
use crate::audit::state;
use crate::engine::columns::{Json, Sql, bind};
use crate::engine::errors::{StoreError, expect_one, expect_unused, expect_version};
use crate::engine::unit::Tx;
use crate::outbox::Audience;
use crate::schema::{result_fields, results};
use crate::search::sort_key;

impl Tx<'_> {
    /// # Errors
    /// [`StoreError::Forbidden`]; a conflict with [`Guard::ResultName`](crate::Guard::ResultName).
    pub fn create_result(&mut self, draft: &ResultDraft) -> Result<ResultRecord, StoreError> {
        self.demand(Permission::DirectoryEdit)?;
        let now = self.now();
        let id: ResultId = self.new_id();
        let row = (
            results::id.eq(bind(id)),
            results::name.eq(&draft.name),
            results::sort_key.eq(sort_key(&draft.name)),
            results::outcome.eq(bind(draft.outcome)),
            results::reached_human.eq(draft.reached_human),
            results::do_not_contact.eq(draft.do_not_contact),
            results::instant.eq(draft.instant),
            results::version.eq(1_i64),
            results::created_at.eq(bind(now)),
            results::updated_at.eq(bind(now)),
        );
        diesel::insert_into(results::table)
            .values(row)
            .execute(self.conn())?;
        for (place, field) in (0_i32..).zip(&draft.fields) {
            self.insert_field(id, field, place)?;
        }
        let record = self.result(id)?;
        self.audit("result.created", id, None, state(&record))?;
        self.emit("result.created", id, 1, Audience::EVERYBODY)?;
        Ok(record)
    }

    /// Puts the draft in the place of `before`, which was just fetched to be edited. Fields that the draft does not name are
    /// removed; their keys stay theirs.
    ///
    /// # Errors
    /// [`StoreError::VersionMismatch`]; a conflict with [`Guard::ResultName`](crate::Guard::ResultName).
    pub fn update_result(
        &mut self,
        before: &ResultRecord,
        draft: &ResultDraft,
    ) -> Result<ResultRecord, StoreError> {
        self.demand(Permission::DirectoryEdit)?;
        let id = before.def.id;
        self.next_result(before, before.archived_at)?;
        diesel::update(results::table.find(bind(id)))
            .set((
                results::name.eq(&draft.name),
                results::sort_key.eq(sort_key(&draft.name)),
                results::outcome.eq(bind(draft.outcome)),
                results::reached_human.eq(draft.reached_human),
                results::do_not_contact.eq(draft.do_not_contact),
                results::instant.eq(draft.instant),
            ))
            .execute(self.conn())?;
        let kept: BTreeSet<FieldId> = draft.fields.iter().filter_map(|field| field.id).collect();
        let now = self.now();
        for gone in before
            .def
            .fields
            .iter()
            .filter(|field| !kept.contains(&field.id))
        {
            diesel::update(result_fields::table.find(bind(gone.id)))
                .set(result_fields::removed_at.eq(bind(now)))
                .execute(self.conn())?;
        }
        for (place, field) in (0_i32..).zip(&draft.fields) {
            match field.id {
                Some(field_id) => self.rewrite_field(field_id, field, place)?,
                None => self.insert_field(id, field, place)?,
            }
        }
        self.result_told("updated", before)
    }

    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Forbidden`], [`StoreError::VersionMismatch`]; [`StoreError::InUse`] with the
    /// templates that offer it and the processes in which a step ends with it.
    pub fn archive_result(&mut self, id: ResultId, seen: i64) -> Result<(), StoreError> {
        let before = self.result_for(Permission::DirectoryEdit, id)?;
        expect_version(before.version, seen)?;
        if before.archived_at.is_some() {
            return Ok(());
        }
        let mut users = self.names_of_templates_with(id)?;
        users.extend(self.processes_at_work_with(|uses| uses.results.contains(&id))?);
        expect_unused(users.len() as u64, users)?;
        let now = self.now();
        self.next_result(&before, Some(now))?;
        self.result_told("archived", &before)?;
        Ok(())
    }

    /// # Errors
    /// As [`Self::create_result`]: its name may be taken by now.
    pub fn restore_result(&mut self, id: ResultId) -> Result<ResultRecord, StoreError> {
        let before = self.result_for(Permission::DirectoryEdit, id)?;
        if before.archived_at.is_none() {
            return Ok(before);
        }
        self.next_result(&before, None)?;
        self.result_told("restored", &before)
    }

    /// The next version, on condition that nobody was faster.
    fn next_result(
        &mut self,
        before: &ResultRecord,
        archived_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let now = self.now();
        let row = results::table
            .filter(results::id.eq(bind(before.def.id)))
            .filter(results::version.eq(before.version));
        let changed = diesel::update(row)
            .set((
                results::version.eq(before.version + 1),
                results::updated_at.eq(bind(now)),
                results::archived_at.eq(archived_at.map(bind)),
            ))
            .execute(self.conn())?;
        expect_one(changed, before.version)
    }

    fn result_told(
        &mut self,
        what: &str,
        before: &ResultRecord,
    ) -> Result<ResultRecord, StoreError> {
        let after = self.result(before.def.id)?;
        let topic = format!("result.{what}");
        self.audit(&topic, after.def.id, state(before), state(&after))?;
        self.emit(&topic, after.def.id, after.version, Audience::EVERYBODY)?;
        Ok(after)
    }

    fn insert_field(
        &mut self,
        result: ResultId,
        field: &FieldDraft,
        place: i32,
    ) -> Result<(), StoreError> {
        let id: FieldId = self.new_id();
        diesel::insert_into(result_fields::table)
            .values((
                result_fields::id.eq(bind(id)),
                result_fields::result_id.eq(bind(result)),
                result_fields::key.eq(&field.key),
                result_fields::label.eq(&field.label),
                result_fields::kind.eq(bind(field.kind)),
                result_fields::required.eq(field.required),
                result_fields::help.eq(&field.help),
                result_fields::limits.eq(Json(field.limits.clone())),
                result_fields::dictionary_id.eq(field.dictionary_id.map(bind)),
                result_fields::position.eq(place),
            ))
            .execute(self.conn())?;
        Ok(())
    }

    fn rewrite_field(
        &mut self,
        id: FieldId,
        field: &FieldDraft,
        place: i32,
    ) -> Result<(), StoreError> {
        diesel::update(result_fields::table.filter(result_fields::id.eq(bind(id))))
            .set((
                result_fields::label.eq(&field.label),
                result_fields::kind.eq(bind(field.kind)),
                result_fields::required.eq(field.required),
                result_fields::help.eq(&field.help),
                result_fields::limits.eq(Json(field.limits.clone())),
                result_fields::dictionary_id.eq(field.dictionary_id.map(bind)),
                result_fields::position.eq(place),
                result_fields::removed_at.eq(None::<Sql<Timestamp>>),
            ))
            .execute(self.conn())?;
        Ok(())
    }
}
