use domain::access::Permission;
use domain::fields::{FieldDef, Subject};
use store::own_fields::{FieldLists, OwnForm};
use store::results::FieldDraft;
use store::{Tx, expect_version};
use wire::error::{Code, Fault, FieldError};
use wire::own_fields::{
    GetClientFields, GetCompanyFields, OwnFields, OwnFieldsPatch, UpdateClientFields,
    UpdateCompanyFields,
};

use crate::http::{Answer, ApiError, Call, Check, Ctx};
use crate::results::{as_entry, fields};

pub async fn get(cx: Ctx, _: Call<GetClientFields>) -> Answer<OwnFields> {
    form(cx, Subject::Client).await
}

pub async fn get_of_companies(cx: Ctx, _: Call<GetCompanyFields>) -> Answer<OwnFields> {
    form(cx, Subject::Company).await
}

pub async fn update(cx: Ctx, call: Call<UpdateClientFields>) -> Answer<OwnFields> {
    change(cx, Subject::Client, call.seen, call.body).await
}

pub async fn update_of_companies(cx: Ctx, call: Call<UpdateCompanyFields>) -> Answer<OwnFields> {
    change(cx, Subject::Company, call.seen, call.body).await
}

async fn form(cx: Ctx, subject: Subject) -> Answer<OwnFields> {
    cx.read(move |tx| Ok(shown(tx.own_form_for(Permission::DirectoryRead, subject)?)))
        .await
}

async fn change(cx: Ctx, subject: Subject, seen: i64, body: OwnFieldsPatch) -> Answer<OwnFields> {
    cx.write(move |tx| {
        let before = tx.own_form_for(Permission::DirectoryEdit, subject)?;
        expect_version(before.version, seen)?;
        let dictionaries = tx.live_dictionaries()?;
        let FieldLists { present, removed } = &before.fields;
        let entries = match &body.fields {
            Some(entries) => entries.clone(),
            None => present.iter().map(as_entry).collect(),
        };
        let mut check = Check::new();
        let drafts = fields::drafts(&mut check, &entries, present, removed, &dictionaries);
        check.done()?;
        keeps_what_is_answered(tx, &before, &drafts)?;
        Ok(shown(tx.update_own_form(&before, &drafts)?))
    })
    .await
}

fn shown(form: OwnForm) -> OwnFields {
    OwnFields {
        fields: form.fields.present,
        removed: form.fields.removed,
        version: form.version,
        created_at: form.created_at,
        updated_at: form.updated_at,
    }
}

/// What was answered stays an answer: a field that cards have filled in keeps its type and its dictionary.
fn keeps_what_is_answered(
    tx: &mut Tx<'_>,
    before: &OwnForm,
    drafts: &[FieldDraft],
) -> Result<(), ApiError> {
    let mut errors = Vec::new();
    let mut count = 0;
    for (place, draft) in drafts.iter().enumerate() {
        let Some(member) = other_kind(&before.fields, draft) else {
            continue;
        };
        let Some(id) = draft.id else { continue };
        let cards = tx.cards_with_answer(before.subject, id)?;
        if cards > 0 {
            errors.push(FieldError::at(
                format!("/fields/{place}/{member}"),
                Fault::NotAllowed,
            ));
            count += cards;
        }
    }
    match errors.is_empty() {
        true => Ok(()),
        false => Err(ApiError::new(Code::InUse)
            .with("count", count)
            .with("by", count)
            .listing(errors)),
    }
}

/// The member that makes of a known field a question of another kind.
fn other_kind(before: &FieldLists, draft: &FieldDraft) -> Option<&'static str> {
    let known: &FieldDef = before.get(draft.id?)?;
    if known.kind != draft.kind {
        return Some("type");
    }
    (known.dictionary_id != draft.dictionary_id).then_some("dictionary_id")
}
