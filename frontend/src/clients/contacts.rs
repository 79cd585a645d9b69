//! Phones and e-mails: a line each, and a line for one more.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use wire::clients::{EmailContact, Phone, PhoneEntry};

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
    let label = Memo::new(move |_| phone.with(|phone| phone.as_ref()?.label.clone()));
    let change = move |change: Edit<PhoneEntry>| {
        let own = number();
        change_phones(card, move |phones| {
            if let Some(at) = place_of(phones, own.as_deref(), place) {
                change(phones, at);
            }
        });
    };
    let save = move |typed: String| {
        change(Arc::new(move |phones, at| match typed.is_empty() {
            true => {
                phones.remove(at);
            }
            false => phones[at].number.clone_from(&typed),
        }));
    };
    let forbid =
        move |silent: bool| change(Arc::new(move |phones, at| phones[at].do_not_call = silent));
    let name = move |new: Option<String>| {
        change(Arc::new(move |phones, at| {
            phones[at].label.clone_from(&new)
        }));
    };
    let title = move || {
        label
            .get()
            .unwrap_or_else(|| t::clients::phone().to_owned())
    };
    let value = view! {
        <EditText label=title value=shown may=card.may_edit_contacts kind=InputKind::Phone on_save=save
            error=Signal::derive(move || card.saver.fault(&format!("/phones/{place}/number"))) />
    };
    view! {
        <ContactLine asks=Asks::PHONE value=value.into_any() label=label forbidden=forbidden may=card.may_edit_contacts on_label=name on_forbid=forbid
            error=Signal::derive(move || card.saver.fault(&format!("/phones/{place}/label"))) />
    }
    .into_any()
}

/// A change of the contact that stands at a place of the list.
pub type Edit<T> = Arc<dyn Fn(&mut Vec<T>, usize) + Send + Sync>;

/// What a line asks about a contact.
#[derive(Clone, Copy)]
pub struct Asks {
    whose: fn() -> &'static str,
    example: fn() -> &'static str,
    forbid: fn() -> &'static str,
    icon: Icon,
}

impl Asks {
    const PHONE: Self = Self {
        whose: t::clients::whose_phone,
        example: t::clients::whose_phone_example,
        forbid: t::clients::forbid_calls,
        icon: Icon::PhoneOff,
    };
    pub const ADDRESS: Self = Self {
        whose: t::clients::whose_address,
        example: t::clients::whose_phone_example,
        forbid: t::clients::forbid_letters,
        icon: Icon::Ban,
    };
}

/// A contact with its two buttons: whose it is, and that it must not be used.
#[component]
pub fn ContactLine(
    asks: Asks,
    /// The contact itself, changed where it stands.
    value: AnyView,
    #[prop(into)] label: Signal<Option<String>>,
    #[prop(into)] forbidden: Signal<bool>,
    may: Memo<bool>,
    #[prop(into)] on_label: Callback<Option<String>>,
    #[prop(into)] on_forbid: Callback<bool>,
    /// The server's sentence about the label.
    #[prop(into)]
    error: MaybeProp<String>,
) -> AnyView {
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
        let new = Some(typed.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
        leave();
        if new != label.get_untracked() {
            on_label.run(new);
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
    view! {
        <div class="contact" data-forbidden=move || forbidden.get().then_some("")>
            {value}
            {move || may.get().then(|| view! {
                <span class="contact__ways">
                    <Button label=(asks.whose)() icon=Icon::Tag face=Face::Icon kind=Kind::Ghost node=tag on_press=ask />
                    <Button label=(asks.forbid)() icon=asks.icon face=Face::Icon kind=Kind::Ghost pressed=forbidden on_press=move |()| on_forbid.run(!forbidden.get_untracked()) />
                </span>
            })}
        </div>
        {move || naming.get().then(|| view! {
            <div on:keydown=keydown>
                <Field label=(asks.whose)() error=error>
                    <Input value=typed node=input placeholder=(asks.example)() on_commit=move |_: String| { if naming.get_untracked() { name(); } } />
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
    let add = move |typed: String| {
        change_emails(card, move |emails| emails.push(typed.clone().into()));
    };
    let label = move || match count.get() {
        0 => t::clients::email(),
        _ => t::clients::one_more_email(),
    };
    let error = Signal::derive(move || {
        card.saver
            .fault(&format!("/emails/{}/address", count.get()))
    });
    view! {
        <For each=move || 0..count.get() key=|place| *place let:place><EmailLine card=card place=place /></For>
        {move || card.may_edit_contacts.get().then(|| view! {
            <EditText label=label value=Signal::stored(String::new()) may=card.may_edit_contacts kind=InputKind::Email on_save=add error=error />
        })}
    }
    .into_any()
}

#[component]
fn EmailLine<C: Subject>(card: OpenCard<C>, place: usize) -> AnyView {
    let email = card.read(move |client| client.emails().get(place).cloned());
    let address = Signal::derive(move || {
        email.with(|email| {
            email
                .as_ref()
                .map(|one| one.address.clone())
                .unwrap_or_default()
        })
    });
    let forbidden =
        Memo::new(move |_| email.with(|email| email.as_ref().is_some_and(|one| one.do_not_write)));
    let label = Memo::new(move |_| email.with(|email| email.as_ref()?.label.clone()));
    let change = move |change: Edit<EmailContact>| {
        let own = address.get_untracked();
        change_emails(card, move |emails| {
            let at = emails.iter().position(|known| known.address == own);
            // An edit before may have changed it.
            if let Some(at) = at.or_else(|| (place < emails.len()).then_some(place)) {
                change(emails, at);
            }
        });
    };
    let save = move |typed: String| {
        change(Arc::new(move |emails, at| match typed.is_empty() {
            true => {
                emails.remove(at);
            }
            false => emails[at].address.clone_from(&typed),
        }));
    };
    let forbid =
        move |silent: bool| change(Arc::new(move |emails, at| emails[at].do_not_write = silent));
    let name = move |new: Option<String>| {
        change(Arc::new(move |emails, at| {
            emails[at].label.clone_from(&new)
        }));
    };
    let title = move || {
        label
            .get()
            .unwrap_or_else(|| t::clients::email().to_owned())
    };
    let value = view! {
        <EditText label=title value=address may=card.may_edit_contacts kind=InputKind::Email on_save=save
            error=Signal::derive(move || card.saver.fault(&format!("/emails/{place}/address"))) />
    };
    view! {
        <ContactLine asks=Asks::ADDRESS value=value.into_any() label=label forbidden=forbidden may=card.may_edit_contacts on_label=name on_forbid=forbid
            error=Signal::derive(move || card.saver.fault(&format!("/emails/{place}/label"))) />
    }
    .into_any()
}

fn change_emails<C: Subject>(
    card: OpenCard<C>,
    change: impl Fn(&mut Vec<EmailContact>) + Send + Sync + 'static,
) {
    card.saver.save(move |client: &C| {
        let mut emails = client.emails().to_vec();
        change(&mut emails);
        C::with_emails(emails)
    });
}
