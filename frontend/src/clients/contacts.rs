//! Phones and e-mails: a line each, and a line for one more.

use leptos::html;
use leptos::prelude::*;
use wire::clients::{Phone, PhoneEntry};

use super::about::OpenCard;
use super::edit::EditText;
use super::subject::Subject;
use crate::i18n::t;
use crate::ui::{Button, Face, Field, Icon, Input, InputKind, Kind};

#[component]
pub fn Phones<C: Subject>(card: OpenCard<C>) -> AnyView {
    let count = card.read(|client| client.phones().len());
    let add = move |typed: String| {
        change_phones(card, move |phones| {
            phones.push(PhoneEntry {
                number: typed.clone(),
                label: None,
                do_not_call: false,
            });
        });
    };
    let label = move || match count.get() {
        0 => t::clients::phone(),
        _ => t::clients::one_more_phone(),
    };
    let error =
        Signal::derive(move || card.saver.fault(&format!("/phones/{}/number", count.get())));
    view! {
        <For each=move || 0..count.get() key=|place| *place let:place><PhoneLine card=card place=place /></For>
        {move || card.may_edit_contacts.get().then(|| view! {
            <EditText label=label value=Signal::stored(String::new()) may=card.may_edit_contacts kind=InputKind::Phone on_save=add error=error />
        })}
    }
    .into_any()
}

#[component]
fn PhoneLine<C: Subject>(card: OpenCard<C>, place: usize) -> AnyView {
    let phone = card.read(move |client| client.phones().get(place).cloned());
    let number = move || phone.with_untracked(|phone| phone.as_ref()?.number.clone());
    let shown = Signal::derive(move || {
        phone.with(|phone| {
            phone
                .as_ref()
                .map(|phone| phone.display.clone())
                .unwrap_or_default()
        })
    });
    let forbidden =
        Memo::new(move |_| phone.with(|phone| phone.as_ref().is_some_and(|one| one.do_not_call)));
    let save = move |typed: String| {
        let own = number();
        change_phones(card, move |phones| {
            let Some(at) = place_of(phones, own.as_deref(), place) else {
                return;
            };
            match typed.is_empty() {
                true => {
                    phones.remove(at);
                }
                false => phones[at].number.clone_from(&typed),
            }
        });
    };
    let flip = move |()| {
        let (own, silent) = (number(), !forbidden.get_untracked());
        change_phones(card, move |phones| {
            if let Some(at) = place_of(phones, own.as_deref(), place) {
                phones[at].do_not_call = silent;
            }
        });
    };
    let label = card.read(move |client| {
        let phone = client.phones().get(place);
        phone.and_then(|phone| phone.label.clone())
    });
    let (naming, typed) = (RwSignal::new(false), RwSignal::new(String::new()));
    let (input, tag) = (
        NodeRef::<html::Input>::new(),
        NodeRef::<html::Button>::new(),
    );
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
        }
    });
    let ask = move |()| {
        typed.set(label.get_untracked().unwrap_or_default());
        naming.set(true);
    };
    let leave = move || {
        naming.set(false);
        if let Some(tag) = tag.get_untracked() {
            let _ = tag.focus();
        }
    };
    let name = move || {
        let own = number();
        let new = Some(typed.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
        leave();
        if new != label.get_untracked() {
            change_phones(card, move |phones| {
                if let Some(at) = place_of(phones, own.as_deref(), place) {
                    phones[at].label.clone_from(&new);
                }
            });
        }
    };
    let keydown = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "Escape" => {
            event.stop_propagation();
            leave();
        }
        "Enter" => {
            event.prevent_default();
            name();
        }
        _ => {}
    };
    let title = move || {
        label
            .get()
            .unwrap_or_else(|| t::clients::phone().to_owned())
    };
    view! {
        <div class="contact" data-forbidden=move || forbidden.get().then_some("")>
            <EditText label=title value=shown may=card.may_edit_contacts kind=InputKind::Phone on_save=save
                error=Signal::derive(move || card.saver.fault(&format!("/phones/{place}/number"))) />
            {move || card.may_edit_contacts.get().then(|| view! {
                <span class="contact__ways">
                    <Button label=t::clients::whose_phone() icon=Icon::Tag face=Face::Icon kind=Kind::Ghost node=tag on_press=ask />
                    <Button label=t::clients::forbid_calls() icon=Icon::PhoneOff face=Face::Icon kind=Kind::Ghost pressed=forbidden on_press=flip />
                </span>
            })}
        </div>
        {move || naming.get().then(|| view! {
            <div on:keydown=keydown>
                <Field label=t::clients::whose_phone() error=Signal::derive(move || card.saver.fault(&format!("/phones/{place}/label")))>
                    <Input value=typed node=input placeholder=t::clients::whose_phone_example() on_commit=move |_: String| { if naming.get_untracked() { name(); } } />
                </Field>
            </div>
        })}
    }
    .into_any()
}

/// The phone that stood on the line, wherever it is by now; an edit before may have changed its number.
fn place_of(phones: &[PhoneEntry], number: Option<&str>, place: usize) -> Option<usize> {
    phones
        .iter()
        .position(|phone| Some(phone.number.as_str()) == number)
        .or_else(|| (place < phones.len()).then_some(place))
}

fn change_phones<C: Subject>(
    card: OpenCard<C>,
    change: impl Fn(&mut Vec<PhoneEntry>) + Send + Sync + 'static,
) {
    card.saver.save(move |client: &C| {
        let mut phones: Vec<PhoneEntry> = client.phones().iter().map(entry).collect();
        change(&mut phones);
        C::with_phones(phones)
    });
}

fn entry(phone: &Phone) -> PhoneEntry {
    PhoneEntry {
        number: phone.number.clone().unwrap_or_default(),
        label: phone.label.clone(),
        do_not_call: phone.do_not_call,
    }
}

#[component]
pub fn Emails<C: Subject>(card: OpenCard<C>) -> AnyView {
    let count = card.read(|client| client.emails().len());
    let lines = move || 0..count.get() + usize::from(card.may_edit_contacts.get());
    view! { <For each=lines key=|place| *place let:place><EmailLine card=card place=place /></For> }
        .into_any()
}

/// An address, or the line for one more.
#[component]
fn EmailLine<C: Subject>(card: OpenCard<C>, place: usize) -> AnyView {
    let email = card.read(move |client| client.emails().get(place).cloned().unwrap_or_default());
    let is_one_more = card.read(move |client| place > 0 && place == client.emails().len());
    let label = move || match is_one_more.get() {
        true => t::clients::one_more_email(),
        false => t::clients::email(),
    };
    let save = move |typed: String| {
        let own = email.get_untracked();
        card.saver.save(move |client: &C| {
            let mut emails = client.emails().to_vec();
            let at = emails.iter().position(|known| *known == own);
            match (at, typed.is_empty()) {
                (Some(at), true) => {
                    emails.remove(at);
                }
                (Some(at), false) => emails[at].clone_from(&typed),
                (None, true) => {}
                (None, false) => emails.push(typed.clone()),
            }
            C::with_emails(emails)
        });
    };
    view! {
        <EditText label=label value=email may=card.may_edit_contacts kind=InputKind::Email on_save=save
            error=Signal::derive(move || card.saver.fault(&format!("/emails/{place}"))) />
    }
    .into_any()
}
