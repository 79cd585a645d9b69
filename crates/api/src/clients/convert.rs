//! Cards and their timeline as the reader sees them, and what is typed into them.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::chains::Filled;
use domain::clients::brief::{BriefFacts, Relative};
use domain::clients::hidden;
use domain::fields::FieldType;
use domain::ids::BranchId;
use domain::name::PersonName;
use domain::time::{Due, Timestamp, Zone};
use store::Tx;
use store::clients::{
    BriefRows, ClientCard, ClientEmail, ClientListed, ClientPhone, ClientRow as Row, ClientSort,
    NextStep, SameNumber,
};
use store::timeline::{Changed, OwnField};
use wire::clients::{
    Change, Client, ClientRow, Consent, EmailContact, Entry, EntryClient, MessengerContact,
    NextContact, PersonName as Named, Phone, Relation, SamePhoneCard, ValueName,
};
use wire::error::{Fault, FieldError};
use wire::tasks::FilledField;

use crate::answers::shown;
use crate::discounts;
use crate::http::{ApiError, Check};
use crate::tasks::convert::{Reader, assignee, unknown_sort};
use crate::zones;

pub fn client(card: ClientCard, reader: &Reader, zone: &Zone) -> Client {
    let row = card.row;
    let name = PersonName {
        surname: row.surname.clone(),
        given: row.given.clone(),
        patronymic: row.patronymic.clone(),
    };
    let (next_due, contact) = (card.next, row.last_contact());
    let relations = card
        .contacts
        .relations
        .iter()
        .filter_map(|relation| {
            let other = card.relations.get(&relation.other_id)?;
            Some(Relation {
                client_id: relation.other_id,
                name: reader.name(other),
                kind: relation.kind.clone(),
            })
        })
        .collect();
    Client {
        id: row.id,
        name: name.full(reader.order),
        do_not_contact: row.forbidden(),
        surname: row.surname,
        given: row.given,
        patronymic: row.patronymic,
        birth_date: row.birth_date,
        stage: row.stage,
        phones: card
            .contacts
            .phones
            .into_iter()
            .map(|phone| shown_phone(phone, reader))
            .collect(),
        emails: card
            .contacts
            .emails
            .into_iter()
            .map(|email| shown_email(email, reader))
            .collect(),
        messengers: card
            .contacts
            .messengers
            .into_iter()
            .map(|contact| MessengerContact {
                messenger: contact.messenger,
                address: match reader.contacts {
                    true => contact.address,
                    false => hidden::contact(&contact.address),
                },
                label: contact.label,
                do_not_write: contact.do_not_write,
            })
            .collect(),
        contacts_hidden: !reader.contacts,
        source: row
            .source_id
            .zip(card.source_name)
            .map(|(id, name)| ValueName { id, name }),
        responsible: row
            .responsible_id
            .zip(card.responsible_name)
            .map(|(id, name)| Named { id, name }),
        branch_id: row.branch_id,
        tags: card.contacts.tags,
        relations,
        consents: card.consents.into_iter().map(consent).collect(),
        note: row.note,
        fields: card
            .answers
            .into_iter()
            .map(|filled| answer(filled, reader, zone))
            .collect(),
        next: next_due.map(|next| next_contact(next, zone)),
        last_contact_at: contact,
        chains: card
            .chains
            .into_iter()
            .map(crate::chains::convert::brief)
            .collect(),
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        archived_at: row.archived_at,
        merged_into: None,
    }
}

pub fn listed(
    listed: ClientListed,
    reader: &Reader,
    zones: &BTreeMap<BranchId, Arc<Zone>>,
    cells: Vec<String>,
) -> ClientRow {
    let row = listed.row;
    let utc = Zone::utc();
    let zone = zones.get(&row.branch_id).map_or(&utc, |zone| zone);
    let name = PersonName {
        surname: row.surname.clone(),
        given: row.given.clone(),
        patronymic: row.patronymic.clone(),
    };
    ClientRow {
        id: row.id,
        name: name.short(reader.order),
        stage: row.stage,
        phone: listed.phone.map(|phone| shown_phone(phone, reader)),
        branch_id: row.branch_id,
        responsible: row
            .responsible_id
            .zip(listed.responsible_name)
            .map(|(id, name)| Named { id, name }),
        next: listed.next.map(|next| next_contact(next, zone)),
        last_contact_at: row.last_contact(),
        created_at: row.created_at,
        archived_at: row.archived_at,
        cells,
    }
}

