//! E-mail: whether letters can be sent, how that is set up, and a letter that proves it.

use std::sync::Arc;

use leptos::prelude::*;
use wire::sending::{GetSending, SendTestLetter, Sending};

use super::Outcome;
use crate::data::{query, sending, session};
use crate::i18n::t;
use crate::settings::general;
use crate::shell::Loaded;
use crate::ui::{Banner, Button, Icon, InlineError, Kind, Tone};

/// What the server's administrator writes.
const COMMAND: &str = "perezvon serve --smtp-url smtps://user:password@mail.example.org --mail-from \"Club <club@example.org>\"";

#[component]
pub fn Mail() -> AnyView {
    let state = query::<GetSending>(|| Some(((), ())));
    view! { <Loaded query=state let:state><Shown state=state /></Loaded> }.into_any()
}

#[component]
fn Shown(state: Arc<Sending>) -> AnyView {
    match &state.mail {
        Some(mail) => view! {
            <div class="form">
                <h2 class="section-head">{t::sending::mail()}</h2>
                <p>{t::sending::mail_through(&mail.from, &mail.server)}</p>
                <TestLetter />
            </div>
        }
        .into_any(),
        None => view! {
            <div class="form">
                <h2 class="section-head">{t::sending::mail()}</h2>
                <Banner text=t::sending::mail_absent() tone=Tone::Warn inset=true />
                <p>{t::sending::mail_how()}</p>
                <p><code class="settings__code">{COMMAND}</code></p>
            </div>
        }
        .into_any(),
    }
}

#[component]
fn TestLetter() -> AnyView {
    let sending = sending();
    let tried = RwSignal::new(None);
    let press = move |()| {
        tried.set(None);
        sending.send::<SendTestLetter>((), (), (), move |answer| tried.set(Some(answer)));
    };
    let address = session().with_me(|me| me.email.clone()).unwrap_or_default();
    let trouble = Signal::derive(move || general(sending.failure()));
    view! {
        <div class="cluster">
            <Button
                label=t::sending::test_letter(&address)
                icon=Icon::Mail
                kind=Kind::Primary
                busy=Signal::derive(move || sending.pending())
                on_press=press
            />
        </div>
        <InlineError text=trouble />
        <Outcome tried=tried.into() />
    }
    .into_any()
}
