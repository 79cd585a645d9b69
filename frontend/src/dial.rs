//! Calling a client: by the number itself, or through the server for whoever does not see it.

use domain::ids::ClientId;
use leptos::prelude::*;
use wire::clients::{Client, Dial, DialClient, Phone};
use wire::tasks::ClientBrief;

use crate::data::{Sending, sending};
use crate::i18n::t;
use crate::ui::{Toast, toasts};

/// How a number is dialled from here.
#[derive(Debug, Clone, PartialEq)]
pub enum Way {
    /// What the device is given.
    Number(String),
    /// The server knows it: one of the client's phones, or the first that may be called.
    Unseen(ClientId, Option<u32>),
}

impl Way {
    /// To a phone of a card.
    pub fn to(client: &Client, phone: &Phone) -> Self {
        match &phone.number {
            Some(number) => Self::Number(number.clone()),
            None => {
                let place = client.phones.iter().position(|known| known == phone);
                Self::Unseen(client.id, place.and_then(|place| u32::try_from(place).ok()))
            }
        }
    }

    /// To the client of a task, when there is a number that may be called.
    pub fn to_client_of_task(client: &ClientBrief) -> Option<Self> {
        client.phone_display.as_ref()?;
        Some(match &client.phone {
            Some(number) => Self::Number(number.clone()),
            None => Self::Unseen(client.id, None),
        })
    }

    /// The address of a link that dials; none where the server has to be asked.
    pub fn link(&self) -> Option<String> {
        match self {
            Self::Number(number) => Some(format!("tel:{number}")),
            Self::Unseen(..) => None,
        }
    }
}

/// Dials, and says why not where it cannot.
#[derive(Clone, Copy)]
pub struct Dialler {
    sending: Sending,
}

pub fn dialler() -> Dialler {
    let sending = sending();
    Effect::new(move |_| {
        if let Some(failure) = sending.failure() {
            let problem = failure.problem();
            let said = problem.map(|problem| {
                let first = problem.errors.first();
                first.map_or_else(|| problem.detail.clone(), |error| error.message.clone())
            });
            toasts().show(Toast::new(
                said.unwrap_or_else(|| t::clients::not_dialled().to_owned()),
            ));
        }
    });
    Dialler { sending }
}

impl Dialler {
    pub fn dial(self, way: &Way) {
        match way {
            Way::Number(number) => call(&format!("tel:{number}")),
            Way::Unseen(client, phone) => {
                let request = Dial { phone: *phone };
                self.sending
                    .send::<DialClient>((*client,), (), request, |dialled| call(&dialled.address));
            }
        }
    }
}

fn call(address: &str) {
    let _ = window().location().set_href(address);
}
