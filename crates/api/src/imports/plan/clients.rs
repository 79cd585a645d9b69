//! A row of a file of clients beside the card that is there.

use domain::access::Permission;
use domain::ids::ClientId;
use domain::imports::{ColumnTarget, Matched, Plan};
use store::Tx;
use store::clients::ClientData;
use wire::clients::ClientPatch;

use super::{Change, Deed, Lists, added, answers, short, takes};
use crate::clients;
use crate::http::ApiError;
use crate::imports::known::Known;
use crate::imports::row::Typed;

pub(super) fn new(tx: &mut Tx<'_>, typed: &Typed) -> Result<(Plan, Deed), ApiError> {
    let data = clients::checked_new(tx, &typed.card.client())?;
    Ok((Plan::New, Deed::MakeClient(Box::new(data))))
}

pub(super) fn change(
    tx: &mut Tx<'_>,
    known: &Known,
    id: ClientId,
    typed: &Typed,
) -> Result<(Plan, Deed), ApiError> {
    if known.rules.existing == Matched::Skip {
        tx.client_for(Permission::ClientRead, id)?;
        return Ok((Plan::Unchanged, Deed::Nothing));
    }
    let card = tx.client_for(Permission::ClientEdit, id)?;
    let before = ClientData::of(&card, tx.contacts(id)?);
    let patch = patch(known, typed, &before);
    let mut after = clients::checked_patch(tx, id, &before, &patch)?;
    if known.rules.existing == Matched::Overwrite {
        add_lists(&before, &mut after)?;
    }
    match after == before {
        true => Ok((Plan::Unchanged, Deed::Nothing)),
        false => Ok((
            Plan::Change,
            Deed::ChangeClient(Box::new(Change {
                card,
                before,
                after,
            })),
        )),
    }
}

/// What the row changes on a card: what is empty there, or everything that it says.
fn patch(known: &Known, typed: &Typed, before: &ClientData) -> ClientPatch {
    let takes = |is_empty: bool| takes(known, is_empty);
    let said = |target: &ColumnTarget| typed.said.contains(target);
    let name = |said: &Option<String>, is: &Option<String>| {
        said.clone().filter(|_| takes(is.is_none())).map(Some)
    };
    let card = &typed.card;
    let overwrites = known.rules.existing == Matched::Overwrite;
    let contacts = &before.contacts;
    ClientPatch {
        name: None,
        surname: name(&typed.name.surname, &before.name.surname),
        given: name(&typed.name.given, &before.name.given),
        patronymic: name(&typed.name.patronymic, &before.name.patronymic),
        birth_date: (card.birth_date.is_some() && takes(before.birth_date.is_none()))
            .then_some(card.birth_date),
        // A card always has a stage and a branch: there is nothing to fill in.
        stage: card
            .stage
            .filter(|_| overwrites && said(&ColumnTarget::Stage)),
        branch_id: card
            .branch_id
            .filter(|_| overwrites && said(&ColumnTarget::Branch)),
        source_id: (card.source_id.is_some() && takes(before.source_id.is_none()))
            .then_some(card.source_id),
        responsible_id: (said(&ColumnTarget::Responsible)
            && card.responsible_id.is_some()
            && takes(before.responsible_id.is_none()))
        .then_some(card.responsible_id),
        note: (card.note.is_some() && takes(before.note.is_none())).then(|| card.note.clone()),
        phones: (!card.phones.is_empty() && takes(contacts.phones.is_empty()))
            .then(|| card.phones.clone()),
        emails: (!card.emails.is_empty() && takes(contacts.emails.is_empty()))
            .then(|| card.emails.clone()),
        messengers: (!card.messengers.is_empty() && takes(contacts.messengers.is_empty()))
            .then(|| card.messengers.clone()),
        tags: (said(&ColumnTarget::Tags) && takes(contacts.tags.is_empty()))
            .then(|| card.tags.clone()),
        do_not_contact: None,
        relations: None,
        fields: answers(known, typed, &contacts.answers),
    }
}

fn add_lists(before: &ClientData, after: &mut ClientData) -> Result<(), ApiError> {
    let (was, is) = (&before.contacts, &mut after.contacts);
    Lists {
        phones: (&was.phones, &mut is.phones),
        emails: (&was.emails, &mut is.emails),
        tags: (&was.tags, &mut is.tags),
    }
    .add()?;
    added(&was.messengers, &mut is.messengers, |one, other| {
        one.is_same(other)
    });
    short("/messengers", is.messengers.len())
}
