//! The table that Outlook takes in, and every program that takes in Outlook's: its headings are names, not words of a language.

use super::Contact;

/// How many of each it has room for; what is left over stands in the notes.
const PHONES: usize = 5;
const EMAILS: usize = 3;

pub const HEADINGS: [&str; 14] = [
    "First Name",
    "Middle Name",
    "Last Name",
    "Mobile Phone",
    "Home Phone",
    "Home Phone 2",
    "Business Phone",
    "Business Phone 2",
    "E-mail Address",
    "E-mail 2 Address",
    "E-mail 3 Address",
    "Birthday",
    "Categories",
    "Notes",
];

/// One person, in the order of [`HEADINGS`].
pub fn row(contact: &Contact) -> Vec<String> {
    let of = |list: &[String], place: usize| list.get(place).cloned().unwrap_or_default();
    let mut row = vec![
        contact.given.clone(),
        contact.patronymic.clone(),
        contact.surname.clone(),
    ];
    row.extend((0..PHONES).map(|place| of(&contact.phones, place)));
    row.extend((0..EMAILS).map(|place| of(&contact.emails, place)));
    let day = contact.birth_date.map(|day| day.to_string());
    row.push(day.unwrap_or_default());
    row.push(contact.tags.join("; "));
    row.push(notes(contact));
    row
}

fn notes(contact: &Contact) -> String {
    let mut notes = Vec::new();
    if !contact.note.is_empty() {
        notes.push(contact.note.clone());
    }
    notes.extend(contact.phones.iter().skip(PHONES).cloned());
    notes.extend(contact.emails.iter().skip(EMAILS).cloned());
    let addresses = contact.messengers.iter();
    notes.extend(addresses.map(|(messenger, address)| format!("{messenger}: {address}")));
    notes.join("\n")
}
