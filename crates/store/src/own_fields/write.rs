use std::collections::BTreeSet;

use diesel::prelude::*;
use domain::access::Permission;
use domain::fields::{FieldDef, Subject};
use domain::ids::{FieldId, OrganisationId};
use domain::time::Timestamp;

use super::rows::OwnForm;
use crate::audit::state;
use crate::engine::columns::{Json, Sql, bind};
use crate::engine::errors::{StoreError, expect_one};
use crate::engine::unit::Tx;
use crate::outbox::Audience;
use crate::results::FieldDraft;
use crate::schema::{organisation, own_fields};

/// The list is the organisation's own.
const ID: OrganisationId = OrganisationId::from_i64(1);

impl Tx<'_> {
    /// Puts the drafts in the place of the fields of `before`, which was just fetched to be edited. Fields that the drafts do not
    /// name are taken off the card; what was answered stays theirs.
    ///
    /// # Errors
    /// [`StoreError::Forbidden`], [`StoreError::VersionMismatch`].
    pub fn update_own_form(
        &mut self,
        before: &OwnForm,
        drafts: &[FieldDraft],
    ) -> Result<OwnForm, StoreError> {
        self.demand(Permission::DirectoryEdit)?;
        if is_same(&before.fields.present, drafts) {
            return Ok(before.clone());
        }
        let now = self.now();
        let changed = self.next_form(before, now)?;
        expect_one(changed, before.version)?;
        let kept: BTreeSet<FieldId> = drafts.iter().filter_map(|draft| draft.id).collect();
        let gone = before.fields.present.iter();
        for field in gone.filter(|field| !kept.contains(&field.id)) {
            diesel::update(own_fields::table.filter(own_fields::id.eq(bind(field.id))))
                .set(own_fields::removed_at.eq(Some(bind(now))))
                .execute(self.conn())?;
        }
        for (place, draft) in (0_i32..).zip(drafts) {
            match draft.id {
                Some(id) => self.rewrite_own_field(id, draft, place)?,
                None => self.insert_own_field(before.subject, draft, place)?,
            }
        }
        let after = self.own_form(before.subject)?;
        let topic = match before.subject {
            Subject::Client => "client_fields.updated",
            Subject::Company => "company_fields.updated",
        };
        self.audit(topic, ID, state(&before.fields), state(&after.fields))?;
        self.emit(topic, ID, after.version, Audience::EVERYBODY)?;
        Ok(after)
    }

    /// How many rows had the version that was seen: one, or none.
    fn next_form(&mut self, before: &OwnForm, now: Timestamp) -> Result<usize, StoreError> {
        use organisation::dsl;
        let (next, at) = (before.version + 1, Some(bind(now)));
        Ok(match before.subject {
            Subject::Client => diesel::update(organisation::table)
                .filter(dsl::client_form_version.eq(before.version))
                .set((
                    dsl::client_form_version.eq(next),
                    dsl::client_form_at.eq(at),
                ))
                .execute(self.conn())?,
            Subject::Company => diesel::update(organisation::table)
                .filter(dsl::company_form_version.eq(before.version))
                .set((
                    dsl::company_form_version.eq(next),
                    dsl::company_form_at.eq(at),
                ))
                .execute(self.conn())?,
        })
    }

    fn insert_own_field(
        &mut self,
        subject: Subject,
        draft: &FieldDraft,
        place: i32,
    ) -> Result<(), StoreError> {
        let id: FieldId = self.new_id();
        diesel::insert_into(own_fields::table)
            .values((
                own_fields::id.eq(bind(id)),
                own_fields::subject.eq(bind(subject)),
                own_fields::key.eq(&draft.key),
                own_fields::label.eq(&draft.label),
                own_fields::kind.eq(bind(draft.kind)),
                own_fields::required.eq(draft.required),
                own_fields::help.eq(&draft.help),
                own_fields::limits.eq(Json(draft.limits.clone())),
                own_fields::dictionary_id.eq(draft.dictionary_id.map(bind)),
                own_fields::position.eq(place),
            ))
            .execute(self.conn())?;
        Ok(())
    }

    fn rewrite_own_field(
        &mut self,
        id: FieldId,
        draft: &FieldDraft,
        place: i32,
    ) -> Result<(), StoreError> {
        diesel::update(own_fields::table.filter(own_fields::id.eq(bind(id))))
            .set((
                own_fields::label.eq(&draft.label),
                own_fields::kind.eq(bind(draft.kind)),
                own_fields::required.eq(draft.required),
                own_fields::help.eq(&draft.help),
                own_fields::limits.eq(Json(draft.limits.clone())),
                own_fields::dictionary_id.eq(draft.dictionary_id.map(bind)),
                own_fields::position.eq(place),
                own_fields::removed_at.eq(None::<Sql<Timestamp>>),
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
