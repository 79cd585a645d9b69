//! What the one card gets of the two: what is proposed, and what somebody chose.

use std::collections::BTreeMap;

use domain::clients::MAX_LISTED;
use domain::clients::merging::{self, CardChoice, MEMBERS, Nature};
use domain::fields::FieldValue;
use domain::ids::ClientId;
use store::Tx;
use store::clients::{ClientData, ClientEmail, ClientMessenger, Contacts};
use store::own_fields::Answers;
use wire::error::{Fault, FieldError};

use crate::http::{ApiError, Check};

/// Longest note.
const NOTE: usize = 20_000;

/// What is proposed for each member, by its name.
pub fn proposals(
    tx: &mut Tx<'_>,
    kept: &ClientData,
    other: &ClientData,
) -> Result<BTreeMap<String, CardChoice>, ApiError> {
    let mut proposed: BTreeMap<String, CardChoice> = MEMBERS
        .iter()
        .map(|(member, nature)| {
            let choice = match *member {
                "stage" => merging::proposed_stage(kept.stage, other.stage),
                member => nature.proposed(has(kept, member), has(other, member)),
            };
            ((*member).to_owned(), choice)
        })
        .collect();
    for def in &tx.client_fields()?.present {
        let has = |data: &ClientData| data.contacts.answers.contains_key(&def.id);
        let choice = Nature::of(def.kind).proposed(has(kept), has(other));
        proposed.insert(format!("fields.{}", def.key), choice);
    }
    Ok(proposed)
}

fn has(data: &ClientData, member: &str) -> bool {
    let contacts = &data.contacts;
    match member {
        "surname" => data.name.surname.is_some(),
        "given" => data.name.given.is_some(),
        "patronymic" => data.name.patronymic.is_some(),
        "birth_date" => data.birth_date.is_some(),
        "phones" => !contacts.phones.is_empty(),
        "emails" => !contacts.emails.is_empty(),
        "messengers" => !contacts.messengers.is_empty(),
        "responsible" => data.responsible_id.is_some(),
        "source" => data.source_id.is_some(),
        "tags" => !contacts.tags.is_empty(),
        "do_not_contact" => !data.do_not_contact.is_empty(),
        "relations" => !contacts.relations.is_empty(),
        "note" => data.note.is_some(),
        _ => true,
    }
}

