//! Making and changing cards.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::Permission;
use domain::chains::Adjustment;
use domain::clients::{MAX_LABEL, MAX_LISTED, Stage};
use domain::fields::{Raw, Subject};
use domain::ids::{BranchId, ClientId, EmployeeId, ValueId};
use domain::language::Language;
use domain::name::PersonName;
use domain::organisation::NameOrder;
use domain::tasks::Assignee;
use store::clients::{
    ClientData, ClientEmail, ClientMessenger, ClientPhone, ClientRelation, ClientRow, Contacts,
};
use store::own_fields::Answers;
use store::{StoreError, Tx};
use wire::clients::{
    ClientPatch, ClientSaved, CreateClient, EmailContact, MessengerContact, NewClient, PhoneEntry,
    RelationEntry, UpdateClient,
};
use wire::error::{Code, Fault};

use super::convert;
use crate::chains::{begin_process, zone_of};
use crate::http::check::NAME;
use crate::http::{Answer, ApiError, Call, Check, Ctx};
use crate::own_fields::{self, Form};
use crate::tasks::convert::Reader;

/// So many phones, addresses, tags or links on one card.
const MOST: usize = MAX_LISTED;
/// Longest label of a phone, tag or kind of relation.
const LABEL: usize = MAX_LABEL;
const ADDRESS: usize = 200;

pub async fn create(cx: Ctx, call: Call<CreateClient>) -> Answer<ClientSaved> {
    let (body, language) = (call.body, cx.language());
    cx.write(move |tx| created(tx, &body, language)).await
}

/// A new card as it was typed, checked: what may be stored, and whether it may be made there.
///
/// # Errors
/// 422 with all faults; 403 where the actor may make no card.
pub fn checked_new(tx: &mut Tx<'_>, new: &NewClient) -> Result<ClientData, ApiError> {
    let organisation = tx.organisation()?;
    let actor = tx.actor()?.clone();
    let mut check = Check::new();
    let mut name = match new.name.as_deref().filter(|name| !name.trim().is_empty()) {
        Some(name) => PersonName::split(&check.name("/name", name), organisation.name_order),
        None => PersonName::default(),
    };
    let mut part = |pointer: &str, typed: &Option<String>, known: &mut Option<String>| {
        if let Some(text) = check.optional(pointer, typed.as_deref(), NAME) {
            *known = Some(text);
        }
    };
    part("/surname", &new.surname, &mut name.surname);
    part("/given", &new.given, &mut name.given);
    part("/patronymic", &new.patronymic, &mut name.patronymic);
    named_somehow(&mut check, &name);
    let branch = new.branch_id.or(actor.branches.first().copied());
    let place = branch.unwrap_or(BranchId::from_i64(0));
    let typed = new.fields.iter();
    let typed = typed
        .map(|(key, raw)| (key.clone(), Some(raw.clone())))
        .collect();
    let data = ClientData {
        name,
        birth_date: birth_date(&mut check, tx, new.birth_date),
        stage: new.stage.unwrap_or(Stage::Lead),
        source_id: new.source_id,
        responsible_id: Some(new.responsible_id.unwrap_or(actor.employee)),
        branch_id: place,
        note: check.text("/note", new.note.as_deref()),
        do_not_contact: Vec::new(),
        contacts: Contacts {
            phones: phones(&mut check, &new.phones, &organisation.phone_country),
            emails: emails(&mut check, &new.emails),
            messengers: messengers(&mut check, &new.messengers),
            tags: tags(&mut check, &new.tags),
            relations: Vec::new(),
            answers: own_fields::answered(
                tx,
                &mut check,
                Subject::Client,
                &typed,
                Form::Whole,
                &Answers::new(),
                (&organisation, place),
            )?,
        },
    };
    if branch.is_none() {
        check.fault("/branch_id", Fault::Required);
    } else {
        check_branch(tx, &mut check, data.branch_id)?;
        if new.responsible_id.is_some() {
            check_responsible(tx, &mut check, data.responsible_id, data.branch_id)?;
        }
    }
    check_source(tx, &mut check, data.source_id)?;
    check.done()?;
    let owner = Assignee::Employee(data.responsible_id.unwrap_or(actor.employee));
    if !tx.may_give_work(Permission::ClientCreate, data.branch_id, owner) {
        let permission = Permission::ClientCreate;
        return Err(ApiError::new(Code::NotAllowed).with("permission", permission));
    }
    Ok(data)
}

