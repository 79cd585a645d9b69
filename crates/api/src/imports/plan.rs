//! What would become of a row: the same question before an import runs and while it does.

use std::collections::BTreeMap;

use domain::access::Permission;
use domain::clients::MAX_LISTED;
use domain::ids::ClientId;
use domain::imports::{ColumnTarget, Matched, Plan, RowDecision, agree};
use domain::name::PersonName;
use store::clients::{ClientData, ClientRow};
use store::imports::{Detail, ImportRecord, RowFault, RowRecord, UnknownValue};
use store::{StoreError, Tx};
use wire::clients::ClientPatch;
use wire::error::{Code, Fault};

use super::known::Known;
use super::row::{self, Typed};
use crate::clients;
use crate::http::ApiError;

/// What would become of a row, and everything that is needed to do it.
#[derive(Debug)]
pub struct Planned {
    pub plan: Plan,
    pub detail: Detail,
    /// The card that it meets.
    pub client: Option<ClientId>,
    pub deed: Deed,
    /// By what later rows find it.
    pub keys: Vec<String>,
    pub name: PersonName,
    pub unknown: Vec<UnknownValue>,
}

/// What is to be written.
#[derive(Debug)]
pub enum Deed {
    Nothing,
    Make(Box<ClientData>),
    Change(Box<Change>),
}

#[derive(Debug)]
pub struct Change {
    pub card: ClientRow,
    pub before: ClientData,
    pub after: ClientData,
}

/// Plans a row within the reach of the actor.
///
/// # Errors
/// Only those of the database: what is wrong with the row is in its plan.
pub fn plan(
    tx: &mut Tx<'_>,
    known: &Known,
    import: &ImportRecord,
    row: &RowRecord,
) -> Result<Planned, ApiError> {
    let mut typed = row::read(known, &row.cells.0);
    let mut planned = Planned {
        plan: Plan::Faulty,
        detail: Detail::default(),
        client: None,
        deed: Deed::Nothing,
        keys: typed.keys(),
        name: typed.name.clone(),
        unknown: std::mem::take(&mut typed.unknown),
    };
    let decision = row.decision.as_ref().map(|decision| &decision.0);
    if decision == Some(&RowDecision::Skip) {
        planned.plan = Plan::Skipped;
        planned.keys.clear();
        return Ok(planned);
    }
    let met = match decision {
        Some(RowDecision::New) => None,
        Some(RowDecision::Card { client_id }) => Some(*client_id),
        _ => {
            let earlier = tx.same_in_import(import.id, row.number, &planned.keys)?;
            let same = earlier.iter().find(|(_, name)| agree(name, &typed.name));
            if let Some((number, _)) = same {
                planned.plan = Plan::Double;
                planned.detail.same_as = Some(*number as u32);
                planned.keys.clear();
                return Ok(planned);
            }
            let mut found = tx.cards_with(&typed.phones, &typed.emails)?;
            found.retain(|_, name| agree(name, &typed.name));
            if found.len() > 1 {
                planned.plan = Plan::Conflict;
                planned.detail.candidates = found.into_keys().take(10).collect();
                planned.detail.faults = typed.faults;
                return Ok(planned);
            }
            found.into_keys().next()
        }
    };
    planned.client = met;
    let outcome = match met {
        None => new(tx, &mut typed),
        Some(id) => change(tx, known, id, &typed),
    };
    match outcome {
        Ok((plan, deed)) if typed.faults.is_empty() => {
            if let Deed::Change(change) = &deed {
                let said = tx.would_change(&change.before, &change.after)?;
                planned.detail.changes = said.changes;
                planned.detail.fields = said.fields;
            }
            planned.plan = plan;
            planned.deed = deed;
        }
        outcome => {
            let more = match outcome {
                Ok(_) => Vec::new(),
                Err(error) => faults_of(&typed, error)?,
            };
            planned.detail.faults = merged(typed.faults, more);
            planned.keys.clear();
        }
    }
    Ok(planned)
}

fn new(tx: &mut Tx<'_>, typed: &mut Typed) -> Result<(Plan, Deed), ApiError> {
    let data = clients::checked_new(tx, &typed.card)?;
    Ok((Plan::New, Deed::Make(Box::new(data))))
}