/// The card that two become. What is not chosen is as proposed.
///
/// # Errors
/// Every faulty choice.
pub fn chosen(
    tx: &mut Tx<'_>,
    cards: [ClientId; 2],
    kept: &ClientData,
    other: &ClientData,
    choices: &BTreeMap<String, CardChoice>,
) -> Result<ClientData, ApiError> {
    let mut by = proposals(tx, kept, other)?;
    let fields = tx.client_fields()?;
    let mut check = Check::new();
    for (member, choice) in choices {
        let pointer = format!("/choices/{}", member.replace('~', "~0").replace('/', "~1"));
        let own = member.strip_prefix("fields.");
        let own = own.and_then(|key| fields.present.iter().find(|def| def.key == key));
        let nature = own
            .map(|def| Nature::of(def.kind))
            .or(merging::nature(member));
        match nature {
            None => check.fault(&pointer, Fault::UnknownField),
            Some(nature) if !nature.allows(*choice) => check.fault(&pointer, Fault::NotAllowed),
            Some(_) => {
                by.insert(member.clone(), *choice);
            }
        }
    }
    let choice = |member: &str| by.get(member).copied().unwrap_or(CardChoice::Kept);
    let mut data = kept.clone();
    macro_rules! one {
        ($($member:ident).+, $word:literal) => {
            data.$($member).+ = merging::one(choice($word), &kept.$($member).+, &other.$($member).+)
        };
    }
    macro_rules! many {
        ($($member:ident).+, $word:literal, $same:expr) => {
            data.$($member).+ = merging::many(choice($word), &kept.$($member).+, &other.$($member).+, $same)
        };
    }
    one!(name.surname, "surname");
    one!(name.given, "given");
    one!(name.patronymic, "patronymic");
    one!(birth_date, "birth_date");
    one!(stage, "stage");
    one!(branch_id, "branch");
    one!(responsible_id, "responsible");
    one!(source_id, "source");
    many!(contacts.phones, "phones", |one, other| one.e164
        == other.e164);
    many!(contacts.emails, "emails", ClientEmail::is_same);
    many!(contacts.messengers, "messengers", ClientMessenger::is_same);
    still_forbidden(&mut data.contacts, [&kept.contacts, &other.contacts]);
    many!(contacts.tags, "tags", |one, other| {
        store::search::sort_key(one) == store::search::sort_key(other)
    });
    many!(do_not_contact, "do_not_contact", |one, other| one == other);
    many!(contacts.relations, "relations", |one, other| one.other_id
        == other.other_id);
    data.note = merging::text(choice("note"), kept.note.as_deref(), other.note.as_deref());
    data.contacts
        .tags
        .sort_by_key(|tag| store::search::sort_key(tag));
    data.do_not_contact.sort();
    // Nobody is his own relative.
    data.contacts
        .relations
        .retain(|relation| !cards.contains(&relation.other_id));
    data.contacts
        .relations
        .sort_by_key(|relation| relation.other_id);
    data.contacts.answers = answers(&kept.contacts.answers, &other.contacts.answers, |id| {
        let def = fields.present.iter().find(|def| def.id == id);
        def.map(|def| choice(&format!("fields.{}", def.key)))
    });

    if data.name.surname.is_none() && data.name.given.is_none() {
        check.fault("/choices/given", Fault::Required);
    }
    let contacts = &data.contacts;
    for (member, length) in [
        ("phones", contacts.phones.len()),
        ("emails", contacts.emails.len()),
        ("messengers", contacts.messengers.len()),
        ("tags", contacts.tags.len()),
        ("relations", contacts.relations.len()),
    ] {
        if length > MAX_LISTED {
            let pointer = format!("/choices/{member}");
            check.push(FieldError::at(pointer, Fault::TooLong).with("max", MAX_LISTED));
        }
    }
    if data
        .note
        .as_ref()
        .is_some_and(|note| note.chars().count() > NOTE)
    {
        check.push(FieldError::at("/choices/note", Fault::TooLong).with("max", NOTE));
    }
    check.done()?;
    Ok(data)
}

/// What was not to be used on one of the cards is not to be used on the one that stays, whichever of the two contacts is kept.
fn still_forbidden(contacts: &mut Contacts, cards: [&Contacts; 2]) {
    for phone in &mut contacts.phones {
        let mut same = cards.iter().flat_map(|card| &card.phones);
        phone.do_not_call |= same.any(|one| one.do_not_call && one.e164 == phone.e164);
    }
    for email in &mut contacts.emails {
        let mut same = cards.iter().flat_map(|card| &card.emails);
        email.do_not_write |= same.any(|one| one.do_not_write && one.is_same(email));
    }
    for contact in &mut contacts.messengers {
        let mut same = cards.iter().flat_map(|card| &card.messengers);
        contact.do_not_write |= same.any(|one| one.do_not_write && one.is_same(contact));
    }
}

/// Answers to the club's own fields; those to fields that were taken off the card are kept, whichever card has them.
fn answers(
    kept: &Answers,
    other: &Answers,
    choice: impl Fn(domain::ids::FieldId) -> Option<CardChoice>,
) -> Answers {
    let mut answers = Answers::new();
    let mut asked: Vec<_> = kept.keys().chain(other.keys()).copied().collect();
    asked.dedup();
    for id in asked {
        let (one, two) = (kept.get(&id), other.get(&id));
        let value = match (choice(id), one, two) {
            (None, one, two) => one.or(two).cloned(),
            (
                Some(CardChoice::Both),
                Some(FieldValue::DictionaryMulti(one)),
                Some(FieldValue::DictionaryMulti(two)),
            ) => {
                let united = merging::many(CardChoice::Both, one, two, |one, two| one == two);
                Some(FieldValue::DictionaryMulti(united))
            }
            (Some(CardChoice::Both), one, two) => one.or(two).cloned(),
            (Some(CardChoice::Kept), one, _) => one.cloned(),
            (Some(CardChoice::Other), _, two) => two.cloned(),
        };
        answers.extend(value.map(|value| (id, value)));
    }
    answers
}