/// Makes a card in the unit of its caller.
pub fn created(
    tx: &mut Tx<'_>,
    new: &NewClient,
    language: Language,
) -> Result<ClientSaved, ApiError> {
    let data = checked_new(tx, new)?;
    let (order, actor) = (tx.name_order()?, tx.actor()?.clone());
    let mut card = tx.create_client(&data, order)?;
    if let Some(process) = new.start_process_id {
        tx.demand(Permission::ChainStart)?;
        let by = actor.employee;
        let beginning =
            begin_process(tx, &card, process, &Adjustment::default(), by).map_err(|error| {
                match error.is_not_found() {
                    true => ApiError::field("/start_process_id", Fault::NotFound),
                    false => error,
                }
            })?;
        let process = &beginning.process;
        tx.start_chain(
            &card,
            (process.process_id, &process.process_name),
            process.version_id,
            &beginning.begun,
            &beginning.context,
        )?;
        card = tx.client_just_written(card.id)?;
    }
    saved(tx, card, language)
}

pub async fn update(cx: Ctx, call: Call<UpdateClient>) -> Answer<ClientSaved> {
    let ((id,), seen, patch) = (call.path, call.seen, call.body);
    let language = cx.language();
    cx.write(move |tx| updated(tx, id, seen, &patch, language))
        .await
}

fn updated(
    tx: &mut Tx<'_>,
    id: ClientId,
    seen: i64,
    patch: &ClientPatch,
    language: Language,
) -> Result<ClientSaved, ApiError> {
    tx.hold_client(id)?;
    let card = tx.client_for(Permission::ClientEdit, id)?;
    crate::merges::expect_own(tx, &card)?;
    let seen = seen_card(tx, &card, seen, patch)?;
    let before = ClientData::of(&card, tx.contacts(id)?);
    let (card, _) = changed(tx, card, seen, &before, patch)?;
    saved(tx, card, language)
}

/// Changes a held card in the unit of its caller; answers what it has become.
pub fn changed(
    tx: &mut Tx<'_>,
    card: ClientRow,
    seen: i64,
    before: &ClientData,
    patch: &ClientPatch,
) -> Result<(ClientRow, ClientData), ApiError> {
    let data = checked_patch(tx, card.id, before, patch)?;
    let order = tx.name_order()?;
    let card = tx.update_client(card, seen, &data, order)?;
    Ok((card, data))
}