fn change(
    tx: &mut Tx<'_>,
    known: &Known,
    id: ClientId,
    typed: &Typed,
) -> Result<(Plan, Deed), ApiError> {
    let existing = known.rules.existing;
    if existing == Matched::Skip {
        tx.client_for(Permission::ClientRead, id)?;
        return Ok((Plan::Unchanged, Deed::Nothing));
    }
    let card = tx.client_for(Permission::ClientEdit, id)?;
    let before = ClientData::of(&card, tx.contacts(id)?);
    let patch = patch(known, existing, typed, &before);
    let mut after = clients::checked_patch(tx, id, &before, &patch)?;
    add_lists(existing, &before, &mut after)?;
    match after == before {
        true => Ok((Plan::Unchanged, Deed::Nothing)),
        false => Ok((
            Plan::Change,
            Deed::Change(Box::new(Change {
                card,
                before,
                after,
            })),
        )),
    }
}

/// What the row changes on a card: what is empty there, or everything that it says.
fn patch(known: &Known, existing: Matched, typed: &Typed, before: &ClientData) -> ClientPatch {
    let takes = |is_empty: bool| existing == Matched::Overwrite || is_empty;
    let said = |target: &ColumnTarget| typed.said.contains(target);
    let name = |said: &Option<String>, is: &Option<String>| {
        said.clone().filter(|_| takes(is.is_none())).map(Some)
    };
    let card = &typed.card;
    let fields: BTreeMap<_, _> = card
        .fields
        .iter()
        .filter(|(key, _)| {
            let answer = known
                .field(key)
                .and_then(|def| before.contacts.answers.get(&def.id));
            takes(answer.is_none())
        })
        .map(|(key, raw)| (key.clone(), Some(raw.clone())))
        .collect();
    let overwrites = existing == Matched::Overwrite;
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
        fields: (!fields.is_empty()).then_some(fields),
    }
}

/// What the file says of phones, addresses and tags is added to what is there: a number that somebody wrote down is not lost.
fn add_lists(
    existing: Matched,
    before: &ClientData,
    after: &mut ClientData,
) -> Result<(), ApiError> {
    if existing != Matched::Overwrite {
        return Ok(());
    }
    let (was, is) = (&before.contacts, &mut after.contacts);
    let phones = std::mem::replace(&mut is.phones, was.phones.clone());
    for phone in phones {
        if !is.phones.iter().any(|known| known.e164 == phone.e164) {
            is.phones.push(phone);
        }
    }
    let emails = std::mem::replace(&mut is.emails, was.emails.clone());
    for email in emails {
        if !is.emails.iter().any(|known| known.is_same(&email)) {
            is.emails.push(email);
        }
    }
    let messengers = std::mem::replace(&mut is.messengers, was.messengers.clone());
    for messenger in messengers {
        if !is.messengers.iter().any(|known| known.is_same(&messenger)) {
            is.messengers.push(messenger);
        }
    }
    let tags = std::mem::replace(&mut is.tags, was.tags.clone());
    let key = |tag: &String| store::search::sort_key(tag);
    for tag in tags {
        if !is.tags.iter().any(|known| key(known) == key(&tag)) {
            is.tags.push(tag);
        }
    }
    is.tags.sort_by_key(key);
    let longest = [
        ("/phones", is.phones.len()),
        ("/emails", is.emails.len()),
        ("/messengers", is.messengers.len()),
        ("/tags", is.tags.len()),
    ];
    match longest.iter().find(|(_, count)| *count > MAX_LISTED) {
        Some((pointer, _)) => Err(ApiError::fields(vec![
            wire::error::FieldError::at(*pointer, Fault::TooLong).with("max", MAX_LISTED),
        ])),
        None => Ok(()),
    }
}

/// Refusals are the row's; what the database could not do is everybody's.
fn faults_of(typed: &Typed, error: ApiError) -> Result<Vec<RowFault>, ApiError> {
    let whole = |code: Fault| RowFault {
        column: None,
        code: code.as_str().to_owned(),
        params: BTreeMap::new(),
    };
    match error {
        ApiError::Store(StoreError::NotFound) => Ok(vec![whole(Fault::NotFound)]),
        ApiError::Store(StoreError::Forbidden(_)) => Ok(vec![whole(Fault::NotAllowed)]),
        ApiError::Refused(refusal) if refusal.code == Code::ValidationFailed => {
            let faults = refusal.errors.into_iter();
            Ok(faults.map(|fault| typed.fault_of(fault)).collect())
        }
        ApiError::Refused(refusal) if refusal.code == Code::NotAllowed => {
            Ok(vec![whole(Fault::NotAllowed)])
        }
        error => Err(error),
    }
}

/// One fault a column is enough to correct it.
fn merged(first: Vec<RowFault>, more: Vec<RowFault>) -> Vec<RowFault> {
    let mut faults = first;
    for fault in more {
        let known = faults
            .iter()
            .any(|known| known.column == fault.column && known.column.is_some());
        if !known && !faults.contains(&fault) {
            faults.push(fault);
        }
    }
    faults
}
