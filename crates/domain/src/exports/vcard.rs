//! vCard 4.0, RFC 6350: one card for each person.

use super::Contact;
use crate::clients::Messenger;

/// Bytes of a line at most, without its end.
const LINE: usize = 75;

/// One card, with the ends of lines that the standard asks for.
pub fn written(contact: &Contact) -> String {
    let mut card = String::with_capacity(256);
    line(&mut card, "BEGIN:VCARD");
    line(&mut card, "VERSION:4.0");
    line(&mut card, &format!("UID;VALUE=text:{}", text(&contact.uid)));
    // The standard wants a name on every card.
    let name = match (contact.full_name.as_str(), contact.phones.first()) {
        ("", Some(phone)) => phone.as_str(),
        (name, _) => name,
    };
    line(&mut card, &format!("FN:{}", text(name)));
    let named = [&contact.surname, &contact.given, &contact.patronymic].map(|part| text(part));
    if named.iter().any(|part| !part.is_empty()) {
        let [surname, given, patronymic] = named;
        line(&mut card, &format!("N:{surname};{given};{patronymic};;"));
    }
    for phone in &contact.phones {
        line(&mut card, &format!("TEL;VALUE=uri;TYPE=cell:tel:{phone}"));
    }
    for email in &contact.emails {
        line(&mut card, &format!("EMAIL:{}", text(email)));
    }
    for (messenger, address) in &contact.messengers {
        line(
            &mut card,
            &format!("IMPP:{}", address_of(*messenger, address)),
        );
    }
    if let Some(day) = contact.birth_date {
        line(&mut card, &format!("BDAY:{}", day.format("%Y%m%d")));
    }
    if !contact.tags.is_empty() {
        let tags: Vec<String> = contact.tags.iter().map(|tag| text(tag)).collect();
        line(&mut card, &format!("CATEGORIES:{}", tags.join(",")));
    }
    if !contact.note.is_empty() {
        line(&mut card, &format!("NOTE:{}", text(&contact.note)));
    }
    line(&mut card, "END:VCARD");
    card
}

/// `telegram:@kate`, so that the address says where it is one; nothing in it ends the line or begins another value.
fn address_of(messenger: Messenger, address: &str) -> String {
    let mut uri = match messenger {
        Messenger::Other => String::new(),
        known => format!("{known}:"),
    };
    for letter in address.chars() {
        match letter {
            '%' | ' ' | ',' | ';' | '\\' | '"' | '<' | '>' => {
                uri.push_str(&format!("%{:02X}", letter as u32));
            }
            letter if letter.is_control() => {}
            letter => uri.push(letter),
        }
    }
    uri
}

/// A value in which nothing is read as a sign of the format.
fn text(value: &str) -> String {
    let mut safe = String::with_capacity(value.len());
    let mut letters = value.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' | ',' | ';' => {
                safe.push('\\');
                safe.push(letter);
            }
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\r' => safe.push_str("\\n"),
            '\t' => safe.push('\t'),
            letter if letter.is_control() => {}
            letter => safe.push(letter),
        }
    }
    safe
}

/// A line; a long one goes on in the next ones, and no letter is cut in two.
fn line(card: &mut String, content: &str) {
    let mut used = 0;
    for letter in content.chars() {
        if used + letter.len_utf8() > LINE {
            card.push_str("\r\n ");
            used = 1;
        }
        card.push(letter);
        used += letter.len_utf8();
    }
    card.push_str("\r\n");
}