/// A held card as it would be after a change, checked.
///
/// # Errors
/// 422 with all faults; 403 where the actor may not put it.
pub fn checked_patch(
    tx: &mut Tx<'_>,
    id: ClientId,
    before: &ClientData,
    patch: &ClientPatch,
) -> Result<ClientData, ApiError> {
    if changes_contacts(tx, patch)? {
        tx.demand(Permission::ClientContacts)?;
    }
    let organisation = tx.organisation()?;
    let mut check = Check::new();
    let mut data = before.clone();
    put_name(&mut check, patch, &mut data.name, organisation.name_order);
    if let Some(date) = patch.birth_date {
        data.birth_date = birth_date(&mut check, tx, date);
    }
    data.stage = patch.stage.unwrap_or(data.stage);
    data.source_id = patch.source_id.unwrap_or(data.source_id);
    data.responsible_id = patch.responsible_id.unwrap_or(data.responsible_id);
    data.branch_id = patch.branch_id.unwrap_or(data.branch_id);
    if let Some(note) = &patch.note {
        data.note = check.text("/note", note.as_deref());
    }
    if let Some(channels) = &patch.do_not_contact {
        data.do_not_contact = channels.clone();
        data.do_not_contact.sort();
        data.do_not_contact.dedup();
    }
    let contacts = &mut data.contacts;
    if let Some(list) = &patch.phones {
        contacts.phones = phones(&mut check, list, &organisation.phone_country);
    }
    if let Some(list) = &patch.emails {
        contacts.emails = emails(&mut check, list);
    }
    if let Some(list) = &patch.messengers {
        contacts.messengers = messengers(&mut check, list);
    }
    if let Some(list) = &patch.tags {
        contacts.tags = tags(&mut check, list);
    }
    if let Some(list) = &patch.relations {
        contacts.relations = relations(tx, &mut check, id, list)?;
    }
    if let Some(typed) = &patch.fields {
        let around = (&organisation, data.branch_id);
        let had = &before.contacts.answers;
        contacts.answers = own_fields::answered(
            tx,
            &mut check,
            Subject::Client,
            typed,
            Form::Named,
            had,
            around,
        )?;
    }
    if data.branch_id != before.branch_id {
        check_branch(tx, &mut check, data.branch_id)?;
    }
    if data.responsible_id != before.responsible_id {
        check_responsible(tx, &mut check, data.responsible_id, data.branch_id)?;
    }
    if data.source_id != before.source_id {
        check_source(tx, &mut check, data.source_id)?;
    }
    check.done()?;
    if data.branch_id != before.branch_id {
        let owner = Assignee::Employee(data.responsible_id.unwrap_or(tx.actor()?.employee));
        if !tx.may_give_work(Permission::ClientEdit, data.branch_id, owner) {
            let permission = Permission::ClientEdit;
            return Err(ApiError::new(Code::NotAllowed).with("permission", permission));
        }
    }
    Ok(data)
}

/// Whether contacts are written anew: who sees them in part would write back what he does not see.
fn changes_contacts(tx: &mut Tx<'_>, patch: &ClientPatch) -> Result<bool, ApiError> {
    if patch.phones.is_some() || patch.emails.is_some() || patch.messengers.is_some() {
        return Ok(true);
    }
    match &patch.fields {
        Some(typed) => own_fields::are_contacts(tx, Subject::Client, typed),
        None => Ok(false),
    }
}

/// The version to change, when what is changed is still as it was seen.
///
/// The version rises with every step of the client's chains and with every change of a colleague; whoever edits the card is held
/// up only by changes of the very members that he changes, and is told which.
fn seen_card(
    tx: &mut Tx<'_>,
    card: &ClientRow,
    seen: i64,
    patch: &ClientPatch,
) -> Result<i64, ApiError> {
    if seen == card.version {
        return Ok(seen);
    }
    let changed = tx.members_changed_since(card, seen)?;
    untouched(&members(patch), changed, seen, card.version)
}

/// The version to change, unless somebody changed since what is changed now.
///
/// # Errors
/// 412 with the members that collide.
pub fn untouched(
    ours: &BTreeSet<String>,
    mut changed: Vec<String>,
    seen: i64,
    version: i64,
) -> Result<i64, ApiError> {
    changed.retain(|member| ours.contains(member));
    match changed.is_empty() && seen < version {
        true => Ok(version),
        false => Err(ApiError::new(Code::VersionMismatch)
            .with("current_version", version)
            .with("changed_fields", changed.join(","))),
    }
}

/// What a patch changes, in the words of the timeline.
fn members(patch: &ClientPatch) -> BTreeSet<String> {
    let full = patch.name.is_some();
    let named = [
        ("surname", full || patch.surname.is_some()),
        ("given", full || patch.given.is_some()),
        ("patronymic", full || patch.patronymic.is_some()),
        ("birth_date", patch.birth_date.is_some()),
        ("stage", patch.stage.is_some()),
        ("phones", patch.phones.is_some()),
        ("emails", patch.emails.is_some()),
        ("messengers", patch.messengers.is_some()),
        ("source", patch.source_id.is_some()),
        ("responsible", patch.responsible_id.is_some()),
        ("branch", patch.branch_id.is_some()),
        ("tags", patch.tags.is_some()),
        ("do_not_contact", patch.do_not_contact.is_some()),
        ("relations", patch.relations.is_some()),
        ("note", patch.note.is_some()),
    ];
    with_own(named, patch.fields.as_ref())
}

