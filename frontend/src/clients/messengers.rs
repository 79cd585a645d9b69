//! Names in messengers: a line each, and a choice of one more.

use domain::clients::Messenger;
use leptos::prelude::*;
use wire::clients::{Client, ClientPatch, MessengerContact};

use super::about::OpenCard;
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
            contacts.push(MessengerContact {
                messenger,
                address: address.clone(),
            });
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
    let label = move || {
        contact.with(|contact| {
            contact
                .as_ref()
                .map(|one| words::messenger(one.messenger))
                .unwrap_or_default()
        })
    };
    let save = move |typed: String| {
        let own = contact.get_untracked();
        change(card, move |contacts| {
            let at = contacts.iter().position(|one| Some(one) == own.as_ref());
            match (at, typed.is_empty()) {
                (Some(at), true) => {
                    contacts.remove(at);
                }
                (Some(at), false) => contacts[at].address.clone_from(&typed),
                (None, _) => {}
            }
        });
    };
    view! {
        <EditText label=label value=address may=card.may_edit_contacts on_save=save
            error=Signal::derive(move || card.saver.fault(&format!("/messengers/{place}/address"))) />
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
