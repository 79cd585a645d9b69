//! What people changed on a card, in words.

use domain::fields::Subject;

use super::rows::{ClientEmail, ClientMessenger, ClientPhone};
use super::write::ClientData;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::names;
use crate::own_fields::answers::{Shown, said};
use crate::timeline::Said;

/// Changed members, with values as people read them.
pub(crate) fn differences(
    tx: &mut Tx<'_>,
    before: &ClientData,
    after: &ClientData,
) -> Result<Said, StoreError> {
    let people = names::employees(
        tx,
        [before.responsible_id, after.responsible_id]
            .into_iter()
            .flatten(),
    )?;
    let values = names::values(
        tx,
        [before.source_id, after.source_id].into_iter().flatten(),
    )?;
    let branches = names::branches(tx, [before.branch_id, after.branch_id])?;
    let shown = |data: &ClientData| -> Shown {
        let list = |items: Vec<String>| (!items.is_empty()).then(|| items.join(", "));
        let contacts = &data.contacts;
        let channels = data
            .do_not_contact
            .iter()
            .map(|channel| channel.as_str().to_owned());
        vec![
            ("surname", data.name.surname.clone()),
            ("given", data.name.given.clone()),
            ("patronymic", data.name.patronymic.clone()),
            ("birth_date", data.birth_date.map(|date| date.to_string())),
            ("stage", Some(data.stage.as_str().to_owned())),
            (
                "source",
                data.source_id.and_then(|id| values.get(&id).cloned()),
            ),
            (
                "responsible",
                data.responsible_id.and_then(|id| people.get(&id).cloned()),
            ),
            ("branch", branches.get(&data.branch_id).cloned()),
            ("note", data.note.clone()),
            (
                "do_not_contact",
                Some(channels.collect::<Vec<_>>().join(",")),
            ),
            (
                "phones",
                list(contacts.phones.iter().map(phone_words).collect()),
            ),
            (
                "emails",
                list(contacts.emails.iter().map(email_words).collect()),
            ),
            (
                "messengers",
                list(contacts.messengers.iter().map(messenger_words).collect()),
            ),
            ("tags", list(contacts.tags.clone())),
            (
                "relations",
                list(
                    contacts
                        .relations
                        .iter()
                        .map(|relation| format!("{} {}", relation.kind, relation.other_id))
                        .collect(),
                ),
            ),
        ]
    };
    said(
        tx,
        Subject::Client,
        (shown(before), &before.contacts.answers),
        (shown(after), &after.contacts.answers),
    )
}

pub(crate) fn phone_words(phone: &ClientPhone) -> String {
    contact_words(&phone.display, phone.label.as_deref(), phone.do_not_call)
}

pub(crate) fn email_words(email: &ClientEmail) -> String {
    contact_words(&email.address, email.label.as_deref(), email.do_not_write)
}

fn messenger_words(contact: &ClientMessenger) -> String {
    let address = format!("{} {}", contact.messenger, contact.address);
    contact_words(&address, contact.label.as_deref(), contact.do_not_write)
}

fn contact_words(shown: &str, label: Option<&str>, barred: bool) -> String {
    let label = label.map(|label| format!(" ({label})")).unwrap_or_default();
    let barred = if barred { " ✕" } else { "" };
    format!("{shown}{label}{barred}")
}
