//! Signing in with e-mail and password.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use wire::auth::{SignIn as SignInOperation, SignInRequest};
use wire::setup::{DemoAccount, GetSetup};

use super::leave_when_signed_in;
use super::trouble::Trouble;
use crate::data::{query, sending, session};
use crate::i18n::t;
use crate::links;
use crate::shell::LanguageChoice;
use crate::ui::{
    Banner, BareFrame, Button, Field, Fill, Input, InputKind, Kind, Need, PasswordInput, Press,
    Tone,
};

#[component]
pub fn SignIn() -> AnyView {
    let address = use_query_map();
    leave_when_signed_in(move || {
        address
            .with_untracked(|map| map.get("next"))
            .filter(|next| is_own(next))
    });
    document().set_title(t::entry::sign_in_title());
    let setup = query::<GetSetup>(|| Some(((), ())));
    let club = move || setup.data().and_then(|state| state.organisation.clone());
    // The form is there before the answer, and stays as it is filled in when the answer comes.
    let set_up = Memo::new(move |_| setup.data().is_none_or(|state| state.done));
    let demo = move || {
        setup
            .data()
            .map(|state| state.demo_accounts.clone())
            .unwrap_or_default()
    };
    view! {
        <BareFrame>
            <div class="entry">
                <div class="entry__brand">"Perezvon"</div>
                <h1 tabindex="-1">{move || club().unwrap_or_else(|| t::entry::sign_in_title().to_owned())}</h1>
                {move || match set_up.get() {
                    true => view! {
                        <SignInForm />
                        <a href=links::forgot()>{t::entry::forgot()}</a>
                    }
                    .into_any(),
                    false => view! { <Banner text=t::entry::not_set_up() tone=Tone::Info inset=true /> }.into_any(),
                }}
                {move || {
                    let accounts = demo();
                    (!accounts.is_empty()).then(|| view! { <DemoAccounts accounts=accounts /> })
                }}
                <LanguageChoice />
            </div>
        </BareFrame>
    }
    .into_any()
}

/// Only an address of this application: a link from outside cannot send anybody elsewhere after signing in.
fn is_own(next: &str) -> bool {
    next.starts_with('/') && !next.starts_with("//") && !next.contains('\\')
}

/// The form alone: also over a page whose session has ended, then for one person only.
#[component]
pub fn SignInForm(#[prop(optional, into)] only: Option<String>) -> AnyView {
    let session = session();
    let sign_in = sending();
    let email = RwSignal::new(only.clone().unwrap_or_default());
    let password = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    if only.is_some() {
        // Only the password is missing.
        request_animation_frame(|| {
            let field = document()
                .query_selector("dialog input[type=password]")
                .ok()
                .flatten();
            if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
                let _ = field.focus();
            }
        });
    }
    let missing = move |value: RwSignal<String>| {
        let empty = tried.get() && value.with(|text| text.trim().is_empty());
        empty.then(|| t::entry::required().to_owned())
    };
    let send = move || {
        tried.set(true);
        let request = SignInRequest {
            email: email.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
        };
        if request.email.is_empty() || request.password.is_empty() {
            return;
        }
        sign_in.send::<SignInOperation>((), (), request, move |granted| {
            password.set(String::new());
            session.enter(granted);
        });
    };
    view! {
        <form
            class="stack"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <Field label=t::entry::email() need=Need::Required error=Signal::derive(move || sign_in.fault("/email").or_else(|| missing(email)))>
                <Input value=email kind=InputKind::Username read_only=Signal::derive(move || only.is_some()) />
            </Field>
            <Field label=t::entry::password() need=Need::Required error=Signal::derive(move || sign_in.fault("/password").or_else(|| missing(password)))>
                <PasswordInput value=password />
            </Field>
            <Trouble of=sign_in />
            <Button
                label=t::entry::sign_in()
                kind=Kind::Primary
                fill=Fill::Row
                press=Press::Submit
                busy=Signal::derive(move || sign_in.pending())
            />
        </form>
    }
    .into_any()
}

/// One press each. The server names them only in the demo club, whose passwords are no secret.
#[component]
fn DemoAccounts(accounts: Vec<DemoAccount>) -> AnyView {
    let session = session();
    let sign_in = sending();
    let buttons = accounts.into_iter().map(|account| {
        let DemoAccount {
            name,
            role,
            email,
            password,
        } = account;
        let enter = move |_| {
            let request = SignInRequest {
                email: email.clone(),
                password: password.clone(),
            };
            sign_in.send::<SignInOperation>((), (), request, move |granted| session.enter(granted));
        };
        view! {
            <li>
                <button class="list__item entry__account" type="button" on:click=enter>
                    <span>{name}</span>
                    <span class="meta">{role}</span>
                </button>
            </li>
        }
    });
    view! {
        <section class="section entry__demo">
            <h2>{t::entry::demo_title()}</h2>
            <ul class="list">{buttons.collect_view()}</ul>
            <Trouble of=sign_in />
        </section>
    }
    .into_any()
}