/// Zones of all branches: a list may show clients of several.
pub fn zones(tx: &mut Tx<'_>) -> Result<BTreeMap<BranchId, Arc<Zone>>, ApiError> {
    let now = tx.now();
    let branches = tx.branches()?;
    Ok(branches
        .iter()
        .map(|branch| (branch.id, zones::around(&branch.zone, now)))
        .collect())
}

/// An answer to an own field as its reader reads it.
pub fn answer(filled: Filled, reader: &Reader, zone: &Zone) -> FilledField {
    reader.filled(FilledField {
        display: shown(&filled.value, &filled.names, reader.telling(zone)),
        value: filled.value.to_raw(),
        key: filled.key,
        label: filled.label,
        kind: filled.kind,
    })
}

pub fn shown_phone(phone: ClientPhone, reader: &Reader) -> Phone {
    let whole = |text: String| reader.contacts.then_some(text);
    Phone {
        number: whole(phone.e164),
        display: reader.phone(phone.display),
        typed: whole(phone.typed),
        label: phone.label,
        do_not_call: phone.do_not_call,
    }
}

pub fn shown_email(email: ClientEmail, reader: &Reader) -> EmailContact {
    EmailContact {
        address: reader.email(email.address),
        label: email.label,
        do_not_write: email.do_not_write,
    }
}

fn consent(kept: store::clients::Consent) -> Consent {
    Consent {
        channel: kept.channel,
        purpose: kept.purpose,
        given: kept.given,
        evidence: kept.evidence,
        by: kept.by.map(|(id, name)| Named { id, name }),
        at: kept.at,
    }
}

/// What a held card's brief is made from.
pub fn brief_facts(row: Row, rows: BriefRows, reader: &Reader, zone: &Zone) -> BriefFacts {
    let family = rows.family.iter().map(|(name, kind, born)| Relative {
        name: reader.name(name),
        kind: kind.clone(),
        birth_date: *born,
    });
    let next = rows.next.map(|next| next_contact(next, zone));
    BriefFacts {
        stage: row.stage,
        since: row.created_at,
        source: rows.source,
        birth_date: row.birth_date,
        family: family.collect(),
        contacts: rows.contacts,
        forbidden: row.forbidden(),
        next: next.map(|next| (next.title, next.due)),
        discounts: rows.discounts,
        note: row.note,
    }
}

pub fn next_contact(next: NextStep, zone: &Zone) -> NextContact {
    match next {
        NextStep::Task {
            id,
            title,
            due,
            assignee: who,
            assignee_name,
        } => NextContact {
            task_id: Some(id),
            title,
            due,
            assignee: Some(assignee(who, assignee_name)),
        },
        // A chain wakes at the first minute of its day.
        NextStep::Sleep { until, title } => NextContact {
            task_id: None,
            title,
            due: match zone.midnight(zone.day(until)) == until {
                true => Due::Day(zone.day(until)),
                false => Due::At(until),
            },
            assignee: None,
        },
    }
}

pub fn entry(entry: store::timeline::Entry, reader: &Reader, zone: &Zone) -> Entry {
    let (changes, fields) = (entry.said.changes, entry.said.fields);
    Entry {
        id: entry.id,
        kind: entry.kind,
        at: entry.at,
        by: entry.by.map(|(id, name)| Named { id, name }),
        task_id: entry.task_id,
        client: entry.client.map(|(client_id, name)| EntryClient {
            client_id,
            name: reader.name(&name),
        }),
        task_title: entry.said.title,
        completion: entry
            .completion
            .map(|completion| reader.completion(completion, zone)),
        text: entry.said.text,
        import: entry.said.import,
        changes: changes
            .into_iter()
            .map(|change| {
                let own = fields.get(&change.member);
                shown_change(change, own, reader, zone)
            })
            .collect(),
    }
}

