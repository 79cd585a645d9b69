use domain::access::Permission;
use domain::fields::FieldDef;
use store::client_fields::{ClientForm, FieldLists};
use store::results::FieldDraft;
use store::{Tx, expect_version};
use wire::client_fields::{ClientFields, GetClientFields, UpdateClientFields};
use wire::error::{Code, Fault, FieldError};

use crate::http::{Answer, ApiError, Call, Check, Ctx};
use crate::results::{as_entry, fields};

pub async fn get(cx: Ctx, _: Call<GetClientFields>) -> Answer<ClientFields> {
    cx.read(|tx| Ok(shown(tx.client_form_for(Permission::DirectoryRead)?)))
        .await
}

pub async fn update(cx: Ctx, call: Call<UpdateClientFields>) -> Answer<ClientFields> {
    let (seen, body) = (call.seen, call.body);
    cx.write(move |tx| {
        let before = tx.client_form_for(Permission::DirectoryEdit)?;
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
        keeps_what_is_answered(tx, &before.fields, &drafts)?;
        Ok(shown(tx.update_client_form(&before, &drafts)?))
    })
    .await
}

fn shown(form: ClientForm) -> ClientFields {
    ClientFields {
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
    before: &FieldLists,
    drafts: &[FieldDraft],
) -> Result<(), ApiError> {
    let mut errors = Vec::new();
    let mut count = 0;
    for (place, draft) in drafts.iter().enumerate() {
        let Some(member) = other_kind(before, draft) else {
            continue;
        };
        let Some(id) = draft.id else { continue };
        let cards = tx.cards_with_answer(id)?;
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
