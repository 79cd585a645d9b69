//! Names in messengers: a line each, and a choice of one more.

use std::sync::Arc;

use domain::clients::Messenger;
use leptos::prelude::*;
use wire::clients::{Client, ClientPatch, MessengerContact};

use super::about::OpenCard;
use super::contacts::{Asks, ContactLine, Edit};
use super::edit::EditText;
use super::words;
use crate::i18n::t;
use crate::ui::{Field, Radio, Select};

#[component]
pub fn Messengers(card: OpenCard) -> AnyView {
    let count = card.read(|client| client.messengers.len());
    let added = RwSignal::new(None::<Messenger>);
    // What was added stands among the others now.
    Effect::new(move |before: Option<usize>| {
        let now = count.get();
        if before.is_some_and(|before| before < now) {
            added.set(None);
        }
        now
    });
    let more = RwSignal::new(String::new());
    let options = Signal::stored(
        std::iter::once(Radio::new("", t::clients::choose_messenger()))
            .chain(
                Messenger::ALL
                    .iter()
                    .map(|one| Radio::new(one.as_str(), words::messenger(*one))),
            )
            .collect::<Vec<_>>(),
    );
    let choose = move |word: String| {
        added.set(Messenger::parse(&word));
        more.set(String::new());
    };
    let add = move |address: String| {
        let Some(messenger) = added.get_untracked() else {
            return;
        };
        change(card, move |contacts| {
            contacts.push(MessengerContact::new(messenger, &*address));
        });
    };
    let error = Signal::derive(move || {
        card.saver
            .fault(&format!("/messengers/{}/address", count.get()))
    });
    view! {
        <For each=move || 0..count.get() key=|place| *place let:place><Line card=card place=place /></For>
        {move || card.may_edit_contacts.get().then(|| match added.get() {
            Some(messenger) => view! {
                <EditText label=words::messenger(messenger) value=Signal::stored(String::new()) may=card.may_edit_contacts at_once=true on_save=add error=error />
            }
            .into_any(),
            None => view! {
                <Field label=t::clients::one_more_messenger()><Select value=more options=options on_change=choose /></Field>
            }
            .into_any(),
        })}
    }
    .into_any()
}

#[component]
fn Line(card: OpenCard, place: usize) -> AnyView {
    let contact = card.read(move |client| client.messengers.get(place).cloned());
    let address = Signal::derive(move || {
        contact.with(|contact| {
            contact
                .as_ref()
                .map(|one| one.address.clone())
                .unwrap_or_default()
        })
    });
    let forbidden =
        Memo::new(move |_| contact.with(|one| one.as_ref().is_some_and(|one| one.do_not_write)));
    let label = Memo::new(move |_| contact.with(|one| one.as_ref()?.label.clone()));
    let title = move || {
        contact.with(|contact| {
            let messenger = contact.as_ref().map(|one| words::messenger(one.messenger));
            let named = contact.as_ref().and_then(|one| one.label.as_deref());
            let parts = messenger.into_iter().chain(named);
            parts.collect::<Vec<_>>().join(", ")
        })
    };
    let change_own = move |edit: Edit<MessengerContact>| {
        let own = contact.get_untracked();
        let is_own = move |one: &MessengerContact| {
            let own = own.as_ref().map(|own| (own.messenger, &own.address));
            own == Some((one.messenger, &one.address))
        };
        change(card, move |contacts| {
            if let Some(at) = contacts.iter().position(&is_own) {
                edit(contacts, at);
            }
        });
    };
    let save = move |typed: String| {
        change_own(Arc::new(move |contacts, at| match typed.is_empty() {
            true => {
                contacts.remove(at);
            }
            false => contacts[at].address.clone_from(&typed),
        }));
    };
    let forbid = move |silent: bool| {
        change_own(Arc::new(move |contacts, at| {
            contacts[at].do_not_write = silent
        }));
    };
    let name = move |new: Option<String>| {
        change_own(Arc::new(move |contacts, at| {
            contacts[at].label.clone_from(&new)
        }));
    };
    let value = view! {
        <EditText label=title value=address may=card.may_edit_contacts on_save=save
            error=Signal::derive(move || card.saver.fault(&format!("/messengers/{place}/address"))) />
    };
    view! {
        <ContactLine asks=Asks::ADDRESS value=value.into_any() label=label forbidden=forbidden may=card.may_edit_contacts on_label=name on_forbid=forbid
            error=Signal::derive(move || card.saver.fault(&format!("/messengers/{place}/label"))) />
    }
    .into_any()
}

fn change(card: OpenCard, change: impl Fn(&mut Vec<MessengerContact>) + Send + Sync + 'static) {
    card.saver.save(move |client: &Client| {
        let mut contacts = client.messengers.clone();
        change(&mut contacts);
        ClientPatch {
            messengers: Some(contacts),
            ..ClientPatch::default()
        }
    });
}