/// The members that a patch names, answers to own fields among them.
pub fn with_own(
    named: impl IntoIterator<Item = (&'static str, bool)>,
    typed: Option<&BTreeMap<String, Option<Raw>>>,
) -> BTreeSet<String> {
    let own = typed.into_iter().flatten();
    let own = own.map(|(key, _)| format!("fields.{key}"));
    let named = named.into_iter().filter(|(_, changed)| *changed);
    // Whatever is written to a card that somebody put away is worth a second look.
    let always = std::iter::once("archived_at".to_owned());
    named
        .map(|(member, _)| member.to_owned())
        .chain(own)
        .chain(always)
        .collect()
}

/// The card as it is answered, with the other cards that have its numbers.
fn saved(tx: &mut Tx<'_>, card: ClientRow, language: Language) -> Result<ClientSaved, ApiError> {
    let zone = zone_of(tx, card.branch_id)?;
    let reader = Reader::of(tx, language)?;
    let id = card.id;
    let card = tx.client_card(card)?;
    let phones = card.contacts.phones.iter();
    let numbers: Vec<String> = phones.map(|phone| phone.e164.clone()).collect();
    let client = convert::client(card, &reader, &zone);
    let same = tx.same_numbers(&numbers, Some(id))?;
    Ok(ClientSaved {
        client,
        same_phone: convert::same_numbers(same, &reader),
    })
}

fn put_name(check: &mut Check, patch: &ClientPatch, name: &mut PersonName, order: NameOrder) {
    if let Some(full) = &patch.name {
        *name = PersonName::split(&check.name("/name", full), order);
    }
    let mut part = |pointer: &str, typed: &Option<Option<String>>, known: &mut Option<String>| {
        if let Some(typed) = typed {
            *known = check.optional(pointer, typed.as_deref(), NAME);
        }
    };
    part("/surname", &patch.surname, &mut name.surname);
    part("/given", &patch.given, &mut name.given);
    part("/patronymic", &patch.patronymic, &mut name.patronymic);
    named_somehow(check, name);
}

/// A card has a surname or a given name.
fn named_somehow(check: &mut Check, name: &PersonName) {
    if name.surname.is_none() && name.given.is_none() {
        check.fault("/name", Fault::Required);
    }
}

fn birth_date(
    check: &mut Check,
    tx: &Tx<'_>,
    date: Option<chrono::NaiveDate>,
) -> Option<chrono::NaiveDate> {
    let today = tx.now().as_utc().date_naive();
    let oldest = chrono::NaiveDate::from_ymd_opt(1900, 1, 1)?;
    match date {
        // Somewhere it is tomorrow already.
        Some(date) if date > today + chrono::Days::new(1) || date < oldest => {
            check.fault("/birth_date", Fault::Malformed);
            None
        }
        date => date,
    }
}

fn bounded<T>(check: &mut Check, pointer: &str, list: &[T]) {
    if list.len() > MOST {
        check.push(wire::error::FieldError::at(pointer, Fault::TooLong).with("max", MOST));
    }
}

pub fn phones(check: &mut Check, entries: &[PhoneEntry], country: &str) -> Vec<ClientPhone> {
    bounded(check, "/phones", entries);
    let mut phones: Vec<ClientPhone> = Vec::new();
    for (place, entry) in entries.iter().take(MOST).enumerate() {
        let pointer = format!("/phones/{place}/number");
        let typed = check.line(&pointer, &entry.number, LABEL);
        if typed.is_empty() {
            continue;
        }
        let (e164, display) = convert::phone(check, &pointer, &typed, country);
        let pointer = format!("/phones/{place}/label");
        let label = check.optional(&pointer, entry.label.as_deref(), LABEL);
        // The same number twice is one number.
        if !phones.iter().any(|known| known.e164 == e164) {
            phones.push(ClientPhone {
                e164,
                display,
                typed,
                label,
                do_not_call: entry.do_not_call,
            });
        }
    }
    phones
}

pub fn emails(check: &mut Check, list: &[EmailContact]) -> Vec<ClientEmail> {
    bounded(check, "/emails", list);
    let mut emails: Vec<ClientEmail> = Vec::new();
    for (place, typed) in list.iter().take(MOST).enumerate() {
        let pointer = format!("/emails/{place}/label");
        let email = ClientEmail {
            address: check.email(&format!("/emails/{place}/address"), &typed.address),
            label: check.optional(&pointer, typed.label.as_deref(), LABEL),
            do_not_write: typed.do_not_write,
        };
        // The same address twice is one address.
        if !emails.iter().any(|known| known.address == email.address) {
            emails.push(email);
        }
    }
    emails
}

fn messengers(check: &mut Check, list: &[MessengerContact]) -> Vec<ClientMessenger> {
    bounded(check, "/messengers", list);
    let mut messengers: Vec<ClientMessenger> = Vec::new();
    for (place, contact) in list.iter().take(MOST).enumerate() {
        let pointer = format!("/messengers/{place}/address");
        let address = check.line(&pointer, &contact.address, ADDRESS);
        let pointer = format!("/messengers/{place}/label");
        let contact = ClientMessenger {
            messenger: contact.messenger,
            address,
            label: check.optional(&pointer, contact.label.as_deref(), LABEL),
            do_not_write: contact.do_not_write,
        };
        if !messengers.iter().any(|known| known.is_same(&contact)) {
            messengers.push(contact);
        }
    }
    messengers
}

pub fn tags(check: &mut Check, list: &[String]) -> Vec<String> {
    bounded(check, "/tags", list);
    let mut keys = BTreeSet::new();
    let mut tags = Vec::new();
    for (place, typed) in list.iter().take(MOST).enumerate() {
        let tag = check.line(&format!("/tags/{place}"), typed, LABEL);
        let key = store::search::sort_key(&tag);
        if !key.is_empty() && keys.insert(key) {
            tags.push(tag);
        }
    }
    // As the store reads them back, so that an unchanged list is no change.
    tags.sort_by_key(|tag| store::search::sort_key(tag));
    tags
}

fn relations(
    tx: &mut Tx<'_>,
    check: &mut Check,
    id: ClientId,
    list: &[RelationEntry],
) -> Result<Vec<ClientRelation>, ApiError> {
    bounded(check, "/relations", list);
    let mut relations: Vec<ClientRelation> = Vec::new();
    for (place, entry) in list.iter().take(MOST).enumerate() {
        let pointer = format!("/relations/{place}/client_id");
        if entry.client_id == id || relations.iter().any(|r| r.other_id == entry.client_id) {
            check.fault(&pointer, Fault::Taken);
        } else if !tx.sees_client(entry.client_id)? {
            check.fault(&pointer, Fault::NotFound);
        }
        let kind = check.line(&format!("/relations/{place}/kind"), &entry.kind, LABEL);
        relations.push(ClientRelation {
            other_id: entry.client_id,
            kind,
        });
    }
    relations.sort_by_key(|relation| relation.other_id);
    Ok(relations)
}

pub fn check_branch(tx: &mut Tx<'_>, check: &mut Check, id: BranchId) -> Result<(), ApiError> {
    match tx.branch(id) {
        Ok(branch) if branch.archived_at.is_some() => check.fault("/branch_id", Fault::Archived),
        Ok(_) => {}
        Err(StoreError::NotFound) => check.fault("/branch_id", Fault::NotFound),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

pub fn check_responsible(
    tx: &mut Tx<'_>,
    check: &mut Check,
    id: Option<EmployeeId>,
    branch: BranchId,
) -> Result<(), ApiError> {
    if let Some(id) = id
        && !tx.works_in(id, branch)?
    {
        check.fault("/responsible_id", Fault::NotFound);
    }
    Ok(())
}

fn check_source(tx: &mut Tx<'_>, check: &mut Check, id: Option<ValueId>) -> Result<(), ApiError> {
    let Some(id) = id else { return Ok(()) };
    match tx.source_state(id)? {
        None => check.fault("/source_id", Fault::NotInDictionary),
        Some(true) => check.fault("/source_id", Fault::Archived),
        Some(false) => {}
    }
    Ok(())
}