/// Dates in the reader's words; words of the interface (stages, states, channels) stay words: the screen has them in its language.
pub fn shown_change(
    change: Changed,
    own: Option<&OwnField>,
    reader: &Reader,
    zone: &Zone,
) -> Change {
    let dated = matches!(
        change.member.as_str(),
        "due" | "wake_at" | "birth_date" | "archived_at"
    );
    let contact = match own {
        Some(own) => matches!(own.kind, FieldType::Phone | FieldType::Email),
        None => matches!(change.member.as_str(), "phones" | "emails" | "messengers"),
    };
    let shown = |value: Option<String>| match (value, own) {
        (Some(text), _) if contact && !reader.contacts => Some(hidden::contact(&text)),
        (Some(text), Some(own)) => {
            Some(answer_words(&text, own.kind, reader, zone).unwrap_or(text))
        }
        (Some(text), None) if change.member.starts_with("discount_") => {
            Some(discounts::told(&text, reader.telling(zone)).unwrap_or(text))
        }
        (Some(text), None) if dated => Some(date_words(&text, reader, zone).unwrap_or(text)),
        (value, _) => value,
    };
    Change {
        before: shown(change.before),
        after: shown(change.after),
        label: own.map(|own| own.label.clone()),
        member: change.member,
    }
}

/// An answer that was kept in its API form; `None` for what reads the same to everybody.
fn answer_words(text: &str, kind: FieldType, reader: &Reader, zone: &Zone) -> Option<String> {
    let telling = reader.telling(zone);
    match kind {
        FieldType::Date | FieldType::DateTime => date_words(text, reader, zone),
        FieldType::Boolean => Some(telling.yes_or_no(text == "true").into()),
        FieldType::Decimal => Some(telling.decimal(text.parse().ok()?)),
        FieldType::Money => {
            let (amount, currency) = text.split_once(' ')?;
            Some(telling.money(amount.parse().ok()?, currency))
        }
        FieldType::Phone => Some(domain::phone::Phone::from_e164(text)?.display()),
        _ => None,
    }
}

fn date_words(text: &str, reader: &Reader, zone: &Zone) -> Option<String> {
    let telling = reader.telling(zone);
    match text.parse::<chrono::NaiveDate>() {
        Ok(date) => Some(telling.date(date)),
        Err(_) => Timestamp::parse(text).map(|at| {
            let wall = zone.wall(at);
            format!("{} {}", telling.date(wall.date()), telling.time(at))
        }),
    }
}

pub fn same_numbers(found: Vec<SameNumber>, reader: &Reader) -> Vec<SamePhoneCard> {
    found
        .into_iter()
        .map(|same| SamePhoneCard {
            client_id: same.client.id,
            name: reader.name(&same.client),
            phone: same.number,
        })
        .collect()
}

/// What a list can be sorted by.
const SORTS: &str = "name, -created_at, -last_contact_at, next_due";

/// The order of a list, as its parameter says it.
pub fn sort(word: Option<&str>) -> Result<ClientSort, ApiError> {
    match word {
        None | Some("name") => Ok(ClientSort::Name),
        Some("-created_at") => Ok(ClientSort::Newest),
        Some("-last_contact_at") => Ok(ClientSort::LatestContact),
        Some("next_due") => Ok(ClientSort::NextDue),
        Some(_) => Err(unknown_sort(SORTS)),
    }
}

/// The same, as a member of a body.
pub fn sort_at(word: Option<&str>, pointer: &str) -> Result<ClientSort, ApiError> {
    sort(word).map_err(|_| {
        let fault = FieldError::at(pointer, Fault::WrongType);
        ApiError::fields(vec![fault.with("wanted", SORTS)])
    })
}

/// A number in E.164 and as it is shown: read as people type it, then checked against the numbering plan of its country.
pub fn phone(check: &mut Check, pointer: &str, typed: &str, country: &str) -> (String, String) {
    let Some(phone) = domain::phone::Phone::parse(typed, country) else {
        check.fault(pointer, Fault::Malformed);
        return (String::new(), String::new());
    };
    let possible = phonenumber::parse(None, phone.as_str()).is_ok_and(|number| {
        // Of a country that shares its code (Russia and Kazakhstan), any will do.
        let national = number.national().to_string();
        let plans = phonenumber::metadata::DATABASE.by_code(&number.country().code());
        let mut plans = plans.into_iter().flatten();
        plans.any(|plan| plan.descriptors().general().is_match(&national))
    });
    if !possible {
        check.fault(pointer, Fault::Malformed);
    }
    (phone.as_str().to_owned(), phone.display())
}
