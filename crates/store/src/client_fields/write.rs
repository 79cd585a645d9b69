use std::collections::BTreeSet;

use diesel::prelude::*;
use domain::access::Permission;
use domain::fields::FieldDef;
use domain::ids::{FieldId, OrganisationId};
use domain::time::Timestamp;

use super::rows::ClientForm;
use crate::audit::state;
use crate::engine::columns::{Json, Sql, bind};
use crate::engine::errors::{StoreError, expect_one};
use crate::engine::unit::Tx;
use crate::outbox::Audience;
use crate::results::FieldDraft;
use crate::schema::{client_fields, organisation};

/// The list is the organisation's own.
const ID: OrganisationId = OrganisationId::from_i64(1);

impl Tx<'_> {
    /// Puts the drafts in the place of the fields of `before`, which was just fetched to be edited. Fields that the drafts do not
    /// name are taken off the card; what was answered stays theirs.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`], [`StoreError::VersionMismatch`].
    pub fn update_client_form(
        &mut self,
        before: &ClientForm,
        drafts: &[FieldDraft],
    ) -> Result<ClientForm, StoreError> {
        self.demand(Permission::DirectoryEdit)?;
        if is_same(&before.fields.present, drafts) {
            return Ok(before.clone());
        }
        let now = self.now();
        let seen = organisation::table.filter(organisation::client_form_version.eq(before.version));
        let changed = diesel::update(seen)
            .set((
                organisation::client_form_version.eq(before.version + 1),
                organisation::client_form_at.eq(Some(bind(now))),
            ))
            .execute(self.conn())?;
        expect_one(changed, before.version)?;
        let kept: BTreeSet<FieldId> = drafts.iter().filter_map(|draft| draft.id).collect();
        let gone = before.fields.present.iter();
        for field in gone.filter(|field| !kept.contains(&field.id)) {
            diesel::update(client_fields::table.filter(client_fields::id.eq(bind(field.id))))
                .set(client_fields::removed_at.eq(Some(bind(now))))
                .execute(self.conn())?;
        }
        for (place, draft) in (0_i32..).zip(drafts) {
            match draft.id {
                Some(id) => self.rewrite_client_field(id, draft, place)?,
                None => self.insert_client_field(draft, place)?,
            }
        }
        let after = self.client_form()?;
        let topic = "client_fields.updated";
        self.audit(topic, ID, state(&before.fields), state(&after.fields))?;
        self.emit(topic, ID, after.version, Audience::EVERYBODY)?;
        Ok(after)
    }

    fn insert_client_field(&mut self, draft: &FieldDraft, place: i32) -> Result<(), StoreError> {
        let id: FieldId = self.new_id();
        diesel::insert_into(client_fields::table)
            .values((
                client_fields::id.eq(bind(id)),
                client_fields::key.eq(&draft.key),
                client_fields::label.eq(&draft.label),
                client_fields::kind.eq(bind(draft.kind)),
                client_fields::required.eq(draft.required),
                client_fields::help.eq(&draft.help),
                client_fields::limits.eq(Json(draft.limits.clone())),
                client_fields::dictionary_id.eq(draft.dictionary_id.map(bind)),
                client_fields::position.eq(place),
            ))
            .execute(self.conn())?;
        Ok(())
    }

    fn rewrite_client_field(
        &mut self,
        id: FieldId,
        draft: &FieldDraft,
        place: i32,
    ) -> Result<(), StoreError> {
        diesel::update(client_fields::table.filter(client_fields::id.eq(bind(id))))
            .set((
                client_fields::label.eq(&draft.label),
                client_fields::kind.eq(bind(draft.kind)),
                client_fields::required.eq(draft.required),
                client_fields::help.eq(&draft.help),
                client_fields::limits.eq(Json(draft.limits.clone())),
                client_fields::dictionary_id.eq(draft.dictionary_id.map(bind)),
                client_fields::position.eq(place),
                client_fields::removed_at.eq(None::<Sql<Timestamp>>),
            ))
            .execute(self.conn())?;
        Ok(())
    }
}

fn is_same(fields: &[FieldDef], drafts: &[FieldDraft]) -> bool {
    let same = |(field, draft): (&FieldDef, &FieldDraft)| {
        draft.id == Some(field.id)
            && draft.label == field.label
            && draft.kind == field.kind
            && draft.required == field.required
            && draft.help == field.help
            && draft.limits == field.limits
            && draft.dictionary_id == field.dictionary_id
    };
    fields.len() == drafts.len() && fields.iter().zip(drafts).all(same)
}
