//! What leaves the house: e-mail, what was sent, and the hooks.

mod deliveries;
mod hook;
mod mail;

use domain::ids::HookId;
use leptos::prelude::*;
use wire::hooks::{HookMade, ListHooks};
use wire::sending::{GetSending, Tried};

use super::frame::{Line, Section};
use crate::data::query;
use crate::i18n::t;
use crate::ui::{Banner, Tone};

use deliveries::Deliveries;
use hook::{Form, One};
use mail::Mail;

const TAGS: &[&str] = &["sending"];
/// Beside the hooks' ids in the address.
const MAIL: &str = "mail";
const DELIVERIES: &str = "deliveries";

#[component]
pub fn Sending() -> AnyView {
    let hooks = query::<ListHooks>(|| Some(((), ())));
    let state = query::<GetSending>(|| Some(((), ())));
    let fixed = move || {
        let state = state.data()?;
        let mail = match state.mail {
            Some(_) => t::sending::mail_on(),
            None => t::sending::mail_off(),
        };
        let dead = match state.dead {
            0 => String::new(),
            dead => t::sending::dead_count(i64::from(dead)),
        };
        Some([
            (MAIL, t::sending::mail(), mail.to_owned()),
            (DELIVERIES, t::sending::deliveries(), dead),
        ])
    };
    let lines = Signal::derive(move || {
        let fixed = fixed().into_iter().flatten().map(|(id, name, hint)| Line {
            id: id.to_owned(),
            name: name.to_owned(),
            hint,
            archived: false,
        });
        let page = hooks.data();
        let all = page.iter().flat_map(|page| page.items.iter());
        let hooks = all.map(|hook| Line {
            id: hook.id.to_string(),
            name: hook.name.clone(),
            hint: t::sending::hook().to_owned(),
            archived: hook.archived_at.is_some(),
        });
        fixed.chain(hooks).collect()
    });
    // Secrets are shown once: what was made last is kept while the section is open.
    let made = RwSignal::new(None::<HookMade>);
    view! {
        <Section word="sending" asked=hooks lines=lines add=t::sending::add_hook() purpose=t::sending::purpose() detail=move |id: String| {
            match (id.as_str(), id.parse::<HookId>()) {
                (MAIL, _) => view! { <Mail /> }.into_any(),
                (DELIVERIES, _) => view! { <Deliveries /> }.into_any(),
                (_, Ok(id)) => view! { <One id=id made=made /> }.into_any(),
                (_, Err(_)) => view! { <Form hook=None made=made /> }.into_any(),
            }
        } />
    }
    .into_any()
}

/// What came of a try, where it was asked for.
#[component]
fn Outcome(tried: Signal<Option<Tried>>) -> AnyView {
    let words = |tried: Tried| {
        let (text, tone) = match tried.error {
            Some(error) => match error.detail.is_empty() {
                true => (error.text, Tone::Danger),
                false => (
                    format!("{} {}", error.text, t::sending::they_said(&error.detail)),
                    Tone::Danger,
                ),
            },
            None => match tried.said.filter(|said| !said.is_empty()) {
                Some(said) => (
                    format!("{} {}", t::sending::arrived(), t::sending::they_said(&said)),
                    Tone::Ok,
                ),
                None => (t::sending::arrived().to_owned(), Tone::Ok),
            },
        };
        view! { <Banner text=text tone=tone inset=true /> }
    };
    view! { <div role="status">{move || tried.get().map(words)}</div> }.into_any()
}
