//! Phones and e-mails: a line each, and a line for one more.

use leptos::prelude::*;
use wire::clients::{ClientPatch, Phone, PhoneEntry};

use super::about::Saver;
use super::edit::EditText;
use crate::i18n::t;
use crate::ui::{Button, Face, Icon, InputKind, Kind};

/// What to do to a card's phones before they are saved.
type Change = Box<dyn FnOnce(&mut Vec<PhoneEntry>)>;

#[component]
pub fn Phones(phones: Vec<Phone>, saver: Saver, may: Signal<bool>) -> AnyView {
    let entries: Vec<PhoneEntry> = phones
        .iter()
        .map(|phone| PhoneEntry {
            number: phone.number.clone(),
            label: phone.label.clone(),
            do_not_call: phone.do_not_call,
        })
        .collect();
    let entries = StoredValue::new(entries);
    let save = move |change: Change| {
        let mut all = entries.get_value();
        change(&mut all);
        saver.save(ClientPatch {
            phones: Some(all),
            ..ClientPatch::default()
        });
    };
    let lines = phones.into_iter().enumerate().map(move |(place, phone)| {
        let (display, forbidden) = (phone.display.clone(), phone.do_not_call);
        let on_save = move |typed: String| {
            save(Box::new(move |all| match typed.is_empty() {
                true => {
                    all.remove(place);
                }
                false => all[place].number = typed,
            }));
        };
        let (label, icon) = match forbidden {
            true => (t::clients::allow_calls(), Icon::PhoneOff),
            false => (t::clients::forbid_calls(), Icon::Phone),
        };
        let flip = move |()| save(Box::new(move |all| all[place].do_not_call = !forbidden));
        view! {
            <div class="contact" data-forbidden=forbidden.then_some("")>
                <EditText label=t::clients::phone() value=Signal::stored(display) may=may kind=InputKind::Phone on_save=on_save
                    error=Signal::derive(move || saver.fault(&format!("/phones/{place}/number"))) />
                {move || may.get().then(|| view! { <Button label=label icon=icon face=Face::Icon kind=Kind::Ghost on_press=flip /> })}
            </div>
        }
    });
    let count = entries.with_value(Vec::len);
    let add = move |typed: String| {
        if !typed.is_empty() {
            save(Box::new(move |all| {
                all.push(PhoneEntry {
                    number: typed,
                    label: None,
                    do_not_call: false,
                })
            }));
        }
    };
    view! {
        {lines.collect_view()}
        {move || may.get().then(|| view! {
            <EditText label=if count == 0 { t::clients::phone() } else { t::clients::one_more_phone() } value=Signal::stored(String::new())
                may=may kind=InputKind::Phone on_save=add error=Signal::derive(move || saver.fault(&format!("/phones/{count}/number"))) />
        })}
    }
    .into_any()
}

#[component]
pub fn Emails(emails: Vec<String>, saver: Saver, may: Signal<bool>) -> AnyView {
    let all = StoredValue::new(emails.clone());
    let save = move |place: usize, typed: String| {
        let mut emails = all.get_value();
        match (place < emails.len(), typed.is_empty()) {
            (true, true) => {
                emails.remove(place);
            }
            (true, false) => emails[place] = typed,
            (false, true) => return,
            (false, false) => emails.push(typed),
        }
        saver.save(ClientPatch {
            emails: Some(emails),
            ..ClientPatch::default()
        });
    };
    let next = emails.len();
    let lines = emails.into_iter().map(Some).chain([None]).enumerate().map(move |(place, email)| {
        let last = email.is_none();
        let label = if last && next > 0 { t::clients::one_more_email() } else { t::clients::email() };
        view! {
            {move || (!last || may.get()).then(|| view! {
                <EditText label=label value=Signal::stored(email.clone().unwrap_or_default()) may=may kind=InputKind::Email
                    on_save=move |typed| save(place, typed)
                    error=Signal::derive(move || saver.fault(&format!("/emails/{place}"))) />
            })}
        }
    });
    view! { {lines.collect_view()} }.into_any()
}
